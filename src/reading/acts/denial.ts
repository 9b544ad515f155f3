import type { Evidence } from '../reading.ts';
import { isNegated } from './negation.ts';
import type { Scope } from './scope.ts';
import { anyMark, anyOf, cueEvidence, findCues, is, isMark, sentenceNumber } from './scope.ts';

/** Units between a claim and the word that calls it false. */
const MAX_BEHIND = 5;
/** Words of a sentence that only answers the one before. */
const MAX_ANSWER = 10;
const QUOTE = /^"$/;

export interface Rebuttal {
  readonly evidence: Evidence;
  /** By "It wasn't." of the writer, after whatever anybody said. */
  readonly echoed: boolean;
  /** In the same sentence, so that it undoes a negation there; from outside it only stresses one. */
  readonly within: boolean;
}

/** What says that the proposition is false from outside its own clause: "it is a lie that …", "… is a myth", "… False." */
export function rebuttal(scope: Scope): Rebuttal | undefined {
  const within = before(scope) ?? behind(scope) ?? unfound(scope);
  const beside = within ?? label(scope);
  const index = beside ?? answer(scope) ?? echo(scope, scope.last + 1);
  if (index === undefined) return undefined;
  return {
    evidence: cueEvidence(scope, 'rebuttal', index),
    echoed: beside === undefined,
    within: within !== undefined && !standsApart(scope, within),
  };
}

/** "False: …", "…, that is false": a sentence of its own but for the mark. */
function standsApart(scope: Scope, index: number): boolean {
  if (index < scope.first) {
    // "Contrary to rumours, no …"
    return (
      anyMark(scope, /^:$/, index, scope.first) ||
      (!is(scope, index + 1, 'that-it') && anyMark(scope, /^,$/, index, scope.first))
    );
  }
  for (let at = scope.last + 1; at < index; at += 1) {
    if (scope.units[at]?.afterComma === true && is(scope, at, 'that-it')) return true;
  }
  return false;
}

/** "It is false that …", "the debunked claim of …": the word of falsity governs what follows it. */
function before(scope: Scope): number | undefined {
  return findCues(scope, 'falsity', scope.sentence.from, scope.head).find((index) => {
    if (isNegated(scope, index)) return false;
    if (is(scope, index, 'that-it')) return true;
    if (index >= scope.first) return is(scope, index + 1, 'that-it');
    for (let at = index + 1; at < scope.first; at += 1) {
      if (is(scope, at, 'that-it') || is(scope, at, 'claim-noun') || isMark(scope, at, /^:$/))
        return true;
    }
    // "the debunked fraud", but not "this so-called election was a fraud".
    const next = index + 1 === scope.first && scope.head === scope.first;
    return next || is(scope, index - 1, 'claim-noun');
  });
}

/** "… is a myth", "claims of … are baseless". */
function behind(scope: Scope): number | undefined {
  const claimed = anyOf(scope, 'claim-noun', scope.sentence.from, scope.first);
  const reach = claimed ? scope.sentence.to : scope.last + 1 + MAX_BEHIND;
  return findCues(scope, 'falsity', scope.last + 1, Math.min(reach, scope.sentence.to)).find(
    (index) => {
      if (isNegated(scope, index)) return false;
      return (
        claimed ||
        index === scope.last + 1 ||
        anyOf(scope, 'be', scope.last + 1, index) ||
        anyMark(scope, /^(?:[:()\u2014]|--+)$/, scope.last + 1, index)
      );
    },
  );
}

/** "I looked for … and found none", "They say that … but have no evidence". */
function unfound(scope: Scope): number | undefined {
  return findCues(scope, 'unfound', scope.last + 1, scope.sentence.to)[0];
}

/** "Myth: …", "Fact check: … False": a label, with the verdict anywhere in the text. */
function label(scope: Scope): number | undefined {
  const { from } = scope.sentence;
  for (let at = Math.max(0, from - 6); at < scope.first; at += 1) {
    const labelled = isMark(scope, at + 1, /^(?:[:\u2014]|--+)$/) || is(scope, at, 'fact-check');
    if (!labelled || scope.own.has(at)) continue;
    if (is(scope, at, 'falsity') && !isNegated(scope, at)) return at;
    if (is(scope, at, 'fact-check')) {
      const verdicts = [
        ...findCues(scope, 'falsity', 0, scope.units.length),
        ...findCues(scope, 'answer-no', 0, scope.units.length),
      ];
      const verdict = verdicts.find((index) => !isNegated(scope, index));
      if (verdict !== undefined) return verdict;
    }
  }
  return undefined;
}

