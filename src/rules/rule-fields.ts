import { readingsOf } from './pipeline/reading.ts';
import { templateFields } from './template.ts';
import type { Name, RuleDocument, Search } from './tree.ts';

/** Every field a rule names, with where; names outside searches as its pipelines map them. */
export function fieldsOf(rule: RuleDocument): readonly Name[] {
  const names: Name[] = [];
  if (rule.kind === 'correlation') {
    const { aliases, fields, groupBy } = rule.correlation;
    const isAlias = ({ text }: Name): boolean => aliases.some(({ name }) => name === text);
    names.push(...[...groupBy, ...fields].filter((name) => !isAlias(name)));
    for (const alias of aliases) {
      for (const { rule: of, field } of alias.fields) names.push({ text: field, at: of.at });
    }
  } else {
    for (const { search } of rule.detection.searches) collect(search, names);
  }
  const { explanation, subject } = rule.scrutineer;
  const shown = ({ at, text }: Name): void => {
    for (const field of readingsOf(rule, text)) names.push({ text: field, at });
  };
  if (subject !== undefined) shown(subject);
  if (explanation !== undefined && rule.kind !== 'correlation') {
    for (const text of templateFields(explanation.text)) shown({ text, at: explanation.at });
  }
  return names;
}

function collect(search: Search, names: Name[]): void {
  if (search.kind !== 'field') {
    for (const part of search.of) collect(part, names);
    return;
  }
  if (search.field !== undefined) names.push({ text: search.field, at: search.at });
  if (search.modifiers.some(({ text }) => text === 'fieldref')) {
    for (const { source, at } of search.values) names.push({ text: source, at });
  }
}
