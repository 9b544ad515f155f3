import { assert } from '../../lib/assert.ts';
import type { Client } from '../devices.ts';
import { clientOf } from '../devices.ts';
import type { Account, Origin } from '../facts.ts';
import { drawMemory } from '../life/whereabouts.ts';
import type { Person } from '../person.ts';
import { drawPerson, personRandom } from '../person.ts';
import type { AttackContext } from './attack.ts';
import { ownerOf } from './attack.ts';

/** The person behind an account, with the address at home they began the simulation with. */
export interface Victim {
  readonly person: Person;
  readonly home: Origin;
  readonly browser: Client;
}

/** Reads what the person's own stream would draw, without disturbing it. */
export function victimOf(context: AttackContext, account: Account, time: number): Victim {
  const index = ownerOf(context, account);
  assert(index >= 0, 'a victim has an account');
  const { organisation, settings, net } = context;
  const person = drawPerson(organisation, index, settings.mfaShare, net);
  const memory = drawMemory(person, personRandom(organisation, index).fork('memory'), 0);
  return { person, home: memory.lease, browser: clientOf(person.laptop, 'browser', time) };
}
