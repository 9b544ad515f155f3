import type { Rules } from '../facts/rules-of.ts';
import type { Comparison } from './comparison.ts';
import { answer, textSlot } from './comparison.ts';
import type { Verdict } from './verdict.ts';
import { held, UNKNOWN } from './verdict.ts';

/** Ways to vote that nobody leaves out of a list of ways when they exist. */
const REMOTE: ReadonlySet<string> = new Set([
  'phone',
  'text',
  'email',
  'internet',
  'app',
  'social-media',
  'fax',
]);

/** One can vote this way. */
export const method: Comparison = {
  kinds: ['method'],
  compare: (slots, rules) => {
    const how = textSlot(slots, 'how');
    return how === undefined ? UNKNOWN : allowed(rules('method'), how);
  },
};

/** A vote cast this way is not counted. */
export const methodVoid: Comparison = {
  kinds: ['method'],
  compare: (slots, rules) => {
    const how = textSlot(slots, 'how');
    if (how === undefined) return UNKNOWN;
    const { state, facts } = allowed(rules('method'), how);
    if (state === 'supported') return held(false, facts);
    return state === 'contradicted' ? held(true, facts) : UNKNOWN;
  },
};

/** Everybody is sent a ballot. */
export const mailToAll: Comparison = {
  kinds: ['method'],
  compare: (_, rules) =>
    answer(rules('method'), 'mail_to_all', (value) =>
      typeof value === 'boolean' ? value : undefined,
    ),
};

/** Voters are checked at the polls by those the claim names. */
export const checkedAtPolls: Comparison = {
  kinds: ['method'],
  compare: (_, rules) =>
    answer(rules('method'), 'checks_at_polls', (value) =>
      typeof value === 'boolean' ? value : undefined,
    ),
};

function allowed(rules: Rules, how: string): Verdict {
  const key = `method:${how}`;
  if (rules.origins[key] !== undefined) return methodOf(rules, key, how);
  // Whoever lists the ways to vote and leaves out the telephone says that there is none.
  const ways = listOf(rules, 'allowed');
  if (!REMOTE.has(how) || !(ways.includes('in-person') || ways.includes('post'))) return UNKNOWN;
  return held(
    false,
    ways.flatMap((way) => rules.origins[`method:${way}`]?.facts ?? []),
  );
}

function methodOf(rules: Rules, key: string, how: string): Verdict {
  const facts = rules.origins[key]?.facts ?? [];
  if (rules.conflicts.some(({ about }) => about === key)) return { state: 'disputed', facts };
  return held(listOf(rules, 'allowed').includes(how), facts);
}

function listOf({ data }: Rules, key: string): readonly string[] {
  const value = data[key];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
