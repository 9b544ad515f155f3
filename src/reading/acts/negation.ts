import type { Evidence } from '../reading.ts';
import type { Scope } from './scope.ts';
import { anyOf, cueEvidence, findCues, is, isMark } from './scope.ts';

/** Units between a negated verb and the word that says what does not exist. */
const MAX_TRAIL = 3;

/**
 * The negators whose scope holds the candidate's head. An odd number negates it. A negator reaches to the end of its clause,
 * or to a comma after which somebody begins anew; "won't let them …" negates the letting alone.
 */
export function negators(scope: Scope): readonly Evidence[] {
  const start = scope.candidate.clause.units[0]?.index ?? scope.first;
  const before = findCues(scope, 'neg', start, scope.head).filter((index) => reaches(scope, index));
  const own = before.filter((index, at) => !isCoordinate(scope, index, before[at + 1]));
  return [...own, ...trailing(scope)].map((index) => cueEvidence(scope, 'negation', index));
}

/** "no ballots and no votes", "neither … nor …": each negates its own part; only the last is the candidate's. */
function isCoordinate(scope: Scope, index: number, next: number | undefined): boolean {
  if (next === undefined) return false;
  return anyOf(scope, 'conjunction', index + 1, next + 1) || commasBetween(scope, index, next) > 0;
}

function reaches(scope: Scope, index: number): boolean {
  // "No, …" answers somebody; it does not negate what follows.
  if (is(scope, index, 'answer-no') && scope.units[index + 1]?.token.kind === 'mark') return false;
  for (let at = index + 1; at <= Math.min(index + 2, scope.head); at += 1) {
    if (is(scope, at, 'let') && !scope.own.has(at)) return false;
  }
  if (commasBetween(scope, index, scope.first) === 1) return false;
  for (let at = index + 1; at < scope.head; at += 1) {
    if (
      scope.units[at]?.afterComma === true &&
      (is(scope, at, 'subject') ||
        is(scope, at, 'person') ||
        is(scope, at, 'place') ||
        is(scope, at, 'party'))
    )
      return false;
  }
  return true;
}

/** One comma ends what is negated ("Don't rush, polls stay open"); two only hold something in between. */
export function commasBetween(scope: Scope, from: number, to: number): number {
  let found = 0;
  for (let at = from + 1; at <= to; at += 1) if (scope.units[at]?.afterComma === true) found += 1;
  return found;
}

/** "fraud does not exist", "it is not true": the negation stands behind what it negates. */
function trailing(scope: Scope): readonly number[] {
  const end = clauseEnd(scope);
  const [negator] = findCues(scope, 'neg', scope.head + 1, Math.min(end, scope.last + 5));
  if (negator === undefined) return [];
  if (!anyOf(scope, 'trailing-exist', negator + 1, Math.min(end, negator + 1 + MAX_TRAIL)))
    return [];
  return [negator];
}

function clauseEnd(scope: Scope): number {
  return (scope.candidate.clause.units.at(-1)?.index ?? scope.last) + 1;
}

/** Is the word at `index` itself negated ("not a hoax")? */
export function isNegated(scope: Scope, index: number): boolean {
  for (let at = index - 1; at >= Math.max(0, index - 3); at -= 1) {
    if (isMark(scope, at, /./)) return false;
    if (is(scope, at, 'neg')) return true;
  }
  return false;
}
