import type { Unit } from '../words/unit.ts';

/** Words in quotation marks from which on they are somebody's, not the writer's irony. */
const MIN_QUOTED = 3;

/** Spans in double quotation marks, as positions of units, marks included. A quotation the text is cut in runs to its end. */
export function quotesOf(units: readonly Unit[]): readonly (readonly [from: number, to: number])[] {
  const marks = units
    .filter(({ token }) => token.kind === 'mark' && token.word === '"')
    .map(({ index }) => index);
  const found: (readonly [number, number])[] = [];
  for (let at = 0; at < marks.length; at += 2) {
    const from = marks[at] ?? 0;
    const to = marks[at + 1] ?? units.length;
    const words = units
      .slice(from + 1, to)
      .filter(({ token }) => token.kind === 'word' || token.kind === 'number');
    if (words.length >= MIN_QUOTED) found.push([from, to]);
  }
  return found;
}
