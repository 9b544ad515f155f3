import { APPS } from '../applications.ts';
import { drawDevice } from '../devices.ts';
import { MINUTE, SECOND } from '../zone.ts';
import { enterPassword } from './password-entry.ts';
import type { Scene } from './scene.ts';
import { audit, record } from './scene.ts';
import { whereabouts } from './whereabouts.ts';

/** A new phone or laptop takes the place of the old one: password, second factor, first tokens. */
export function newDevice(scene: Scene, time: number): void {
  const { random, memory, person } = scene;
  const kind = random.chance(0.7) ? 'phone' : 'laptop';
  const owner = person.account.displayName.split(' ')[0] ?? 'Staff';
  const device = drawDevice(kind, owner, random);
  if (kind === 'phone') {
    memory.phone = device;
    memory.staleUntil = 0;
  } else {
    memory.laptop = device;
  }
  enterPassword(scene, time, {
    device,
    use: kind === 'phone' ? 'native' : 'browser',
    application: kind === 'phone' ? APPS.outlookMobile : APPS.portal,
    mode: 'new-device',
  });
}

/** First day: asked to enrol a second factor, enrols it, signs in with it on laptop and phone. */
export function firstDay(scene: Scene, start: number): void {
  const { random, memory, person } = scene;
  const spot = whereabouts(scene, start, memory.laptop, 'browser');
  if (spot === undefined) return;
  let time = start;
  const entry = { device: memory.laptop, use: 'browser', application: APPS.portal } as const;
  if (person.mfaMethod !== undefined) {
    const asked = { ...entry, interactive: true, proof: 'password', mode: 'new-starter' } as const;
    record(scene, spot, { ...asked, time, code: 50_072 });
    time += random.between(90, 400) * SECOND;
    const method = person.mfaMethod;
    audit(scene, spot, time, { operation: 'security-info', method }, 'new-starter');
    time += random.between(5, 40) * SECOND;
  }
  const mode = 'new-starter';
  enterPassword(scene, time, { ...entry, mode });
  enterPassword(scene, time + random.between(5, 120) * MINUTE, {
    device: memory.phone,
    use: 'native',
    application: APPS.outlookMobile,
    mode,
  });
}

/** Rights a person may grant without an administrator. */
const MODEST_SCOPE = 'User.Read openid profile email';

/** An invented but harmless application asks to read the profile, and may. */
export function consent(scene: Scene, time: number): void {
  const { random, memory, person } = scene;
  const spot = whereabouts(scene, time, memory.laptop, 'browser');
  if (spot === undefined) return;
  const application = random.pick(person.services);
  const base = {
    device: memory.laptop,
    use: 'browser',
    application,
    interactive: true,
    proof: 'claim',
    mode: 'consent',
    mfa: person.mfaMethod === undefined ? undefined : 'claim',
  } as const;
  record(scene, spot, { ...base, time, code: 65_001 });
  const granted = time + random.between(3, 20) * SECOND;
  const change = {
    operation: 'consent',
    application,
    scope: MODEST_SCOPE,
    administrator: false,
  } as const;
  audit(scene, spot, granted, change, 'consent');
  record(scene, spot, { ...base, time: granted + random.between(0.5, 3) * SECOND });
}

const FILED = [
  ['Newsletters', 'Newsletter'],
  ['Rota', 'Shift;Rota'],
  ['Travel', 'Itinerary;Booking'],
  ['Build reports', 'Nightly report'],
] as const;

/** Mail filed into a folder of the person's own, as mail programs offer to. */
export function mailboxRule(scene: Scene, time: number): void {
  const { random, memory } = scene;
  const spot = whereabouts(scene, time, memory.laptop, 'browser');
  if (spot === undefined) return;
  const [folder, words] = random.pick(FILED);
  const parameters = { Name: folder, SubjectContainsWords: words, MoveToFolder: folder };
  audit(scene, spot, time, { operation: 'inbox-rule', parameters }, 'mailbox-rule');
}
