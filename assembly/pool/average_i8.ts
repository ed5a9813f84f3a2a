// Average pooling of int8: the sum of stored values, eight channels at a time, then one.
//
// Within one quantisation the result is the sum divided by the count, rounded to nearest, ties away from zero (from −128
// where `origin` is 128: models that began as uint8). Vectors divide in floats: up to COUNT_LIMIT the quotient of the two
// exact integers cannot be rounded up to the next one, so its whole part is the integer quotient.

import { flip_v, load_q, store_q, store_q8 } from "../lane/int8";
import { magic, magic_low, magic_zero, requantize1, requantize4 } from "../lane/requantize";
import { Pool } from "../params";
import { slide } from "./window";

/** 255.5 · 65536 < 2^24. */
const COUNT_LIMIT: i32 = 65536;


@unmanaged
class AveragePool extends Pool {

  @inline
  takes_vectors(count: i32): bool {
    return count <= COUNT_LIMIT;
  }


  @inline
  finish4(sum: v128, count: i32): v128 {
    const shifted = i32x4.add(sum, i32x4.splat(this.origin * count));
    const sign = i32x4.shr_s(shifted, 31);
    const half = i32x4.sub(v128.xor(i32x4.splat(count >> 1), sign), sign);
    const quotient = f32x4.div(f32x4.convert_i32x4_s(i32x4.add(shifted, half)), f32x4.splat(<f32>count));
    const average = i32x4.sub(i32x4.trunc_sat_f32x4_s(quotient), i32x4.splat(this.origin));
    return i32x4.max_s(average, i32x4.splat(this.low));
  }


  @inline
  finish1(sum: i32, count: i32): i32 {
    const shifted = sum + this.origin * count;
    const half = count >> 1;
    const average = (shifted > 0 ? shifted + half : shifted - half) / count - this.origin;
    return min(max(average, this.low), this.high);
  }

  pool(from: usize, rows: i32, columns: i32, y: usize): void {
    average_channels<AveragePool>(this, from, rows, columns, y);
  }
}


@unmanaged
class RequantizedAveragePool extends Pool {

  @inline
  takes_vectors(count: i32): bool {
    return true;
  }


  @inline
  finish4(sum: v128, count: i32): v128 {
    const centred = i32x4.sub(sum, i32x4.splat(this.inputZero * count));
    const scale = f32x4.splat(this.ratio / <f32>count);
    return requantize4(
      centred,
      scale,
      magic(this.outputZero),
      magic_low(this.low, this.outputZero),
      magic_zero(this.outputZero),
    );
  }


  @inline
  finish1(sum: i32, count: i32): i32 {
    return requantize1(sum - this.inputZero * count, this.ratio / <f32>count, this.outputZero, this.low, this.high);
  }

  pool(from: usize, rows: i32, columns: i32, y: usize): void {
    average_channels<RequantizedAveragePool>(this, from, rows, columns, y);
  }
}

export function average_pool_2d_i8(params: usize, begin: u32, end: u32): void {
  slide<AveragePool, i8>(params, begin, end);
}

export function average_pool_2d_requantize_i8(params: usize, begin: u32, end: u32): void {
  slide<RequantizedAveragePool, i8>(params, begin, end);
}


@inline
function average_channels<Op extends Pool>(op: Op, from: usize, rows: i32, columns: i32, y: usize): void {
  const channels = <usize>op.channels;
  const lineBytes = <usize>op.width * channels;
  const count = rows * columns;
  let c: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const f = flip_v();
    const high = i8x16.splat(<i8>op.high);
    const end = op.takes_vectors(count) ? channels & ~7 : 0;
    for (; c < end; c += 8) {
      let first = i32x4.splat(0);
      let second = i32x4.splat(0);
      for (let r = 0; r < rows; r++) {
        let x = from + c + <usize>r * lineBytes;
        for (let i = 0; i < columns; i++) {
          const words = i16x8.extend_low_i8x16_s(v128.xor(v128.load64_zero(x), f));
          first = i32x4.add(first, i32x4.extend_low_i16x8_s(words));
          second = i32x4.add(second, i32x4.extend_high_i16x8_s(words));
          x += channels;
        }
      }
      store_q8(y + c, op.finish4(first, count), op.finish4(second, count), high, f);
    }
  }
  for (; c < channels; c++) {
    let sum = 0;
    for (let r = 0; r < rows; r++) {
      let x = from + c + <usize>r * lineBytes;
      for (let i = 0; i < columns; i++) {
        sum += load_q(x);
        x += channels;
      }
    }
    store_q(y + c, op.finish1(sum, count));
  }
}
