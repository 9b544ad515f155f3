import type { JsonObject } from '../src/lib/json.ts';
import { compileRules } from '../src/rules/compile.ts';
import { Correlator } from '../src/rules/correlate.ts';
import { parseRules } from '../src/rules/parse.ts';
import { jsonReader } from '../src/rules/reader.ts';
import { FoundTally } from './found.ts';
import type { PlainRule } from './rule-sets.ts';
import { sigmaText } from './rule-sets.ts';
import type { Contender } from './scale-measured.ts';
import { incidentText, windowRules } from './sliding-windows.ts';

export function scrutineer(rules: readonly PlainRule[]): Contender {
  const ruleSet = compiled(sigmaText(rules), rules.length);
  const places = new Map(rules.map(({ id }, place) => [id, place]));
  const counts = rules.map(() => 0);
  return {
    take(record) {
      for (const { key } of ruleSet.match(record)) {
        const place = places.get(key) ?? -1;
        counts[place] = (counts[place] ?? 0) + 1;
      }
      return undefined;
    },
    result: () => ({ counts }),
  };
}

/** The rules and correlations of `windowRules`, over event time. */
export function scrutineerWindows(): Contender {
  const ruleSet = compiled(windowRules(), 1);
  const found = new FoundTally();
  const correlator = new Correlator(ruleSet.correlations, (incident) => {
    const [group = ''] = Object.values(incident.group);
    found.add(incidentText(incident.correlation.key, group, incident.detectedAt));
  });
  const fields = ['id', 'createdDateTime', 'userPrincipalName', 'ipAddress'];
  const readers = new Map(fields.map((field) => [field, jsonReader.field(field)]));
  const value = (record: JsonObject, field: string): string | undefined => {
    const read = readers.get(field)?.(record);
    return typeof read === 'string' ? read : undefined;
  };
  return {
    take(record) {
      const rules = ruleSet.match(record);
      if (rules.length === 0) return undefined;
      const time = Date.parse(value(record, 'createdDateTime') ?? '');
      const id = value(record, 'id') ?? '';
      correlator.observe({ rules, time, id, value: (field) => value(record, field) });
      return undefined;
    },
    end: () => {
      correlator.end();
    },
    result: () => ({ found: found.result() }),
  };
}

function compiled(
  text: string,
  count: number,
): ReturnType<typeof compileRules<JsonObject>>['ruleSet'] {
  const { ruleSet } = compileRules(parseRules(text, 'bench').rules, jsonReader);
  if (ruleSet.rules.length !== count) throw new Error('a rule was refused');
  return ruleSet;
}
