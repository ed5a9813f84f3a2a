// Convolutions and pooling by their definitions, over arrays as TensorFlow keeps them: images [H, W, C] of one batch,
// kernels [KH, KW, C, O].

export interface Image {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly values: readonly number[];
}

export interface WindowSpec {
  readonly kernel: readonly [number, number];
  readonly strides?: readonly [number, number];
  readonly dilations?: readonly [number, number];
  /** "same" is TensorFlow's: the odd pad behind. */
  readonly padding: "same" | "valid";
}

/** Every output pixel with the values under its window; undefined is padding. */
function windows({ shape, values }: Image, { kernel, strides = [1, 1], dilations = [1, 1], padding }: WindowSpec) {
  const [height, width, channels] = shape;
  const sizes = [height, width].map((dim, i) => {
    const extent = (kernel[i] - 1) * dilations[i] + 1;
    const count = padding === "same" ? Math.ceil(dim / strides[i]) : Math.floor((dim - extent) / strides[i]) + 1;
    const pad = padding === "same" ? Math.max(0, (count - 1) * strides[i] + extent - dim) : 0;
    return { count, before: Math.floor(pad / 2) };
  });
  const at = (row: number, column: number, c: number) =>
    row < 0 || row >= height || column < 0 || column >= width
      ? undefined
      : values[(row * width + column) * channels + c];
  const [rows, columns] = sizes;
  return Array.from({ length: rows.count * columns.count }, (_, i) => {
    const top = Math.floor(i / columns.count) * strides[0] - rows.before;
    const left = (i % columns.count) * strides[1] - columns.before;
    return (ky: number, kx: number, c: number) => at(top + ky * dilations[0], left + kx * dilations[1], c);
  });
}

function sum(count: number, term: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += term(i);
  return total;
}

/** Kernel values [KH, KW, C / groups, O]. */
export function convolved(image: Image, spec: WindowSpec, weights: readonly number[], groups = 1): number[] {
  const [kh, kw] = spec.kernel;
  const depth = image.shape[2] / groups;
  const outputs = weights.length / (kh * kw * depth);
  return windows(image, spec).flatMap((window) =>
    Array.from({ length: outputs }, (_, o) => {
      const first = Math.floor(o / (outputs / groups)) * depth;
      return sum(kh * kw * depth, (i) => {
        const c = i % depth;
        const [ky, kx] = [Math.floor(i / depth / kw), Math.floor(i / depth) % kw];
        return (window(ky, kx, first + c) ?? 0) * weights[((ky * kw + kx) * depth + c) * outputs + o];
      });
    }),
  );
}

/** Kernel values [KH, KW, C, multiplier]. */
export function convolvedDepthwise(image: Image, spec: WindowSpec, weights: readonly number[]): number[] {
  const [kh, kw] = spec.kernel;
  const channels = image.shape[2];
  const multiplier = weights.length / (kh * kw * channels);
  return windows(image, spec).flatMap((window) =>
    Array.from({ length: channels * multiplier }, (_, o) => {
      const c = Math.floor(o / multiplier);
      return sum(kh * kw, (i) => {
        const [ky, kx] = [Math.floor(i / kw), i % kw];
        return (window(ky, kx, c) ?? 0) * weights[((ky * kw + kx) * channels + c) * multiplier + (o % multiplier)];
      });
    }),
  );
}

/** Each input pixel adds itself times the kernel [KH, KW, O, C] to the output, of which a frame is cut off. */
export function convolvedBack(
  { shape: [, width, channels], values }: Image,
  { kernel: [kh, kw], strides = [1, 1] }: Pick<WindowSpec, "kernel" | "strides">,
  weights: readonly number[],
  frame: { readonly top: number; readonly left: number; readonly size: readonly [number, number] },
): number[] {
  const outputs = weights.length / (kh * kw * channels);
  const [rows, columns] = frame.size;
  const result = new Array<number>(rows * columns * outputs).fill(0);
  values.forEach((value, i) => {
    const c = i % channels;
    const pixel = Math.floor(i / channels);
    for (let tap = 0; tap < kh * kw; tap++) {
      const row = Math.floor(pixel / width) * strides[0] + Math.floor(tap / kw) - frame.top;
      const column = (pixel % width) * strides[1] + (tap % kw) - frame.left;
      if (row < 0 || row >= rows || column < 0 || column >= columns) continue;
      for (let o = 0; o < outputs; o++) {
        result[(row * columns + column) * outputs + o] += value * weights[(tap * outputs + o) * channels + c];
      }
    }
  });
  return result;
}

/** The largest or the mean of what lies inside the image. */
export function pooled(image: Image, spec: WindowSpec, pick: "max" | "average"): number[] {
  const [kh, kw] = spec.kernel;
  return windows(image, spec).flatMap((window) =>
    Array.from({ length: image.shape[2] }, (_, c) => {
      const inside = Array.from({ length: kh * kw }, (_, i) => window(Math.floor(i / kw), i % kw, c)).filter(
        (value) => value !== undefined,
      );
      return pick === "max" ? Math.max(...inside) : inside.reduce((a, b) => a + b) / inside.length;
    }),
  );
}
