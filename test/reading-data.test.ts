import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isHeldOut } from '../src/reading/cases.test-support.ts';
import { testReader } from '../src/reading/test-reader.test-support.ts';
import { sharedData } from './shared-data.ts';

const electai = sharedData('civic/electai/claims-annotated.tsv');
const decisions = sharedData('civic/twitter_decisions_2020/november.jsonl');
const queries = sharedData('suggest/election_queries_real.tsv');
const posts = sharedData('civic/tweeteval/irony/train_text.txt');

/** The US names the posts of 2020 speak of. */
const reader = await testReader([
  { name: 'Joe Biden', aliases: ['Biden'], kind: 'candidate' },
  { name: 'Donald Trump', aliases: ['Trump'], kind: 'candidate' },
  { name: 'Democratic Party', aliases: ['Democrats', 'Democrat', 'Dems'], kind: 'party' },
  { name: 'Republican Party', aliases: ['Republicans', 'Republican', 'GOP'], kind: 'party' },
]);

const ACTED: ReadonlySet<string> = new Set(['assert', 'call']);

function isAsserted(text: string): boolean {
  return reader
    .read(text)
    .claims.some(({ speech_act: act, polarity }) => ACTED.has(act) && polarity === 'positive');
}

function lines(path: string): readonly string[] {
  return readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '');
}

/** Ways of not asserting a sentence. */
const FRAMES: readonly (readonly [string, (text: string) => string])[] = [
  ['called false', (text) => `It is false that ${text}`],
  ['checked', (text) => `FACT CHECK: "${text}" This is FALSE.`],
  ['reported', (text) => `The governor said that ${text}`],
  [
    'reported, quoted',
    (text) => `Reuters reports the candidate claimed "${text}" without evidence.`,
  ],
  ['rebutted', (text) => `"${text}" That is not true.`],
  ['asked', (text) => `Is it true that ${text}?`],
];

describe.skipIf(electai === undefined)('claims about elections that people wrote', () => {
  const texts = lines(electai ?? '')
    .slice(1)
    .map((line) => line.split('\t')[0] ?? '');

  it.each([false, true])('are found, held out: %j', (held) => {
    const part = texts.filter((text) => isHeldOut(text) === held);
    const found = part.filter((text) => reader.read(text).claims.length > 0);
    console.info(
      `electai, held out ${held}: something is read in ${found.length} of ${part.length}`,
    );
    expect(found.length / part.length).toBeGreaterThan(0.8);
  });

  it.each([false, true])('of one sentence are no assertion once framed, held out: %j', (held) => {
    const single = texts
      .filter((text) => isHeldOut(text) === held)
      .map((text) => /^[^.!?#"“@]{20,140}/u.exec(text)?.[0].trim() ?? '')
      .filter((text) => text !== '' && isAsserted(text));
    let acted = 0;
    for (const [name, frame] of FRAMES) {
      const wrong = single.filter((text) => isAsserted(frame(text))).length;
      console.info(`${name}, held out ${held}: ${wrong} of ${single.length} read as assertion`);
      acted += wrong;
    }
    expect(acted / (single.length * FRAMES.length)).toBeLessThan(0.05);
  });
});

describe.skipIf(decisions === undefined)('posts of November 2020', () => {
  it('in which nothing was acted on are asserted less often than those that were', () => {
    const rows = lines(decisions ?? '').map(
      (line) => JSON.parse(line) as { id: string; text: string; soft: boolean; hard: boolean },
    );
    for (const held of [false, true]) {
      const part = rows.filter(
        ({ id, text }) =>
          isHeldOut(id) === held && text.replaceAll(/https\S+/g, '').trim().length > 15,
      );
      const share = (flagged: boolean): number => {
        const group = part.filter(({ soft, hard }) => (soft || hard) === flagged);
        return group.filter(({ text }) => isAsserted(text)).length / group.length;
      };
      console.info(
        `held out ${held}: asserted in ${share(true).toFixed(2)} of flagged posts, ${share(false).toFixed(2)} of others`,
      );
      expect(share(true)).toBeGreaterThan(2 * share(false));
    }
  });
});

describe.skipIf(posts === undefined || queries === undefined)('texts that claim nothing', () => {
  it('everyday posts', () => {
    const texts = lines(posts ?? '');
    const wrong = texts.filter(isAsserted);
    console.info(
      `everyday posts: ${wrong.length} of ${texts.length} read as a claim about an election`,
    );
    expect(wrong.length / texts.length).toBeLessThan(0.005);
  });

  it('searches', () => {
    const texts = lines(queries ?? '')
      .slice(1)
      .map((line) => line.split('\t')[0] ?? '');
    const wrong = texts.filter(isAsserted);
    console.info(`searches: ${wrong.length} of ${texts.length} read as a claim about an election`);
    expect(wrong.length / texts.length).toBeLessThan(0.05);
  });
});
