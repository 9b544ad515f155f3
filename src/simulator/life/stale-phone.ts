import { APPS } from '../applications.ts';
import { DAY, MINUTE } from '../zone.ts';
import type { Scene } from './scene.ts';
import { record } from './scene.ts';
import { whereabouts } from './whereabouts.ts';

/** Share of the retries the directory answers with "locked": smart lockout after ten failures in a row. */
const LOCKED_SHARE = 0.06;

/** A phone's mail program that tries the old password again and again, day and night, wherever the phone is. */
export function staleRetries(scene: Scene): void {
  const { memory, random } = scene;
  const until = Math.min(memory.staleUntil, scene.midnight + DAY);
  let time = scene.midnight + random.between(0, 60) * MINUTE;
  while (time < until) {
    const spot = whereabouts(scene, time, memory.phone, 'activesync');
    if (spot !== undefined) {
      record(scene, spot, {
        time,
        device: memory.phone,
        use: 'activesync',
        application: APPS.exchange,
        code: random.chance(LOCKED_SHARE) ? 50_053 : 50_126,
        interactive: true,
        proof: 'password',
        mode: 'stale-phone',
      });
    }
    time += random.between(20, 75) * MINUTE;
  }
}
