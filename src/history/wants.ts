import type { AnyDigest } from '../events/digest.ts';
import type { Event } from '../events/event.ts';

/** What intruders and gamers of password resets do that no activity of ours names. */
const TELLING = /search|export|download|mailitems|reset|recover|password|register|security info/i;

/**
 * Whether detectors look at an event although no rule has matched it: every sign-in that was one, every message, and
 * changes. Most of an audit log, reading and sending, says nothing of who does it.
 */
export function isRemembered(event: Event): boolean {
  if (event.kind === 'sign-in') return event.outcome !== 'none';
  if (event.kind === 'mail') return true;
  return event.activity !== 'other' || TELLING.test(event.api.operation);
}

/**
 * Whether the past is asked of, and learns from, a sign-in that no rule has matched: attempts, and what a person did at a
 * keyboard. Token refreshes by programs, most of any log, teach nothing new.
 */
export function historyWants(event: AnyDigest): boolean {
  if (event.kind !== 'sign-in' || event.outcome === 'none') return false;
  return event.outcome !== 'in' || event.is_interactive !== false;
}
