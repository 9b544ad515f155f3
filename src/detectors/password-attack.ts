import type { EventDigest } from '../events/digest.ts';
import type { Detection } from './detection.ts';
import type { Detector } from './detector.ts';
import type { Relation } from './familiarity.ts';
import { Familiarity, accountOf, originOf } from './familiarity.ts';
import type { Attempt, SignInDigest } from './password-attempt.ts';
import { attemptOf, isAttempt, sightingOf } from './password-attempt.ts';
import type { Campaign } from './password-campaign.ts';
import {
  addAttempt,
  isOver,
  kindOf,
  newCampaign,
  usesTool,
  withdrawAttempt,
} from './password-campaign.ts';
import { campaignOf, isPrize } from './password-match.ts';
import type { Office } from './password-office.ts';
import {
  addToPool,
  age,
  changedLately,
  drop,
  isOwnTool,
  isPooled,
  noteChange,
  noteOwnTool,
  noteTool,
  officeOf,
  perDay,
  toolShare,
} from './password-office.ts';
import { mostSurprising } from './password-pool.ts';
import { isNear, NEAR_RIPENS, RIPENS, STRANGE } from './password-ripe.ts';
import { campaignReason } from './password-reason.ts';
import { attackerOdds, noteHabit } from './password-odds.ts';

const NAME = 'password-attack';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Names that do not exist are guessed more often than mistyped, in an office whose places are known. */
const GUESSED = 2;
const OFFICE_DAYS = 3;

/** How much less strange a failure is when the password has changed lately. */
const OUTDATED = 2.5;

/** Sign-ins stranger than this teach nothing until a day has passed. */
const STRANGE_IN = 2;

/** In the first days of a log nobody has a past, and so much more is strange. */
const YOUNG = 3 * DAY;
const YOUNG_FACTOR = 10;

/** A program of the owner's fails here and there within an hour, not everywhere. */
const MOST_ELSEWHERE = 6;

/** How long a strange sign-in waits before it counts as its owner's. */
const WAITS = DAY;
/** How long after a failure getting in explains it. */
const EXPLAINS = 3 * DAY;

/** A campaign is opened when ordinary life looks so less often than this: natural logarithm of a chance. */
const SURPRISING = Math.log(1e-6);

/** Names tried at one address that somebody getting in there explains: slips in typing one's own name. */
const SLIPS = 2;

/**
 * Attacks on passwords: sprays loud, distributed and ultra-slow, brute force, credential stuffing, and what they win.
 * `docs/detection.md` has the statistics. Attempts strange to their account wait in a pool; when there are more of them
 * than ordinary life explains, those that go together become a campaign, which later attempts join or not.
 */
export const passwordAttack: Detector = {
  name: NAME,
  observe(event, state, tell) {
    const office = officeOf(state, event.metadata.tenant_uid, event.time);
    const desk = new Desk(office, new Familiarity(state, NAME), event, tell);
    if (event.kind === 'audit') desk.audit();
    else if (isAttempt(event)) desk.signIn(event);
  },
};

/** What is done with one event of one organisation. */
class Desk {
  readonly #office: Office;
  readonly #familiarity: Familiarity;
  readonly #event: EventDigest;
  readonly #tell: (detection: Detection) => void;
  readonly #now: number;

  constructor(
    office: Office,
    familiarity: Familiarity,
    event: EventDigest,
    tell: (detection: Detection) => void,
  ) {
    this.#office = office;
    this.#familiarity = familiarity;
    this.#event = event;
    this.#tell = tell;
    this.#now = event.time;
  }

