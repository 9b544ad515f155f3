import type { Client } from '../devices.ts';

/** A program on a server: it has no device the directory knows, and its agent never changes. */
export function fixedClient(userAgent: string, app: string): Client {
  return Object.freeze({
    app,
    userAgent,
    system: 'Linux',
    browser: 'Rich Client',
    deviceId: '',
    deviceName: '',
    managed: false,
    legacy: false,
  });
}
