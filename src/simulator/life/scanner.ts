import { APPS } from '../applications.ts';
import type { Account, Facts, Origin } from '../facts.ts';
import { internet } from '../internet.ts';
import type { Organisation } from '../organisation.ts';
import type { Settings } from '../options.ts';
import type { Random } from '../random.ts';
import { DAY, MINUTE, SECOND } from '../zone.ts';
import { fixedClient } from './fixed-client.ts';
import { benign } from './scene.ts';
import { originIn } from './whereabouts.ts';

const CLIENT = fixedClient('UptimeProbe/2.1 (+https://probe.example.com)', 'Browser');

const PROBE_EVERY = 10 * MINUTE;
const WEEK = 7;

/** Where a scanner connects from, and its stream from there on. */
export function drawScanner(
  organisation: Organisation,
  index: number,
): { readonly origin: Origin; readonly random: Random } {
  const random = organisation.random.fork(`scanner ${index}`);
  return { origin: originIn(random.pick(internet().hosting), random), random };
}

/**
 * A scanner the organisation has hired: from one address that never changes, a sign-in with a monitoring account every
 * ten minutes, and once a week wrong passwords on a handful of accounts.
 */
export function* scannerLife(
  settings: Settings,
  organisation: Organisation,
  index: number,
): Generator<Facts> {
  const { origin, random } = drawScanner(organisation, index);
  const { tenant } = organisation;
  const monitor: Account = {
    tenant,
    name: `monitor${index + 1}@${tenant.domain}`,
    displayName: 'Service monitor',
    id: random.uuid(),
  };
  const base = {
    kind: 'sign-in',
    origin,
    client: CLIENT,
    application: APPS.portal,
    interactive: true,
    proof: 'password',
    story: benign('scanner'),
  } as const;
  const scanDay = random.below(WEEK);
  let day = -1;
  for (let time = settings.start; time < settings.end; time += PROBE_EVERY) {
    const at = time + random.between(0, 5) * SECOND;
    if (at >= settings.end) return;
    yield { ...base, time: at, account: monitor, code: 0, session: random.uuid() };
    const today = Math.floor((time - settings.start) / DAY);
    if (today === day) continue;
    day = today;
    if (today % WEEK !== scanDay) continue;
    let next = at;
    for (const account of random.sample(organisation.accounts, 10)) {
      next += random.between(2, 20) * SECOND;
      if (next >= settings.end) return;
      yield { ...base, time: next, account, code: 50_126, session: '' };
    }
  }
}
