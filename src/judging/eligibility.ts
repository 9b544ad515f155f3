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
    return UNKNOWN;
  },
};

/** One needs this to vote. */
export const documents: Comparison = {
  kinds: ['eligibility'],
  compare: (slots, rules) => {
    const what = textSlot(slots, 'what');
    const all = rules('eligibility');
    const none = answer(all, 'document', (value) => (value === false ? false : undefined));
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
      const stands = value.some((name) => typeof name === 'string' && foldName(name) === foldName(who));
      return stands ? false : undefined;
    });
  },
};
