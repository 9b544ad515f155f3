import type { Client, Device } from '../devices.ts';
import { browserText, chromeVersion, iosVersion } from '../devices.ts';
import type { Random } from '../random.ts';
import { DAY } from '../zone.ts';

const UNKNOWN_DEVICE = { deviceId: '', deviceName: '', managed: false } as const;

function tool(app: string, userAgent: string, system: string, legacy: boolean): Client {
  return Object.freeze({
    app,
    userAgent,
    system,
    browser: legacy ? '' : 'Other',
    legacy,
    ...UNKNOWN_DEVICE,
  });
}

/** `BAV2ROPC` is the agent the directory records for a password passed on by a mail protocol. */
const LEGACY: readonly Client[] = [
  tool('Other clients', 'BAV2ROPC', '', true),
  tool('Authenticated SMTP', 'BAV2ROPC', '', true),
  tool('IMAP4', 'BAV2ROPC', '', true),
];

export const IMAP: Client = tool('IMAP4', 'BAV2ROPC', '', true);

const SCRIPTS: readonly Client[] = [
  tool('Mobile Apps and Desktop clients', 'python-requests/2.31.0', '', false),
  tool('Mobile Apps and Desktop clients', 'axios/1.6.8', '', false),
  tool(
    'Mobile Apps and Desktop clients',
    'Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.4170',
    'Windows10',
    false,
  ),
];

type Face = readonly [Device['browser'], Device['system']];

/** What most people browse with, so that none of them stands out. */
const POPULAR: readonly Face[] = [
  ['Chrome', 'Windows10'],
  ['Chrome', 'MacOs'],
  ['Edge', 'Windows10'],
  ['Firefox', 'Windows10'],
  ['Safari', 'MacOs'],
  ['Mobile Safari', 'Ios'],
  ['Chrome Mobile', 'Android'],
];

function disguised([browser, system]: Face, version: string): Client {
  const systems = {
    Windows10: 'Windows10',
    MacOs: 'MacOs',
    Ios: `Ios ${version}`,
    Android: 'Android 14',
  };
  return Object.freeze({
    app: 'Browser',
    ...browserText(browser, system, version),
    system: systems[system],
    legacy: false,
    ...UNKNOWN_DEVICE,
  });
}

/** Popular browsers as of the day: this month's version and last month's. */
function popular(time: number, random: Random): Client[] {
  return random
    .sample(POPULAR, random.whole(4, POPULAR.length))
    .flatMap((face) =>
      [time, time - 28 * DAY].map((at) =>
        disguised(face, face[1] === 'Ios' ? iosVersion(at) : String(chromeVersion(at))),
      ),
    );
}

/**
 * The handful of agents one campaign uses; MSTIC's text names no user agent or protocol, so these are assumptions.
 * `browser` imitates current ones, a few versions behind; `popular` rotates through what everybody has; `mixed` has one
 * tool of each kind.
 */
export function attackClients(kind: string, time: number, random: Random): readonly Client[] {
  if (kind === 'popular') return popular(time, random);
  if (kind === 'mixed') {
    return ['legacy', 'script', 'browser'].flatMap((one) =>
      attackClients(one, time, random).slice(0, 1),
    );
  }
  if (kind === 'script') return [random.pick(SCRIPTS)];
  if (kind !== 'browser') return random.sample(LEGACY, 2);
  const choice = random.sample(['Chrome', 'Firefox', 'Edge', 'Chrome'] as const, 3);
  return choice.map((browser) => {
    const version = String(chromeVersion(time - random.whole(20, 240) * DAY));
    const system: Device['system'] = random.chance(0.8) ? 'Windows10' : 'MacOs';
    return Object.freeze({
      app: 'Browser',
      ...browserText(browser, system, version),
      system,
      legacy: false,
      ...UNKNOWN_DEVICE,
    });
  });
}
