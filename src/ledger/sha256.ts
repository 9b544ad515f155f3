import { hash } from 'node:crypto';

/** Bytes of a hash. */
export const HASH = 32;

/** The one-shot call with a text as result costs a third of one that makes a Buffer; `binary` (latin1) keeps every byte. */
export function sha256Into(bytes: Uint8Array, target: Buffer, at: number): void {
  target.write(hash('sha256', bytes, 'binary'), at, HASH, 'latin1');
}

export function sha256(bytes: Uint8Array | string): Buffer {
  return hash('sha256', bytes, 'buffer');
}
