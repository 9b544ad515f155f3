import type { CueClass } from '../cue-classes.ts';
import { hasClass } from '../words/unit.ts';
import type { Unit } from '../words/unit.ts';

/** Units back from a pronoun in which what it stands for is looked for. */
const MAX_BACK = 40;
/** Units ahead of an empty "it" ("it is a lie that …") in which its clause begins. */
const MAX_EMPTY = 5;

type ReferCues = Readonly<
  Record<Extract<CueClass, 'pronoun-it' | 'pronoun-they' | 'referent' | 'that-it'>, number>
>;

/**
 * "They arrested two thieves. They …" is nobody's election, but "The ballots arrived. They were burned." speaks of ballots: a
 * pronoun in a later clause also counts as the last civic thing before it, of many for "they". `things`: the classes that a
 * pronoun takes over; no cue of a speech act is one.
 */
export function withReferents(
  units: readonly Unit[],
  cues: ReferCues,
  things: Uint32Array,
): readonly Unit[] {
  if (!units.some((unit) => hasClass(unit, cues.referent))) return units;
  let one: Unit | undefined;
  let many: Unit | undefined;
  let mark = -1;
  return units.map((unit) => {
    if (unit.token.kind === 'mark' || unit.token.kind === 'url') mark = unit.index;
    if (hasClass(unit, cues.referent)) {
      one = unit;
      // Of several words ("voting machines") the first does not tell.
      if (unit.token.word.endsWith('s') || unit.end > unit.token.end) many = unit;
      return unit;
    }
    const meant = hasClass(unit, cues['pronoun-they'])
      ? many
      : hasClass(unit, cues['pronoun-it']) && !isEmpty(units, unit, cues)
        ? one
        : undefined;
    if (meant === undefined || meant.index > mark || unit.index - meant.index > MAX_BACK)
      return unit;
    return {
      ...unit,
      mask: unit.mask.map((bits, at) => bits | ((meant.mask[at] ?? 0) & (things[at] ?? 0))),
    };
  });
}

function isEmpty(units: readonly Unit[], unit: Unit, cues: ReferCues): boolean {
  return units
    .slice(unit.index + 1, unit.index + MAX_EMPTY)
    .some((next) => hasClass(next, cues['that-it']) && !hasClass(next, cues['pronoun-it']));
}
