import { warning } from '../diagnostic.ts';
import type { Problem } from '../diagnostic.ts';
import { readingOf, roleOf } from '../modifiers.ts';
import { parseNetwork } from '../network.ts';
import type { FieldSearch, Search } from '../tree.ts';
import type { Check } from './check.ts';

/** Modifiers that change nothing, or leave next to nothing to match. */
export const vainModifiers: Check = {
  name: 'vain-modifiers',
  run(rule) {
    const findings: Problem[] = [];
    if (rule.kind === 'correlation') return findings;
    for (const { search } of rule.detection.searches) visit(search, findings);
    return findings;
  },
};

function visit(search: Search, findings: Problem[]): void {
  if (search.kind === 'field') inspect(search, findings);
  else for (const part of search.of) visit(part, findings);
}

function inspect(search: FieldSearch, findings: Problem[]): void {
  const has = (name: string): boolean => search.modifiers.some(({ text }) => text === name);
  const placed = search.modifiers.some(({ text }) => roleOf(text) === 'place');
  const reading = readingOf(search.modifiers.map(({ text }) => text));
  if (has('all') && search.values.length === 1) {
    findings.push(warning(search.at, '"all" has no effect on a single value'));
  } else if (
    has('all') &&
    reading === 'text' &&
    !placed &&
    search.field !== undefined &&
    allWhole(search)
  ) {
    const hint = 'add "contains", or drop "all"';
    findings.push(warning(search.at, 'one value cannot equal several others at once', hint));
  }
  if (has('base64offset') && !placed && search.field !== undefined) {
    const hint = 'write "base64offset|contains"';
    findings.push(warning(search.at, 'a value is found inside Base64 only with "contains"', hint));
  }
  if (has('expand') && !search.values.some(({ source }) => source.includes('%'))) {
    findings.push(warning(search.at, 'no value holds a %placeholder%'));
  }
  for (const { at, source } of has('cidr') ? search.values : []) {
    if (parseNetwork(source)?.exact !== false) continue;
    findings.push(warning(at, `"${source}" has address bits behind its prefix; they are ignored`));
  }
}

function allWhole({ values }: FieldSearch): boolean {
  return (
    new Set(values.map(({ source }) => source)).size > 1 &&
    !values.some(({ source }) => /[*?%]/.test(source))
  );
}
