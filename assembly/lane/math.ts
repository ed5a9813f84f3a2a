// Elementary functions of floats, written once for both widths: V is v128 (four lanes) or f32 (one).
//
// The polynomials are minimax fits (Lawson's iteration). Largest errors found over a million points each, against double
// precision, simd and relaxed builds alike, in units in the last place unless absolute:
//
//   exp 1.1      log 1.3      expm1 (elu) 1.0      logistic 2.4      silu 2.4      tanh 2.5      erf 3.0
//   sin, cos: 1.3e-7 absolute for |x| < 10000      softplus: 6e-7 absolute for |x| < 20      gelu: 5.2e-7 for |x| < 6
//
// NaN in gives NaN out.

import {
  absolute,
  add,
  at_least,
  at_most,
  clamp,
  div,
  if_less,
  madd,
  mul,
  negate,
  round_down,
  splat,
  square_root,
  sub,
  with_sign,
} from "./float";

/** 1.5 · 2^23: a float of magnitude below 2^22 plus this has its nearest integer in the low bits. */
const MAGIC: f32 = 12582912.0;
const LOG2_E: f32 = 1.44269504;
/** ln 2 in two parts, the first with so few bits that its products with exponents are exact. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.1219444e-4;
/** Bits of sqrt(1/2). */
const HALF_ROOT: i32 = 0x3f3504f3;

/** 2^n of t = n + MAGIC, for n in [−126, 127]. */
@inline
function power_of_two<V>(t: V): V {
  if (isVector<V>()) return <V>i32x4.add(i32x4.shl(<v128>t, 23), i32x4.splat(0x3f800000));
  else return <V>reinterpret<f32>((reinterpret<i32>(<f32>t) << 23) + 0x3f800000);
}

/** e^r − 1 for |r| ≤ ln(2) / 2: r + r² · q(r), relative error of the fit 1.4e-8. */
@inline
function expm1_reduced<V>(r: V): V {
  let q = madd<V>(splat<V>(1.38825143e-3), r, splat<V>(8.36654752e-3));
  q = madd<V>(q, r, splat<V>(4.16672006e-2));
  q = madd<V>(q, r, splat<V>(0.166665435));
  q = madd<V>(q, r, splat<V>(0.49999997));
  return madd<V>(mul<V>(r, r), q, r);
}

/** x − n · ln(2) for t = n + MAGIC. */
@inline
function exp_remainder<V>(x: V, t: V): V {
  const n = sub<V>(t, splat<V>(MAGIC));
  return madd<V>(n, splat<V>(-LN2_LOW), madd<V>(n, splat<V>(-LN2_HIGH), x));
}

/** e^x for x clamped to [−87, 87]. */
export function exp_bounded<V>(x: V): V {
  const bounded = clamp<V>(x, splat<V>(-87), splat<V>(87));
  const t = madd<V>(bounded, splat<V>(LOG2_E), splat<V>(MAGIC));
  const s = power_of_two<V>(t);
  return madd<V>(expm1_reduced<V>(exp_remainder<V>(bounded, t)), s, s);
}

/** e^x over the whole range: overflows to infinity, fades through the subnormals to 0. */
@inline
export function exp<V>(x: V): V {
  const bounded = clamp<V>(x, splat<V>(-120), splat<V>(120));
  const t = madd<V>(bounded, splat<V>(LOG2_E), splat<V>(MAGIC));
  const half = round_down<V>(mul<V>(sub<V>(t, splat<V>(MAGIC)), splat<V>(0.5)));
  const first = power_of_two<V>(add<V>(half, splat<V>(MAGIC)));
  const second = power_of_two<V>(sub<V>(t, half));
  const p = expm1_reduced<V>(exp_remainder<V>(bounded, t));
  return mul<V>(madd<V>(p, first, first), second);
}

/** e^x − 1 for x ≤ 0, accurate also near 0. */
export function expm1_negative<V>(x: V): V {
  const bounded = at_least<V>(x, splat<V>(-20));
  const t = madd<V>(bounded, splat<V>(LOG2_E), splat<V>(MAGIC));
  const s = power_of_two<V>(t);
  return madd<V>(expm1_reduced<V>(exp_remainder<V>(bounded, t)), s, sub<V>(s, splat<V>(1)));
}

/** 1 / (1 + e^−x). */
@inline
export function logistic<V>(x: V): V {
  return div<V>(splat<V>(1), add<V>(splat<V>(1), exp_bounded<V>(negate<V>(x))));
}

/** −t / (t + 2) with t = e^(−2|x|) − 1, and the sign of x. */
@inline
export function hyperbolic_tangent<V>(x: V): V {
  const t = expm1_negative<V>(mul<V>(absolute<V>(x), splat<V>(-2)));
  return with_sign<V>(div<V>(t, add<V>(t, splat<V>(2))), x);
}

