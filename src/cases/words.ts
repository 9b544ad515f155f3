import { oneLine } from '../findings/explain.ts';

/** Characters of a name from a log, and of a reason, in a sentence. */
const MAX_NAME = 80;
const MAX_REASON = 300;

const MAX_NAMED = 3;

export function shownName(name: string): string {
  return oneLine(name, MAX_NAME);
}

export function shownReason(reason: string): string {
  const text = oneLine(reason, MAX_REASON);
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** `a`, `a and b`, `a, b, c and 4 more`. */
export function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMED).map(shownName);
  const more = names.length - shown.length;
  const last = more > 0 ? `${more.toLocaleString('en-GB')} more` : shown.pop();
  return shown.length === 0 ? (last ?? '') : `${shown.join(', ')} and ${last}`;
}
