// Products of integers with results in int32.
//
// They are computed in f32, which is exact while no sum of magnitudes exceeds 2^24: the depth is cut into pieces of which
// that is certain, whatever the input holds, and the pieces' results are added as int32.

import type { TensorId } from "../../../graph/graph.ts";
import { ensure } from "../../diagnostics.ts";
import type { NodeImporter, OnnxNode, OnnxType, OnnxValue, OperatorTable } from "../node.ts";
import { CONVOLUTION } from "./convolution.ts";
import { MATRICES } from "./matrix.ts";
import { integersOf, RANGES } from "./quantization.ts";
import { asOperator } from "./quantized.ts";

/** Sums of integers up to here are exact in f32, in any order. */
const EXACT_SUM = 2 ** 24;
/** More pieces would be slower than any other way. */
const MOST_PIECES = 64;

/** Integers in f32, less their zero point (input `zero`), and their largest magnitude. */
interface Centred {
  readonly id: TensorId;
  readonly largest: number;
}

/** `axis` is the one along which zero points may differ. */
function centred(node: OnnxNode, i: number, zero: number, axis: number): Centred {
  const x = node.cast(integersOf(node, node.value(i)), "f32");
  const type: OnnxType = node.typeOf(i);
  const [low, high] = RANGES[type] ?? [];
  ensure(
    low !== undefined && high !== undefined && high - low < 256,
    () => `multiplies ${type}`,
    "int8 and uint8 are possible",
  );
  const zeros = node.hasInput(zero) ? node.cast(integersOf(node, node.value(zero)), "f32") : undefined;
  const known = zeros === undefined ? [0] : node.tensor(zeros).data;
  const isCentred = known !== undefined && Array.from(known).every((z) => z === 0);
  const largest = magnitude(Array.from(known ?? [low, high]).flatMap((z) => [low - z, high - z]));
  if (zeros === undefined || isCentred) {
    const { data } = node.tensor(x);
    return { id: x, largest: data === undefined ? largest : magnitude(data) };
  }
  const shape = node.shapeOf(x);
  const behind = shape.length - 1 - node.axis(axis, shape.length);
  const count = node.tensor(zeros).shape.reduce((product, size) => product * size, 1);
  const spread = node.reshape(zeros, count === 1 ? [] : [count, ...new Array<number>(behind).fill(1)]);
  const id = node.emit("sub", [x, spread]);
  const values = node.tensor(id).data;
  return { id, largest: values === undefined ? largest : magnitude(values) };
}

function magnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest;
}

/** Along one axis of a tensor, a part. */
function part(node: OnnxNode, id: TensorId, axis: number, begin: number, count: number): TensorId {
  const shape = node.shapeOf(id);
  if (count === shape[axis]) return id;
  return node.emit("slice", [id], {
    begin: shape.map((_, i) => (i === axis ? begin : 0)),
    strides: shape.map(() => 1),
    size: shape.with(axis, count),
  });
}

/** The sum of the products of all pieces: `depth` indices, of which each adds at most `largest` to a sum. */
function exactly(
  node: OnnxNode,
  { depth, largest }: { depth: number; largest: number },
  multiply: (begin: number, count: number) => TensorId,
): OnnxValue[] {
  const count = Math.min(depth, Math.floor(EXACT_SUM / Math.max(largest, 1)));
  ensure(
    count >= 1 && Math.ceil(depth / count) <= MOST_PIECES,
    () => `adds up to ${depth} products of at most ${largest}`,
    "Such long sums of integers cannot be computed exactly here; use QLinearConv or QLinearMatMul",
  );
  let sum: TensorId | undefined;
  for (let begin = 0; begin < depth; begin += count) {
    const piece = node.cast(multiply(begin, Math.min(count, depth - begin)), "i32");
    sum = sum === undefined ? piece : node.emit("add", [sum, piece]);
  }
  if (sum === undefined) throw new Error("a product has no depth");
  return [{ id: sum, type: "INT32" }];
}

const float = (id: TensorId): OnnxValue => ({ id, type: "FLOAT" });

const matMulInteger: NodeImporter = {
  makes: [...MATRICES.MatMul.makes, "sub", "slice", "add"],
  run(node) {
    const a = centred(node, 0, 2, -2);
    const b = centred(node, 1, 3, -1);
    const [rankA, rankB] = [node.shape(0).length, node.shape(1).length];
    const depth = node.shape(0)[rankA - 1];
    return exactly(node, { depth, largest: a.largest * b.largest }, (begin, count) =>
      asOperator(node, MATRICES.MatMul, [
        float(part(node, a.id, rankA - 1, begin, count)),
        float(part(node, b.id, Math.max(rankB - 2, 0), begin, count)),
      ]),
    );
  },
};

const convInteger: NodeImporter = {
  makes: [...CONVOLUTION.Conv.makes, "sub", "slice", "add"],
  run(node) {
    const x = centred(node, 0, 2, 0);
    const w = centred(node, 1, 3, 0);
    const [, depth, ...kernel] = node.shape(1);
    const largest = x.largest * w.largest * kernel.reduce((product, size) => product * size, 1);
    const isWhole = node.int("group", 1) > 1;
    ensure(
      !isWhole || depth * largest <= EXACT_SUM,
      () => `adds up to ${depth} products of at most ${largest} in groups`,
      "Such long sums of integers cannot be computed exactly here; use QLinearConv",
    );
    return exactly(node, { depth, largest }, (begin, count) =>
      asOperator(node, CONVOLUTION.Conv, [
        float(isWhole ? x.id : part(node, x.id, 1, begin, count)),
        float(part(node, w.id, 1, begin, count)),
      ]),
    );
  },
};

export const INTEGER_PRODUCTS: OperatorTable = { ConvInteger: convInteger, MatMulInteger: matMulInteger };