  /** What an account that was broken into is used for from where it was broken into. */
  audit(): void {
    const event = this.#event;
    if (event.kind !== 'audit') return;
    if (event.activity === 'password-change' && event.status === 'success') {
      if (event.user !== undefined) noteChange(this.#office, event.user.name, this.#now);
    }
    const account = accountOf(event);
    const { address } = originOf(event);
    if (address === undefined) return;
    for (const campaign of this.#office.campaigns) {
      const target = campaign.targets.get(account);
      if (target?.wonAt === undefined || !target.won.has(address)) continue;
      this.#told(campaign, [sightingOf(event, account, originOf(event))]);
      return;
    }
  }

  signIn(event: SignInDigest): void {
    const office = this.#office;
    this.#passTime();
    // Scanners and gateways of the organisation's own are no strangers.
    if (event.enrichments?.['network.listed'] === 'trusted') return;
    const relation = this.#familiarity.relation(event);
    if (event.stopped_by === 'expired-password' && relation.client?.to !== 'new') {
      noteChange(office, event.user.name, this.#now);
    }
    const guessed = event.outcome === 'user-unknown' && relation.organisationDays >= OFFICE_DAYS;
    const outdated =
      relation.country?.to === 'own' && changedLately(office, event.user.name, this.#now);
    const strange =
      attackerOdds(relation, office.habits) + (guessed ? GUESSED : 0) - (outdated ? OUTDATED : 0);
    // Most of any log: somebody in from where they always are.
    if (
      event.outcome === 'in' &&
      relation.place === 'own-address' &&
      relation.client?.to === 'own'
    ) {
      this.#learn(attemptOf(event, relation, strange), relation);
      return;
    }
    const attempt = attemptOf(event, relation, strange);
    if (attempt.failed && this.#isOwners(attempt)) return;
    const campaign = campaignOf(office, attempt, this.#now);
    if (campaign !== undefined) {
      addAttempt(campaign, attempt);
      this.#told(campaign, [attempt.sighting]);
      return;
    }
    if (event.outcome === 'in') {
      const doubtful = !attempt.second && strange >= STRANGE_IN;
      // Of an account without a past, whatever gets in first is the past; it may still be claimed in retrospect.
      if (!doubtful || !attempt.known) this.#learn(attempt, relation);
      if (doubtful || (!attempt.known && !attempt.second)) {
        addToPool(office, attempt);
        office.waiting.push(attempt);
      }
      return;
    }
    if (strange < 0) return;
    addToPool(office, attempt);
    if (!attempt.failed) return;
    if (strange < STRANGE) return;
    if (isNear(attempt)) office.near.push(attempt);
    else if (!attempt.known) office.unripe.push(attempt);
    if (attempt.known || isNear(attempt)) this.#judge(attempt);
  }

  /** Whether a failure is that of a program of the owner's: it is used from the owner's own places, or was before. */
  #isOwners({ origin, place, sighting, tool }: Attempt): boolean {
    const office = this.#office;
    const { account } = sighting;
    if (office.campaigns.some((campaign) => usesTool(campaign, tool))) return false;
    if (place !== 'own-address' && place !== 'own-prefix') return isOwnTool(office, account, tool);
    const others = office.pool.filter(
      (other) =>
        other.sighting.account === account &&
        other.tool === tool &&
        this.#now - other.sighting.time <= HOUR &&
        other.origin.prefix !== origin.prefix,
    );
    if (others.length > MOST_ELSEWHERE) return true;
    noteOwnTool(office, account, tool, this.#now);
    for (const campaign of office.campaigns) {
      this.#withdraw(
        campaign,
        ({ sighting: other, tool: used }) => other.account === account && used === tool,
      );
    }
    return true;
  }

  /** Takes up what had to wait for this moment. */
  #passTime(): void {
    const office = this.#office;
    const now = this.#now;
    for (const [queue, ripens] of [
      [office.unripe, RIPENS],
      [office.near, NEAR_RIPENS],
    ] as const) {
      while (queue[0] !== undefined && now - queue[0].sighting.time >= ripens) {
        const attempt = queue.shift();
        if (attempt !== undefined && office.pool.includes(attempt)) this.#judge(attempt);
      }
    }
    while (office.waiting[0] !== undefined && now - office.waiting[0].sighting.time >= WAITS) {
      const attempt = office.waiting.shift();
      if (attempt === undefined || !office.pool.includes(attempt)) continue;
      drop(office, [attempt]);
      if (attempt.known) this.#learn(attempt);
    }
    if (now - office.taughtUntil > 6 * DAY) age(office, now);
    const isDone = office.campaigns.some((campaign) => isOver(campaign, now));
    if (isDone) office.campaigns = office.campaigns.filter((campaign) => !isOver(campaign, now));
  }

  #learn(attempt: Attempt, relation?: Relation): void {
    const office = this.#office;
    const { origin, sighting, tool } = attempt;
    const who = {
      organisation: this.#event.metadata.tenant_uid,
      account: sighting.account,
      time: sighting.time,
    };
    const before = relation ?? this.#familiarity.relationTo(origin, who);
    if (before.accountDays === 0) office.people += 1;
    // What programs do by themselves, most of any log, tells nothing of where people type passwords.
    if (attempt.interactive) noteHabit(office.habits, before);
    noteTool(office, tool);
    this.#familiarity.learnOrigin(origin, who);
    this.#explain(attempt);
  }

  /** Failures before somebody got in were their own. */
  #explain(attempt: Attempt): void {
    const office = this.#office;
    const { account, address, time } = attempt.sighting;
    if (isPooled(office, account) || isPooled(office, address)) {
      const names = new Set(
        office.pool
          .filter(({ failed, sighting }) => failed && sighting.address === address)
          .map(({ sighting }) => sighting.account),
      );
      const explained = office.pool.filter(
        (other) =>
          time - other.sighting.time <= EXPLAINS &&
          (isSamePerson(other, attempt) ||
            (other.sighting.address === address && names.size <= SLIPS && other.failed)),
      );
      drop(office, explained);
    }
    for (const campaign of office.campaigns) {
      if (!campaign.targets.has(account)) continue;
      this.#withdraw(
        campaign,
        (other) => isSamePerson(other, attempt) && time - other.sighting.time <= DAY,
      );
    }
  }

