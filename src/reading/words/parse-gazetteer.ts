import type { JsonObject } from '../../lib/json.ts';
import { arrayAt, isObject, textAt } from '../../lib/json.ts';
import type { Result } from '../../lib/result.ts';
import { err, ok } from '../../lib/result.ts';
import type { Gazetteer, GazetteerEntry } from './gazetteer.ts';

const KINDS: ReadonlySet<string> = new Set(['candidate', 'party', 'office-holder', 'place']);

export interface GazetteerProblem {
  readonly line: number;
  readonly message: string;
}

/** Reads NDJSON, or TSV with a line of column names; lists in TSV are parted by `|`. */
export function parseGazetteer(text: string): Result<Gazetteer, GazetteerProblem> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const first = lines.findIndex((line) => line.trim() !== '');
  const tabbed = !(lines[first] ?? '').trimStart().startsWith('{');
  const columns = tabbed
    ? (lines[first] ?? '').split('\t').map((name) => name.trim().toLowerCase())
    : [];
  const entries: GazetteerEntry[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || (tabbed && index === first)) continue;
    const row = tabbed ? tsvRow(columns, line) : jsonRow(line);
    const entry = row === undefined ? 'no JSON object' : entryOf(row);
    if (typeof entry === 'string') return err({ line: index + 1, message: entry });
    entries.push(entry);
  }
  return ok(entries);
}

function jsonRow(line: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function tsvRow(columns: readonly string[], line: string): JsonObject {
  const cells = line.split('\t');
  return Object.fromEntries(
    columns.map((name, index) => {
      const cell = (cells[index] ?? '').trim();
      return [
        name,
        name.endsWith('aliases') ? cell.split('|').filter((part) => part !== '') : cell,
      ];
    }),
  );
}

function entryOf(row: JsonObject): GazetteerEntry | string {
  const name = textAt(row, 'name');
  if (name === undefined) return 'a name is missing; each entry needs at least {"name", "kind"}';
  const kind = textAt(row, 'kind') ?? 'candidate';
  if (!KINDS.has(kind)) return `the kind "${kind}" is none of ${[...KINDS].join(', ')}`;
  const texts = (key: string): readonly string[] =>
    arrayAt(row, key).filter((value) => typeof value === 'string');
  return {
    name,
    kind,
    aliases: texts('aliases'),
    weak_aliases: texts('weak_aliases'),
    party: textAt(row, 'party'),
    jurisdiction: textAt(row, 'jurisdiction'),
    race: textAt(row, 'race'),
    from: textAt(row, 'from'),
    until: textAt(row, 'until'),
  };
}
