// How the poolings lower. The kernels know one window: no dilation, and nothing outside the image counts. A border that
// counts becomes part of the image beforehand. A dilated window sees only every d-th row and column: the output falls apart
// into phases, each of which is a plain pooling of a sparser image.

import { BYTES_PER_ELEMENT, elementCount } from "../graph/tensor.ts";
import { type BufferRef, call, type KernelCall } from "../kernels/call.ts";
import type { ParamsOf } from "../kernels/params.ts";
import { copyView, rowMajor, sliceAxis, type View } from "../kernels/strided.ts";
import { clampBounds } from "./clamp.ts";
import type { LowerContext, Operand } from "./operator.ts";
import { pad } from "./pad.ts";
import { type PoolAttributes, type PoolShape, poolShape } from "./pool.ts";

/** What the kernels are told beside the geometry. */
export type PoolValues = Pick<ParamsOf<"Pool">, "low" | "high" | "min" | "max" | "ratio">;

interface Place {
  readonly x: BufferRef;
  readonly y: BufferRef;
}

/** Bounds of the result, in the fields of its element type. */
export function poolValues(y: Operand, attributes: PoolAttributes): PoolValues {
  const { low, high } = clampBounds(y, attributes);
  const floats = { low: 0, high: 0, min: low, max: high };
  return { ...(y.dtype === "f32" ? floats : { low, high, min: 0, max: 0 }), ratio: 1 };
}

/** The calls of a pooling from x to y. */
export function poolCalls(
  kernel: string,
  context: LowerContext<PoolAttributes>,
  operands: readonly [Operand, Operand],
  values: PoolValues,
): KernelCall[] {
  const { attributes } = context;
  const [, y] = operands;
  const { x, calls } = attributes.countPads ? bordered(context, operands[0]) : { x: operands[0], calls: [] };
  const pads = attributes.countPads ? ([0, 0, 0, 0] as const) : attributes.pads;
  // The border that counts is in the image; what windows reach beyond is the same as before.
  const overhang = attributes.overhang ?? ([0, 0] as const);
  const shape = poolShape(x, { ...attributes, pads, overhang });
  const zeroPoints = { inputZero: x.quantization?.zeroPoint[0] ?? 0, outputZero: y.quantization?.zeroPoint[0] ?? 0 };
  const settings = { ...values, ...zeroPoints, origin: attributes.tiesUp ? 128 : 0 };
  const run = (plain: PoolShape, { x, y }: Place) =>
    call(kernel, "Pool", plain.batch * plain.window.output[0], { x, y, ...geometry(plain), ...settings });
  const isDilated = shape.window.dilations.some((dilation) => dilation > 1);
  const pooled = isDilated
    ? phases(shape, { x: x.buffer, y: y.buffer }, BYTES_PER_ELEMENT[x.dtype], { run, scratch: context.scratch })
    : [run(shape, { x: x.buffer, y: y.buffer })];
  return [...calls, ...pooled];
}

/** The image with its pads as zeros around it. */
function bordered(context: LowerContext<PoolAttributes>, x: Operand): { x: Operand; calls: KernelCall[] } {
  const [top, left, bottom, right] = context.attributes.pads;
  if (top + left + bottom + right === 0) return { x, calls: [] };
  const attributes = { pads: [0, 0, top, bottom, left, right, 0, 0] };
  const shape = pad.infer([x], attributes)[0].shape;
  const buffer = context.scratch(elementCount(shape) * BYTES_PER_ELEMENT[x.dtype]);
  const whole: Operand = { dtype: x.dtype, shape, quantization: x.quantization, buffer };
  return { x: whole, calls: pad.lower({ ...context, attributes, inputs: [x], outputs: [whole] }) };
}

function geometry({ image, channels, window }: PoolShape) {
  return {
    height: image[0],
    width: image[1],
    channels,
    outputHeight: window.output[0],
    outputWidth: window.output[1],
    kernelHeight: window.kernel[0],
    kernelWidth: window.kernel[1],
    strideHeight: window.strides[0],
    strideWidth: window.strides[1],
    top: window.pads[0],
    left: window.pads[1],
  };
}

/** Every `outputStep`-th output from `r` on reads rows (columns) `first`, first + d, … only. */
interface Phase {
  readonly r: number;
  readonly outputStep: number;
  readonly outputs: number;
  readonly first: number;
  readonly size: number;
  /** Of the plain window over those rows; negative where it begins behind the first. */
  readonly pad: number;
  readonly stride: number;
}

/** Output o begins at o · stride − pad; outputs whose beginnings are congruent modulo d are a phase. */
function axisPhases({ image, window }: PoolShape, axis: 0 | 1): Phase[] {
  const [stride, d, pad] = [window.strides[axis], window.dilations[axis], window.pads[axis]];
  const outputStep = d / greatestCommonDivisor(stride, d);
  return Array.from({ length: Math.min(outputStep, window.output[axis]) }, (_, r) => {
    const begin = r * stride - pad;
    const first = ((begin % d) + d) % d;
    return {
      r,
      outputStep,
      outputs: Math.ceil((window.output[axis] - r) / outputStep),
      first,
      size: Math.ceil((image[axis] - first) / d),
      pad: (first - begin) / d,
      stride: (stride * outputStep) / d,
    };
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

interface Means {
  run(shape: PoolShape, place: Place): KernelCall;
  scratch(bytes: number): BufferRef;
}

/** Copies the rows and columns of each phase together, pools them, and puts the results where they belong. */
function phases(shape: PoolShape, place: Place, bytes: number, { run, scratch }: Means): KernelCall[] {
  const { batch, image, channels, window } = shape;
  const [vertical, horizontal] = [axisPhases(shape, 0), axisPhases(shape, 1)];
  const pairs = vertical.flatMap((v) => horizontal.map((h) => ({ v, h })));
  const most = (count: (v: Phase, h: Phase) => number) =>
    batch * channels * bytes * Math.max(...pairs.map(({ v, h }) => count(v, h)));
  const x = scratch(most((v, h) => v.size * h.size));
  const y = scratch(most((v, h) => v.outputs * h.outputs));
  return pairs.flatMap(({ v, h }) => {
    const sparse = [batch, v.size, h.size, channels];
    const result = [batch, v.outputs, h.outputs, channels];
    const from = everyNth(rowMajor([batch, ...image, channels]), window.dilations, [v.first, h.first], sparse);
    const steps = [v.outputStep, h.outputStep];
    const to = everyNth(rowMajor([batch, ...window.output, channels]), steps, [v.r, h.r], result);
    const plain: PoolShape = {
      batch,
      image: [v.size, h.size],
      channels,
      window: {
        kernel: window.kernel,
        strides: [v.stride, h.stride],
        dilations: [1, 1],
        pads: [v.pad, h.pad, 0, 0],
        output: [v.outputs, h.outputs],
      },
    };
    return [
      ...copyView({ buffer: x, view: rowMajor(sparse) }, { buffer: place.x, view: from }, bytes),
      run(plain, { x, y }),
      ...copyView({ buffer: place.y, view: to }, { buffer: y, view: rowMajor(result) }, bytes),
    ];
  });
}

/** Rows and columns of images: `sizes` of them from `first` on, every `steps`. */
function everyNth(images: View, steps: readonly number[], first: readonly number[], sizes: readonly number[]): View {
  const rows = sliceAxis(images, 1, { begin: first[0], size: sizes[1], step: steps[0] });
  return sliceAxis(rows, 2, { begin: first[1], size: sizes[2], step: steps[1] });
}
