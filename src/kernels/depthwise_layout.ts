// How depthwise weights lie in memory: by block of channels, so that a kernel walks them forwards. All layouts are the same
// in every build. Channels are output channels, taps are numbered row by row, missing channels and taps are zero.
//
//   depthwise_f32   blocks of 4 channels                 depthwise_i8   blocks of 8 channels, pairs of taps
//   ┌ block 0 ───────────────┐┌ block 1 ──               ┌ block 0 ──────────────────────────────┐┌ block 1 ──
//   │ tap 0   │ tap 1   │ ...││ tap 0   │                │ taps 0, 1             │ taps 2, 3 │ ...││ taps 0, 1
//   │c0 c1 c2 c3│c0 c1 c2 c3 ││c4 c5 c6 c7               │c0t0 c0t1 c1t0 … c7t1  │c0t2 c0t3 …     ││c8t0 c8t1 …
//    f32, and for depthwise_3x3_f32 four zeros behind     i16: weight − zeroPoint
//
//   depthwise_3x3_i8   blocks of 8 channels, columns of the window; tRC is the weight in row R, column C
//   ┌ block 0 ───────────────────────────────────────────────────────────────────────────┐┌ block 1 ──
//   │ column 0                                              │ column 1 │ column 2         ││ column 0
//   │c0t00 c0t10 c0t20 0 │c1t00 c1t10 c1t20 0 │ ... │c7t20 0│ ...                         ││c8t00 ...
//    i8

/** Weights as the operator has them: [taps][channels], row-major. */
export interface DepthwiseWeights<D extends ArrayLike<number>> {
  readonly data: D;
  readonly taps: number;
  readonly channels: number;
}

const FLOAT_BLOCK = 4;
const INT8_BLOCK = 8;

/** For depthwise_f32: [block of 4][tap][4]. */
export function packFloatTaps({ data, taps, channels }: DepthwiseWeights<Float32Array>): Float32Array {
  const packed = new Float32Array(Math.ceil(channels / FLOAT_BLOCK) * taps * FLOAT_BLOCK);
  forEachWeight(taps, channels, (tap, channel, from) => {
    const block = Math.floor(channel / FLOAT_BLOCK);
    packed[(block * taps + tap) * FLOAT_BLOCK + (channel % FLOAT_BLOCK)] = data[from];
  });
  return packed;
}

/** For depthwise_3x3_f32: as for depthwise_f32, and behind it four zeros, which the scalar build reads where the window leaves the image. */
export function packFloatThree(weights: DepthwiseWeights<Float32Array>): Float32Array {
  const packed = packFloatTaps(weights);
  const padded = new Float32Array(packed.length + FLOAT_BLOCK);
  padded.set(packed);
  return padded;
}

/** For depthwise_i8: [block of 8][pair of taps][8][2]. */
export function packTapPairs({ data, taps, channels }: DepthwiseWeights<Int8Array>, zeroPoint: number): Int16Array {
  const pairs = Math.ceil(taps / 2);
  const packed = new Int16Array(Math.ceil(channels / INT8_BLOCK) * pairs * INT8_BLOCK * 2);
  forEachWeight(taps, channels, (tap, channel, from) => {
    const block = Math.floor(channel / INT8_BLOCK);
    const pair = block * pairs + (tap >> 1);
    packed[(pair * INT8_BLOCK + (channel % INT8_BLOCK)) * 2 + (tap & 1)] = data[from] - zeroPoint;
  });
  return packed;
}

/** For depthwise_3x3_i8: [block of 8][column][half][4][row, a fourth row of zeros]; weights without a zero point. */
export function packColumns({ data, channels }: DepthwiseWeights<Int8Array>): Int8Array {
  const packed = new Int8Array(Math.ceil(channels / INT8_BLOCK) * 3 * INT8_BLOCK * 4);
  forEachWeight(9, channels, (tap, channel, from) => {
    const column = Math.floor(channel / INT8_BLOCK) * 3 + (tap % 3);
    packed[(column * INT8_BLOCK + (channel % INT8_BLOCK)) * 4 + Math.floor(tap / 3)] = data[from];
  });
  return packed;
}

/**
 * With a multiplier, the byte indices (16 a block) that pick a block's lanes out of what is read from its first input
 * channel on. f32: 16 bytes of one tap. i8: 8 bytes of each of two taps, picked alternately.
 */
export function laneIndices(dtype: "f32" | "i8", channels: number, multiplier: number): Uint8Array {
  const block = dtype === "f32" ? FLOAT_BLOCK : INT8_BLOCK;
  const indices = new Uint8Array(Math.ceil(channels / block) * 16);
  for (let channel = 0; channel < indices.length / (16 / block); channel++) {
    const first = Math.floor((channel - (channel % block)) / multiplier);
    const lane = Math.floor(channel / multiplier) - first;
    if (dtype === "f32") for (let byte = 0; byte < 4; byte++) indices[channel * 4 + byte] = lane * 4 + byte;
    else for (let tap = 0; tap < 2; tap++) indices[channel * 2 + tap] = tap * 8 + lane;
  }
  return indices;
}

/** One value a channel, padded with zeros to whole blocks. */
export function padChannels<D extends Float32Array | Int32Array>(values: D): D {
  const Values = values.constructor as new (length: number) => D;
  const padded = new Values(Math.ceil(values.length / INT8_BLOCK) * INT8_BLOCK);
  padded.set(values);
  return padded;
}

/** Bytes of the lines that depthwise_3x3_i8 reads and of the widened weights of a block (assembly/depthwise/lines.ts). */
const LINES_BYTES = 48 + 160;

/**
 * Working memory of a kernel that has some: a pixel of padding, and the tap addresses of `rows` output rows
 * (assembly/depthwise/taps.ts), or lines.
 */
export function depthwiseScratchBytes(kernel: string, channels: number, taps: number, rows: number): number {
  const padding = Math.ceil((channels * (kernel.endsWith("_f32") ? 4 : 1)) / 16) * 16;
  return padding + (kernel === "depthwise_3x3_i8" ? LINES_BYTES : rows * Math.ceil(taps / 2) * 8);
}

function forEachWeight(
  taps: number,
  channels: number,
  visit: (tap: number, channel: number, index: number) => void,
): void {
  for (let tap = 0; tap < taps; tap++) {
    for (let channel = 0; channel < channels; channel++) visit(tap, channel, tap * channels + channel);
  }
}
