import type { Event } from '../events/event.ts';
import { eventField, normalisedFirst } from '../events/fields.ts';
import type { CompiledRule } from '../rules/compiled.ts';
import { namesVendor } from '../rules/names-vendor.ts';
import { templateFields } from '../rules/template.ts';

/** Values of an event that findings show and correlations group and count by, as text, by field name. */
export type Values = Readonly<Record<string, string>>;

/** Reads the fields that rules ask for; each name and rule is resolved once. */
export class ValueReader {
  readonly #readers = new Map<string, (event: Event) => unknown>();
  readonly #needs = new Map<CompiledRule, readonly string[]>();

  read(event: Event, rules: readonly CompiledRule[]): Values {
    const values: Record<string, string> = {};
    for (const rule of rules) {
      for (const name of this.#neededBy(rule)) {
        const value = this.#reader(namesVendor(rule.rule) ? name : normalisedFirst(name))(event);
        if (value === undefined || value === null) continue;
        values[name] = typeof value === 'string' ? value : JSON.stringify(value);
      }
    }
    return values;
  }

  #neededBy(rule: CompiledRule): readonly string[] {
    let needs = this.#needs.get(rule);
    if (needs === undefined) {
      const { scrutineer, fields } = rule.rule;
      const sentences = [scrutineer.explanation?.text ?? '', scrutineer.next_step ?? ''];
      needs = [
        ...new Set([
          ...(scrutineer.subject === undefined ? [] : [scrutineer.subject.text]),
          ...sentences.flatMap((sentence) => templateFields(sentence)),
          ...fields,
          ...rule.correlationFields,
        ]),
      ];
      this.#needs.set(rule, needs);
    }
    return needs;
  }

  #reader(name: string): (event: Event) => unknown {
    let reader = this.#readers.get(name);
    if (reader === undefined) {
      reader = eventField(name);
      this.#readers.set(name, reader);
    }
    return reader;
  }
}
