/** Hashes of a full tile, entries of a full bundle. */
export const TILE = 256;

/** One file of the tree: hashes of a level, or the entries themselves. `width` is 256 when it is full. */
export interface TileId {
  readonly level: number | 'entries';
  readonly index: number;
  readonly width: number;
}

/** Where a tile lies, as C2SP tlog-tiles names it: `tile/0/x001/234.p/7`. */
export function tilePath({ level, index, width }: TileId): string {
  return `${fullPath(level, index)}${width === TILE ? '' : `.p/${width}`}`;
}

/** Where the partial widths of a tile lie. */
export function partialsPath(level: number | 'entries', index: number): string {
  return `${fullPath(level, index)}.p`;
}

function fullPath(level: number | 'entries', index: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? [];
  return `tile/${level}/${groups.map((group, at) => (at < groups.length - 1 ? 'x' : '') + group).join('/')}`;
}

const PATH =
  /^tile\/(?<level>entries|[0-9]|[1-5][0-9]|6[0-3])\/(?<index>(?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/(?<width>[1-9][0-9]{0,2}))?$/;

/** The tile a path names, or undefined when it names none. */
export function parseTilePath(path: string): TileId | undefined {
  const groups = PATH.exec(path)?.groups;
  if (groups === undefined) return undefined;
  const level = groups['level'] === 'entries' ? 'entries' : Number(groups['level']);
  const index = Number(groups['index']?.replaceAll(/[x/]/g, ''));
  const width = groups['width'] === undefined ? TILE : Number(groups['width']);
  const id = { level, index, width } as const;
  // Of several ways to write an index only the shortest is a name.
  return Number.isSafeInteger(index) && tilePath(id) === path ? id : undefined;
}

/** The tile that holds position `index` of a level in a tree of `size` entries. */
export function tileOf(level: number | 'entries', index: number, size: number): TileId {
  const tile = Math.floor(index / TILE);
  const whole = widthAt(level, size);
  return { level, index: tile, width: Math.min(TILE, whole - tile * TILE) };
}

/** How many hashes a level has in a tree of `size` entries. */
export function widthAt(level: number | 'entries', size: number): number {
  return level === 'entries' ? size : Math.floor(size / TILE ** level);
}

/** The tiles at the right edge of a tree, from the entries' hashes up. Those that are full or empty are none. */
export function edgeTiles(size: number): readonly (TileId & { readonly level: number })[] {
  const tiles: (TileId & { readonly level: number })[] = [];
  for (let level = 0; widthAt(level, size) > 0; level += 1) {
    const width = widthAt(level, size) % TILE;
    if (width > 0) tiles.push({ level, index: Math.floor(widthAt(level, size) / TILE), width });
  }
  return tiles;
}
