import { hasClass } from '../words/unit.ts';
import type { Unit } from '../words/unit.ts';
import type { Pattern, Sequence } from './pattern.ts';

/** Units of a clause from the first of a pattern to its last. */
const MAX_WINDOW = 16;
/** Places of one sequence that are tried in one clause. */
const MAX_PLACES = 12;

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

/** All places where the pattern stands, none inside another. */
export function matchPattern(pattern: Pattern, clause: readonly Unit[]): readonly Match[] {
  const [first, ...others] = pattern.all;
  if (first === undefined) return [];
  const places = placesOf(first, clause);
  if (places.length === 0 || pattern.none.some((sequence) => placesOf(sequence, clause).length > 0))
    return [];
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
  for (let at = 0; at < clause.length && found.length < MAX_PLACES; at += 1) {
    const units = placeAt(sequence, clause, at);
    if (units === undefined) continue;
    const head = units[sequence.head] ?? -1;
    const taken = units.filter((unit) => unit >= 0);
    found.push({ units: taken, head: head >= 0 ? head : (taken.at(-1) ?? at) });
  }
  return found;
}

/** Positions by element, -1 where an optional one is missing; the first element has to stand at `at`. */
function placeAt(
  sequence: Sequence,
  clause: readonly Unit[],
  at: number,
): readonly number[] | undefined {
  const { elements } = sequence;
  const follow = (element: number, from: number): readonly number[] | undefined => {
    const wanted = elements[element];
    if (wanted === undefined) return [];
    const last = element === 0 ? from : Math.min(from + wanted.gap, clause.length - 1);
    for (let place = from; place <= last; place += 1) {
      if (!hasClass(clause[place], wanted.of)) continue;
      const rest = follow(element + 1, place + 1);
      if (rest !== undefined) return [place, ...rest];
    }
    if (!wanted.optional) return undefined;
    const rest = follow(element + 1, from);
    return rest === undefined ? undefined : [-1, ...rest];
  };
  return follow(0, at);
}
