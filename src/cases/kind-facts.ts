import type { AttackKind } from '../detectors/detection.ts';

/** What cases must know of a kind of attack. */
export interface KindFacts {
  /** As a title begins; reads well after "Possible", too. */
  readonly title: string;
  /** As it reads inside a sentence. */
  readonly noun: string;
  /** Days without a trace after which it is over; what comes back sooner is the same attack. */
  readonly quietDays: number;
  /** Id of the detectors' findings of this kind: one for ever, so that a second scan adds nothing twice. */
  readonly rule: string;
  readonly tags: readonly string[];
  /** Whether it tries passwords; else how somebody got in says nothing of the password. */
  readonly guesses: boolean;
}

/**
 * A spray of one try per account and week is still one spray, so guessing slowly is over only after two quiet weeks;
 * what needs a person to push on (guessing by force, prompts) is over after days.
 */
export const KIND_FACTS: Readonly<Record<AttackKind, KindFacts>> = {
  'password-spray': {
    title: 'Password spray',
    noun: 'a password spray (a few passwords tried on many accounts)',
    quietDays: 14,
    rule: '5d1b9c50-6f0e-4a5e-9a35-0c2b6c6f1a01',
    tags: ['attack.credential-access', 'attack.t1110', 'attack.t1110.003'],
    guesses: true,
  },
  'brute-force': {
    title: 'Password guessing',
    noun: 'password guessing (many passwords tried on few accounts)',
    quietDays: 3,
    rule: 'b0c86a52-57c4-4f6e-8f27-3f7a1c0d8e02',
    tags: ['attack.credential-access', 'attack.t1110', 'attack.t1110.001'],
    guesses: true,
  },
  'credential-stuffing': {
    title: 'Trial of leaked passwords',
    noun: 'credential stuffing (passwords leaked elsewhere tried here)',
    quietDays: 7,
    rule: '2f4d7f1e-93b7-4c1d-8a52-6b9e0f5d7c03',
    tags: ['attack.credential-access', 'attack.t1110', 'attack.t1110.004'],
    guesses: true,
  },
  'mfa-fatigue': {
    title: 'Flood of second-factor prompts',
    noun: 'MFA fatigue (prompts sent until one is approved)',
    quietDays: 3,
    rule: '8a6e2c94-1d3b-4e7a-b6f0-52c7d9a41f04',
    tags: ['attack.credential-access', 'attack.t1621'],
    guesses: false,
  },
  'account-takeover': {
    title: 'Account takeover',
    noun: 'an account takeover',
    quietDays: 7,
    rule: 'e37f05b8-4a92-4d16-9c8e-7d1f2b6a0c05',
    tags: ['attack.initial-access', 'attack.t1078', 'attack.t1078.004'],
    guesses: false,
  },
  'token-theft': {
    title: 'Theft of a session',
    noun: 'a stolen session (a sign-in copied and used elsewhere)',
    quietDays: 7,
    rule: '61c9d4e7-b80f-4b3c-a1d5-94e6f7023b06',
    tags: ['attack.credential-access', 'attack.t1539', 'attack.t1550.004'],
    guesses: false,
  },
  'consent-phishing': {
    title: 'Consent phishing',
    noun: 'consent phishing (people led to let a stranger’s app or device in)',
    quietDays: 14,
    rule: 'c4a8170d-2e65-4f9b-8d3a-0be7159f6c07',
    tags: ['attack.credential-access', 'attack.t1528', 'attack.t1566'],
    guesses: false,
  },
  'mailbox-rule': {
    title: 'Abuse of mail rules',
    noun: 'an abuse of mailbox rules (mail hidden or sent on)',
    quietDays: 7,
    rule: '9be31f76-c05d-48a2-b7e4-3ad85c6f2108',
    tags: ['attack.defense-evasion', 'attack.t1564.008', 'attack.collection', 'attack.t1114.003'],
    guesses: false,
  },
  'web-bug': {
    title: 'Mail that reports its readers',
    noun: 'reconnaissance by web bugs (mail that reports who opens it)',
    quietDays: 14,
    rule: '47d0a95c-f8b2-4c6e-9e17-b62c3d5a7f09',
    tags: ['attack.reconnaissance', 'attack.t1598', 'attack.t1598.003'],
    guesses: false,
  },
  phishing: {
    title: 'Phishing',
    noun: 'phishing',
    quietDays: 14,
    rule: '1ae5c7f3-60d9-4b84-8c2f-d91b7e3a560a',
    tags: ['attack.initial-access', 'attack.t1566'],
    guesses: false,
  },
};

export const DAY = 86_400_000;

export function quietTime(kind: AttackKind): number {
  return KIND_FACTS[kind].quietDays * DAY;
}
