// How the operators of two inputs work on int8.

import { requireShape } from "../graph/op_def.ts";
import { clampInt, dequantizeValue, quantizeValue, requantize, roundHalfEven } from "../graph/rounding.ts";
import { perTensor, type TensorType } from "../graph/tensor.ts";
import { type BufferRef, call, type KernelCall } from "../kernels/call.ts";

/** Scale and zero point of a tensor quantised as a whole; a tensor without quantisation counts in ones. */
export interface Affine {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** Throws ShapeError for a tensor quantised per channel. */
export function affineOf({ quantization = perTensor(1, 0) }: TensorType): Affine {
  requireShape(quantization.scale.length === 1, () => "an activation quantised per channel: only weights may be");
  return { scale: quantization.scale[0], zeroPoint: quantization.zeroPoint[0] };
}

/** Everything that a result depends on besides the operands. */
export interface Int8Setting {
  readonly a: Affine;
  readonly b: Affine;
  readonly y: Affine;
  /** Bounds of the stored result. */
  readonly low: number;
  readonly high: number;
}

export interface BinaryBuffers {
  readonly a: BufferRef;
  readonly b: BufferRef;
  readonly y: BufferRef;
  readonly shape: BufferRef;
}

export interface Int8Method {
  reference(setting: Int8Setting): (a: number, b: number) => number;
  lower(setting: Int8Setting, end: number, buffers: BinaryBuffers): KernelCall;
}

const { fround } = Math;

/**
 * XNNPACK's qs8-vadd: both scales over the output's become integer multipliers with a common power of two, the larger of
 * 21 bits. Source: xnn_init_qs8_add_minmax_scalar_params in XNNPACK's src/microparams-init.c.
 */
function fixedPoint({ a, b, y }: Int8Setting, sign: 1 | -1) {
  const ratioA = fround(a.scale / y.scale);
  const ratioB = fround(b.scale / y.scale);
  const largest = Math.max(ratioA, ratioB);
  requireShape(
    largest < 256,
    () => `an input's scale is ${largest} times the output's; below 256 is possible: quantise the output more coarsely`,
  );
  const exponent = Math.max(Math.floor(Math.log2(largest)), -10);
  const shift = 20 - exponent;
  const aMultiplier = roundHalfEven(ratioA * 2 ** shift);
  const bMultiplier = sign * roundHalfEven(ratioB * 2 ** shift);
  const bias = 2 ** (shift - 1) - aMultiplier * a.zeroPoint - bMultiplier * b.zeroPoint;
  return { aMultiplier, bMultiplier, bias, shift };
}

/** a + b or a − b. */
export function weightedSum(sign: 1 | -1): Int8Method {
  return {
    reference(setting) {
      const { aMultiplier, bMultiplier, bias, shift } = fixedPoint(setting, sign);
      const { y, low, high } = setting;
      return (a, b) => clampInt(((bias + a * aMultiplier + b * bMultiplier) >> shift) + y.zeroPoint, low, high);
    },
    lower(setting, end, buffers) {
      const { y, low, high } = setting;
      const params = { ...buffers, ...fixedPoint(setting, sign), zeroPoint: y.zeroPoint, low, high };
      return call("add_i8", "AddInt8", end, params);
    },
  };
}

/** XNNPACK's qs8-vmul with float requantisation. */
export const product: Int8Method = {
  reference({ a, b, y, low, high }) {
    const scale = fround(fround(a.scale * b.scale) / y.scale);
    return (qa, qb) => requantize((qa - a.zeroPoint) * (qb - b.zeroPoint), scale, y.zeroPoint, low, high);
  },
  lower(setting, end, buffers) {
    const { a, b, y } = setting;
    const outputScale = fround(fround(a.scale * b.scale) / y.scale);
    return call("mul_i8", "BinaryInt8", end, { ...buffers, ...commonParams(setting), outputScale });
  },
};

/** quantize(f(dequantize(a), dequantize(b))); f of + − × ÷ min and max in f32, so that all machines agree. */
export function throughReals(name: string, f: (a: number, b: number) => number): Int8Method {
  return {
    reference: ({ a, b, y, low, high }) => {
      return (qa, qb) => {
        const real = f(dequantizeValue(qa, a.scale, a.zeroPoint), dequantizeValue(qb, b.scale, b.zeroPoint));
        return quantizeValue(real, y.scale, y.zeroPoint, low, high);
      };
    },
    lower(setting, end, buffers) {
      const params = { ...buffers, ...commonParams(setting), outputScale: fround(1 / setting.y.scale) };
      return call(`${name}_i8`, "BinaryInt8", end, params);
    },
  };
}

function commonParams({ a, b, y, low, high }: Int8Setting) {
  const scales = { aScale: a.scale, bScale: b.scale };
  return { aZeroPoint: a.zeroPoint, bZeroPoint: b.zeroPoint, zeroPoint: y.zeroPoint, low, high, ...scales };
}
