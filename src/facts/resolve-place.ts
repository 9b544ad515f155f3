import type { HeldPlaces } from './held-places.ts';
import { placesNamed, rootOf } from './jurisdiction.ts';

const NONE: ReadonlySet<string> = new Set();

/**
 * The one place a text means among the places facts are held of: an unambiguous name means itself; of several, the only
 * one of whose country there are facts, or which lies in `near`.
 */
export function resolvePlace(
  text: string,
  context: { readonly held?: HeldPlaces; readonly near?: string } = {},
): { readonly place?: string; readonly candidates: readonly string[] } {
  const candidates = placesNamed(text);
  const [only] = candidates;
  if (candidates.length <= 1)
    return only === undefined ? { candidates } : { place: only, candidates };
  const near = context.near === undefined ? undefined : rootOf(context.near);
  const beside = candidates.filter((place) => rootOf(place) === near && near !== undefined);
  if (beside.length === 1 && beside[0] !== undefined) return { place: beside[0], candidates };
  const keys = context.held?.chains ?? NONE;
  const exact = candidates.filter((place) => keys.has(place));
  if (exact.length === 1 && exact[0] !== undefined) return { place: exact[0], candidates };
  const roots = candidates.filter((place) => keys.has(rootOf(place)));
  if (roots.length === 1 && roots[0] !== undefined) return { place: roots[0], candidates };
  return { candidates };
}
