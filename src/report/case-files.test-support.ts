import type { Case, CaseAccount, CaseFile, CaseHour, CaseOutcome } from '../cases/case.ts';
import { CASE_OUTCOMES, MAX_CHARTED, MAX_TOP_ADDRESSES } from '../cases/case.ts';
import { formatTime } from '../lib/time.ts';
import type { Finding } from '../findings/finding.ts';
import { LEVELS } from '../findings/finding.ts';
import type { Summary } from './summary.ts';

/** Made-up cases of every kind, for tests and for looking at. */

const HOUR = 3_600_000;
/** Tuesday 1 September 2026, in hours since 1970. */
const START = Date.UTC(2026, 8, 1) / HOUR;

const NAMES =
  'ana,ben,chloe,dmitri,esther,farid,grace,henrik,ines,jonas,keiko,lamar,maya,nils,olga,pedro,quinn,rosa,samir,thea'.split(
    ',',
  );

interface Plan {
  readonly kind: Case['kind'];
  readonly title: string;
  readonly organisation: string;
  readonly severity: Case['severity'];
  readonly confidence?: number;
  readonly people: number;
  /** Hours since the first of September. */
  readonly from: number;
  readonly hours: number;
  /** Attempts per account and hour. */
  readonly rate: number;
  readonly addresses: number;
  /** By account index: the rung reached and the share of the time after which it was. */
  readonly reached?: Readonly<Record<number, readonly [CaseOutcome, number]>>;
  readonly noticedAfter: number;
  readonly open?: boolean;
  readonly clients?: readonly string[];
  readonly explanation: string;
  readonly steps: readonly string[];
  readonly timeline?: readonly (readonly [number, string])[];
  readonly name?: (index: number) => string;
}

