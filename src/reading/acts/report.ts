import type { Evidence } from '../reading.ts';
import { firstWord } from './denial.ts';
import { isNegated } from './negation.ts';
import type { Scope } from './scope.ts';
import { anyMark, anyOf, cueEvidence, findCues, is, isMark } from './scope.ts';

/** Units back from a verb of saying in which its subject stands. */
const MAX_SUBJECT = 5;
/** Units of "…, the clerk said on Monday". */
const MAX_TRAILER = 14;
/** Units of a speaker's name before a colon. */
const MAX_SPEAKER = 4;

export interface Attribution {
  readonly evidence: Evidence;
  /** Is there somebody who says it, or is only spoken of a claim, a rumour, a story? */
  readonly named: boolean;
}

/** Somebody else is said to say it. */
export function attribution(scope: Scope): Attribution | undefined {
  const said = ahead(scope) ?? phrase(scope) ?? speaker(scope) ?? trailer(scope);
  const index = said ?? spokenOf(scope);
  if (index === undefined) return undefined;
  return { evidence: cueEvidence(scope, 'attribution', index), named: said !== undefined };
}

function ahead(scope: Scope): number | undefined {
  const { from } = scope.sentence;
  return (
    findCues(scope, 'report-verb', from, Math.min(scope.head, scope.first + 2)).find(
      (index) => governs(scope, index) && !isNoun(scope, index) && !isOrder(scope, index),
    ) ??
    findCues(scope, 'belief-verb', from, scope.first).find(
      (index) => governs(scope, index) && hasOtherSubject(scope, index),
    )
  );
}

/** "Tweet your vote!" tells somebody to. */
function isOrder(scope: Scope, index: number): boolean {
  return (
    is(scope, index, 'call-opener') && index === firstWord(scope, scope.sentence.from, index + 1)
  );
}

/** "The claim that …", "Claims of …" beside "he claims …". */
function isNoun(scope: Scope, index: number): boolean {
  if (!is(scope, index, 'claim-noun')) return false;
  return index === scope.sentence.from || is(scope, index - 1, 'determiner');
}

/** "claims of …", "the theory that …" */
function spokenOf(scope: Scope): number | undefined {
  // "voter fraud claims"
  for (const before of [scope.last, scope.head]) {
    if (is(scope, before + 1, 'claim-noun') && !scope.own.has(before + 1)) return before + 1;
  }
  const found = findCues(scope, 'claim-noun', scope.sentence.from, scope.first);
  return found.find(
    (index) =>
      governs(scope, index) &&
      !anyOf(scope, 'factive-verb', index, scope.first) &&
      !anyMark(scope, /^(?:[:,\u2014]|--+)$/, index, scope.first),
  );
}

/** The speaker is not the subject, the verb is no order, and nothing new began in between. */
function governs(scope: Scope, index: number): boolean {
  for (let at = index + 1; at < scope.first; at += 1) if (is(scope, at, 'contrast')) return false;
  return !isFirstPerson(scope, index);
}

function isFirstPerson(scope: Scope, index: number): boolean {
  for (let at = index - 1; at >= Math.max(scope.sentence.from, index - MAX_SUBJECT); at -= 1) {
    if (is(scope, at, 'person') || isMark(scope, at, /^[,;:\u2014]$/)) return false;
    if (is(scope, at, 'first-person')) return true;
  }
  return false;
}

function hasOtherSubject(scope: Scope, index: number): boolean {
  for (let at = index - 1; at >= Math.max(scope.sentence.from, index - MAX_SUBJECT); at -= 1) {
    if (is(scope, at, 'first-person')) return false;
    if (scope.units[at]?.token.kind === 'word') return true;
  }
  return false;
}

/** "according to …", "allegedly". */
function phrase(scope: Scope): number | undefined {
  return findCues(scope, 'attribution', scope.sentence.from, scope.sentence.to)[0];
}

/** "Smith: …" at the beginning of a sentence. */
function speaker(scope: Scope): number | undefined {
  const { from } = scope.sentence;
  for (let at = from + 1; at <= Math.min(from + MAX_SPEAKER, scope.first - 1); at += 1) {
    if (!isMark(scope, at, /^:$/)) continue;
    const named = scope.units
      .slice(from, at)
      .some(
        (_, offset) => is(scope, from + offset, 'person') || is(scope, from + offset, 'speaker'),
      );
    return named ? at : undefined;
  }
  return undefined;
}

/** "…, Smith said." */
function trailer(scope: Scope): number | undefined {
  const end = Math.min(scope.sentence.to, scope.last + 1 + MAX_TRAILER);
  return findCues(scope, 'report-verb', scope.last + 1, end).find((index) => {
    if (isFirstPerson(scope, index) || isNegated(scope, index)) return false;
    for (let at = index; at > scope.last; at -= 1) {
      if (is(scope, at, 'contrast')) return false;
      if (scope.units[at]?.afterComma === true)
        return index - at < MAX_SPEAKER && !is(scope, at, 'question-word');
    }
    return false;
  });
}
