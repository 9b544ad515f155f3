import { hasClass } from '../words/unit.ts';
import type { Unit } from '../words/unit.ts';

/** Units of one clause; longer ones are cut, so that matching stays linear in the text. */
const MAX_CLAUSE = 60;

/** Units from `from` to before `to`, and how they end. */
export interface Sentence {
  readonly from: number;
  readonly to: number;
  readonly question: boolean;
  readonly exclamation: boolean;
}

export interface Clause {
  readonly units: readonly Unit[];
  readonly sentence: Sentence;
}

export interface TextShape {
  readonly sentences: readonly Sentence[];
  readonly clauses: readonly Clause[];
}

const ENDS_SENTENCE = /^(?:[!?]+|\.|\.{2,}|\n)$/;
const ENDS_CLAUSE = /^(?:[;:"()\u2014\u00bf\u00a1\]/[]|--+)$/;

/** Sentences and clauses of a text. Words of the class `clause-break` begin a clause. */
export function shapeText(
  units: readonly Unit[],
  cues: Readonly<Record<'clause-break' | 'abbreviation' | 'that-it' | 'be', number>>,
): TextShape {
  const sentences: Sentence[] = [];
  const clauses: Clause[] = [];
  let from = 0;
  let open: Unit[][] = [[]];
  const closeSentence = (to: number, mark: string): void => {
    const sentence = { from, to, question: mark.includes('?'), exclamation: mark.includes('!') };
    const filled = open.filter((clause) => clause.length > 0);
    if (filled.length > 0) {
      sentences.push(sentence);
      for (const clause of filled) clauses.push({ units: clause, sentence });
    }
    from = to;
    open = [[]];
  };
  for (const unit of units) {
    const mark = unit.token.kind === 'mark' ? unit.token.word : '';
    if (mark === '.' && hasClass(units[unit.index - 1], cues.abbreviation)) continue;
    // A link ends what was said before it.
    if (unit.token.kind === 'url' || (mark !== '' && ENDS_SENTENCE.test(mark)))
      closeSentence(unit.index + 1, mark);
    else if (mark !== '') {
      if (ENDS_CLAUSE.test(mark)) open.push([]);
    } else {
      const last = open.at(-1);
      if (last === undefined || last.length >= MAX_CLAUSE || startsClause(units, unit, cues))
        open.push([unit]);
      else last.push(unit);
    }
  }
  closeSentence(units.length, '');
  return { sentences, clauses };
}

/** "but …", and ", that is …" after what it speaks of. */
function startsClause(
  units: readonly Unit[],
  unit: Unit,
  cues: Readonly<Record<'clause-break' | 'that-it' | 'be', number>>,
): boolean {
  if (hasClass(unit, cues['clause-break'])) return true;
  return (
    unit.afterComma && hasClass(unit, cues['that-it']) && hasClass(units[unit.index + 1], cues.be)
  );
}
