import type { Evidence, SpeechAct } from '../reading.ts';
import type { Rebuttal } from './denial.ts';
import { firstWord, frameOf, rebuttal } from './denial.ts';
import { commasBetween, negators } from './negation.ts';
import { asked, condition } from './question.ts';
import { attribution } from './report.ts';
import type { Scope } from './scope.ts';
import { anyOf, cueEvidence, findCues, is } from './scope.ts';

/** Units before a head in which a word of the future makes it one. */
const MAX_FUTURE = 5;

/** What the speaker does with a proposition, and how sure the cues are. */
export interface Judgement {
  readonly act: SpeechAct;
  /** Is the proposition itself put forward negated, by its own clause or by what is said of it? */
  readonly negative: boolean;
  readonly evidence: readonly Evidence[];
  /** 0 to 1. */
  readonly certainty: number;
}

/** Acts that irony can turn. */
const SERIOUS: ReadonlySet<SpeechAct> = new Set([
  'assert',
  'call',
  'opinion',
  'prediction',
  'rhetorical-question',
]);

/** Tells the speech act of a candidate: frames first (quotation, question, attribution, rebuttal), then its own clause. */
export function judge(scope: Scope): Judgement {
  const negation = negators(scope);
  const odd = scope.concord ? negation.length > 0 : negation.length % 2 === 1;
  const inner = odd !== scope.candidate.pattern.negative;
  const framed = frame(scope, inner) ?? plain(scope, inner);
  const judged = { ...framed, evidence: [...negation, ...framed.evidence] };
  const joke = irony(scope);
  if (joke === undefined) return judged;
  const marked = judged.act === 'report' && joke.marked;
  if (!SERIOUS.has(judged.act) && !marked) return judged;
  return { ...judged, act: 'satire', evidence: [...judged.evidence, joke.evidence] };
}

/** Something around the clause says whose words they are, or what they are worth. */
function frame(scope: Scope, inner: boolean): Judgement | undefined {
  const quote = scope.quotes.find(([from, to]) => scope.first > from && scope.last < to);
  if (quote !== undefined) {
    const stance = frameOf(scope, quote);
    if (stance === undefined)
      return judgement('quote', inner, [cueEvidence(scope, 'quotation', quote[0])], 0.9);
    const negative = stance.stance === 'deny' ? true : inner;
    return judgement(stance.stance, negative, [cueEvidence(scope, 'frame', stance.index)], 0.8);
  }
  const question = asked(scope);
  const refuted = rebuttal(scope);
  if (question !== undefined && question.act !== 'assert') {
    if (refuted !== undefined && (question.act === 'question' || refuted.echoed))
      return judgement('deny', true, [question.evidence, refuted.evidence], 0.85);
    // "Why won't anyone talk about the fraud?" does not doubt it.
    const presupposed =
      question.act === 'rhetorical-question' && scope.candidate.proposition.negated === 'deny';
    return judgement(question.act, inner && !presupposed, [question.evidence], 0.85);
  }
  const said = attribution(scope);
  if (refuted !== undefined && said !== undefined && (refuted.echoed || dismissed(scope)))
    return denied(scope, refuted, inner);
  if (said !== undefined && (said.named || refuted === undefined)) {
    if (!said.named && inner) return judgement('deny', true, [said.evidence], 0.75);
    const evidence = [said.evidence, ...(refuted === undefined ? [] : [refuted.evidence])];
    return judgement('report', inner !== (refuted?.within === true), evidence, 0.85);
  }
  if (refuted !== undefined) return denied(scope, refuted, inner);
  const conditional = condition(scope);
  if (conditional !== undefined) return judgement('conditional', inner, [conditional], 0.8);
  return undefined;
}

/** "Stop spreading the myth that …", "Anyone saying that … is wrong": the writer's own verdict. */
function dismissed(scope: Scope): boolean {
  return anyOf(scope, 'dismiss', scope.sentence.from, scope.first);
}

