import { isMap, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import type { Document, Node } from 'yaml';
import type { Json } from '../../lib/json.ts';
import { isObject } from '../../lib/json.ts';
import { deepReason, listOf, twiceReason, withDefaults } from './json-records.ts';
import { EXCERPT, MAX_DEPTH, MAX_YAML } from './limits.ts';
import type { RawRecord, RawRecords, Rejected } from './records.ts';

type Refused = Omit<Rejected, 'file'>;

/** How often aliases of one document may be written out: stops "billion laughs". */
const MAX_ALIASES = 1000;

/** Opening brackets in a row before a value: the YAML parser recurses on them. */
const BRACKETS = /(?:[[{]\s*){100}|(?:-[ \t]+){100}|(?:\?[ \t]+){100}/;

/** YAML documents, each a list of facts, `{defaults, facts}` or a fact. */
export function yamlRecords(text: string): RawRecords {
  if (text.length > MAX_YAML)
    return refusedFile(`the file is larger than ${MAX_YAML} characters: use NDJSON`);
  if (BRACKETS.test(text)) return refusedFile(deepReason());
  const lines = new LineCounter();
  const documents = parse(text, lines);
  if (documents instanceof Error)
    return refusedFile(`cannot be read as YAML: ${documents.message}`);
  const records: RawRecord[] = [];
  const rejected: Refused[] = [];
  for (const document of documents) {
    if (document.errors.length > 0) {
      for (const { code, message, pos } of document.errors)
        rejected.push(yamlProblem(text, lines, pos[0], code, message));
    } else if (document.contents !== null) {
      const root = plain(document);
      if (root instanceof Error)
        rejected.push(yamlProblem(text, lines, document.range[0], 'ALIAS', root.message));
      else records.push(...documentRecords(text, lines, document, root));
    }
  }
  return { records, rejected };
}

function parse(text: string, lines: LineCounter): readonly Document.Parsed[] | Error {
  try {
    const all = parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'silent',
    });
    return Array.isArray(all) ? all : [];
  } catch (thrown) {
    return thrown as Error;
  }
}

function plain(document: Document.Parsed): Json | Error {
  try {
    const value = document.toJS({ maxAliasCount: MAX_ALIASES }) as Json;
    return depthOf(value) > MAX_DEPTH ? new Error(deepReason()) : value;
  } catch (thrown) {
    return thrown as Error;
  }
}

function depthOf(value: Json | undefined): number {
  if (Array.isArray(value)) return 1 + Math.max(0, ...value.map((one: Json) => depthOf(one)));
  if (!isObject(value)) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function documentRecords(
  text: string,
  lines: LineCounter,
  document: Document.Parsed,
  root: Json,
): readonly RawRecord[] {
  const nodes = nodesOf(document.contents);
  return listOf(root).map((value, index) => {
    const offset = nodes[index]?.range?.[0] ?? document.range[0];
    const { line } = lines.linePos(offset);
    const excerpt = text.slice(offset, offset + EXCERPT);
    return { value: withDefaults(root, value), line: Math.max(1, line), offset, excerpt };
  });
}

function nodesOf(contents: Node | null): readonly Node[] {
  const facts = isMap(contents) ? contents.get('facts', true) : undefined;
  const list: unknown = facts ?? contents;
  if (isSeq(list)) return list.items as readonly Node[];
  return contents === null ? [] : [contents];
}

function yamlProblem(
  text: string,
  lines: LineCounter,
  offset: number,
  code: string,
  message: string,
): Refused {
  const { line } = lines.linePos(offset);
  const excerpt = text.slice(offset, offset + EXCERPT);
  const at = { line: Math.max(1, line), offset, excerpt };
  if (code !== 'DUPLICATE_KEY') return { ...at, reason: `cannot be read as YAML: ${message}` };
  const key = /^\s*["']?([^"':\n]+)/.exec(excerpt)?.[1]?.trim() ?? '';
  return { ...at, field: key, reason: twiceReason(key) };
}

function refusedFile(reason: string): RawRecords {
  return { records: [], rejected: [{ line: 1, offset: 0, reason, excerpt: '' }] };
}
