import type { Spread } from './statistics.ts';

export interface Row {
  readonly name: string;
  readonly kind: 'baseline' | 'stage' | 'scan';
  readonly records: number;
  /** Microseconds of processor time per record. */
  readonly cpu: Spread;
  /** `cpu` beside that of the baseline in the same round. */
  readonly ratio: Spread;
  /** Milliseconds; whole scans only. */
  readonly wall?: Spread;
  /** MiB. */
  readonly peak: Spread;
}

const HEADINGS = ['', 'records', 'µs CPU/record', '× JSON.parse', 'wall s', 'MB'];

/** The measurements as a table of at most 80 columns. */
export function renderTable(rows: readonly Row[]): string {
  const cells = rows.map(({ name, records, cpu, ratio, wall, peak }) => [
    name,
    count(records),
    range(cpu, 1),
    range(ratio, 2),
    wall === undefined ? '' : fixed(wall.median / 1000, 1),
    fixed(peak.max, 0),
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  return [HEADINGS, ...cells]
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function range({ median, min, max }: Spread, digits: number): string {
  if (min === max) return fixed(median, digits);
  return `${fixed(median, digits)} (${fixed(min, digits)}–${fixed(max, digits)})`;
}

function fixed(value: number, digits: number): string {
  return value.toFixed(digits);
}

/** 1,000,000 as `1M`, to fit the line. */
function count(records: number): string {
  if (records % 1_000_000 === 0) return `${records / 1_000_000}M`;
  return records % 1000 === 0 ? `${records / 1000}k` : String(records);
}
