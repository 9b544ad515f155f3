import { templateFields } from './template.ts';
import type { Name, RuleDocument, Search } from './tree.ts';

/** Every field a rule names, with where. */
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
  if (subject !== undefined) names.push(subject);
  if (explanation !== undefined && rule.kind !== 'correlation') {
    for (const text of templateFields(explanation.text)) names.push({ text, at: explanation.at });
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
