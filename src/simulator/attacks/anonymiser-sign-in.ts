import { DAY } from '../zone.ts';
import { attackMode } from './attack.ts';
import { foreignEntry } from './foreign-entry.ts';

const defaults = {
  accounts: 1,
  infrastructure: 'tor',
  client: 'browser',
  aftermath: 'mailbox',
};

/** A stolen password used over Tor; the provider says so itself. */
export const anonymiserSignIn = attackMode({
  name: 'anonymiser-sign-in',
  title: "A stolen password used over Tor, with the provider's own risk verdict",
  source: 'Microsoft Entra ID Protection, risk detection anonymizedIPAddress',
  duration: 2 * DAY,
  defaults,
  generate: (context, rates) =>
    foreignEntry(context, rates, {
      risk: { level: 'medium', types: ['anonymizedIPAddress'] },
    }),
});
