import { APPS } from '../applications.ts';
import { MINUTE, SECOND } from '../zone.ts';
import { enterPassword, passwordChanged } from './password-entry.ts';
import type { Scene } from './scene.ts';
import { audit, record } from './scene.ts';
import { whereabouts } from './whereabouts.ts';

/** Somebody back from a holiday: several guesses at the own password, a reset, and every other device signed out. */
export function forgetPassword(scene: Scene, start: number): void {
  const { random, memory, organisation } = scene;
  const spot = whereabouts(scene, start, memory.laptop, 'browser');
  if (spot === undefined) return;
  let time = start;
  const guesses = random.whole(3, 9);
  for (let guess = 0; guess < guesses; guess++) {
    record(scene, spot, {
      time,
      device: memory.laptop,
      use: 'browser',
      application: APPS.portal,
      code: 50_126,
      interactive: true,
      proof: 'password',
      mode: 'forgotten-password',
    });
    time += random.between(6, 70) * SECOND;
  }
  time += random.between(1, 6) * MINUTE;
  audit(scene, spot, time, { operation: 'password-reset' }, 'forgotten-password');
  passwordChanged(scene, time, organisation.noise.stalePhones);
  time += random.between(10, 60) * SECOND;
  enterPassword(scene, time, { device: memory.laptop, use: 'browser', application: APPS.portal });
  revokePhone(scene, time);
}

/** The phone's token is refused once; its owner signs in on it again, minutes or hours later. */
function revokePhone(scene: Scene, time: number): void {
  const { random, memory } = scene;
  const refused = time + random.between(1, 40) * MINUTE;
  const spot = whereabouts(scene, refused, memory.phone, 'native');
  if (spot === undefined) return;
  record(scene, spot, {
    time: refused,
    device: memory.phone,
    use: 'native',
    application: APPS.outlookMobile,
    code: 50_173,
    interactive: false,
    proof: 'claim',
    mode: 'forgotten-password',
  });
  enterPassword(scene, refused + random.between(1, 90) * MINUTE, {
    device: memory.phone,
    use: 'native',
    application: APPS.outlookMobile,
  });
}
