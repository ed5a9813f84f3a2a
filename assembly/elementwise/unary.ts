// f32 operators of one input. A class is the function (methods only); its exported kernel maps it over the elements.

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
  round_even,
  round_up,
  splat,
  square_root,
} from "../lane/float";
import {
  error_function,
  exp,
  exp_bounded,
  expm1_negative,
  hyperbolic_tangent,
  log,
  log_normal,
  logistic,
  sine,
} from "../lane/math";
import { map } from "./loop";

/** Alpha and beta are the bounds; also every relu. */
@unmanaged
class Clip {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return clamp<V>(x, alpha, beta);
  }
}
export function clip_f32(params: usize, begin: u32, end: u32): void {
  map<Clip>(params, begin, end);
}


@unmanaged
class LeakyRelu {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return if_less<V>(x, splat<V>(0), mul<V>(x, alpha), x);
  }
}
export function leaky_relu_f32(params: usize, begin: u32, end: u32): void {
  map<LeakyRelu>(params, begin, end);
}


@unmanaged
class Elu {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return if_less<V>(x, splat<V>(0), mul<V>(expm1_negative<V>(at_most<V>(x, splat<V>(0))), alpha), x);
  }
}
export function elu_f32(params: usize, begin: u32, end: u32): void {
  map<Elu>(params, begin, end);
}


@unmanaged
class HardSigmoid {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return clamp<V>(madd<V>(x, alpha, beta), splat<V>(0), splat<V>(1));
  }
}
export function hard_sigmoid_f32(params: usize, begin: u32, end: u32): void {
  map<HardSigmoid>(params, begin, end);
}


@unmanaged
class HardSwish {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return mul<V>(mul<V>(x, clamp<V>(add<V>(x, splat<V>(3)), splat<V>(0), splat<V>(6))), splat<V>(1.0 / 6.0));
  }
}
export function hard_swish_f32(params: usize, begin: u32, end: u32): void {
  map<HardSwish>(params, begin, end);
}


@unmanaged
class Sigmoid {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return logistic<V>(x);
  }
}
export function sigmoid_f32(params: usize, begin: u32, end: u32): void {
  map<Sigmoid>(params, begin, end);
}


@unmanaged
class Silu {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return div<V>(x, add<V>(splat<V>(1), exp_bounded<V>(negate<V>(x))));
  }
}
export function silu_f32(params: usize, begin: u32, end: u32): void {
  map<Silu>(params, begin, end);
}


@unmanaged
class Tanh {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return hyperbolic_tangent<V>(x);
  }
}
export function tanh_f32(params: usize, begin: u32, end: u32): void {
  map<Tanh>(params, begin, end);
}


@unmanaged
class Gelu {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return mul<V>(mul<V>(x, splat<V>(0.5)), add<V>(splat<V>(1), error_function<V>(mul<V>(x, splat<V>(0.707106781)))));
  }
}
export function gelu_f32(params: usize, begin: u32, end: u32): void {
  map<Gelu>(params, begin, end);
}

/** 2 · sqrt(2/π) · (x + 0.044715 · x³) into the logistic function. */
@unmanaged
class GeluApproximate {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    const cubic = madd<V>(mul<V>(mul<V>(x, x), x), splat<V>(0.0713548163), mul<V>(x, splat<V>(1.59576912)));
    return div<V>(x, add<V>(splat<V>(1), exp_bounded<V>(negate<V>(cubic))));
  }
}
export function gelu_approximate_f32(params: usize, begin: u32, end: u32): void {
  map<GeluApproximate>(params, begin, end);
}


@unmanaged
class Erf {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return error_function<V>(x);
  }
}
export function erf_f32(params: usize, begin: u32, end: u32): void {
  map<Erf>(params, begin, end);
}


@unmanaged
class Exp {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return exp<V>(x);
  }
}
export function exp_f32(params: usize, begin: u32, end: u32): void {
  map<Exp>(params, begin, end);
}


@unmanaged
class Log {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return log<V>(x);
  }
}
export function log_f32(params: usize, begin: u32, end: u32): void {
  map<Log>(params, begin, end);
}

/** Max(x, 0) + ln(1 + e^−|x|). */
@unmanaged
class Softplus {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    const small = exp_bounded<V>(negate<V>(absolute<V>(x)));
    return add<V>(at_least<V>(x, splat<V>(0)), log_normal<V>(add<V>(splat<V>(1), small)));
  }
}
export function softplus_f32(params: usize, begin: u32, end: u32): void {
  map<Softplus>(params, begin, end);
}

/** Alpha is 0 for the sine, −1/2 for the cosine. */
@unmanaged
class Sin {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return sine<V>(x, alpha);
  }
}
export function sin_f32(params: usize, begin: u32, end: u32): void {
  map<Sin>(params, begin, end);
}


@unmanaged
class Abs {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return absolute<V>(x);
  }
}
export function abs_f32(params: usize, begin: u32, end: u32): void {
  map<Abs>(params, begin, end);
}


@unmanaged
class Neg {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return negate<V>(x);
  }
}
export function neg_f32(params: usize, begin: u32, end: u32): void {
  map<Neg>(params, begin, end);
}


@unmanaged
class Sign {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    const zero = splat<V>(0);
    return if_less<V>(x, zero, splat<V>(-1), if_less<V>(zero, x, splat<V>(1), x));
  }
}
export function sign_f32(params: usize, begin: u32, end: u32): void {
  map<Sign>(params, begin, end);
}


@unmanaged
class Sqrt {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return square_root<V>(x);
  }
}
export function sqrt_f32(params: usize, begin: u32, end: u32): void {
  map<Sqrt>(params, begin, end);
}


@unmanaged
class Rsqrt {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return div<V>(splat<V>(1), square_root<V>(x));
  }
}
export function rsqrt_f32(params: usize, begin: u32, end: u32): void {
  map<Rsqrt>(params, begin, end);
}


@unmanaged
class Square {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return mul<V>(x, x);
  }
}
export function square_f32(params: usize, begin: u32, end: u32): void {
  map<Square>(params, begin, end);
}


@unmanaged
class Floor {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return round_down<V>(x);
  }
}
export function floor_f32(params: usize, begin: u32, end: u32): void {
  map<Floor>(params, begin, end);
}


@unmanaged
class Ceil {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return round_up<V>(x);
  }
}
export function ceil_f32(params: usize, begin: u32, end: u32): void {
  map<Ceil>(params, begin, end);
}


@unmanaged
class Round {

  @inline
  apply<V>(x: V, alpha: V, beta: V): V {
    return round_even<V>(x);
  }
}
export function round_f32(params: usize, begin: u32, end: u32): void {
  map<Round>(params, begin, end);
}
