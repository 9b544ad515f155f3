import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, Scalar } from 'yaml';
import type { Document, Node } from 'yaml';

import type { Problem, Position } from './diagnostic.ts';
import { error } from './diagnostic.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from './yaml-node.ts';

/** Limits of one rule file: a thousand ordinary rules stay far below them. */
const MAX_FILE_CHARS = 8 * 1024 * 1024;
const MAX_NESTING = 24;
/** Nodes of one document after aliases are written out; stops "billion laughs". */
const MAX_NODES = 200_000;
/** Opening brackets in a row before a value: the YAML parser recurses on them. */
const BRACKETS = /(?:[[{]\s*){100}|(?:-[ \t]+){100}|(?:\?[ \t]+){100}/;

export interface YamlDocument {
  /** Undefined for an empty document and for one with syntax errors. */
  readonly root: YamlNode | undefined;
  readonly at: Position;
  readonly findings: readonly Problem[];
}

/** Thrown inside one document's conversion only, and caught there. */
class TooLarge extends Error {
  readonly at: Position;

  constructor(at: Position, message: string) {
    super(message);
    this.at = at;
  }
}

/** Reads every document of a YAML or JSON text. Never throws. */
export function readYaml(text: string): readonly YamlDocument[] {
  const start = { line: 1, column: 1 };
  if (text.length > MAX_FILE_CHARS) {
    return [refused(start, `the file is larger than ${MAX_FILE_CHARS} characters`)];
  }
  if (BRACKETS.test(text)) return [refused(start, 'values are nested too deeply')];
  const lines = new LineCounter();
  try {
    const documents = parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'silent',
      stringKeys: false,
    });
    return Array.isArray(documents) ? documents.map((document) => convert(document, lines)) : [];
  } catch (thrown) {
    return [refused(start, `the text cannot be read as YAML: ${String(thrown)}`)];
  }
}

function refused(at: Position, message: string): YamlDocument {
  return { root: undefined, at, findings: [error(at, message)] };
}

function convert(document: Document.Parsed, lines: LineCounter): YamlDocument {
  const at = position(lines, document.contents?.range[0] ?? document.range[0]);
  if (document.errors.length > 0) {
    const findings = document.errors.map((problem) =>
      error(position(lines, problem.pos[0]), problem.message, yamlHint(problem.code)),
    );
    return { root: undefined, at, findings };
  }
  if (document.contents === null) return { root: undefined, at, findings: [] };
  try {
    const root = new Converter(document, lines).node(document.contents, 0);
    return { root, at, findings: [] };
  } catch (thrown) {
    if (thrown instanceof TooLarge) return refused(thrown.at, thrown.message);
    throw thrown;
  }
}

function yamlHint(code: string): string | undefined {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'give the values as a list under one key';
    case 'TAB_AS_INDENT':
      return 'indent with spaces';
    case 'BAD_ALIAS':
    case 'BAD_SCALAR_START':
      return 'put text that starts with * & % @ ` or ! between single quotes';
    default:
      return undefined;
  }
}

function position(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

class Converter {
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  #nodes = 0;

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  node(node: Node | null, depth: number): YamlNode {
    const at = position(this.#lines, node?.range?.[0] ?? 0);
    this.#nodes += 1;
    if (this.#nodes > MAX_NODES)
      throw new TooLarge(at, `the document has over ${MAX_NODES} values`);
    if (depth > MAX_NESTING) {
      throw new TooLarge(at, `values are nested more than ${MAX_NESTING} deep`);
    }
    if (isAlias(node)) {
      const target = node.resolve(this.#document);
      if (target === undefined) throw new TooLarge(at, `the alias *${node.source} is not defined`);
      return this.node(target, depth + 1);
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => this.node(item as Node | null, depth + 1));
      return { kind: 'list', items, at };
    }
    if (isMap(node)) {
      const entries: YamlEntry[] = [];
      for (const pair of node.items)
        this.#entry(pair.key as Node, pair.value as Node | null, depth, entries);
      return { kind: 'map', entries, at };
    }
    return isScalar(node)
      ? this.#scalar(node, at)
      : { kind: 'scalar', value: null, source: '', at };
  }

  #entry(key: Node, value: Node | null, depth: number, entries: YamlEntry[]): void {
    const name = this.node(key, depth + 1);
    if (name.kind !== 'scalar') throw new TooLarge(name.at, 'a key must be text');
    const child =
      value === null ? { ...name, value: null, source: '' } : this.node(value, depth + 1);
    if (name.source === '<<' && child.kind !== 'scalar') mergeInto(entries, child);
    else entries.push({ key: name, value: child });
  }

  #scalar(node: Scalar, at: Position): YamlScalar {
    const { value } = node;
    const plain =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    const text = typeof value === 'string' ? value : (node.source ?? '');
    const quote = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE ? 1 : 0;
    const written = (node.range?.[1] ?? 0) - (node.range?.[0] ?? 0) === text.length + 2 * quote;
    const block = node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL;
    return {
      kind: 'scalar',
      value: plain ? value : null,
      source: text,
      at,
      ...(written && !block && !text.includes('\n')
        ? { textAt: { line: at.line, column: at.column + quote } }
        : {}),
    };
  }
}

/** YAML's `<<` merge key: keys already there win. */
function mergeInto(entries: YamlEntry[], merged: YamlNode): void {
  const maps = merged.kind === 'list' ? merged.items : [merged];
  const have = new Set(entries.map(({ key }) => key.source));
  for (const map of maps.filter((node): node is YamlMap => node.kind === 'map')) {
    for (const entry of map.entries) {
      if (have.has(entry.key.source)) continue;
      have.add(entry.key.source);
      entries.push(entry);
    }
  }
}
