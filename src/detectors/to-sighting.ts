import type { EventDigest } from '../events/digest.ts';
import { clientOf } from '../history/identity.ts';
import { accountOf } from './familiarity.ts';
import type { Sighting } from './sighting.ts';

/** What a case keeps of an event; `action` says what was done where it is no attempt at a password. */
export function toSighting(event: EventDigest, action?: string): Sighting {
  const endpoint = event.src_endpoint;
  const asn = endpoint?.autonomous_system?.number;
  const country = endpoint?.location?.country;
  const client = clientOf(event);
  return {
    id: event.metadata.uid,
    time: event.time,
    account: accountOf(event),
    outcome: event.kind === 'sign-in' ? event.outcome : 'none',
    ...(event.kind === 'sign-in' &&
      event.stopped_by !== undefined && { stoppedBy: event.stopped_by }),
    ...(action !== undefined && { action }),
    ...(endpoint?.ip !== undefined && { address: endpoint.ip }),
    ...(asn !== undefined && { asn }),
    ...(country !== undefined && { country }),
    ...(client !== undefined && { client }),
    ...(event.session !== undefined && { session: event.session.uid }),
  };
}
