import type { Event } from '../events/event.ts';

/**
 * Whether the stages that remember need a sign-in although no rule has matched it yet: attempts, and what a person did
 * at a keyboard. Token refreshes by programs, most of any log, teach nothing new.
 */
export function historyWants(event: Event): boolean {
  if (event.kind !== 'sign-in' || event.outcome === 'none') return false;
  return event.outcome !== 'in' || event.is_interactive !== false;
}
