import type { Event } from '../events/event.ts';
import type { CompiledRule } from '../rules/compiled.ts';
import { fieldOf } from '../rules/pipeline/reading.ts';
import { eventReader } from '../rules/reader.ts';
import { templateFields } from '../rules/template.ts';

/** Values of an event that findings show and correlations group and count by, as text, by field name. */
export type Values = Readonly<Record<string, string>>;

interface Need {
  readonly name: string;
  readonly read: (event: Event) => unknown;
}

/** Reads the fields that rules ask for; each rule's are resolved once. */
export class ValueReader {
  readonly #needs = new Map<CompiledRule, readonly Need[]>();

  read(event: Event, rules: readonly CompiledRule[]): Values {
    const values: Record<string, string> = {};
    for (const rule of rules) {
      for (const { name, read } of this.#neededBy(rule)) {
        const value = read(event);
        if (value === undefined || value === null) continue;
        values[name] = typeof value === 'string' ? value : JSON.stringify(value);
      }
    }
    return values;
  }

  #neededBy(rule: CompiledRule): readonly Need[] {
    let needs = this.#needs.get(rule);
    if (needs === undefined) {
      needs = fieldsFor(rule).map((name) => ({
        name,
        read: fieldOf(eventReader, rule.rule, name),
      }));
      this.#needs.set(rule, needs);
    }
    return needs;
  }
}

function fieldsFor(rule: CompiledRule): readonly string[] {
  const { scrutineer, fields } = rule.rule;
  const sentences = [scrutineer.explanation?.text ?? '', scrutineer.next_step ?? ''];
  return [
    ...new Set([
      ...(scrutineer.subject === undefined ? [] : [scrutineer.subject.text]),
      ...sentences.flatMap((sentence) => templateFields(sentence)),
      ...fields,
      ...rule.correlationFields,
    ]),
  ];
}
