// The family of elementwise operators of two inputs with broadcasting: y = f(a, b), then an optional fused clamp.

import { requireShape } from "../graph/op_def.ts";
import { elementCount, perTensor, type TensorType } from "../graph/tensor.ts";
import { call, constant, type KernelCall } from "../kernels/call.ts";
import { affineOf, type Int8Method, type Int8Setting } from "./binary_int8.ts";
import { broadcastBlock, broadcastIndex, broadcastShapes } from "./broadcast.ts";
import { type ClampAttributes, clampBounds } from "./clamp.ts";
import { close, type Operand, type Operator, type Sample, type SampleInput, type Tolerance } from "./operator.ts";
import { quantizationOf } from "./unary.ts";

export type BinaryAttributes = Pick<ClampAttributes, "min" | "max">;

export interface BinaryDefinition {
  readonly name: string;
  readonly doc: string;
  /** f(a, b) on f32 values; rounded to f32 afterwards. */
  readonly reference: (a: number, b: number) => number;
  /** Exact, wrapping around; i32 is refused if absent. */
  readonly int32?: (a: number, b: number) => number;
  /** int8 is refused if absent. */
  readonly int8?: Int8Method;
  /** Takes the attributes min and max (not for i32). */
  readonly fusesClamp?: boolean;
  /** The output has the shape of a. */
  readonly shapeOfFirst?: boolean;
  /** Default: one rounding to f32. */
  readonly tolerance?: Tolerance;
  /** Where the samples' values lie. */
  readonly domains?: readonly [readonly [number, number], readonly [number, number]];
  /** What the samples' int8 outputs cover. */
  readonly range?: readonly [number, number];
}

export function binary(definition: BinaryDefinition): Operator<BinaryAttributes> {
  const { name } = definition;
  return {
    name,
    doc: definition.doc,
    tolerance: definition.tolerance ?? close(0, 1.2e-7),
    inPlace: [0, 1],
    infer([a, b], attributes) {
      requireShape(a !== undefined && b !== undefined, () => `${name} takes two inputs`);
      checkTypes(definition, a, b, attributes);
      const shape = broadcastShapes(a.shape, b.shape);
      requireShape(
        !definition.shapeOfFirst || elementCount(shape) === elementCount(a.shape),
        () => `${name}: [${b.shape}] does not broadcast to [${a.shape}]`,
      );
      return [{ dtype: a.dtype, shape }];
    },
    reference([a, b], [y], attributes) {
      if (a === undefined || b === undefined) throw new Error(`${name} takes two inputs`);
      const f = referenceFunction(definition, [a.type, b.type, y], attributes);
      const indexA = broadcastIndex(a.type.shape, y.shape);
      const indexB = broadcastIndex(b.type.shape, y.shape);
      const result = (i: number) => f(a.data[indexA(i)], b.data[indexB(i)]);
      const from = { length: elementCount(y.shape) };
      if (y.dtype === "f32") return [Float32Array.from(from, (_, i) => result(i))];
      if (y.dtype === "i8") return [Int8Array.from(from, (_, i) => result(i))];
      return [Int32Array.from(from, (_, i) => result(i))];
    },
    samples: () => binarySamples(definition),
    lower({ attributes, inputs: [a, b], outputs: [y] }) {
      if (a === undefined || b === undefined) throw new Error(`${name} takes two inputs`);
      if (y.dtype !== "i8") return [binaryCall(`${name}_${y.dtype}`, a, b, y, attributes)];
      const shape = constant(broadcastBlock(a.shape, b.shape, y.shape));
      const buffers = { a: a.buffer, b: b.buffer, y: y.buffer, shape };
      return [definition.int8!.lower(int8Setting([a, b, y], attributes), elementCount(y.shape), buffers)];
    },
  };
}

/** A call of an f32 or i32 kernel of the family. */
export function binaryCall(
  kernel: string,
  a: Operand,
  b: Operand,
  y: Operand,
  attributes: BinaryAttributes = {},
): KernelCall {
  const shape = constant(broadcastBlock(a.shape, b.shape, y.shape));
  const { low, high } = clampBounds(y, attributes);
  return call(kernel, "Binary", elementCount(y.shape), {
    ...{ a: a.buffer, b: b.buffer, y: y.buffer, shape },
    ...{ low, high },
  });
}

function checkTypes(definition: BinaryDefinition, a: TensorType, b: TensorType, { min, max }: BinaryAttributes): void {
  const { name, int8, int32, fusesClamp } = definition;
  requireShape(a.dtype === b.dtype, () => `${name} of ${a.dtype} and ${b.dtype}: both must have one element type`);
  const known = ["f32", ...(int8 ? ["i8"] : []), ...(int32 ? ["i32"] : [])];
  requireShape(known.includes(a.dtype), () => `${name} takes ${known.join(" or ")}, not ${a.dtype}`);
  const bounded = min !== undefined || max !== undefined;
  requireShape(!bounded || fusesClamp === true, () => `${name} has no fused clamp: put a clip behind it`);
  requireShape(!bounded || a.dtype !== "i32", () => `${name} of i32 has no fused clamp`);
}

