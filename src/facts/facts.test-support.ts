import type { Json } from '../lib/json.ts';
import type { Fact } from './fact.ts';
import { readFact } from './read-fact.ts';

/** A fact as a test writes it; throws what is wrong with it. */
export function fact(record: Readonly<Record<string, Json>>): Fact {
  const read = readFact({
    jurisdiction: 'US-GA',
    value: 'It is so.',
    source: 'https://example.org/',
    ...record,
  });
  if (read.fact === undefined) throw new Error(JSON.stringify(read.problems));
  return read.fact;
}

/** A call of the presidential race in Georgia. */
export function call(
  winner: string,
  outlets: readonly string[],
  from: string,
  more: Readonly<Record<string, Json>> = {},
): Fact {
  return fact({
    kind: 'call',
    race: 'US-GA president 2020',
    value: `${outlets.join(', ')}: ${winner}`,
    data: { winner, outlets: [...outlets] },
    from,
    ...more,
  });
}
