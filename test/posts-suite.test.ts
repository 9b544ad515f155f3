import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKS_FOLDER, testReader } from '../src/reading/test-reader.test-support.ts';
import type { SuiteCase } from './posts-suite.ts';
import { isRight, readCountry, readSuite, VARIANTS, wantedReadings } from './posts-suite.ts';

/** Points that swapped, spaced and hidden letters may cost. */
const MAX_LOST = 0.03;

const reader = await testReader(readCountry().gazetteer);

function share(cases: readonly SuiteCase[]): number {
  return cases.filter((test) => isRight(reader, test)).length / Math.max(1, cases.length);
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

function isAsserted(test: SuiteCase): boolean {
  return wantedReadings(test).every((one) => /^(?:assert|call) /.test(one));
}

function table(cases: readonly SuiteCase[]): string {
  const names = [...new Set(cases.map(({ functionality }) => functionality))];
  return names
    .map((name) => {
      const own = cases.filter(({ functionality }) => functionality === name);
      const counts = [false, true].map((held) => {
        const part = own.filter((test) => test.held === held);
        const right = part.filter((test) => isRight(reader, test)).length;
        return `${right}/${part.length}`.padStart(8);
      });
      return name.padEnd(44) + counts.join('');
    })
    .join('\n');
}

describe.each(['en', 'es'])('the functional suite of posts, %s', (lang) => {
  const cases = readSuite(lang);

  it('is read as its cases say', () => {
    const [tuned, held] = [false, true].map((part) =>
      share(cases.filter((test) => test.held === part)),
    );
    console.info(
      `${lang}: tuned ${percent(tuned ?? 0)}, held out ${percent(held ?? 0)} of ${cases.length}\n${table(cases)}`,
    );
    expect(tuned).toBeGreaterThanOrEqual(0.97);
    expect(held).toBeGreaterThanOrEqual(0.82);
  });

  it('is read in the wordings of earlier rounds', async () => {
    const wordings = readSuite(lang, join(PACKS_FOLDER, lang, 'wordings.tsv'));
    const plain = await testReader();
    const right = wordings.filter((test) => isRight(plain, test)).length;
    console.info(`${lang}: ${right} of ${wordings.length} wordings of earlier rounds`);
    expect(right / wordings.length).toBeGreaterThan(0.9);
  });

  it('loses little to written disguises', () => {
    const plain = cases.filter((test) => isAsserted(test) && isRight(reader, test));
    const lost: string[] = [];
    for (const [name, disguise] of Object.entries(VARIANTS)) {
      const kept = share(plain.map((test) => ({ ...test, text: disguise(test.text) })));
      console.info(`${lang} ${name}: ${percent(kept)} of ${plain.length}`);
      if (1 - kept > MAX_LOST) lost.push(`${name}: ${percent(kept)}`);
    }
    expect(lost).toEqual([]);
  });

  it('asserts nothing where nothing is asserted', () => {
    const quiet = cases.filter((test) =>
      wantedReadings(test).some((one) => /^(?:deny|report|quote|question)/.test(one)),
    );
    const acted = quiet.filter((test) =>
      reader
        .read(test.text, { lang })
        .claims.some(
          ({ speech_act: act, polarity }) =>
            (act === 'assert' || act === 'call') && polarity === 'positive',
        ),
    );
    console.info(`${lang}: ${acted.length} of ${quiet.length} denials, reports, quotes, questions`);
    expect(acted.length / quiet.length).toBeLessThan(0.05);
  });
});
