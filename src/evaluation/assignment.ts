/** How much row `row` and column `column` have in common; what is not listed has nothing. */
export interface Overlap {
  readonly row: number;
  readonly column: number;
  readonly weight: number;
}

/**
 * Pairs rows with columns, one to one, so that together they have the most in common; pairs with nothing in common stay
 * apart. From row to column. Rows and columns that hang together are few, so each group is solved by itself
 * (Kuhn 1955, in the form of Jonker and Volgenant 1987: shortest augmenting paths with potentials).
 */
export function assign(overlaps: readonly Overlap[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  for (const group of groups(overlaps)) {
    const rows = [...new Set(group.map(({ row }) => row))].toSorted((a, b) => a - b);
    const columns = [...new Set(group.map(({ column }) => column))].toSorted((a, b) => a - b);
    const size = Math.max(rows.length, columns.length);
    const weights = Array.from({ length: size }, () => new Float64Array(size));
    const [rowAt, columnAt] = [positions(rows), positions(columns)];
    for (const { row, column, weight } of group) {
      const line = weights[rowAt.get(row) ?? 0];
      if (line !== undefined) line[columnAt.get(column) ?? 0] = weight;
    }
    for (const [at, to] of heaviest(weights).entries()) {
      const [row, column] = [rows[at], columns[to]];
      const shared = weights[at]?.[to] ?? 0;
      if (row !== undefined && column !== undefined && shared > 0) pairs.set(row, column);
    }
  }
  return pairs;
}

function positions(values: readonly number[]): ReadonlyMap<number, number> {
  return new Map(values.map((value, at) => [value, at]));
}

/** Overlaps that share a row or a column, directly or through others, together. */
function groups(overlaps: readonly Overlap[]): Iterable<readonly Overlap[]> {
  const parents = new Map<string, string>();
  const root = (node: string): string => {
    let at = node;
    for (let up = parents.get(at); up !== undefined; up = parents.get(at)) at = up;
    return at;
  };
  for (const { row, column } of overlaps) {
    const [from, to] = [root(`row ${row}`), root(`column ${column}`)];
    if (from !== to) parents.set(from, to);
  }
  return Map.groupBy(overlaps, ({ row }) => root(`row ${row}`)).values();
}

/** Of a square: the column of each row, such that the sum of weights is the largest. */
function heaviest(weights: readonly Float64Array[]): readonly number[] {
  const size = weights.length;
  // Position 0 stands for "none yet"; rows and columns count from 1.
  const [u, v] = [new Float64Array(size + 1), new Float64Array(size + 1)];
  const rowOf = new Int32Array(size + 1);
  for (let row = 1; row <= size; row += 1) augment(weights, row, { u, v, rowOf });
  const columns = Array.from({ length: size }, () => 0);
  for (let column = 1; column <= size; column += 1) columns[(rowOf[column] ?? 1) - 1] = column - 1;
  return columns;
}

interface Duals {
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly rowOf: Int32Array;
}

/** Gives `row` a column, moving other rows along the cheapest path. */
function augment(weights: readonly Float64Array[], row: number, { u, v, rowOf }: Duals): void {
  const size = weights.length;
  const least = new Float64Array(size + 1).fill(Infinity);
  const before = new Int32Array(size + 1);
  const done = new Uint8Array(size + 1);
  rowOf[0] = row;
  let at = 0;
  do {
    done[at] = 1;
    const from = rowOf[at] ?? 0;
    let [delta, next] = [Infinity, 0];
    for (let column = 1; column <= size; column += 1) {
      if (done[column] === 1) continue;
      const cost = -(weights[from - 1]?.[column - 1] ?? 0) - (u[from] ?? 0) - (v[column] ?? 0);
      if (cost < (least[column] ?? 0)) {
        least[column] = cost;
        before[column] = at;
      }
      if ((least[column] ?? 0) < delta) [delta, next] = [least[column] ?? 0, column];
    }
    for (let column = 0; column <= size; column += 1) {
      if (done[column] === 1) {
        const held = rowOf[column] ?? 0;
        u[held] = (u[held] ?? 0) + delta;
        v[column] = (v[column] ?? 0) - delta;
      } else least[column] = (least[column] ?? 0) - delta;
    }
    at = next;
  } while ((rowOf[at] ?? 0) !== 0);
  while (at !== 0) {
    const previous = before[at] ?? 0;
    rowOf[at] = rowOf[previous] ?? 0;
    at = previous;
  }
}
