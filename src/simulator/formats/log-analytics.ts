import { CODES } from '../codes.ts';
import type { Facts, SignInFacts } from '../facts.ts';
import type { Random } from '../random.ts';
import { graphAudit, graphSignIn } from './graph.ts';
import type { Rendered } from './renderer.ts';

/** The envelope diagnostic settings put around the Graph record, one per line, as storage and Event Hub hold them. */
export function renderLogAnalytics(facts: Facts, ids: Random): Rendered | undefined {
  return facts.kind === 'sign-in' ? signIn(facts, ids) : audit(facts, ids);
}

function signIn(facts: SignInFacts, ids: Random): Rendered {
  const properties = graphSignIn(facts, ids);
  const { tenant } = facts.account;
  const line = JSON.stringify({
    time: new Date(facts.time).toISOString(),
    resourceId: `/tenants/${tenant.id}/providers/Microsoft.aadiam`,
    operationName: 'Sign-in activity',
    operationVersion: '1.0',
    category: facts.interactive ? 'SignInLogs' : 'NonInteractiveUserSignInLogs',
    tenantId: tenant.id,
    resultType: String(facts.code),
    resultSignature: facts.code === 0 ? 'SUCCESS' : 'FAILURE',
    resultDescription: facts.code === 0 ? '' : (CODES.get(facts.code)?.reason ?? ''),
    durationMs: 0,
    callerIpAddress: facts.origin.ip,
    correlationId: properties.correlationId,
    identity: facts.account.displayName,
    Level: 4,
    location: facts.origin.network.place.country,
    properties,
  });
  return { id: properties.id, line };
}

function audit(facts: Extract<Facts, { kind: 'audit' }>, ids: Random): Rendered | undefined {
  const properties = graphAudit(facts, ids);
  if (properties === undefined) return undefined;
  const { tenant } = facts.account;
  const line = JSON.stringify({
    time: properties.activityDateTime,
    resourceId: `/tenants/${tenant.id}/providers/Microsoft.aadiam`,
    operationName: properties.activityDisplayName,
    operationVersion: '1.0',
    category: 'AuditLogs',
    tenantId: tenant.id,
    resultSignature: 'None',
    durationMs: 0,
    callerIpAddress: facts.origin.ip,
    correlationId: properties.correlationId,
    identity: facts.account.displayName,
    Level: 4,
    properties,
  });
  return { id: properties.id, line };
}