  #withdraw(campaign: Campaign, isOwners: (attempt: Attempt) => boolean): void {
    const own = campaign.recent.filter(isOwners);
    if (own.length === 0) return;
    for (const other of own) {
      withdrawAttempt(campaign, other);
      campaign.recent.splice(campaign.recent.indexOf(other), 1);
    }
    this.#told(
      campaign,
      [],
      own.map(({ sighting }) => sighting.id),
    );
  }

  /** Whether an attempt, with those in the pool, is more than ordinary life explains; opens a campaign then. */
  #judge(attempt: Attempt): void {
    const office = this.#office;
    const now = this.#now;
    const found = mostSurprising(office.pool, attempt, now, {
      perDay: perDay(office, now) * (now - office.since < YOUNG ? YOUNG_FACTOR : 1),
      people: office.people,
      toolShare: (tool) => toolShare(office, tool),
    });
    if (found === undefined || found.log > SURPRISING) return;
      console.log(
        'OPEN',
        new Date(now).toISOString(),
        found.cell,
        found.window / 3.6e6,
        found.log,
        perDay(office, now),
        office.people,
        office.pool.length,
        found.members.map(
          (m) =>
            `${m.sighting.account.split('@')[0]} ${m.sighting.address} ${m.origin.network} ${m.strange.toFixed(1)} ${m.place} ${m.client} ${m.country} ${new Date(m.sighting.time).toISOString().slice(5, 16)} ${m.tool.slice(0, 60)}`,
        ),
      );
    const seed = found.members[0] ?? attempt;
    const campaign = newCampaign(`${NAME} ${seed.sighting.id}`, now, found.log);
    for (const member of found.members) addAttempt(campaign, member);
    office.campaigns.push(campaign);
    const claimed = [...found.members, ...this.#claim(campaign, new Set(found.members))];
    drop(office, claimed);
    this.#told(
      campaign,
      claimed.map(({ sighting }) => sighting).toSorted((a, b) => a.time - b.time),
    );
  }

  /** What else in the pool belongs to a campaign now that there is one. */
  #claim(campaign: Campaign, taken: Set<Attempt>): readonly Attempt[] {
    const claimed: Attempt[] = [];
    // Twice: what is claimed first tells more of what the campaign is like.
    for (let round = 0; round < 2; round += 1) {
      for (const attempt of this.#office.pool) {
        if (taken.has(attempt)) continue;
        const fits = attempt.failed
          ? campaignOf(this.#office, attempt, this.#now) === campaign
          : isPrize(campaign, attempt) && attempt.sighting.time >= campaign.first - DAY;
        if (!fits) continue;
        addAttempt(campaign, attempt);
        taken.add(attempt);
        claimed.push(attempt);
      }
    }
    return claimed;
  }

  #told(
    campaign: Campaign,
    sightings: Detection['sightings'],
    withdrawn: readonly string[] = [],
  ): void {
    this.#tell({
      detector: NAME,
      organisation: this.#event.metadata.tenant_uid,
      attack: campaign.key,
      kind: kindOf(campaign),
      at: this.#now,
      confidence: confidenceOf(campaign),
      sightings,
      ...(withdrawn.length > 0 && { withdrawn }),
      reason: campaignReason(campaign),
    });
  }
}

/** Whether an earlier attempt was made by whoever made this one, going by where from and with what. */
function isSamePerson(other: Attempt, attempt: Attempt): boolean {
  if (other.sighting.account !== attempt.sighting.account) return false;
  const { prefix, network } = other.origin;
  if (prefix !== undefined && prefix === attempt.origin.prefix) return true;
  return other.tool === attempt.tool && network !== undefined && network === attempt.origin.network;
}

/** Never certain: an unheard-of mistake of ordinary life looks like an attack, too. */
function confidenceOf({ attempts, surprise, targets }: Campaign): number {
  const bySurprise = Math.min(0.95, 0.8 + (SURPRISING - surprise) / 200);
  const bySize = Math.min(0.04, Math.log10(attempts * targets.size) / 100);
  return Math.round((bySurprise + bySize) * 100) / 100;
}
