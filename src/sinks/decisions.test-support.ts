import type { Json } from '../lib/json.ts';
import type { DecisionRecord } from './decision-record.ts';
import { readDecision } from './decision-record.ts';

/** A decision as a scan writes it. */
export const DECISION = {
  id: 'd1',
  at: '2020-11-04T09:30:00Z',
  subject: { kind: 'post', id: 'at://did:plc:abc123/app.bsky.feed.post/3k2a' },
  action: 'label',
  category: 'outcome',
  labels: [{ id: 'not-called', text: 'Not called yet.', link: 'https://example.org/results' }],
  limits: [{ id: 'l1', effects: ['quote-only'], clause: 'limits' }],
  claims: [
    {
      span: [0, 20],
      text: 'Ann Lee has won.',
      topic: 'outcome',
      fact_state: 'premature',
      entities: [],
    },
    {
      span: [21, 40],
      text: 'The sky is low.',
      topic: 'other',
      fact_state: 'unknown',
      entities: [],
    },
  ],
  reasons: [
    {
      rule: { id: 'r1', title: 'Premature victory' },
      clause: 'Claims of victory before certification',
      claim: 0,
      action: 'label',
      category: 'outcome',
      facts: ['f1'],
      explanation: 'Nobody has called the race.',
    },
  ],
  packs: { civic: '1.2.0' },
  facts_as_of: '2020-11-04T09:00:00Z',
  score: 0.9,
} satisfies Json;

export function decision(change: Readonly<Record<string, Json>> = {}): DecisionRecord {
  const read = readDecision({ ...DECISION, ...change });
  if (!read.ok) throw new Error(read.error);
  return read.value;
}
