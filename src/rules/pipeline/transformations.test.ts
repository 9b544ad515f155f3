import { describe, expect, it } from 'vitest';

import { applied, pipelineOf, rule } from './pipeline.test-support.ts';

/** Applies one transformation to a rule of one search, and says which records match. */
function matches(item: string, search: string, ...records: readonly object[]): readonly boolean[] {
  const { errors, match } = applied(rule(search), [pipelineOf(`transformations: [${item}]`)]);
  expect(errors).toEqual([]);
  return records.map((record) => match(record as never).length > 0);
}

describe('transformations of field names', () => {
  it('map one field to one, and leave others as they are', () => {
    const map = '{ type: field_name_mapping, mapping: { A: b.c } }';
    expect(matches(map, '{ A: x, D: y }', { b: { c: 'x' }, D: 'y' }, { A: 'x', D: 'y' })).toEqual([
      true,
      false,
    ]);
  });

  it('map one field to several: any of them', () => {
    const map = '{ type: field_name_mapping, mapping: { A: [B, C] } }';
    expect(
      matches(map, '{ A: x, D: y }', { B: 'x', D: 'y' }, { C: 'x', D: 'y' }, { C: 'x' }),
    ).toEqual([true, true, false]);
  });

  it('map keywords to a field, in whose text they may stand anywhere', () => {
    const map = '{ type: field_name_mapping, mapping: { null: msg } }';
    expect(matches(map, '[needle]', { msg: 'a needle here' }, { other: 'needle' })).toEqual([
      true,
      false,
    ]);
  });

  it('map fields that values refer to', () => {
    const map = '{ type: field_name_mapping, mapping: { A: B, C: D } }';
    expect(matches(map, '{ "A|fieldref": C }', { B: 1, D: 1 }, { B: 1, D: 2, C: 1 })).toEqual([
      true,
      false,
    ]);
  });

  it.each([
    ['{ type: field_name_prefix, prefix: win. }', 'A', 'win.A'],
    ['{ type: field_name_suffix, suffix: .text }', 'A', 'A.text'],
    ['{ type: field_name_drop_prefix, prefix: win. }', 'win.A', 'A'],
    ['{ type: field_name_drop_suffix, suffix: _s }', 'A_s', 'A'],
    ['{ type: field_name_prefix_mapping, mapping: { win.: w. } }', 'win.A', 'w.A'],
    ['{ type: field_name_transform, transform_func: lower }', 'CommandLine', 'commandline'],
    ['{ type: field_name_transform, transform_func: upper }', 'CommandLine', 'COMMANDLINE'],
    ['{ type: field_name_transform, transform_func: snake_case }', 'CommandLine', 'command_line'],
    ['{ type: field_name_transform, transform_func: snake_case }', 'a.HTTPMethod', 'a.http_method'],
    ['{ type: field_name_transform, transform_func: camel_case }', 'command_line', 'commandLine'],
    ['{ type: field_name_transform, transform_func: pascal_case }', 'command-line', 'CommandLine'],
    ['{ type: field_name_transform, transform_func: title }', 'command', 'Command'],
    ['{ type: field_name_transform, transform_func: lower, mapping: { A: Zed } }', 'A', 'Zed'],
  ])('%s: %s becomes %s', (item, from, to) => {
    expect(matches(item, `{ ${from}: x }`, { [to]: 'x' }, { [from]: 'x' })).toEqual([true, false]);
  });

  it('are narrowed to fields by their conditions', () => {
    const item =
      '{ type: field_name_prefix, prefix: p_, field_name_conditions: [{ type: exclude_fields, fields: ["^A"], mode: re }] }';
    expect(matches(item, '{ Alpha: 1, Beta: 2 }', { Alpha: 1, p_Beta: 2 })).toEqual([true]);
  });
});