/** x = m · 2^e with m in [sqrt(1/2), sqrt(2)): e, as a float. */
@inline
function exponent<V>(x: V): V {
  if (isVector<V>()) return <V>f32x4.convert_i32x4_s(i32x4.shr_s(i32x4.sub(<v128>x, i32x4.splat(HALF_ROOT)), 23));
  else return <V>(<f32>((reinterpret<i32>(<f32>x) - HALF_ROOT) >> 23));
}

/** The m that belongs to `exponent`. */
@inline
function mantissa<V>(x: V): V {
  if (isVector<V>()) {
    const above = v128.and(i32x4.sub(<v128>x, i32x4.splat(HALF_ROOT)), i32x4.splat(0xff800000));
    return <V>i32x4.sub(<v128>x, above);
  } else {
    const bits = reinterpret<i32>(<f32>x);
    return <V>reinterpret<f32>(bits - ((bits - HALF_ROOT) & 0xff800000));
  }
}

/** ln x for normal, finite, positive x; `offset` is added to the exponent. ln(1 + f) = f + f² · q(f), fit 3e-8. */
function log_scaled<V>(x: V, offset: V): V {
  const f = sub<V>(mantissa<V>(x), splat<V>(1));
  const e = add<V>(exponent<V>(x), offset);
  let q = madd<V>(splat<V>(8.73595253e-2), f, splat<V>(-0.143092766));
  q = madd<V>(q, f, splat<V>(0.149183616));
  q = madd<V>(q, f, splat<V>(-0.165703103));
  q = madd<V>(q, f, splat<V>(0.199620202));
  q = madd<V>(q, f, splat<V>(-0.250017613));
  q = madd<V>(q, f, splat<V>(0.333339512));
  q = madd<V>(q, f, splat<V>(-0.499999911));
  const low = madd<V>(mul<V>(f, f), q, mul<V>(e, splat<V>(LN2_LOW)));
  return madd<V>(e, splat<V>(LN2_HIGH), add<V>(f, low));
}

/** ln x for normal, finite, positive x. */
@inline
export function log_normal<V>(x: V): V {
  return log_scaled<V>(x, splat<V>(0));
}

/** ln x: −infinity at 0, NaN below, subnormals included. */
@inline
export function log<V>(x: V): V {
  const smallest = splat<V>(1.17549435e-38);
  const scaled = if_less<V>(x, smallest, mul<V>(x, splat<V>(8388608)), x);
  const offset = if_less<V>(x, smallest, splat<V>(-23), splat<V>(0));
  const finite = if_less<V>(x, splat<V>(Infinity), log_scaled<V>(scaled, offset), x);
  const edge = sub<V>(square_root<V>(x), splat<V>(Infinity));
  return if_less<V>(splat<V>(0), x, finite, edge);
}

/** Negates r where t = n + MAGIC has an odd n. */
@inline
function negate_if_odd<V>(r: V, t: V): V {
  if (isVector<V>()) return <V>v128.xor(<v128>r, i32x4.shl(<v128>t, 31));
  else return <V>reinterpret<f32>(reinterpret<i32>(<f32>r) ^ (reinterpret<i32>(<f32>t) << 31));
}

/** sin(x) for shift 0, cos(x) for shift −1/2: n = rint(x/π − shift), r = x − (n + shift) · π, (−1)^n · sin(r). */
@inline
export function sine<V>(x: V, shift: V): V {
  const t = add<V>(sub<V>(mul<V>(x, splat<V>(0.318309886)), shift), splat<V>(MAGIC));
  const n = add<V>(sub<V>(t, splat<V>(MAGIC)), shift);
  // π in three parts, the first two short enough that their products with |n| < 2^12 are exact.
  let r = madd<V>(n, splat<V>(-3.140625), x);
  r = madd<V>(n, splat<V>(-9.67502594e-4), r);
  r = madd<V>(n, splat<V>(-1.50995803e-7), r);
  const s = mul<V>(r, r);
  let q = madd<V>(splat<V>(2.60573211e-6), s, splat<V>(-1.98095819e-4));
  q = madd<V>(q, s, splat<V>(8.33306555e-3));
  q = madd<V>(q, s, splat<V>(-0.166666597));
  return negate_if_odd<V>(madd<V>(mul<V>(q, s), r, r), t);
}

/** erf(x) = ±(1 − e^(−|x| · g(|x|))); g fitted on [0, 4], relative error of erf 3.6e-8. Beyond 4 the answer is ±1. */
export function error_function<V>(x: V): V {
  const a = at_most<V>(absolute<V>(x), splat<V>(4));
  let g = madd<V>(splat<V>(4.07101288e-5), a, splat<V>(-3.81013815e-4));
  g = madd<V>(g, a, splat<V>(1.25177635e-3));
  g = madd<V>(g, a, splat<V>(2.05684104e-4));
  g = madd<V>(g, a, splat<V>(-1.93216987e-2));
  g = madd<V>(g, a, splat<V>(0.102814406));
  g = madd<V>(g, a, splat<V>(0.636616468));
  g = madd<V>(g, a, splat<V>(1.12837923));
  return with_sign<V>(expm1_negative<V>(negate<V>(mul<V>(a, g))), x);
}
