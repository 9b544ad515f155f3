import { assert } from '../lib/assert.ts';
import { attackStreams, checkPlans } from './attacks/plan.ts';
import type { Facts, Step } from './facts.ts';
import { renderGraph } from './formats/graph.ts';
import { renderLogAnalytics } from './formats/log-analytics.ts';
import { renderO365 } from './formats/o365.ts';
import type { Renderer } from './formats/renderer.ts';
import { personLife } from './life/person-life.ts';
import { expiredSecretLife } from './life/expired-secret.ts';
import { drawScanner, scannerLife } from './life/scanner.ts';
import { sharedMailboxLife } from './life/shared-mailbox.ts';
import { unlistedProbeLife } from './life/unlisted-probe.ts';
import { asLogged, isPerfect } from './log-faults.ts';
import { mergeByTime } from './merge.ts';
import type { Format, Settings, SimulationOptions } from './options.ts';
import { checkSettings, settingsOf } from './options.ts';
import { drawOrganisation } from './organisation.ts';
import { Random } from './random.ts';

/** What a record really was. One per record, in the same order. */
export interface Label {
  /** The vendor's id of the record. */
  readonly id: string;
  /** RFC 3339 UTC. */
  readonly time: string;
  /** Tenant id. */
  readonly organisation: string;
  /** Principal name, lower case; also of accounts that do not exist. */
  readonly account: string;
  readonly label: 'benign' | 'attack';
  /** Attack mode, or the kind of ordinary life, e.g. `typo` or `traveller`. */
  readonly mode: string;
  /** On attack records: which campaign, and where in it. */
  readonly campaign?: string;
  readonly step?: Step;
}

export interface SimulatedRecord {
  /** One JSON record in the vendor's format, without the line's end. */
  readonly line: string;
  readonly label: Label;
  /** Delivered before: a duplicate, whose label was given with the first. */
  readonly again?: true;
}

const RENDERERS: Readonly<Record<Format, Renderer>> = {
  graph: renderGraph,
  'log-analytics': renderLogAnalytics,
  o365: renderO365,
};

/** What is wrong with the options, one sentence each; empty when `simulateSignins` will take them. */
export function checkSimulation(options: SimulationOptions): string[] {
  const settings = settingsOf(options);
  return [...checkSettings(settings), ...checkPlans(settings)];
}

/**
 * Made-up sign-ins with labels, in event-time order unless the log is to have faults. The same options give the same bytes. People, scanners and attacks
 * are separate streams, each with random numbers of its own, merged as they are asked for: memory grows with people, not
 * with days. Call `checkSimulation` first for options that came from outside.
 */
export function* simulateSignins(options: SimulationOptions): Generator<SimulatedRecord> {
  const problems = checkSimulation(options);
  assert(problems.length === 0, problems.join(' '));
  const settings = settingsOf(options);
  if (isPerfect(settings.log)) yield* happened(settings);
  else yield* asLogged(happened(settings), settings.log, settings.seed);
}

function* happened(settings: Settings): Generator<SimulatedRecord> {
  const render = RENDERERS[settings.format];
  for (const { facts, ids } of mergeByTime(streams(settings))) {
    const rendered = render(facts, ids);
    if (rendered !== undefined) yield { line: rendered.line, label: labelOf(facts, rendered.id) };
  }
}

/** The principal names of each organisation's people, in order: what a plan's `accounts` choose from. */
export function rosters(options: SimulationOptions): readonly (readonly string[])[] {
  const settings = settingsOf(options);
  const seed = new Random(`scrutineer ${settings.seed}`);
  return settings.organisations.map((_, at) =>
    drawOrganisation(settings, at, seed).accounts.map((account) => account.name),
  );
}

/** The addresses of the organisations' own scanners: what their people would put on an allow-list. */
export function scannerAddresses(
  options: SimulationOptions,
): { readonly organisation: string; readonly address: string }[] {
  const settings = settingsOf(options);
  const seed = new Random(`scrutineer ${settings.seed}`);
  return settings.organisations.flatMap((_, at) => {
    const organisation = drawOrganisation(settings, at, seed);
    return Array.from({ length: organisation.noise.scanners }, (_scanner, index) => ({
      organisation: organisation.tenant.id,
      address: drawScanner(organisation, index).origin.ip,
    }));
  });
}

interface Told {
  readonly time: number;
  readonly facts: Facts;
  /** Random numbers for the ids of this stream's records. */
  readonly ids: Random;
}

function* streams(settings: Settings): Generator<Iterable<Told>> {
  const seed = new Random(`scrutineer ${settings.seed}`);
  const organisations = settings.organisations.map((_, index) =>
    drawOrganisation(settings, index, seed),
  );
  for (const organisation of organisations) {
    const { random, accounts, noise } = organisation;
    for (let index = 0; index < accounts.length; index++) {
      yield tell(settings, personLife(settings, organisation, index), random.fork(`ids ${index}`));
    }
    for (const [what, count, life] of [
      ['scanner', noise.scanners, scannerLife],
      ['shared mailbox', noise.sharedMailboxes, sharedMailboxLife],
      ['expired secret', noise.expiredSecrets, expiredSecretLife],
      ['unlisted probe', noise.unlistedProbes, unlistedProbeLife],
    ] as const) {
      for (let index = 0; index < count; index++) {
        const ids = random.fork(`${what} ids ${index}`);
        yield tell(settings, life(settings, organisation, index), ids);
      }
    }
  }
  for (const attack of attackStreams(settings, organisations, seed)) {
    yield tell(settings, attack.facts, seed.fork(`ids of ${attack.name}`));
  }
}

function* tell(settings: Settings, stream: Iterable<Facts>, ids: Random): Generator<Told> {
  for (const facts of stream) {
    if (facts.time >= settings.start && facts.time < settings.end) {
      yield { time: facts.time, facts, ids };
    }
  }
}

function labelOf(facts: Facts, id: string): Label {
  const { label, mode, campaign, step } = facts.story;
  return {
    id,
    time: `${new Date(facts.time).toISOString().slice(0, 19)}Z`,
    organisation: facts.account.tenant.id,
    account: facts.account.name,
    label,
    mode,
    ...(campaign === undefined ? {} : { campaign }),
    ...(step === undefined ? {} : { step }),
  };
}
