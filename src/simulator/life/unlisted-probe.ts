import { APPS } from '../applications.ts';
import type { Facts } from '../facts.ts';
import { internet } from '../internet.ts';
import type { Organisation } from '../organisation.ts';
import type { Settings } from '../options.ts';
import { DAY, HOUR, MINUTE } from '../zone.ts';
import { fixedClient } from './fixed-client.ts';
import { benign, isDown } from './scene.ts';
import { originIn } from './whereabouts.ts';

const CLIENT = fixedClient('MailGateway-Check/3.2', 'IMAP4');
/** Between two tries, in minutes; one more after each failure, as such programs do. */
const EVERY = [50, 70] as const;
/** How long it runs before somebody switches it off, in days. */
const RUNS = [5, 40] as const;

/**
 * A service once bought and forgotten, on no list: from one rented address it goes on trying the password of one service
 * account that was changed since.
 */
export function* unlistedProbeLife(
  settings: Settings,
  organisation: Organisation,
  index: number,
): Generator<Facts> {
  const random = organisation.random.fork(`unlisted probe ${index}`);
  const origin = originIn(random.pick(internet().hosting), random);
  const { tenant } = organisation;
  const account = {
    tenant,
    name: `svc-gateway${index === 0 ? '' : index + 1}@${tenant.domain}`,
    displayName: 'Service gateway',
    id: random.uuid(),
  };
  // Worked until the password was changed, some time in the first half.
  const changed = settings.start + random.float() * settings.days * DAY * 0.5;
  const off = changed + random.between(...RUNS) * DAY;
  const end = Math.min(settings.end, off);
  for (let time = settings.start + random.float() * HOUR; time < end;) {
    const failing = time >= changed;
    if (!isDown(settings, time)) {
      yield {
        kind: 'sign-in',
        time,
        account,
        origin,
        client: CLIENT,
        application: APPS.exchange,
        code: failing ? 50_126 : 0,
        interactive: true,
        proof: 'password',
        protocol: 'ropc',
        session: failing ? '' : random.uuid(),
        story: benign(failing ? 'unlisted-probe' : 'service-account'),
      };
    }
    const again = failing && random.chance(0.25);
    time += again ? random.between(20, 60) * 1000 : random.between(...EVERY) * MINUTE;
  }
}
