// Depthwise convolution of floats with any window and multiplier: pixel by pixel, four channels at a time.
//
// Multiply, then add: fused multiply-add is slower here, one dependent chain is as long as the window.

import { add, clamp, mul, splat } from "../lane/float";
import { Depthwise } from "../params";
import { aim_taps, fill_padding, row_taps } from "./taps";

export function depthwise_f32(params: usize, begin: u32, end: u32): void {
  const p = changetype<Depthwise>(params);
  const outputWidth = p.outputWidth;
  const outputChannels = p.channels * p.multiplier;
  let y = p.y + ((<usize>(<i32>begin * outputWidth * outputChannels)) << 2);
  fill_padding<f32>(p);
  for (let row = begin; row < end; row++) {
    const taps = row_taps<f32>(p, row);
    for (let column = 0; column < outputWidth; column++) {
      aim_taps<f32>(p, taps, row, column);
      let done = 0;
      if (ASC_FEATURE_SIMD) {
        done = outputChannels & ~3;
        if (p.multiplier == 1) blocks(p, taps, y);
        else gathered_blocks(p, taps, y);
      }
      channels(p, taps, y, done);
      y += (<usize>outputChannels) << 2;
    }
  }
}

/** All whole blocks of four channels where output channel c reads input channel c. Offsets are in bytes. */
function blocks(p: Depthwise, taps: usize, y: usize): void {
  const end = taps + <usize>((p.kernelHeight * p.kernelWidth) << 2);
  const low = splat<v128>(p.min);
  const high = splat<v128>(p.max);
  const last = (<usize>(p.channels & ~3)) << 2;
  const blockBytes = (end - taps) << 2;
  const bias = p.bias;
  let w = p.weights;
  let c: usize = 0;
  for (; c + 32 <= last; c += 32) {
    let sum0 = v128.load(bias + c);
    let sum1 = v128.load(bias + c, 16);
    for (let tap = taps; tap < end; tap += 4) {
      const x = load<usize>(tap) + c;
      sum0 = add<v128>(sum0, mul<v128>(v128.load(x), v128.load(w)));
      sum1 = add<v128>(sum1, mul<v128>(v128.load(x, 16), v128.load(w + blockBytes)));
      w += 16;
    }
    w += blockBytes;
    v128.store(y + c, clamp<v128>(sum0, low, high));
    v128.store(y + c, clamp<v128>(sum1, low, high), 16);
  }
  if (c < last) {
    let sum = v128.load(bias + c);
    for (let tap = taps; tap < end; tap += 4) {
      sum = add<v128>(sum, mul<v128>(v128.load(load<usize>(tap) + c), v128.load(w)));
      w += 16;
    }
    v128.store(y + c, clamp<v128>(sum, low, high));
  }
}

/** The same with a multiplier: the lanes of a block are picked out of the input channels it needs, four at most. */
function gathered_blocks(p: Depthwise, taps: usize, y: usize): void {
  const end = taps + <usize>((p.kernelHeight * p.kernelWidth) << 2);
  const low = splat<v128>(p.min);
  const high = splat<v128>(p.max);
  const multiplier = <usize>p.multiplier;
  const last = (<usize>p.channels * multiplier) & ~3;
  let w = p.weights;
  for (let c: usize = 0; c < last; c += 4) {
    const first = (c / multiplier) << 2;
    const lanes = v128.load(p.lanes + (c << 2));
    let sum = v128.load(p.bias + (c << 2));
    for (let tap = taps; tap < end; tap += 4) {
      const x = i8x16.swizzle(v128.load(load<usize>(tap) + first), lanes);
      sum = add<v128>(sum, mul<v128>(x, v128.load(w)));
      w += 16;
    }
    v128.store(y + (c << 2), clamp<v128>(sum, low, high));
  }
}

/** Output channels from `first` on, one by one. */
function channels(p: Depthwise, taps: usize, y: usize, first: i32): void {
  const count = p.kernelHeight * p.kernelWidth;
  const end = taps + <usize>(count << 2);
  const multiplier = p.multiplier;
  const outputChannels = p.channels * multiplier;
  for (let c = first; c < outputChannels; c++) {
    const input = (<usize>(c / multiplier)) << 2;
    let w = p.weights + <usize>((c >> 2) * (count << 4) + ((c & 3) << 2));
    let sum = load<f32>(p.bias + ((<usize>c) << 2));
    for (let tap = taps; tap < end; tap += 4) {
      sum = add<f32>(sum, mul<f32>(load<f32>(load<usize>(tap) + input), load<f32>(w)));
      w += 16;
    }
    store<f32>(y + ((<usize>c) << 2), clamp<f32>(sum, p.min, p.max));
  }
}
