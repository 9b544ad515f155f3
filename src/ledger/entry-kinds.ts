import type { Field, Fields } from './entry-field.ts';

const DIGEST = { type: 'digest' } as const;
const COMMITMENT = { type: 'commitment' } as const;
const TIME = { type: 'time' } as const;
const COUNT = { type: 'count' } as const;
const VERSION = { type: 'version' } as const;

const DESK = word('accounts', 'posts', 'predictions', 'intel');

/** What an action does; `restore` undoes one. */
const ACTION = word(
  'block',
  'revoke',
  'step-up',
  'label',
  'reduce',
  'review',
  'remove',
  'suppress',
  'restore',
);

/** What a pack or a program was: its bytes, and the version it gave itself. */
const VERSIONED = record({ digest: DIGEST, version: VERSION }, ['version']);

/** The versions and inputs from which a decision can be made again: see docs/ledger.md. */
const REPLAY = {
  program: VERSIONED,
  packs: list(VERSIONED, 64),
  facts: record({ digest: DIGEST, as_of: TIME, known_at: TIME }),
  options: COMMITMENT,
  inputs: list(COMMITMENT, 256),
} as const;

/** Every kind of entry and its fields, beside `kind`, `v` and `at`. */
export const ENTRY_KINDS = {
  decision: record(
    {
      decision: COMMITMENT,
      desk: DESK,
      subject: COMMITMENT,
      action: word(
        'none',
        'label',
        'reduce',
        'review',
        'remove',
        'keep',
        'suppress',
        'allow',
        'challenge',
        'deny',
      ),
      category: word(
        'participation',
        'suppression',
        'process',
        'confidence',
        'outcome',
        'incitement',
        'affiliation',
        'candidate',
        'integrity',
      ),
      rules: list({ type: 'rule' }, 64),
      clauses: list(DIGEST, 64),
      record: COMMITMENT,
      replaces: entry('decision'),
      ...REPLAY,
    },
    ['category', 'clauses', 'replaces', 'facts'],
  ),
  intent: record(
    {
      action: ACTION,
      desk: DESK,
      decision: entry('decision'),
      target: COMMITMENT,
      connector: DIGEST,
      dry_run: { type: 'flag' },
      undoes: entry('intent'),
    },
    ['decision', 'connector', 'undoes'],
  ),
  outcome: record(
    {
      intent: entry('intent'),
      result: word('done', 'failed', 'refused', 'unknown'),
      attempt: COUNT,
      answer: COMMITMENT,
    },
    ['answer'],
  ),
  pack: record({ desk: DESK, ...VERSIONED.fields, rules: COUNT, replaces: entry('pack') }, [
    'version',
    'replaces',
  ]),
  facts: record({ digest: DIGEST, facts: COUNT, known_at: TIME, replaces: entry('facts') }, [
    'replaces',
  ]),
  advisory: record(
    {
      number: { type: 'number' },
      status: word('published', 'updated', 'withdrawn'),
      forms: list(
        record({ form: word('markdown', 'html', 'json', 'feed', 'stix', 'csaf'), digest: DIGEST }),
        16,
      ),
      replaces: entry('advisory'),
    },
    ['replaces'],
  ),
  correction: record(
    {
      corrects: entry(
        'decision',
        'intent',
        'outcome',
        'pack',
        'facts',
        'advisory',
        'correction',
        'notice',
        'key',
      ),
      reason: word('mistake', 'new-fact', 'appeal', 'withdrawn', 'wrong-subject'),
      by: entry('decision', 'pack', 'facts', 'advisory', 'notice'),
      explanation: DIGEST,
    },
    ['by', 'explanation'],
  ),
  notice: record(
    {
      notice: COMMITMENT,
      recipient: COMMITMENT,
      event: word('released', 'sent', 'acknowledged', 'escalated', 'failed', 'withdrawn'),
      severity: word('targeted', 'compromised'),
      channel: word('mail', 'slack', 'teams', 'webhook', 'phone', 'in-person'),
      template: DIGEST,
      continues: entry('notice'),
    },
    ['channel', 'template', 'continues'],
  ),
  key: record({
    event: word('added', 'retired'),
    algorithm: word('Ed25519', 'ML-DSA-44'),
    public_key: DIGEST,
  }),
} as const satisfies Readonly<Record<string, Fields>>;

export type EntryKind = keyof typeof ENTRY_KINDS;

export function isEntryKind(kind: unknown): kind is EntryKind {
  return typeof kind === 'string' && Object.hasOwn(ENTRY_KINDS, kind);
}

function word(...of: readonly string[]): Field {
  return { type: 'word', of };
}

function entry(...of: readonly string[]): Field {
  return { type: 'entry', of };
}

function list(of: Field | Fields, max: number): Field {
  return { type: 'list', of, max };
}

function record<T extends Readonly<Record<string, Field | Fields>>>(
  fields: T,
  optional: readonly (keyof T & string)[] = [],
): Fields & { readonly fields: T } {
  return { type: 'record', fields, optional };
}
