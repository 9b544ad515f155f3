import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scenario } from '../simulator/scenarios/scenario.ts';
import { scannerAddresses, simulateSignins } from '../simulator/simulate.ts';

export interface SimulatedSet {
  readonly records: string;
  readonly labels: string;
  /** Text of the list of the organisations' own scanners. */
  readonly trusted: string;
}

/** Characters written at a time. */
const BATCH = 1 << 18;

/** Writes the records and labels of one scenario and seed into a folder. */
export async function simulateSet(
  folder: string,
  scenario: Scenario,
  seed: string,
): Promise<SimulatedSet> {
  const options = scenario.options(seed);
  const set = {
    records: join(folder, 'signins.ndjson'),
    labels: join(folder, 'labels.ndjson'),
    trusted: scannerAddresses(options)
      .map(({ address }) => address)
      .join('\n'),
  };
  await using records = await open(set.records, 'w', 0o600);
  await using labels = await open(set.labels, 'w', 0o600);
  let [lines, told] = ['', ''];
  for (const { line, label, again } of simulateSignins(options)) {
    lines += `${line}\n`;
    // What is delivered twice happened once.
    if (again !== true) told += `${JSON.stringify(label)}\n`;
    if (lines.length < BATCH) continue;
    await records.writeFile(lines);
    await labels.writeFile(told);
    [lines, told] = ['', ''];
  }
  await records.writeFile(lines);
  await labels.writeFile(told);
  return set;
}
