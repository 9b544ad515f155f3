import { describe, expect, it } from 'vitest';
import { changeOf } from './change.ts';
import { counterfactuals } from './counterfactual.ts';
import { factsOf, postOf, ruleText, testDesk } from './desk.test-support.ts';

const VICTORY = ruleText(
  'Too early',
  'proposition: victory, speech_act: assert, fact_state: [premature, contradicted]',
  'action: label\nlabel: result\nstrikes: 1\nexplanation: "Says {text}. {fact}"',
);
const LABELS = `
result:
  link: https://example.org/
  text: { en: Not settled., es: Sin resultado. }
  states:
    open: { en: Not called yet. }
    called-otherwise: { en: "Called for {winner}.", es: "Ganó {winner}." }
    certified: { en: "Certified for {winner}." }
`;
const RESULTS = factsOf([
  {
    kind: 'call',
    race: 'Freedonia president 2020',
    value: 'The Herald and the Courier call it for Ann Lee.',
    data: { winner: 'Ann Lee', outlets: ['Herald', 'Courier'] },
    from: '2020-11-07',
  },
  {
    kind: 'certification',
    race: 'Freedonia president 2020',
    data: { winner: 'Ann Lee' },
    from: '2020-11-20',
  },
]);
const SAID = 'Bo Ruiz won the election in Freedonia.';

describe('labels follow the race', () => {
  const desk = testDesk({ rules: VICTORY, labels: LABELS, facts: RESULTS });
  it.each([
    ['2020-11-05', 'Not called yet.'],
    ['2020-11-10', 'Called for Ann Lee.'],
    ['2020-11-25', 'Certified for Ann Lee.'],
  ])('on %s', (day, text) => {
    const { labels } = desk.decide(postOf(SAID, day));
    expect(labels).toEqual([{ id: 'result', text, link: 'https://example.org/' }]);
  });

  it('in the language of the post, where there is a text in it', () => {
    const spanish = postOf('Bo Ruiz ganó las elecciones en Freedonia.', '2020-11-10');
    expect(desk.decide({ ...spanish, lang: 'es' }).labels[0]?.text).toBe('Ganó Ann Lee.');
    expect(desk.decide({ ...postOf(SAID, '2020-11-05'), lang: 'es' }).labels[0]?.text).toBe(
      'Not called yet.',
    );
  });

  it('and an earlier decision is made anew as of a later time, which is an event', () => {
    const post = postOf('Ann Lee won the election in Freedonia.', '2020-11-05');
    const before = desk.decide(post);
    const later = { rules: VICTORY, labels: LABELS, facts: RESULTS, asOf: Date.UTC(2020, 10, 25) };
    const after = testDesk(later).decide(post);
    expect([before.action, after.action]).toEqual(['label', 'none']);
    expect(changeOf(before, after)).toMatchObject({
      kind: 'decision-changed',
      at: '2020-11-25T00:00:00Z',
      before: { action: 'label', labels: ['Not called yet.'] },
      after: { action: 'none', labels: [] },
    });
    expect(changeOf(before, before)).toBeUndefined();
  });
});

describe('a decision', () => {
  it('names span, facts, rule, clause and versions', () => {
    const desk = testDesk({ rules: VICTORY, labels: LABELS, facts: RESULTS });
    const decision = desk.decide(postOf(`Look: ${SAID}`, '2020-11-10'));
    const { claims, packs, reasons } = decision;
    expect(claims[0]?.text).toBe(`Look: ${SAID}`.slice(...(claims[0]?.span ?? [0, 0])));
    expect(reasons).toEqual([
      {
        rule: 'Too early',
        title: 'Too early',
        clause: 'Clause',
        claim: 0,
        action: 'label',
        category: 'outcome',
        facts: [RESULTS[0]?.id],
        explanation: `Says ${claims[0]?.text ?? ''}. The Herald and the Courier call it for Ann Lee.`,
      },
    ]);
    expect(packs).toEqual({ test: '1' });
    expect(decision).toMatchObject({ strikes: 1, facts_as_of: '2020-11-10T12:00:00Z' });
  });

  it('is the same, byte for byte, for the same inputs', () => {
    const make = (): string => {
      const desk = testDesk({ rules: VICTORY, labels: LABELS, facts: RESULTS.toReversed() });
      return JSON.stringify(desk.decide(postOf(SAID, '2020-11-10')));
    };
    const desk = testDesk({ rules: VICTORY, labels: LABELS, facts: RESULTS });
    expect(make()).toBe(JSON.stringify(desk.decide(postOf(SAID, '2020-11-10'))));
  });

  it('is the strongest of its claims', () => {
    const violent = ruleText('Violence', 'proposition: call-violence', 'action: remove');
    const desk = testDesk({ rules: `${VICTORY}---${violent}`, labels: LABELS, facts: RESULTS });
    const text = `${SAID} Storm the counting center and burn the ballots!`;
    const { action, labels, reasons } = desk.decide(postOf(text, '2020-11-05'));
    expect(action).toBe('remove');
    expect(labels).toHaveLength(1);
    expect(reasons.map((reason) => reason.action)).toEqual(['remove', 'label']);
  });

  it('leaves what is denied, reported, asked or foretold', () => {
    const desk = testDesk({ rules: VICTORY, labels: LABELS, facts: RESULTS });
    const texts = [
      'It is false that Bo Ruiz won the election in Freedonia.',
      'Did Bo Ruiz win the election in Freedonia?',
      'Bo Ruiz will win the election in Freedonia.',
      'The Herald reports that Bo Ruiz claims he won the election in Freedonia.',
    ];
    for (const text of texts)
      expect([text, desk.decide(postOf(text, '2020-11-05')).action]).toEqual([text, 'none']);
  });
});

