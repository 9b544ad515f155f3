import type { Outcome, StoppedBy } from '../events/outcome.ts';
import { remember } from '../lib/remember.ts';
import { ENTRA_CODES } from './entra-codes.ts';

/** What a record says of how a sign-in ended, whichever vendor format it came in. */
export interface Evidence {
  /** AADSTS code as text, when the record has one. */
  readonly code: string | undefined;
  /** The vendor's own verdict, for codes not in the table: true for success. */
  readonly success: boolean | undefined;
  /** The vendor's text. It tells the two meanings of 50053 apart and wins over ours. */
  readonly reason: string | undefined;
  /** A password was presented and found right in this very request. */
  readonly passwordRight: boolean;
  /** A token or session from before stood in for the password. */
  readonly fromToken: boolean;
}

export interface Verdict {
  readonly outcome: Outcome;
  readonly stopped_by?: StoppedBy;
  readonly detail: string | undefined;
}

/**
 * The rung a sign-in reached. The code table decides, corrected by what the record itself proves:
 * - a code that stops a right password, met while renewing a token, says nothing about the password: `refused`;
 * - a code that says nothing about the password, though the record shows it was right: `password-known`;
 * - an interrupt after accepted credentials ("keep me signed in?"): `in`, if credentials were presented; the person may
 *   walk away from the question, but nothing was refused.
 */
export function entraVerdict(evidence: Evidence): Verdict {
  const { code } = evidence;
  const row = code === undefined ? undefined : ENTRA_CODES.get(code);
  if (row === undefined) return withoutCode(evidence);
  const detail = evidence.reason ?? row.meaning;
  const { outcome, stopped_by } = row;
  // What proves a right password is long to read and seldom asked for.
  if (row.afterCredentials === true && evidence.passwordRight) return { outcome: 'in', detail };
  if (outcome === 'refused' && evidence.passwordRight) return { outcome: 'password-known', detail };
  if (stopped_by === undefined) return { outcome, detail };
  return { outcome: evidence.fromToken ? 'refused' : outcome, stopped_by, detail };
}

function withoutCode(evidence: Evidence): Verdict {
  const { code, success, reason } = evidence;
  if (success === true) return { outcome: 'in', detail: reason };
  if (code === undefined && success === undefined) {
    return { outcome: 'none', detail: reason ?? 'the record gives no result' };
  }
  return { outcome: evidence.passwordRight ? 'password-known' : 'refused', detail: reason };
}

/** A result code as text without sign, `AADSTS` prefix or leading zeros; undefined when it is none. */
export function resultCode(text: string | undefined): string | undefined {
  return text === undefined ? undefined : codeIn(text);
}

const CODES_REMEMBERED = 4096;

const codeIn = remember(
  CODES_REMEMBERED,
  (text) => /^(?:AADSTS)?-?0*(\d{1,10})(?:\.0+)?$/i.exec(text)?.[1],
);

const SUCCESS = /^(?:success|succeeded|true|partiallysucceeded)$/i;
const FAILURE = /^(?:failure|failed|fail|false|interrupted|pending|timeout|usererror)$/i;

/** The vendor's success flag; undefined when the word says neither. */
export function successFlag(word: string | undefined): boolean | undefined {
  if (word === undefined) return undefined;
  if (SUCCESS.test(word)) return true;
  return FAILURE.test(word) ? false : undefined;
}
