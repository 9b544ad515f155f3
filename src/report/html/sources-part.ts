import type { Case } from '../../cases/case.ts';
import { many } from '../../lib/many.ts';
import { percent } from './legend.ts';
import type { Markup } from './markup.ts';
import { markup, name } from './markup.ts';

const MAX_ADDRESSES = 20;
const MAX_CLIENTS = 10;
/** Rows open from the start. */
const MAX_OPEN = 8;
const MAX_COUNTRIES = 30;

/** A share of the attempts from which on an address is worth blocking. */
const WORTH_BLOCKING = 0.5;

interface Counted {
  readonly label: string;
  readonly attempts: number;
}

/** Where an attack came from, and with what. */
export function sourcesPart({ events_total: total, sources }: Case): Markup {
  const { addresses, asns, clients, countries, netblocks, top } = sources;
  if (addresses === 0 && clients.length === 0) return markup``;
  const counted = top.map(({ address, attempts }) => ({ label: address, attempts }));
  const sum = counted.reduce((all, { attempts }) => all + attempts, 0);
  const share = total === 0 ? 0 : Math.min(1, sum / total);
  const parts = [
    many(addresses, 'address', 'addresses'),
    many(netblocks, 'network (/24 or /48)', 'networks (/24 or /48)'),
    ...(asns > 0 ? [many(asns, 'provider')] : []),
  ].join(', ');
  const shownCountries = countries.slice(0, MAX_COUNTRIES).join(', ');
  const blocking =
    share >= WORTH_BLOCKING
      ? 'Blocking them helps for now; the attacker can come from others.'
      : 'Blocking single addresses will not stop this.';
  return markup`<h3>From where, and with what</h3>
<p>${addresses > 0 ? parts : 'The log names no address'}${countries.length > 0 && markup`; countries: ${shownCountries}${countries.length > MAX_COUNTRIES && ' …'}`}.${
    addresses > MAX_ADDRESSES &&
    ` The ${counted.length} addresses with most attempts made ${Math.round(share * 100)} % of them. ${blocking}`
  }</p>
<div class="two"><div>${bars('Address', counted.slice(0, MAX_ADDRESSES), addresses)}</div><div>${bars(
    'Client',
    clients.slice(0, MAX_CLIENTS).map(({ attempts, client }) => ({ label: client, attempts })),
    clients.length,
  )}</div></div>`;
}

function bars(title: string, rows: readonly Counted[], of: number): Markup {
  if (rows.length === 0) return markup``;
  const most = Math.max(1, ...rows.map(({ attempts }) => attempts));
  const rest = of - rows.length;
  const more = rows.slice(MAX_OPEN);
  return markup`${barTable(title, rows.slice(0, MAX_OPEN), most)}${
    more.length > 0 &&
    markup`<details><summary>${more.length} more</summary>${barTable(title, more, most)}</details>`
  }${rest > 0 && markup`<p class="note">… and ${rest.toLocaleString('en-GB')} more, fewer each</p>`}`;
}

function barTable(title: string, rows: readonly Counted[], most: number): Markup {
  return markup`<table class="small bars"><thead><tr><th scope="col">${title}</th><th scope="col" class="n">Attempts</th><td class="bar"></td></tr></thead><tbody>
${rows.map(
  ({ attempts, label }) =>
    markup`<tr><th scope="row">${name(label)}</th><td class="n">${attempts.toLocaleString('en-GB')}</td><td class="bar"><svg width="100%" height="8" aria-hidden="true"><rect class="o-targeted" width="${percent(attempts / most)}" height="8" rx="2"/></svg></td></tr>`,
)}</tbody></table>`;
}
