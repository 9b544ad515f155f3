import type { Json } from '../../lib/json.ts';
import { isObject } from '../../lib/json.ts';

/** An element, its namespace left out; or a JSON object in the same form. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  readonly text: string;
  readonly line: number;
}

export function childrenOf(
  node: XmlNode | undefined,
  ...names: readonly string[]
): readonly XmlNode[] {
  return node?.children.filter((child) => names.includes(child.name)) ?? [];
}

export function childOf(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node?.children.find((child) => child.name === name);
}

/** The text of a child, in English where it is in several languages. */
export function textIn(node: XmlNode | undefined, ...path: readonly string[]): string | undefined {
  let at = node;
  for (const name of path) at = childOf(at, name);
  return at === undefined ? undefined : ownText(at);
}

function ownText(node: XmlNode): string | undefined {
  const texts = childrenOf(node, 'Text');
  const english = texts.find(({ attributes, children }) => {
    const language =
      attributes['Language'] ??
      attributes['language'] ??
      children.find(({ name }) => name === 'Language')?.text;
    return language === undefined || language.startsWith('en');
  });
  const said = english ?? texts[0];
  if (said !== undefined) return ownText(said);
  const content = childOf(node, 'Content');
  const text = (content ?? node).text.trim().replaceAll(/\s+/gu, ' ');
  return text === '' ? undefined : text;
}

/** Ids in one child with blanks between them, or in several. */
export function idsIn(node: XmlNode | undefined, ...names: readonly string[]): readonly string[] {
  return childrenOf(node, ...names).flatMap(({ text }) =>
    text.split(/\s+/).filter((id) => id !== ''),
  );
}

/** `ElectionResults.CandidateContest` and `ns:CandidateContest` are of one type. */
export function typeOf(node: XmlNode): string {
  return (node.attributes['type'] ?? '').replace(/^.*[.:]/, '');
}

export function idOf(node: XmlNode): string | undefined {
  return node.attributes['ObjectId'] ?? node.attributes['objectId'] ?? node.attributes['id'];
}

/** A JSON object as an element: `@id` and `@type` are attributes, lists are several children. */
export function nodeOfJson(name: string, value: Json | undefined, line: number): XmlNode {
  if (!isObject(value)) {
    const text =
      typeof value === 'string'
        ? value
        : value === null || value === undefined
          ? ''
          : JSON.stringify(value);
    return { name, attributes: {}, children: [], text, line };
  }
  const attributes: [string, string][] = [];
  const children: XmlNode[] = [];
  for (const [key, member] of Object.entries(value)) {
    if (key.startsWith('@'))
      attributes.push([key.slice(1), typeof member === 'string' ? member : JSON.stringify(member)]);
    else
      for (const one of Array.isArray(member) ? (member as readonly Json[]) : [member])
        children.push(nodeOfJson(key, one, line));
  }
  return { name, attributes: Object.fromEntries(attributes), children, text: '', line };
}
