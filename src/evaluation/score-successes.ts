import type { CaseOutcome } from '../cases/case.ts';
import { CASE_OUTCOMES } from '../cases/case.ts';
import { formatTime } from '../lib/time.ts';
import { MINUTE, SUCCESS_WITHIN } from './durations.ts';
import type { Campaign, Success } from './evidence.ts';
import type { Delays, Missed } from './score.ts';

/**
 * When it was told that a password was right or somebody got in: the event is in a case, and the case says of the account
 * at least as much.
 */
export function scoreSuccesses(campaigns: readonly Campaign[]): {
  readonly delays: Delays;
  readonly missed: readonly Missed[];
} {
  const minutes: number[] = [];
  const missed: Missed[] = [];
  let whole = 0;
  for (const campaign of campaigns) {
    for (const success of campaign.successes) {
      whole += 1;
      const told = toldAfter(success);
      if (typeof told === 'number') minutes.push(told);
      if (typeof told === 'string' || told > SUCCESS_WITHIN) {
        const why = typeof told === 'string' ? told : `told ${told.toFixed(1)} minutes later`;
        missed.push({ what: described(success), why });
      }
    }
  }
  return { delays: { whole, minutes: minutes.toSorted((a, b) => a - b) }, missed };
}

/** Minutes, or why never. */
function toldAfter({ label, places }: Success): number | string {
  if (places.length === 0) return 'in no case';
  const needed: CaseOutcome = label.attack?.step === 'entry' ? 'compromised' : 'password-known';
  let told: number | undefined;
  let why = 'its case does not name the account';
  for (const { found, at } of places) {
    const account = found.accounts.get(label.account);
    if (account === undefined) continue;
    if (CASE_OUTCOMES.indexOf(account.outcome) < CASE_OUTCOMES.indexOf(needed)) {
      why = `its case says the account is only ${account.outcome}`;
      continue;
    }
    const time = at ?? Date.parse(account.detected_at);
    const after = Math.max(0, time - label.time) / MINUTE;
    if (told === undefined || after < told) told = after;
  }
  return told ?? why;
}

function described({ label }: Success): string {
  const { id, time, account, mode, attack } = label;
  return `${attack?.step ?? ''} ${id} of ${mode} on ${account} at ${formatTime(time)}`;
}
