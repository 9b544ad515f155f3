import type { Client } from '../devices.ts';
import type { Account, Facts, Origin, Step, Story } from '../facts.ts';
import type { Internet } from '../internet.ts';
import type { Organisation } from '../organisation.ts';
import type { Rate, Settings } from '../options.ts';
import type { Random } from '../random.ts';

export type Rates = Readonly<Record<string, Rate>>;

/** One campaign against one organisation. */
export interface AttackContext {
  readonly settings: Settings;
  readonly organisation: Organisation;
  /** Which of the campaign's organisations this is, and how many there are. */
  readonly position: number;
  readonly stride: number;
  readonly net: Internet;
  readonly mode: string;
  readonly campaign: string;
  /** The plan's own choice of accounts. */
  readonly chosen: readonly Account[] | undefined;
  /** Tries begin at `start` and stop before `end`; what follows a success may go on. Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  /** Equal for all organisations of the campaign: infrastructure is drawn from it. */
  readonly shared: Random;
  /** The campaign's stream for this organisation. */
  readonly random: Random;
}

/** One try at one account: when, from where, with what. */
export interface Try {
  readonly time: number;
  readonly account: Account;
  readonly origin: Origin;
  readonly client: Client;
  readonly random: Random;
}

/** The port every attack mode implements, one file each; `modes.ts` lists them. */
export interface AttackMode {
  readonly name: string;
  /** One sentence for people. */
  readonly title: string;
  /** Where the default rates come from. */
  readonly source: string;
  /** Milliseconds, when a plan gives none. */
  readonly duration: number;
  /** Every rate and its default; a plan may override each by a value of the same type. */
  readonly defaults: Rates;
  /** Records in time order. */
  readonly run: (context: AttackContext, overrides: Rates) => Iterable<Facts>;
}

/** Ties a mode's rates to its generator; a plan's overrides have been checked against `defaults` before. */
export function attackMode<R extends Rates>(definition: {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly duration: number;
  readonly defaults: R;
  readonly generate: (context: AttackContext, rates: R) => Iterable<Facts>;
}): AttackMode {
  const { generate, ...mode } = definition;
  return Object.freeze({
    ...mode,
    defaults: Object.freeze(mode.defaults),
    run: (context: AttackContext, overrides: Rates) =>
      generate(context, { ...mode.defaults, ...overrides }),
  });
}

const stories = new Map<string, Story>();

export function attackStory(context: AttackContext, step: Step): Story {
  const key = `${context.mode}|${context.campaign}|${step}`;
  let story = stories.get(key);
  if (story === undefined) {
    const { mode, campaign } = context;
    story = Object.freeze({ label: 'attack', mode, campaign, step });
    stories.set(key, story);
  }
  return story;
}

/** The position of an account's owner among the organisation's people, or -1. */
export function ownerOf(context: AttackContext, account: Account): number {
  return context.organisation.accounts.indexOf(account);
}
