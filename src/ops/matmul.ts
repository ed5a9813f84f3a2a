// The product of two matrices of which neither need be known before the run. The second one is copied into the panels of
// the matrix product first; a known one is packed by the compiler, as weights are.

import { type OptionalType, requireShape } from "../graph/op_def.ts";
import { describeType, elementCount } from "../graph/tensor.ts";
import { type BufferRef, constant, type KernelCall, offsetBy } from "../kernels/call.ts";
import { type ProductShape, productFloat } from "../kernels/conv.ts";
import { PANEL, type PanelShape, packFloatCalls, packFloatPanels, panelsOf } from "../kernels/panels.ts";
import { broadcastIndex, broadcastShapes } from "./broadcast.ts";
import { close, defineOperator, type LowerContext, type Operand, type Sample } from "./operator.ts";

export const matmul = defineOperator({
  name: "matmul",
  doc: "a [..., M, K] · b [..., K, N] with broadcasting of the leading dimensions",
  tolerance: close(1e-4, 1e-5),
  infer(inputs) {
    const { batch, rows, outputs } = productShape(inputs);
    return [{ dtype: "f32", shape: [...batch, rows, outputs] }];
  },
  reference([a, b]) {
    const shape = productShape([a?.type, b?.type]);
    const { rows, depth, outputs } = shape;
    const result = new Float32Array(elementCount(shape.batch) * rows * outputs);
    for (let i = 0; i < result.length; i++) {
      const matrix = Math.floor(i / (rows * outputs));
      const rowA = (shape.matrixA(matrix) * rows + (Math.floor(i / outputs) % rows)) * depth;
      const columnB = shape.matrixB(matrix) * depth * outputs + (i % outputs);
      let sum = 0;
      for (let k = 0; k < depth; k++) sum += a!.data[rowA + k] * b!.data[columnB + k * outputs];
      result[i] = sum;
    }
    return [result];
  },
  samples: matmulSamples,
  lower(context) {
    const [a, b] = context.inputs;
    const [y] = context.outputs;
    if (a === undefined || b === undefined) throw new Error("matmul misses an input");
    const shape = productShape([a, b]);
    const { depth, outputs } = shape;
    const panels: PanelShape = { groups: elementCount(b.shape.slice(0, -2)), outputs, depth };
    const { buffer, calls } = packed(context, b, panels);
    const groupBytes = (panelsOf(panels) / panels.groups) * depth * PANEL * 4;
    const bias = constant(new Float32Array(Math.ceil(outputs / PANEL) * PANEL));
    const block = sharedScratch(context);
    const products = runsOf(shape).map(({ matrixA, matrixB, first, count }) =>
      productFloat(
        { rows: count * shape.rows, depth, outputs },
        { weights: offsetBy(buffer, matrixB * groupBytes), bias },
        {
          x: offsetBy(a.buffer, matrixA * shape.rows * depth * 4),
          y: offsetBy(y.buffer, first * shape.rows * outputs * 4),
          scratch: block,
        },
      ),
    );
    return [...calls, ...products];
  },
});

interface MatmulShape extends ProductShape {
  /** The leading dimensions of the result; `rows` are those of one matrix. */
  readonly batch: readonly number[];
  /** Which matrix of an operand belongs to a matrix of the result. */
  matrixA(matrix: number): number;
  matrixB(matrix: number): number;
}

/** Throws ShapeError. */
function productShape([a, b]: readonly OptionalType[]): MatmulShape {
  requireShape(
    a?.dtype === "f32" && b?.dtype === "f32" && a.shape.length >= 2 && b.shape.length >= 2,
    () => `takes f32 [..., M, K] and [..., K, N], not ${a ? describeType(a) : "nothing"} and ${b && describeType(b)}`,
  );
  const [rows, depth] = a.shape.slice(-2);
  const [depthB, outputs] = b.shape.slice(-2);
  requireShape(
    depth === depthB,
    () => `${describeType(a)} has rows of ${depth}, ${describeType(b)} columns of ${depthB}: they must be equal`,
  );
  const [leadingA, leadingB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const batch = broadcastShapes(leadingA, leadingB);
  const matrixA = broadcastIndex(leadingA, batch);
  return { batch, rows, depth, outputs, matrixA, matrixB: broadcastIndex(leadingB, batch) };
}

/** Matrices of the result, one after the other, that are one taller product. */
interface Run {
  readonly matrixA: number;
  readonly matrixB: number;
  readonly first: number;
  readonly count: number;
}

function runsOf({ batch, matrixA, matrixB }: MatmulShape): Run[] {
  const runs: Run[] = [];
  for (let i = 0; i < elementCount(batch); i++) {
    const last = runs.at(-1);
    if (last?.matrixB === matrixB(i) && last.matrixA + last.count === matrixA(i)) {
      runs[runs.length - 1] = { ...last, count: last.count + 1 };
    } else {
      runs.push({ matrixA: matrixA(i), matrixB: matrixB(i), first: i, count: 1 });
    }
  }
  return runs;
}

/** The matrices of b as panels. */
function packed(
  { scratch }: Pick<LowerContext, "scratch">,
  b: Operand,
  shape: PanelShape,
): { buffer: BufferRef; calls: KernelCall[] } {
  const { groups, outputs, depth } = shape;
  if (b.data === undefined) {
    const buffer = scratch(panelsOf(shape) * depth * PANEL * 4);
    return { buffer, calls: packFloatCalls(b.buffer, buffer, shape) };
  }
  const transposed = new Float32Array(b.data.length);
  for (let i = 0; i < transposed.length; i++) {
    const [group, output, k] = [Math.floor(i / (depth * outputs)), Math.floor(i / depth) % outputs, i % depth];
    transposed[i] = b.data[(group * depth + k) * outputs + output];
  }
  return { buffer: constant(packFloatPanels(transposed, { groups, outputs, depth })), calls: [] };
}

/** The same working memory for every product, as they come one after the other. */
function sharedScratch({ scratch }: Pick<LowerContext, "scratch">): (bytes: number) => BufferRef {
  let block: BufferRef | undefined;
  return (bytes) => {
    block ??= scratch(bytes);
    return block;
  };
}

/** Tiles and their rests; one row, one column, one product; every way to broadcast; a known second matrix. */
function matmulSamples(): Sample[] {
  const shapes: readonly (readonly [readonly number[], readonly number[]])[] = [
    [
      [3, 5],
      [5, 7],
    ],
    [
      [1, 1],
      [1, 1],
    ],
    [
      [7, 33],
      [33, 40],
    ],
    [
      [1, 20],
      [20, 50],
    ],
    [
      [6, 9],
      [9, 1],
    ],
    [
      [2, 3, 4, 5],
      [2, 3, 5, 9],
    ],
    [
      [4, 6, 3],
      [3, 8],
    ],
    [
      [5, 3],
      [2, 3, 17],
    ],
    [
      [2, 1, 3, 4],
      [3, 4, 16],
    ],
    [
      [2, 3, 2, 6],
      [2, 1, 6, 5],
    ],
  ];
  return shapes.flatMap(([a, b]) =>
    [false, true].map((isKnown): Sample => {
      const x = { dtype: "f32", shape: a } as const;
      const batch = broadcastShapes(a.slice(0, -2), b.slice(0, -2));
      return {
        title: isKnown ? "b known" : "",
        inputs: [x, { dtype: "f32", shape: b, constant: isKnown }],
        outputs: [{ dtype: "f32", shape: [...batch, a[a.length - 2], b[b.length - 1]] }],
        attributes: {},
      };
    }),
  );
}
