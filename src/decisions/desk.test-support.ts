import { fileURLToPath } from 'node:url';
import type { Post } from '../events/post.ts';
import type { Fact } from '../facts/fact.ts';
import { HeldPlaces } from '../facts/held-places.ts';
import { readFact } from '../facts/read-fact.ts';
import type { JsonObject } from '../lib/json.ts';
import { readLanguagePacks } from '../reading/load-packs.ts';
import type { Gazetteer } from '../reading/words/gazetteer.ts';
import { parseRules } from '../rules/parse.ts';
import type { DeskInit, DeskStock } from './create-desk.ts';
import { createDesk, deskStock } from './create-desk.ts';
import type { PostDesk } from './desk.ts';
import type { KnownClaims } from './known-claims.ts';
import { parsePolicy } from './policy.ts';

/** Desks for tests: an invented country, and rules as text. */

const READING = fileURLToPath(new URL('../../packs/reading', import.meta.url));

const LANGUAGES = (await readLanguagePacks(READING)).map(({ files }) => files);
const PACKS = deskStock({ languages: LANGUAGES, rules: [] }).packs;

const NAMES: Gazetteer = [
  { name: 'Freedonia', kind: 'place', jurisdiction: 'Freedonia' },
  { name: 'Ann Lee', kind: 'candidate', party: 'Teal Party', race: 'Freedonia president 2020' },
  { name: 'Bo Ruiz', kind: 'candidate', party: 'Amber Party', race: 'Freedonia president 2020' },
];

export function factsOf(records: readonly JsonObject[]): readonly Fact[] {
  const held = new HeldPlaces(['Freedonia']);
  return records.flatMap((record) => {
    const given = {
      jurisdiction: 'Freedonia',
      from: '2020-01-01',
      source: 'Commission',
      ...record,
    };
    return readFact(given, { held }).fact ?? [];
  });
}

export interface TestDesk {
  readonly rules: string;
  readonly pack?: string;
  readonly labels?: string;
  readonly facts?: readonly Fact[];
  readonly gazetteer?: Gazetteer;
  readonly asOf?: number;
  readonly knownClaims?: KnownClaims;
}

export function testDesk({ asOf, facts = [], gazetteer = NAMES, ...given }: TestDesk): PostDesk {
  const parsed = parseRules(given.rules, 'pack/rules.yml');
  const policy = parsePolicy({
    folder: 'pack/',
    pack: given.pack ?? 'name: test\nversion: "1"',
    labels: given.labels,
  });
  if (!policy.ok) throw new Error(policy.error.join('; '));
  if (parsed.diagnostics.length > 0) throw new Error(JSON.stringify(parsed.diagnostics));
  const init: DeskInit = {
    rules: parsed.rules,
    policies: [policy.value],
    facts,
    gazetteers: [gazetteer],
    languages: [],
    ...(asOf !== undefined && { asOf }),
  };
  const stock: DeskStock = { packs: PACKS, rules: deskStock({ ...init, languages: [] }).rules };
  return createDesk(init, given.knownClaims, stock);
}

export function postOf(text: string, day: string, more: Partial<Post> = {}): Post {
  return {
    id: '1',
    source: 'post',
    text,
    time: Date.parse(`${day}T12:00:00Z`),
    author: { role: 'user', verified: false },
    engagement: { likes: 0, reposts: 0, quotes: 0, replies: 0 },
    urls: [],
    ...more,
  };
}

/** A rule over claims. */
export function ruleText(title: string, selection: string, block: string): string {
  return `
title: ${title}
logsource: { category: claim, product: post }
detection:
  selection: { ${selection} }
  condition: selection
scrutineer:
  category: outcome
  clause: Clause
  ${block.trim().replaceAll('\n', '\n  ')}
`;
}
