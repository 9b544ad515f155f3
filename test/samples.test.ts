import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { sampleSet } from '../src/simulator/sample-set.ts';

const SAMPLES = fileURLToPath(new URL('../samples/', import.meta.url));

/** Set to write the files anew after a change of the simulator. */
const UPDATE = process.env['UPDATE_SAMPLES'] === '1';

it('the simulated samples are what the simulator writes today', () => {
  for (const { path, lines } of sampleSet()) {
    if (path === 'labels.ndjson') continue;
    const file = SAMPLES + path;
    const text = `${lines.join('\n')}\n`;
    if (UPDATE) writeFileSync(file, text);
    expect(existsSync(file), `${path} is missing: run with UPDATE_SAMPLES=1`).toBe(true);
    expect(readFileSync(file, 'utf8') === text, `${path} differs: run with UPDATE_SAMPLES=1`).toBe(
      true,
    );
  }
});
