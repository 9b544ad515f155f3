import { error, warning } from '../diagnostic.ts';
import type { Problem } from '../diagnostic.ts';
import { didYouMean } from '../../lib/suggest.ts';
import type { Name } from '../tree.ts';
import type { Check } from './check.ts';

export const STATUSES = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'];
export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'];
const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const MAX_TITLE_CHARS = 256;

/** Status, level and dates hold what Sigma 2.1.0 allows. */
export const knownWords: Check = {
  name: 'known-words',
  run(rule) {
    const findings: Problem[] = [
      ...word('status', rule.status, STATUSES),
      ...word('level', rule.level, LEVELS),
      ...date('date', rule.date),
      ...date('modified', rule.modified),
    ];
    if (rule.title.length > MAX_TITLE_CHARS) {
      findings.push(error(rule.at, `the title is longer than ${MAX_TITLE_CHARS} characters`));
    }
    return findings;
  },
};

function word(key: string, name: Name | undefined, known: readonly string[]): readonly Problem[] {
  if (name === undefined || known.includes(name.text)) return [];
  const hint = didYouMean(name.text, known) ?? `one of: ${known.join(', ')}`;
  return [error(name.at, `unknown ${key} "${name.text}"`, hint)];
}

function date(key: string, name: Name | undefined): readonly Problem[] {
  if (name === undefined || DATE.test(name.text)) return [];
  const dashed = name.text.replaceAll('/', '-');
  const found = DATE.test(dashed) ? warning : error;
  return [
    found(
      name.at,
      `"${key}" is not a date as YYYY-MM-DD`,
      DATE.test(dashed) ? `write ${dashed}` : undefined,
    ),
  ];
}
