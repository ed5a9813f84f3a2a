// QuantizeLinear and DequantizeLinear, and what the other quantised operators share with them.
//
// Where scale and zero point are constants, the graph's own quantize and dequantize are used: a pass looks for these around
// operators. Per channel they take constants alone; whatever else there is becomes arithmetic, as the file states it.

import type { TensorId } from "../../../graph/graph.ts";
import {
  elementCount,
  perTensor,
  type Quantization,
  rowMajorStrides,
  sameQuantization,
} from "../../../graph/tensor.ts";
import { ensure } from "../../diagnostics.ts";
import type { NodeImporter, OnnxNode, OnnxType, OnnxValue, OperatorTable } from "../node.ts";
import { plainQuantization, TYPES, typeOfCode } from "../types.ts";
import { numbersOf, valueOfNumbers } from "./numbers.ts";

const DAMAGED = "The file is damaged; export the model again";

/** How a tensor is quantised: one scale, one for each index of an axis, or one for each block along it. */
export interface Parameters {
  readonly scale: OnnxValue;
  readonly zeroPoint: OnnxValue | undefined;
  readonly axis: number;
  /** Elements along the axis that share a scale; 0 where there are no blocks. */
  readonly block: number;
}

/** Bounds of integer types. */
export const RANGES: Partial<Record<OnnxType, readonly [number, number]>> = {
  INT4: [-8, 7],
  UINT4: [0, 15],
  INT8: [-128, 127],
  UINT8: [0, 255],
  INT16: [-32768, 32767],
  UINT16: [0, 65535],
};

/** The scale in input `i`, the zero point in the next one. */
export function parametersOf(node: OnnxNode, i: number, axis = 1): Parameters {
  const zeroPoint = node.hasInput(i + 1) ? node.value(i + 1) : undefined;
  return { scale: node.value(i), zeroPoint, axis, block: 0 };
}

/** The same elements, meant as this quantisation says. */
export function restated(node: OnnxNode, id: TensorId, quantization: Quantization): TensorId {
  const { shape, data, quantization: stated } = node.tensor(id);
  if (sameQuantization(stated, quantization)) return id;
  if (data !== undefined) return node.constant(shape, data, quantization);
  if (node.assembler.stateQuantization(id, quantization)) return id;
  return node.emit("reshape", [id], { shape }, quantization);
}

/** The integers that a value's bytes are in the file, in f32 or i32. */
export function integersOf(node: OnnxNode, value: OnnxValue): TensorId {
  if (node.dtypeOf(value.id) !== "i8") return value.id;
  const plain = plainQuantization(value.type) ?? perTensor(1, 0);
  const { shape, data } = node.tensor(value.id);
  const [zero] = plain.zeroPoint;
  if (data !== undefined) {
    return node.constant(
      shape,
      Float32Array.from(data, (q) => q - zero),
    );
  }
  return node.emit("dequantize", [restated(node, value.id, plain)]);
}

/** The quantisation, if it is known and a graph's tensor can have it. `type` is the one of the quantised values. */
function knownQuantization(node: OnnxNode, shape: readonly number[], type: OnnxType, given: Parameters) {
  const { scale, zeroPoint, axis, block } = given;
  const scales = node.tensor(scale.id).data;
  const zeros = zeroPoint && node.tensor(zeroPoint.id).data;
  ensure(
    zeroPoint === undefined || zeroPoint.type === type,
    () => `has values of ${type} and a zero point of ${zeroPoint?.type}`,
    "Both must be of one type; export the model again",
  );
  if (scales === undefined || block > 0 || (zeroPoint !== undefined && zeros === undefined)) return undefined;
  // An 8-bit zero point is stored as the values are.
  const [absent] = plainQuantization(type)?.zeroPoint ?? [0];
  const zero = (i: number) => (zeros === undefined ? absent : zeros[zeros.length === 1 ? 0 : i]);
  if (scales.length === 1) return perTensor(scales[0], zero(0));
  const at = node.axis(axis, shape.length);
  ensure(
    scales.length === shape[at] && (zeros === undefined || zeros.length === 1 || zeros.length === scales.length),
    () => `has ${scales.length} scales and ${zeros?.length ?? 0} zero points for axis ${at} of [${shape}]`,
    DAMAGED,
  );
  return { scale: Float32Array.from(scales), zeroPoint: Int32Array.from(scales, (_, i) => zero(i)), axis: at };
}

/** Real values of quantised ones. */
export function dequantized(node: OnnxNode, value: OnnxValue, parameters: Parameters): TensorId {
  const { dtype, shape, data } = node.tensor(value.id);
  const quantization = knownQuantization(node, shape, value.type, parameters);
  const isWhole = quantization?.scale.length === 1;
  if (quantization !== undefined && (data !== undefined || (isWhole && dtype === "i8"))) {
    ensure(dtype !== "f32", () => `dequantises ${value.type}`, DAMAGED);
    return node.emit("dequantize", [restated(node, value.id, quantization)]);
  }
  const x = node.cast(integersOf(node, value), "f32");
  const { zeroPoint } = parameters;
  const centred = zeroPoint ? node.emit("sub", [x, spread(node, zeroPoint, shape, parameters)]) : x;
  return node.emit("mul", [centred, spread(node, parameters.scale, shape, parameters)]);
}

