import { describe, expect, it } from 'vitest';
import { sampleSet } from './sample-set.ts';
import type { Label } from './simulate.ts';

describe('the sample set', () => {
  const files = new Map(sampleSet().map((file) => [file.path, file.lines]));
  const labels = (files.get('labels.ndjson') ?? []).map((line) => JSON.parse(line) as Label);

  it('is small enough to ship', () => {
    const bytes = [...files.values()]
      .flat()
      .reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    expect(bytes).toBeLessThan(1_500_000);
  });

  it('has one label per record', () => {
    const records = [...files]
      .filter(([path]) => path !== 'labels.ndjson')
      .flatMap(([, lines]) => lines);
    expect(labels).toHaveLength(records.length);
    for (const [index, record] of records.entries()) expect(record).toContain(labels[index]?.id);
  });

  it('tells of a spray, a stopped password, prompts, an entry and a rule that hides mail', () => {
    const steps = labels
      .filter((label) => label.label === 'attack')
      .map((label) => `${label.mode} ${label.step}`);
    expect(steps.filter((step) => step === 'distributed-spray attempt').length).toBeGreaterThan(
      150,
    );
    expect(steps.filter((step) => step === 'distributed-spray hit')).toHaveLength(1);
    expect(steps.filter((step) => step === 'mfa-fatigue hit')).toHaveLength(12);
    expect(steps).toContain('mfa-fatigue entry');
    const victims = labels.filter((label) => label.step !== undefined && label.step !== 'attempt');
    expect(new Set(victims.map((label) => label.account)).size).toBe(1);
    const audits = files.get('o365-audit.ndjson') ?? [];
    expect(audits.filter((line) => line.includes('"New-InboxRule"')).length).toBeGreaterThan(1);
  });
});
