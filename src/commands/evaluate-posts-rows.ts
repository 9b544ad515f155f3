import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { JsonObject } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';
import { UsageError } from './command.ts';

const unpack = promisify(gunzip);

export interface LabelRow {
  /** From 1. */
  readonly line: number;
  readonly row: JsonObject;
}

/** Rows of NDJSON, or of a table with tabs and a line of names; plain or gzip. */
export async function readRows(file: string): Promise<readonly LabelRow[]> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => error);
  if (!Buffer.isBuffer(bytes))
    throw new UsageError(`${file}: cannot be read (${bytes.code ?? bytes.message})`);
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? await unpack(bytes) : bytes;
  const lines = plain
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const isJson =
    lines
      .find((line) => line.trim() !== '')
      ?.trimStart()
      .startsWith('{') === true;
  const names = isJson ? [] : (lines[0] ?? '').split('\t').map((name) => name.trim());
  return lines.flatMap((text, index): readonly LabelRow[] => {
    if (text.trim() === '' || (!isJson && index === 0)) return [];
    const row = isJson ? objectOf(text) : cellsOf(text, names);
    if (row === undefined) throw new UsageError(`${file}:${index + 1}: is no JSON object`);
    return [{ line: index + 1, row }];
  });
}

function objectOf(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function cellsOf(text: string, names: readonly string[]): JsonObject {
  const cells = text.split('\t');
  return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
}
