import type { MailDigest } from '../events/digest.ts';
import { registeredDomain } from '../lib/domain.ts';
import { DAY } from './day-counts.ts';

/**
 * What an organisation's mail has been like: with whom it writes, what its people are called. State: some 120 bytes per
 * sender, link host and name; at most 15 MB per organisation.
 */
export interface MailPast {
  /** First message, in milliseconds. */
  readonly since: number;
  /** Messages by the registered domain of the mailbox. */
  readonly own: Map<string, number>;
  messages: number;
  readonly senders: Map<string, Acquaintance>;
  /** Domains the organisation writes with often. */
  readonly partners: Set<string>;
  /** Registered domains of links and pictures of messages that came: when first seen. */
  readonly hosts: Map<string, number>;
  /** Names of the organisation's own people, by their words in order, with the address they use. */
  readonly people: Map<string, string>;
  /** Of the messages that came lately from outside: those from strangers, and all. Decays. */
  strange: number;
  came: number;
}

/** Whoever writes, or is written to: a domain or, at providers of mailboxes for everybody, an address. */
interface Acquaintance {
  readonly first: number;
  last: number;
  days: number;
  received: number;
  /** Messages of the organisation's own to it. */
  sent: number;
}

const MAX_SENDERS = 50_000;
const MAX_PARTNERS = 1000;
const MAX_HOSTS = 50_000;
const MAX_PEOPLE = 10_000;
const MAX_OWN = 64;

/** Part of all mailboxes a domain must have to be the organisation's own. */
const OWN_SHARE = 0.1;

/** So long somebody who was never answered stays a stranger. */
export const STRANGER_DAYS = 7;

/** Messages after which what was common counts half. */
const HALF_LIFE = 2000;
/** Before anything is known, a stranger is nothing strange; so many messages weigh as much as this belief. */
const PRIOR_MESSAGES = 30;

/** Mailboxes for everybody: who writes from there is told by the address. */
const FOR_EVERYBODY =
  /^(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|aol|icloud|me|mac|gmx|web|mail|proton|protonmail|pm|yandex|zoho|qq|163|126|comcast|verizon|att|sbcglobal|cox|t-online|orange|free|laposte|libero|wanadoo|btinternet|naver|daum|rediffmail|fastmail|tutanota|tuta|hushmail|inbox|mailinator)\.[a-z.]{2,6}$/;

/** Those who keep the accounts whose logs are read here: whoever is after passwords poses as one of them. */
const PROVIDERS = [
  'microsoft.com',
  'microsoftonline.com',
  'office365.com',
  'sharepoint.com',
  'google.com',
  'okta.com',
  'duosecurity.com',
] as const;

export function isProvider(domain: string): boolean {
  return PROVIDERS.some((provider) => provider === domain);
}

export function newPast(since: number): MailPast {
  return {
    since,
    own: new Map(),
    messages: 0,
    senders: new Map(),
    partners: new Set(PROVIDERS),
    hosts: new Map(),
    people: new Map(),
    strange: 0,
    came: 0,
  };
}

export function domainOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const host = address.slice(address.lastIndexOf('@') + 1);
  return registeredDomain(host) ?? (host === '' ? undefined : host);
}

export function isForEverybody(domain: string): boolean {
  return FOR_EVERYBODY.test(domain);
}

/** Under which name a sender is known. */
export function senderKey(address: string): string {
  const domain = domainOf(address) ?? address;
  return isForEverybody(domain) ? address : domain;
}

export function isOwn(past: MailPast, domain: string | undefined): boolean {
  if (domain === undefined || isForEverybody(domain)) return false;
  return (past.own.get(domain) ?? 0) > OWN_SHARE * past.messages;
}

export function ownDomains(past: MailPast): readonly string[] {
  return [...past.own.keys()].filter((domain) => isOwn(past, domain));
}

/** Nobody here has written to it, and it has not written for long. */
export function isStranger(past: MailPast, address: string, now: number): boolean {
  const known = past.senders.get(senderKey(address));
  if (known === undefined) return true;
  return known.sent === 0 && now - known.first < STRANGER_DAYS * DAY;
}

/** How common it is that mail from outside comes from a stranger, from 0 to 1. */
export function strangerRate({ strange, came }: MailPast): number {
  return (strange + PRIOR_MESSAGES) / (came + PRIOR_MESSAGES);
}

/** Notes whom the organisation writes with so much that a forger would pose as them. */
function notePartner(
  { partners }: MailPast,
  key: string,
  { days, received, sent }: Acquaintance,
): void {
  if (key.includes('@') || partners.has(key) || partners.size >= MAX_PARTNERS) return;
  if (sent >= 2 || (days >= 3 && received >= 5)) partners.add(key);
}

/** Takes a message to be part of ordinary life. */
export function learnMail(past: MailPast, message: MailDigest, stranger: boolean): void {
  const { email, time, user } = message;
  past.messages += 1;
  const mailboxDomain = domainOf(user?.name);
  if (mailboxDomain !== undefined) {
    if (past.own.size < MAX_OWN || past.own.has(mailboxDomain))
      past.own.set(mailboxDomain, (past.own.get(mailboxDomain) ?? 0) + 1);
  }
  if (email.from === undefined) return;
  const fromDomain = domainOf(email.from);
  if (isOwn(past, fromDomain) && (email.is_sent || message.src_endpoint === undefined)) {
    if (email.from_name !== undefined) learnName(past, email.from_name, email.from);
    for (const recipient of [...email.to, ...email.cc]) {
      if (isOwn(past, domainOf(recipient))) continue;
      const known = acquaint(past, recipient, time);
      known.sent += 1;
      notePartner(past, senderKey(recipient), known);
    }
    return;
  }
  const sender = acquaint(past, email.from, time);
  sender.received += 1;
  notePartner(past, senderKey(email.from), sender);
  for (const { domain } of [...email.links, ...email.images]) {
    if (domain === undefined) continue;
    if (!past.hosts.has(domain)) {
      forgetOldest(past.hosts, MAX_HOSTS);
      past.hosts.set(domain, time);
    }
  }
  const keep = 1 - 1 / HALF_LIFE;
  past.came = past.came * keep + 1;
  past.strange = past.strange * keep + (stranger ? 1 : 0);
}

function acquaint({ senders }: MailPast, address: string, time: number): Acquaintance {
  const key = senderKey(address);
  const known = senders.get(key);
  if (known !== undefined) {
    if (time - known.last >= DAY) {
      known.days += 1;
      known.last = time;
      // Those met last go last.
      senders.delete(key);
      senders.set(key, known);
    }
    return known;
  }
  forgetOldest(senders, MAX_SENDERS);
  const made = { first: time, last: time, days: 1, received: 0, sent: 0 };
  senders.set(key, made);
  return made;
}

function learnName(past: MailPast, name: string, address: string): void {
  const key = nameKey(name);
  if (key === undefined || past.people.has(key)) return;
  forgetOldest(past.people, MAX_PEOPLE);
  past.people.set(key, address);
}

/** Notes what somebody is called, by an account name such as `first.last@example.org`. */
export function learnAccount(past: MailPast, account: string): void {
  const local = account.split('@', 1)[0] ?? '';
  if (/[._]/.test(local)) learnName(past, local.replace(/[._]+/g, ' '), account);
}

/** A name by its words, whatever their order; undefined for one word, which many bear. */
export function nameKey(name: string): string | undefined {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\(.*\)|\[.*\]/g, ' ')
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 1);
  return words.length < 2 || words.length > 4 ? undefined : words.toSorted().join(' ');
}

function forgetOldest(map: Map<string, unknown>, limit: number): void {
  if (map.size < limit) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
