import { formatTime } from '../lib/time.ts';
import type { AccountTrace } from './account-trace.ts';
import type { Case } from './case.ts';
import type { Dossier } from './dossier.ts';
import { KIND_FACTS } from './kind-facts.ts';
import { MAX_TIMELINE } from './limits.ts';
import { COMPROMISED, LOCKED, MFA_STOPPED, PASSWORD_KNOWN } from './rung.ts';
import { many } from '../lib/many.ts';
import { shownName, shownReason } from './words.ts';

interface Moment {
  readonly at: number;
  readonly what: string;
}

const HOUR = 3_600_000;

/** Accounts reached, and tries made, that are worth a line. */
const ACCOUNTS_REACHED = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];
const TRIES_MADE = [100, 1000, 10_000, 100_000, 1_000_000];

/** What happened when: opening, growth, the first of each outcome, everybody entered, what came after, closing. */
export function timelineOf(dossier: Dossier, closed: boolean): Case['timeline'] {
  const { first, last } = dossier.span;
  const { people, kind } = dossier;
  const byFirst = people.toSorted((a, b) => a.first - b.first || (a.account < b.account ? -1 : 1));
  const [opening] = byFirst;
  const middle = [
    { at: dossier.detectedAt, what: 'Noticed: from here on a running watch would have told you.' },
    ...reached(byFirst),
    ...tries(people),
    ...firstsOf(people),
    ...entered(people),
    ...messages(dossier),
    ...dossier.clues.map(({ at, title, explanation }) => ({
      at,
      what: `${shownName(title)}: ${shownReason(explanation)}`,
    })),
  ].toSorted((a, b) => a.at - b.at);
  const begin = {
    at: first,
    what: opening === undefined ? 'First trace.' : `First trace, on ${shownName(opening.account)}.`,
  };
  const end = {
    at: last,
    what: closed
      ? `Last trace; nothing in the ${many(KIND_FACTS[kind].quietDays, 'day')} after it.`
      : 'Newest trace; it may go on.',
  };
  const shown = [begin, ...middle.slice(0, MAX_TIMELINE - 2), end];
  return shown.map(({ at, what }) => ({ at: formatTime(at), what }));
}

function reached(byFirst: readonly AccountTrace[]): readonly Moment[] {
  return ACCOUNTS_REACHED.flatMap((count) => {
    const account = byFirst[count - 1];
    return account === undefined
      ? []
      : [{ at: account.first, what: `${many(count, 'account')} reached.` }];
  });
}

/** By the hour; nothing where hours of some accounts are not charted. */
function tries(people: readonly AccountTrace[]): readonly Moment[] {
  if (people.some(({ hours }) => hours === undefined)) return [];
  const hours = new Map<number, number>();
  for (const account of people) {
    for (const { hour, attempts } of account.cells())
      hours.set(hour, (hours.get(hour) ?? 0) + attempts);
  }
  const moments: Moment[] = [];
  let sum = 0;
  for (const [hour, attempts] of [...hours].toSorted(([a], [b]) => a - b)) {
    for (const step of TRIES_MADE) {
      if (sum < step && sum + attempts >= step)
        moments.push({ at: hour * HOUR, what: `${many(step, 'event')} within this hour.` });
    }
    sum += attempts;
  }
  return moments;
}

const FIRSTS: readonly (readonly [number, string])[] = [
  [LOCKED, 'First account locked'],
  [PASSWORD_KNOWN, 'First right password, stopped by something else'],
  [MFA_STOPPED, 'First right password stopped by a second factor'],
];

function firstsOf(people: readonly AccountTrace[]): readonly Moment[] {
  return FIRSTS.flatMap(([rung, what]) => {
    const [first] = people
      .filter(({ counts }) => (counts[rung] ?? 0) > 0)
      .toSorted(
        (a, b) => (a.firsts[rung] ?? 0) - (b.firsts[rung] ?? 0) || (a.account < b.account ? -1 : 1),
      );
    return first === undefined
      ? []
      : [{ at: first.firsts[rung] ?? 0, what: `${what}: ${shownName(first.account)}.` }];
  });
}

/** The mail that an attack began with, or brought. */
function messages({ trails }: Dossier): readonly Moment[] {
  return trails
    .filter(({ kind }) => kind === 'web-bug' || kind === 'phishing')
    .map(({ reason, span }) => ({ at: span.first, what: shownReason(reason) }));
}

function entered(people: readonly AccountTrace[]): readonly Moment[] {
  return people
    .filter(({ rung }) => rung >= COMPROMISED)
    .map((account) => ({
      at: account.firstFrom(COMPROMISED),
      what: `Somebody got in to ${shownName(account.account)}.`,
    }))
    .toSorted((a, b) => a.at - b.at || (a.what < b.what ? -1 : 1));
}
