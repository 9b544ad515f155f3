import { fillTemplate } from '../findings/explain.ts';
import type { Judgement } from '../judging/judge.ts';
import type { DecisionLabel } from './decision.ts';
import type { LabelText } from './policy.ts';

/** The words of a label in the language of the post, as the race stands. */
export function labelText(
  id: string,
  label: LabelText,
  { race, jurisdiction }: Judgement,
  languages: readonly (string | undefined)[],
): DecisionLabel {
  const texts = statesOf(race).map((state) => label.states[state]);
  const text = [...texts, label.text].find((one) => one !== undefined) ?? label.text;
  const [language = 'en'] = languages.flatMap((code) => {
    const base = code?.toLowerCase().split('-')[0] ?? '';
    return text[base] === undefined ? [] : [base];
  });
  const words = text[language] ?? text['en'] ?? label.text['en'] ?? '';
  return {
    id,
    text: fillTemplate(words, (name) =>
      name === 'winner' ? race?.winner : name === 'place' ? jurisdiction : undefined,
    ),
    ...(label.link !== undefined && { link: label.link }),
  };
}

/** From the most particular wording to the least. */
function statesOf(race: Judgement['race']): readonly string[] {
  if (race === undefined) return [];
  return race.agrees === true ? [race.status] : [`${race.status}-otherwise`, race.status];
}
