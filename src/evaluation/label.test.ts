import { expect, it } from 'vitest';
import { parseLabel } from './label.ts';

const LABEL = {
  id: 'a1',
  time: '2026-10-05T09:00:00Z',
  organisation: 'office',
  account: 'Ada@example.org',
  label: 'attack',
  mode: 'loud-spray',
  campaign: 'one',
  step: 'attempt',
};

function parse(changes: object) {
  return parseLabel(JSON.stringify({ ...LABEL, ...changes }));
}

it('reads what the simulator writes, with the account in lower case', () => {
  expect(parse({})).toEqual({
    ok: true,
    value: {
      id: 'a1',
      time: Date.UTC(2026, 9, 5, 9),
      organisation: 'office',
      account: 'ada@example.org',
      mode: 'loud-spray',
      attack: { campaign: 'one', step: 'attempt' },
    },
  });
  expect(parse({ label: 'benign', campaign: undefined, step: undefined })).toMatchObject({
    ok: true,
  });
});

it.each([
  [{ id: undefined }, 'field "id": a text is needed here, not nothing'],
  [{ account: '' }, 'field "account": a text is needed here, not ""'],
  [{ mode: 7 }, 'field "mode": a text is needed here, not 7'],
  [{ time: 'yesterday' }, 'field "time": an RFC 3339 time is needed here, not "yesterday"'],
  [{ label: 'bad' }, 'field "label": "benign" or "attack" is needed here, not "bad"'],
  [
    { campaign: undefined },
    'field "campaign": a text, since the label is "attack", is needed here, not nothing',
  ],
  [
    { step: 'won' },
    'field "step": one of attempt, hit, entry, aftermath is needed here, not "won"',
  ],
])('says what is wrong with %j', (changes, error) => {
  expect(parse(changes)).toEqual({ ok: false, error });
});

it('says so when a line is no JSON object', () => {
  for (const line of ['{', '[]', '"text"', '']) {
    expect(parseLabel(line)).toEqual({
      ok: false,
      error: expect.stringContaining('no JSON object'),
    });
  }
});
