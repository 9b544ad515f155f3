import type { Attempt } from './password-attempt.ts';

/** Attempts stranger than this are counted; natural logarithm of a ratio. */
export const STRANGE = 1.5;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long somebody of whom nothing is known has to get in after all. */
export const RIPENS = 15 * MINUTE;
/** How long a telephone with an old password has to come back: it is where the owner or colleagues often are. */
export const NEAR_RIPENS = 75 * MINUTE;

/** Accounts tried from one address, and places from which one account is tried within an hour: no telephone does so. */
const SHARED = 3;
const HURRIED = 4;

/** Whether it came from a carrier of the organisation's people, in the owner's country. */
export function isNear({ country, place }: Attempt): boolean {
  return country === 'own' && place !== 'new';
}

/** Strange attempts that have had the time to turn out to be ordinary and have not, or need none. In order of time. */
export function ripeOf(strange: readonly Attempt[], now: number): readonly Attempt[] {
  const persistent = persistentAccounts(strange);
  const shared = sharedAddresses(strange);
  const hurried = hurriedAccounts(strange, now);
  return strange.filter((attempt) => {
    const { account, address, time } = attempt.sighting;
    if (persistent.has(account)) return false;
    if (!isNear(attempt)) return attempt.known || now - time >= RIPENS;
    if (now - time >= NEAR_RIPENS || hurried.has(account)) return true;
    return address !== undefined && shared.has(address);
  });
}

function sharedAddresses(strange: readonly Attempt[]): ReadonlySet<string> {
  const accounts = groups(strange, ({ sighting }) => [sighting.address ?? '', sighting.account]);
  return new Set(
    [...accounts].filter(([, { size }]) => size >= SHARED).map(([address]) => address),
  );
}

function hurriedAccounts(strange: readonly Attempt[], now: number): ReadonlySet<string> {
  const late = strange.filter(({ sighting }) => now - sighting.time <= HOUR);
  const places = groups(late, ({ origin, sighting }) => [sighting.account, origin.prefix ?? '']);
  return new Set([...places].filter(([, { size }]) => size >= HURRIED).map(([account]) => account));
}

function groups(
  attempts: readonly Attempt[],
  pairOf: (attempt: Attempt) => readonly [string, string],
): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const attempt of attempts) {
    const [key, value] = pairOf(attempt);
    const known = found.get(key);
    if (known === undefined) found.set(key, new Set([value]));
    else known.add(value);
  }
  return found;
}

/** Places a telephone is carried to within the time an old password is kept in it. */
const FEW_PLACES = 8;

/**
 * Accounts tried again and again from few places where nobody else is tried: a program that repeats an old password.
 * Somebody who tries one password on many accounts from one place shares the place among them; somebody who changes
 * addresses does not come back to one.
 */
function persistentAccounts(pool: readonly Attempt[]): ReadonlySet<string> {
  const accountsAt = groups(pool, ({ origin, sighting }) => [
    origin.prefix ?? '',
    sighting.account,
  ]);
  const triesOf = new Map<string, { tries: number; readonly places: Set<string> }>();
  for (const { origin, sighting } of pool) {
    const place = origin.prefix ?? '';
    if (accountsAt.get(place)?.size !== 1) continue;
    const known = triesOf.get(sighting.account) ?? { tries: 0, places: new Set() };
    known.tries += 1;
    known.places.add(place);
    triesOf.set(sighting.account, known);
  }
  return new Set(
    [...triesOf]
      .filter(([, { tries, places }]) => tries >= 2 * places.size && places.size <= FEW_PLACES)
      .map(([account]) => account),
  );
}
