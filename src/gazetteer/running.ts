import { parseFactTime } from '../facts/fact-time.ts';
import { placeChain, placesNamed } from '../facts/jurisdiction.ts';
import type { Gazetteer, GazetteerEntry } from '../reading/words/gazetteer.ts';

/** The entries that count at a place and time: those of the place, of what it is part of, and of its parts. */
export function entriesAt(
  gazetteers: readonly Gazetteer[],
  { region, time }: { readonly region: string; readonly time: number },
): Gazetteer {
  const [place] = placesNamed(region);
  const chain = new Set(place === undefined ? [] : placeChain(place));
  return gazetteers.flat().filter((entry) => holdsAt(entry, time) && isNear(entry, place, chain));
}

function isNear(
  { jurisdiction }: GazetteerEntry,
  place: string | undefined,
  chain: ReadonlySet<string>,
): boolean {
  if (jurisdiction === undefined || place === undefined) return true;
  const [own] = placesNamed(jurisdiction);
  return own === undefined || chain.has(own) || placeChain(own).includes(place);
}

/** A day as an end is held to its last moment. */
function holdsAt({ from, until }: GazetteerEntry, time: number): boolean {
  const start = from === undefined ? undefined : parseFactTime(from);
  const end = until === undefined ? undefined : parseFactTime(until, true);
  return (start === undefined || start <= time) && (end === undefined || time < end);
}
