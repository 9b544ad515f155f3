import type { SignIn } from '../events/event.ts';
import type { Json } from '../lib/json.ts';
import { remember } from '../lib/remember.ts';
import { booleanAt, isObject, textAt } from '../lib/json.ts';

type MfaResult = NonNullable<SignIn['mfa_result']>;

/**
 * What happened to the second factor, by Microsoft's phrases in `status.additionalDetails`, in the result of an
 * authentication step and in the portal's `Multifactor authentication result` (listed in learn.microsoft.com/entra/
 * identity/authentication/howto-mfa-reporting). The first phrase found decides. Undefined: the factor is still being
 * asked for, or was met by an earlier sign-in or a remembered device, so the person did nothing now.
 */
const PHRASES: readonly (readonly [RegExp, MfaResult | undefined])[] = [
  [/fraud/i, 'fraud'],
  [/in[- ]progress|duplicate authentication attempt/i, undefined],
  [/satisfied|skipped|previously/i, undefined],
  [/declined|hung up|rejected/i, 'denied'],
  [
    /did(?:n['’]?t| not) respond|timed? ?out|never entered|voicemail|unable to reach|no response/i,
    'timeout',
  ],
  [
    /(?:mfa|authentication) (?:successfully )?completed|successfully completed|user approved/i,
    'passed',
  ],
  [
    /mfa (?:denied|failed)|incorrect|invalid|already used|blocked|misconfigur|service error|unable to send/i,
    'failed',
  ],
];

/** Methods, results and phrases are a few dozen, several in every other record. */
const REMEMBERED = 1000;

export function mfaResult(phrase: string | undefined): MfaResult | undefined {
  return phrase === undefined ? undefined : phraseResult(phrase);
}

const phraseResult = remember(
  REMEMBERED,
  (phrase) => PHRASES.find(([pattern]) => pattern.test(phrase))?.[1],
);

export interface StepFacts {
  /** A password (or certificate) was checked in this sign-in and found right. */
  readonly passwordRight: boolean;
  /** The first factor was a token or session from before: nobody typed a password. */
  readonly fromToken: boolean;
  readonly mfa: MfaResult | undefined;
}

const PASSWORD = /password|certificate/i;
const EARLIER = /previously satisfied|primary refresh token|windows hello|session/i;
const WRONG = /invalid|incorrect|wrong/i;

const methodFacts = remember(REMEMBERED, (method) => ({
  password: PASSWORD.test(method),
  earlier: EARLIER.test(method),
}));

const detailFacts = remember(REMEMBERED, (detail) => ({
  wrong: WRONG.test(detail),
  correct: /correct password/i.test(detail.replace(/incorrect/i, '')),
}));

/** What Graph's `authenticationDetails` prove. The last step that says something about the second factor decides. */
export function stepFacts(steps: readonly Json[]): StepFacts {
  let passwordRight = false;
  let fromToken = false;
  let mfa: MfaResult | undefined;
  for (const step of steps) {
    if (!isObject(step)) continue;
    const method = methodFacts(textAt(step, 'authenticationMethod') ?? '');
    const detail = textAt(step, 'authenticationStepResultDetail') ?? '';
    if (method.password) {
      const { wrong, correct } = detailFacts(detail);
      passwordRight ||= correct || (!wrong && booleanAt(step, 'succeeded') === true);
    } else {
      fromToken ||= method.earlier;
      mfa = mfaResult(detail) ?? mfa;
    }
  }
  return { passwordRight, fromToken: fromToken && !passwordRight, mfa };
}
