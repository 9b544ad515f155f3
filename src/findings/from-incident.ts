import { formatTime } from '../lib/time.ts';
import type { Incident } from '../rules/correlation/incident.ts';
import { fillTemplate } from './explain.ts';
import type { Finding } from './finding.ts';
import { MAX_EVIDENCE_VALUES, MAX_FINDING_EVENTS } from './finding.ts';
import { ruleOf } from './rule-of.ts';

/** Fields of a group that name a person. */
const ACCOUNT_FIELDS: ReadonlySet<string> = new Set(['user.name', 'actor.user.name']);

/**
 * The finding of a correlation. Its explanation may name the group's fields and, of the incident itself, `count`,
 * `values_total`, `values` (the first few), `first`, `last` and `duration`.
 */
export function findingFromIncident(incident: Incident): Finding {
  const { correlation, group, first, last } = incident;
  const { rule, key } = correlation;
  const value = (name: string): string | undefined => group[name] ?? incidentValue(incident, name);
  const template = rule.scrutineer.explanation?.text ?? `${rule.title}: {count} events.`;
  const next = rule.scrutineer.next_step;
  const counted = rule.correlation.fields[0]?.text;
  return {
    id: incident.id,
    at: formatTime(incident.detectedAt),
    desk: 'accounts',
    rule: ruleOf(key, rule),
    organisation: incident.partition ?? 'unknown',
    subject: incidentSubject(incident),
    events: incident.events.slice(0, MAX_FINDING_EVENTS),
    evidence: {
      first_seen: formatTime(first),
      last_seen: formatTime(last),
      events_total: incident.events_total,
      values: {
        ...Object.fromEntries(Object.entries(group).map(([name, text]) => [name, [text]])),
        ...(counted !== undefined && { [counted]: incident.values.slice(0, MAX_EVIDENCE_VALUES) }),
      },
      ...(counted !== undefined && { distinct: { [counted]: incident.values_total } }),
    },
    explanation: fillTemplate(template, value),
    ...(next !== undefined && { next_step: fillTemplate(next, value) }),
  };
}

/** The field the rule names as its subject; else the account of the group; else what it is grouped by. */
export function incidentSubject({ correlation, group }: Incident): Finding['subject'] {
  const named = correlation.rule.scrutineer.subject?.text;
  const field =
    named !== undefined && Object.hasOwn(group, named)
      ? named
      : (Object.keys(group).find((name) => ACCOUNT_FIELDS.has(name)) ?? Object.keys(group)[0]);
  const id = field === undefined ? undefined : group[field];
  return {
    kind: field !== undefined && field.endsWith('ip') ? 'address' : 'account',
    id: id ?? 'unknown',
  };
}

const MAX_NAMED = 3;

function incidentValue(incident: Incident, name: string): string | undefined {
  switch (name) {
    case 'count':
      return String(incident.count);
    case 'values_total':
      return String(incident.values_total);
    case 'values': {
      const named = incident.values.slice(0, MAX_NAMED).join(', ');
      const more = incident.values_total - MAX_NAMED;
      return more > 0 ? `${named} and ${more} more` : named;
    }
    case 'first':
      return formatTime(incident.first);
    case 'last':
      return formatTime(incident.last);
    case 'duration':
      return duration(incident.last - incident.first);
    default:
      return undefined;
  }
}

/** Milliseconds in words, as people say them. */
function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
