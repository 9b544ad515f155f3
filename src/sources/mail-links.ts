import { hash } from 'node:crypto';
import type { MailImage, MailLink, MailToken } from '../events/mail.ts';
import { domainParts, registeredDomain } from '../lib/domain.ts';
import type { SeenImage, SeenLink } from './mail-html.ts';

/** Links and pictures kept of a message: those of different places first. */
const MAX_LINKS = 48;
const MAX_IMAGES = 24;
const MAX_URL = 300;
const MAX_TEXT = 100;

/** What a URL is made of, as far as anybody looks at it. */
interface Place {
  readonly url: string;
  readonly hostname: string;
  readonly domain?: string;
  readonly token?: MailToken;
}

export function linksOf(
  links: readonly SeenLink[],
  recipients: readonly string[],
): readonly MailLink[] {
  const found = new Map<string, MailLink>();
  for (const { target, text, isForm } of links) {
    const place = placeOf(unwrapped(target), recipients);
    if (place === undefined) continue;
    const shown = text.replace(/\s+/g, ' ').trim();
    const named = domainIn(shown);
    const link: MailLink = {
      ...place,
      ...(shown !== '' && shown !== place.url && { text: shown.slice(0, MAX_TEXT) }),
      ...(named !== undefined && { text_domain: named }),
      ...(isForm === true && { is_form: true as const }),
    };
    found.set(`${link.url}\n${named ?? ''}`, link);
  }
  return spread([...found.values()], MAX_LINKS);
}

export function imagesOf(
  images: readonly SeenImage[],
  recipients: readonly string[],
): readonly MailImage[] {
  const found = new Map<string, MailImage>();
  for (const { source, isHidden } of images) {
    const place = placeOf(source, recipients);
    if (place !== undefined) found.set(place.url, { ...place, is_hidden: isHidden });
  }
  const all = [...found.values()].toSorted((a, b) => Number(b.is_hidden) - Number(a.is_hidden));
  return spread(all, MAX_IMAGES);
}

/** At most `limit`, one of each host first. */
function spread<T extends { readonly hostname: string }>(
  all: readonly T[],
  limit: number,
): readonly T[] {
  if (all.length <= limit) return all;
  const hosts = new Set<string>();
  const [first, others]: [T[], T[]] = [[], []];
  for (const one of all) {
    (hosts.has(one.hostname) ? others : first).push(one);
    hosts.add(one.hostname);
  }
  return [...first, ...others].slice(0, limit);
}

function placeOf(target: string, recipients: readonly string[]): Place | undefined {
  const plain = target.trim().replace(/[\r\n\t]/g, '');
  const whole = plain.startsWith('//') ? `https:${plain}` : plain;
  if (!/^(?:https?|ftp):/i.test(whole)) return undefined;
  const url = URL.parse(whole);
  if (url === null || url.hostname === '') return undefined;
  const hostname = url.hostname.replace(/\.$/, '');
  const domain = registeredDomain(hostname);
  const token = tokenOf(url, recipients);
  return {
    url: url.href.slice(0, MAX_URL),
    hostname,
    ...(domain !== undefined && { domain }),
    ...(token !== undefined && { token }),
  };
}

const NAMES_SITE =
  /^(?:https?:\/\/)?(?:[\w-]+@)?((?:[a-z0-9\u0080-\uffff-]+\.)+[a-z\u0080-\uffff-]{2,24})(?::\d+)?(?:[/?#]\S*)?$/i;

/** The registered domain a text names, when it is nothing but the address of a site. */
function domainIn(text: string): string | undefined {
  if (text.length > 300 || !text.includes('.')) return undefined;
  const host = NAMES_SITE.exec(text)?.[1]?.toLowerCase();
  const parts = host === undefined ? undefined : domainParts(host);
  return parts?.isListed === true ? parts.domain : undefined;
}

/** Gateways that put themselves before every link, and where the link itself is. */
const GATEWAYS: readonly (readonly [host: RegExp, parameter: string])[] = [
  [/\.safelinks\.protection\.outlook\.(?:com|us)$/i, 'url'],
  [/^urldefense\.proofpoint\.com$/i, 'u'],
  [/^linkprotect\.cudasvc\.com$/i, 'a'],
  [/^www\.google\.[a-z.]{2,6}$/i, 'q'],
];

function unwrapped(target: string): string {
  const url = URL.parse(target.trim());
  if (url === null) return target;
  if (/^urldefense\.com$/i.test(url.hostname))
    return /__(https?:.+?)__;/.exec(url.href)?.[1] ?? target;
  const gateway = GATEWAYS.find(([host]) => host.test(url.hostname));
  const inner = gateway === undefined ? null : url.searchParams.get(gateway[1]);
  if (inner === null) return target;
  // Proofpoint's second form writes `-` for `%` and `_` for `/`.
  const plain = inner.startsWith('http-3A')
    ? inner.replaceAll('-', '%').replaceAll('_', '/')
    : inner;
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

/** Shorter pieces of a URL are words and numbers. */
const LEAST_TOKEN = 12;
const MAX_PIECES = 40;
const MAX_RECIPIENTS = 8;

/** Whether a URL says who got it: it holds the address of a recipient, or a text no word is made of. */
function tokenOf(url: URL, recipients: readonly string[]): MailToken | undefined {
  const pieces = [...url.pathname.split('/'), ...url.searchParams.values(), url.hash.slice(1)]
    .filter((piece) => piece.length >= 6 && piece.length <= 2000)
    .slice(0, MAX_PIECES);
  const label = url.hostname.split('.', 1)[0] ?? '';
  let opaque = isOpaque(label);
  for (const piece of pieces) {
    if (holdsRecipient(piece, recipients)) return 'recipient';
    opaque ||= isOpaque(piece);
  }
  return opaque ? 'opaque' : undefined;
}

function holdsRecipient(piece: string, recipients: readonly string[]): boolean {
  const few = recipients.slice(0, MAX_RECIPIENTS);
  const plain = piece.includes('%') ? safeDecoded(piece) : piece;
  const lower = plain.toLowerCase();
  if (few.some((address) => lower.includes(address))) return true;
  if (/^[\w+/=-]{8,}$/.test(plain)) {
    const inner = Buffer.from(plain, 'base64').toString('latin1').toLowerCase();
    if (few.some((address) => inner.includes(address))) return true;
  }
  if (!/^[\da-f]+$/i.test(plain)) return false;
  const hex = Buffer.from(plain, 'hex').toString('latin1').toLowerCase();
  return few.some((address) => hex.includes(address) || hashed(address, plain.length) === lower);
}

const HASHES: Readonly<Record<number, string>> = { 32: 'md5', 40: 'sha1', 64: 'sha256' };

function hashed(address: string, length: number): string | undefined {
  const algorithm = HASHES[length];
  return algorithm === undefined ? undefined : hash(algorithm, address, 'hex');
}

function safeDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Letters and digits mixed as in no word, or more digits than any number people read has. */
function isOpaque(piece: string): boolean {
  if (piece.length < LEAST_TOKEN) return false;
  const bare = piece.replace(/\.(?:gif|png|jpe?g|php|aspx?|html?)$/i, '');
  for (const run of bare.split(/[^A-Za-z0-9]+/)) {
    if (run.length < LEAST_TOKEN) continue;
    const changes = run.match(/[a-z](?=[A-Z\d])|\d(?=[A-Za-z])|[A-Z](?=\d)/g)?.length ?? 0;
    if (changes >= 4 || /^\d{14,}$/.test(run)) return true;
  }
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(bare);
}
