import type { AttackKind } from '../detectors/detection.ts';
import type { Clue } from './clue.ts';
import { COMPROMISED } from './rung.ts';
import type { Trail } from './trail.ts';

/** What says most of how somebody got in comes first; what only says that somebody did, or what came after, last. */
const TELLING: readonly AttackKind[] = [
  'mfa-fatigue',
  'token-theft',
  'consent-phishing',
  'credential-stuffing',
  'password-spray',
  'brute-force',
  'phishing',
  'web-bug',
  'account-takeover',
  'mailbox-rule',
];

/** Kinds that name a campaign only when nothing else does. */
const GENERIC: ReadonlySet<AttackKind> = new Set(['account-takeover', 'mailbox-rule', 'web-bug']);

/** What reaches so many times more accounts than anything beside it is what the campaign is. */
const MANY = 2;

/**
 * The attack that names a campaign: the one by which somebody first got in; when nobody did, the one that reached most
 * accounts. `trails`: in order of detection.
 */
export function nameOfTrails(trails: readonly [Trail, ...Trail[]]): Pick<Trail, 'kind' | 'reason'> {
  const named = trails.filter((trail) => !GENERIC.has(trail.kind) && !isAftermath(trail, trails));
  const widest = Math.max(0, ...named.map(({ accounts }) => accounts.size));
  const wide = trails.filter(
    ({ accounts, kind }) => GENERIC.has(kind) && accounts.size > MANY * Math.max(1, widest),
  );
  const candidates = wide.length > 0 ? wide : named.length > 0 ? named : trails;
  const entries = candidates
    .map((trail) => ({ trail, entered: enteredAt(trail) }))
    .filter(({ entered }) => entered < Infinity)
    .toSorted((a, b) => a.entered - b.entered || telling(a.trail) - telling(b.trail));
  const [first] = entries;
  if (first !== undefined) return first.trail;
  const [most] = candidates.toSorted(
    (a, b) => b.accounts.size - a.accounts.size || b.total - a.total,
  );
  return most ?? trails[0];
}

/** A consent given after somebody had got in otherwise is how they stay, not how they came. */
function isAftermath(trail: Trail, trails: readonly Trail[]): boolean {
  if (trail.kind !== 'consent-phishing') return false;
  const begun = [...trail.accounts.values()].filter(({ account, firsts }) => {
    const given = Math.min(...firsts);
    return !trails.some((other) => {
      const before = other === trail ? undefined : other.accounts.get(account);
      return before !== undefined && before.firstFrom(COMPROMISED) < given;
    });
  });
  return begun.length === 0;
}

function enteredAt(trail: Trail): number {
  let first = Infinity;
  for (const account of trail.accounts.values())
    first = Math.min(first, account.firstFrom(COMPROMISED));
  return first;
}

function telling({ kind }: { readonly kind: AttackKind }): number {
  return TELLING.indexOf(kind);
}

export function nameOfClues(clues: readonly [Clue, ...Clue[]]): AttackKind {
  const alone = clues.filter(({ sense }) => sense.alone === 'yes');
  const [first] = (alone.length > 0 ? alone : clues).toSorted(
    (a, b) => telling(a.sense) - telling(b.sense),
  );
  return (first ?? clues[0]).sense.kind;
}