describe('transformations of values', () => {
  it.each([
    ['{ type: replace_string, regex: "^C:", replacement: "D:" }', 'C:\\x', 'D:\\x'],
    ['{ type: replace_string, regex: "(a+)(b)", replacement: "\\\\2\\\\g<1>" }', 'xaab', 'xbaa'],
    ['{ type: map_string, mapping: { in: [allow, pass] } }', 'in', 'pass'],
    ['{ type: set_value, value: 7 }', 'whatever', 7],
    ['{ type: set_value, value: 7, force_type: str }', 'whatever', '7'],
    ['{ type: convert_type, target_type: num }', "'7'", 7],
    ['{ type: case, method: snake_case }', 'LogonType', 'logon_type'],
  ])('%s: %s becomes %s', (item, from, to) => {
    expect(matches(item, `{ A: ${from} }`, { A: to })).toEqual([true]);
  });

  it('leave wildcards alone where asked', () => {
    const item = '{ type: replace_string, regex: "x", replacement: "*", skip_special: true }';
    expect(matches(item, '{ A: x? }', { A: '*1' }, { A: 'y1' })).toEqual([true, false]);
  });

  it('refuse a rule whose value is no number', () => {
    const pipeline = pipelineOf('transformations: [{ type: convert_type, target_type: num }]');
    expect(applied(rule('{ A: x }'), [pipeline]).errors.join()).toContain('"x" is no number');
  });

  it('fill in placeholders, or wildcards for them', () => {
    const wild = '{ type: wildcard_placeholders, include: [who] }';
    expect(matches(wild, '{ "A|expand": "a%who%b" }', { A: 'axxb' }, { A: 'a' })).toEqual([
      true,
      false,
    ]);
    const vars = pipelineOf(
      "vars: { who: ['ann', 'b%x%', 'dir\\'] }\ntransformations: [{ type: value_placeholders }]",
    );
    const { errors, match } = applied(rule('{ "A|expand": "%who%*" }'), [vars]);
    expect(errors).toEqual([]);
    expect(['anna', 'b%x%', 'dir\\y', 'carl'].map((A) => match({ A }).length)).toEqual([
      1, 1, 1, 0,
    ]);
  });

  it('need no item for vars: they are the values of placeholders', () => {
    const vars = pipelineOf('vars: { who: [ann, bob] }');
    const { errors, match } = applied(rule('{ "A|expand": "%who%" }'), [vars]);
    expect([errors, match({ A: 'BOB' }), match({ A: 'x' })]).toEqual([[], ['T'], []]);
    expect(applied(rule('{ "A|expand": "%why%" }'), [vars]).errors.join()).toContain('%why%');
  });
});

describe('transformations of rules', () => {
  it('add conditions, with the parts of the log source', () => {
    const item =
      '{ type: add_condition, conditions: { index: "$product-${category}" }, template: true }';
    expect(
      matches(item, '{ A: x }', { A: 'x', index: 'windows-process_creation' }, { A: 'x' }),
    ).toEqual([true, false]);
  });

  it('add a negated condition', () => {
    const item = '{ type: add_condition, conditions: { "A|endswith": y }, negated: true }';
    expect(matches(item, '{ "A|startswith": x }', { A: 'xz' }, { A: 'xy' })).toEqual([true, false]);
  });

  it('drop detection items, but never a whole search', () => {
    const item =
      '{ type: drop_detection_item, field_name_conditions: [{ type: include_fields, fields: [B] }] }';
    expect(matches(item, '{ A: x, B: y }', { A: 'x' })).toEqual([true]);
    const { errors } = applied(rule('{ B: y }'), [pipelineOf(`transformations: [${item}]`)]);
    expect(errors.join()).toContain('nothing is left of its search "sel"');
  });

  it('change the log source', () => {
    const { rules } = applied(rule('{ A: x }'), [
      pipelineOf('transformations: [{ type: change_logsource, product: other }]'),
    ]);
    expect(rules[0]).toMatchObject({ logsource: { product: 'other' } });
    expect(rules[0]).not.toHaveProperty('logsource.category');
  });

  it('refuse rules with the message given', () => {
    const { errors } = applied(rule('{ A: x }'), [
      pipelineOf('transformations: [{ type: rule_failure, message: not for us }]'),
    ]);
    expect(errors).toEqual(['r.yml:1:1: error: not for us']);
    const one = applied(rule('{ A: x, B: y }'), [
      pipelineOf(
        'name: p\ntransformations: [{ id: no-b, type: detection_item_failure, message: no B here, field_name_conditions: [{ type: include_fields, fields: [B] }] }]',
      ),
    ]);
    expect(one.errors).toEqual([
      'r.yml:5:16: error: the pipeline refuses this rule: no B here (p/no-b)',
    ]);
  });

  it('set what later conditions ask for', () => {
    const pipeline = pipelineOf(`transformations:
  - { id: mark, type: set_state, key: index, val: win, rule_conditions: [{ type: logsource, product: Windows }] }
  - { type: set_custom_attribute, attribute: tier, value: 2 }
  - type: nest
    rule_conditions: [{ type: processing_state, key: index, val: win }, { type: rule_attribute, attribute: tier, op: gte, value: 2 }]
    items: [{ type: field_name_prefix, prefix: w_ , rule_conditions: [{ type: processing_item_applied, processing_item_id: mark }] }]
`);
    expect(applied(rule('{ A: x }'), [pipeline]).match({ w_A: 'x' })).toEqual(['T']);
    expect(applied(rule('{ A: x }', '', 'linux'), [pipeline]).match({ A: 'x' })).toEqual(['T']);
  });
});
