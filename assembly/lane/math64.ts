// Logarithm and power in double precision from + − · ÷ alone: the same bits on every machine. log64
// stands in TypeScript in src/ops/log_softmax.ts, operation by operation.

/** ln 2. */
const LN2: f64 = 0.6931471805599453;

/** ln x for positive, finite, normal x; error below 1e-15 of |ln x| + 1. */
export function log64(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  // x = m · 2^e, m in [sqrt(1/2), sqrt(2)).
  const e = (bits - 0x3fe6a09e667f3bcd) >> 52;
  const m = reinterpret<f64>(bits - (e << 52));
  // ln m = 2 artanh(s) = 2 (s + s³/3 + s⁵/5 + ...), |s| < 0.172.
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let sum: f64 = 0;
  for (let k = 21; k >= 1; k -= 2) sum = sum * z + 1.0 / <f64>k;
  return <f64>e * LN2 + 2.0 * s * sum;
}

/** e^x for |x| ≤ 700; relative error below 1e-13. */
export function exp64(x: f64): f64 {
  const n = nearest<f64>(x / LN2);
  const r = x - n * LN2;
  let sum: f64 = 1;
  for (let k = 13; k >= 1; k--) sum = 1.0 + (sum * r) / <f64>k;
  return sum * reinterpret<f64>((<i64>n + 1023) << 52);
}

/** a^b as IEEE 754's pow has it, rounded to f32. */
export function power(a: f32, b: f32): f32 {
  if (b == 0 || a == 1) return 1;
  if (a != a || b != b) return NaN;
  const whole = nearest<f32>(b) == b;
  const odd = whole && abs<f32>(b) < 16777216.0 && ((<i32>b) & 1) != 0;
  const negative = odd && copysign<f32>(1, a) < 0;
  const base = abs<f32>(a);
  let result: f32;
  if (base == 0) result = b > 0 ? 0 : Infinity;
  else if (abs<f32>(b) == Infinity) result = base == 1 ? 1 : base > 1 == b > 0 ? Infinity : 0;
  else if (base == Infinity) result = b > 0 ? Infinity : 0;
  else if (a < 0 && !whole) return NaN;
  else result = <f32>exp64(min<f64>(max<f64>(<f64>b * log64(<f64>base), -200), 200));
  return negative ? -result : result;
}
