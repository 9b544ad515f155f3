import type { AttackKind, Detection } from '../detectors/detection.ts';
import type { Sighting } from '../detectors/sighting.ts';
import type { Finding, Level } from '../findings/finding.ts';
import { formatTime } from '../lib/time.ts';
import type { CaseFile } from './case.ts';
import { CaseBook } from './case-book.ts';

export const START = Date.UTC(2026, 9, 1);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const ALICE = 'alice@example.org';
export const BOB = 'bob@example.org';

let ids = 0;

/** A wrong password, unless told otherwise. */
export function sighting(time: number, given: Partial<Sighting> = {}): Sighting {
  ids += 1;
  return {
    id: `test:${ids}`,
    time,
    account: ALICE,
    outcome: 'wrong-password',
    address: '192.0.2.1',
    client: 'python-requests/#',
    ...given,
  };
}

export interface Told {
  readonly detector?: string;
  readonly attack?: string;
  readonly organisation?: string;
  readonly kind?: AttackKind;
  readonly at?: number;
  readonly confidence?: number;
  readonly withdrawn?: readonly string[];
}

export function detection(sightings: readonly Sighting[], told: Told = {}): Detection {
  return {
    detector: 'passwords',
    organisation: 'example.org',
    attack: 'one',
    kind: 'password-spray',
    at: Math.max(START, ...sightings.map(({ time }) => time)),
    confidence: 0.9,
    sightings,
    reason: 'Addresses nobody here has used try one password after another.',
    ...told,
  };
}

export interface Found {
  readonly at?: number;
  readonly level?: Level;
  readonly tags?: readonly string[];
  readonly rule?: string;
  readonly account?: string;
  readonly address?: string;
  readonly events?: readonly string[];
  readonly organisation?: string;
}

/** A finding of a rule: a mail rule that hides mail, unless told otherwise. */
export function finding(given: Found = {}): Finding {
  ids += 1;
  const { at = START, level = 'high', account = ALICE, address, rule = 'hides-mail' } = given;
  const time = formatTime(at);
  return {
    id: `finding-${ids}`,
    at: time,
    desk: 'accounts',
    rule: {
      id: rule,
      title: `Rule ${rule}`,
      level,
      tags: given.tags ?? ['attack.defense-evasion', 'attack.t1564', 'attack.t1564.008'],
    },
    organisation: given.organisation ?? 'example.org',
    subject: { kind: 'account', id: account },
    events: given.events ?? [`audit:${ids}`],
    evidence: {
      first_seen: time,
      last_seen: time,
      events_total: given.events?.length ?? 1,
      values: {
        'user.name': [account],
        ...(address !== undefined && { 'src_endpoint.ip': [address] }),
      },
    },
    explanation: `${account} has a rule that hides mail.`,
    next_step: `Ask ${account} whether the rule is theirs.`,
  };
}

export function casesOf(
  detections: readonly Detection[],
  findings: readonly Finding[] = [],
): readonly CaseFile[] {
  const book = new CaseBook();
  for (const one of detections.toSorted((a, b) => a.at - b.at)) book.detection(one);
  for (const one of findings) book.finding(one);
  return [...book.end()];
}

/** A spray of one try per account and hour from addresses of its own. */
export function spray(
  accounts: readonly string[],
  hours: number,
  told: Told & { readonly net?: string } = {},
): readonly Detection[] {
  const { net = '198.51.100', ...rest } = told;
  const from = told.at ?? START;
  return Array.from({ length: hours }, (_, hour) =>
    accounts.map((account, index) => {
      const time = from + hour * HOUR + index * MINUTE;
      const address = `${net}.${((hour * accounts.length + index) % 250) + 1}`;
      return detection([sighting(time, { account, address })], { ...rest, at: time });
    }),
  ).flat();
}
