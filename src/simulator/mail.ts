import { Random } from './random.ts';
import { DAY, HOUR } from './zone.ts';

/**
 * Made-up mail of one office, as its server stores it: partners who write often, strangers who write once, newsletters
 * with a pixel for each reader, vendors who follow their readers as well. And, where a campaign is asked for, mail as
 * Zirconium sent it (Microsoft, September 2020): from a stranger, little text, a picture at a bought domain with another
 * address for each reader, to several people within days.
 */
export interface MailOptions {
  readonly seed: string;
  /** Addresses of the office's people. */
  readonly people: readonly string[];
  /** Milliseconds. */
  readonly start: number;
  readonly days: number;
  /** Messages a person gets a day. */
  readonly perDay: number;
  readonly webBugs?: {
    readonly recipients: readonly string[];
    readonly start: number;
    /** From the first message to the last. Hours. */
    readonly hours: number;
  };
}

export interface SimulatedMail {
  readonly time: number;
  readonly mailbox: string;
  /** The message with lines that end as on the wire. */
  readonly text: string;
  readonly mode: 'partner' | 'stranger' | 'newsletter' | 'vendor' | 'web-bug';
}

const SHARES = [
  ['partner', 0.7],
  ['newsletter', 0.2],
  ['vendor', 0.04],
  ['stranger', 0.06],
] as const;

const PARTNERS = 40;
const NEWSLETTERS = 12;
const VENDORS = 8;

const WORDS =
  `agenda amount answer autumn budget calendar canvass chair coffee committee copy corner county
  date decision desk district draft event figure flyer form group hall hour idea item key leaflet letter line list
  map meeting member minute month morning note office order page paper part plan poster question rally report room
  route schedule sheet sign speech stage street table team thanks ticket time topic tour town train venue visit
  volunteer walk week window word`.split(/\s+/);

/** All messages, in order of time. The same options give the same bytes. */
export function simulateMail(options: MailOptions): readonly SimulatedMail[] {
  const seed = new Random(`mail ${options.seed}`);
  const found: SimulatedMail[] = [];
  for (const person of options.people) {
    const random = seed.fork(person);
    for (let day = 0; day < options.days; day += 1) {
      const count = random.count(options.perDay);
      for (let index = 0; index < count; index += 1) {
        const time = options.start + day * DAY + random.between(7 * HOUR, 19 * HOUR);
        found.push(ordinary(random, person, Math.floor(time / 1000) * 1000));
      }
    }
  }
  found.push(
    ...vendorRounds(seed.fork('vendors'), options),
    ...webBugs(seed.fork('bugs'), options),
  );
  return found.toSorted((a, b) => a.time - b.time || (a.mailbox < b.mailbox ? -1 : 1));
}

function ordinary(random: Random, mailbox: string, time: number): SimulatedMail {
  let draw = random.float();
  const mode = SHARES.find(([, share]) => (draw -= share) < 0)?.[0] ?? 'partner';
  const to = { random, mailbox, time };
  if (mode === 'newsletter') return newsletter(to, random.below(NEWSLETTERS));
  if (mode === 'vendor') return vendor(to, random.below(VENDORS));
  const number = mode === 'partner' ? random.below(PARTNERS) : 1000 + random.below(1_000_000);
  const domain = siteOf(mode, number);
  const body = `<p>${sentence(random, random.whole(20, 120))}</p>`;
  return letter(to, { mode, from: `desk@${domain}`, body });
}

interface To {
  readonly random: Random;
  readonly mailbox: string;
  readonly time: number;
}

function newsletter(to: To, number: number): SimulatedMail {
  const domain = siteOf('news', number);
  const body =
    `<p>${sentence(to.random, 150)}</p><a href="https://${domain}/read/${to.random.token(22)}">Read on</a>` +
    `<img src="https://open.${domain}/o/${to.random.token(22)}.gif" width="1" height="1">`;
  return letter(to, {
    mode: 'newsletter',
    from: `news@${domain}`,
    body,
    more: [`List-Unsubscribe: <https://${domain}/off>`],
  });
}

