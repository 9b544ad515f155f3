import { hasClass } from '../words/unit.ts';
import type { Unit } from '../words/unit.ts';
import type { Pattern, Sequence } from './pattern.ts';

/** Units of a clause from the first of a pattern to its last. */
const MAX_WINDOW = 16;
/** Places of one sequence that are tried in one clause. */
const MAX_PLACES = 12;

const NOWHERE: readonly Match[] = Object.freeze([]);

/** Where a sequence stands: positions in the clause. */
interface Place {
  readonly units: readonly number[];
  readonly head: number;
}

/** Where a pattern stands in a clause: positions of its units, and of its head. */
export interface Match {
  readonly units: readonly number[];
  readonly head: number;
}

/** All places where the pattern stands, none inside another. `present` joins the masks of the clause. */
export function matchPattern(
  pattern: Pattern,
  clause: readonly Unit[],
  present: Uint32Array,
): readonly Match[] {
  const [first, ...others] = pattern.all;
  if (first === undefined) return [];
  const places = placesOf(first, clause);
  if (places.length === 0) return NOWHERE;
  for (const sequence of pattern.none) {
    const begin = sequence.elements[0]?.of ?? 0;
    const possible = (((present[begin >> 5] ?? 0) >>> (begin & 31)) & 1) === 1;
    if (possible && placesOf(sequence, clause).length > 0) return NOWHERE;
  }
  if (others.length === 0) return places;
  const otherPlaces = others.map((sequence) => placesOf(sequence, clause));
  if (otherPlaces.some((found) => found.length === 0)) return [];
  return places.flatMap((place) => {
    const match = joined(place, otherPlaces);
    return match === undefined ? [] : [match];
  });
}

/** The place with the nearest of each other sequence, when they fit the window. */
function joined(place: Place, others: readonly (readonly Place[])[]): Match | undefined {
  const units = new Set(place.units);
  for (const places of others) {
    const middle = place.head;
    // A word may meet two conditions ("voting machines" is a machine and speaks of voting) where no other meets the second.
    const free = places.filter((other) => other.units.every((unit) => !units.has(unit)));
    const [nearest] = (free.length > 0 ? free : places).toSorted(
      (a, b) => Math.abs(a.head - middle) - Math.abs(b.head - middle),
    );
    if (nearest === undefined) return undefined;
    for (const unit of nearest.units) units.add(unit);
  }
  const sorted = [...units].toSorted((a, b) => a - b);
  const width = (sorted.at(-1) ?? 0) - (sorted[0] ?? 0);
  return width > MAX_WINDOW ? undefined : { units: sorted, head: place.head };
}

function placesOf(sequence: Sequence, clause: readonly Unit[]): readonly Place[] {
  const found: Place[] = [];
  const first = sequence.elements[0]?.of ?? 0;
  for (let at = 0; at < clause.length && found.length < MAX_PLACES; at += 1) {
    if (!hasClass(clause[at], first)) continue;
    const taken = sequence.elements.map(() => -1);
    if (!follow(sequence, clause, { element: 0, from: at }, taken)) continue;
    const units = taken.filter((unit) => unit >= 0);
    const head = taken[sequence.head] ?? -1;
    found.push({ units, head: head >= 0 ? head : (units.at(-1) ?? at) });
  }
  return found;
}

/** Fills `taken` with positions by element, -1 where an optional one is missing; the first has to stand at `from`. */
function follow(
  sequence: Sequence,
  clause: readonly Unit[],
  { element, from }: { readonly element: number; readonly from: number },
  taken: number[],
): boolean {
  const wanted = sequence.elements[element];
  if (wanted === undefined) return true;
  const last = element === 0 ? from : Math.min(from + wanted.gap, clause.length - 1);
  for (let place = from; place <= last; place += 1) {
    if (!hasClass(clause[place], wanted.of)) continue;
    taken[element] = place;
    if (follow(sequence, clause, { element: element + 1, from: place + 1 }, taken)) return true;
  }
  taken[element] = -1;
  return wanted.optional && follow(sequence, clause, { element: element + 1, from }, taken);
}
