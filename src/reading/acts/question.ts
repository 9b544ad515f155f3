import type { Evidence } from '../reading.ts';
import { firstWord } from './denial.ts';
import type { Scope } from './scope.ts';
import { anyMark, anyOf, cueEvidence, findCues, is, sentenceNumber } from './scope.ts';

/** Units back from a claim in which "whether" or "is it true that" governs it. */
const MAX_INDIRECT = 8;

export interface Asked {
  readonly act: 'question' | 'rhetorical-question' | 'assert';
  readonly evidence: Evidence;
}

/** What the candidate's sentence asks; undefined where it asks nothing about it. */
export function asked(scope: Scope): Asked | undefined {
  const { sentence } = scope;
  const [indirect] = findCues(
    scope,
    'whether',
    Math.max(sentence.from, scope.first - MAX_INDIRECT),
    scope.first,
  );
  const begin = openerOf(scope);
  const opens = is(scope, begin, 'question-opener') || is(scope, begin, 'question-word');
  // Searches and hurried posts leave the mark out.
  const unmarked =
    opens &&
    isLast(scope) &&
    !sentence.exclamation &&
    !anyMark(scope, /^[.,]$/, begin, sentence.to);
  if (!sentence.question && !unmarked) {
    return indirect === undefined
      ? undefined
      : { act: 'question', evidence: cueEvidence(scope, 'indirect-question', indirect) };
  }
  const [told] = findCues(scope, 'did-you-know', sentence.from, scope.first);
  if (told !== undefined)
    return { act: 'assert', evidence: cueEvidence(scope, 'did-you-know', told) };
  const [rhetorical] = findCues(scope, 'rhetorical', sentence.from, sentence.to);
  if (rhetorical !== undefined)
    return { act: 'rhetorical-question', evidence: cueEvidence(scope, 'rhetorical', rhetorical) };
  if (indirect === undefined && presupposes(scope, begin))
    return { act: 'rhetorical-question', evidence: cueEvidence(scope, 'presupposition', begin) };
  const yes = scope.shape.sentences[sentenceNumber(scope, scope.last) + 1];
  const reply = yes === undefined ? -1 : firstWord(scope, yes.from, yes.to);
  if (yes !== undefined && is(scope, reply, 'answer-yes'))
    return { act: 'assert', evidence: cueEvidence(scope, 'answer-yes', reply) };
  return { act: 'question', evidence: cueEvidence(scope, 'question', begin) };
}

/** The word the question begins with: the last opener of a clause before the claim, or the sentence's first word. */
function openerOf(scope: Scope): number {
  const start = firstWord(scope, scope.sentence.from, scope.sentence.to);
  for (let at = scope.first; at > start; at -= 1) {
    if (
      scope.units[at]?.afterComma === true &&
      (is(scope, at, 'question-opener') || is(scope, at, 'question-word'))
    )
      return at;
  }
  return start;
}

function isLast(scope: Scope): boolean {
  return scope.shape.sentences.length <= 2 && scope.units.length < 20;
}

/** "Why did they …?" takes for granted that they did; "isn't it …" expects a yes. A question of how or where to vote does not. */
function presupposes(scope: Scope, begin: number): boolean {
  if (scope.candidate.proposition.negated === 'negative') return false;
  if (is(scope, begin, 'presupposing')) return true;
  return is(scope, begin, 'be') && is(scope, begin + 1, 'neg') && !scope.own.has(begin + 1);
}

/** The condition the candidate stands in, or under. */
export function condition(scope: Scope): Evidence | undefined {
  const { sentence, first, last } = scope;
  const begin = firstWord(scope, sentence.from, sentence.to);
  // "Had they been barred, …"
  if (
    !sentence.question &&
    begin < first &&
    is(scope, begin, 'inverted-if') &&
    !is(scope, begin + 1, 'neg')
  )
    return cueEvidence(scope, 'condition', begin);
  const would = anyOf(scope, 'modal-would', sentence.from, sentence.to);
  const lawful = scope.candidate.proposition.rule;
  const deterring = lawful && scope.candidate.proposition.negated === 'deny';
  if (deterring && !would && anyOf(scope, 'generic-voter', sentence.from, sentence.to))
    return undefined;
  for (const index of findCues(scope, 'if', sentence.from, sentence.to)) {
    if (index < first) {
      const ended = anyComma(scope, index + 1, first) || twoSubjects(scope, index + 1);
      if (ended && lawful && !would && anyOf(scope, 'generic-voter', index, sentence.to)) continue;
      return cueEvidence(scope, 'condition', index);
    }
    if (index > last && (would || !lawful)) return cueEvidence(scope, 'condition', index);
  }
  return undefined;
}

/** "if you hate queues you can …": the second subject begins what the condition is for. */
function twoSubjects(scope: Scope, from: number): boolean {
  let found = 0;
  for (let at = from; at <= scope.head; at += 1) if (is(scope, at, 'generic-voter')) found += 1;
  return found > 1;
}

function anyComma(scope: Scope, from: number, to: number): boolean {
  for (let at = from; at <= to; at += 1) if (scope.units[at]?.afterComma === true) return true;
  return anyOf(scope, 'then', from, to);
}
