import { DAY } from '../zone.ts';
import { attackMode } from './attack.ts';
import { foreignEntry } from './foreign-entry.ts';

const defaults = {
  accounts: 1,
  infrastructure: 'abroad',
  client: 'browser',
  aftermath: 'none',
};

/** The owner works at home or in the office; the same account signs in from another country. */
export const impossibleTravel = attackMode({
  name: 'impossible-travel',
  title: 'A stolen password used from another country while its owner is at work',
  source: 'MITRE ATT&CK T1078.004; the shape of Microsoft\'s "unlikely travel" risk detection',
  duration: 2 * DAY,
  defaults,
  generate: (context, rates) => foreignEntry(context, rates, {}),
});
