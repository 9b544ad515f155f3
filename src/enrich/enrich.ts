import type { Event } from '../events/event.ts';
import { mailForwarding } from './mail-forwarding.ts';
import type { NetworkList } from './network-list.ts';

/** Lists the user brings; looked up by address. */
export interface Lookups {
  /** Tor exits, open proxies, anonymising VPNs. */
  readonly anonymisers: NetworkList;
  /** The organisation's own exits and its scanners. */
  readonly trusted: NetworkList;
}

/**
 * Adds what follows from an event and the lists, as `enrichments`:
 *
 * - `network.listed`: `anonymiser` or `trusted` when the address is on a list (trusted wins);
 * - `network.is_anonymous`: the list or the log itself says so;
 * - `forwarding.address`, `forwarding.is_external`: where an inbox rule or mailbox sends mail on to.
 */
export function enrich(event: Event, lookups: Lookups): Event {
  const network = networkFacts(event, lookups);
  const forwarding = event.kind === 'audit' ? mailForwarding(event) : undefined;
  if (network === undefined && forwarding === undefined) return event;
  const enrichments = { ...event.enrichments, ...network, ...forwarding };
  return event.onDemand?.enriched(enrichments) ?? { ...event, enrichments };
}

function networkFacts(
  event: Event,
  lookups: Lookups,
): Readonly<Record<string, string | boolean>> | undefined {
  const endpoint = event.onDemand === undefined ? event.src_endpoint : event.onDemand.origin;
  if (endpoint === undefined) return undefined;
  const ip = endpoint.ip;
  if (ip !== undefined && lookups.trusted.contains(ip)) return { 'network.listed': 'trusted' };
  if (ip !== undefined && lookups.anonymisers.contains(ip)) {
    return { 'network.listed': 'anonymiser', 'network.is_anonymous': true };
  }
  return endpoint.is_anonymous === true ? { 'network.is_anonymous': true } : undefined;
}
