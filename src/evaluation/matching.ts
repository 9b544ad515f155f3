import type { Overlap } from './assignment.ts';
import { assign } from './assignment.ts';
import type { Campaign, FoundCase } from './evidence.ts';

/** Which case stands for which campaign. */
export interface Matching {
  readonly cases: readonly FoundCase[];
  readonly campaigns: readonly Campaign[];
  /** One to one. */
  readonly pairs: ReadonlyMap<FoundCase, Campaign>;
}

/**
 * A case tells of an attack when at least half of what it holds is of attacks. One that does not is a false alarm, even
 * when an attack's event has strayed into it, and stands for no campaign.
 */
export function isFalse(found: FoundCase): boolean {
  return found.attacks === 0 || found.attacks < benignEvents(found);
}

export function benignEvents({ benign }: FoundCase): number {
  let sum = 0;
  for (const events of benign.values()) sum += events;
  return sum;
}

/** Pairs such that the cases hold as much as possible of their campaigns. */
export function match(cases: readonly FoundCase[], campaigns: readonly Campaign[]): Matching {
  const rows = new Map(cases.filter((one) => !isFalse(one)).map((one, row) => [one, row]));
  const overlaps: Overlap[] = [];
  for (const [column, { held }] of campaigns.entries()) {
    for (const [found, { events }] of held) {
      const row = rows.get(found);
      if (row !== undefined) overlaps.push({ row, column, weight: events });
    }
  }
  const assigned = assign(overlaps);
  const pairs = new Map<FoundCase, Campaign>();
  for (const [found, row] of rows) {
    const campaign = campaigns[assigned.get(row) ?? -1];
    if (campaign !== undefined) pairs.set(found, campaign);
  }
  return { cases, campaigns, pairs };
}

/** Cases and campaigns that mostly belong together, whether or not they are a pair. */
export interface Belonging {
  /** Cases that are mostly of a campaign, and the case where most of it went. */
  readonly casesOf: ReadonlyMap<Campaign, ReadonlySet<FoundCase>>;
  /** Campaigns with two cases or more. */
  readonly split: number;
  /** Cases in which two campaigns or more have most of what was found of them. */
  readonly merged: number;
}

export function belonging({ cases, campaigns }: Matching): Belonging {
  const casesOf = new Map(campaigns.map((campaign) => [campaign, new Set<FoundCase>()]));
  const mains = new Map<Campaign, number>();
  const homes = new Map<FoundCase, number>();
  const real = cases.filter((found) => !isFalse(found));
  for (const found of real) {
    const main = largest(found.campaigns, (campaign) => campaign.held.get(found)?.events ?? 0);
    if (main === undefined) continue;
    casesOf.get(main)?.add(found);
    mains.set(main, (mains.get(main) ?? 0) + 1);
  }
  const known = new Set(real);
  for (const campaign of campaigns) {
    const candidates = [...campaign.held.keys()].filter((found) => known.has(found));
    const home = largest(candidates, (found) => campaign.held.get(found)?.events ?? 0);
    if (home === undefined) continue;
    casesOf.get(campaign)?.add(home);
    homes.set(home, (homes.get(home) ?? 0) + 1);
  }
  return { casesOf, split: several(mains), merged: several(homes) };
}

function several(counts: ReadonlyMap<unknown, number>): number {
  return [...counts.values()].filter((count) => count > 1).length;
}

function largest<T>(all: Iterable<T>, size: (one: T) => number): T | undefined {
  let best: T | undefined;
  let most = 0;
  for (const one of all) {
    const now = size(one);
    if (now > most) [best, most] = [one, now];
  }
  return best;
}
