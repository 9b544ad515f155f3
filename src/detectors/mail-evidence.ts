import type { MailDigest } from '../events/digest.ts';
import { DAY } from './day-counts.ts';
import type { MailLink } from '../events/mail.ts';
import { domainParts } from '../lib/domain.ts';
import type { Likeness } from './domain-likeness.ts';
import { likenessOf } from './domain-likeness.ts';
import { isMismatched, mailSigns } from './mail-signs.ts';
import type { MailSign } from './mail-signs.ts';
import type { MailPast } from './mail-past.ts';
import {
  domainOf,
  isForEverybody,
  isOwn,
  isStranger,
  isProvider,
  nameKey,
  ownDomains,
  senderKey,
  STRANGER_DAYS,
  strangerRate,
} from './mail-past.ts';

/** What speaks for or against a message being a lure. Weights are logarithms of likelihood ratios and add up. */
export interface MailEvidence {
  readonly name: string;
  readonly weight: number;
  /** Words that follow "the message", for the reason people are told. */
  readonly words?: string;
}

/** How often a lure that was written for the organisation comes from somebody it does not know. */
const STRANGE_LURES = 0.95;
const MAX_STRANGENESS = 2.5;

/** Nothing of another's is imitated by those one knows. */
const KNOWN_SENDER = -3;
const FROM_ITSELF = -6;

/** Measured on messages: see `docs/detection-mail.md`, which has the counts. */
const SIGN_WEIGHTS: Readonly<Record<MailSign['name'], number>> = {
  bulk: -1.5,
  'link-address': 1,
  'link-userinfo': 4,
  form: 0.5,
  'name-address': 3,
  'mixed-scripts': 2.5,
  'reply-elsewhere': 0,
  'risky-file': 2.5,
  'dmarc-fail': 1,
  'dmarc-pass': -0.5,
  'hidden-image': 0,
  'recipient-token': 0,
};

/** Hosts of a message compared with those known. */
const MAX_HOSTS = 24;

/** Imitation of the organisation itself is of more use to a forger than that of one of its partners. */
const OF_OWN = 1;
const LINKED_LIKENESS = -0.5;
const IMPERSONATION = 3.5;
const OWN_DOMAIN_FORGED = 2.5;
const PARTNER_NAMED = 1.5;
const PROVIDER_NAMED = 3;
const MISMATCH = 3;

/** All that one message says, given what the organisation's mail has been like. */
export function weighMail(message: MailDigest, past: MailPast): readonly MailEvidence[] {
  const { email, time } = message;
  if (email.from !== undefined && isFromWithin(message, past)) {
    return [{ name: 'own', weight: FROM_ITSELF }];
  }
  const stranger = email.from === undefined || isStranger(past, email.from, time);
  return [
    stranger
      ? {
          name: 'stranger',
          weight: strangeness(past),
          words: 'comes from somebody who never wrote here before',
        }
      : { name: 'known', weight: KNOWN_SENDER },
    ...likenesses(message, past),
    ...impersonations(message, past, stranger),
    ...mismatches(message, past),
    ...mailSigns(message).map(({ name, words }) => ({
      name,
      weight: SIGN_WEIGHTS[name],
      ...(words !== undefined && { words }),
    })),
  ];
}

/** Bounded: a first message by itself, however rare, is no attack. */
function strangeness(past: MailPast): number {
  const weight = Math.log(STRANGE_LURES / strangerRate(past));
  return Math.max(0, Math.min(MAX_STRANGENESS, weight));
}

/** From one of the organisation's own, and not forged as far as anybody can tell. */
function isFromWithin({ email, email_auth, src_endpoint }: MailDigest, past: MailPast): boolean {
  if (!isOwn(past, domainOf(email.from))) return false;
  if (email.is_sent || src_endpoint === undefined) return true;
  return email_auth?.dmarc === 'pass' || email_auth?.is_aligned === true;
}

function likenesses({ email, time }: MailDigest, past: MailPast): readonly MailEvidence[] {
  const found: MailEvidence[] = [];
  const places = [
    { host: hostOf(email.from), where: 'sender', extra: 0 },
    { host: hostOf(email.reply_to), where: 'address for answers', extra: 0 },
    ...email.links.map(({ hostname }) => ({
      host: hostname,
      where: 'link',
      extra: LINKED_LIKENESS,
    })),
  ];
  const seen = new Set<string>();
  for (const { host, where, extra } of places) {
    if (host === undefined || seen.has(host) || seen.size >= MAX_HOSTS) continue;
    seen.add(host);
    const likeness = strangeLikeness(host, past, time);
    if (likeness === undefined) continue;
    found.push({
      name: `like-${where === 'link' ? 'link' : 'sender'}`,
      weight: likeness.weight + extra,
      words: `has ${where === 'address for answers' ? 'an' : 'a'} ${where} at ${host}, made to look like ${likeness.of} (${likeness.family})`,
    });
  }
  // Many links to one imitation are one imitation.
  const [best] = found.toSorted((a, b) => b.weight - a.weight);
  return best === undefined ? [] : [best];
}

