import { parse } from 'yaml';
import type { Json, JsonObject } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import type { Outlet, Quorum } from './quorum.ts';
import { DEFAULT_QUORUM } from './quorum.ts';

/** Reads a list of outlets: YAML or JSON with `minimum` and `outlets`, in the form of the one shipped. */
export function parseQuorum(text: string): Result<Quorum, string> {
  let root: unknown;
  try {
    root = parse(text, { maxAliasCount: 100 });
  } catch (thrown) {
    return err(`cannot be read: ${(thrown as Error).message}`);
  }
  if (!isObject(root) || !Array.isArray(root['outlets'])) return err('is to hold a list "outlets"');
  const minimum = root['minimum'] ?? DEFAULT_QUORUM.minimum;
  if (typeof minimum !== 'number' || !Number.isInteger(minimum) || minimum < 1)
    return err('"minimum" is to be a whole number of at least 1');
  const outlets: Outlet[] = [];
  for (const [index, one] of (root['outlets'] as readonly Json[]).entries()) {
    const outlet =
      typeof one === 'string' ? outletOf({ name: one }) : isObject(one) ? outletOf(one) : undefined;
    if (outlet === undefined) return err(`outlet ${index + 1} has no name`);
    outlets.push(outlet);
  }
  const officials = texts(root['officials']);
  return ok({
    minimum,
    outlets,
    officials: officials.length > 0 ? officials : DEFAULT_QUORUM.officials,
  });
}

function outletOf(record: JsonObject): Outlet | undefined {
  const { country, desk, name } = record;
  if (typeof name !== 'string' || name.trim() === '') return undefined;
  return {
    name,
    desk: typeof desk === 'string' ? desk : name.toLowerCase(),
    country: typeof country === 'string' ? country : 'US',
    aliases: texts(record['aliases']),
    hosts: texts(record['hosts']),
  };
}

function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
