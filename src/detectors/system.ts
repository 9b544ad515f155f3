import type { EventDigest } from '../events/digest.ts';

const SYSTEM = /windows|mac ?os|macintosh|iphone|ipad|ios|android|cros|linux/i;

/** Tablets and telephones asked for the desktop site say that they are what they are made from. */
const FAMILIES: Readonly<Record<string, string>> = {
  'mac os': 'apple',
  macos: 'apple',
  macintosh: 'apple',
  iphone: 'apple',
  ipad: 'apple',
  ios: 'apple',
  android: 'linux',
};

/** The family of systems an event was done with; empty when the log does not say. */
export function systemOf(event: EventDigest): string {
  const said = event.device?.os ?? event.http_request?.user_agent ?? '';
  const found = SYSTEM.exec(said)?.[0].toLowerCase() ?? '';
  return FAMILIES[found] ?? found;
}
