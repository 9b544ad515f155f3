import { severityOf } from './severity.ts';
import type { Dossier } from './dossier.ts';
import { KIND_FACTS } from './kind-facts.ts';
import { COMPROMISED, PASSWORD_KNOWN } from './rung.ts';
import { UNSURE } from './telling.ts';
import { many } from '../lib/many.ts';
import { namesOf, shownName, shownReason } from './words.ts';

/** Addresses it still makes sense to block by hand. */
const FEW_ADDRESSES = 5;

/** Steps taken over from rules. */
const MAX_OF_RULES = 3;

/** What to do, most urgent first, in words that need no expert. */
export function nextSteps(dossier: Dossier): readonly string[] {
  const { people } = dossier;
  const entered = people.filter(({ rung }) => rung >= COMPROMISED);
  const known = people.filter(({ rung }) => rung >= PASSWORD_KNOWN && rung < COMPROMISED);
  const others = people.filter(({ rung }) => rung < PASSWORD_KNOWN);
  const steps = [
    ...ofEntered(dossier, namesOf(entered.map(({ account }) => account)), entered.length),
    ...(known.length === 0
      ? []
      : [
          `Today: set new passwords for ${namesOf(known.map(({ account }) => account))}; the attacker has the right ` +
            'ones, and only something else stopped them.',
        ]),
    ...ofRules(dossier),
    ...ofTargeted(dossier, others.length),
    ...ofAddresses(dossier),
  ];
  if (['critical', 'high'].includes(severityOf(dossier)))
    steps.push(
      'Keep the logs and this report: whoever helps you, or investigates, will ask for them.',
    );
  return steps;
}

function ofEntered({ kind, confidence }: Dossier, names: string, count: number): readonly string[] {
  if (count === 0) return [];
  const first =
    confidence < UNSURE
      ? `Ask ${names} by telephone whether this was them; if it was, nothing more is needed.`
      : `Now: telephone ${names}. Do not write to them: somebody else may read their mail. They have done nothing wrong.`;
  const end =
    kind === 'consent-phishing'
      ? 'Remove the application or device that was let in, then end all sessions: a new password alone does not shut it out.'
      : kind === 'token-theft'
        ? 'End all their sessions first (that shuts out the copied one), then set new passwords.'
        : 'End all their sessions and set new passwords.';
  return [
    first,
    end,
    'Look for what was left behind: mail rules, forwarding, second factors, recovery contacts, applications, new accounts and roles.',
  ];
}

function ofRules({ clues }: Dossier): readonly string[] {
  const steps = clues
    .toSorted((a, b) => b.level - a.level)
    .flatMap(({ nextStep }) => nextStep ?? []);
  return [...new Set(steps)].slice(0, MAX_OF_RULES).map(shownReason);
}

function ofTargeted({ kind }: Dossier, count: number): readonly string[] {
  if (count === 0) return [];
  const { guesses } = KIND_FACTS[kind];
  const told = guesses
    ? `Tell ${count === 1 ? 'the person' : `the ${many(count, 'person', 'people')}`} whose password was tried and not found; it is no fault of theirs.`
    : `Tell ${count === 1 ? 'the person' : `the ${many(count, 'person', 'people')}`} it was aimed at what to expect, and whom to telephone.`;
  return guesses
    ? [
        told,
        'See that everybody has a second factor, best a security key or passkey, and switch off sign-ins that cannot ask for one (IMAP, POP, SMTP).',
      ]
    : [told];
}

function ofAddresses({ addresses, trails }: Dossier): readonly string[] {
  // Those a rule saw may be the office's own.
  if (trails.length === 0 || addresses.size === 0) return [];
  const top = addresses.top(FEW_ADDRESSES).map(([address]) => shownName(address));
  return addresses.size <= FEW_ADDRESSES
    ? [`If nobody of yours uses ${addresses.size === 1 ? 'it' : 'them'}, block ${top.join(', ')}.`]
    : [
        `Do not chase the ${addresses.size.toLocaleString('en-GB')} addresses one by one: they change. What stops this is the second factor.`,
      ];
}
