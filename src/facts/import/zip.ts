import { inflateRawSync } from 'node:zlib';
import type { Result } from '../../lib/result.ts';
import { err, ok } from '../../lib/result.ts';
import { MAX_WHOLE_FILE, MAX_ZIP_ENTRIES } from './limits.ts';

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

/** The files in a zip that `wants` names, in memory; their size together is bounded, whatever the zip says of it. */
export function readZip(
  bytes: Buffer,
  wants: (name: string) => boolean,
): Result<readonly ZipEntry[], string> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end === -1 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== END)
    return err('is no whole zip file: its list of files is missing');
  const count = bytes.readUInt16LE(end + 10);
  if (count > MAX_ZIP_ENTRIES) return err(`holds more than ${MAX_ZIP_ENTRIES} files`);
  const entries: ZipEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  let left = MAX_WHOLE_FILE;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL)
      return err('has a damaged list of files');
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    if (wants(name)) {
      const entry = inflated(bytes, at, left);
      if (!entry.ok) return err(`${name}: ${entry.error}`);
      left -= entry.value.length;
      entries.push({ name, bytes: entry.value });
    }
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return ok(entries);
}

function inflated(bytes: Buffer, central: number, left: number): Result<Buffer, string> {
  if ((bytes.readUInt16LE(central + 8) & 1) !== 0) return err('is encrypted');
  const method = bytes.readUInt16LE(central + 10);
  const size = bytes.readUInt32LE(central + 20);
  const local = bytes.readUInt32LE(central + 42);
  if (local + 30 > bytes.length || bytes.readUInt32LE(local) !== LOCAL) return err('is damaged');
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const packed = bytes.subarray(start, start + size);
  if (method === 0) return packed.length <= left ? ok(packed) : err(tooLarge());
  if (method !== 8) return err(`is packed in a way (${method}) that is not read`);
  try {
    return ok(inflateRawSync(packed, { maxOutputLength: Math.max(1, left) }));
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    return err(code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : 'is damaged');
  }
}

function tooLarge(): string {
  return `the files are larger than ${MAX_WHOLE_FILE / 1024 / 1024} MiB together`;
}