describe('doubt', () => {
  const remove = ruleText('Remove', 'proposition: victory', 'action: remove');
  it('goes to a person, never to removal', () => {
    const unsure = 'name: test\nversion: "1"\ndoubt_below: 1.1';
    const desk = testDesk({ rules: remove, pack: unsure, facts: RESULTS });
    const { action, reasons } = desk.decide(postOf(SAID, '2020-11-05'));
    expect(action).toBe('review');
    expect(reasons[0]?.doubt).toBe('the text is not plain');
  });

  it('is there when sources of facts disagree', () => {
    const against = factsOf([
      {
        kind: 'certification',
        race: 'Freedonia president 2020',
        data: { winner: 'Bo Ruiz' },
        from: '2020-11-20',
      },
    ]);
    const desk = testDesk({ rules: remove, facts: [...RESULTS, ...against] });
    expect(desk.decide(postOf(SAID, '2020-11-25')).action).toBe('review');
  });

  it('may have an action of its own', () => {
    const own = ruleText('Own', 'proposition: victory', 'action: remove\ndoubt: label');
    const desk = testDesk({ rules: own, pack: 'name: t\ndoubt_below: 1.1', facts: RESULTS });
    expect(desk.decide(postOf(SAID, '2020-11-05')).action).toBe('label');
  });
});

describe('a policy', () => {
  it('is enforced from its day up to, not including, its last', () => {
    const dated = ruleText(
      'Dated',
      'proposition: victory',
      'action: label\nfrom: 2020-09-17\nuntil: 2020-11-06',
    );
    const desk = testDesk({ rules: dated, facts: RESULTS });
    const actions = ['2020-09-16', '2020-09-17', '2020-11-05', '2020-11-06'].map(
      (day) => desk.decide(postOf(SAID, day)).action,
    );
    expect(actions).toEqual(['none', 'label', 'label', 'none']);
    expect(desk.examine(postOf(SAID, '2020-09-16')).passedOver).toHaveLength(1);
  });

  it('limits labelled posts of some reach, in versions', () => {
    const pack = `
name: test
limits:
  - { id: first, clause: One, from: 2020-10-09, until: 2020-11-02, followers: 100, effects: [tap-through] }
  - { id: second, clause: Two, from: 2020-11-02, roles: [candidate], shares: 10, effects: [quote-only] }
`;
    const desk = testDesk({ rules: VICTORY, labels: LABELS, pack, facts: RESULTS });
    const ids = (day: string, more = {}): readonly string[] =>
      (desk.decide(postOf(SAID, day, more)).limits ?? []).map(({ id }) => id);
    const followed = { author: { role: 'user', verified: false, followers: 101 } };
    const shared = { engagement: { likes: 0, reposts: 6, quotes: 4, replies: 0 } };
    expect(ids('2020-10-20', followed)).toEqual(['first']);
    expect(ids('2020-10-20')).toEqual([]);
    expect(ids('2020-11-05', followed)).toEqual([]);
    expect(ids('2020-11-05', shared)).toEqual(['second']);
  });
});

it('known claims are matched where nothing else was read', () => {
  const rules = ruleText(
    'Known',
    "known_claim.verdict: 'false', speech_act: assert",
    'action: label',
  );
  const knownClaims = (text: string) =>
    text.includes('octopus') ? [{ id: 'k1', verdict: 'false', score: 0.9 }] : [];
  const desk = testDesk({ rules, knownClaims });
  expect(desk.decide(postOf('An octopus ran the registry.', '2020-11-05'))).toMatchObject({
    action: 'label',
    claims: [{ topic: 'known-claim', span: [0, 28] }],
  });
  expect(desk.decide(postOf('A squid ran the registry.', '2020-11-05')).action).toBe('none');
});

it('tells the smallest change that would have led to another decision', () => {
  const desk = testDesk({ rules: VICTORY, labels: LABELS, facts: RESULTS });
  const post = postOf(SAID, '2020-11-05');
  const changes = counterfactuals(desk, desk.examine(post), post.time);
  expect(changes).toEqual([
    { claim: 0, field: 'fact_state', from: 'premature', to: 'supported', action: 'none' },
    { claim: 0, field: 'speech_act', from: 'assert', to: 'report', action: 'none' },
  ]);
});
