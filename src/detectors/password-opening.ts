import type { Attempt } from './password-attempt.ts';
import type { Campaign } from './password-campaign.ts';
import { addAttempt, newCampaign } from './password-campaign.ts';
import type { Desk } from './password-desk.ts';
import { PASSWORD_ATTACK, SURPRISING, tellOf } from './password-desk.ts';
import { campaignOf } from './password-match.ts';
import { drop, perDay, toolShare } from './password-office.ts';
import { mostSurprising } from './password-pool.ts';

const DAY = 86_400_000;

/** In the first days of a log nobody has a past, and so much more is strange. */
const YOUNG = 3 * DAY;
const YOUNG_FACTOR = 10;

/** Opens a campaign when an attempt, with those in the pool, is more than ordinary life explains. */
export function judge(desk: Desk, attempt: Attempt): void {
  const { now, office } = desk;
  const found = mostSurprising(office.pool, attempt, now, {
    perDay: perDay(office, now) * (now - office.since < YOUNG ? YOUNG_FACTOR : 1),
    people: office.people,
    toolShare: (tool) => toolShare(office, tool),
  });
  if (found === undefined || found.log > SURPRISING) return;
  const seed = found.members[0] ?? attempt;
  const campaign = newCampaign(`${PASSWORD_ATTACK} ${seed.sighting.id}`, found.log);
  for (const member of found.members) addAttempt(campaign, member);
  office.campaigns.push(campaign);
  const claimed = [...found.members, ...claim(desk, campaign, new Set(found.members))];
  drop(office, claimed);
  const sightings = claimed.map(({ sighting }) => sighting);
  tellOf(
    desk,
    campaign,
    sightings.toSorted((a, b) => a.time - b.time),
  );
}

/** What else in the pool belongs to a campaign now that there is one. */
function claim({ now, office }: Desk, campaign: Campaign, taken: Set<Attempt>): readonly Attempt[] {
  const claimed: Attempt[] = [];
  // Twice: what is claimed first tells more of what the campaign is like.
  for (let round = 0; round < 2; round += 1) {
    for (const attempt of office.pool) {
      if (taken.has(attempt)) continue;
      if (!attempt.failed && attempt.sighting.time < campaign.first - DAY) continue;
      if (campaignOf(office, attempt, now) !== campaign) continue;
      addAttempt(campaign, attempt);
      taken.add(attempt);
      claimed.push(attempt);
    }
  }
  return claimed;
}
