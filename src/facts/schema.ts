import { KINDS, METHODS } from './fact.ts';

const TEXT = { type: 'string' };
const TEXTS = { type: 'array', items: TEXT };
const TIME = {
  type: 'string',
  description:
    'a day (2020-11-03) or an RFC 3339 time (2020-11-03T19:00:00-05:00); without a zone: UTC',
  pattern: '^\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d.*)?$',
};
const CLOCK = {
  type: 'string',
  pattern: '^(?:[01]\\d|2[0-3]):[0-5]\\d$|^24:00$',
  description: 'local time',
};
const NAMES = { anyOf: [TEXT, TEXTS] };
const METHOD_LIST = { type: 'array', items: { enum: METHODS } };

/** Keys of `data` whose values have a form. */
const VALUES: Readonly<Record<string, unknown>> = {
  open: CLOCK,
  close: CLOCK,
  receipt_time: CLOCK,
  allowed: METHOD_LIST,
  not_allowed: METHOD_LIST,
  early: {
    type: 'array',
    items: TEXT,
    minItems: 2,
    maxItems: 2,
    description: 'first and last day',
  },
  outlets: TEXTS,
  candidates: TEXTS,
  winner: TEXT,
  holder: TEXT,
  min_age: { type: 'number', minimum: 0, maximum: 150 },
  citizen: { type: 'boolean' },
  photo_id: { enum: [true, false, 'optional'] },
};

/** The JSON Schema of facts for editors: a fact, a list of them, or `{defaults, facts}`. */
export function factSchema(): unknown {
  const kinds = Object.entries(KINDS).map(([kind, keys]) => ({
    if: { properties: { kind: { const: kind } }, required: ['kind'] },
    // oxlint-disable-next-line unicorn/no-thenable -- JSON Schema's own word
    then: {
      properties: {
        data: { properties: Object.fromEntries(keys.map((key) => [key, VALUES[key] ?? {}])) },
      },
    },
  }));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Election facts',
    oneOf: [
      { $ref: '#/$defs/fact' },
      { type: 'array', items: { $ref: '#/$defs/fact' } },
      {
        type: 'object',
        required: ['facts'],
        properties: {
          defaults: {
            type: 'object',
            description: 'fields every fact of the file has unless it has its own',
          },
          facts: { type: 'array', items: { type: 'object', properties: fields() } },
        },
      },
    ],
    $defs: { fact: { type: 'object', required: ['kind'], properties: fields(), allOf: kinds } },
  };
}

function fields(): Readonly<Record<string, unknown>> {
  return {
    id: { ...TEXT, description: 'absent: made of what the fact says' },
    kind: { enum: Object.keys(KINDS) },
    jurisdiction: {
      ...TEXT,
      description:
        'ISO 3166 code or name, a part after a hyphen: US-GA, US-GA-Fulton, Freedonia-NM',
    },
    race: { ...TEXT, description: 'PLACE OFFICE YEAR [ROUND]: US-GA president 2020' },
    value: { ...TEXT, description: 'the sentence people read' },
    data: { type: 'object', description: 'what is compared' },
    from: { ...TIME, description: `since when it holds: ${TIME.description}` },
    until: { ...TIME, description: `until when it holds; a day is included: ${TIME.description}` },
    known_at: { ...TIME, description: 'since when it is known; absent: from' },
    source: {
      anyOf: [
        TEXT,
        {
          type: 'object',
          properties: { name: TEXT, url: { type: 'string', pattern: '^https?://' } },
        },
      ],
    },
    corrects: { ...NAMES, description: 'ids of the facts in whose place this one stands' },
    retracts: { ...NAMES, description: 'ids of the facts that are withdrawn' },
  };
}
