// Logarithm and power in double precision from + − · ÷ alone: the same bits on every machine. log64
// stands in TypeScript in src/ops/log_softmax.ts, operation by operation.

/** ln 2. */
const LN2: f64 = 0.6931471805599453;
/** The first double above sqrt(1/2): 0x3fe6a09e667f3bcd. */
const SQRT_HALF: f64 = 0.7071067811865476;

/** ln x for positive, finite, normal x; error below 1e-15 of |ln x| + 1. */
export function log64(x: f64): f64 {
  // x = m · 2^e, m in [sqrt(1/2), sqrt(2)).
  let e: i32 = 0;
  let m = x;
  if (FOR_JAVASCRIPT) {
    for (; m >= 2 * SQRT_HALF; e++) m *= 0.5;
    for (; m < SQRT_HALF; e--) m *= 2;
  } else {
    const bits = reinterpret<i64>(x);
    e = <i32>((bits - reinterpret<i64>(SQRT_HALF)) >> 52);
    m = reinterpret<f64>(bits - ((<i64>e) << 52));
  }
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
  return sum * power_of_two(<i32>n);
}

/** 2^n for normal results. */
@inline
function power_of_two(n: i32): f64 {
  if (FOR_JAVASCRIPT) {
    let result: f64 = 1;
    for (; n > 0; n--) result *= 2;
    for (; n < 0; n++) result *= 0.5;
    return result;
  }
  return reinterpret<f64>((<i64>(n + 1023)) << 52);
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
