import { isObject } from '../../lib/json.ts';
import { printable } from '../../lib/printable.ts';
import type { FactDiagnostic } from '../diagnostic.ts';
import type { Fact } from '../fact.ts';
import { HeldPlaces } from '../held-places.ts';
import { placesNamed } from '../jurisdiction.ts';
import { parseRace } from '../race.ts';
import { readFact } from '../read-fact.ts';
import { csvRecords } from './csv-records.ts';
import { jsonRecords, ndjsonRecords } from './json-records.ts';
import { EXCERPT, MAX_WHOLE_FILE } from './limits.ts';
import { NistReport } from './nist.ts';
import type { RawRecord, RawRecords, Rejected } from './records.ts';
import { textOfBytes } from './text.ts';
import { readVipTables, readVipZip } from './vip-tables.ts';
import { VipFeed } from './vip.ts';
import { rowOfNode } from './vip-row.ts';
import type { XmlNode } from './xml-node.ts';
import { nodeOfJson } from './xml-node.ts';
import { readXml } from './xml-stream.ts';
import { yamlRecords } from './yaml-records.ts';

type FactFormat = 'ndjson' | 'json' | 'yaml' | 'csv' | 'nist-1500-100' | 'vip';

/** What a file holds: every record is a fact or rejected, with what is doubtful beside. */
export interface FactsRead {
  readonly file: string;
  readonly format?: FactFormat;
  readonly facts: readonly Fact[];
  /** Line of each fact, in the same order. */
  readonly lines: readonly number[];
  readonly rejected: readonly Rejected[];
  readonly diagnostics: readonly FactDiagnostic[];
}

/** Reads a file of facts of any known format, recognised by its content. Never throws for what the file holds. */
export async function readFactFile(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<FactsRead> {
  const { head, all } = await peeked(chunks);
  const start = Buffer.from(head.subarray(0, 4)).toString('latin1');
  if (start === 'PK\u0003\u0004')
    return wholeFile(file, all, (bytes) => ({ format: 'vip', ...readVipZip(bytes) }));
  const sample = sampleOf(head);
  if (sample.startsWith('<')) return xmlFile(file, all);
  return wholeFile(file, all, (bytes) => {
    const text = textOfBytes(bytes);
    if (!text.ok) return { records: [], rejected: [{ ...text.error, excerpt: '' }] };
    return textRecords(file, text.value);
  });
}

/** Reads a folder of the tables of a VIP feed. */
export function readVipFolder(
  folder: string,
  tables: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): FactsRead {
  return factsOf(folder, 'vip', readVipTables(tables));
}

type Read = RawRecords & { readonly format?: FactFormat };

function textRecords(file: string, text: string): Read {
  const trimmed = text.trimStart();
  if (trimmed === '') return { records: [], rejected: [] };
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) return jsonText(text, trimmed);
  const [first = ''] = trimmed.split('\n', 1);
  const columns = first.split(/[,;\t]/).map((cell) => cell.trim().toLowerCase());
  const isTable = columns.includes('kind') && columns.length > 1 && !first.includes(':');
  if (isTable || /\.(?:csv|tsv)$/i.test(file)) return { format: 'csv', ...csvRecords(text) };
  return { format: 'yaml', ...yamlRecords(text) };
}

