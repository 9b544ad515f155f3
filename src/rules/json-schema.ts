import { POST_ACTIONS, POST_CATEGORIES } from '../events/decision-words.ts';
import type { RuleCase } from './cases.ts';
import { LEVELS, STATUSES } from './checks/known-words.ts';
import { MODIFIER_NAMES } from './modifiers.ts';
import type { Extension } from './tree.ts';
import { COMPARISONS, CORRELATION_TYPES } from './tree.ts';

/** JSON Schemas for editors, made of the tables the engine reads. They complete and underline; `rules check` decides. */

type Schema = Readonly<Record<string, unknown>>;

const DIALECT = 'http://json-schema.org/draft-07/schema#';

const text = (description: string): Schema => ({ type: 'string', description });
const texts = (description: string): Schema => ({
  type: ['array', 'string'],
  items: { type: ['string', 'number'] },
  description,
});

const MODIFIERS = MODIFIER_NAMES.join('|');

const METADATA: Schema = {
  title: { ...text('What the rule finds, briefly'), maxLength: 256 },
  id: text('A UUID: what findings and correlations call the rule'),
  name: text('A readable name for correlations to refer to'),
  status: { enum: STATUSES, description: 'How settled the rule is' },
  description: text('What happened, and why it matters'),
  author: text('Who wrote it; many licences want it shown with every finding'),
  license: text('SPDX identifier'),
  taxonomy: text('Taxonomy of the field names'),
  date: { ...text('Day it was written'), pattern: '^\\d{4}-\\d\\d-\\d\\d$' },
  modified: { ...text('Day it was last changed'), pattern: '^\\d{4}-\\d\\d-\\d\\d$' },
  references: texts('Where to read more'),
  tags: texts('For example attack.t1078'),
  fields: texts('Fields to show as evidence'),
  falsepositives: texts('What is harmless and looks the same'),
  scope: texts('Kinds of systems it is for'),
  level: { enum: LEVELS, description: 'How bad a finding is' },
  related: {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        id: text('Id of the other rule'),
        type: { enum: ['derived', 'obsolete', 'merged', 'renamed', 'similar'] },
      },
      required: ['id', 'type'],
    },
  },
};

const EXTENSION: Readonly<Record<keyof Extension, Schema>> = {
  subject: text('Field that names whom a finding is about'),
  explanation: text(
    'One sentence with {field}; in correlations also {count}, {values}, {values_total}, {first}, {last}, {duration}',
  ),
  next_step: text('What to do first'),
  shadow: {
    type: 'boolean',
    description:
      'true: a draft, whose findings are counted apart and raise nothing. A correlation without it is one when a rule it uses is',
  },
  action: { enum: POST_ACTIONS, description: 'Of rules over claims: what is done with the post' },
  doubt: {
    enum: POST_ACTIONS,
    description:
      'What is done where there is doubt; without it review, where the action is more than a label',
  },
  category: { enum: POST_CATEGORIES, description: 'What kind of breach it is' },
  clause: text('The clause of the policy it enforces'),
  from: text('Posts from this day or time on'),
  until: text('Posts before this day or time'),
  label: text('Id of a label text in labels.yml'),
  limit: text('Name of a limit in pack.yml that the post falls under as well'),
  strikes: { type: 'integer', minimum: 0, maximum: 10, description: 'Strikes against the author' },
};

const LOGSOURCE: Schema = {
  type: 'object',
  description:
    'Which records the rule is for; without product and service it means normalised fields',
  properties: {
    category: text('authentication (sign-ins), audit (everything else), or a Sigma category'),
    product: text('For example azure, m365, okta, windows'),
    service: text('For example signinlogs'),
    definition: text('What must be logged for the rule to work'),
  },
};

const SEARCH: Schema = {
  anyOf: [
    { $ref: '#/definitions/fields' },
    { type: ['string', 'number'], description: 'A keyword, looked for in every value' },
    {
      type: 'array',
      minItems: 1,
      description: 'Keywords or maps: any of them',
      items: { anyOf: [{ $ref: '#/definitions/fields' }, { type: ['string', 'number'] }] },
    },
  ],
};

