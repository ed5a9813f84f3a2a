// The end of a row that does not fill a vector: kernels compute a whole vector on what lies behind the buffer (readable, 16
// bytes of it) and store only the part that belongs to the row.

/** Stores the first `bytes` bytes of v, fewer than 16. */
export function store_part(p: usize, v: v128, bytes: u32): void {
  if (ASC_FEATURE_SIMD) {
    if (bytes & 8) {
      v128.store64_lane(p, v, 0);
      v = i64x2.shuffle(v, v, 1, 0);
      p += 8;
      bytes -= 8;
    }
    // Loops keep the optimiser from inlining this into every kernel.
    for (; bytes >= 4; bytes -= 4, p += 4) {
      v128.store32_lane(p, v, 0);
      v = i32x4.shuffle(v, v, 1, 2, 3, 0);
    }
    for (; bytes > 0; bytes--, p++) {
      v128.store8_lane(p, v, 0);
      v = i32x4.shr_u(v, 8);
    }
  }
}