/** One JSON value, or a value per line. */
function jsonText(text: string, trimmed: string): Read {
  if (
    /"@type"\s*:\s*"[^"]{0,40}ElectionReport"/.test(trimmed.slice(0, 100_000)) ||
    isReport(trimmed)
  ) {
    const parsed = jsonRecords(text);
    const [only] = parsed.records;
    if (only !== undefined && isObject(only.value)) {
      const report = new NistReport();
      report.takeTree(nodeOfJson('ElectionReport', only.value, 1));
      return { format: 'nist-1500-100', ...report.records() };
    }
    return { format: 'nist-1500-100', ...parsed };
  }
  const newline = trimmed.indexOf('\n');
  const line = newline === -1 ? trimmed : trimmed.slice(0, newline);
  if (trimmed.startsWith('[') || (newline !== -1 && !isJson(line) && isJson(trimmed)))
    return { format: 'json', ...jsonRecords(text) };
  if (newline === -1 || isJson(line) || !/^\s*\{\s*$/.test(line)) {
    const single = newline === -1 && isJson(trimmed) && /"facts"\s*:\s*\[/.test(trimmed);
    return single
      ? { format: 'json', ...jsonRecords(text) }
      : { format: 'ndjson', ...ndjsonRecords(text) };
  }
  return { format: 'json', ...jsonRecords(text) };
}

function isReport(text: string): boolean {
  return /"GpUnit(?:Collection)?"\s*:/.test(text) && /"Election"\s*:/.test(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function xmlFile(file: string, chunks: AsyncIterable<Uint8Array>): Promise<FactsRead> {
  let sink: NistReport | VipFeed | undefined;
  let root = '';
  const start = (name: string): void => {
    root = name;
    if (name === 'ElectionReport') sink = new NistReport();
    if (name === 'VipObject') sink = new VipFeed();
  };
  const done = await readXml(chunks, {
    wants: (name, parent) => {
      if (parent === '' && root === '') start(name);
      if (sink instanceof VipFeed) return parent !== '' && VipFeed.WANTED.has(name);
      return sink?.wants(name, parent) ?? false;
    },
    take: (node: XmlNode, path) => {
      if (sink instanceof VipFeed) sink.add(rowOfNode(node));
      else sink?.take(node, path);
    },
  });
  const format = sink instanceof VipFeed ? 'vip' : 'nist-1500-100';
  if (!done.ok) {
    // Half a file would look like a whole one with less in it.
    return factsOf(file, format, { records: [], rejected: [{ ...done.error, excerpt: '' }] });
  }
  if (sink === undefined) {
    const reason = `<${root}> is neither an ElectionReport (NIST SP 1500-100) nor a VipObject (VIP 5 or 6)`;
    return factsOf(file, undefined, {
      records: [],
      rejected: [{ line: 1, offset: 0, reason, excerpt: '' }],
    });
  }
  return factsOf(file, format, sink.records());
}

async function wholeFile(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  read: (bytes: Buffer) => Read,
): Promise<FactsRead> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > MAX_WHOLE_FILE) {
      const reason = `the file is larger than ${MAX_WHOLE_FILE / 1024 / 1024} MiB: split it`;
      return factsOf(file, undefined, {
        records: [],
        rejected: [{ line: 1, offset: 0, reason, excerpt: '' }],
      });
    }
    parts.push(chunk);
  }
  const { format, ...records } = read(Buffer.concat(parts));
  return factsOf(file, format, records);
}

function factsOf(
  file: string,
  format: FactFormat | undefined,
  { records, rejected }: RawRecords,
): FactsRead {
  const held = placesHeld(records);
  const facts: Fact[] = [];
  const lines: number[] = [];
  const diagnostics: FactDiagnostic[] = [];
  const refused: Rejected[] = rejected.map((one) => ({
    file,
    ...one,
    excerpt: excerptOf(one.excerpt),
  }));
  for (const { excerpt, line, offset, value } of records) {
    const { fact, problems } = readFact(value, { held });
    for (const one of problems) diagnostics.push({ ...one, file, line });
    if (fact !== undefined) {
      facts.push(fact);
      lines.push(line);
      continue;
    }
    const first = problems.find(({ severity }) => severity === 'error');
    refused.push({
      file,
      line,
      offset,
      ...(first?.field === undefined ? {} : { field: first.field }),
      reason: first === undefined ? 'is no fact' : sentence(first.message, first.hint),
      excerpt: excerptOf(excerpt),
    });
  }
  for (const { field, line, reason } of refused.slice(0, rejected.length))
    diagnostics.push({
      severity: 'error',
      file,
      line,
      message: reason,
      ...(field === undefined ? {} : { field }),
    });
  return {
    file,
    facts,
    lines,
    rejected: refused,
    diagnostics,
    ...(format === undefined ? {} : { format }),
  };
}

function sentence(message: string, hint: string | undefined): string {
  return hint === undefined ? message : `${message} (${hint})`;
}

function excerptOf(text: string): string {
  return printable(text).slice(0, EXCERPT);
}

/** The places the records name beyond doubt; they tell what an ambiguous name beside them means. */
function placesHeld(records: readonly RawRecord[]): HeldPlaces {
  const places = new Set<string>();
  for (const { value } of records) {
    if (!isObject(value)) continue;
    const { jurisdiction, race } = value;
    if (typeof jurisdiction === 'string') {
      const named = placesNamed(jurisdiction);
      if (named.length === 1 && named[0] !== undefined) places.add(named[0]);
    }
    const inRace = typeof race === 'string' ? parseRace(race)?.place : undefined;
    if (inRace !== undefined) places.add(inRace);
  }
  return new HeldPlaces(places);
}

/** The start of a stream, long enough to tell its format, and the stream as it was. */
async function peeked(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ readonly head: Uint8Array; readonly all: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head = new Uint8Array();
  let done = false;
  while (!done && head.length < SAMPLE) {
    const next = await iterator.next();
    if (next.done === true) done = true;
    else head = Buffer.concat([head, next.value]);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    if (head.length > 0) yield head;
    if (done) return;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
      yield next.value;
  }
  return { head, all: all() };
}

/** Bytes that are looked at to tell a format. */
const SAMPLE = 1024;

function sampleOf(head: Uint8Array): string {
  const wide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const bytes = Buffer.from(head.subarray(0, SAMPLE));
  const text = wide ? bytes.toString('latin1').replaceAll('\0', '') : bytes.toString('utf8');
  return text.replace(/^(?:\uFEFF|ÿþ|þÿ)/, '').trimStart();
}
