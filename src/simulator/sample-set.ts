import type { SimulatedRecord } from './simulate.ts';
import { simulateSignins } from './simulate.ts';
import type { AttackPlan, Format, SimulationOptions } from './options.ts';
import { HOUR, MINUTE } from './zone.ts';

export interface SampleFile {
  /** File name within the samples folder. */
  readonly path: string;
  /** Without line ends. */
  readonly lines: readonly string[];
}

const START = Date.UTC(2026, 8, 8);

const OFFICE: SimulationOptions = {
  seed: 'small office',
  start: START,
  days: 3,
  people: 12,
  organisations: [{ name: 'harbour' }],
  // Fewer silent renewals than usual: the folder is to stay small.
  refreshes: 5,
  // Enough ordinary changes and journeys to tell the attack from.
  noise: { mailboxRules: 0.12, consents: 0.04, travellers: 0.04, vpnUsers: 0.15 },
};

const SPRAY: AttackPlan = {
  mode: 'distributed-spray',
  start: START + 21 * HOUR,
  duration: 18 * HOUR,
  campaign: 'spray',
  rates: { share: 0.25, hits: 1, hitOutcome: 'mfa' },
};

/**
 * The shipped sample: three days of a made-up office of twelve people under a distributed spray. One password is found
 * and stopped by the second factor; its owner is then sent prompts until one is approved, and an inbox rule hides what
 * would warn. Sign-ins as Graph gives them, changes as the Office 365 audit log gives them, and the labels of both.
 */
export function sampleSet(): SampleFile[] {
  const fatigue = fatigueAfter(simulateSignins({ ...OFFICE, attacks: [SPRAY] }));
  const records = (format: Format) =>
    simulateSignins({ ...OFFICE, format, attacks: [SPRAY, ...fatigue] });
  // Sign-ins in one file, changes in the other: a record is not shipped twice.
  const signIns = [...records('graph')].filter((record) =>
    record.line.includes('"createdDateTime"'),
  );
  const audits = [...records('o365')].filter((record) => !record.line.includes('"RecordType":15,'));
  return [
    { path: 'entra-signins.ndjson', lines: signIns.map((record) => record.line) },
    { path: 'o365-audit.ndjson', lines: audits.map((record) => record.line) },
    {
      path: 'labels.ndjson',
      lines: [...signIns, ...audits].map((record) => JSON.stringify(record.label)),
    },
  ];
}

/** The prompts begin on the account whose password the spray found, a while later. */
function fatigueAfter(records: Iterable<SimulatedRecord>): AttackPlan[] {
  for (const { label } of records) {
    if (label.step !== 'hit') continue;
    const start = Date.parse(label.time) + 40 * MINUTE;
    const rates = { prompts: 12, aftermath: 'mailbox' };
    return [
      {
        mode: 'mfa-fatigue',
        start,
        duration: 3 * HOUR,
        campaign: 'spray',
        accounts: [label.account],
        rates,
      },
    ];
  }
  return [];
}
