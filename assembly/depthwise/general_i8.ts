// Depthwise convolution of int8 with any window and multiplier: pixel by pixel, eight channels at a time, two taps a step.
//
// Two taps of eight channels are interleaved to sixteen bytes and widened; the 16-bit dot product then multiplies and adds
// the pair. Weights are 16 bits wide because weight − zeroPoint may be: any weight quantisation is exact here.

import { flip_v, load_q, store_q, store_q8 } from "../lane/int8";
import { magic, magic_low, magic_zero, requantize1, requantize4 } from "../lane/requantize";
import { Depthwise } from "../params";
import { aim_taps, fill_padding, row_taps, tap_pairs } from "./taps";

/** Bytes of one pair of taps for a block of eight channels. */
const PAIR_BYTES = 32;

export function depthwise_i8(params: usize, begin: u32, end: u32): void {
  const p = changetype<Depthwise>(params);
  const outputWidth = p.outputWidth;
  const outputChannels = p.channels * p.multiplier;
  let y = p.y + <usize>(<i32>begin * outputWidth * outputChannels);
  fill_padding<i8>(p);
  for (let row = begin; row < end; row++) {
    const taps = row_taps<i8>(p, row);
    for (let column = 0; column < outputWidth; column++) {
      aim_taps<i8>(p, taps, row, column);
      let done = 0;
      if (ASC_FEATURE_SIMD) {
        done = outputChannels & ~7;
        if (p.multiplier == 1) blocks(p, taps, y);
        else gathered_blocks(p, taps, y);
      }
      channels(p, taps, y, done);
      y += outputChannels;
    }
  }
}

/** All whole blocks of eight channels where output channel c reads input channel c. */
function blocks(p: Depthwise, taps: usize, y: usize): void {
  const end = taps + <usize>(tap_pairs(p) << 3);
  const f = flip_v();
  const round = magic(p.outputZero);
  const magicLow = magic_low(p.low, p.outputZero);
  const magicZero = magic_zero(p.outputZero);
  const high = i8x16.splat(<i8>p.high);
  const last = <usize>(p.channels & ~7);
  const bias = p.bias;
  const scale = p.scale;
  let w = p.weights;
  for (let c: usize = 0; c < last; c += 8) {
    let low4 = v128.load(bias + (c << 2));
    let high4 = v128.load(bias + (c << 2), 16);
    for (let tap = taps; tap < end; tap += 8) {
      const a = v128.load64_zero(load<usize>(tap) + c);
      const b = v128.load64_zero(load<usize>(tap, 4) + c);
      const ab = v128.xor(i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), f);
      low4 = i32x4.add(low4, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(ab), v128.load(w)));
      high4 = i32x4.add(high4, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(ab), v128.load(w, 16)));
      w += PAIR_BYTES;
    }
    low4 = requantize4(low4, v128.load(scale + (c << 2)), round, magicLow, magicZero);
    high4 = requantize4(high4, v128.load(scale + (c << 2), 16), round, magicLow, magicZero);
    store_q8(y + c, low4, high4, high, f);
  }
}

/** The same with a multiplier: the lanes of a block are picked out of the input channels it needs, eight at most. */
function gathered_blocks(p: Depthwise, taps: usize, y: usize): void {
  const end = taps + <usize>(tap_pairs(p) << 3);
  const f = flip_v();
  const round = magic(p.outputZero);
  const magicLow = magic_low(p.low, p.outputZero);
  const magicZero = magic_zero(p.outputZero);
  const high = i8x16.splat(<i8>p.high);
  const multiplier = <usize>p.multiplier;
  const last = (<usize>p.channels * multiplier) & ~7;
  const bias = p.bias;
  const scale = p.scale;
  let w = p.weights;
  for (let c: usize = 0; c < last; c += 8) {
    const first = c / multiplier;
    const lanes = v128.load(p.lanes + (c << 1));
    let low4 = v128.load(bias + (c << 2));
    let high4 = v128.load(bias + (c << 2), 16);
    for (let tap = taps; tap < end; tap += 8) {
      const a = v128.load64_zero(load<usize>(tap) + first);
      const both = v128.load64_lane(load<usize>(tap, 4) + first, a, 1);
      const ab = v128.xor(i8x16.swizzle(both, lanes), f);
      low4 = i32x4.add(low4, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(ab), v128.load(w)));
      high4 = i32x4.add(high4, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(ab), v128.load(w, 16)));
      w += PAIR_BYTES;
    }
    low4 = requantize4(low4, v128.load(scale + (c << 2)), round, magicLow, magicZero);
    high4 = requantize4(high4, v128.load(scale + (c << 2), 16), round, magicLow, magicZero);
    store_q8(y + c, low4, high4, high, f);
  }
}

/** Output channels from `first` on, one by one. */
function channels(p: Depthwise, taps: usize, y: usize, first: i32): void {
  const pairs = tap_pairs(p);
  const end = taps + <usize>(pairs << 3);
  const multiplier = p.multiplier;
  const outputChannels = p.channels * multiplier;
  for (let c = first; c < outputChannels; c++) {
    const input = <usize>(c / multiplier);
    let w = p.weights + <usize>((c >> 3) * pairs * PAIR_BYTES + ((c & 7) << 2));
    let sum = load<i32>(p.bias + ((<usize>c) << 2));
    for (let tap = taps; tap < end; tap += 8) {
      sum += load_q(load<usize>(tap) + input) * <i32>load<i16>(w);
      sum += load_q(load<usize>(tap, 4) + input) * <i32>load<i16>(w, 2);
      w += PAIR_BYTES;
    }
    const scale = load<f32>(p.scale + ((<usize>c) << 2));
    store_q(y + <usize>c, requantize1(sum, scale, p.outputZero, p.low, p.high));
  }
}
