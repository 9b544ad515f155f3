import { csvTable, rowProblem } from '../facts/import/csv-records.ts';
import { MAX_WHOLE_FILE } from '../facts/import/limits.ts';
import { NistReport } from '../facts/import/nist.ts';
import type { Rejected } from '../facts/import/records.ts';
import { textOfBytes } from '../facts/import/text.ts';
import { rowOfCells, rowOfNode, typeOfTable } from '../facts/import/vip-row.ts';
import { isVipTable } from '../facts/import/vip-tables.ts';
import { VipFeed } from '../facts/import/vip.ts';
import type { XmlNode } from '../facts/import/xml-node.ts';
import { nodeOfJson } from '../facts/import/xml-node.ts';
import { readXml } from '../facts/import/xml-stream.ts';
import { readZip } from '../facts/import/zip.ts';
import type { Json } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';
import type { Gazetteer, GazetteerEntry } from '../reading/words/gazetteer.ts';
import { parseGazetteer } from '../reading/words/parse-gazetteer.ts';
import { BallotNames, NAME_ROWS } from './ballot-names.ts';

type Refused = Pick<Rejected, 'line' | 'reason'>;

/** What a file of names holds: every line is an entry or rejected. */
export interface GazetteerRead {
  readonly format: 'ndjson' | 'table' | 'nist-1500-100' | 'vip' | undefined;
  readonly entries: Gazetteer;
  readonly rejected: readonly Refused[];
}

/**
 * Reads candidates, parties and office-holders: NDJSON, TSV or CSV with the columns of a gazetteer, election results reports
 * (NIST SP 1500-100, XML or JSON), feeds of the Voting Information Project (XML, zip). Never throws for what the file holds.
 */
