import type { AnyDigest } from '../events/digest.ts';
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
  event: AnyDigest,
  state: State,
): Readonly<Record<string, string | number | boolean>> {
  if (event.kind !== 'sign-in') return {};
  const memory = new Memory(event.metadata.tenant_uid, state);
  const account = event.user.name;
  const address = event.src_endpoint?.ip;
  const network = networkOf(event);
  const client = clientOf(event);
  const country = event.src_endpoint?.location?.country;
  const familiar = memory.familiar(account);
  const facts: Record<string, string | number | boolean> = {
    'history.account_known': familiar.networks.length > 0,
  };
  if (address !== undefined) {
    const accounts = memory.accounts('address', address);
    facts['history.address_accounts'] = others(accounts, account);
    facts['history.address_known'] = accounts.includes(account);
  }
  if (network !== undefined) {
    facts['history.network_accounts'] = others(memory.accounts('network', network), account);
    facts['history.network_known'] = familiar.networks.includes(network);
  }
  if (client !== undefined) facts['history.client_known'] = familiar.clients.includes(client);
  if (country !== undefined) facts['history.country_known'] = familiar.countries.includes(country);
  if (event.outcome === 'in') {
    // One text per account in all lists, not one per event.
    const name = familiar.name ?? account;
    memory.learnAccount('address', address, name);
    memory.learnAccount('network', network, name);
    memory.learn(account, familiar, {
      name,
      networks: withMember(familiar.networks, network),
      clients: withMember(familiar.clients, client),
      countries: withMember(familiar.countries, country),
    });
  }
  return Object.assign(facts, travelFacts(event, state));
}

function others(accounts: readonly string[], account: string): number {
  return accounts.length - (accounts.includes(account) ? 1 : 0);
}

/** The same list when there is nothing to add. */
function withMember(list: readonly string[], member: string | undefined): readonly string[] {
  return member === undefined || list.includes(member)
    ? list
    : [...list, member].slice(-MAX_REMEMBERED);
}

/** What an account has got in from and with. */
interface Familiar {
  readonly name?: string;
  readonly networks: readonly string[];
  readonly clients: readonly string[];
  readonly countries: readonly string[];
}

const NOTHING: Familiar = { networks: [], clients: [], countries: [] };

/** What one organisation's log has taught. */
class Memory {
  readonly #organisation: string;
  readonly #state: State;

  constructor(organisation: string, state: State) {
    this.#organisation = organisation;
    this.#state = state;
  }

  familiar(account: string): Familiar {
    const found = this.#state.get(this.#organisation, 'account', account);
    return (found as Familiar | undefined) ?? NOTHING;
  }

  learn(account: string, before: Familiar, now: Familiar): void {
    const isNew =
      now.networks !== before.networks ||
      now.clients !== before.clients ||
      now.countries !== before.countries;
    if (isNew) this.#state.set(this.#organisation, 'account', now, account);
  }

  /** Accounts that have got in from an address or network. */
  accounts(kind: 'address' | 'network', where: string): readonly string[] {
    const found = this.#state.get(this.#organisation, kind, where);
    return (found as readonly string[] | undefined) ?? [];
  }

  learnAccount(kind: 'address' | 'network', where: string | undefined, account: string): void {
    if (where === undefined) return;
    const before = this.accounts(kind, where);
    const now = withMember(before, account);
    if (now !== before) this.#state.set(this.#organisation, kind, now, where);
  }
}
