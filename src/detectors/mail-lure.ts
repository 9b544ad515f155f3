import type { MailDigest } from '../events/digest.ts';
import { DAY } from './day-counts.ts';
import type { MailEvidence } from './mail-evidence.ts';
import { isUnseen, sum } from './mail-evidence.ts';
import type { MailLure, MailOffice } from './mail-office.ts';
import { domainOf, isOwn, senderKey } from './mail-past.ts';
import type { Sighting } from './sighting.ts';

/** Lures remembered per organisation, about 2 KB each. */
const MAX_LURES = 1000;
const MAX_TRAITS = 4000;
const MAX_PEOPLE = 2000;
const MAX_HOSTS = 16;
const MAX_BEACONS = 256;
const MAX_SENT_TO = 16;

/** Messages further apart are not of one lure. */
const CAMPAIGN = 14 * DAY;
/** Of 64 bits, those in which fingerprints of one text written to several people differ at most. */
const ALIKE = 10;

/** A message that says more is written for its own sake. */
const FEW_WORDS = 250;
const FEW_HOSTS = 2;

/** Puts a message of a stranger to those it goes with. */
export function takeLure(
  office: MailOffice,
  message: MailDigest,
  evidence: readonly MailEvidence[],
): { readonly lure: MailLure; readonly added: readonly Sighting[] } {
  const lure = lureOf(office, message) ?? openLure(office, message, evidence);
  const { email, time } = message;
  lure.last = time;
  if (sum(evidence) > sum(lure.evidence)) lure.evidence = evidence;
  lure.isBulk ||= email.is_bulk;
  lure.isSparse &&= isSparse(message);
  for (const { domain, token, url } of [...email.images, ...email.links]) {
    if (token === undefined || domain === undefined || !lure.hosts.has(domain)) continue;
    if (lure.beacons.size < MAX_BEACONS) lure.beacons.add(url);
  }
  const added: Sighting[] = [];
  for (const account of recipientsOf(office, message)) {
    if (lure.people.has(account) || lure.people.size >= MAX_PEOPLE) continue;
    const sighting = {
      id: message.metadata.uid,
      time,
      account,
      outcome: 'none',
      action: 'mail',
    } as const;
    lure.people.set(account, sighting);
    added.push(sighting);
    const sent = office.sentTo.get(account) ?? [];
    office.sentTo.set(account, [...sent, lure.id].slice(-MAX_SENT_TO));
  }
  return { lure, added };
}

function lureOf(office: MailOffice, message: MailDigest): MailLure | undefined {
  for (const trait of traitsOf(office, message)) {
    const lure = office.lures.get(office.byTrait.get(trait) ?? '');
    if (lure === undefined || message.time - lure.last > CAMPAIGN) continue;
    const alike = isAlike(lure.fingerprint, message.email.text_fingerprint);
    // Machines that send are shared by many; senders and new sites are not.
    const mayBeSparse = !trait.startsWith(ADDRESS);
    if (alike || (mayBeSparse && lure.isSparse && isSparse(message))) return lure;
  }
  return undefined;
}

function openLure(
  office: MailOffice,
  message: MailDigest,
  evidence: readonly MailEvidence[],
): MailLure {
  const { email, metadata, time } = message;
  const lure: MailLure = {
    id: metadata.uid,
    first: time,
    last: time,
    sender: email.from ?? '',
    subject: email.subject ?? '',
    fingerprint: email.text_fingerprint,
    hosts: new Set(unseenHosts(office, message)),
    people: new Map(),
    evidence,
    beacons: new Set(),
    isSparse: isSparse(message),
    isBulk: email.is_bulk,
    told: false,
    probes: new Map(),
  };
  for (const [id, old] of office.lures) {
    if (office.lures.size < MAX_LURES && time - old.last <= 3 * CAMPAIGN) break;
    office.lures.delete(id);
    for (const account of old.people.keys()) forgetSent(office, account, id);
  }
  office.lures.set(lure.id, lure);
  for (const trait of traitsOf(office, message)) {
    office.byTrait.delete(trait);
    office.byTrait.set(trait, lure.id);
  }
  for (const trait of office.byTrait.keys()) {
    if (office.byTrait.size <= MAX_TRAITS) break;
    office.byTrait.delete(trait);
  }
  return lure;
}

function forgetSent({ sentTo }: MailOffice, account: string, id: string): void {
  const left = (sentTo.get(account) ?? []).filter((one) => one !== id);
  if (left.length === 0) sentTo.delete(account);
  else sentTo.set(account, left);
}

const ADDRESS = 'address ';

/** What messages of one sender have in common: hosts nobody named before, the sender, the machine that sent it. */
function traitsOf(office: MailOffice, message: MailDigest): readonly string[] {
  const { email, src_endpoint } = message;
  return [
    ...unseenHosts(office, message).map((host) => `host ${host}`),
    ...(email.from === undefined ? [] : [`sender ${senderKey(email.from)}`]),
    ...(src_endpoint?.ip === undefined ? [] : [ADDRESS + src_endpoint.ip]),
  ];
}

/** Registered domains in a message that no message named until shortly before it. */
function unseenHosts({ past }: MailOffice, { email, time }: MailDigest): readonly string[] {
  const hosts = new Set<string>();
  for (const place of [...email.images, ...email.links]) {
    if (place.domain === undefined || hosts.size >= MAX_HOSTS) continue;
    if (isOwn(past, place.domain) || past.partners.has(place.domain)) continue;
    if (isUnseen(place, past, time - CAMPAIGN)) hosts.add(place.domain);
  }
  return [...hosts];
}

function isSparse({ email }: MailDigest): boolean {
  const hosts = new Set(
    [...email.images, ...email.links].map(({ domain, hostname }) => domain ?? hostname),
  );
  return email.words <= FEW_WORDS && hosts.size <= FEW_HOSTS && email.files.length === 0;
}

/** People of the organisation a message went to. */
function recipientsOf({ past }: MailOffice, { email, user }: MailDigest): readonly string[] {
  const own = [...email.to, ...email.cc].filter((address) => isOwn(past, domainOf(address)));
  return [...new Set(user === undefined ? own : [user.name, ...own])];
}

function isAlike(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  let bits = 0;
  for (let at = 0; at < a.length; at += 8) {
    let differs =
      Number.parseInt(a.slice(at, at + 8), 16) ^ Number.parseInt(b.slice(at, at + 8), 16);
    for (; differs !== 0; differs &= differs - 1) bits += 1;
  }
  return bits <= ALIKE;
}
