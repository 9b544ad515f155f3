import type { Counterfactual } from '../decisions/counterfactual.ts';
import { counterfactualText } from '../decisions/counterfactual.ts';
import type { ClaimRecord } from '../decisions/claim-record.ts';
import type { Decision } from '../decisions/decision.ts';
import type { Examined } from '../decisions/desk.ts';
import type { Fact } from '../facts/fact.ts';
import { sourceName } from '../facts/fact.ts';
import { oneLine } from '../findings/explain.ts';
import type { Paint } from '../report/style.ts';
import { WIDTH, wrap } from '../report/style.ts';

/** Facts and changes shown of one claim. */
const MAX_FACTS = 4;
const MAX_CHANGES = 6;
const INDENT = 4;

/** A decision as a person reads it at 80 columns. */
export function explanationText(
  { decision, passedOver, records }: Examined,
  changes: readonly Counterfactual[],
  facts: ReadonlyMap<string, Fact>,
  paint: Paint,
): string {
  const lines = [
    `${paint('bold', decision.action.toUpperCase())}${decision.category === undefined ? '' : `  ${decision.category}`}  score ${decision.score}`,
    ...decision.labels.flatMap(({ link, text }) => [
      ...told(`Label: ${text}`, 2),
      ...(link === undefined ? [] : [`         ${oneLine(link, WIDTH)}`]),
    ]),
    ...(decision.limits ?? []).flatMap(({ clause, effects }) =>
      told(`Limited (${effects.join(', ')}): ${clause}`, 2),
    ),
    ...(decision.strikes === undefined ? [] : [`  Strikes: ${decision.strikes}`]),
  ];
  if (records.length === 0) lines.push('  No claim about an election was read.');
  for (const [index, record] of records.entries()) {
    lines.push('', ...claimLines(record, index, decision, facts, paint));
    for (const { claim, rule, why } of passedOver)
      if (claim === index) lines.push(...told(`Not enforced: ${rule} (${why})`, INDENT));
  }
  const shown = changes.slice(0, MAX_CHANGES).flatMap((change) => {
    const record = records[change.claim];
    return record === undefined ? [] : told(`- ${counterfactualText(change, record)}`, 2);
  });
  if (shown.length > 0) lines.push('', paint('bold', 'It would be'), ...shown);
  const packs = Object.entries(decision.packs).map(([name, version]) => `${name} ${version}`);
  lines.push(
    '',
    ...told(`Policy: ${packs.join(', ')}; facts as of ${decision.facts_as_of ?? 'now'}`, 0),
  );
  return `${lines.join('\n')}\n`;
}

function claimLines(
  { claim, now }: ClaimRecord,
  index: number,
  { reasons }: Decision,
  facts: ReadonlyMap<string, Fact>,
  paint: Paint,
): readonly string[] {
  const slots = Object.entries(claim.slots).map(([slot, value]) => `${slot} ${value}`);
  const sign = claim.polarity === 'negative' ? ', negative' : '';
  const place = now.jurisdiction === undefined ? '' : ` in ${now.jurisdiction}`;
  const race = now.race === undefined ? [] : [`Race:   ${now.race.race} is ${now.race.status}`];
  return [
    ...told(`${index + 1}. "${paint('bold', oneLine(claim.text, 300))}"`, 0),
    ...[
      `Reads:  ${claim.speech_act}${sign} ${claim.proposition} (${[claim.topic, ...slots].join(', ')})`,
      `Facts:  ${now.state}${place}`,
      ...race,
    ].flatMap((line) => told(line, INDENT)),
    ...now.facts.slice(0, MAX_FACTS).flatMap((id) => {
      const fact = facts.get(id);
      return fact === undefined
        ? []
        : told(`- ${fact.value} (${sourceName(fact.source) || 'no source'}; ${id})`, INDENT + 4);
    }),
    ...reasons
      .filter((reason) => reason.claim === index)
      .flatMap(({ action, clause, doubt, explanation, title }) => [
        ...told(`Rule:   ${title} → ${action}${doubt === undefined ? '' : ` (${doubt})`}`, INDENT),
        ...told(explanation, INDENT + 8),
        ...told(`Clause: ${clause}`, INDENT + 8),
      ]),
  ];
}

function told(text: string, indent: number): readonly string[] {
  const [head = '', ...tail] = wrap(oneLine(text, 2000), WIDTH - indent - 2);
  const blank = ' '.repeat(indent);
  return [blank + head, ...tail.map((line) => `${blank}  ${line}`)];
}
