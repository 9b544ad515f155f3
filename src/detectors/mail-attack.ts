import type { EventDigest, MailDigest } from '../events/digest.ts';
import type { State } from '../history/state.ts';
import type { Detection } from './detection.ts';
import type { Detector } from './detector.ts';
import { Familiarity } from './familiarity.ts';
import { weighMail } from './mail-evidence.ts';
import { takeLure } from './mail-lure.ts';
import { FOLLOWS, isWebBug, lureOdds, poses } from './mail-odds.ts';
import type { MailLure, MailOffice } from './mail-office.ts';
import { noteTenant, officeOf, openOffice, organisationOf } from './mail-office.ts';
import { domainOf, isStranger, learnAccount, learnMail } from './mail-past.ts';
import { PASSWORD_ATTACK } from './password-desk.ts';
import type { Sighting } from './sighting.ts';
import { toSighting } from './to-sighting.ts';

const NAME = 'mail-attack';

const MAX_CONFIDENCE = 0.97;
const MAX_ACCOUNTS = 20_000;
/** Strange sign-ins kept per account until a lure is told of. */
const MAX_PROBES = 32;

/**
 * Lures, and web bugs: mail of strangers that wants to know who reads it, and the strange sign-ins to the same accounts
 * that follow, as one attack. `docs/detection-mail.md` has the statistics.
 */
export const mailAttack: Detector = {
  name: NAME,
  observe(event, state, tell) {
    if (event.kind === 'sign-in') signIn(event, state, tell);
  },
  observeMail,
};

type Tell = (detection: Detection) => void;

function observeMail(message: MailDigest, state: State, tell: Tell): void {
  const organisation = organisationOf(message, state);
  const office = openOffice(state, organisation, message.time);
  const { past } = office;
  const { from } = message.email;
  const stranger = from === undefined || isStranger(past, from, message.time);
  const evidence = weighMail(message, past);
  const isOwn = evidence.some(({ name }) => name === 'own');
  const telling = stranger || evidence.some(({ name }) => name === 'own-forged');
  if (!isOwn && telling) {
    const { lure, added } = takeLure(office, message, evidence);
    judge(lure, office, { organisation, at: message.time, added, tell });
  }
  learnMail(past, message, stranger && !isOwn);
  if (message.user !== undefined) learnAccount(past, message.user.name);
}

type SignInDigest = Extract<EventDigest, { kind: 'sign-in' }>;

function signIn(event: SignInDigest, state: State, tell: Tell): void {
  if (event.outcome === 'none') return;
  const organisation = event.metadata.tenant_uid;
  const account = event.user.name;
  if (event.outcome === 'in') {
    const domain = account.includes('@') ? domainOf(account) : undefined;
    if (domain !== undefined) noteTenant(state, domain, organisation);
  }
  const office = officeOf(state, organisation);
  if (office === undefined) return;
  const known = office.accounts.get(account);
  if (known === undefined && office.accounts.size < MAX_ACCOUNTS) {
    if (event.outcome === 'in') learnAccount(office.past, account);
    if (event.outcome !== 'user-unknown') office.accounts.set(account, 0);
  }
  if (!isProbe(event, state)) return;
  if (office.accounts.has(account)) office.accounts.set(account, event.time);
  for (const lure of suspects(office, account)) {
    const got = lure.people.get(account);
    if (got === undefined) continue;
    if (event.time < got.time || event.time - got.time > FOLLOWS) continue;
    const probe = toSighting(event);
    const before = lure.probes.get(account) ?? [];
    lure.probes.set(account, [...before, probe].slice(-MAX_PROBES));
    judge(lure, office, { organisation, at: event.time, added: [probe], tell });
  }
}

/**
 * Whether whoever signs in is a stranger to the account, going by what the detector of attacks on passwords has learnt: a
 * failure from where it never was, or an entry with all new.
 */
function isProbe(event: SignInDigest, state: State): boolean {
  if (event.enrichments?.['network.listed'] === 'trusted') return false;
  const relation = new Familiarity(state, PASSWORD_ATTACK).relation(event);
  const isElsewhere = relation.place === 'new' || relation.place === undefined;
  if (event.outcome !== 'in') return isElsewhere && relation.client?.to !== 'own';
  return isElsewhere && relation.client?.to === 'new' && relation.country?.to !== 'own';
}

interface News {
  readonly organisation: string;
  readonly at: number;
  readonly added: readonly Sighting[];
  readonly tell: Tell;
}

function judge(lure: MailLure, office: MailOffice, { organisation, at, added, tell }: News): void {
  const odds = lureOdds(lure, office);
  if (odds < 0 && !lure.told) return;
  const sightings = lure.told
    ? added
    : [...lure.people.values(), ...[...lure.probes.values()].flat()];
  if (!lure.told) explainAway(lure, office);
  lure.told = true;
  tell({
    detector: NAME,
    organisation,
    attack: `${NAME} ${lure.id}`,
    kind: kindOf(lure),
    at,
    confidence: Math.min(MAX_CONFIDENCE, 1 / (1 + Math.exp(-Math.max(0, odds)))),
    sightings: sightings.toSorted((a, b) => a.time - b.time),
    reason: reasonOf(lure),
  });
}

/** The lures an account has got: those that are one for sure, or else all. */
function suspects(office: MailOffice, account: string): readonly MailLure[] {
  const all = (office.sentTo.get(account) ?? []).flatMap((id) => office.lures.get(id) ?? []);
  const told = all.filter((lure) => lure.told && lure.people.has(account));
  return told.length > 0 ? told.slice(-1) : all;
}

/** What one lure explains speaks for no other. */
function explainAway(lure: MailLure, office: MailOffice): void {
  for (const account of lure.probes.keys()) {
    for (const other of suspects(office, account)) if (other !== lure) other.probes.delete(account);
  }
}

/** What poses as somebody else wants something of its reader; what does not only wants to know of them. */
function kindOf(lure: MailLure): Detection['kind'] {
  return isWebBug(lure) && !poses(lure) ? 'web-bug' : 'phishing';
}

const MAX_REASONS = 2;

function reasonOf(lure: MailLure): string {
  const { people, probes, sender } = lure;
  const who = people.size === 1 ? '1 person' : `${people.size} people`;
  const why = lure.evidence
    .filter(({ weight, words }) => weight > 0 && words !== undefined)
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, MAX_REASONS)
    .map(({ words }) => words);
  if (isWebBug(lure)) why.push('reports who opens it to a site never seen here before');
  const tried =
    probes.size === 0 ? '' : `; strangers then tried to sign in as ${probes.size} of them`;
  return `A message from ${sender === '' ? 'nobody named' : sender} to ${who} ${why.join(', and ')}${tried}.`;
}
