// The order in which a tensor's values are stored, apart from its shape.
//
// The row-major index of an element is read as a number in mixed radix; `digits` are the radices, most significant first.
// The stored index has the same digits in another sequence: its digit i is digit places[i]. So NCHW values stored as NHWC
// are digits [N, C, H, W] in places [0, 2, 3, 1], a flattened [N, C·H·W] stored so has the same order, and what
// a transpose does to the values between any two reshapes is one order, too. Dimensions of 1 are no digits. In the
// simplest form of an order, which is what the functions here return if they do not say otherwise, digits that stay
// neighbours are one: two orders are the same if their keys are.

export interface Order {
  readonly digits: readonly number[];
  readonly places: readonly number[];
}

/** Nothing moves. */
export function plainOrder(count: number): Order {
  return count > 1 ? { digits: [count], places: [0] } : { digits: [], places: [] };
}

/** Stored axis i is axis perm[i] of `shape`. */
export function orderOfAxes(shape: readonly number[], perm: readonly number[]): Order {
  const axes = shape.flatMap((size, axis) => (size > 1 ? [axis] : []));
  const places = perm.filter((axis) => shape[axis] > 1).map((axis) => axes.indexOf(axis));
  return simplest({ digits: axes.map((axis) => shape[axis]), places });
}

export function keyOf({ digits, places }: Order): string {
  return places.length < 2 ? "plain" : `${digits.join("·")}/${places.join(",")}`;
}

/** The way back: digits are those of the stored index. */
export function inverseOf({ digits, places }: Order): Order {
  return { digits: places.map((digit) => digits[digit]), places: digits.map((_, digit) => places.indexOf(digit)) };
}

/** A factor of one digit on each of two sides. */
interface Piece {
  readonly size: number;
  /** Which digits it is part of. */
  readonly a: number;
  readonly b: number;
}

/** The coarsest digits of which both lists (without ones, of one product) are made; undefined if there are none. */
export function commonPieces(a: readonly number[], b: readonly number[]): Piece[] | undefined {
  const pieces: Piece[] = [];
  let [i, j] = [a.length - 1, b.length - 1];
  let [restA, restB] = [a[i], b[j]];
  while (i >= 0 && j >= 0) {
    const size = Math.min(restA, restB);
    if (restA % size !== 0 || restB % size !== 0) return undefined;
    pieces.unshift({ size, a: i, b: j });
    restA /= size;
    restB /= size;
    if (restA === 1) restA = a[--i];
    if (restB === 1) restB = b[--j];
  }
  return i < 0 && j < 0 ? pieces : undefined;
}

/** An order whose digits are cut where those of another list end. */
export interface RefinedOrder extends Order {
  /** Of each digit, the entry of the other list that it is part of. */
  readonly owners: readonly number[];
}

/** The order with digits cut so that each is part of one of the given (without ones); not in simplest form. */
export function refine({ digits, places }: Order, given: readonly number[]): RefinedOrder | undefined {
  const pieces = commonPieces(digits, given);
  return (
    pieces && {
      digits: pieces.map(({ size }) => size),
      places: places.flatMap((digit) => indicesWhere(pieces, ({ a }) => a === digit)),
      owners: pieces.map(({ b }) => b),
    }
  );
}

/** First one order, then another of what that stored; undefined where no digits fit both. */
export function compose(first: Order, second: Order): Order | undefined {
  const stored = first.places.map((digit) => first.digits[digit]);
  const pieces = commonPieces(stored, second.digits);
  if (pieces === undefined) return undefined;
  const sources = pieces
    .map((_, i) => i)
    .sort((x, y) => first.places[pieces[x].a] - first.places[pieces[y].a] || x - y);
  const places = second.places.flatMap((digit) => indicesWhere(pieces, ({ b }) => b === digit));
  return simplest({ digits: sources.map((i) => pieces[i].size), places: places.map((i) => sources.indexOf(i)) });
}

/** Digits that are neighbours in both sequences become one. */
export function simplest({ digits, places }: Order): Order {
  const runs: number[][] = [];
  places.forEach((digit, i) => {
    if (i > 0 && digit === places[i - 1] + 1) runs[runs.length - 1].push(digit);
    else runs.push([digit]);
  });
  const heads = runs.map(([head]) => head).sort((a, b) => a - b);
  const size = (head: number) => runs.find(([first]) => first === head)!.reduce((n, digit) => n * digits[digit], 1);
  return { digits: heads.map(size), places: runs.map(([head]) => heads.indexOf(head)) };
}

function indicesWhere<T>(list: readonly T[], is: (entry: T) => boolean): number[] {
  return list.flatMap((entry, i) => (is(entry) ? [i] : []));
}
