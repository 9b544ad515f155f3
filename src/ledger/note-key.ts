import type { KeyObject } from 'node:crypto';
import { sign, verify } from 'node:crypto';
import { unreachable } from '../lib/assert.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { fromBase64 } from './base64.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { KeyType } from './key-type.ts';
import {
  isKeyType,
  KEY_TYPES,
  privateKeyOf,
  publicBytesOf,
  publicKeyOf,
  SEED,
} from './key-type.ts';
import type { NoteSignature } from './note.ts';
import { sha256 } from './sha256.ts';

/** A key that verifies signatures of notes: a "vkey". */
export interface VerifierKey {
  readonly name: string;
  readonly id: number;
  readonly type: KeyType;
  /** The algorithm's bare bytes. */
  readonly bytes: Buffer;
  readonly key: KeyObject;
}

/** A key that makes them. Its seed stays in the `KeyObject`. */
export interface SignerKey {
  readonly verifier: VerifierKey;
  readonly key: KeyObject;
}

/** A name may hold no blank and no plus. */
export function isKeyName(name: string): boolean {
  return /^[^\s+\p{Cc}\p{Cf}]{1,255}$/u.test(name) && Buffer.byteLength(name) <= 255;
}

function verifierKey(name: string, type: KeyType, bytes: Buffer): VerifierKey {
  const id = sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), bytes]));
  return { name, type, bytes, id: id.readUInt32BE(0), key: publicKeyOf(type, bytes) };
}

/** Reads `NAME+ID+BASE64`. The error says what is wrong with it. */
export function parseVerifierKey(text: string): Result<VerifierKey, string> {
  const [name = '', id = '', encoded = '', ...more] = splitKey(text);
  const bytes = fromBase64(encoded);
  const type = bytes?.[0];
  if (more.length > 0 || !isKeyName(name) || !/^[0-9a-f]{8}$/.test(id) || bytes === undefined)
    return err('a public key reads NAME+ID+BASE64');
  if (!isKeyType(type))
    return err(`its type ${type ?? 'is missing'} is none of ${Object.keys(KEY_TYPES).join(', ')}`);
  const { algorithm } = KEY_TYPES[type];
  if (bytes.length !== 1 + algorithm.publicBytes)
    return err(`a key of ${algorithm.name} has ${algorithm.publicBytes} bytes`);
  const key = verifierKey(name, type, bytes.subarray(1));
  return hexId(key.id) === id
    ? ok(key)
    : err(`its id is ${hexId(key.id)}, not ${id}: it is not written as it was made`);
}

/** The base64 may hold a plus, which separates the parts too. */
function splitKey(text: string): readonly string[] {
  const first = text.indexOf('+');
  const second = text.indexOf('+', first + 1);
  if (first === -1 || second === -1) return [text];
  return [text.slice(0, first), text.slice(first + 1, second), text.slice(second + 1)];
}

export function formatVerifierKey({ name, id, type, bytes }: VerifierKey): string {
  return `${name}+${hexId(id)}+${Buffer.concat([Buffer.of(type), bytes]).toString('base64')}`;
}

export function hexId(id: number): string {
  return id.toString(16).padStart(8, '0');
}

export function signerKey(name: string, type: KeyType, seed: Buffer): SignerKey {
  const key = privateKeyOf(type, seed);
  return { key, verifier: verifierKey(name, type, publicBytesOf(type, key)) };
}

const PRIVATE = 'PRIVATE+KEY+';

/** Reads `PRIVATE+KEY+NAME+ID+BASE64`, as other programs for notes write it. The error never holds the text. */
export function parseSignerKey(text: string): Result<SignerKey, string> {
  const [name = '', id = '', encoded = ''] = text.startsWith(PRIVATE)
    ? splitKey(text.slice(PRIVATE.length))
    : [];
  const bytes = fromBase64(encoded);
  const type = bytes?.[0];
  if (!isKeyName(name) || bytes?.length !== 1 + SEED || !isKeyType(type))
    return err('a private key reads PRIVATE+KEY+NAME+ID+BASE64');
  const signer = signerKey(name, type, bytes.subarray(1));
  return hexId(signer.verifier.id) === id ? ok(signer) : err('its id does not match its bytes');
}

export function formatSignerKey(name: string, type: KeyType, seed: Buffer): string {
  const { verifier } = signerKey(name, type, seed);
  return `${PRIVATE}${name}+${hexId(verifier.id)}+${Buffer.concat([Buffer.of(type), seed]).toString('base64')}`;
}

/** Signs a checkpoint. `now` is in milliseconds; only cosignatures say it. */
export function signCheckpoint(
  { key, verifier }: SignerKey,
  checkpoint: Checkpoint,
  now: number,
): NoteSignature {
  const { name, id, type } = verifier;
  const time = KEY_TYPES[type].timestamped ? Math.floor(now / 1000) : 0;
  const made = sign(null, signedBytes(verifier, checkpoint, time), key);
  if (!KEY_TYPES[type].timestamped) return { name, keyId: id, bytes: made };
  const head = Buffer.alloc(8);
  head.writeBigUInt64BE(BigInt(time));
  return { name, keyId: id, bytes: Buffer.concat([head, made]) };
}

/** A signature that holds: when it was made, in seconds since 1970, for those that say so. */
export interface Verified {
  readonly key: VerifierKey;
  readonly time: number | undefined;
}

export function verifySignature(
  verifier: VerifierKey,
  checkpoint: Checkpoint,
  { bytes }: NoteSignature,
): Verified | undefined {
  const { algorithm, timestamped } = KEY_TYPES[verifier.type];
  const head = timestamped ? 8 : 0;
  if (bytes.length !== head + algorithm.signatureBytes) return undefined;
  const stamp = timestamped ? bytes.readBigUInt64BE(0) : 0n;
  if (stamp > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  const time = Number(stamp);
  const message = signedBytes(verifier, checkpoint, time);
  if (!verify(null, message, verifier.key, bytes.subarray(head))) return undefined;
  return { key: verifier, time: timestamped ? time : undefined };
}

function signedBytes(verifier: VerifierKey, checkpoint: Checkpoint, time: number): Buffer {
  switch (verifier.type) {
    case 1:
      return Buffer.from(checkpoint.text);
    case 4:
      return Buffer.from(`cosignature/v1\ntime ${time}\n${checkpoint.text}`);
    case 6:
      return Buffer.concat([
        Buffer.from('subtree/v1\n\0'),
        shortText(verifier.name),
        uint64(time),
        shortText(checkpoint.origin),
        uint64(0),
        uint64(checkpoint.size),
        checkpoint.root,
      ]);
    default:
      return unreachable(verifier.type);
  }
}

function shortText(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