const CONDITION: Schema = {
  description:
    'and, or, not, brackets, "1 of name_*", "all of name_*" over the searches; a list: any of them',
  type: ['string', 'array'],
  items: { type: 'string' },
};

const SCALAR = ['string', 'number', 'boolean', 'null'];

const DEFINITIONS: Schema = {
  fields: {
    type: 'object',
    description: 'All fields must hold; a list of values: any of them',
    minProperties: 1,
    propertyNames: { pattern: `^[^|]*(\\|(${MODIFIERS}))*$` },
    additionalProperties: {
      type: [...SCALAR, 'array'],
      minItems: 1,
      items: { type: SCALAR.filter((name) => name !== 'null') },
    },
  },
  search: SEARCH,
};

function searches(more: Schema): Schema {
  return {
    type: 'object',
    properties: { condition: CONDITION, ...more },
    additionalProperties: { $ref: '#/definitions/search' },
    required: ['condition', ...Object.keys(more)],
  };
}

const COMPARISON = Object.fromEntries(
  COMPARISONS.map((name) => [
    name,
    { type: 'number', description: 'All criteria given must hold' },
  ]),
);

const CORRELATION: Schema = {
  type: 'object',
  properties: {
    type: { enum: CORRELATION_TYPES },
    rules: texts('Ids or names of rules or lower correlations'),
    'group-by': texts('Fields whose values are counted apart'),
    timespan: { type: 'string', pattern: '^\\d+[smhdw]$', description: 'For example 90m' },
    condition: {
      anyOf: [
        {
          type: 'object',
          properties: {
            ...COMPARISON,
            field: texts('Field counted or summed up'),
            percentile: { type: 'number', minimum: 0, maximum: 100 },
          },
          additionalProperties: false,
        },
        text('For temporal: and, or, not over names of rules'),
      ],
    },
    aliases: {
      type: 'object',
      description: 'name: { rule: field } for rules that call a field differently',
      additionalProperties: { type: 'object', additionalProperties: { type: 'string' } },
    },
    generate: { type: 'boolean', description: 'Whether its rules alert by themselves as well' },
  },
  required: ['type', 'rules', 'group-by', 'timespan'],
  additionalProperties: false,
};

export function ruleSchema(): Schema {
  return {
    $schema: DIALECT,
    title: 'Sigma 2.1.0 rule, correlation or filter, as Scrutineer reads it',
    type: 'object',
    properties: {
      ...METADATA,
      logsource: LOGSOURCE,
      detection: searches({}),
      correlation: CORRELATION,
      filter: searches({ rules: texts('Ids or names of rules, or any') }),
      generate: { type: 'boolean' },
      scrutineer: { type: 'object', properties: EXTENSION, additionalProperties: false },
    },
    required: ['title'],
    oneOf: [
      { required: ['logsource', 'detection'] },
      { required: ['correlation'] },
      { required: ['logsource', 'filter'] },
    ],
    definitions: DEFINITIONS,
  };
}

const CASE: Readonly<Record<Exclude<keyof RuleCase, 'at'>, Schema>> = {
  name: text('What the case shows'),
  expect: { enum: ['match', 'no-match'], description: 'Whether the rule has a finding' },
  rule: text('Title, name or id, in a file of several rules'),
  anonymisers: texts('Networks as in scan --anonymisers'),
  trusted: texts('Networks as in scan --trusted'),
  facts: {
    type: 'array',
    description: 'Facts for rules over claims, as in files of facts',
    items: { type: 'object' },
  },
  gazetteer: {
    type: 'array',
    description: 'Names of candidates and parties for rules over claims',
    items: { type: 'object' },
  },
  records: {
    type: 'array',
    minItems: 1,
    description: 'Records as the vendor writes them, or { record, repeat, every, vary }',
    items: { type: ['object', 'string'] },
  },
};

export function casesSchema(): Schema {
  return {
    $schema: DIALECT,
    title: 'Cases of a Scrutineer rule file',
    type: 'array',
    items: {
      type: 'object',
      properties: CASE,
      required: ['name', 'expect', 'records'],
      additionalProperties: false,
    },
  };
}
