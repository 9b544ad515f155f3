import type { XmlNode } from './xml-node.ts';
import { childrenOf, idOf, idsIn, textIn } from './xml-node.ts';

/** One object of a feed, from an element or from a row of a table. */
export interface VipRow {
  /** As in XML: `PollingLocation`. */
  readonly type: string;
  readonly id: string;
  readonly line: number;
  readonly file?: string;
  one(name: string): string | undefined;
  /** Ids or texts, one or many. */
  many(name: string): readonly string[];
  /** What stands inside the element; a table has none. */
  within(name: string): readonly VipRow[];
}

export function rowOfNode(node: XmlNode): VipRow {
  return {
    type:
      node.name === 'BallotSelection' && node.attributes['type'] === 'CandidateSelection'
        ? 'CandidateSelection'
        : node.name,
    id: idOf(node) ?? '',
    line: node.line,
    one: (name) => textIn(node, name),
    many: (name) => idsIn(node, name),
    within: (name) => childrenOf(node, name).map(rowOfNode),
  };
}

/** Of a table: `polling_location_ids` is `PollingLocationIds`. */
export function rowOfCells(
  type: string,
  header: readonly string[],
  cells: readonly string[],
  at: { readonly line: number; readonly file: string },
): VipRow {
  const values = new Map(header.map((name, index) => [foldKey(name), cells[index]?.trim() ?? '']));
  const one = (name: string): string | undefined => {
    const value = values.get(foldKey(name));
    return value === undefined || value === '' ? undefined : value;
  };
  return {
    type,
    id: values.get('id') ?? '',
    ...at,
    one,
    many: (name) => one(name)?.split(/\s+/) ?? [],
    within: () => [],
  };
}

function foldKey(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

/** `polling_location.txt` holds rows of `PollingLocation`. */
export function typeOfTable(file: string): string {
  const name = file.replace(/^.*[/\\]/, '').replace(/\.(?:txt|csv)$/i, '');
  return name
    .split('_')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
    .join('');
}