function vendor(to: To, number: number): SimulatedMail {
  const domain = siteOf('vendor', number);
  const body =
    `<p>${sentence(to.random, 60)}</p>` +
    `<img src="https://t.${domain}/px/${to.random.token(22)}" width="1" height="1">`;
  return letter(to, { mode: 'vendor', from: `sales@${domain}`, body });
}

/** A new vendor writes to several people of the office at once, some weeks. */
function vendorRounds(
  random: Random,
  { people, start, days }: MailOptions,
): readonly SimulatedMail[] {
  const found: SimulatedMail[] = [];
  for (let week = 0; week < days / 7; week += 1) {
    const time = start + (week * 7 + random.below(5)) * DAY + 10 * HOUR;
    if (time >= start + days * DAY) break;
    const text = sentence(random, 50);
    const chosen = people.filter(() => random.chance(0.15));
    for (const [index, mailbox] of chosen.entries()) {
      const domain = siteOf('outreach', week);
      const body = `<p>${text}</p><img src="https://t.${domain}/px/${random.token(22)}" width="1" height="1">`;
      const to = { random, mailbox, time: time + index * 60_000 };
      found.push(letter(to, { mode: 'vendor', from: `sales@${domain}`, body }));
    }
  }
  return found;
}

function webBugs(random: Random, { webBugs: campaign }: MailOptions): readonly SimulatedMail[] {
  if (campaign === undefined) return [];
  const domain = siteOf('bought', random.below(1_000_000));
  const words = sentence(random, 35);
  return campaign.recipients.map((mailbox) => {
    const time =
      Math.floor((campaign.start + random.between(0, campaign.hours * HOUR)) / 1000) * 1000;
    const url = `https://www.${domain}/img/${random.token(20)}.png`;
    const body = `<p>${words}</p><img src="${url}" width="1" height="1" style="display:none">`;
    const from = `editor${random.below(5)}@${domain}`;
    return letter({ random, mailbox, time }, { mode: 'web-bug', from, body });
  });
}

function letter(
  { random, mailbox, time }: To,
  parts: {
    readonly mode: SimulatedMail['mode'];
    readonly from: string;
    readonly body: string;
    readonly more?: readonly string[];
  },
): SimulatedMail {
  const { mode, from, body, more = [] } = parts;
  const domain = from.slice(from.indexOf('@') + 1);
  const office = mailbox.slice(mailbox.indexOf('@') + 1);
  const date = new Date(time).toUTCString().replace('GMT', '+0000');
  const lines = [
    `Delivered-To: ${mailbox}`,
    `Received: from mail.${domain} (mail.${domain} [203.0.113.${1 + random.below(250)}])`,
    `\tby mx.${office} with ESMTPS id ${random.token(10)}`,
    `\tfor <${mailbox}>; ${date}`,
    `Authentication-Results: mx.${office}; spf=pass smtp.mailfrom=${from}; dmarc=pass header.from=${domain}`,
    `From: ${from}`,
    `To: ${mailbox}`,
    `Subject: ${sentence(random, 4)}`,
    `Message-ID: <${random.token(24)}@${domain}>`,
    `Date: ${date}`,
    ...more,
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset=utf-8',
    '',
    `<html><body>${body}</body></html>`,
    '',
  ];
  return { time, mailbox, mode, text: lines.join('\r\n') };
}

/** A made-up site: two words, always the same for a number. */
function siteOf(kind: string, number: number): string {
  const random = new Random(`site ${kind} ${number}`);
  return `${sentence(random, 2).replace(' ', '-')}.example`;
}

function sentence(random: Random, words: number): string {
  return Array.from({ length: words }, () => WORDS[random.below(WORDS.length)] ?? '').join(' ');
}

/** The messages one after the other, as an mbox. */
export function asMbox(messages: readonly SimulatedMail[]): string {
  return messages
    .map(({ text, time }) => {
      const date = new Date(time).toUTCString();
      const [, day = '', month = '', year = '', clock = ''] = date.split(' ');
      const stamp = `${date.slice(0, 3)} ${month} ${day} ${clock} ${year}`;
      return `From mail@example.org ${stamp}\n${text.replaceAll('\r\n', '\n').replace(/^From /gm, '>From ')}\n`;
    })
    .join('');
}
