// What the two resizings share: attributes, shape rule, samples.

import { requireShape } from "../graph/op_def.ts";
import type { TensorType } from "../graph/tensor.ts";
import { requireImages, requireIntegers } from "./axes.ts";
import { OTHER_QUANTIZATION, SAMPLE_QUANTIZATION } from "./movement.ts";
import type { Sample } from "./operator.ts";

export type ResizeAttributes = {
  /** Output [height, width]. */
  readonly size: readonly number[];
  /** The centres of the corner pixels stay in place. */
  readonly alignCorners: boolean;
  /** Pixels are areas whose centres lie at halves; otherwise points at whole numbers. */
  readonly halfPixelCenters: boolean;
};

/** Throws ShapeError. */
export function resizedShape(x: TensorType, { size }: ResizeAttributes): number[] {
  requireImages(x.shape);
  requireIntegers("size", size, 2, 1);
  return [x.shape[0], size[0], size[1], x.shape[3]];
}

/** Input pixels from one output pixel to the next, in f32 as TFLite has it. */
export function resizeScale(input: number, output: number, alignCorners: boolean): number {
  return Math.fround(alignCorners && output > 1 ? (input - 1) / (output - 1) : input / output);
}

/** Up and down, by odd and even factors, channels around the vector width; the last with another output quantisation. */
export function resizeSamples(
  flags: readonly Omit<ResizeAttributes, "size">[],
  dtypes: readonly TensorType["dtype"][],
): Sample<ResizeAttributes>[] {
  const cases: { shape: number[]; size: number[] }[] = [
    { shape: [2, 3, 4, 5], size: [6, 8] },
    { shape: [1, 5, 7, 3], size: [7, 5] },
    { shape: [1, 9, 6, 17], size: [3, 2] },
    { shape: [2, 2, 3, 1], size: [5, 11] },
    { shape: [1, 8, 8, 8], size: [3, 5] },
    { shape: [1, 1, 1, 16], size: [3, 1] },
    { shape: [1, 4, 5, 4], size: [1, 1] },
    { shape: [1, 3, 3, 9], size: [3, 7] },
  ];
  return cases.flatMap(({ shape, size }, i) =>
    flags.flatMap((flag) =>
      dtypes.map((dtype) => {
        const type: TensorType = { dtype, shape, quantization: dtype === "i8" ? SAMPLE_QUANTIZATION : undefined };
        const attributes = { ...flag, size };
        const isOther = dtype === "i8" && i === cases.length - 1;
        const quantization = isOther ? OTHER_QUANTIZATION : type.quantization;
        return {
          title: JSON.stringify(attributes),
          inputs: [type],
          outputs: [{ dtype, shape: resizedShape(type, attributes), quantization }],
          attributes,
        };
      }),
    ),
  );
}

/** Throws ShapeError unless the input is there. */
export function requireInput(name: string, x: TensorType | undefined): asserts x is TensorType {
  requireShape(x !== undefined, () => `${name} has no input`);
}
