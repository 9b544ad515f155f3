import type { Evidence } from './evidence.ts';
import type { Matching } from './matching.ts';
import { benignEvents } from './matching.ts';
import type { Score } from './score.ts';

/** An event of an attack is in the right case when it is in the one that stands for its campaign. */
export function scoreEvents(
  { cases }: Evidence,
  { campaigns, pairs }: Matching,
): Pick<Score, 'events' | 'eventsBeforeEntry' | 'aftermath'> {
  let assigned = 0;
  for (const found of cases) assigned += found.attacks + benignEvents(found);
  const right = { events: 0, aftermath: 0 };
  for (const [found, campaign] of pairs) {
    const held = campaign.held.get(found);
    right.events += held?.events ?? 0;
    right.aftermath += held?.aftermath ?? 0;
  }
  const all = { events: 0, aftermath: 0 };
  for (const { total } of campaigns) {
    all.events += total.events;
    all.aftermath += total.aftermath;
  }
  return {
    events: {
      precision: { part: right.events, whole: assigned },
      recall: { part: right.events, whole: all.events },
    },
    eventsBeforeEntry: {
      part: right.events - right.aftermath,
      whole: all.events - all.aftermath,
    },
    aftermath: { part: right.aftermath, whole: all.aftermath },
  };
}
