// Max pooling of int8: sixteen channels at a time, then one.

import { flip_v, load_q, load_q16, store_q, store_q16 } from "../lane/int8";
import { Pool } from "../params";
import { slide } from "./window";


@unmanaged
class MaxPool extends Pool {
  pool(from: usize, rows: i32, columns: i32, y: usize): void {
    const channels = <usize>this.channels;
    const lineBytes = <usize>this.width * channels;
    let c: usize = 0;
    if (ASC_FEATURE_SIMD) {
      const f = flip_v();
      const low = i8x16.splat(<i8>this.low);
      const high = i8x16.splat(<i8>this.high);
      for (; c + 16 <= channels; c += 16) {
        let best = low;
        for (let r = 0; r < rows; r++) {
          let x = from + c + <usize>r * lineBytes;
          for (let i = 0; i < columns; i++) {
            best = i8x16.max_s(best, load_q16(x, f));
            x += channels;
          }
        }
        store_q16(y + c, i8x16.min_s(best, high), f);
      }
    }
    for (; c < channels; c++) {
      let best = this.low;
      for (let r = 0; r < rows; r++) {
        let x = from + c + <usize>r * lineBytes;
        for (let i = 0; i < columns; i++) {
          best = max(best, load_q(x));
          x += channels;
        }
      }
      store_q(y + c, min(best, this.high));
    }
  }
}

export function max_pool_2d_i8(params: usize, begin: u32, end: u32): void {
  slide<MaxPool, i8>(params, begin, end);
}
