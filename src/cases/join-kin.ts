import type { AttackKind } from '../detectors/detection.ts';
import { DAY, KIND_FACTS } from './kind-facts.ts';
import { nameOfTrails } from './naming.ts';
import type { Trail } from './trail.ts';

/**
 * Attacks that begin with one person at a time. Whoever plans one writes to several people, each reached from another
 * rented address: no address, client or session tells that they belong together, only that so rare a thing happens
 * twice in one office within a day.
 */
const PERSONAL: ReadonlySet<AttackKind> = new Set([
  'mfa-fatigue',
  'token-theft',
  'account-takeover',
  'phishing',
]);

/** Between the beginnings of two attacks of one campaign. Milliseconds. */
const TOGETHER = DAY;

/** Before its first attack an organisation is taken to have been quiet for this long. Milliseconds. */
const QUIET = 28 * DAY;

/** Where unrelated attacks are expected so often within `TOGETHER`, being close says nothing. */
const COMMON = 0.2;

type Campaign = readonly Trail[];

interface Begun {
  readonly campaign: Campaign;
  readonly first: number;
  readonly last: number;
}

/** Accounts that two campaigns must have in common, as a part of the smaller, to be one that was found twice. */
const SAME_PEOPLE = 0.5;
/** So many at least: one account may be attacked by two. */
const LEAST_SAME = 2;

/**
 * Joins campaigns of one kind that began within a day of each other, where attacks of this kind are rare: what begins
 * independently of each other, at the rate at which bursts of them begin, would seldom begin so close.
 */
export function joinKin(campaigns: readonly Campaign[]): readonly Campaign[] {
  const kinds = new Map<string, Begun[]>();
  const joined: Campaign[] = [];
  for (const campaign of campaigns) {
    const kind = kinOf(campaign);
    if (kind === undefined) {
      joined.push(campaign);
      continue;
    }
    const first = Math.min(...campaign.map(({ span }) => span.first));
    const last = Math.max(...campaign.map(({ span }) => span.last));
    kinds.set(kind, [...(kinds.get(kind) ?? []), { campaign, first, last }]);
  }
  for (const begun of kinds.values()) joined.push(...joinBursts(foundTwice(begun)));
  return joined;
}

/** Undefined: never joined so. */
function kinOf(campaign: Campaign): string | undefined {
  const [first, ...others] = campaign;
  // Guessing has joins of its own, and what came of it is named by it.
  if (first === undefined || campaign.some((trail) => KIND_FACTS[trail.kind].guesses))
    return undefined;
  const { kind } = nameOfTrails([first, ...others]);
  return PERSONAL.has(kind) ? kind : undefined;
}

/** Joins what attacks the same people in the same way at the same time. */
function foundTwice(begun: readonly Begun[]): readonly Begun[] {
  const joined: Begun[] = [];
  for (const one of begun.toSorted((a, b) => a.first - b.first)) {
    const index = joined.findIndex(
      (other) => one.first - other.last <= TOGETHER && samePeople(one.campaign, other.campaign),
    );
    const before = joined[index];
    if (before === undefined) joined.push(one);
    else
      joined[index] = {
        campaign: [...before.campaign, ...one.campaign],
        first: before.first,
        last: Math.max(before.last, one.last),
      };
  }
  return joined;
}

function samePeople(a: Campaign, b: Campaign): boolean {
  const [few, many] = [peopleOf(a), peopleOf(b)].toSorted((x, y) => x.size - y.size);
  if (few === undefined || many === undefined) return false;
  let shared = 0;
  for (const account of few) if (many.has(account)) shared += 1;
  return shared >= LEAST_SAME && shared >= few.size * SAME_PEOPLE;
}

function peopleOf(campaign: Campaign): ReadonlySet<string> {
  return new Set(campaign.flatMap(({ accounts }) => [...accounts.keys()]));
}

function joinBursts(begun: readonly Begun[]): readonly Campaign[] {
  const sorted = begun.toSorted((a, b) => a.first - b.first);
  const bursts: Begun[][] = [];
  for (const one of sorted) {
    const burst = bursts.at(-1);
    const before = burst?.at(-1);
    if (burst === undefined || before === undefined || one.first - before.first > TOGETHER)
      bursts.push([one]);
    else burst.push(one);
  }
  const known = (sorted.at(-1)?.first ?? 0) - (sorted[0]?.first ?? 0) + QUIET;
  const unrelated = (bursts.length * TOGETHER) / known;
  if (unrelated > COMMON) return sorted.map(({ campaign }) => campaign);
  return bursts.map((burst) => burst.flatMap(({ campaign }) => campaign));
}