/** The next sentence only says no: "Vote by text? Nope.", "… That is not true." */
function answer(scope: Scope): number | undefined {
  const number = sentenceNumber(scope, scope.last);
  const next = scope.shape.sentences[number + 1];
  if (next === undefined) return undefined;
  const begin = firstWord(scope, next.from, next.to);
  // "No Republican observers …" answers nothing.
  const alone = scope.units[begin + 1]?.token.kind !== 'word' || wordsIn(scope, begin, next.to) < 5;
  if (is(scope, begin, 'answer-no') && alone) return begin;
  if (next.to - begin > MAX_ANSWER + 4) return undefined;
  const verdict = findCues(scope, 'falsity', begin, Math.min(next.to, begin + 6)).find(
    (index) => !isNegated(scope, index),
  );
  if (verdict !== undefined && (verdict <= begin + 1 || anyOf(scope, 'that-it', begin, verdict)))
    return verdict;
  // "It wasn't.", "That did not happen.", "They can't."
  const words = wordsIn(scope, begin, next.to);
  const [negator] = findCues(scope, 'neg', begin, next.to);
  if (negator === undefined || words > 4) return undefined;
  return anyOf(scope, 'that-it', begin, negator) || anyOf(scope, 'subject', begin, negator)
    ? negator
    : undefined;
}

/** Units of "it wasn't", and sentences ahead in which it is looked for. */
const MAX_ECHO = 5;
const ECHO_AHEAD = 2;

/** "… rigged: it wasn't.", "… is what they say. They did not." */
function echo(scope: Scope, from: number): number | undefined {
  const number = sentenceNumber(scope, from - 1);
  const end = scope.shape.sentences[number + ECHO_AHEAD]?.to ?? scope.units.length;
  return findCues(scope, 'neg', from, end).find((index) => {
    if (!endsHere(scope, index + 1)) return false;
    const begin = startOf(scope, index);
    if (index - begin > MAX_ECHO || begin <= scope.last) return false;
    return (
      is(scope, begin, 'pronoun-it') ||
      is(scope, begin, 'pronoun-they') ||
      is(scope, begin, 'subject')
    );
  });
}

function endsHere(scope: Scope, index: number): boolean {
  const kind = scope.units[index]?.token.kind;
  return (
    kind === undefined || kind === 'emoji' || isMark(scope, index, /^(?:[.!,;]|\.{2,}|[!?]+)$/)
  );
}

/** Where the stretch between two marks begins that holds `index`. */
function startOf(scope: Scope, index: number): number {
  let at = index;
  while (at > 0 && scope.units[at - 1]?.token.kind === 'word') at -= 1;
  return at;
}

/** Position of the first word of a sentence, past quotation marks, mentions and the like. */
export function firstWord(scope: Scope, from: number, to: number): number {
  let at = from;
  while (
    at < to &&
    scope.units[at]?.token.kind !== 'word' &&
    scope.units[at]?.token.kind !== 'number'
  )
    at += 1;
  return at;
}

function wordsIn(scope: Scope, from: number, to: number): number {
  return scope.units.slice(from, to).filter(({ token }) => token.kind === 'word').length;
}

/** Of a quotation: does the text around it call it false, or agree? */
export function frameOf(
  scope: Scope,
  [from, to]: readonly [number, number],
): { readonly stance: 'deny' | 'assert'; readonly index: number } | undefined {
  const outside = (index: number): boolean =>
    (index < from || index > to) && !isMark(scope, index, QUOTE);
  const all = scope.units.length;
  const refuted = [
    ...findCues(scope, 'falsity', 0, all),
    ...findCues(scope, 'answer-no', to, all),
  ].find((index) => outside(index) && !isNegated(scope, index));
  if (refuted !== undefined) return { stance: 'deny', index: refuted };
  const echoed = echo(scope, to + 1);
  if (echoed !== undefined) return { stance: 'deny', index: echoed };
  const agreed = findCues(scope, 'endorse', 0, all).find(
    (index) => outside(index) && !isNegated(scope, index),
  );
  return agreed === undefined ? undefined : { stance: 'assert', index: agreed };
}
