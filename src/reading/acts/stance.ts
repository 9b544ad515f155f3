import type { Claim, ReadingContext, Span, SpeechAct } from '../reading.ts';
import type { TextScope } from './scope.ts';
import { anyOf, is } from './scope.ts';

/** Words of a first sentence that can be nothing but an answer. */
const MAX_ANSWER = 8;

/** What a text says of the one it answers. */
export interface Stance {
  readonly act: SpeechAct;
  readonly span: Span;
}

/** "This is false.", "So true!", "Is this real?"; undefined when the text takes no stand, or is more than an answer. */
export function stanceOf(scope: TextScope): Stance | undefined {
  const [sentence] = scope.shape.sentences;
  if (sentence === undefined) return undefined;
  const { from, to } = sentence;
  const words = scope.units.slice(from, to).filter(({ token }) => token.kind === 'word');
  const [first, last] = [words[0], words.at(-1)];
  if (first === undefined || last === undefined || words.length > MAX_ANSWER) return undefined;
  const span: Span = [first.start, last.end];
  if (sentence.question) return { act: 'question', span };
  if (anyOf(scope, 'joke', 0, scope.units.length) || anyOf(scope, 'satire', 0, scope.units.length))
    return { act: 'satire', span };
  const negated = anyOf(scope, 'neg', from, to);
  const rejects = anyOf(scope, 'falsity', from, to) || anyOf(scope, 'fact-check', from, to);
  if (rejects)
    return { act: negated && !anyOf(scope, 'answer-no', from, to) ? 'assert' : 'deny', span };
  if (is(scope, first.index, 'answer-no')) return { act: 'deny', span };
  const agrees = anyOf(scope, 'endorse', from, to) || is(scope, first.index, 'answer-yes');
  return agrees ? { act: negated ? 'deny' : 'assert', span } : undefined;
}

/** The claims of the context as the text takes them up. */
export function stanceOn(
  claims: readonly Claim[],
  stance: Stance,
  { text, source }: { readonly text: string; readonly source: keyof ReadingContext },
): readonly Claim[] {
  return claims
    .filter(({ source: from }) => from === 'text')
    .map((claim) => ({
      ...claim,
      span: stance.span,
      text: text.slice(...stance.span),
      speech_act: stance.act,
      polarity: stance.act === 'deny' ? 'negative' : claim.polarity,
      entities: [],
      confidence: Math.round(claim.confidence * 85) / 100,
      evidence: [{ kind: 'context' as const, id: `${source}: ${claim.text}`, span: stance.span }],
      source,
    }));
}
