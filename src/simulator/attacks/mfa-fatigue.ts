import type { Facts } from '../facts.ts';
import { originIn } from '../life/whereabouts.ts';
import { mergeByTime } from '../merge.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../zone.ts';
import { aftermath } from './aftermath.ts';
import { attackMode } from './attack.ts';
import { attackClients } from './clients.ts';
import { networksFor } from './infrastructure.ts';
import { chooseVictims } from './targets.ts';
import { signIn } from './tries.ts';

const defaults = {
  accounts: 1,
  /** Prompts sent before the last one. */
  prompts: 14,
  /** Hours of it spread the same prompts over days. */
  secondsBetween: 20,
  /** Share of the prompts declined; the others go unanswered. */
  declinedShare: 0.6,
  /** Addresses the prompts come from, in turn. */
  addresses: 1,
  /** The person gives in. */
  approved: true,
  aftermath: 'mailbox',
  client: 'browser',
  infrastructure: 'hosting',
};

/** The password is known; prompts are sent until the person approves one. */
export const mfaFatigue = attackMode({
  name: 'mfa-fatigue',
  title: 'Second-factor prompts sent again and again until one is approved',
  source:
    "MITRE ATT&CK T1621; more than 10 refusals in 5 minutes is what Microsoft Sentinel's rule looks for",
  duration: DAY,
  defaults,
  generate: (context, rates) => {
    const clients = attackClients(rates.client, context.start, context.shared.fork('clients'));
    const networks = networksFor(context, rates.infrastructure);
    const victims = chooseVictims(context, rates.accounts).map(
      function* (account): Generator<Facts> {
        const random = context.random.fork(`victim ${account.name}`);
        const origin = originIn(random.pick(networks), random);
        const others = context.random.fork(`addresses ${account.name}`);
        const origins = [origin];
        while (origins.length < rates.addresses) {
          origins.push(originIn(others.pick(networks), others));
        }
        const client = random.pick(clients);
        const mfaMethod = 'Mobile app notification';
        let time =
          context.start + random.between(0, Math.min(HOUR, (context.end - context.start) / 2));
        for (let prompt = 0; prompt < rates.prompts; prompt++) {
          if (time >= context.end) return;
          const mfa = random.chance(rates.declinedShare) ? 'declined' : 'ignored';
          const from = origins[prompt % origins.length] ?? origin;
          const attempt = { time, account, origin: from, client, random };
          yield signIn(context, attempt, 'hit', { code: 500_121, mfa, mfaMethod });
          time += rates.secondsBetween * SECOND * random.between(0.6, 1.4);
        }
        if (!rates.approved || time >= context.end) return;
        const attempt = { time, account, origin, client, random };
        const session = random.uuid();
        yield signIn(context, attempt, 'entry', { code: 0, mfa: 'passed', mfaMethod, session });
        yield* aftermath(context, { ...attempt, time: time + MINUTE }, rates.aftermath);
      },
    );
    return mergeByTime(victims);
  },
});
