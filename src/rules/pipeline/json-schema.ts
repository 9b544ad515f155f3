import { DERIVATIONS } from '../derived-field.ts';
import { TRANSFORMATION_TYPES } from './parse-item.ts';
import { RULE_CONDITIONS } from './rule-conditions.ts';
import { FIELD_CONDITIONS, SEARCH_CONDITIONS } from './search-conditions.ts';

type Schema = Readonly<Record<string, unknown>>;

const text = (description: string): Schema => ({ type: 'string', description });

/** Conditions of one kind, as a list or by name, and how they are joined. */
function gate(kind: string, types: readonly string[], what: string): Schema {
  const condition = {
    type: 'object',
    properties: { type: { enum: types } },
    required: ['type'],
  };
  return {
    [`${kind}_conditions`]: {
      description: `Which ${what} the item is for`,
      anyOf: [
        { type: 'array', items: condition },
        { type: 'object', additionalProperties: condition },
      ],
    },
    [`${kind}_cond_op`]: { enum: ['and', 'or'], description: 'How the conditions are joined' },
    [`${kind}_cond_not`]: { type: 'boolean', description: 'Turns the joined conditions round' },
    [`${kind}_cond_expr`]: text('and, or, not and brackets over the names of the conditions'),
  };
}

const ITEM: Schema = {
  type: 'object',
  properties: {
    id: text('What conditions and messages call the item'),
    type: { enum: TRANSFORMATION_TYPES, description: 'What is done' },
    ...gate('rule', Object.keys(RULE_CONDITIONS), 'rules'),
    ...gate('detection_item', Object.keys(SEARCH_CONDITIONS), 'tests of a rule'),
    ...gate('field_name', Object.keys(FIELD_CONDITIONS), 'fields'),
  },
  required: ['type'],
};

const DERIVED: Schema = {
  type: 'object',
  properties: {
    name: text('What rules call the field'),
    field: text('Field of the event, or derived field above, that it is computed from'),
    type: { enum: DERIVATIONS },
    match: { enum: ['text', 'network'], description: 'list: what its entries are' },
    file: text('list: a file beside the pipeline, one entry a line'),
    values: { description: 'list: entries; map: a table from text to value' },
    default: { description: 'map: the value of everything else' },
    pattern: text('extract: the first group of this regular expression'),
    flags: text('extract: any of i, m and s'),
    zone: text('hour_of_day, day_of_week: a time zone such as Europe/Zurich'),
  },
  required: ['name', 'type', 'field'],
  additionalProperties: false,
};

/** For editors: it completes and underlines; `rules check` decides. */
export function pipelineSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Processing pipeline, as Scrutineer reads it',
    type: 'object',
    properties: {
      name: text('What messages call the pipeline'),
      priority: { type: 'number', description: 'Lower ones come first' },
      vars: {
        type: 'object',
        description: 'Values of placeholders',
        additionalProperties: { type: ['string', 'number', 'array'] },
      },
      transformations: { type: 'array', items: ITEM },
      allowed_backends: { type: ['array', 'string'], description: 'Says nothing here' },
      scrutineer: {
        type: 'object',
        properties: { derived: { type: 'array', items: DERIVED } },
        required: ['derived'],
        additionalProperties: false,
      },
    },
    additionalProperties: false,
  };
}
