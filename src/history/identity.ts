import type { EventDigest } from '../events/digest.ts';

/** Parts of events are shared between them: each is looked at once. */
const clients = new WeakMap<object, WeakMap<object, string>>();

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
  const { device, http_request: request } = event;
  if (device?.uid !== undefined) return `device ${device.uid}`;
  if (device === undefined && request === undefined) return undefined;
  const ofDevice = clients.get(device ?? NO_DEVICE) ?? new WeakMap<object, string>();
  clients.set(device ?? NO_DEVICE, ofDevice);
  let client = ofDevice.get(request ?? NO_REQUEST);
  if (client === undefined) {
    client = describe([device?.os, device?.browser, request?.user_agent]);
    ofDevice.set(request ?? NO_REQUEST, client);
  }
  return client === '' ? undefined : client;
}

const NO_DEVICE = {};
const NO_REQUEST = {};

/** Empty when nothing is known. */
function describe(parts: readonly (string | undefined)[]): string {
  if (parts.every((part) => part === undefined)) return '';
  // Versions change every month; the family and the system do not.
  return parts
    .map((part) => part ?? '')
    .join('|')
    .replace(/\d[\d._]*/g, '#');
}
