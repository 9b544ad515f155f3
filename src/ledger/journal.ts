import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { fromBase64 } from './base64.ts';
import { decodeBundle, encodeBundle } from './bundle.ts';
import { HASH, sha256 } from './sha256.ts';

/**
 * The journal holds the entries since the last time all tiles were on disk (its base). An entry is acknowledged when its
 * record is synced; tiles and checkpoint are made from it, and again after a crash.
 */
export interface Journal {
  readonly base: number;
  readonly root: Buffer;
  readonly batches: readonly Batch[];
  /** Bytes that hold; what follows was cut off by a crash. */
  readonly length: number;
  /** Hash of the last record or head, which the next record continues. */
  readonly chain: Buffer;
}

interface Batch {
  readonly start: number;
  readonly entries: readonly Buffer[];
}

const HEAD = 'scrutineer ledger journal 1';

/** Length of the payload and number of entries, four bytes each; start, eight. */
const PREFIX = 16;

export function journalHead(base: number, root: Buffer): Buffer {
  const line = `${HEAD}\n${base} ${root.toString('base64')}`;
  return Buffer.from(`${line} ${sha256(line).toString('hex')}\n`);
}

/** A record of entries from `start` on. Its hash covers what came before. */
export function journalRecord(chain: Buffer, start: number, entries: readonly Buffer[]): Buffer {
  const payload = encodeBundle(entries);
  const record = Buffer.allocUnsafe(PREFIX + HASH + payload.length);
  record.writeUInt32BE(payload.length, 0);
  record.writeUInt32BE(entries.length, 4);
  record.writeBigUInt64BE(BigInt(start), 8);
  payload.copy(record, PREFIX + HASH);
  recordHash(chain, record).copy(record, PREFIX);
  return record;
}

export function recordChain(record: Buffer): Buffer {
  return record.subarray(PREFIX, PREFIX + HASH);
}

function recordHash(chain: Buffer, record: Buffer): Buffer {
  return sha256(Buffer.concat([chain, record.subarray(0, PREFIX), record.subarray(PREFIX + HASH)]));
}

export function headChain(head: Buffer): Buffer {
  return sha256(head);
}

/** Reads a journal up to the first record that is not whole: only the last can have been cut off. */
export function readJournal(bytes: Buffer): Result<Journal, string> {
  const end = bytes.indexOf('\n', HEAD.length + 1) + 1;
  const head = bytes.subarray(0, end);
  const [, size, encoded] =
    /^[^\n]+\n(?<base>[0-9]{1,16}) (?<root>\S+) [0-9a-f]{64}\n$/.exec(head.toString('latin1')) ??
    [];
  const root = fromBase64(encoded ?? '');
  if (size === undefined || root === undefined || !journalHead(Number(size), root).equals(head))
    return err('its head is damaged');
  const batches: Batch[] = [];
  let [at, next, chain] = [end, Number(size), headChain(head)];
  while (at + PREFIX + HASH <= bytes.length) {
    const stop = at + PREFIX + HASH + bytes.readUInt32BE(at);
    if (stop > bytes.length) break;
    const record = bytes.subarray(at, stop);
    if (!recordHash(chain, record).equals(recordChain(record))) break;
    const decoded = decodeBundle(record.subarray(PREFIX + HASH), record.readUInt32BE(4));
    if (!decoded.ok || Number(record.readBigUInt64BE(8)) !== next) break;
    batches.push({ start: next, entries: decoded.value });
    [at, next, chain] = [stop, next + decoded.value.length, recordChain(record)];
  }
  return ok({ base: Number(size), root, batches, length: at, chain });
}