/** The same numbers each time: nothing here needs to be more random than it looks. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function at(hour: number): string {
  return formatTime(Math.round((START + hour) * 60) * 60_000);
}

function caseFile(plan: Plan): CaseFile {
  const roll = dice(plan.title.length * 31 + plan.people);
  const hours: CaseHour[] = [];
  const accounts = Array.from({ length: plan.people }, (_, index) =>
    account(plan, { index, roll, hours: index < MAX_CHARTED ? hours : [] }),
  );
  const total = accounts.reduce((sum, { attempts }) => sum + attempts, 0);
  const record: Case = {
    id: `case-${plan.kind}-${plan.people}`,
    desk: 'accounts',
    kind: plan.kind,
    title: plan.title,
    organisation: plan.organisation,
    severity: plan.severity,
    confidence: plan.confidence ?? 0.97,
    status: plan.open === true ? 'open' : 'closed',
    first_seen: at(plan.from),
    last_seen: at(plan.from + plan.hours),
    detected_at: at(plan.from + plan.noticedAfter),
    accounts,
    sources: {
      addresses: plan.addresses,
      netblocks: Math.ceil(plan.addresses * 0.42),
      asns: Math.ceil(plan.addresses * 0.2),
      countries: ['NL', 'DE', 'RO', 'SE', 'US', 'FR'].slice(0, Math.max(1, plan.addresses % 7)),
      top: Array.from({ length: Math.min(plan.addresses, MAX_TOP_ADDRESSES) }, (_, index) => ({
        address: index % 4 === 3 ? `2001:db8:${index}::7` : `198.51.100.${index + 11}`,
        attempts: Math.max(1, Math.round(total / plan.addresses / (1 + index / 9))),
      })),
      clients: (plan.clients ?? ['Firefox on Windows']).map((client, index) => ({
        client,
        attempts: Math.max(1, Math.round(total / 2 ** (index + 1))),
      })),
    },
    findings: [`finding-${plan.kind}-1`, `finding-${plan.kind}-2`],
    events: ['e1', 'e2'],
    events_total: total,
    explanation: plan.explanation,
    timeline: (plan.timeline ?? []).map(([hour, what]) => ({ at: at(plan.from + hour), what })),
    next_steps: plan.steps,
  };
  return { record, hours: hours.toSorted((a, b) => a.hour - b.hour) };
}

function account(
  plan: Plan,
  { index, roll, hours }: { index: number; roll: () => number; hours: CaseHour[] },
): CaseAccount {
  const name =
    plan.name?.(index) ??
    `${NAMES[index % NAMES.length]}${index < NAMES.length ? '' : Math.floor(index / NAMES.length)}@${plan.organisation}`;
  const [outcome, share] = plan.reached?.[index] ?? (['targeted', 1] as const);
  const hit = Math.floor(plan.from + plan.hours * share);
  let attempts = 0;
  let [first, last] = [Infinity, 0];
  for (let hour = Math.floor(plan.from); hour <= plan.from + plan.hours; hour += 1) {
    const isHit = outcome !== 'targeted' && hour === hit;
    const tries = Math.floor(plan.rate * 2 * roll() + roll() * 0.999) + (isHit ? 1 : 0);
    if (tries === 0) continue;
    attempts += tries;
    [first, last] = [Math.min(first, hour), hour];
    hours.push({
      account: name,
      hour: START + hour,
      attempts: tries,
      outcome: isHit ? outcome : 'targeted',
    });
  }
  if (attempts === 0) [attempts, first, last] = [1, plan.from, plan.from];
  return {
    account: name,
    outcome,
    attempts,
    first_seen: at(Math.max(first, plan.from)),
    last_seen: at(Math.min(last + 0.7, plan.from + plan.hours)),
    detected_at: at(Math.max(first, plan.from) + plan.noticedAfter),
    first_step: firstStep(outcome, name),
  };
}

function firstStep(outcome: CaseOutcome, name: string): string {
  switch (outcome) {
    case 'compromised':
      return `End all sessions of ${name} now, reset the password, and remove second factors that are not theirs.`;
    case 'mfa-stopped':
    case 'password-known':
      return `Have ${name} choose a new password used nowhere else; the one they have is known.`;
    case 'locked':
      return `Unlock ${name} after a new password has been chosen by telephone.`;
    default:
      return 'Nothing is broken: turn on a second factor, and choose a long password used nowhere else.';
  }
}

const SPRAY_STEPS = [
  'End all sessions of the people who were entered, and reset their passwords.',
  'Turn off sign-in protocols that cannot ask for a second factor (IMAP, POP, SMTP AUTH).',
  'Ask for a phishing-resistant second factor from everybody; start with those named here.',
  'Do not block single addresses: they change faster than you can.',
];

export const OFFICE_SPRAY: CaseFile = caseFile({
  kind: 'password-spray',
  title: 'Distributed password spray',
  organisation: 'harbour.example.org',
  severity: 'critical',
  people: 20,
  from: 53.4,
  hours: 74,
  rate: 4,
  addresses: 1040,
  reached: {
    4: ['compromised', 0.66],
    9: ['mfa-stopped', 0.31],
    12: ['mfa-stopped', 0.8],
    15: ['locked', 0.5],
  },
  noticedAfter: 1.4,
  open: true,
  clients: ['BAV2ROPC (basic authentication)', 'Outlook for iOS', 'Firefox on Windows'],
  explanation:
    '1,040 addresses that had never signed in here tried all 20 people at the same steady pace, day and night, each address once or twice.',
  steps: SPRAY_STEPS,
  timeline: [
    [0, 'First attempt, on ben@harbour.example.org'],
    [1.4, 'Noticed: 11 people tried from 40 addresses never seen here'],
    [23, 'Password of jonas@harbour.example.org right; stopped by the second factor'],
    [48.8, 'Somebody signed in as esther@harbour.example.org over IMAP, from 198.51.100.14'],
    [59, 'Password of maya@harbour.example.org right; stopped by the second factor'],
  ],
});

const ULTRA_SLOW: CaseFile = caseFile({
  kind: 'password-spray',
  title: 'Ultra-slow password spray',
  organisation: 'tidewater.example.com',
  severity: 'high',
  confidence: 0.88,
  people: 12,
  from: 3,
  hours: 28 * 24 - 8,
  rate: 0.02,
  addresses: 310,
  reached: { 3: ['password-known', 0.7] },
  noticedAfter: 118,
  clients: ['IMAP client', 'Chrome 84 on Windows 7'],
  explanation:
    'For 28 days somebody tried one password a day on each of 12 people, each time from an address never seen before or again.',
  steps: ['Have the person whose password is known choose a new one.', ...SPRAY_STEPS.slice(1)],
});

const BRUTE: CaseFile = caseFile({
  kind: 'brute-force',
  title: 'Password guessing on two accounts',
  organisation: 'harbour.example.org',
  severity: 'medium',
  people: 2,
  from: 400.2,
  hours: 5,
  rate: 335,
  addresses: 204,
  reached: { 0: ['locked', 0.2] },
  noticedAfter: 0.1,
  explanation:
    'About 335 passwords an hour were tried on each of two accounts, from 204 addresses.',
  steps: [
    'Ask both people by telephone whether they can sign in.',
    'Leave the lock in place until it is over.',
  ],
});

const single = (
  plan: Partial<Plan> & Pick<Plan, 'kind' | 'title' | 'explanation' | 'steps'>,
): CaseFile =>
  caseFile({
    organisation: 'harbour.example.org',
    severity: 'high',
    people: 1,
    from: 250.3,
    hours: 0.6,
    rate: 0.1,
    addresses: 1,
    noticedAfter: 0.02,
    reached: { 0: ['compromised', 0.5] },
    ...plan,
  });

export const EXAMPLES: readonly CaseFile[] = [
  OFFICE_SPRAY,
  ULTRA_SLOW,
  BRUTE,
  single({
    kind: 'mfa-fatigue',
    title: 'Prompts until one was approved',
    severity: 'critical',
    people: 1,
    rate: 30,
    explanation:
      '31 prompts in 36 minutes at night were refused or left alone; the next was approved.',
    steps: [
      'End all sessions, reset the password, and switch to number matching or a security key.',
    ],
    name: () => 'grace@harbour.example.org',
  }),
  single({
    kind: 'token-theft',
    title: 'Stolen session',
    explanation:
      'The session opened in Oslo on Firefox was used 8 minutes later from a hosting provider with a script.',
    steps: ['Revoke all sessions and tokens; a new password alone does not end them.'],
    name: () => 'henrik@harbour.example.org',
    clients: ['axios/1.7'],
    confidence: 0.9,
  }),
  single({
    kind: 'consent-phishing',
    title: 'Application given access to mail',
    organisation: 'tidewater.example.com',
    explanation:
      'An unverified application that nobody here had used was allowed to read mail and files at any time.',
    steps: ['Remove the application under Enterprise applications, and revoke its tokens.'],
    name: () => 'lamar@tidewater.example.com',
    confidence: 0.7,
  }),
  single({
    kind: 'mailbox-rule',
    title: 'Mail hidden from its owner',
    severity: 'low',
    organisation: 'tidewater.example.com',
    explanation: 'A rule named "." moves mail with "invoice" or "password" into RSS Feeds.',
    steps: ['Look at the rule together with the owner; remove it if they did not set it.'],
    name: () => 'olga@tidewater.example.com',
    confidence: 0.5,
    addresses: 0,
  }),
];

/** 2,000 people and 1,300 addresses over 28 days. */
export function bigCase(): CaseFile {
  return caseFile({
    kind: 'password-spray',
    title: 'Distributed password spray',
    organisation: 'metropolis.example.com',
    severity: 'critical',
    people: 2000,
    from: 1,
    hours: 28 * 24 - 2,
    rate: 0.4,
    addresses: 1300,
    reached: Object.fromEntries(
      Array.from({ length: 24 }, (_, index) => [
        index * 8,
        [CASE_OUTCOMES[1 + (index % 4)] ?? 'locked', ((index * 7) % 24) / 24] as const,
      ]),
    ),
    noticedAfter: 3,
    explanation: '1,300 addresses tried 2,000 people at the same steady pace for 28 days.',
    steps: SPRAY_STEPS,
  });
}

