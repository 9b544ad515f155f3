import { describe, expect, it } from 'vitest';
import { eventField } from '../events/fields.ts';
import type { JsonObject } from '../lib/json.ts';
import { entraRisk } from './entra-risk.ts';
import { readAudit, mutationFault } from './microsoft.test-support.ts';

const LOCATION = { city: 'Springfield', state: 'Illinois', countryOrRegion: 'US' };
const INFO = '[{"Key":"userAgent","Value":"Example/1.0"},{"Key":"riskReasons","Value":["x"]}]';

const GRAPH: JsonObject = {
  id: 'r-1',
  requestId: 's-1',
  riskEventType: 'anonymizedIPAddress',
  riskLevel: 'medium',
  riskState: 'atRisk',
  riskDetail: 'none',
  source: 'IdentityProtection',
  detectionTimingType: 'realtime',
  activity: 'signin',
  ipAddress: '203.0.113.7',
  activityDateTime: '2024-05-01T08:00:00Z',
  detectedDateTime: '2024-05-01T09:00:00Z',
  userId: 'u-1',
  userPrincipalName: 'Ann@example.org',
  additionalInfo: INFO,
  location: LOCATION,
};

const TABLE: JsonObject = {
  'TimeGenerated [UTC]': '5/1/2024, 9:00:00.000 AM',
  'DetectedDateTime [UTC]': '5/1/2024, 9:00:00.000 AM',
  ActivityDateTime: '2024-05-01T08:00:00Z',
  OperationName: 'User Risk Detection',
  Id: 'r-1',
  RequestId: 's-1',
  RiskEventType: 'anonymizedIPAddress',
  RiskLevel: 'medium',
  RiskState: 'atRisk',
  RiskDetail: 'none',
  Source: 'IdentityProtection',
  DetectionTimingType: 'realtime',
  Activity: 'signin',
  IpAddress: '203.0.113.7',
  UserId: 'u-1',
  UserPrincipalName: 'ann@example.org',
  AdditionalInfo: INFO,
  Location: JSON.stringify(LOCATION),
};

const EVENT_HUB: JsonObject = {
  time: '2024-05-01T09:00:05Z',
  category: 'UserRiskEvents',
  properties: GRAPH,
};

describe('risk detections', () => {
  it('are warnings of the provider about an account', () => {
    expect(readAudit(entraRisk, GRAPH)).toMatchObject({
      time: Date.parse('2024-05-01T09:00:00Z'),
      metadata: { uid: 'entra-risk:r-1', tenant_uid: 'example.org' },
      logsource: { product: 'azure', services: ['riskdetection'] },
      activity: 'provider-warning',
      user: { name: 'ann@example.org', uid: 'u-1' },
      api: { operation: 'anonymizedIPAddress' },
      src_endpoint: { ip: '203.0.113.7', is_anonymous: true, location: { country: 'US' } },
      http_request: { user_agent: 'Example/1.0' },
      parameters: { requestId: 's-1', riskLevel: 'medium', riskReasons: 'x' },
    });
  });

  it.each([
    ['table', TABLE],
    ['event hub', EVENT_HUB],
  ])('from the %s are the same events', (_name, record) => {
    expect(entraRisk.recognise(record)).toBe(true);
    const event = readAudit(entraRisk, record);
    const graph = readAudit(entraRisk, GRAPH);
    expect({ ...event, raw: {}, parameters: {} }).toEqual({ ...graph, raw: {}, parameters: {} });
    expect(event.parameters).toMatchObject({
      riskEventType: 'anonymizedIPAddress',
      requestId: 's-1',
    });
    expect(eventField('riskEventType')(event)).toBe('anonymizedIPAddress');
    expect(eventField('RiskEventType')(event)).toBe('anonymizedIPAddress');
  });

  it('name the field at fault', () => {
    const record = { ...GRAPH, userPrincipalName: [], userId: null };
    expect(entraRisk.read(record, { latest: 0 })).toEqual({
      ok: false,
      reason: 'userPrincipalName: expected an account, found []',
    });
  });

  it('never throw, whatever a field holds', () => {
    expect(mutationFault(entraRisk, [GRAPH, TABLE, EVENT_HUB])).toBeUndefined();
  });
});
