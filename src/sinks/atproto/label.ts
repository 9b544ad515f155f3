import { P256Keypair, Secp256k1Keypair, verifySignature } from '@atproto/crypto';
import { encode } from '@ipld/dag-cbor';

/** A label of the AT Protocol: `com.atproto.label.defs#label`. */
export interface Label {
  readonly ver: 1;
  /** DID of the labeler. */
  readonly src: string;
  /** What is labelled: `at://…`, or the DID of an account. */
  readonly uri: string;
  readonly cid?: string;
  readonly val: string;
  /** Takes the same label of an earlier time back. */
  readonly neg?: boolean;
  /** RFC 3339: when it was made, and when it ends. */
  readonly cts: string;
  readonly exp?: string;
}

export interface SignedLabel extends Label {
  readonly sig: Uint8Array;
}

export type SigningKey = P256Keypair | Secp256k1Keypair;

/** Bytes a signature is over: canonical DAG-CBOR of the label without its signature, without what is absent and without `neg: false`. */
export function labelBytes(label: Label & { readonly sig?: Uint8Array }): Uint8Array {
  const { cid, cts, exp, neg, src, uri, val, ver } = label;
  return encode({
    ver,
    src,
    uri,
    ...(cid === undefined ? {} : { cid }),
    val,
    ...(neg === true ? { neg } : {}),
    cts,
    ...(exp === undefined ? {} : { exp }),
  });
}

/** The private key as 32 bytes in hex. The same label signed with the same key is the same bytes (RFC 6979). */
export async function signingKey(hex: string, curve: 'k256' | 'p256'): Promise<SigningKey> {
  return curve === 'k256' ? Secp256k1Keypair.import(hex) : P256Keypair.import(hex);
}

export async function signLabel(label: Label, key: SigningKey): Promise<SignedLabel> {
  return { ...label, sig: await key.sign(labelBytes(label)) };
}

/** `key` is a `did:key:`. Signatures with a high S and those in DER are refused. */
export async function verifyLabel(label: SignedLabel, key: string): Promise<boolean> {
  try {
    return await verifySignature(key, labelBytes(label), label.sig);
  } catch {
    return false;
  }
}

/** The label in JSON, as the protocol writes bytes there. */
export function labelJson(label: Label & { readonly sig?: Uint8Array }): Record<string, unknown> {
  const { sig, ...rest } = label;
  if (sig === undefined) return rest;
  return { ...rest, sig: { $bytes: Buffer.from(sig).toString('base64').replaceAll('=', '') } };
}
