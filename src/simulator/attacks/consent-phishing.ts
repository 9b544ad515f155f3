import type { Facts } from '../facts.ts';
import { mergeByTime } from '../merge.ts';
import { DAY, HOUR, SECOND } from '../zone.ts';
import { attackMode, attackStory } from './attack.ts';
import { chooseVictims } from './targets.ts';
import { atWork, signIn } from './tries.ts';
import { victimOf } from './victim.ts';

const defaults = {
  /** People who got the link and agreed. */
  accounts: 2,
  application: 'Shared Calendar Viewer',
  scope: 'Mail.Read Contacts.Read offline_access User.Read',
};

/** People grant an attacker's application the right to read their mail, from their own network. */
export const consentPhishing = attackMode({
  name: 'consent-phishing',
  title: 'People talked into granting an application access to their mail',
  source: 'MITRE ATT&CK T1528; scopes as in published consent phishing',
  duration: 2 * DAY,
  defaults,
  generate: (context, rates) => {
    const application = { name: rates.application, id: context.shared.fork('application').uuid() };
    const victims = chooseVictims(context, rates.accounts).map(
      function* (account): Generator<Facts> {
        const random = context.random.fork(`victim ${account.name}`);
        let time = atWork(context, account, context.start) + random.between(0, HOUR);
        const { home, browser } = victimOf(context, account, time);
        const asked = {
          application: { ...application, resource: 'Microsoft Graph', resourceId: GRAPH },
          proof: 'claim',
          session: random.uuid(),
        } as const;
        const attempt = { time, account, origin: home, client: browser, random };
        yield signIn(context, attempt, 'attempt', { code: 65_001, ...asked });
        time += random.between(4, 25) * SECOND;
        yield {
          kind: 'audit',
          time,
          account,
          origin: home,
          userAgent: browser.userAgent,
          change: { operation: 'consent', application, scope: rates.scope, administrator: false },
          story: attackStory(context, 'entry'),
        };
        time += random.between(0.5, 4) * SECOND;
        yield signIn(context, { ...attempt, time }, 'entry', { code: 0, ...asked });
      },
    );
    return mergeByTime(victims);
  },
});

const GRAPH = '00000003-0000-0000-c000-000000000000';
