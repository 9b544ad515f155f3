import { printable } from '../lib/printable.ts';
import { remember } from '../lib/remember.ts';
import { parseTemplate } from '../rules/template.ts';

/** Characters of a value shown in a sentence. */
const MAX_VALUE = 120;

const TEMPLATES_REMEMBERED = 10_000;

const parsed = remember(TEMPLATES_REMEMBERED, parseTemplate);

/** Fills a template; a value that is absent reads `unknown`. */
export function fillTemplate(
  template: string,
  value: (name: string) => string | undefined,
): string {
  return parsed(template)
    .map((part) => ('field' in part ? plain(value(part.field)) : part.text))
    .join('');
}

function plain(value: string | undefined): string {
  return value === undefined || value === '' ? 'unknown' : oneLine(value, MAX_VALUE);
}

/** Text from a log as it may be shown: one line, bounded, no control or direction-changing characters. */
export function oneLine(text: string, max: number): string {
  const line = printable(text).trim();
  return line.length > max ? `${line.slice(0, max)}…` : line;
}
