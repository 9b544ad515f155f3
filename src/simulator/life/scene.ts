import type { Application } from '../applications.ts';
import type { Device, Use } from '../devices.ts';
import { clientOf } from '../devices.ts';
import type { Change, Facts, MfaResult, Origin, SignInFacts, Story } from '../facts.ts';
import type { Internet } from '../internet.ts';
import type { Organisation } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Settings } from '../options.ts';
import type { Random } from '../random.ts';
import { MINUTE } from '../zone.ts';
import type { Trip } from './trips.ts';

/** What a person carries from one day to the next. */
export interface Memory {
  laptop: Device;
  phone: Device;
  readonly sessions: Map<Device, Session>;
  /** Address of the household, until the provider gives another. */
  lease: Origin;
  /** The household's IPv6 prefix, where the provider has IPv6. */
  readonly prefix: string | undefined;
  mobile: Origin;
  exit: Origin | undefined;
  passwordAge: number;
  /** The phone offers an old password until then. */
  staleUntil: number;
  /** Days the person has been here; negative for those there before the simulation. */
  tenure: number;
}

interface Session {
  readonly id: string;
  readonly mfaAt: number;
  /** Where it began. */
  readonly country: string;
}

/** One day of one person: who, where, and what has been recorded so far. */
export interface Scene {
  readonly settings: Settings;
  readonly organisation: Organisation;
  readonly person: Person;
  readonly net: Internet;
  readonly memory: Memory;
  readonly random: Random;
  readonly day: number;
  readonly midnight: number;
  readonly trips: readonly Trip[];
  /** From and to in the office, milliseconds since 1970. */
  readonly office: readonly [number, number] | undefined;
  /** The person uses a VPN today. */
  readonly vpnToday: boolean;
  readonly out: Facts[];
}

/** Story objects are shared: one per mode. */
const stories = new Map<string, Story>();

export function benign(mode: string): Story {
  let story = stories.get(mode);
  if (story === undefined) {
    story = Object.freeze({ label: 'benign', mode });
    stories.set(mode, story);
  }
  return story;
}

export interface Attempt {
  readonly time: number;
  readonly device: Device;
  readonly use: Use;
  readonly application: Application;
  readonly code?: number;
  readonly interactive: boolean;
  readonly proof: 'password' | 'claim';
  readonly mfa?: MfaResult | undefined;
  readonly correlation?: string;
  /** Overrides what the whereabouts say, e.g. `typo`. */
  readonly mode?: string;
}

export interface Spot {
  readonly origin: Origin;
  /** `ordinary`, `traveller`, `vpn`, `privacy-relay` or `tor`. */
  readonly mode: string;
}

const TRANSIENT_ERROR = 90_033;

/** Whether nobody can sign in at a time. */
export function isDown(settings: Settings, time: number): boolean {
  return settings.outages.some(
    (outage) => time >= outage.start && time < outage.start + outage.minutes * MINUTE,
  );
}

/** Records a sign-in from where the person is at that time. */
export function record(scene: Scene, spot: Spot, attempt: Attempt): void {
  const { person, memory, settings, out } = scene;
  const { mode, device, use, code = 0, ...rest } = attempt;
  const time = Math.max(rest.time, scene.midnight);
  const down = isDown(settings, time);
  const base: SignInFacts = {
    kind: 'sign-in',
    time,
    account: person.account,
    origin: spot.origin,
    client: clientOf(device, use, time),
    application: rest.application,
    interactive: rest.interactive,
    proof: rest.proof,
    code: down ? TRANSIENT_ERROR : code,
    session: memory.sessions.get(device)?.id ?? '',
    story: benign(down ? 'outage' : (mode ?? spot.mode)),
    ...(rest.mfa === undefined || down ? {} : { mfa: rest.mfa }),
    ...(person.mfaMethod === undefined ? {} : { mfaMethod: person.mfaMethod }),
    ...(rest.correlation === undefined ? {} : { correlation: rest.correlation }),
    ...(spot.mode === 'tor' && code === 0
      ? { risk: { level: 'medium', types: ['anonymizedIPAddress'] } }
      : {}),
  };
  out.push(base);
  if (down && rest.interactive) {
    out.push({ ...base, time: time + scene.random.between(0.5, 3) * MINUTE });
  }
}

export function audit(scene: Scene, spot: Spot, time: number, change: Change, mode: string): void {
  const { account } = scene.person;
  scene.out.push({
    kind: 'audit',
    time,
    account,
    origin: spot.origin,
    userAgent: clientOf(scene.memory.laptop, 'browser', time).userAgent,
    change,
    story: benign(mode),
  });
}
