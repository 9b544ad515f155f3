import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey } from 'node:crypto';

/** An algorithm of keys, and how its keys are written as a bare string of bytes. */
interface Algorithm {
  readonly name: string;
  readonly publicBytes: number;
  readonly signatureBytes: number;
  /** DER before the bytes of a public key (SPKI) and of a seed (PKCS #8). */
  readonly spki: Buffer;
  readonly pkcs8: Buffer;
}

const ED25519: Algorithm = {
  name: 'Ed25519',
  publicBytes: 32,
  signatureBytes: 64,
  spki: Buffer.from('302a300506032b6570032100', 'hex'),
  pkcs8: Buffer.from('302e020100300506032b657004220420', 'hex'),
};

const ML_DSA_44: Algorithm = {
  name: 'ML-DSA-44',
  publicBytes: 1312,
  signatureBytes: 2420,
  spki: Buffer.from('30820532300b06096086480165030403110382052100', 'hex'),
  pkcs8: Buffer.from('3034020100300b060960864801650304031104228020', 'hex'),
};

/** Bytes of every private key: both algorithms make theirs from a seed. */
export const SEED = 32;

/** What a signature says, by the type byte of C2SP signed-note. A further type is a row here and a case in `signedBytes`. */
export const KEY_TYPES = {
  /** The note's text. */
  1: { algorithm: ED25519, timestamped: false },
  /** A cosignature of a checkpoint, `cosignature/v1`. */
  4: { algorithm: ED25519, timestamped: true },
  /** A cosignature of a tree, `subtree/v1`; a log signs its own checkpoints with it as well. */
  6: { algorithm: ML_DSA_44, timestamped: true },
} as const;

export type KeyType = keyof typeof KEY_TYPES;

export function isKeyType(type: number | undefined): type is KeyType {
  return type !== undefined && Object.hasOwn(KEY_TYPES, type);
}

export function publicKeyOf(type: KeyType, bytes: Buffer): KeyObject {
  const { spki } = KEY_TYPES[type].algorithm;
  return createPublicKey({ key: Buffer.concat([spki, bytes]), format: 'der', type: 'spki' });
}

export function privateKeyOf(type: KeyType, seed: Buffer): KeyObject {
  const { pkcs8 } = KEY_TYPES[type].algorithm;
  return createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
}

export function publicBytesOf(type: KeyType, key: KeyObject): Buffer {
  const { spki } = KEY_TYPES[type].algorithm;
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(spki.length);
}
