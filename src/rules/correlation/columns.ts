/** A list of numbers without an object per member, and how it grows: by half, so that little is kept unused. */
export type Floats = Float64Array<ArrayBuffer>;
export type Integers = Int32Array<ArrayBuffer>;

/** Where a column of slots has no slot. */
export const NONE = -1;

/** Room for the first few members: most correlations of most organisations have few groups. */
export const FIRST_ROOM = 8;

export function moreRoom(room: number): number {
  return Math.max(FIRST_ROOM, room + (room >>> 1));
}

export function floats(length: number, old?: Floats): Floats {
  const column = new Float64Array(length);
  if (old !== undefined) column.set(old);
  return column;
}

export function integers(length: number, old?: Integers): Integers {
  const column = new Int32Array(length);
  if (old !== undefined) column.set(old);
  return column;
}
