import { describe, expect, it } from 'vitest';

import { faultsOf } from './pipeline.test-support.ts';

const item = (text: string): string => `transformations: [{ ${text} }]`;

describe('a pipeline is refused', () => {
  it.each([
    ['', 'is empty here'],
    ['[]', 'a pipeline is a map of keys, not a list'],
    ['name: x', 'does nothing'],
    ['nam: x\nvars: {}', '1:1 "nam" means nothing here (did you mean "name"?)'],
    ['vars: { a: { b: 1 } }', 'must hold texts, not a map'],
    ['postprocessing: [{ type: embed }]\nvars: {}', 'changes the text of queries'],
    ['finalizers: [{ type: concat }]\nvars: {}', 'changes the text of queries'],
    [item('type: field_name_maping, mapping: {}'), 'did you mean "field_name_mapping"?'],
    [item('type: query_expression_placeholders, expression: x'), 'language of another product'],
    [item('type: http_placeholders, url: x'), 'reads from the network'],
    [item('type: command_placeholders, command: x'), 'runs programs'],
    [item('type: field_name_mapping'), '"mapping" is missing'],
    [item('type: field_name_mapping, mapping: { A: [] }'), 'mapped to no field'],
    [item('type: field_name_mapping, mapping: { A: { b: c } }'), 'not a map'],
    [item('type: drop_detection_item'), 'would drop every detection item'],
    [item('type: replace_string, regex: "a(?=b)", replacement: x'), 'look-around'],
    [item('type: replace_string, regex: "a", replacement: "\\\\1"'), 'no group "1"'],
    [item('type: rule_failure'), '"message" is missing'],
    [item('type: set_state, key: a, val: b, value: c'), 'did you mean "val"?'],
    [
      item(
        'type: set_state, key: a, val: b, field_name_conditions: [{ type: include_fields, fields: [a] }]',
      ),
      'about the whole rule',
    ],
    [
      item('type: rule_failure, message: x, rule_conditions: [{ type: logsrc }]'),
      'unknown type of condition "logsrc"',
    ],
    [
      item('type: rule_failure, message: x, rule_conditions: [{ type: logsource, prodct: a }]'),
      'needs "category"',
    ],
    [
      item(
        'type: rule_failure, message: x, rule_conditions: [{ type: rule_attribute, attribute: level, value: hgih }]',
      ),
      'did you mean "high"?',
    ],
    [
      item(
        'type: rule_failure, message: x, rule_conditions: { a: { type: is_sigma_rule } }, rule_cond_expr: b',
      ),
      'no condition "b"',
    ],
    [
      item(
        'type: rule_failure, message: x, rule_conditions: { a: { type: is_sigma_rule } }, rule_cond_op: xor',
      ),
      '"rule_cond_op" cannot be "xor"',
    ],
  ])('%s', (yaml, message) => {
    expect(faultsOf(yaml).join('\n')).toContain(message);
  });

  it('with the place of what is wrong', () => {
    expect(
      faultsOf('name: x\ntransformations:\n  - id: a\n    type: nest\n    item: []\n'),
    ).toEqual(['5:5 "item" means nothing here (did you mean "items"?)']);
  });

  it('when it is nested without end, or aliases itself', () => {
    const deep = (depth: number): string =>
      depth === 0 ? '[]' : `[{type: nest, items: ${deep(depth - 1)}}]`;
    expect(faultsOf(`transformations: ${deep(10)}`).join()).toContain('nested more than');
    expect(faultsOf('transformations: &a [{ type: nest, items: *a }]').join()).toMatch(
      /nested|alias/,
    );
  });

  it('when it has more items or values than anybody writes', () => {
    const items = Array.from({ length: 1001 }, () => '{type: set_state, key: a, val: b}');
    expect(faultsOf(`transformations: [${items.join()}]`).join()).toContain('at most 1000 items');
    const vars = Array.from({ length: 100_001 }, (_, index) => index);
    expect(faultsOf(`vars: { a: [${vars.join()}] }`).join()).toContain('more than 100000 values');
  });
});
