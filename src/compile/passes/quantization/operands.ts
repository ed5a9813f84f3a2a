// The int8 form of operators without weights.

import type { GraphNode, GraphTensor, TensorId } from "../../../graph/graph.ts";
import { dequantizeValue, quantizeValue } from "../../../graph/rounding.ts";
import { elementCount, type Quantization, sameQuantization } from "../../../graph/tensor.ts";
import { int8Answers, quantizationOf } from "../pass.ts";
import { quantizedConstant } from "./constants.ts";
import { bytesOf, bytesOfAll, commonQuantization, type Fusion, type Int8Form, withoutShapeError } from "./rule.ts";

/** How far a constant may be from the given one, in its effect on the result: steps of the output. */
const MOST_CONSTANT_ERROR = 0.5;
/** The rounding of a float, for constants on which the result depends in another way. */
const FLOAT_ROUNDING = 2 ** -22;

/** Every operand is int8 already. */
export function plain({ node, sweep }: Fusion): Int8Form | undefined {
  const inputs = bytesOfAll(node, sweep);
  return inputs && { inputs };
}

/** Between two quantisations the operator saturates before it blends: only within one. */
export function withinOne(fusion: Fusion): Int8Form | undefined {
  const form = plain(fusion);
  const quantization = form && commonQuantization(form.inputs, fusion.sweep);
  return sameQuantization(quantization, fusion.to.quantization) ? form : undefined;
}

/** Where the int8 form has a rule of its own, it must be that of the floats to a step. */
export function table({ node, to, sweep }: Fusion): Int8Form | undefined {
  const x = bytesOf(node.inputs[0], sweep);
  if (x === undefined) return undefined;
  const type = sweep.tensor(x);
  const expected = floatAnswers(node, type, to);
  const isClose = int8Answers(node, type, to).every((answer, i) => Math.abs(answer - expected[i]) <= 1);
  return isClose ? { inputs: [x] } : undefined;
}

/** quantize(f(dequantize(q))) for the 256 bytes. */
function floatAnswers(node: GraphNode, x: GraphTensor, y: GraphTensor): number[] {
  const to = quantizationOf(y);
  return Array.from(floatResults(node, quantizationOf(x)), (v) => quantizeValue(v, to.scale[0], to.zeroPoint[0]));
}

function floatResults(node: GraphNode, { scale, zeroPoint }: Quantization): Float32Array {
  const type = { dtype: "f32", shape: [256] } as const;
  const data = Float32Array.from({ length: 256 }, (_, i) => dequantizeValue(i - 128, scale[0], zeroPoint[0]));
  return node.op.reference([{ type, data }], [type], node.attributes)[0] as Float32Array;
}

/** f(dequantize(q)) is dequantize(f(q)) for all 256 bytes. */
export function keepsGrid(node: GraphNode, quantization: Quantization): boolean {
  const { scale, zeroPoint } = quantization;
  const type = { dtype: "i8", shape: [256], quantization } as const;
  const answers = int8Answers(node, type, type);
  return floatResults(node, quantization).every((v, i) => v === dequantizeValue(answers[i], scale[0], zeroPoint[0]));
}

/** How much an error of a constant operand shows in the result, given the largest magnitude of the other operand. */
type Sensitivity = (largest: number) => number;

export const asMuch: Sensitivity = () => 1;
export const times: Sensitivity = (largest) => largest;
/** Only for constants that are multiples of a step. */
export const exactly: Sensitivity = () => Infinity;

/** Two operands; one may be a constant of floats if int8 is fine enough for it. */
export function binary(sensitivity: Sensitivity) {
  return ({ node, to, sweep }: Fusion): Int8Form | undefined => {
    const [a, b] = node.inputs.map((id) => bytesOf(id, sweep));
    const step = quantizationOf(to).scale[0];
    const constantFor = (index: number, other: TensorId) => {
      const constant = quantizedConstant(node.inputs[index], sweep);
      if (constant === undefined) return undefined;
      const { tensor, error } = constant;
      const isRounding = error <= FLOAT_ROUNDING * quantizationOf(tensor).scale[0] * 127;
      const effect = (error * sensitivity(largestOf(sweep.tensor(other)))) / step;
      return isRounding || effect <= MOST_CONSTANT_ERROR ? sweep.add(tensor) : undefined;
    };
    const left = a ?? (b === undefined ? undefined : constantFor(0, b));
    const right = b ?? (a === undefined ? undefined : constantFor(1, a));
    if (left === undefined || right === undefined) return undefined;
    return isPossible(node, [sweep.tensor(left), sweep.tensor(right)], to) ? { inputs: [left, right] } : undefined;
  };
}

function largestOf(tensor: GraphTensor): number {
  const { scale, zeroPoint } = quantizationOf(tensor);
  return scale[0] * Math.max(zeroPoint[0] + 128, 127 - zeroPoint[0]);
}

/** Asks the operator on single elements: it may refuse scales too far apart. */
function isPossible(node: GraphNode, operands: readonly GraphTensor[], to: GraphTensor): boolean {
  return withoutShapeError(() => {
    const single = operands.map((tensor) => ({ type: { ...tensor, shape: [] }, data: Int8Array.of(0) }));
    return node.op.reference(single, [{ ...to, shape: [] }], node.attributes).length === 1;
  });
}

/** The real fill value of a pad is one of the input's 256 values. */
export function fillsOnGrid({ attributes }: GraphNode, { scale, zeroPoint }: Quantization): boolean {
  const value = Math.fround((attributes.value as number | undefined) ?? 0);
  return dequantizeValue(quantizeValue(value, scale[0], zeroPoint[0]), scale[0], zeroPoint[0]) === value;
}

export function isUnbounded({ attributes }: GraphNode): boolean {
  return attributes.min === undefined && attributes.max === undefined;
}

/** Elements of all f32 inputs over those of the output. */
export function inputRatio(node: GraphNode, sweep: Fusion["sweep"]): number {
  const floats = node.inputs.filter((id) => id >= 0 && sweep.tensor(id).dtype === "f32");
  const inputs = floats.reduce((sum, id) => sum + elementCount(sweep.tensor(id).shape), 0);
  return inputs / elementCount(sweep.tensor(node.outputs[0]).shape);
}
