import { APPS } from '../applications.ts';
import { MINUTE } from '../zone.ts';
import { enterPassword } from './password-entry.ts';
import type { Scene } from './scene.ts';

/** How long after an outage people keep coming back. */
const RUSH = 25 * MINUTE;

/** Everybody who was at work when an outage ended signs in again within minutes, and types in haste. */
export function outageRush(scene: Scene, from: number, to: number): void {
  const { random, memory, settings, organisation } = scene;
  for (const outage of settings.outages) {
    const end = outage.start + outage.minutes * MINUTE;
    if (end < from || end > to || !random.chance(organisation.noise.outageRush)) continue;
    enterPassword(scene, end + random.float() * RUSH, {
      device: memory.laptop,
      use: 'browser',
      application: APPS.portal,
      mode: 'outage-rush',
    });
  }
}
