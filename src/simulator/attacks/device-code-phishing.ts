import { APPS } from '../applications.ts';
import { DAY } from '../zone.ts';
import { attackMode } from './attack.ts';
import { foreignEntry } from './foreign-entry.ts';

const defaults = {
  accounts: 1,
  infrastructure: 'hosting',
  client: 'script',
  aftermath: 'mailbox',
};

/** The person types the attacker's device code; tokens go to the attacker's address. */
export const deviceCodePhishing = attackMode({
  name: 'device-code-phishing',
  title: 'A device code typed by the person, tokens taken by the attacker',
  source: 'MITRE ATT&CK T1528; the record shape of public rules on device-code sign-ins',
  duration: 2 * DAY,
  defaults,
  generate: (context, rates) =>
    foreignEntry(context, rates, { protocol: 'deviceCode', application: APPS.broker }),
});
