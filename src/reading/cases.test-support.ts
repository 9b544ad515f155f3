import type { Reader } from './reading.ts';
import { SPEECH_ACTS } from './reading.ts';

/** One line of a pack's `cases.tsv`: a text, the proposition in it, and what its speaker does with it. */
export interface ReadingCase {
  readonly act: string;
  readonly proposition: string;
  readonly text: string;
}

export interface CaseCounts {
  readonly total: number;
  readonly right: number;
  /** Cases that assert nothing, and those of them read as an assertion or a call. */
  readonly unasserted: number;
  readonly acted: number;
  /** `wanted read` → how many. */
  readonly table: ReadonlyMap<string, number>;
}

const UNASSERTED: ReadonlySet<string> = new Set([
  'deny',
  'report',
  'question',
  'quote',
  'conditional',
]);
const ACTED: ReadonlySet<string> = new Set(['assert', 'call']);

export function readCases(text: string): readonly ReadingCase[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [act = '', proposition = '', said = ''] = line.split('\t');
      return { act, proposition, text: said };
    });
}

/** A third of all texts, by FNV-1a of their UTF-8 bytes: the same third whoever asks. */
export function isHeldOut(text: string): boolean {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % 3 === 0;
}

export function runCases(reader: Reader, cases: readonly ReadingCase[]): CaseCounts {
  const table = new Map<string, number>();
  let [right, unasserted, acted] = [0, 0, 0];
  for (const { act, proposition, text } of cases) {
    const { claims } = reader.read(text);
    const found = claims.filter((claim) => claim.proposition === proposition);
    const read =
      act === 'none'
        ? claims.some((claim) => ACTED.has(claim.speech_act))
          ? 'claim'
          : 'none'
        : (found[0]?.speech_act ?? 'none');
    if (read === act) right += 1;
    if (UNASSERTED.has(act)) {
      unasserted += 1;
      if (found.some((claim) => ACTED.has(claim.speech_act))) acted += 1;
    }
    table.set(`${act} ${read}`, (table.get(`${act} ${read}`) ?? 0) + 1);
  }
  return { total: cases.length, right, unasserted, acted, table };
}

/** Rows: what the case says; columns: what was read. */
export function confusionTable({ table }: CaseCounts): string {
  const columns = [...SPEECH_ACTS, 'none', 'claim'];
  const head = `${''.padEnd(20)}${columns.map((name) => name.slice(0, 5).padStart(6)).join('')}`;
  const rows = [...SPEECH_ACTS, 'none'].map(
    (act) =>
      act.padEnd(20) +
      columns.map((read) => String(table.get(`${act} ${read}`) ?? '·').padStart(6)).join(''),
  );
  return [head, ...rows].join('\n');
}
