import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Json } from '../lib/json.ts';
import { canonicalJson } from './canonical-json.ts';

/** What goes into an entry instead of a value that names someone, and what opens it. */
export interface Commitment {
  /** `commit:` and the HMAC-SHA-256 of the canonical value under the salt. */
  readonly commitment: string;
  /** 32 bytes. Who has it and the value can check; who has neither learns nothing. Never logged. */
  readonly salt: Buffer;
}

/** Bytes of a salt, and of the secret salts are made of. */
export const SALT = 32;

export function commitTo(value: Json, salt: Buffer): string {
  return `commit:${createHmac('sha256', salt).update(canonicalJson(value)).digest('hex')}`;
}

/**
 * Makes commitments whose salts need not be kept: each is made of the ledger's secret, the context and the value. Two
 * commitments of one value in different contexts (the entry's own id, the field) have nothing in common, so nobody can
 * follow a person through the ledger; the same decision made again gives the same ones.
 */
export function committer(secret: Buffer): (value: Json, context: string) => Commitment {
  return (value, context) => {
    const salt = createHmac('sha256', secret)
      .update(canonicalJson([context, value]))
      .digest();
    return { commitment: commitTo(value, salt), salt };
  };
}

/** Whether a commitment is of this value: for who was told value and salt. */
export function opens(commitment: string, value: Json, salt: Buffer): boolean {
  const made = Buffer.from(commitTo(value, salt));
  const given = Buffer.from(commitment);
  return made.length === given.length && timingSafeEqual(made, given);
}