function hostOf(address: string | undefined): string | undefined {
  return address?.slice(address.lastIndexOf('@') + 1);
}

/** A link shown as one to the organisation or to a partner, that leads to where nobody has been. */
function mismatches({ email, time }: MailDigest, past: MailPast): readonly MailEvidence[] {
  const link = email.links.find((one) => {
    const shown = one.text_domain;
    if (shown === undefined || !isMismatched(one)) return false;
    if (!isOwn(past, shown) && !past.partners.has(shown)) return false;
    return isStranger(past, one.hostname, time) && isUnseen(one, past, time);
  });
  if (link === undefined) return [];
  const words = `shows a link to ${link.text_domain} that leads to ${link.hostname}`;
  return [{ name: 'link-mismatch', weight: MISMATCH, words }];
}

/** What a host the organisation does not know is made to look like. */
function strangeLikeness(host: string, past: MailPast, now: number): Likeness | undefined {
  const domain = domainOf(host);
  if (domain === undefined || isOwn(past, domain) || isForEverybody(domain)) return undefined;
  if (!isStranger(past, host, now)) return undefined;
  let best: Likeness | undefined;
  const consider = (known: string, more: number): void => {
    const parts = domainParts(known);
    const likeness = parts && likenessOf(host, parts);
    if (likeness === undefined || isOwn(past, domain)) return;
    const weight = likeness.weight + more;
    if (best === undefined || weight > best.weight) best = { ...likeness, weight };
  };
  for (const own of ownDomains(past)) consider(own, OF_OWN);
  const first = past.senders.get(senderKey(host))?.first ?? now;
  for (const partner of past.partners) {
    // Of two that are new at the same time, who is to say which is like the other?
    const since = past.senders.get(partner)?.first ?? past.since;
    if (isProvider(partner) || first - since > STRANGER_DAYS * DAY) consider(partner, 0);
  }
  return best;
}

function impersonations(
  { email, email_auth }: MailDigest,
  past: MailPast,
  stranger: boolean,
): readonly MailEvidence[] {
  const { from, from_name: name } = email;
  const found: MailEvidence[] = [];
  const auth = email_auth?.dmarc ?? (email_auth?.is_aligned === false ? 'fail' : 'none');
  if (isOwn(past, domainOf(from))) {
    const forged = auth === 'fail' ? OWN_DOMAIN_FORGED : 0;
    found.push({
      name: 'own-forged',
      weight: forged,
      words: `says it is from ${from}, and is not`,
    });
    return found;
  }
  if (name === undefined || !stranger) return found;
  const key = nameKey(name);
  const owner = key === undefined ? undefined : past.people.get(key);
  if (owner !== undefined && owner !== from) {
    found.push({
      name: 'own-name',
      weight: IMPERSONATION,
      words: `bears the name of ${owner} and comes from ${from ?? 'nowhere'}`,
    });
  }
  const partner = partnerNamed(name, past);
  if (partner !== undefined && owner === undefined) {
    found.push({
      name: 'partner-name',
      weight: isProvider(partner) ? PROVIDER_NAMED : PARTNER_NAMED,
      words: `calls itself "${name.slice(0, 60)}" and does not come from ${partner}`,
    });
  }
  return found;
}

const LEAST_NAMED = 4;

/** A name that is, or holds as a word, the label of a domain of the organisation or of one it writes with. */
function partnerNamed(name: string, past: MailPast): string | undefined {
  const words = new Set(name.toLowerCase().split(/[^a-z\d]+/));
  const isNamed = (domain: string): boolean => {
    const label = domainParts(domain)?.label ?? '';
    return label.length >= LEAST_NAMED && words.has(label);
  };
  return ownDomains(past).find(isNamed) ?? [...past.partners].find(isNamed);
}

export function sum(evidence: readonly MailEvidence[]): number {
  return evidence.reduce((total, { weight }) => total + weight, 0);
}

/** Whether a link or picture is on a host no message named before. */
export function isUnseen(place: Pick<MailLink, 'domain'>, past: MailPast, before: number): boolean {
  const first = place.domain === undefined ? undefined : past.hosts.get(place.domain);
  return first === undefined || first >= before;
}
