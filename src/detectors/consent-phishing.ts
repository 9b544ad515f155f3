import type { EventDigest } from '../events/digest.ts';
import type { State } from '../history/state.ts';
import { remember } from '../lib/remember.ts';
import { consentOf } from './consent.ts';
import type { Consent } from './consent.ts';
import { DAY } from './day-counts.ts';
import type { Detection } from './detection.ts';
import type { Detector } from './detector.ts';
import { accountOf } from './familiarity.ts';
import type { Sighting } from './sighting.ts';
import { toSighting } from './to-sighting.ts';

/**
 * Several people give the same unfamiliar application rights to their mail or files within days, each from their own
 * desk: nothing is strange but the application. Log-odds as in `suspicion.ts`; what an organisation's own people grant
 * without anything following is learnt.
 */
const PRIOR = -6;
const RISK: Readonly<Record<Consent['risk'], number>> = { none: -9, reading: 1.5, lasting: 3 };
const SECOND_PERSON = 3;
const NEXT_PERSON = 1.5;
/** All within this time: a letter sent to many. Milliseconds. */
const SOON = 2 * DAY;
const TOGETHER = 1;
/** Somebody of the organisation used it so long before the first consent. */
const FAMILIAR_AFTER = 7 * DAY;
const FAMILIAR = -5;
/** An administrator decides for all: a roll-out, or somebody worse off than by phishing. */
const ADMINISTRATOR = -4;
const THRESHOLD = 0;
const MAX_CONFIDENCE = 0.98;

/** Consents further apart are not of one campaign. */
const CAMPAIGN = 7 * DAY;
/** After the last consent, use of the application is no longer told. */
const FOLLOWED = 14 * DAY;

/** Applications remembered per organisation, those not used for longest going first. */
const MAX_APPLICATIONS = 512;
/** Sign-ins to an application before anybody consented, and people who did, kept per application. */
const MAX_SEEN = 32;
const MAX_PEOPLE = 256;
/** Sign-ins around a consent that belong to it. */
const AROUND = DAY / 24;

/** At most 12 KB, for an application many have just begun to use; 150 bytes for those long known. */
interface Application {
  readonly first: number;
  last: number;
  told: boolean;
  /** Who consented, and when. */
  people: Map<string, number>;
  seen: Sighting[];
}

/** State per organisation; `ordinary`: applications that several people trusted with much, and nothing came of it. */
interface Applications {
  readonly of: Map<string, Application>;
  ordinary: number;
}

export const consentPhishing: Detector = { name: 'consent-phishing', observe };

function observe(event: EventDigest, state: State, tell: (detection: Detection) => void): void {
  const organisation = event.metadata.tenant_uid;
  if (event.kind === 'sign-in') {
    const key = keyOf(event.service?.name, event.service?.uid);
    if (key === undefined) return;
    const applications = load(state, organisation);
    const application = touch(applications, key, event.time);
    if (isFollowed(application, { account: accountOf(event), time: event.time })) {
      tell(detection({ key, organisation }, application, [toSighting(event)], event.time, 0));
    } else if (event.time - application.first < FAMILIAR_AFTER) {
      application.seen.push(toSighting(event));
      if (application.seen.length > MAX_SEEN) application.seen.shift();
    } else if (application.seen.length > 0) application.seen = [];
    state.set(organisation, KEY, applications);
    return;
  }
  if (event.activity !== 'consent' || event.status === 'failure') return;
  const consent = consentOf(event);
  const key = keyOf(consent.name, consent.application);
  if (key === undefined || consent.risk === 'none') return;
  const applications = load(state, organisation);
  const application = touch(applications, key, event.time);
  const sighting = toSighting(event, 'consent');
  takeConsent(application, accountOf(event), sighting);
  const odds = logOdds(application, consent, applications.ordinary, event.time);
  if (odds >= THRESHOLD || application.told) {
    application.told = true;
    const near = application.seen.filter((one) => isAround(application, one));
    application.seen = [];
    tell(detection({ key, organisation }, application, near, event.time, odds));
  }
  state.set(organisation, KEY, applications);
}

const KEY = 'consent-phishing/applications';

function load(state: State, organisation: string): Applications {
  const found = state.get(organisation, KEY) as Applications | undefined;
  return found ?? { of: new Map(), ordinary: 0 };
}

/** The application, as the one used last. */
function touch(applications: Applications, key: string, time: number): Application {
  const { of } = applications;
  const known = of.get(key) ?? {
    first: time,
    last: time,
    told: false,
    people: new Map(),
    seen: [],
  };
  // One used within the day need not be moved: the order is by day.
  if (!of.has(key) || time - known.last >= DAY) {
    known.last = time;
    of.delete(key);
    of.set(key, known);
    if (of.size > MAX_APPLICATIONS) forgetOldest(applications);
  }
  return known;
}

function forgetOldest(applications: Applications): void {
  for (const [key, { people, told }] of applications.of) {
    if (people.size > 1 && !told) applications.ordinary += 1;
    applications.of.delete(key);
    return;
  }
}

function takeConsent(application: Application, account: string, sighting: Sighting): void {
  for (const [person, time] of application.people) {
    if (sighting.time - time > CAMPAIGN) application.people.delete(person);
  }
  if (application.people.size < MAX_PEOPLE) application.people.set(account, sighting.time);
  application.seen = [...application.seen, sighting].slice(-MAX_SEEN);
}

function logOdds(
  { first, people }: Application,
  consent: Consent,
  ordinary: number,
  time: number,
): number {
  const times = [...people.values()];
  const begun = Math.min(...times);
  const others = people.size - 1;
  const several = others === 0 ? 0 : SECOND_PERSON + NEXT_PERSON * (others - 1);
  const together = others > 0 && time - begun <= SOON ? TOGETHER : 0;
  const familiar = begun - first >= FAMILIAR_AFTER ? FAMILIAR : 0;
  const administrator = consent.byAdministrator ? ADMINISTRATOR : 0;
  const usual = -Math.log1p(ordinary);
  return PRIOR + RISK[consent.risk] + several + together + familiar + administrator + usual;
}

/** Use of an application that is known to be an attacker's, by those who let it in. */
function isFollowed(
  { people, told }: Application,
  { account, time }: Pick<Sighting, 'account' | 'time'>,
): boolean {
  if (!told) return false;
  const consented = people.get(account);
  return consented !== undefined && time - consented <= FOLLOWED;
}

function isAround({ people }: Application, { account, time }: Sighting): boolean {
  const consented = people.get(account);
  return consented !== undefined && Math.abs(time - consented) <= AROUND;
}

/** Names are told by every log that tells ids, and by some that tell the ids of something else. */
function keyOf(name: string | undefined, id: string | undefined): string | undefined {
  const said = name ?? id;
  return said === undefined ? undefined : lowerCase(said);
}

/** Names of applications remembered in lower case. */
const MAX_NAMES = 4096;

const lowerCase = remember(MAX_NAMES, (name) => name.toLowerCase());

function detection(
  { key, organisation }: { readonly key: string; readonly organisation: string },
  { people, first }: Application,
  sightings: readonly Sighting[],
  at: number,
  odds: number,
): Detection {
  const who = people.size === 1 ? '1 person' : `${people.size} people`;
  return {
    detector: consentPhishing.name,
    organisation,
    attack: `${key} ${first}`,
    kind: 'consent-phishing',
    at,
    confidence: Math.min(MAX_CONFIDENCE, 1 / (1 + Math.exp(-Math.max(odds, people.size)))),
    sightings,
    reason: `${who} gave the application ${key}, unknown to the organisation before, rights to mail, files or the directory within days.`,
  };
}
