import type { Severity } from './case.ts';
import { SEVERITIES } from './case.ts';
import { CRITICAL, HIGH, MEDIUM } from './clue.ts';
import type { Dossier } from './dossier.ts';
import { independent } from './join-clues.ts';
import { COMPROMISED, PASSWORD_KNOWN } from './rung.ts';
import { DOUBTFUL, UNSURE } from './telling.ts';

/** Position in `SEVERITIES`. */
const [LOW, MEDIUM_SEVERITY, HIGH_SEVERITY, CRITICAL_SEVERITY] = [0, 1, 2, 3] as const;

/** How grave a case is: how far the attack has got, and how sure it is that it is one. */
export function severityOf(dossier: Dossier): Severity {
  const step = dossier.trails.length === 0 ? byRules(dossier) : byOutcome(dossier);
  return SEVERITIES[Math.max(LOW, Math.min(CRITICAL_SEVERITY, step))] ?? 'low';
}

function byOutcome(dossier: Dossier): number {
  const { rung, clues, confidence, people } = dossier;
  const known = people.some((account) => account.rung >= PASSWORD_KNOWN);
  const abused = known && clues.some(({ sense, level }) => sense.inside && level >= HIGH);
  const grave = clues.some(({ level }) => level >= CRITICAL) ? HIGH_SEVERITY : LOW;
  const reached =
    rung >= COMPROMISED || abused
      ? CRITICAL_SEVERITY
      : known
        ? HIGH_SEVERITY
        : people.length > 0
          ? MEDIUM_SEVERITY
          : LOW;
  if (confidence < DOUBTFUL) return grave;
  return Math.max(reached, grave) - (confidence < UNSURE ? 1 : 0);
}

/**
 * By the gravest rule, one step less than it says unless it is critical: a rule is right by itself less often than a
 * detector that knows the organisation's past. Another rule that says so of other events makes up for that.
 */
function byRules({ clues }: Dossier): number {
  const [gravest, second] = independent(clues);
  if (gravest === undefined) return LOW;
  const step =
    gravest.level >= CRITICAL
      ? CRITICAL_SEVERITY
      : gravest.level >= HIGH && gravest.sense.alone === 'yes'
        ? MEDIUM_SEVERITY
        : LOW;
  return step + (second !== undefined && second.level >= MEDIUM ? 1 : 0);
}
