import { APPS } from '../applications.ts';
import { MINUTE, SECOND } from '../zone.ts';
import { enterPassword, passwordChanged } from './password-entry.ts';
import { clientOf } from '../devices.ts';
import type { ResetProgress } from '../facts.ts';
import type { Scene, Spot } from './scene.ts';
import { audit, benign, record } from './scene.ts';
import { officeAt, officeOrigin, whereabouts } from './whereabouts.ts';

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
  const helped =
    organisation.noise.helpdeskResets > 0 && random.chance(organisation.noise.helpdeskResets);
  if (helped) time = askHelpdesk(scene, spot, time);
  else resetAlone(scene, spot, time);
  passwordChanged(scene, time, organisation.noise.stalePhones);
  time += random.between(10, 60) * SECOND;
  enterPassword(scene, time, { device: memory.laptop, use: 'browser', application: APPS.portal });
  revokePhone(scene, time);
}

const MODE = 'forgotten-password';

/** The steps of a self-service reset before the reset itself, sometimes with one that does not work at first. */
function resetAlone(scene: Scene, spot: Spot, time: number): void {
  // Drawn apart: what a person does after it does not depend on how the reset went.
  const random = scene.random.fork('reset flow');
  let at = time - random.between(30, 58) * SECOND;
  const step = (progress: ResetProgress): void => {
    audit(scene, spot, at, { operation: 'reset-progress', progress }, MODE);
    at += random.between(3, 9) * SECOND;
  };
  step('named');
  step('offered');
  if (random.chance(0.15)) step('failed');
  step('passed');
  audit(scene, spot, time, { operation: 'password-reset' }, MODE);
}

/** The reset page refuses; a colleague with the right to do so sets a password that must be changed at once. */
function askHelpdesk(scene: Scene, spot: Spot, time: number): number {
  const { random, memory, organisation, person } = scene;
  for (const progress of ['named', 'not-enabled'] as const) {
    audit(scene, spot, time, { operation: 'reset-progress', progress }, MODE);
  }
  const given = time + random.between(4, 90) * MINUTE;
  // The first of the list runs the help desk, from the office.
  const helper = organisation.accounts[0] ?? person.account;
  scene.out.push({
    kind: 'audit',
    time: given,
    account: helper,
    origin: officeOrigin(officeAt(organisation, given), 1),
    userAgent: clientOf(memory.laptop, 'browser', given).userAgent,
    change: { operation: 'administrator-reset', target: person.account },
    story: benign(MODE),
  });
  const typed = given + random.between(1, 6) * MINUTE;
  record(scene, spot, {
    time: typed,
    device: memory.laptop,
    use: 'browser',
    application: APPS.portal,
    code: 50_055,
    interactive: true,
    proof: 'password',
    mode: MODE,
  });
  const changed = typed + random.between(30, 120) * SECOND;
  audit(scene, spot, changed, { operation: 'password-change' }, MODE);
  return changed;
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
