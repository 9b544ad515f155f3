import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * Adds records to the end of a file, a line of JSON each, and returns when they are on disk. What is there is never
 * changed; a last line cut off by a crash is ended first, so that it spoils no other.
 */
export async function appendLines(file: string, records: readonly unknown[]): Promise<void> {
  if (records.length === 0) return;
  const { O_APPEND, O_CREAT, O_RDWR } = constants;
  await using handle = await open(file, O_RDWR | O_APPEND | O_CREAT, 0o644);
  const { size } = await handle.stat();
  const last = Buffer.alloc(1);
  if (size > 0) await handle.read(last, 0, 1, size - 1);
  const whole = size === 0 || last[0] === 0x0a;
  const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  await handle.appendFile(`${whole ? '' : '\n'}${lines}`);
  await handle.sync();
}
