import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { CLAIM_FIELDS } from '../src/events/claim-fields.ts';
import { AUDIT_ACTIVITIES } from '../src/events/event.ts';
import { ENRICHMENTS, FIELDS } from '../src/events/fields.ts';
import { scrutineer } from './run.ts';

const FILE = fileURLToPath(new URL('../docs/fields.md', import.meta.url));

const ACCOUNTS = fileURLToPath(new URL('../packs/accounts', import.meta.url));

/** Set to write the pages anew after a change of the tables or rules. */
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
    '## Of claims',
    '',
    'What rules over claims of posts may name (`logsource: {category: claim, product: post}`, docs/posts.md), beside `slots.<name>`:',
    'what fills the places of a proposition.',
    '',
    '| field | meaning |',
    '|---|---|',
    ...Object.entries(CLAIM_FIELDS).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`),
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

it('docs/packs/accounts.md says what the rules of the pack say', async () => {
  const file = fileURLToPath(new URL('../docs/packs/accounts.md', import.meta.url));
  const { status, stdout } = await scrutineer(['rules', 'docs', ACCOUNTS]);
  expect(status).toBe(0);
  if (UPDATE) writeFileSync(file, stdout);
  expect(
    readFileSync(file, 'utf8') === stdout,
    'docs/packs/accounts.md differs: run with UPDATE_DOCS=1',
  ).toBe(true);
});
