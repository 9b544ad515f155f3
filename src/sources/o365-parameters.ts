import type { Audit } from '../events/event.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { isObject, textAt } from '../lib/json.ts';
import { ParameterList, unquoted } from './entra-parameters.ts';
import { jsonList, jsonObject } from './entra-record.ts';

/**
 * Named values of a unified audit record, flattened: `Parameters` of cmdlets, `OperationProperties` of mailbox actions,
 * `ModifiedProperties` of directory changes (new value under the name, the one before under `<name>.old`), the details
 * of alerts, and `ExtendedProperties` under `extended.<name>`.
 */
export function auditParameters(record: JsonObject): Audit['parameters'] | undefined {
  const list = new ParameterList();
  const parameters = record['Parameters'];
  const pairs = jsonList(parameters);
  if (pairs.length > 0) list.addPairs(pairs, 'Name', 'Value');
  else if (typeof parameters === 'string') addCommandLine(list, parameters);
  addMailboxProperties(list, jsonList(record['OperationProperties']));
  for (const property of jsonList(record['ModifiedProperties'])) {
    if (!isObject(property)) continue;
    const name = textAt(property, 'Name');
    if (name === undefined) continue;
    list.add(name, unquoted(property['NewValue']));
    list.add(`${name}.old`, unquoted(property['OldValue']));
  }
  list.addPairs(jsonList(record['ExtendedProperties']), 'Name', 'Value', 'extended.');
  for (const name of [
    'AlertType',
    'Category',
    'Severity',
    'EntityType',
    'AlertEntityId',
    'PolicyId',
  ]) {
    if ('AlertId' in record) list.add(name, record[name]);
  }
  return list.toRecord();
}

const OPTION = /(?:^|\s)-([A-Za-z]\w{0,100})(?::|\s+)?("(?:[^"\\]|\\.)*"|[^\s"-][^\s"]*)?/g;

/** Compliance cmdlets log their parameters as typed: `-Identity "x" -Confirm:$false`. A switch has the value `True`. */
function addCommandLine(list: ParameterList, line: string): void {
  for (const [, name, value = 'True'] of line.matchAll(OPTION)) {
    const plain = value.startsWith('"') ? value.slice(1, -1).replaceAll('\\"', '"') : value;
    list.add(name, plain);
  }
}

/** What a mail client's rule does, as the parameter of New-InboxRule that does the same. */
const RULE_ACTIONS: ReadonlyMap<string, string> = new Map([
  ['forward', 'ForwardTo'],
  ['forwardasattachment', 'ForwardAsAttachmentTo'],
  ['redirect', 'RedirectTo'],
  ['delete', 'DeleteMessage'],
  ['permanentdelete', 'DeleteMessage'],
  ['move', 'MoveToFolder'],
  ['copy', 'CopyToFolder'],
  ['markasread', 'MarkAsRead'],
  ['stopprocessingrules', 'StopProcessingRules'],
]);

/**
 * Outlook and other clients change rules without a cmdlet (UpdateInboxRules): the actions are JSON in one property.
 * They are added under the cmdlet's names too, so that one rule covers both.
 */
function addMailboxProperties(list: ParameterList, properties: readonly Json[]): void {
  list.addPairs(properties, 'Name', 'Value');
  const ruleName = list.get('RuleName');
  if (ruleName !== undefined && !list.has('Name')) list.add('Name', ruleName);
  for (const action of jsonList(list.get('RuleActions'))) {
    if (!isObject(action)) continue;
    const parameter = RULE_ACTIONS.get(textAt(action, 'ActionType')?.toLowerCase() ?? '');
    if (parameter === undefined) continue;
    const target =
      action['Recipients'] ?? action['FolderName'] ?? action['FolderPath'] ?? action['FolderId'];
    list.add(parameter, target ?? 'True');
  }
}

/** `[{Name, Value}]` lists as a look-up by name. */
export function namedValues(value: Json | undefined): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const pair of jsonList(value)) {
    if (!isObject(pair)) continue;
    const name = textAt(pair, 'Name');
    const text = textAt(pair, 'Value');
    if (name !== undefined && text !== undefined && !map.has(name)) map.set(name, text);
  }
  return map;
}

/** The client's name in a directory change: inside `additionalDetails`, which is JSON text. */
export function detailAgent(extended: ReadonlyMap<string, string>): string | undefined {
  return textAt(jsonObject(extended.get('additionalDetails')), 'User-Agent');
}
