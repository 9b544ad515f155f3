import type { EmailAuth } from '../events/mail.ts';
import { registeredDomain } from '../lib/domain.ts';
import { domainOfAddress } from './mail-address.ts';
import type { MailHeader } from './mail-header.ts';
import type { Arrival } from './mail-received.ts';

/**
 * What the organisation's own server found of SPF, DKIM and DMARC (RFC 8601). Only fields that its servers wrote count:
 * above the first `Received` line of others, and by the server that took the message in, where they name one.
 *
 * Nothing is looked up: a signature cannot be checked without the key, which is in the DNS. Where SPF and DKIM were
 * checked and DMARC was not, its one question that needs no look-up is answered here: whether what passed is of the
 * domain in `From` (`is_aligned`, relaxed as in RFC 7489 §3.1).
 */
export function authenticationOf(
  header: MailHeader,
  from: string | undefined,
  { trustedBefore, server }: Arrival,
): EmailAuth | undefined {
  const found: { -readonly [Name in keyof EmailAuth]: EmailAuth[Name] } = {};
  const passed: (string | undefined)[] = [];
  for (const [place, [name, value]] of header.entries().entries()) {
    if (place >= trustedBefore) break;
    if (name === 'authentication-results') {
      const results = withoutComments(value);
      const [first = '', ...rest] = results.split(';');
      const says = first.includes('=') ? undefined : first.trim().split(/\s/, 1)[0];
      if (!isOwn(says, server)) continue;
      if (says !== undefined) found.server ??= says.toLowerCase();
      for (const result of says === undefined ? results.split(';') : rest)
        take(result, found, passed);
    } else if (name === 'received-spf') {
      found.spf ??= /^\s*([a-z]{3,10})/i.exec(value)?.[1]?.toLowerCase() ?? 'none';
    }
  }
  if (Object.keys(found).length === 0) return undefined;
  const domain = registeredDomain(domainOfAddress(from) ?? '');
  if (
    found.dmarc === undefined &&
    domain !== undefined &&
    (found.spf ?? found.dkim) !== undefined
  ) {
    found.is_aligned = passed.some((one) => one !== undefined && registeredDomain(one) === domain);
  }
  return found;
}

/** Microsoft's servers name nobody; they take out what others wrote under the name. */
function isOwn(says: string | undefined, server: string | undefined): boolean {
  if (says === undefined || server === undefined) return true;
  const [mine, theirs] = [registeredDomain(server), registeredDomain(says)];
  return mine === undefined || theirs === undefined || mine === theirs;
}

function take(
  result: string,
  found: { -readonly [Name in keyof EmailAuth]: EmailAuth[Name] },
  passed: (string | undefined)[],
): void {
  const [, method, verdict] = /^\s*(spf|dkim|dmarc)\s*=\s*([a-z]+)/i.exec(result) ?? [];
  if (method === undefined || verdict === undefined) return;
  const value = verdict.toLowerCase();
  const property = (name: string): string | undefined =>
    domainOfAddress(new RegExp(`\\b${name}\\s*=\\s*"?([^\\s;"]{1,320})`, 'i').exec(result)?.[1]);
  switch (method.toLowerCase()) {
    case 'spf': {
      const domain = property(String.raw`smtp\.(?:mailfrom|helo)`);
      if (found.spf === undefined && domain !== undefined) found.spf_domain = domain;
      found.spf ??= value;
      if (value === 'pass') passed.push(domain);
      break;
    }
    case 'dkim': {
      const domain = property(String.raw`header\.[di]`);
      // Of several signatures one that holds is enough.
      if (found.dkim === undefined || (value === 'pass' && found.dkim !== 'pass')) {
        found.dkim = value;
        if (domain !== undefined && domain !== 'none') found.dkim_domain = domain;
      }
      if (value === 'pass') passed.push(domain);
      break;
    }
    default:
      found.dmarc ??= value;
  }
}

function withoutComments(text: string): string {
  let plain = text.slice(0, 8192);
  // Comments may hold comments, though hardly more than one level of them.
  for (let level = 0; level < 3 && plain.includes('('); level += 1) {
    plain = plain.replace(/\([^()]*\)/g, ' ');
  }
  return plain;
}
