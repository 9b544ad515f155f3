import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Event } from '../src/events/event.ts';
import { POST_CATEGORIES } from '../src/events/decision-words.ts';
import { createDesk, deskStock } from '../src/decisions/create-desk.ts';
import type { PostDesk } from '../src/decisions/desk.ts';
import { HeldPlaces } from '../src/facts/held-places.ts';
import { readFact } from '../src/facts/read-fact.ts';
import { loadDesk } from '../src/load-desk.ts';
import { PostCases } from '../src/post-cases.ts';
import { CaseRunner, runCase } from '../src/rule-cases.ts';
import { parseCases } from '../src/rules/cases.ts';
import { compileRules } from '../src/rules/compile.ts';
import { formatDiagnostic } from '../src/rules/diagnostic.ts';
import { parseRules } from '../src/rules/parse.ts';
import { eventReader } from '../src/rules/reader.ts';

const ROOT = fileURLToPath(new URL('../packs/', import.meta.url));
const PACKS = ['civic', 'twitter-2020', 'facebook-2020'];

/** Rules that need what no case file can hold: a library of known claims. */
const WITHOUT_CASES = new Set(['known-claims.yml']);

function filesOf(pack: string): readonly string[] {
  return readdirSync(join(ROOT, 'posts', pack)).filter(
    (name) => name.endsWith('.yml') && !/^(?:pack|labels)\.yml$|\.cases\.yml$/.test(name),
  );
}

function rulesOf(pack: string) {
  return filesOf(pack).map((file) => {
    const path = join(ROOT, 'posts', pack, file);
    return { file, path, ...parseRules(readFileSync(path, 'utf8'), path) };
  });
}

const posts = await PostCases.load(
  PACKS.flatMap((pack) => rulesOf(pack).flatMap(({ rules }) => rules)),
  join(ROOT, 'reading'),
);

describe.each(PACKS)('the policy %s', (pack) => {
  const parsed = rulesOf(pack);
  const documents = parsed.flatMap(({ rules }) => rules);
  const { diagnostics, ruleSet } = compileRules<Event>(documents, eventReader);
  const runner = new CaseRunner(ruleSet, documents, posts);

  it('has rules without a single diagnostic, each with an id, a clause and an explanation', () => {
    const all = [...parsed.flatMap((one) => one.diagnostics), ...diagnostics];
    expect(all.map(formatDiagnostic)).toEqual([]);
    for (const { id, scrutineer, title } of documents) {
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
      expect([title, scrutineer.clause, scrutineer.explanation?.text]).not.toContain(undefined);
      expect(title.length).toBeLessThanOrEqual(32);
    }
    expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length);
  });

  it('names no candidate, party or campaign', () => {
    const texts = readdirSync(join(ROOT, 'posts', pack))
      .filter((name) => !name.endsWith('.cases.yml'))
      .map((name) => readFileSync(join(ROOT, 'posts', pack, name), 'utf8'));
    const names = /\b(?:biden|trump|harris|pence|democrat\w*|republican\w*|gop|maga)\b/i;
    expect(texts.filter((text) => names.test(text))).toEqual([]);
  });

  it.each(parsed.filter(({ file }) => !WITHOUT_CASES.has(file)))('$file', ({ path }) => {
    const file = path.replace(/\.yml$/, '.cases.yml');
    const { cases, diagnostics: faults } = parseCases(readFileSync(file, 'utf8'), file);
    expect(faults).toEqual([]);
    const sides = cases.map((one) => one.expect);
    expect(
      Math.min(...['match', 'no-match'].map((side) => sides.filter((one) => one === side).length)),
    ).toBeGreaterThanOrEqual(2);
    const failed = cases.flatMap((one) => {
      const { passed, reason } = runCase(runner, path, one);
      return passed ? [] : [`${one.name}: ${reason ?? ''}`];
    });
    expect(failed).toEqual([]);
  });
});

it('the policies of 2020 cover every category', () => {
  const categories = rulesOf('twitter-2020').flatMap(({ rules }) =>
    rules.map(({ scrutineer }) => scrutineer.category?.text),
  );
  expect(new Set(categories)).toEqual(new Set(POST_CATEGORIES));
});

const WINNERS = ['Ann Lee', 'Bo Ruiz', 'Celia Stone', 'Dariusz Wolf', 'Marisol Peña', 'Ümit Kaya'];
const PARTIES = ['Teal Party', 'Amber Union', 'Heron Front', 'Partido Olivo'];
const TEMPLATES = [
  '{1} won the election in Freedonia.',
  'It is false that {1} won the election in Freedonia.',
  '{2} won the election in Freedonia.',
  'The {A} stole the election with illegal ballots!',
  'Voters of the {A} should stay home on Election Day!',
  '{1} says the machines switched votes from {2} to {1}.',
  'Did {2} win in Freedonia?',
  'I voted for {1} and the {A}.',
  '{2} is a crook and the {A} is worse.',
];

describe('equal treatment', async () => {
  const rules = ['civic', 'twitter-2020'].flatMap((pack) =>
    rulesOf(pack).flatMap((one) => one.rules),
  );
  const none = { facts: [], gazetteers: [], reading: join(ROOT, 'reading') };
  const init = await loadDesk(rules, none);
  if (!init.ok) throw new Error(init.error);
  const stock = deskStock(init.value);
  const held = new HeldPlaces(['Freedonia']);

  /** A country in which the first of two candidates wins on 10 November. */
  const deskOf = ([first, second, party]: readonly string[]): PostDesk => {
    const fact = (kind: string, winner: string | undefined) =>
      readFact(
        {
          id: kind,
          kind,
          jurisdiction: 'Freedonia',
          race: 'Freedonia president 2020',
          data: { winner: winner ?? '', outlets: ['Herald', 'Courier'] },
          from: '2020-11-10',
          source: 'Commission',
        },
        { held },
      ).fact;
    const race = 'Freedonia president 2020';
    const gazetteer = [
      { name: 'Freedonia', kind: 'place', jurisdiction: 'Freedonia' },
      { name: first ?? '', kind: 'candidate', party, race },
      { name: second ?? '', kind: 'candidate', race },
      { name: party ?? '', kind: 'party' },
    ];
    const facts = [fact('call', first)].flatMap((one) => one ?? []);
    return createDesk({ ...init.value, facts, gazetteers: [gazetteer] }, undefined, stock);
  };

  const decide = (names: readonly string[]): readonly { readonly action: string }[] => {
    const desk = deskOf(names);
    const [first = '', second = '', party = ''] = names;
    return TEMPLATES.flatMap((template) =>
      ['2020-11-05', '2020-11-15'].map((day) => {
        const text = template
          .replaceAll('{1}', first)
          .replaceAll('{2}', second)
          .replaceAll('{A}', party);
        const { action, category, labels } = desk.decide({
          id: template,
          source: 'post',
          text,
          time: Date.parse(`${day}T12:00:00Z`),
          author: { role: 'user', verified: false },
          engagement: { likes: 0, reposts: 0, quotes: 0, replies: 0 },
          urls: [],
        });
        return { action, category, labels: labels.map(({ id }) => id) };
      }),
    );
  };

  it('no decision changes when names are swapped in texts, gazetteer and facts alike', () => {
    const expected = decide(['Ann Lee', 'Bo Ruiz', 'Teal Party']);
    expect(new Set(expected.map(({ action }) => action)).size).toBeGreaterThan(1);
    const pair = fc.shuffledSubarray(WINNERS, { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(pair, fc.constantFrom(...PARTIES), (two, party) => {
        expect(decide([...two, party])).toEqual(expected);
      }),
      { numRuns: 6 },
    );
  });
});