/** What somebody who may choose a name would put into it. */
export const HOSTILE =
  '</title></style></script><script>alert(1)</script><img src=x onerror=alert(1)>"\'` onload=alert(1) \u202egnp.exe\u2066\u001b[2J\u0000\ud800 &lt;';

export function hostileCase(): CaseFile {
  const { hours, record } = caseFile({
    kind: 'password-spray',
    title: HOSTILE,
    organisation: HOSTILE,
    severity: 'low',
    people: 3,
    from: 5,
    hours: 30,
    rate: 1,
    addresses: 3,
    noticedAfter: 1,
    reached: { 0: ['compromised', 0.4] },
    clients: [HOSTILE],
    explanation: HOSTILE,
    steps: [HOSTILE],
    timeline: [[0, HOSTILE]],
    name: (index) => `${index}${HOSTILE}`,
  });
  const top = record.sources.top.map((one) => ({ ...one, address: HOSTILE }));
  const sources = { ...record.sources, top, countries: [HOSTILE] };
  return { hours, record: { ...record, sources, id: HOSTILE, findings: [HOSTILE] } };
}

export function findingOf(index: number, words = `Rule ${index}`): Finding {
  const level = LEVELS[4 - (index % 5)] ?? 'low';
  return {
    id: `finding-${index}`,
    at: at(index),
    desk: 'accounts',
    rule: { id: `rule-${index % 7}`, title: words, level, tags: [] },
    organisation: 'harbour.example.org',
    subject: { kind: 'account', id: `${NAMES[index % NAMES.length]}@harbour.example.org` },
    events: [],
    evidence: { first_seen: at(index), last_seen: at(index + 1), events_total: 3, values: {} },
    explanation: `${words} matched what ${NAMES[index % NAMES.length]} did, which is unusual here.`,
    next_step: 'Ask the owner by telephone whether that was them.',
  };
}

