import type { MailDigest } from '../events/digest.ts';
import type { MailLink } from '../events/mail.ts';
import { CONFUSABLES } from '../lib/confusables.ts';
import { domainOf } from './mail-past.ts';

/** What a message says by itself, whoever it is for. */
export interface MailSign {
  readonly name:
    | 'bulk'
    | 'link-address'
    | 'link-userinfo'
    | 'form'
    | 'name-address'
    | 'mixed-scripts'
    | 'reply-elsewhere'
    | 'risky-file'
    | 'dmarc-fail'
    | 'dmarc-pass'
    | 'hidden-image'
    | 'recipient-token';
  /** Words that follow "the message". */
  readonly words?: string;
}

/** Files that run, or that open a page of the sender's making. */
const RISKY_FILE =
  /\.(?:html?|xhtml|shtml|svg|hta|js|jse|vbs|vbe|wsf|lnk|url|iso|img|vhdx?|exe|scr|com|pif|cmd|bat|ps1|msi|jar|docm|xlsm|xlsb|pptm|one|ics\.html?|library-ms|search-ms)$/i;

export function mailSigns({ email, email_auth }: MailDigest): readonly MailSign[] {
  const signs: MailSign[] = [];
  const add = (when: boolean, name: MailSign['name'], words?: string): void => {
    if (when) signs.push(words === undefined ? { name } : { name, words });
  };
  const { from, from_name: name, files, images, links, reply_to: reply } = email;
  add(email.is_bulk, 'bulk');
  add(links.some(isAddress), 'link-address', 'has a link to a bare address');
  add(
    links.some(hasUserInfo),
    'link-userinfo',
    'has a link that begins with the name of another site',
  );
  add(
    links.some(({ is_form }) => is_form === true),
    'form',
    'has a form to fill in',
  );
  const named = addressIn(name);
  const poses = named !== undefined && domainOf(named) !== domainOf(from);
  add(poses, 'name-address', `shows ${named} as its sender and comes from ${from ?? 'nowhere'}`);
  const mixed = [name, email.subject].some((text) => text !== undefined && isDisguised(text));
  add(mixed, 'mixed-scripts', 'hides words behind letters of another script');
  const elsewhere = reply !== undefined && domainOf(reply) !== domainOf(from);
  add(elsewhere, 'reply-elsewhere', `sends answers to ${reply}`);
  const risky = files.find((file) => RISKY_FILE.test(file.name ?? ''));
  add(
    risky !== undefined,
    'risky-file',
    `brings a file that can run or show a page (${risky?.name})`,
  );
  const dmarc = email_auth?.dmarc;
  add(dmarc === 'fail' || (dmarc === undefined && email_auth?.is_aligned === false), 'dmarc-fail');
  add(dmarc === 'pass' || email_auth?.is_aligned === true, 'dmarc-pass');
  add(
    images.some(({ is_hidden }) => is_hidden),
    'hidden-image',
  );
  add(
    [...images, ...links].some(({ token }) => token === 'recipient'),
    'recipient-token',
    'carries the address of whoever got it in its links',
  );
  return signs;
}

/** The reader sees the name of one site and goes to another. */
export function isMismatched({ text_domain: shown, domain, hostname }: MailLink): boolean {
  return shown !== undefined && shown !== domain && shown !== hostname;
}

function isAddress({ hostname }: MailLink): boolean {
  return /^\[?[\d.:a-f]+\]?$/i.test(hostname) && /\d/.test(hostname);
}

/** `https://example.org@other.example`. */
function hasUserInfo({ url }: MailLink): boolean {
  return /^https?:\/\/[^/?#@]*\.[^/?#@]*@/i.test(url);
}

/** An address that stands where the name is shown. */
function addressIn(name: string | undefined): string | undefined {
  return name === undefined
    ? undefined
    : /[\w.+-]+@([\w-]+\.)+[a-z]{2,}/i.exec(name)?.[0]?.toLowerCase();
}

const INVISIBLE = /\p{L}[\u00ad\u200b-\u200f\u2060-\u2064\u202a-\u202e\ufeff]+\p{L}/u;
/** Letters of formulas, which people take for bold ones: names of firms are not written so. */
const FORMULA = /[\u{1d400}-\u{1d7ff}]{4}/u;

/** A word of two scripts that looks like one, of letters for formulas, or cut by characters nobody sees. */
function isDisguised(text: string): boolean {
  if (INVISIBLE.test(text) || FORMULA.test(text)) return true;
  return text.split(/[^\p{L}\p{M}]+/u).some((word) => {
    if (!/\p{Script=Latin}/u.test(word)) return false;
    return Array.from(word).some((char) => /\P{Script=Latin}/u.test(char) && CONFUSABLES.has(char));
  });
}
