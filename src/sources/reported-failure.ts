import type { OutcomeRow } from '../events/outcome.ts';
import type { SignIn } from '../events/event.ts';
import { duoVerdict } from './duo-codes.ts';
import { entraVerdict, resultCode } from './entra-outcome.ts';
import type { Vendor } from './identity-products.ts';
import { oktaReason } from './okta-codes.ts';
import { ntStatusRow, statusCode } from './windows-codes.ts';

/**
 * What a failed sign-in in a neutral schema (OCSF, ECS) says of the password. The schemas have one word for failure;
 * the reason is the vendor's, in a code or a sentence. A failure that gives no reason is `refused`: most are wrong
 * passwords, but a blocked address, a policy or a broken client look the same, and a wrong guess would count strangers'
 * lockouts and our own outages as password attacks.
 */

export type Failure = OutcomeRow & Pick<SignIn, 'mfa_result'> & { readonly code?: string };

interface Report {
  readonly vendor: Vendor | undefined;
  /** Codes, the most specific first. */
  readonly codes: readonly (string | undefined)[];
  /** Sentences, the most specific first. */
  readonly texts: readonly (string | undefined)[];
}

export function reportedFailure({ vendor, codes, texts }: Report): Failure {
  const all = [...codes, ...texts]
    .filter((text) => text !== undefined)
    .map((text) => text.slice(0, MAX_TEXT));
  return (
    windowsFailure(all) ??
    entraFailure(all, vendor) ??
    vendorFailure(all, vendor) ??
    wordFailure(all) ?? { outcome: 'refused', meaning: all[0] ?? 'failed, reason not given' }
  );
}

const MAX_TEXT = 2000;

/** 0xC000006D stands for an unknown user and a wrong password alike: any more specific code beside it wins. */
const UNSPECIFIC = '0xC000006D';

function windowsFailure(texts: readonly string[]): Failure | undefined {
  const found = texts
    .flatMap((text) => text.match(/\b0xC[0-9a-f]{7}\b/gi) ?? [])
    .map((text) => statusCode(text))
    .filter((code) => code !== undefined);
  const code = found.find((candidate) => candidate !== UNSPECIFIC) ?? found[0];
  return code === undefined ? undefined : { ...ntStatusRow(code, false), code };
}

function entraFailure(texts: readonly string[], vendor: Vendor | undefined): Failure | undefined {
  const named = texts.map((text) => /AADSTS(\d{4,7})/.exec(text)?.[1]).find(Boolean);
  const bare =
    vendor === 'entra' || vendor === 'o365'
      ? texts.map((text) => resultCode(text)).find((code) => code !== undefined && code !== '0')
      : undefined;
  const code = bare ?? named;
  if (code === undefined) return undefined;
  const { outcome, stopped_by, detail } = entraVerdict({
    code,
    success: false,
    reason: undefined,
    passwordRight: false,
    fromToken: false,
  });
  return {
    outcome,
    ...(stopped_by === undefined ? {} : { stopped_by }),
    meaning: detail ?? `Entra code ${code}`,
    code,
  };
}

function vendorFailure(texts: readonly string[], vendor: Vendor | undefined): Failure | undefined {
  const [first] = texts;
  if (vendor === 'duo' && first !== undefined)
    return { ...duoVerdict('denied', first), code: first };
  for (const text of texts) {
    const row = oktaReason(text);
    if (row !== undefined) return { ...row, code: text };
  }
  return undefined;
}

/**
 * Words that vendors use for it. Order matters: "unknown user name or bad password" is one message for two causes and
 * counts as a wrong password, as its Windows code does. A disabled account may be found before or after the password
 * is checked, so it says nothing.
 */
const WORDS: readonly (OutcomeRow & Pick<SignIn, 'mfa_result'> & { readonly match: RegExp })[] = [
  {
    match:
      /(?:user ?name|user|login|email) or (?:bad |wrong |incorrect |invalid )?password|bad logon/,
    outcome: 'wrong-password',
    meaning: 'wrong user name or password; the log does not say which',
  },
  {
    match:
      /invalid user\b|(?:no such|unknown|non-?existent|unrecogni[sz]ed) (?:user|account|login|principal)|(?:user|account)(?: name)?(?: \S+)? (?:not found|does not exist|doesn't exist|unknown)/,
    outcome: 'user-unknown',
    meaning: 'no such user',
  },
  {
    match:
      /lock(?:ed)?[ -]?out|account (?:is |was |has been )?(?:temporarily )?locked|too many (?:failed|attempts)/,
    outcome: 'locked',
    meaning: 'account locked',
  },
  {
    match: /password (?:has |is |was )?expired|expired password|must change password/,
    outcome: 'password-known',
    stopped_by: 'expired-password',
    meaning: 'password right but expired',
  },
  {
    match: /(?:mfa|multi-?factor|second factor|2fa|two-?factor|push).*(?:denied|rejected|declined)/,
    outcome: 'password-known',
    stopped_by: 'mfa',
    mfa_result: 'denied',
    meaning: 'password right, second factor turned down',
  },
  {
    match:
      /(?:mfa|multi-?factor|second factor|2fa|two-?factor|\botp\b|one-?time).*(?:required|fail|invalid|incorrect|wrong|challenge)|(?:fail|invalid|incorrect|wrong).*(?:mfa|multi-?factor|second factor|2fa|two-?factor|\botp\b|one-?time)/,
    outcome: 'password-known',
    stopped_by: 'mfa',
    meaning: 'password right, second factor missing or wrong',
  },
  {
    match:
      /(?:bad|wrong|incorrect|invalid|failed|mismatched) (?:password|credentials?|passphrase)|password (?:is |was |does )?(?:incorrect|wrong|invalid|bad|not match|mismatch)|credentials? (?:is |are |were )?(?:incorrect|wrong|invalid)/,
    outcome: 'wrong-password',
    meaning: 'wrong password',
  },
];

function wordFailure(texts: readonly string[]): Failure | undefined {
  for (const text of texts) {
    const words = text.toLowerCase().replaceAll(/[_\s]+/g, ' ');
    const row = WORDS.find(({ match }) => match.test(words));
    if (row !== undefined) {
      const { match: _, ...failure } = row;
      return failure;
    }
  }
  return undefined;
}