export function summaryOf(changes: Partial<Summary> = {}): Summary {
  const counts = { records: 124_622, accepted: 124_100, duplicates: 500, rejected: 22 };
  return {
    scrutineer: '0.1.0',
    totals: counts,
    files: [
      { file: 'signins.ndjson.gz', ...counts, first_rejected: { line: 7, reason: 'no time' } },
    ],
    sources: [
      {
        source: 'entra-signin',
        title: 'Microsoft Entra ID sign-ins',
        events: 118_204,
        first: at(0),
        last: at(671.9),
        outcomes: { in: 98_311, 'wrong-password': 14_201, 'password-known': 311 },
      },
      {
        source: 'o365-audit',
        title: 'Office 365 unified audit log',
        events: 5_896,
        first: at(2),
        last: at(660),
        outcomes: {},
      },
    ],
    span: { first: at(0), last: at(671.9) },
    gaps: [
      {
        source: 'entra-signin',
        organisation: 'harbour.example.org',
        kind: 'gap',
        from: at(82),
        until: at(91),
        hours: 9,
        expected_records: 412,
      },
    ],
    warnings: [],
    packs: { accounts: '0.3.0' },
    rules: { loaded: 72, refused: 0, unused_events: [], undecided_groups: [], regex_cuts: 0 },
    findings: {
      total: 41,
      new: 41,
      by_level: { informational: 0, low: 12, medium: 20, high: 8, critical: 1 },
    },
    duration_ms: 8400,
    ...changes,
  };
}
