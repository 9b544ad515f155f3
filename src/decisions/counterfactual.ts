import type { PostAction } from '../events/decision-words.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import type { ClaimRecord } from './claim-record.ts';
import { rankOf } from './decision.ts';
import type { Examined, PostDesk } from './desk.ts';

/** A change of one thing that would have led to another action. */
export interface Counterfactual {
  /** Index into the claims. */
  readonly claim: number;
  readonly field: string;
  readonly from: string;
  readonly to: string;
  readonly action: PostAction;
}

/** What is tried, the likeliest first; one field at a time is the smallest change there is. */
const TRIED: readonly (readonly [field: string, values: readonly Json[]])[] = [
  ['fact_state', ['supported', 'contradicted', 'premature', 'disputed', 'unknown']],
  ['race_state', ['open', 'called', 'certified', 'contested']],
  ['speech_act', ['assert', 'report', 'deny', 'question', 'opinion', 'call', 'satire']],
  ['polarity', ['negative', 'positive']],
];

/**
 * For every claim and every thing tried, the first value with which the post would be treated otherwise. A change counts
 * when the strongest action over all claims is another one.
 */
export function counterfactuals(
  desk: PostDesk,
  { decision, records }: Examined,
  time: number | undefined,
): readonly Counterfactual[] {
  const actions = records.map((record) => desk.actionOn(record, {}, time));
  return records.flatMap((record, claim) => {
    const others = actions.filter((_, index) => index !== claim);
    return TRIED.flatMap(([field, values]): readonly Counterfactual[] => {
      const from = record.fields[field];
      for (const to of values) {
        if (to === from || from === undefined) continue;
        const changed = strongest([...others, desk.actionOn(record, { [field]: to }, time)]);
        if (changed === decision.action) continue;
        return [{ claim, field, from: textOf(from), to: textOf(to), action: changed }];
      }
      return [];
    });
  });
}

function strongest(actions: readonly PostAction[]): PostAction {
  return actions.reduce((best, one) => (rankOf(one) > rankOf(best) ? one : best), 'none');
}

function textOf(value: JsonObject[string]): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The change as a sentence. */
export function counterfactualText(
  { action, field, from, to }: Counterfactual,
  { claim }: ClaimRecord,
): string {
  const what = WORDS[field]?.(to) ?? `${field} were ${to} instead of ${from}`;
  return `${action}, if ${what}: "${claim.text}"`;
}

const FACT_WORDS: Readonly<Record<string, string>> = {
  supported: 'the facts bore it out',
  contradicted: 'the facts contradicted it',
  premature: 'the result were still open',
  disputed: 'sources of facts disagreed on it',
  unknown: 'no fact decided it',
};

const ACT_WORDS: Readonly<Record<string, string>> = {
  assert: 'the text asserted it',
  report: 'the text said who claims it',
  deny: 'the text denied it',
  question: 'the text asked whether it is so',
  opinion: 'the text gave it as an opinion',
  call: 'the text called for it',
  satire: 'it were a joke',
};

const WORDS: Readonly<Record<string, (to: string) => string | undefined>> = {
  fact_state: (to) => FACT_WORDS[to],
  speech_act: (to) => ACT_WORDS[to],
  race_state: (to) => `the race were ${to}`,
  polarity: () => 'the text said the opposite',
};
