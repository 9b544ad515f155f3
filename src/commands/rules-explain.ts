import { stat } from 'node:fs/promises';
import { NetworkList, parseNetworkList } from '../enrich/network-list.ts';
import type { Event } from '../events/event.ts';
import type { Explanation } from '../explain-rules.ts';
import { RuleExplainer } from '../explain-rules.ts';
import { oneLine } from '../findings/explain.ts';
import { expandInputs } from '../intake/inputs.ts';
import { formatTime } from '../lib/time.ts';
import type { PackOptions } from '../packs.ts';
import type { ReadEvents } from '../read-events.ts';
import { readEvents } from '../read-events.ts';
import { painter } from '../report/style.ts';
import type { CompiledCorrelation, CompiledRule } from '../rules/compiled.ts';
import { SOURCES } from '../sources/all.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { countOption, listOption, stringOption, UsageError } from './command.ts';
import { readLists } from './lists.ts';
import { counted, diagnosticLine, jsonText } from './plain.ts';
import { packOptions } from './pack-options.ts';
import { renderExplanation } from './rules-explain-text.ts';
import type { LoadedRules } from './rules-load.ts';
import { loadRules } from './rules-load.ts';
import { rulesNamed } from './rules-named.ts';
import { SHIPPED_PACKS } from './shipped-packs.ts';

/** Events that are read: explaining is for looking closely, scanning is for the rest. */
const MAX_EVENTS = 10_000;
/** Events of which a rule's every part is shown. */
const MAX_SHOWN = 10;

const EXIT_NO_MATCH = 1;

type Rule = CompiledRule | CompiledCorrelation;

/** Says why a rule matches events or does not. Exit status 0: it found something in them; 1: it did not. */
export async function explainCommand(
  [ruleName, eventFile, ...more]: readonly string[],
  values: OptionValues,
  io: CommandIo,
): Promise<number> {
  if (ruleName === undefined || eventFile === undefined || more.length > 0) {
    throw new UsageError('explain takes a RULE (id, name, title or file) and one EVENTFILE');
  }
  const { loaded, rules } = await findRules(
    ruleName,
    listOption(values, 'packs'),
    packOptions(values),
  );
  for (const found of loaded.diagnostics) {
    if (found.severity === 'error') io.stderr.write(`${diagnosticLine(found)}\n`);
  }
  const read = await eventsOf(eventFile, values, io);
  for (const reason of read.rejected.slice(0, MAX_SHOWN)) {
    io.stderr.write(`scrutineer rules explain: not read: ${oneLine(reason, 500)}\n`);
  }
  const events = chosen(read.events, countOption(values, 'event', 1));
  const explainer = new RuleExplainer(loaded.ruleSet, loaded.documents, events);
  const explanations = rules.map((rule) => explainer.explain(rule));
  if (values['json'] === true) {
    io.stdout.write(`${jsonText(explanations.map(toJson))}\n`);
  } else {
    print(explanations, read, io);
  }
  return explanations.some(hasMatch) ? 0 : EXIT_NO_MATCH;
}

async function findRules(
  name: string,
  packs: readonly string[],
  options: PackOptions,
): Promise<{ readonly loaded: LoadedRules; readonly rules: readonly Rule[] }> {
  const isFile = await stat(name).then(
    (info) => info.isFile(),
    () => false,
  );
  const loaded = await loadRules(isFile ? [name, ...packs] : [...SHIPPED_PACKS, ...packs], options);
  const all: readonly Rule[] = [...loaded.ruleSet.rules, ...loaded.ruleSet.correlations];
  if (isFile) {
    const inFile = all.filter(({ rule }) => rule.file === name);
    const alerting = inFile.filter(({ alerts }) => alerts);
    if (inFile.length > 0) return { loaded, rules: alerting.length > 0 ? alerting : inFile };
    const found = loaded.diagnostics.find(({ severity }) => severity === 'error');
    if (found !== undefined) throw new UsageError(diagnosticLine(found));
    throw new UsageError(`${oneLine(name, 200)} holds no rule that can run`);
  }
  return { loaded, rules: rulesNamed(name, all) };
}

