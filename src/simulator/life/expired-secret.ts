import { APPS } from '../applications.ts';
import type { Facts, SignInFacts } from '../facts.ts';
import { internet } from '../internet.ts';
import type { Organisation } from '../organisation.ts';
import type { Settings } from '../options.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../zone.ts';
import { fixedClient } from './fixed-client.ts';
import { benign, isDown } from './scene.ts';
import { officeAt, officeOrigin, originIn } from './whereabouts.ts';

const JOBS = ['backup', 'sync', 'reports', 'crm-import'] as const;
const CLIENT = fixedClient('JobRunner/5.4 (service)', 'Mobile Apps and Desktop clients');

/** How long a secret lasts, and how long it stays expired before somebody notices, in days. */
const LIFE = [25, 120] as const;
const UNNOTICED = [1.5, 6] as const;
/** Between runs while all is well, and between retries when it is not. */
const RUN_EVERY = 6 * HOUR;
const RETRY = [3, 9] as const;
/** Hosts of the office's network that are servers, beyond its gateways. */
const SERVER_HOST = 8;

/**
 * A job with an account of its own, from its own server: a few sign-ins a day until the secret expires, then a failure
 * every few minutes, day and night, until it is renewed.
 */
export function* expiredSecretLife(
  settings: Settings,
  organisation: Organisation,
  index: number,
): Generator<Facts> {
  const random = organisation.random.fork(`expired secret ${index}`);
  const inHouse = random.chance(0.5);
  const rented = originIn(random.pick(internet().hosting), random);
  const { tenant } = organisation;
  const job = JOBS[index % JOBS.length] ?? 'backup';
  const account = {
    tenant,
    name: `svc-${job}${index < JOBS.length ? '' : index}@${tenant.domain}`,
    displayName: `Service ${job}`,
    id: random.uuid(),
  };
  // The first secret is part of the way through its life, so that short simulations see an end of one as well.
  let expires = settings.start + random.between(0.2, Math.min(LIFE[1], settings.days)) * DAY;
  let renewed = expires + random.between(...UNNOTICED) * DAY;
  for (let time = settings.start + random.float() * RUN_EVERY; time < settings.end;) {
    if (time >= renewed) {
      expires = renewed + random.between(...LIFE) * DAY;
      renewed = expires + random.between(...UNNOTICED) * DAY;
    }
    const failing = time >= expires;
    const record: SignInFacts = {
      kind: 'sign-in',
      time,
      account,
      origin: inHouse ? officeOrigin(officeAt(organisation, time), SERVER_HOST) : rented,
      client: CLIENT,
      application: APPS.exchange,
      code: failing ? 50_126 : 0,
      interactive: true,
      proof: 'password',
      protocol: 'ropc',
      session: failing ? '' : random.uuid(),
      story: benign(failing ? 'expired-secret' : 'service-account'),
    };
    if (!isDown(settings, time)) yield record;
    const wait = failing
      ? random.between(...RETRY) * MINUTE
      : Math.min(RUN_EVERY, Math.max(SECOND, expires - time)) + random.between(0, 20) * SECOND;
    time += wait;
  }
}
