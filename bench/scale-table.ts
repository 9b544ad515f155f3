import type { Cell } from './scale-plan.ts';
import type { Spread } from './statistics.ts';
import { spread } from './statistics.ts';

export interface ScaleRow {
  readonly contender: string;
  readonly kind: Cell['kind'];
  readonly rules: number;
  readonly records: number;
  readonly matches: number;
  /** Microseconds of processor time per record. */
  readonly cpu: Spread;
  /** `cpu` beside that of `JSON.parse` in the same round. */
  readonly ratio: Spread;
  /** Milliseconds. */
  readonly compile: Spread;
  /** MiB. */
  readonly peak: Spread;
}

export function rowsOf(cells: readonly Cell[]): readonly ScaleRow[] {
  return cells.map(({ compile, contender, cpu, file, kind, matches, peak, rules }) => {
    const baseline = cells.find((one) => one.kind === 'json' && one.file === file)?.cpu ?? [];
    return {
      contender,
      kind,
      rules,
      records: file.records,
      matches,
      cpu: spread(cpu),
      ratio: spread(cpu.map((one, round) => one / (baseline[round] ?? Number.NaN))),
      compile: spread(compile),
      peak: spread(peak),
    };
  });
}

const HEADINGS: readonly string[] = ['', 'µs CPU/record', '× JSON.parse', 'compile ms', 'MB'];

const TITLES = { json: '', windows: ', sliding windows' } as const;

/** At most 80 columns: a part for each file and kind of rules, contenders below their sizes. */
export function renderScale(rows: readonly ScaleRow[]): string {
  const lines = rows.map((row) => [
    row.kind === 'json' || row.kind === 'windows' ? row.contender : `${row.contender} ${row.rules}`,
    range(row.cpu),
    range(row.ratio),
    row.contender === 'duckdb' ? '–' : row.compile.median.toFixed(0),
    row.peak.max.toFixed(0),
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const aligned = (line: readonly string[]): string =>
    line
      .map((text, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? text.padEnd(width) : text.padStart(width);
      })
      .join('  ')
      .trimEnd();
  const printed = [aligned(HEADINGS)];
  for (const [index, row] of rows.entries()) {
    const title = titleOf(row);
    const before = rows[index - 1];
    if (before === undefined || titleOf(before) !== title) printed.push('', title);
    printed.push(aligned(lines[index] ?? []));
  }
  return printed.join('\n');
}

function titleOf({ kind, records }: ScaleRow): string {
  const what = kind === 'json' || kind === 'windows' ? TITLES[kind] : `, ${kind} rules`;
  return `${records.toLocaleString('en')} records${what}`;
}

function range({ max, median, min }: Spread): string {
  if (min === max) return figure(median);
  return `${figure(median)} (${figure(min)}–${figure(max)})`;
}

/** Three digits say what a benchmark knows. */
function figure(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}