type Types = readonly [TensorType, TensorType, TensorType];

function int8Setting([a, b, y]: Types, attributes: BinaryAttributes): Int8Setting {
  return { a: affineOf(a), b: affineOf(b), y: affineOf(y), ...clampBounds(y, attributes) };
}

function referenceFunction(definition: BinaryDefinition, types: Types, attributes: BinaryAttributes) {
  const [, , y] = types;
  if (y.dtype === "i8") return definition.int8!.reference(int8Setting(types, attributes));
  if (y.dtype === "i32") return definition.int32!;
  const { low, high } = clampBounds(y, attributes);
  return (a: number, b: number) => Math.min(Math.max(definition.reference(a, b), low), high);
}

/** Equal shapes around the vector widths; an operand that is a scalar, a vector of channels, a column; both stretched. */
const SHAPES: readonly (readonly [readonly number[], readonly number[]])[] = [
  ...[1, 6, 15, 33].map((n) => [[n], [n]] as const),
  [
    [2, 3, 5, 7],
    [2, 3, 5, 7],
  ],
  [[2, 3, 19], []],
  [[1], [2, 21]],
  [[1, 4, 5, 18], [18]],
  [[2, 3, 3, 3], [3]],
  [[24], [1, 5, 24]],
  [
    [2, 3, 4, 9],
    [2, 1, 1, 9],
  ],
  [
    [2, 3, 4, 9],
    [2, 3, 4, 1],
  ],
  [
    [2, 1, 3, 1, 5],
    [4, 1, 6, 1],
  ],
  [
    [5, 1],
    [1, 17],
  ],
  [
    [2, 1, 2, 1, 2, 1],
    [1, 2, 1, 2, 1, 3],
  ],
];

function binarySamples(definition: BinaryDefinition): Sample<BinaryAttributes>[] {
  const [domainA, domainB] = definition.domains ?? [
    [-2, 2],
    [-2, 2],
  ];
  const shapes = definition.shapeOfFirst
    ? SHAPES.filter(([a, b]) => elementCount(broadcastShapes(a, b)) === elementCount(a))
    : SHAPES;
  const sample = (a: SampleInput, b: SampleInput, y: Omit<TensorType, "shape">, attributes: BinaryAttributes = {}) => ({
    title: Object.entries(attributes).flat().join(" "),
    inputs: [a, b],
    outputs: [{ ...y, shape: broadcastShapes(a.shape, b.shape) }],
    attributes,
  });
  const floats = (shape: readonly number[], range: readonly [number, number]) =>
    ({ dtype: "f32", shape, range }) satisfies SampleInput;
  const samples: Sample<BinaryAttributes>[] = shapes.map(([a, b]) =>
    sample(floats(a, domainA), floats(b, domainB), { dtype: "f32" }),
  );
  if (definition.fusesClamp) {
    for (const attributes of [{ min: 0 }, { min: 0, max: 1 }, { max: 0.5 }]) {
      samples.push(sample(floats([2, 9], domainA), floats([9], domainB), { dtype: "f32" }, attributes));
    }
  }
  if (definition.int32) {
    const range = [-2147483648, 2147483647] as const;
    for (const [a, b] of shapes.slice(-4)) {
      samples.push(sample({ dtype: "i32", shape: a, range }, { dtype: "i32", shape: b, range }, { dtype: "i32" }));
    }
  }
  if (definition.int8) samples.push(...int8Samples(definition, shapes, sample));
  return samples;
}

type MakeSample = (
  a: SampleInput,
  b: SampleInput,
  y: Omit<TensorType, "shape">,
  attributes?: BinaryAttributes,
) => Sample<BinaryAttributes>;

function int8Samples(
  { domains, range, fusesClamp }: BinaryDefinition,
  shapes: typeof SHAPES,
  sample: MakeSample,
): Sample<BinaryAttributes>[] {
  const [domainA, domainB] = domains ?? [
    [-2, 2],
    [-1, 3],
  ];
  const a = quantizationOf(...domainA);
  const b = quantizationOf(...domainB);
  const y = quantizationOf(...(range ?? [-3, 4]));
  const int8 = (shape: readonly number[], quantization = a) => ({ dtype: "i8", shape, quantization }) as const;
  const output = { dtype: "i8", quantization: y } as const;
  const samples = shapes.map(([shapeA, shapeB]) => sample(int8(shapeA), int8(shapeB, b), output));
  samples.push(
    sample(int8([3, 50], perTensor(0.02, -128)), int8([50], perTensor(0.7, 127)), output),
    sample(int8([50], perTensor(0.5, 127)), int8([50], perTensor(0.001, -128)), { ...output, quantization: a }),
    sample({ ...int8([50]), constant: true }, int8([50], b), { ...output, quantization: perTensor(0.004, -100) }),
    sample(int8([50]), { ...int8([50], b), constant: true }, { ...output, quantization: perTensor(1.5, 100) }),
  );
  if (!fusesClamp) return samples;
  const fused = [{ min: 0 }, { min: 0, max: 1 }, { max: 0.5 }];
  return [...samples, ...fused.map((attributes) => sample(int8([2, 19]), int8([19], b), output, attributes))];
}
