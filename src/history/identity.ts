import type { EventDigest } from '../events/digest.ts';

/** The network an event came from: its autonomous system in its country or, where the log has none, its prefix. */
export function networkOf(event: EventDigest): string | undefined {
  const endpoint = event.src_endpoint;
  if (endpoint?.ip === undefined) return undefined;
  const as = endpoint.autonomous_system?.number;
  return as === undefined ? prefixOf(endpoint.ip) : `AS${as} ${endpoint.location?.country ?? ''}`;
}

/** The /24 of an IPv4 or /48 of an IPv6 address: roughly what one site or provider pool announces. */
function prefixOf(ip: string): string {
  return ip.includes(':')
    ? ip.split(':').slice(0, 3).join(':')
    : ip.split('.').slice(0, 3).join('.');
}

/** What a person signs in with: the device where it is registered, else browser and system without their versions. */
export function clientOf(event: EventDigest): string | undefined {
  const { device } = event;
  if (device?.uid !== undefined) return `device ${device.uid}`;
  const described = [device?.os, device?.browser, event.http_request?.user_agent];
  if (described.every((part) => part === undefined)) return undefined;
  // Versions change every month; the family and the system do not.
  return described
    .map((part) => part ?? '')
    .join('|')
    .replace(/\d[\d._]*/g, '#');
}