/** Called false. "It is a lie that they did not cheat" says that they did; of rules for voters it stays a correction. */
function denied(scope: Scope, { evidence, within }: Rebuttal, inner: boolean): Judgement {
  const undone = inner && within;
  const closed = scope.candidate.proposition.negated === 'deny';
  return judgement(undone && closed ? 'assert' : 'deny', !undone, [evidence], 0.85);
}

/** Nothing does: the writer says it. */
function plain(scope: Scope, inner: boolean): Judgement {
  const { proposition } = scope.candidate;
  if (inner && proposition.negated === 'deny') return judgement('deny', true, [], 0.85);
  if (inner && isAnsweredNo(scope)) return judgement('deny', true, [], 0.85);
  if (proposition.act === 'call') return judgement('call', inner, [], 0.85);
  const opener = callOpener(scope);
  if (opener !== undefined)
    return judgement('call', inner, [cueEvidence(scope, 'call', opener)], 0.8);
  const [future] = [
    ...findCues(
      scope,
      'future',
      Math.max(scope.sentence.from, scope.first - MAX_FUTURE),
      scope.head,
    ),
    ...(is(scope, scope.head, 'future') ? [scope.head] : []),
  ];
  if (future !== undefined && proposition.future === 'prediction')
    return judgement('prediction', inner, [cueEvidence(scope, 'future', future)], 0.8);
  const [opinion] = findCues(scope, 'opinion', scope.sentence.from, scope.sentence.to);
  if (opinion !== undefined)
    return judgement('opinion', inner, [cueEvidence(scope, 'opinion', opinion)], 0.8);
  const [hedge] =
    proposition.negated === 'negative'
      ? []
      : findCues(scope, 'hedge', scope.sentence.from, scope.sentence.to).filter(
          (index) => index < scope.head || !is(scope, index, 'modal-would'),
        );
  if (hedge !== undefined)
    return judgement('opinion', inner, [cueEvidence(scope, 'hedge', hedge)], 0.7);
  const rumour = anyOf(scope, 'hearsay', scope.sentence.from, scope.first);
  return judgement('assert', inner, [], rumour ? 0.7 : 0.95);
}

/** "No, you cannot …" */
function isAnsweredNo(scope: Scope): boolean {
  const begin = firstWord(scope, scope.sentence.from, scope.sentence.to);
  return (
    is(scope, begin, 'answer-no') &&
    !scope.own.has(begin) &&
    scope.units[begin + 1]?.token.kind === 'mark'
  );
}

/** The clause orders or asks somebody to do it. */
function callOpener(scope: Scope): number | undefined {
  const begin = scope.candidate.clause.units[0]?.index ?? scope.first;
  if (begin < scope.sentence.from) return undefined;
  for (let at = begin; at <= Math.min(begin + 2, scope.head); at += 1) {
    if (is(scope, at, 'call-opener')) {
      const apart = is(scope, at, 'neg') && commasBetween(scope, at, scope.first) > 0;
      return apart ? undefined : at;
    }
    if (
      !is(scope, at, 'answer-yes') &&
      !is(scope, at, 'affirm') &&
      scope.units[at]?.token.kind !== 'mention' &&
      scope.units[at]?.token.kind !== 'emoji'
    )
      return undefined;
  }
  return undefined;
}

/** `marked`: the writer says that it is none of it serious, whoever is quoted. */
function irony(
  scope: Scope,
): { readonly evidence: Evidence; readonly marked: boolean } | undefined {
  const all = scope.units.length;
  if (anyOf(scope, 'seriously', 0, all)) return undefined;
  const [satire] = [
    ...findCues(scope, 'satire', 0, all),
    ...findCues(scope, 'absurd', scope.sentence.from, scope.sentence.to),
    ...findCues(scope, 'joke', scope.sentence.from, all),
  ];
  return satire === undefined
    ? undefined
    : { evidence: cueEvidence(scope, 'satire', satire), marked: is(scope, satire, 'satire') };
}

function judgement(
  act: SpeechAct,
  negative: boolean,
  evidence: readonly Evidence[],
  certainty: number,
): Judgement {
  return { act, negative, evidence, certainty };
}
