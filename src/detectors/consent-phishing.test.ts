import { expect, it } from 'vitest';
import type { EventDigest } from '../events/digest.ts';
import { MemoryState } from '../history/state.ts';
import { consentPhishing } from './consent-phishing.ts';
import { DAY } from './day-counts.ts';
import type { Detection } from './detection.ts';
import { audit, signIn } from './events.test-support.ts';

const GREEDY = 'Mail.Read Contacts.Read offline_access';

function consent(account: string, time: number, scope = GREEDY, more = {}): EventDigest {
  const permissions = `[] => [[ClientId: 11111111-2222, ConsentType: Principal, Scope: ${scope}]]`;
  const parameters = {
    'ConsentAction.Permissions': permissions,
    'target.ServicePrincipal': 'Shared Calendar Viewer',
    ...more,
  };
  return audit({ account, time, id: `${account} ${time}` }, { activity: 'consent', parameters });
}

function use(account: string, time: number): EventDigest {
  return signIn(
    { account, time, id: `use ${account} ${time}` },
    { service: { name: 'Shared Calendar Viewer' } },
  );
}

function observed(...events: EventDigest[]): Detection[] {
  const told: Detection[] = [];
  const state = new MemoryState();
  for (const event of events) consentPhishing.observe(event, state, (one) => told.push(one));
  return told;
}

it('finds two people who let an unknown application read their mail, and its use around and after', () => {
  const found = observed(
    use('ann', 99),
    consent('ann', 100),
    use('ann', 101),
    consent('ben', DAY),
    use('ben', DAY + 1),
  );
  expect(found[0]).toMatchObject({ kind: 'consent-phishing', at: DAY });
  expect(found.flatMap(({ sightings }) => sightings.map(({ id }) => id))).toEqual([
    'use ann 99',
    'ann 100',
    'use ann 101',
    `ben ${DAY}`,
    `use ben ${DAY + 1}`,
  ]);
});

it('says nothing of one person, of modest rights, of consents weeks apart', () => {
  expect(observed(consent('ann', 1), consent('ann', 2))).toEqual([]);
  const modest = ['ann', 'ben', 'cat'].map((one, n) => consent(one, n, 'User.Read openid profile'));
  expect(observed(...modest)).toEqual([]);
  expect(observed(consent('ann', 0), consent('ben', 20 * DAY))).toEqual([]);
});

it('says nothing of an application people have used for weeks, or that an administrator rolls out', () => {
  expect(observed(use('cat', 0), consent('ann', 30 * DAY), consent('ben', 31 * DAY))).toEqual([]);
  const rollOut = { 'ConsentContext.IsAdminConsent': 'True' };
  expect(observed(consent('ann', 0, GREEDY, rollOut), consent('ben', 1, GREEDY, rollOut))).toEqual(
    [],
  );
});
