import shipped from './outlets.json' with { type: 'json' };
import type { Fact } from './fact.ts';
import { sourceName } from './fact.ts';
import { foldName, rootOf } from './jurisdiction.ts';

/** One outlet that calls races. Those of one `desk` decide together and count once. */
export interface Outlet {
  readonly name: string;
  readonly desk: string;
  /** The country whose races it calls. */
  readonly country: string;
  readonly aliases: readonly string[];
  /** Hosts under which it publishes. */
  readonly hosts: readonly string[];
}

/** Who can call a race, and how many of them it takes. */
export interface Quorum {
  readonly minimum: number;
  readonly outlets: readonly Outlet[];
  /** Words in the name of a source by which it is an election official. */
  readonly officials: readonly string[];
}

export const DEFAULT_QUORUM: Quorum = shipped;

/** Somebody who calls races, as a quorum counts them. */
export interface Caller {
  readonly name: string;
  /** Who counts once; undefined when the outlet is on no list and does not count. */
  readonly desk?: string;
  readonly official: boolean;
}

/** Who is behind a call. An outlet of a country for which none are listed counts under its own name. */
export function callersOf(fact: Fact, quorum: Quorum): readonly Caller[] {
  const listed = quorum.outlets.filter(({ country }) => country === rootOf(fact.jurisdiction));
  const outlets = fact.data['outlets'];
  const named = Array.isArray(outlets) ? outlets.filter((one) => typeof one === 'string') : [];
  const callers = named.map((name) => callerNamed(name, listed, quorum));
  const official = fact.data['official'];
  if (official === true || (typeof official === 'string' && official !== '')) {
    const name = official === true ? sourceName(fact.source) || 'election official' : official;
    callers.push({ name, desk: `official:${foldName(name)}`, official: true });
  }
  if (callers.length > 0) return callers;
  const { name, url } = fact.source ?? {};
  if (name !== undefined) return [callerNamed(name, listed, quorum)];
  const host = url === undefined ? undefined : URL.parse(url)?.hostname;
  if (host === undefined) return [{ name: 'unnamed', official: false }];
  const outlet = listed.find(({ hosts }) =>
    hosts.some((one) => host === one || host.endsWith(`.${one}`)),
  );
  return [
    outlet === undefined
      ? { name: host, official: false }
      : { name: outlet.name, desk: outlet.desk, official: false },
  ];
}

function callerNamed(name: string, listed: readonly Outlet[], quorum: Quorum): Caller {
  const folded = foldName(name).replace(/^the /, '');
  if (quorum.officials.some((words) => ` ${folded} `.includes(` ${words} `)))
    return { name, desk: `official:${folded}`, official: true };
  if (listed.length === 0) return { name, desk: `outlet:${folded}`, official: false };
  const outlet = listed.find((one) =>
    [one.name, ...one.aliases].some((alias) => foldName(alias).replace(/^the /, '') === folded),
  );
  return outlet === undefined
    ? { name, official: false }
    : { name: outlet.name, desk: outlet.desk, official: false };
}
