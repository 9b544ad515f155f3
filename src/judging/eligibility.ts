import { foldName } from '../facts/jurisdiction.ts';
import type { Rules } from '../facts/rules-of.ts';
import type { Comparison } from './comparison.ts';
import { answer, firstOf, textSlot } from './comparison.ts';
import type { Verdict } from './verdict.ts';
import { UNKNOWN } from './verdict.ts';

/** Years at which nobody is a minor any more. */
const ADULT = 18;

/** Such people may vote. */
export const eligibility: Comparison = {
  kinds: ['eligibility'],
  compare: (slots, rules) => {
    const who = textSlot(slots, 'who');
    const all = rules('eligibility');
    if (who === 'non-citizen') return answer(all, 'citizen', (value) => value !== true);
    if (who === 'minor') {
      return answer(all, 'min_age', (value) =>
        typeof value === 'number' ? value < ADULT : undefined,
      );
    }
    return who !== undefined && NEVER_EXCLUDED.has(who) ? citizens(all) : UNKNOWN;
  },
};

/** Groups that no condition about citizens and age leaves out. Whether prisoners may vote is another matter. */
const NEVER_EXCLUDED: ReadonlySet<string> = new Set([
  'student',
  'homeless',
  'military',
  'party-members',
  'debtor',
  'disabled',
  'resident',
]);

/** Where facts say that citizens of an age may vote, they may whatever else they are. */
function citizens(rules: Rules): Verdict {
  const age = answer(rules, 'min_age', () => true);
  return age.state === 'supported' ? age : answer(rules, 'citizen', () => true);
}

/** One needs this to vote. */
export const documents: Comparison = {
  kinds: ['eligibility'],
  compare: (slots, rules) => {
    const what = textSlot(slots, 'what');
    const all = rules('eligibility');
    const none = firstOf(
      answer(all, 'document', (value) => (value === false ? false : undefined)),
      // Nobody who asks for no photo is said to ask for anything else, unless a fact says so.
      all.origins['document'] === undefined
        ? answer(all, 'photo_id', (value) => (value === false ? false : undefined))
        : UNKNOWN,
    );
    switch (what) {
      case 'photo-id':
      case 'license':
        return firstOf(photo(all), none);
      case 'student-id':
        return firstOf(
          answer(all, 'student_id', (value) => (typeof value === 'boolean' ? value : undefined)),
          none,
        );
      case 'passport':
      case 'birth-certificate':
        // Where some document is asked for, it is never this one alone.
        return firstOf(
          none,
          answer(all, 'photo_id', () => false),
        );
      default:
        return none;
    }
  },
};

/** Where a photo is asked for but not needed, "you need it" and "you do not" are both half true. */
function photo(rules: Rules): Verdict {
  return answer(rules, 'photo_id', (value) => (typeof value === 'boolean' ? value : undefined));
}

/** Somebody does not stand any more. */
export const withdrawn: Comparison = {
  kinds: ['eligibility'],
  compare: (slots, rules) => {
    const who = textSlot(slots, 'who');
    if (who === undefined) return UNKNOWN;
    return answer(rules('eligibility'), 'candidates', (value) => {
      if (!Array.isArray(value)) return undefined;
      const stands = value.some(
        (name) => typeof name === 'string' && foldName(name) === foldName(who),
      );
      return stands ? false : undefined;
    });
  },
};
