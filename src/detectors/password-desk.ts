import type { EventDigest } from '../events/digest.ts';
import type { State } from '../history/state.ts';
import type { Detection } from './detection.ts';
import { Familiarity } from './familiarity.ts';
import type { Attempt } from './password-attempt.ts';
import type { Campaign } from './password-campaign.ts';
import { kindOf, withdrawAttempt } from './password-campaign.ts';
import type { Office } from './password-office.ts';
import { officeOf } from './password-office.ts';
import { campaignReason } from './password-reason.ts';

export const PASSWORD_ATTACK = 'password-attack';

/** A campaign is opened when ordinary life looks so less often than this: natural logarithm of a chance. */
export const SURPRISING = Math.log(1e-6);

/** What one event of one organisation is looked at with. */
export interface Desk {
  readonly office: Office;
  readonly familiarity: Familiarity;
  readonly organisation: string;
  /** Time of the event, in milliseconds. */
  readonly now: number;
  readonly tell: (detection: Detection) => void;
}

export function deskOf(
  { metadata, time }: EventDigest,
  state: State,
  tell: (detection: Detection) => void,
): Desk {
  const organisation = metadata.tenant_uid;
  return {
    office: officeOf(state, PASSWORD_ATTACK, organisation, time),
    familiarity: new Familiarity(state, PASSWORD_ATTACK),
    organisation,
    now: time,
    tell,
  };
}

export function tellOf(
  { now, organisation, tell }: Desk,
  campaign: Campaign,
  sightings: Detection['sightings'],
  withdrawn: readonly string[] = [],
): void {
  tell({
    detector: PASSWORD_ATTACK,
    organisation,
    attack: campaign.key,
    kind: kindOf(campaign),
    at: now,
    confidence: confidenceOf(campaign),
    sightings,
    ...(withdrawn.length > 0 && { withdrawn }),
    reason: campaignReason(campaign),
  });
}

/** Takes back, of all campaigns, what turned out to be an owner's. */
export function withdraw(
  desk: Desk,
  account: string,
  isOwners: (attempt: Attempt) => boolean,
): void {
  for (const campaign of desk.office.campaigns) {
    if (!campaign.targets.has(account)) continue;
    const own = campaign.recent.filter(
      (attempt) => attempt.sighting.account === account && isOwners(attempt),
    );
    if (own.length === 0) continue;
    for (const attempt of own) {
      withdrawAttempt(campaign, attempt);
      campaign.recent.splice(campaign.recent.indexOf(attempt), 1);
    }
    tellOf(
      desk,
      campaign,
      [],
      own.map(({ sighting }) => sighting.id),
    );
  }
}

/** Never certain: an unheard-of mistake of ordinary life looks like an attack, too. */
function confidenceOf({ attempts, surprise, targets }: Campaign): number {
  const bySurprise = Math.min(0.95, 0.8 + (SURPRISING - surprise) / 200);
  const bySize = Math.min(0.04, Math.log10(Math.max(1, attempts * targets.size)) / 100);
  return Math.round((bySurprise + bySize) * 100) / 100;
}
