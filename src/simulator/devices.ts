import { unreachable } from '../lib/assert.ts';
import type { Random } from './random.ts';
import { DAY } from './zone.ts';

export type DeviceKind = 'laptop' | 'phone' | 'home-computer';

export type Browser = 'Edge' | 'Chrome' | 'Firefox' | 'Safari' | 'Mobile Safari' | 'Chrome Mobile';

export interface Device {
  readonly kind: DeviceKind;
  /** As the directory writes it, e.g. `Windows10`, `Ios 17.4`, `MacOs`. */
  readonly system: 'Windows10' | 'MacOs' | 'Ios' | 'Android';
  readonly browser: Browser;
  /** Directory object id; empty for a device the organisation does not know. */
  readonly id: string;
  readonly name: string;
  readonly managed: boolean;
  /** Days after release at which this device takes a new version. */
  readonly lag: number;
}

/** What a program on a device uses to sign in. */
export type Use = 'browser' | 'native' | 'activesync';

/** How a sign-in presents itself. One object per device, use and version, so renderers can cache by identity. */
export interface Client {
  /** The vendor's `clientAppUsed`. */
  readonly app: string;
  readonly userAgent: string;
  readonly system: string;
  readonly browser: string;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly managed: boolean;
  readonly legacy: boolean;
}

export function drawDevice(kind: DeviceKind, owner: string, random: Random): Device {
  const lag = random.between(0, 14);
  const serial = random.token(6).toUpperCase().replaceAll(/[-_]/g, '0');
  if (kind === 'phone') {
    const apple = random.chance(0.55);
    return {
      kind,
      system: apple ? 'Ios' : 'Android',
      browser: apple ? 'Mobile Safari' : 'Chrome Mobile',
      id: random.uuid(),
      name: `${owner}'s ${apple ? 'iPhone' : 'Pixel'}`,
      managed: false,
      lag,
    };
  }
  const mac = random.chance(kind === 'laptop' ? 0.22 : 0.35);
  const draw = random.float();
  const managed = kind === 'laptop';
  const native = mac ? 'Safari' : 'Edge';
  const browser = draw < 0.5 ? native : draw < 0.9 ? 'Chrome' : 'Firefox';
  return {
    kind,
    system: mac ? 'MacOs' : 'Windows10',
    browser,
    id: managed ? random.uuid() : '',
    name: managed ? `${mac ? 'MAC' : 'LT'}-${serial}` : '',
    managed,
    lag,
  };
}

const CHROME_BASE = 120;
const CHROME_EPOCH = Date.UTC(2023, 11, 5);
const RELEASE_CYCLE = 28 * DAY;
const IOS_EPOCH = Date.UTC(2023, 8, 18);
const IOS_CYCLE = 45 * DAY;

/** Four-week release train of Chromium browsers (Firefox keeps step), read on the device's own update day. */
export function chromeVersion(time: number): number {
  return Math.max(60, CHROME_BASE + Math.floor((time - CHROME_EPOCH) / RELEASE_CYCLE));
}

/** Major per year from 17 in September 2023, minor about every six weeks. */
export function iosVersion(time: number): string {
  const steps = Math.max(-24, Math.floor((time - IOS_EPOCH) / IOS_CYCLE));
  return `${17 + Math.floor(steps / 8)}.${((steps % 8) + 8) % 8}`;
}

const clients = new WeakMap<Device, Map<string, Client>>();

/** The client a device shows at a time: user agents change when the device updates, months apart or weeks. */
export function clientOf(device: Device, use: Use, time: number): Client {
  const date = time - device.lag * DAY;
  const version =
    device.system === 'Ios' && use !== 'native' ? iosVersion(date) : String(chromeVersion(date));
  const key = `${use} ${version}`;
  let known = clients.get(device);
  if (known === undefined) {
    known = new Map();
    clients.set(device, known);
  }
  let client = known.get(key);
  if (client === undefined) {
    // Only the current version of each use is needed again.
    if (known.size > 8) known.clear();
    client = Object.freeze(makeClient(device, use, version));
    known.set(key, client);
  }
  return client;
}

function makeClient(device: Device, use: Use, version: string): Client {
  const system = {
    Windows10: 'Windows10',
    MacOs: 'MacOs',
    Ios: `Ios ${version}`,
    Android: 'Android 14',
  };
  const base = {
    system: device.system === 'Ios' && use === 'native' ? 'Ios' : system[device.system],
    deviceId: device.id,
    deviceName: device.name,
    managed: device.managed,
    legacy: false,
  };
  if (use === 'activesync') {
    const userAgent =
      device.system === 'Ios'
        ? `Apple-iPhone14C5/${2100 + Number(version.split('.')[0])}.83`
        : 'Android-Mail/2024.10.27';
    return {
      ...base,
      app: 'Exchange ActiveSync',
      userAgent,
      browser: '',
      deviceId: '',
      deviceName: '',
      legacy: true,
    };
  }
  if (use === 'native') {
    const userAgent =
      device.kind === 'phone'
        ? `Mozilla/5.0 (compatible; MSAL 1.0) ${device.system === 'Ios' ? 'iOS' : 'Android'}/Outlook-4.${version}`
        : `Mozilla/5.0 (compatible; MSAL 1.0) ${device.system === 'MacOs' ? 'macOS' : 'Windows'}/16.0.${version}`;
    return { ...base, app: 'Mobile Apps and Desktop clients', userAgent, browser: '' };
  }
  return { ...base, app: 'Browser', ...browserText(device.browser, device.system, version) };
}

/** User agent and the vendor's name of a browser. Also used for browsers that attackers imitate. */
export function browserText(
  browser: Browser,
  system: Device['system'],
  version: string,
): { userAgent: string; browser: string } {
  const platform =
    system === 'MacOs' ? 'Macintosh; Intel Mac OS X 10_15_7' : 'Windows NT 10.0; Win64; x64';
  const chrome = `Mozilla/5.0 (${platform}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`;
  switch (browser) {
    case 'Chrome':
      return { userAgent: chrome, browser: `Chrome ${version}.0.0` };
    case 'Edge':
      return { userAgent: `${chrome} Edg/${version}.0.0.0`, browser: `Edge ${version}.0.0` };
    case 'Firefox':
      return {
        userAgent: `Mozilla/5.0 (${platform}; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`,
        browser: `Firefox ${version}.0`,
      };
    case 'Safari': {
      const safari = `${Math.floor(Number(version) / 8) + 2}.${Number(version) % 8}`;
      return {
        userAgent: `Mozilla/5.0 (${platform}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${safari} Safari/605.1.15`,
        browser: `Safari ${safari}`,
      };
    }
    case 'Mobile Safari':
      return {
        userAgent: `Mozilla/5.0 (iPhone; CPU iPhone OS ${version.replace('.', '_')} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${version} Mobile/15E148 Safari/604.1`,
        browser: `Mobile Safari ${version}`,
      };
    case 'Chrome Mobile':
      return {
        userAgent: `Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Mobile Safari/537.36`,
        browser: `Chrome Mobile ${version}.0.0`,
      };
    default:
      return unreachable(browser);
  }
}
