import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { AUDIT_ACTIVITIES } from '../src/events/event.ts';
import { ENRICHMENTS, FIELDS } from '../src/events/fields.ts';

const FILE = fileURLToPath(new URL('../docs/fields.md', import.meta.url));

/** Set to write the page anew after a change of the tables. */
const UPDATE = process.env['UPDATE_DOCS'] === '1';

function page(): string {
  const names = (all: readonly string[]): string => all.map((name) => `\`${name}\``).join(', ');
  const rows = FIELDS.map((field) => `| ${names(field.names)} | ${field.meaning} |`);
  const added = Object.entries(ENRICHMENTS).map(
    ([name, meaning]) => `| \`${name}\` | ${meaning} |`,
  );
  return [
    '# Fields rules may name',
    '',
    "A field is looked up in the vendor's record first (exact key, then dotted path, through arrays), then here. OCSF names",
    'come first; the ECS name, where there is one, means the same.',
    '',
    '| field | meaning |',
    '|---|---|',
    ...rows,
    '| `parameters.<name>` | a named value of an audit operation, as the vendor names it |',
    '',
    `\`activity\` is one of: ${names(AUDIT_ACTIVITIES)}.`,
    '',
    '## Added by later stages',
    '',
    "Those of `history.` come from the organisation's own past: rules that use them are matched when events are in order of",
    'time, over normalised fields alone.',
    '',
    '| field | meaning |',
    '|---|---|',
    ...added,
    '',
  ].join('\n');
}

it('docs/fields.md says what the tables say', () => {
  if (UPDATE) writeFileSync(FILE, page());
  expect(
    readFileSync(FILE, 'utf8') === page(),
    'docs/fields.md differs: run with UPDATE_DOCS=1',
  ).toBe(true);
});
