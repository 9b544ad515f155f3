import type { Dossier } from './dossier.ts';
import { KIND_FACTS } from './kind-facts.ts';
import { COMPROMISED, LOCKED, PASSWORD_KNOWN } from './rung.ts';
import { many } from '../lib/many.ts';
import { shownName, shownReason } from './words.ts';

/** Below this a case may be no attack at all: it says so, and is told one step less gravely. */
export const UNSURE = 0.5;

/** Below this it is told as a mere possibility, least gravely of all. */
export const DOUBTFUL = 0.25;

/** What happened to whom, as a heading. */
export function titleOf(dossier: Dossier): string {
  const { people, kind, confidence } = dossier;
  const { title } = KIND_FACTS[kind];
  const what = confidence < UNSURE ? `Possible ${title.toLowerCase()}` : title;
  const [only] = people;
  if (only === undefined) return dossier.accounts.size === 0 ? what : `${what} on made-up names`;
  const on = people.length === 1 ? shownName(only.account) : many(people.length, 'account');
  return `${what} on ${on}${came(dossier)}`;
}

/** What came of it, for the title. */
function came({ people, kind }: Dossier): string {
  const entered = people.filter(({ rung }) => rung >= COMPROMISED).length;
  const known = people.filter(({ rung }) => rung >= PASSWORD_KNOWN).length - entered;
  const single = people.length === 1;
  const parts = [
    ...(entered > 0 ? [single ? 'entered' : `${entered.toLocaleString('en-GB')} entered`] : []),
    ...(known > 0 ? [single ? 'password known' : `${many(known, 'password')} known`] : []),
  ];
  if (parts.length > 0) return `: ${parts.join(', ')}`;
  return KIND_FACTS[kind].guesses ? ': nobody entered' : '';
}

/** Why this is one attack and what it has reached, in two or three sentences. */
export function explanationOf(dossier: Dossier): string {
  return [shownReason(dossier.reason), ...reached(dossier), ...after(dossier)].join(' ');
}

function reached({ people, kind, total, addresses, accounts, trails }: Dossier): readonly string[] {
  // A rule's own sentence already says what it counted.
  if (trails.length === 0) return [];
  const entered = people.filter(({ rung }) => rung >= COMPROMISED).length;
  const known = people.filter(({ rung }) => rung >= PASSWORD_KNOWN).length - entered;
  const locked = people.filter(({ rung }) => rung === LOCKED).length;
  const unknown = accounts.size - people.length;
  const said: string[] = [];
  if (KIND_FACTS[kind].guesses && entered + known === 0) {
    const from = addresses.size > 0 ? ` from ${many(addresses.size, 'address', 'addresses')}` : '';
    said.push(
      locked > 0
        ? `No password is known to have been right in ${many(total, 'try', 'tries')}${from}; ` +
            `${many(locked, 'account')} was or were locked.`
        : `No password was right in ${many(total, 'try', 'tries')}${from}.`,
    );
  }
  if (known > 0)
    said.push(`The right password of ${many(known, 'account')} is known to the attacker.`);
  if (entered > 0) said.push(`Somebody got in to ${many(entered, 'account')}.`);
  if (unknown > 0) said.push(`${many(unknown, 'name')} tried do not exist here.`);
  return said;
}

/** What findings of rules say was done from inside. */
function after({ clues, trails }: Dossier): readonly string[] {
  const done = trails.length === 0 ? [] : clues.filter(({ sense }) => sense.inside);
  const titles = [...new Set(done.map(({ title }) => title))].slice(0, 3);
  return titles.length === 0 ? [] : [`Afterwards: ${titles.map(shownName).join('; ')}.`];
}
