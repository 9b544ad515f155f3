import type { Application } from '../applications.ts';
import type { Device, Use } from '../devices.ts';
import { DAY, SECOND } from '../zone.ts';
import type { Scene, Spot } from './scene.ts';
import { audit, record } from './scene.ts';
import { whereabouts } from './whereabouts.ts';

/** Longest run of typing errors before the password is right. */
const MAX_TYPOS = 3;
/** Most prompts in a row that nobody answers. */
const MAX_MISSED = 2;
/** A remembered second factor lasts this long on a device. */
const MFA_REMEMBERED = 30 * DAY;

export interface Entry {
  readonly device: Device;
  readonly use: Use;
  readonly application: Application;
  readonly mode?: string;
}

/**
 * Somebody types a password: typing errors, an expired password, the second factor with a missed prompt, the "stay
 * signed in?" question, then a new session. Returns when it was done, or undefined when there is no network.
 */
export function enterPassword(scene: Scene, start: number, entry: Entry): number | undefined {
  const { random, person, memory, organisation } = scene;
  const { noise } = organisation;
  const spot = whereabouts(scene, start, entry.device, entry.use);
  if (spot === undefined) return undefined;
  const correlation = random.uuid();
  const base = { ...entry, interactive: true, proof: 'password', correlation } as const;
  let time = start;
  for (let typos = 0; typos < MAX_TYPOS && random.chance(noise.typos); typos++) {
    record(scene, spot, { ...base, time, code: 50_126, mode: 'typo' });
    time += random.between(4, 22) * SECOND;
  }
  time = expireAndChange(scene, spot, time, entry);
  const prompted = isPrompted(scene, spot, time, entry.device);
  if (prompted && random.chance(0.5)) {
    record(scene, spot, { ...base, time, code: 50_074, mode: 'second-factor-prompt' });
    time += random.between(0.4, 2) * SECOND;
  }
  const mostMissed = prompted ? MAX_MISSED : 0;
  for (let missed = 0; missed < mostMissed && random.chance(noise.missedPushes); missed++) {
    record(scene, spot, { ...base, time, code: 500_121, mfa: 'ignored', mode: 'missed-push' });
    time += random.between(62, 110) * SECOND;
  }
  if (prompted) time += random.between(5, 25) * SECOND;
  if (random.chance(noise.keepSignedIn)) {
    record(scene, spot, { ...base, time, code: 50_140, mode: 'keep-me-signed-in' });
    time += random.between(2, 8) * SECOND;
  }
  const known = memory.sessions.get(entry.device);
  memory.sessions.set(entry.device, {
    id: random.uuid(),
    mfaAt: prompted ? time : (known?.mfaAt ?? 0),
    country: spot.origin.network.place.country,
  });
  record(scene, spot, {
    ...base,
    time,
    mfa: person.mfaMethod === undefined ? undefined : prompted ? 'passed' : 'claim',
  });
  return time;
}

function isPrompted(scene: Scene, spot: Spot, time: number, device: Device): boolean {
  if (scene.person.mfaMethod === undefined) return false;
  const session = scene.memory.sessions.get(device);
  if (session === undefined || time - session.mfaAt > MFA_REMEMBERED) return true;
  return session.country !== spot.origin.network.place.country;
}

/** Whether the password is at the end of its life: by its age, or because everybody's is. */
export function isExpired(scene: Scene): boolean {
  const { passwordExpiryDays, expiryMorning } = scene.organisation.noise;
  const { passwordAge } = scene.memory;
  if (passwordExpiryDays > 0 && passwordAge >= passwordExpiryDays) return true;
  const since = scene.day - expiryMorning;
  return expiryMorning >= 0 && since >= 0 && passwordAge > since;
}

/** An expired password is refused once, changed, and from here on new. */
function expireAndChange(scene: Scene, spot: Spot, time: number, entry: Entry): number {
  if (!isExpired(scene)) return time;
  const { organisation, random } = scene;
  record(scene, spot, {
    ...entry,
    time,
    code: 50_055,
    interactive: true,
    proof: 'password',
    mode: 'password-expiry',
  });
  const changed = time + random.between(35, 150) * SECOND;
  audit(scene, spot, changed, { operation: 'password-change' }, 'password-expiry');
  passwordChanged(scene, changed, organisation.noise.stalePhones);
  return changed + random.between(1, 6) * SECOND;
}

/** After any change of password: other sessions are void, and some phones go on with the old one for days. */
export function passwordChanged(scene: Scene, time: number, stalePhones: number): void {
  const { memory, random } = scene;
  memory.passwordAge = 0;
  if (random.chance(stalePhones)) memory.staleUntil = time + random.between(0.5, 9) * DAY;
}
