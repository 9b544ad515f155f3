import { fileURLToPath } from 'node:url';
import { createReader } from '../src/reading/create-reader.ts';
import { loadLanguagePacks } from '../src/reading/load-packs.ts';

/**
 * On a busy machine the p99 by the clock is the scheduler's: a slice of four milliseconds is taken once in some forty posts.
 * The mean of the CPU time, warming up included, does not depend on that.
 */

/** Posts of 200 to 280 characters; one in ten is civic, which is far more than in life. */
const CIVIC = [
  'BREAKING: they say the voting machines in Georgia switched thousands of votes overnight and nobody in the press will talk about it. Officials denied it. Becker said it was rigged, and I believe him. #StopTheSteal',
  'Reminder from your county: you can vote by mail, at a drop box or in person. Polls close at 7 p.m. on Tuesday. No, you cannot vote by text, whatever that flyer says. Bring a friend and make a plan today!',
];
const OTHER = [
  'We spent the whole weekend repainting the kitchen, and I can finally say the colour is exactly what I wanted. Next up: the hallway, the porch, and maybe that old chair my grandmother left us in the attic.',
  'Great game tonight! The kids were cold but nobody wanted to leave before the last whistle. Thanks to everyone who brought soup, blankets and that enormous speaker. See you all again next Saturday at noon.',
  'Hoy hicimos pan por primera vez y salió mejor de lo que pensábamos. La próxima vez con aceitunas y un poco de romero, como lo hacía mi abuela en el horno de leña cuando éramos chicos y vivíamos en el campo.',
];
const ROUNDS = 3000;

const packs = await loadLanguagePacks(fileURLToPath(new URL('../packs/reading', import.meta.url)));
if (!packs.ok) throw new Error(packs.error.join('\n'));
const reader = createReader({ packs: packs.value });

for (const [name, texts] of [
  ['posts about other things', OTHER],
  ['posts about an election', CIVIC],
] as const) {
  const times: number[] = [];
  const used = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const text of texts) {
      // Never the same text twice: nothing may be remembered whole.
      const given = `${text} ${round}`;
      const before = performance.now();
      reader.read(given);
      times.push((performance.now() - before) * 1000);
    }
  }
  const { user, system } = process.cpuUsage(used);
  const clock = quantiles(times);
  const mean = ((user + system) / times.length).toFixed(1);
  console.log(
    `${name.padEnd(26)} p50 ${clock(0.5)} µs   p99 ${clock(0.99)} µs   mean of CPU time ${mean} µs`,
  );
}

/** Of the last two thirds; the first third warms up. */
function quantiles(values: readonly number[]): (share: number) => string {
  const sorted = values.slice(values.length / 3).toSorted((a, b) => a - b);
  return (share) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
}
