import { classValue } from '../words/class-value.ts';
import type { LanguagePack, Proposition } from '../pack.ts';
import type { Entity, SlotValue, Slots } from '../reading.ts';
import { hasClass } from '../words/unit.ts';
import type { Unit } from '../words/unit.ts';
import type { Clause, TextShape } from './clauses.ts';
import { matchPattern } from './match.ts';
import type { Pattern } from './pattern.ts';

/** Candidates of one text; more are no longer a post. */
const MAX_CANDIDATES = 64;

/** A proposition that stands in a clause, before anybody asked what the speaker does with it. */
export interface Candidate {
  readonly proposition: Proposition;
  readonly pattern: Pattern;
  readonly clause: Clause;
  /** The units of the pattern, in order, and the one whose negation negates it. */
  readonly units: readonly Unit[];
  readonly head: Unit;
}

/** Finds propositions clause by clause. Patterns are looked up by a class they need. */
export class CandidateFinder {
  readonly #byKey = new Map<
    number,
    { readonly proposition: Proposition; readonly pattern: Pattern }[]
  >();

  constructor(pack: LanguagePack) {
    for (const proposition of pack.propositions) {
      for (const pattern of proposition.patterns) {
        const known = this.#byKey.get(pattern.key) ?? [];
        known.push({ proposition, pattern });
        this.#byKey.set(pattern.key, known);
      }
    }
  }

  /** `setting`: does the text, or what it answers, speak of an election? */
  find(shape: TextShape, setting: boolean): readonly Candidate[] {
    const found: Candidate[] = [];
    for (const clause of shape.clauses) {
      if (found.length >= MAX_CANDIDATES) break;
      found.push(...this.#ofClause(clause, setting));
    }
    return found.slice(0, MAX_CANDIDATES);
  }

  #ofClause(clause: Clause, setting: boolean): readonly Candidate[] {
    const best = new Map<string, Candidate>();
    const present = union(clause.units);
    for (const [key, rows] of this.#byKey) {
      if (!has(present, key)) continue;
      for (const { proposition, pattern } of rows) {
        if (pattern.setting && !setting) continue;
        if (
          !pattern.all.every((sequence) =>
            sequence.elements.every(({ of, optional }) => optional || has(present, of)),
          )
        )
          continue;
        for (const match of matchPattern(pattern, clause.units)) {
          const units = match.units.flatMap((place) => clause.units[place] ?? []);
          const head = clause.units[match.head];
          if (head === undefined) continue;
          const candidate = { proposition, pattern, clause, units, head };
          const known = best.get(proposition.id);
          if (known === undefined || known.units.length < units.length)
            best.set(proposition.id, candidate);
        }
      }
    }
    return [...best.values()];
  }
}

function union(units: readonly Unit[]): Uint32Array {
  const all = new Uint32Array(units[0]?.mask.length ?? 0);
  for (const { mask } of units) {
    for (let index = 0; index < all.length; index += 1)
      all[index] = (all[index] ?? 0) | (mask[index] ?? 0);
  }
  return all;
}

function has(mask: Uint32Array, number: number): boolean {
  return (((mask[number >> 5] ?? 0) >>> (number & 31)) & 1) === 1;
}

/** Fills the slots of the candidate's proposition from its own units first, then from its clause, then its sentence. */
export function slotsOf(
  candidate: Candidate,
  sentence: readonly Unit[],
  pack: LanguagePack,
): Slots {
  const slots: Record<string, SlotValue> = {};
  // A slot `x_to` takes the second of what `x` takes the first of: "from 7 to 8".
  const units = new Set<Unit>();
  const near = candidate.clause.units.toSorted(
    (a, b) => distance(a, candidate.head) - distance(b, candidate.head),
  );
  for (const [slot, group] of Object.entries(candidate.proposition.slots)) {
    for (const unit of [...candidate.units, ...near, ...sentence]) {
      if (slot.endsWith('_to') && units.has(unit)) continue;
      if (!hasClass(unit, group)) continue;
      const value =
        unit.entity?.jurisdiction ??
        unit.entity?.name ??
        unit.value ??
        classValue(pack.lexicon, unit.mask, pack.lexicon.nameOf(group));
      if (value === undefined && unit.token.kind === 'mark') continue;
      slots[slot] = value ?? unit.token.word;
      units.add(unit);
      break;
    }
  }
  return slots;
}

function distance(unit: Unit, head: Unit): number {
  return Math.abs(unit.index - head.index);
}

/** Names in the candidate's sentence. */
export function entitiesOf(sentence: readonly Unit[]): readonly Entity[] {
  return sentence.flatMap(({ entity }) => entity ?? []);
}
