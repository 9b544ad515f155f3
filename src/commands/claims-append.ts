import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { CheckedClaim } from '../claims/claim.ts';
import { claimRecord } from '../claims/claim.ts';

/** Adds claims to the end of a library, a line each, and returns when they are on disk. A last line cut off by a crash is ended first. */
export async function appendClaims(file: string, claims: readonly CheckedClaim[]): Promise<void> {
  if (claims.length === 0) return;
  const { O_APPEND, O_CREAT, O_RDWR } = constants;
  await using handle = await open(file, O_RDWR | O_APPEND | O_CREAT, 0o644);
  const { size } = await handle.stat();
  const last = Buffer.alloc(1);
  if (size > 0) await handle.read(last, 0, 1, size - 1);
  const whole = size === 0 || last[0] === 0x0a;
  const lines = claims.map((claim) => `${JSON.stringify(claimRecord(claim))}\n`).join('');
  await handle.appendFile(`${whole ? '' : '\n'}${lines}`);
  await handle.sync();
}
