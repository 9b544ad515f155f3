import { APPS } from '../applications.ts';
import type { Facts, SignInFacts } from '../facts.ts';
import { originIn } from '../life/whereabouts.ts';
import { mergeByTime } from '../merge.ts';
import { MINUTE } from '../zone.ts';
import { aftermath } from './aftermath.ts';
import type { AttackContext } from './attack.ts';
import { attackClients } from './clients.ts';
import { networksFor } from './infrastructure.ts';
import { chooseVictims } from './targets.ts';
import { atWork, signIn } from './tries.ts';

export interface ForeignEntryRates {
  readonly accounts: number;
  readonly infrastructure: string;
  readonly client: string;
  readonly aftermath: string;
}

/**
 * A stolen password used once from an address of the attacker's, while the owner is at work; silent use of the session
 * follows. No second factor is asked for, as from tenants without one.
 */
export function foreignEntry(
  context: AttackContext,
  rates: ForeignEntryRates,
  more: Pick<SignInFacts, 'risk' | 'protocol' | 'application'> | Pick<SignInFacts, 'risk'>,
): Iterable<Facts> {
  const networks = networksFor(context, rates.infrastructure);
  const clients = attackClients(rates.client, context.start, context.shared.fork('clients'));
  const victims = chooseVictims(context, rates.accounts).map(function* (account): Generator<Facts> {
    const random = context.random.fork(`victim ${account.name}`);
    const origin = originIn(random.pick(networks), random);
    const client = random.pick(clients);
    const session = random.uuid();
    let time = atWork(context, account, context.start);
    const attempt = { time, account, origin, client, random };
    yield signIn(context, attempt, 'entry', { code: 0, session, ...more });
    for (const application of [APPS.webMail, APPS.office, APPS.oneDrive]) {
      time += random.between(0.5, 6) * MINUTE;
      const use = { code: 0, session, application, interactive: false, proof: 'claim' } as const;
      yield signIn(context, { ...attempt, time }, 'aftermath', use);
    }
    yield* aftermath(context, { ...attempt, time }, rates.aftermath);
  });
  return mergeByTime(victims);
}
