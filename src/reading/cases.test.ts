import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { confusionTable, isHeldOut, readCases, runCases } from './cases.test-support.ts';
import { PACKS_FOLDER, testReader } from './test-reader.test-support.ts';

const reader = await testReader();

it.each(['en', 'es'])(
  'the cases of %s, and the third of them that nothing was tuned on',
  (language) => {
    const cases = readCases(readFileSync(join(PACKS_FOLDER, language, 'cases.tsv'), 'utf8'));
    const parts = [false, true].map((held) =>
      runCases(
        reader,
        cases.filter(({ text }) => isHeldOut(text) === held),
      ),
    );
    for (const [index, part] of parts.entries()) {
      const name = `${language} ${index === 0 ? 'tuned' : 'held out'}`;
      console.info(
        `${name}: ${part.right} of ${part.total} right; ${part.acted} of ${part.unasserted} denials, reports, questions, quotes and conditions read as assertion\n${confusionTable(part)}`,
      );
      expect(part.right / part.total).toBeGreaterThanOrEqual(index === 0 ? 0.93 : 0.85);
      expect(part.acted / part.unasserted).toBeLessThan(0.05);
    }
  },
);
