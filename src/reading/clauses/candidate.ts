import { SLOT_CLASSES } from '../cue-classes.ts';
import { classValue } from '../words/class-value.ts';
import type { LanguagePack, Proposition } from '../pack.ts';
import type { Entity, SlotValue, Slots } from '../reading.ts';
import { hasClass } from '../words/unit.ts';
import type { Unit } from '../words/unit.ts';
import type { Clause, TextShape } from './clauses.ts';
import type { Match } from './match.ts';
import { matchPattern } from './match.ts';
import type { Pattern } from './pattern.ts';

/** Candidates of one text; more are no longer a post. */
const MAX_CANDIDATES = 64;
/** Units of a clause that says one thing only. */
const MAX_SHORT = 4;

/** A proposition that stands in a clause, before anybody asked what the speaker does with it. */
export interface Candidate {
  readonly proposition: Proposition;
  readonly pattern: Pattern;
  /** Place of the pattern in the pack. */
  readonly order: number;
  readonly clause: Clause;
  /** The units of the pattern, in order, and the one whose negation negates it. */
  readonly units: readonly Unit[];
  readonly head: Unit;
}

/** One pattern, and the classes without which it stands nowhere. */
interface Row {
  readonly proposition: Proposition;
  readonly pattern: Pattern;
  readonly needs: Uint16Array;
  /** Place in the pack: of patterns that say as much the first counts. */
  readonly order: number;
}

/** Finds propositions clause by clause. Patterns are looked up by a class they need. */
export class CandidateFinder {
  readonly #keys: Uint16Array;
  readonly #rows: readonly (readonly Row[])[];

  constructor(pack: LanguagePack) {
    const byKey = new Map<number, Row[]>();
    const sizes = sizesOf(pack);
    let order = 0;
    for (const proposition of pack.propositions) {
      for (const pattern of proposition.patterns) {
        const row = { proposition, pattern, needs: needsOf(pattern), order };
        order += 1;
        const key = rarest(row.needs, sizes);
        const known = byKey.get(key);
        if (known === undefined) byKey.set(key, [row]);
        else known.push(row);
      }
    }
    this.#keys = Uint16Array.from(byKey.keys());
    this.#rows = [...byKey.values()];
  }

  /** `setting`: does the text, or what it answers, speak of an election? */
  find(shape: TextShape, setting: boolean): readonly Candidate[] {
    const found: Candidate[] = [];
    for (const clause of shape.clauses) {
      if (found.length >= MAX_CANDIDATES) break;
      const best = this.#ofClause(clause, setting);
      if (best !== undefined) found.push(...best);
    }
    return found.slice(0, MAX_CANDIDATES);
  }

  #ofClause(clause: Clause, setting: boolean): readonly Candidate[] | undefined {
    let best: Map<string, Candidate> | undefined;
    const present = union(clause.units);
    for (let index = 0; index < this.#keys.length; index += 1) {
      if (!has(present, this.#keys[index] ?? 0)) continue;
      for (const row of this.#rows[index] ?? []) {
        const { pattern } = row;
        if (pattern.setting && !setting) continue;
        if (pattern.short && clause.units.length > MAX_SHORT) continue;
        if (!hasAll(present, row.needs)) continue;
        for (const match of matchPattern(pattern, clause.units, present)) {
          const candidate = candidateOf(row, clause, match);
          if (candidate === undefined) continue;
          best ??= new Map();
          const known = best.get(row.proposition.id);
          if (known === undefined || isBetter(candidate, known))
            best.set(row.proposition.id, candidate);
        }
      }
    }
    return best === undefined
      ? undefined
      : [...best.values()].toSorted((a, b) => a.order - b.order);
  }
}

/** Words that a class of names counts for: names are no entries, and everywhere. */
const NAMES_SIZE = 200;

function sizesOf({ lexicon }: LanguagePack): Uint32Array {
  const sizes = lexicon.sizes();
  for (const name of SLOT_CLASSES) {
    const number = lexicon.numberOf(name);
    if (number !== undefined) sizes[number] = (sizes[number] ?? 0) + NAMES_SIZE;
  }
  return sizes;
}

/** Patterns are looked up by the class that the fewest words have, so that few are tried. */
function rarest(numbers: Uint16Array, sizes: Uint32Array): number {
  let best = numbers[0] ?? 0;
  for (const number of numbers) {
    const [size = 0, least = 0] = [sizes[number], sizes[best]];
    // Alternatives with names in them look small.
    if (size > 0 && (least === 0 || size < least)) best = number;
  }
  return best;
}

function needsOf({ all }: Pattern): Uint16Array {
  const needed = all.flatMap(({ elements }) =>
    elements.filter(({ optional }) => !optional).map(({ of }) => of),
  );
  return Uint16Array.from(new Set(needed));
}

function candidateOf(
  { proposition, pattern, order }: Row,
  clause: Clause,
  match: Match,
): Candidate | undefined {
  const units = match.units.flatMap((place) => clause.units[place] ?? []);
  const head = clause.units[match.head];
  return head === undefined ? undefined : { proposition, pattern, order, clause, units, head };
}

/** The one that says more; of as much, the one that says no. */
function isBetter(one: Candidate, other: Candidate): boolean {
  if (one.units.length !== other.units.length) return one.units.length > other.units.length;
  if (one.pattern.negative !== other.pattern.negative) return one.pattern.negative;
  return one.order < other.order;
}

/** The masks of the units, joined. */
export function union(units: readonly Unit[]): Uint32Array {
  const all = new Uint32Array(units[0]?.mask.length ?? 0);
  for (const { mask } of units) {
    for (let index = 0; index < all.length; index += 1)
      all[index] = (all[index] ?? 0) | (mask[index] ?? 0);
  }
  return all;
}

function hasAll(mask: Uint32Array, numbers: Uint16Array): boolean {
  for (let index = 0; index < numbers.length; index += 1)
    if (!has(mask, numbers[index] ?? 0)) return false;
  return true;
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
