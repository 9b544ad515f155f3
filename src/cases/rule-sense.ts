import type { AttackKind } from '../detectors/detection.ts';
import type { Rung } from './rung.ts';
import { COMPROMISED, MFA_STOPPED, PASSWORD_KNOWN, TARGETED } from './rung.ts';

/** What a finding of a rule means for cases, by the rule's ATT&CK tags: packs of others have no other common words. */
export interface RuleSense {
  readonly kind: AttackKind;
  /**
   * Whether such a finding is a case by itself. `together`: what administrators do every day and attackers do as
   * well (roles, policies, applications, searches) is one only beside another such finding.
   */
  readonly alone: 'yes' | 'together' | 'no';
  /** How far the account it is about has been got at. */
  readonly rung: Rung;
  /** Something done from inside an account: what comes after getting in. */
  readonly inside: boolean;
}

/** Tactics of what is done once inside. */
const INSIDE = [
  'persistence',
  'privilege-escalation',
  'collection',
  'exfiltration',
  'impact',
  'defense-evasion',
];

export function senseOf(tags: readonly string[]): RuleSense {
  const known = new Set(
    tags.map((tag) =>
      tag
        .toLowerCase()
        .replace(/^attack\./, '')
        .replaceAll('_', '-'),
    ),
  );
  const has = (...names: readonly string[]): boolean => names.some((name) => known.has(name));
  const inside = has(...INSIDE);
  const sense = (kind: AttackKind, rung: Rung, alone: RuleSense['alone'] = 'yes'): RuleSense => ({
    kind,
    alone,
    rung,
    inside: inside && rung === COMPROMISED,
  });
  if (has('t1621')) return sense('mfa-fatigue', has('initial-access') ? COMPROMISED : MFA_STOPPED);
  if (has('t1564.008', 't1114.003')) return sense('mailbox-rule', COMPROMISED);
  // Rights given to an application, not the setting that lets people give them.
  if (has('t1528') && has('credential-access') && has('persistence', 'initial-access'))
    return sense('consent-phishing', COMPROMISED);
  if (has('t1110', 't1110.001', 't1110.003', 't1110.004')) return guessing(has, sense);
  if (has('t1539', 't1550.004', 't1557')) return sense('token-theft', COMPROMISED);
  // Somebody registered a second factor of their own.
  if (has('t1098.005') && has('credential-access')) return sense('account-takeover', COMPROMISED);
  if (has('t1078') && has('initial-access') && !has('reconnaissance'))
    return sense('account-takeover', COMPROMISED);
  if (inside) return sense('account-takeover', COMPROMISED, 'together');
  return sense(
    'account-takeover',
    TARGETED,
    has('discovery', 'initial-access') ? 'together' : 'no',
  );
}

function guessing(
  has: (...names: readonly string[]) => boolean,
  sense: (kind: AttackKind, rung: Rung) => RuleSense,
): RuleSense {
  const entered = has('t1078') && has('initial-access');
  if (has('t1110.003')) return sense('password-spray', entered ? COMPROMISED : TARGETED);
  if (has('t1110.004') && has('t1078')) return sense('account-takeover', PASSWORD_KNOWN);
  if (has('t1110.004')) return sense('credential-stuffing', entered ? COMPROMISED : TARGETED);
  // Both a guess and a right password, whichever it was: a provider's warning.
  if (!has('t1110.001') && has('t1078')) return sense('account-takeover', TARGETED);
  return sense('brute-force', entered ? COMPROMISED : TARGETED);
}