async function eventsOf(file: string, values: OptionValues, io: CommandIo): Promise<ReadEvents> {
  const as = stringOption(values, 'as');
  if (as !== undefined && !SOURCES.some(({ name }) => name === as)) {
    throw new UsageError(`--as takes one of ${SOURCES.map(({ name }) => name).join(', ')}`);
  }
  const organisation = stringOption(values, 'organisation');
  const inputs = await expandInputs([file], io.stdin, io.now());
  if (!inputs.ok) throw new UsageError(oneLine(inputs.error, 500));
  const read = await readEvents(inputs.value, {
    lookups: {
      anonymisers: await networks(listOption(values, 'anonymisers')),
      trusted: await networks(listOption(values, 'trusted')),
    },
    ...(as !== undefined && { as }),
    ...(organisation !== undefined && { organisation }),
    limit: MAX_EVENTS,
  });
  if (read.events.length > 0) return read;
  throw new UsageError(oneLine(read.rejected[0] ?? `${file}: holds no events`, 500));
}

async function networks(files: readonly string[]): Promise<NetworkList> {
  const list = new NetworkList();
  for (const text of await readLists(files)) {
    for (const network of parseNetworkList(text).networks) list.add(network);
  }
  return list;
}

function chosen(events: readonly Event[], number: number | undefined): readonly Event[] {
  if (number === undefined) return events;
  const event = events[number - 1];
  if (event === undefined) {
    throw new UsageError(`--event ${number}: there are ${counted(events.length, 'event')}`);
  }
  return [event];
}

function print(explanations: readonly Explanation[], read: ReadEvents, io: CommandIo): void {
  const paint = painter(io.stdout);
  for (const explanation of explanations) {
    io.stdout.write(`${renderExplanation(shortened(explanation), paint).join('\n')}\n`);
    const left = explanation.kind === 'detection' ? explanation.events.length - MAX_SHOWN : 0;
    if (left > 0) io.stdout.write(`… and ${counted(left, 'more event')} (--event N for one)\n`);
  }
  if (read.more) io.stdout.write(`Only the first ${MAX_EVENTS} events were read.\n`);
}

/** Of many events, those that match come first. */
function shortened(explanation: Explanation): Explanation {
  if (explanation.kind === 'correlation' || explanation.events.length <= MAX_SHOWN) {
    return explanation;
  }
  const matched = explanation.events.filter((one) => one.explanation.matches);
  const missed = explanation.events.filter((one) => !one.explanation.matches);
  return { ...explanation, events: [...matched, ...missed].slice(0, MAX_SHOWN) };
}

function hasMatch(explanation: Explanation): boolean {
  return explanation.kind === 'detection'
    ? explanation.events.some((one) => one.explanation.matches)
    : explanation.incidents.length > 0;
}

function toJson(explanation: Explanation): unknown {
  const { key, rule } = explanation.rule;
  const about = {
    kind: explanation.kind,
    rule: { id: key, title: rule.title, file: rule.file, line: rule.at.line },
  };
  if (explanation.kind === 'detection') {
    const events = explanation.events.map(({ event, explanation: why }) => ({
      id: event.metadata.uid,
      time: formatTime(event.time),
      ...why,
    }));
    return { ...about, matches: hasMatch(explanation), events };
  }
  const { groups, hits, incidents, parts } = explanation;
  return {
    ...about,
    matches: hasMatch(explanation),
    incidents: incidents.map(({ count, events, first, group, last, values_total: distinct }) => ({
      group,
      hits: count,
      distinct,
      first: formatTime(first),
      last: formatTime(last),
      events,
    })),
    hits,
    groups,
    parts: parts.map(toJson),
  };
}
