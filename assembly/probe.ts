// A module of its own, a hundred bytes: whether this engine has relaxed SIMD (it compiles), and what its dot product does.

/**
 * Four times b[i]·a[i] summed, a signed: with a = −128 and b = 0xff, engines that read b as unsigned answer −130560, as signed
 * 512, and those that saturate the pair sums to 16 bits −65536. Operands are arguments so that nothing is folded away.
 */
export function dot(a: i32, b: i32, sum: i32): i32 {
  return i32x4.extract_lane(
    i32x4.relaxed_dot_i8x16_i7x16_add_s(i8x16.splat(<i8>a), i8x16.splat(<i8>b), i32x4.splat(sum)),
    0,
  );
}
