import type { AttackKind } from '../detectors/detection.ts';
import { DAY } from './kind-facts.ts';
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
}

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
    kinds.set(kind, [...(kinds.get(kind) ?? []), { campaign, first }]);
  }
  for (const begun of kinds.values()) joined.push(...joinBursts(begun));
  return joined;
}

/** Undefined: never joined so. */
function kinOf(campaign: Campaign): string | undefined {
  const [first, ...others] = campaign;
  if (first === undefined) return undefined;
  const { kind } = nameOfTrails([first, ...others]);
  return PERSONAL.has(kind) ? kind : undefined;
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