export async function readGazetteerFile(chunks: AsyncIterable<Uint8Array>): Promise<GazetteerRead> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > MAX_WHOLE_FILE)
      return refused(`the file is larger than ${MAX_WHOLE_FILE / 2 ** 20} MiB: split it`);
    parts.push(chunk);
  }
  const bytes = Buffer.concat(parts);
  if (bytes.toString('latin1', 0, 4) === 'PK\u0003\u0004') return zipGazetteer(bytes);
  const text = textOfBytes(bytes);
  if (!text.ok) return refused(text.error.reason, text.error.line);
  const trimmed = text.value.trimStart();
  if (trimmed.startsWith('<')) return xmlGazetteer(bytes);
  if (/^[{[]/.test(trimmed)) return jsonGazetteer(text.value);
  return tableGazetteer(text.value);
}

function refused(reason: string, line = 1): GazetteerRead {
  return { format: undefined, entries: [], rejected: [{ line, reason }] };
}

function jsonGazetteer(text: string): GazetteerRead {
  if (/"Election"\s*:/.test(text) && /"(?:GpUnit|Candidate|Party)"\s*:/.test(text)) {
    const report = jsonOf(text);
    if (isObject(report)) return nistTree(nodeOfJson('ElectionReport', report, 1));
  }
  const whole = text.trimStart().startsWith('[') ? jsonOf(text) : undefined;
  const lines = Array.isArray(whole)
    ? whole.map((one) => JSON.stringify(one))
    : text.replace(/^\uFEFF/, '').split('\n');
  return fromLines(
    'ndjson',
    lines.map((line, index) => [line, index + 1]),
  );
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Entries as NDJSON; each line is looked at by itself, so that one wrong one costs no other. */
function fromLines(
  format: 'ndjson' | 'table',
  lines: readonly (readonly [text: string, line: number])[],
): GazetteerRead {
  const entries: GazetteerEntry[] = [];
  const rejected: Refused[] = [];
  for (const [text, line] of lines) {
    if (text.trim() === '') continue;
    // What begins otherwise would be taken for a line of column names.
    const read = text.trimStart().startsWith('{') ? parseGazetteer(text) : undefined;
    if (read?.ok === true) entries.push(...read.value);
    else rejected.push({ line, reason: read?.error.message ?? 'is no JSON object' });
  }
  return { format, entries, rejected };
}

function tableGazetteer(text: string): GazetteerRead {
  const { header, rows } = csvTable(text.replace(/^\uFEFF/, ''));
  if (!header.includes('name'))
    return refused(`there is no column "name", only ${header.slice(0, 8).join(', ')}`);
  const lines: [string, number][] = [];
  const rejected: Refused[] = [];
  for (const row of rows) {
    const wrong = rowProblem(row, header.length);
    const line = row.line + 1;
    if (wrong !== undefined) {
      rejected.push({ line, reason: wrong });
      continue;
    }
    const fields = header.map((name, index) => {
      const cell = row.cells[index]?.trim() ?? '';
      return [name, name.endsWith('aliases') ? cell.split('|').filter((one) => one !== '') : cell];
    });
    lines.push([JSON.stringify(Object.fromEntries(fields)), line]);
  }
  const read = fromLines('table', lines);
  return { ...read, rejected: [...rejected, ...read.rejected] };
}

function nistTree(root: XmlNode): GazetteerRead {
  const names = new BallotNames();
  const report = new NistReport();
  report.takeTree(root);
  const walk = (node: XmlNode): void => {
    if (NAME_ROWS.has(node.name) && node.children.length > 0) names.add(rowOfNode(node));
    for (const child of node.children) walk(child);
  };
  walk(root);
  return { format: 'nist-1500-100', entries: names.entries(report.records()), rejected: [] };
}

async function xmlGazetteer(bytes: Buffer): Promise<GazetteerRead> {
  const names = new BallotNames();
  const report = new NistReport();
  const feed = new VipFeed();
  let root = '';
  async function* once(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(bytes);
  }
  const isVip = (): boolean => root === 'VipObject';
  const done = await readXml(once(), {
    wants: (name, parent) => {
      if (parent === '' && root === '') root = name;
      if (parent === '') return false;
      if (NAME_ROWS.has(name) && parent !== 'BallotStyle') return true;
      return isVip() ? VipFeed.WANTED.has(name) : report.wants(name, parent);
    },
    take: (node, path) => {
      if (NAME_ROWS.has(node.name)) names.add(rowOfNode(node));
      if (isVip()) feed.add(rowOfNode(node));
      else if (node.name !== 'Party' && node.name !== 'Coalition') report.take(node, path);
    },
  });
  if (!done.ok) return refused(done.error.reason, done.error.line);
  if (isVip()) return { format: 'vip', entries: names.entries(feed.records()), rejected: [] };
  if (root !== 'ElectionReport')
    return refused(`<${root}> is neither an ElectionReport (NIST SP 1500-100) nor a VipObject`);
  return { format: 'nist-1500-100', entries: names.entries(report.records()), rejected: [] };
}

function zipGazetteer(bytes: Buffer): GazetteerRead {
  const tables = readZip(
    bytes,
    (name) =>
      isVipTable(name) || (/\.(?:txt|csv)$/i.test(name) && NAME_ROWS.has(typeOfTable(name))),
  );
  if (!tables.ok) return refused(tables.error);
  const names = new BallotNames();
  const feed = new VipFeed();
  const rejected: Refused[] = [];
  for (const { bytes: table, name } of tables.value) {
    const text = textOfBytes(table);
    if (!text.ok) {
      rejected.push({ line: text.error.line, reason: `${name}: ${text.error.reason}` });
      continue;
    }
    const { header, rows } = csvTable(text.value);
    for (const row of rows) {
      const line = row.line + 1;
      const wrong = rowProblem(row, header.length);
      if (wrong !== undefined) {
        rejected.push({ line, reason: `${name}: ${wrong}` });
        continue;
      }
      const vipRow = rowOfCells(typeOfTable(name), header, row.cells, { line, file: name });
      if (NAME_ROWS.has(vipRow.type)) names.add(vipRow);
      feed.add(vipRow);
    }
  }
  return { format: 'vip', entries: names.entries(feed.records()), rejected };
}