/** Real values as quantised ones. */
export function quantized(node: OnnxNode, x: TensorId, type: OnnxType, parameters: Parameters): OnnxValue {
  const { shape } = node.tensor(x);
  const quantization = knownQuantization(node, shape, type, parameters);
  const range = RANGES[type];
  ensure(range !== undefined, () => `quantises to ${type}`, "Supported are integers of 4, 8 and 16 bits");
  if (quantization?.scale.length === 1 && TYPES[type].bits === 8) {
    return { id: node.emit("quantize", [x], {}, quantization), type };
  }
  const steps = node.emit("round", [node.emit("div", [x, spread(node, parameters.scale, shape, parameters)])]);
  const { zeroPoint } = parameters;
  const moved = zeroPoint ? node.emit("add", [steps, spread(node, zeroPoint, shape, parameters)]) : steps;
  const [min, max] = range;
  return valueOfNumbers(node, node.emit("clip", [moved], { min, max }), type);
}

/** Scales or zero points in f32, in a shape that broadcasts to `shape`. */
function spread(node: OnnxNode, value: OnnxValue, shape: readonly number[], { axis, block }: Parameters): TensorId {
  const id = node.cast(integersOf(node, value), "f32");
  const count = elementCount(node.shapeOf(id));
  if (count === 1) return node.reshape(id, []);
  const at = node.axis(axis, shape.length);
  if (block > 0) return blocks(node, id, shape, at, block);
  ensure(count === shape[at], () => `has ${count} scales for axis ${at} of [${shape}]`, DAMAGED);
  return node.reshape(id, [count, ...shape.slice(at + 1).map(() => 1)]);
}

/** Each value of a constant `block` times along an axis, as far as the shape goes. */
function blocks(node: OnnxNode, id: TensorId, shape: readonly number[], axis: number, block: number): TensorId {
  const values = node.valuesOf(id, "the scales of blocks");
  const expected = shape.map((size, i) => (i === axis ? Math.ceil(size / block) : size));
  const { shape: stated } = node.tensor(id);
  ensure(
    stated.length === expected.length && stated.every((size, i) => size === expected[i]),
    () => `scales of blocks of ${block} are [${stated}] for [${shape}]`,
    `[${expected}] would fit; export the model again`,
  );
  node.assembler.requireRoom(4 * elementCount(shape));
  const to = rowMajorStrides(shape);
  const from = rowMajorStrides(expected);
  const result = new Float32Array(elementCount(shape));
  for (let i = 0; i < result.length; i++) {
    let at = 0;
    shape.forEach((size, a) => {
      const index = Math.floor(i / to[a]) % size;
      at += (a === axis ? Math.floor(index / block) : index) * from[a];
    });
    result[i] = values[at];
  }
  return node.constant(shape, result);
}

/** Axis and blocks come as attributes. */
function statedParameters(node: OnnxNode): Parameters {
  const block = node.int("block_size", 0);
  ensure(block >= 0, () => `attribute block_size is ${block}`, DAMAGED);
  return { ...parametersOf(node, 1, node.int("axis", 1)), block };
}

function statedType(node: OnnxNode, otherwise: OnnxType): OnnxType {
  const code = node.int("output_dtype", 0);
  return code === 0 ? otherwise : typeOfCode(code, () => "the output");
}

const quantizeLinear: NodeImporter = {
  makes: ["quantize", "div", "round", "add", "clip"],
  run(node) {
    const type = node.hasInput(2) ? node.typeOf(2) : statedType(node, "UINT8");
    const x = node.cast(numbersOf(node, node.value(0)), "f32");
    return [quantized(node, x, type, statedParameters(node))];
  },
};

const dequantizeLinear: NodeImporter = {
  makes: ["dequantize", "sub", "mul"],
  run(node) {
    return [{ id: dequantized(node, node.value(0), statedParameters(node)), type: statedType(node, node.typeOf(1)) }];
  },
};

/** Scale and zero point from the values of each run: uint8 from the smallest to the largest, 0 included. */
const dynamicQuantizeLinear: NodeImporter = {
  makes: ["reduce_max", "reduce_min", "maximum", "minimum", "sub", "div", "round", "add", "quantize"],
  run(node) {
    const x = node.input(0);
    const axes = node.shape(0).map((_, axis) => axis);
    const high = node.emit("maximum", [node.emit("reduce_max", [x], { axes }), node.scalar(0)]);
    const low = node.emit("minimum", [node.emit("reduce_min", [x], { axes }), node.scalar(0)]);
    const scale = node.emit("div", [node.emit("sub", [high, low]), node.scalar(255)]);
    const zero = node.emit("round", [node.emit("div", [node.emit("sub", [node.scalar(0), low]), scale])]);
    const steps = node.emit("round", [node.emit("div", [x, scale])]);
    return [
      valueOfNumbers(node, node.emit("add", [steps, zero]), "UINT8"),
      { id: scale, type: "FLOAT" },
      valueOfNumbers(node, zero, "UINT8"),
    ];
  },
};

export const QUANTIZATION: OperatorTable = {
  DequantizeLinear: dequantizeLinear,
  DynamicQuantizeLinear: dynamicQuantizeLinear,
  QuantizeLinear: quantizeLinear,
  "com.microsoft.DequantizeLinear": dequantizeLinear,
  "com.microsoft.QuantizeLinear": quantizeLinear,
};
