import type { EventDigest } from '../events/digest.ts';
import { clientOf, networkOf } from './identity.ts';
import type { State } from './state.ts';
import { travelFacts } from './travel.ts';

/** Accounts, networks and clients remembered per key; the oldest goes first. Bounds state to a few KB per account. */
const MAX_REMEMBERED = 64;

/**
 * What the organisation's own past says of a sign-in, as the `history.*` fields of `events/fields.ts`. Events come in
 * order of time; facts speak of what came before the event, never of the event itself.
 *
 * Only sign-ins that got in teach what is familiar: an attacker who tries every day stays a stranger.
 */
export function historyFacts(
  event: EventDigest,
  state: State,
): Readonly<Record<string, string | number | boolean>> {
  if (event.kind !== 'sign-in') return {};
  const organisation = event.metadata.tenant_uid;
  const memory = new Memory(organisation, state);
  const account = event.user.name;
  const address = event.src_endpoint?.ip;
  const network = networkOf(event);
  const client = clientOf(event);
  const country = event.src_endpoint?.location?.country;
  const facts: Record<string, string | number | boolean> = {
    'history.account_known': memory.size(`networks/${account}`) > 0,
    ...(address !== undefined && {
      'history.address_accounts': memory.others(`address/${address}`, account),
      'history.address_known': memory.has(`address/${address}`, account),
    }),
    ...(network !== undefined && {
      'history.network_accounts': memory.others(`network/${network}`, account),
      'history.network_known': memory.has(`networks/${account}`, network),
    }),
    ...(client !== undefined && {
      'history.client_known': memory.has(`clients/${account}`, client),
    }),
    ...(country !== undefined && {
      'history.country_known': memory.has(`countries/${account}`, country),
    }),
    ...travelFacts(event, state),
  };
  if (event.outcome === 'in') {
    if (address !== undefined) memory.add(`address/${address}`, account);
    if (network !== undefined) {
      memory.add(`network/${network}`, account);
      memory.add(`networks/${account}`, network);
    }
    if (client !== undefined) memory.add(`clients/${account}`, client);
    if (country !== undefined) memory.add(`countries/${account}`, country);
  }
  return facts;
}

/** Short lists of one organisation. */
class Memory {
  readonly #organisation: string;
  readonly #state: State;

  constructor(organisation: string, state: State) {
    this.#organisation = organisation;
    this.#state = state;
  }

  has(key: string, value: string): boolean {
    return this.#list(key).includes(value);
  }

  others(key: string, value: string): number {
    const list = this.#list(key);
    return list.length - (list.includes(value) ? 1 : 0);
  }

  size(key: string): number {
    return this.#list(key).length;
  }

  add(key: string, value: string): void {
    const list = this.#list(key);
    if (!list.includes(value))
      this.#state.set(this.#organisation, key, [...list, value].slice(-MAX_REMEMBERED));
  }

  #list(key: string): readonly string[] {
    return (this.#state.get(this.#organisation, key) as readonly string[] | undefined) ?? [];
  }
}
