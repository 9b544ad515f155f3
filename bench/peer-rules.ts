import type { Comparison, PlainRule } from './rule-sets.ts';

/** The rules in the words of other engines. Those compare with case, which is less work than Sigma asks for. */

export function logicOf({ selection, exception }: PlainRule): unknown {
  const all = (of: readonly Comparison[]): unknown => ({ and: of.map(logicComparison) });
  return exception === undefined
    ? all(selection)
    : { and: [all(selection), { '!': all(exception) }] };
}

const LOGIC = { contains: 'includes', startswith: 'startsWith', endswith: 'endsWith' } as const;

function logicComparison({ field, place, values }: Comparison): unknown {
  const value = { var: field };
  if (place === 'equals') return { in: [value, values] };
  return { or: values.map((part) => ({ [LOGIC[place]]: [value, part] })) };
}

/** One query that reads the file once and counts the records and the matches of every rule. */
export function sqlOf(rules: readonly PlainRule[], file: string): string {
  const counts = rules.map((rule) => `, count(*) FILTER (WHERE ${sqlRule(rule)})`);
  const fields = new Set(
    rules
      .flatMap(({ selection, exception = [] }) => [...selection, ...exception])
      .map((c) => c.field),
  );
  const columns = Array.from(
    fields,
    (field) => `json ->> ${sqlText(`$.${field}`)} AS ${name(field)}`,
  );
  const from = `SELECT ${columns.length === 0 ? 'json' : columns.join(', ')} FROM read_ndjson_objects(${sqlText(file)})`;
  return `SELECT count(*)${counts.join('')} FROM (${from})`;
}

function sqlRule({ selection, exception }: PlainRule): string {
  const all = (of: readonly Comparison[]): string => of.map(sqlComparison).join(' AND ');
  return exception === undefined
    ? all(selection)
    : `${all(selection)} AND NOT coalesce(${all(exception)}, false)`;
}

/** The record goes in as this feature; the answers of all rules, in their order, come out as the other. */
export const SQRL_INPUT = 'Record';
export const SQRL_OUTPUT = 'Held';

/** A program with a feature for each field, shared by all rules, and one for each rule. */
export function sqrlOf(rules: readonly PlainRule[]): string {
  const features = new Map<string, string>([['', SQRL_INPUT]]);
  const lines = [`LET ${SQRL_INPUT} := input();`];
  const featureOf = (path: string): string => {
    const known = features.get(path);
    if (known !== undefined) return known;
    const cut = path.lastIndexOf('.');
    const parent = featureOf(path.slice(0, Math.max(cut, 0)));
    const feature = `Field${features.size}`;
    features.set(path, feature);
    lines.push(`LET ${feature} := attr(${parent}, ${JSON.stringify(path.slice(cut + 1))});`);
    return feature;
  };
  const all = (of: readonly Comparison[]): string =>
    of.map((one) => sqrlComparison(featureOf(one.field), one)).join(' AND ');
  const names = rules.map(({ selection, exception }, index) => {
    const condition =
      exception === undefined
        ? all(selection)
        : `${all(selection)} AND NOT ifNull(${all(exception)}, false)`;
    lines.push(`LET Rule${index} := ${condition};`);
    return `Rule${index}`;
  });
  return [...lines, `LET ${SQRL_OUTPUT} := [${names.join(', ')}];`].join('\n');
}

const SQRL = { startswith: 'startsWith', endswith: 'endsWith' } as const;

function sqrlComparison(feature: string, { place, values }: Comparison): string {
  if (place === 'equals') return `${feature} IN ${JSON.stringify(values)}`;
  const parts = values.map((value) =>
    place === 'contains'
      ? `${feature} CONTAINS ${JSON.stringify(value)}`
      : `${SQRL[place]}(${feature}, ${JSON.stringify(value)})`,
  );
  return `(${parts.join(' OR ')})`;
}

const SQL = { contains: 'contains', startswith: 'starts_with', endswith: 'ends_with' } as const;

function sqlComparison({ field, place, values }: Comparison): string {
  if (place === 'equals') {
    return `${name(field)} IN (${values.map((value) => sqlText(String(value))).join(', ')})`;
  }
  const parts = values.map((value) => `${SQL[place]}(${name(field)}, ${sqlText(String(value))})`);
  return `(${parts.join(' OR ')})`;
}

function name(field: string): string {
  return `"${field}"`;
}

export function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
