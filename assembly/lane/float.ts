// The vocabulary of the float kernel bodies, written once for both widths: V is v128 (four lanes) or f32 (one).

@inline
export function is_vector<V>(): bool {
  return isVector<V>();
}


@inline
export function splat<V>(x: f32): V {
  if (isVector<V>()) return <V>f32x4.splat(x);
  else return <V>x;
}


@inline
export function add<V>(a: V, b: V): V {
  if (isVector<V>()) return <V>f32x4.add(<v128>a, <v128>b);
  else return <V>(<f32>a + <f32>b);
}


@inline
export function sub<V>(a: V, b: V): V {
  if (isVector<V>()) return <V>f32x4.sub(<v128>a, <v128>b);
  else return <V>(<f32>a - <f32>b);
}


@inline
export function mul<V>(a: V, b: V): V {
  if (isVector<V>()) return <V>f32x4.mul(<v128>a, <v128>b);
  else return <V>(<f32>a * <f32>b);
}


@inline
export function div<V>(a: V, b: V): V {
  if (isVector<V>()) return <V>f32x4.div(<v128>a, <v128>b);
  else return <V>(<f32>a / <f32>b);
}

/** a · b + c, rounded once or twice as the machine likes in the relaxed build: never in a chain that int8 depends on. */
@inline
export function madd<V>(a: V, b: V, c: V): V {
  if (!isVector<V>()) return <V>(<f32>a * <f32>b + <f32>c);
  else if (ASC_FEATURE_RELAXED_SIMD) return <V>f32x4.relaxed_madd(<v128>a, <v128>b, <v128>c);
  else return <V>f32x4.add(f32x4.mul(<v128>a, <v128>b), <v128>c);
}


@inline
export function min<V>(a: V, b: V): V {
  if (isVector<V>()) return <V>f32x4.min(<v128>a, <v128>b);
  else return <V>NativeMathf.min(<f32>a, <f32>b);
}


@inline
export function max<V>(a: V, b: V): V {
  if (isVector<V>()) return <V>f32x4.max(<v128>a, <v128>b);
  else return <V>NativeMathf.max(<f32>a, <f32>b);
}

/**
 * max(x, low) for a bound that is not NaN: NaN in x stays NaN. One instruction on x64, where the symmetric f32x4.max
 * takes seven.
 */
@inline
export function at_least<V>(x: V, low: V): V {
  if (isVector<V>()) return <V>f32x4.pmax(<v128>x, <v128>low);
  else return <V>NativeMathf.max(<f32>x, <f32>low);
}

/** min(x, high) for a bound that is not NaN: NaN in x stays NaN. */
@inline
export function at_most<V>(x: V, high: V): V {
  if (isVector<V>()) return <V>f32x4.pmin(<v128>x, <v128>high);
  else return <V>NativeMathf.min(<f32>x, <f32>high);
}

/** NaN stays NaN. */
@inline
export function clamp<V>(x: V, low: V, high: V): V {
  return at_most<V>(at_least<V>(x, low), high);
}


@inline
export function absolute<V>(x: V): V {
  if (isVector<V>()) return <V>f32x4.abs(<v128>x);
  else return <V>NativeMathf.abs(<f32>x);
}


@inline
export function negate<V>(x: V): V {
  if (isVector<V>()) return <V>f32x4.neg(<v128>x);
  else return <V>-(<f32>x);
}


@inline
export function square_root<V>(x: V): V {
  if (isVector<V>()) return <V>f32x4.sqrt(<v128>x);
  else return <V>NativeMathf.sqrt(<f32>x);
}


@inline
export function round_down<V>(x: V): V {
  if (isVector<V>()) return <V>f32x4.floor(<v128>x);
  else return <V>NativeMathf.floor(<f32>x);
}


@inline
export function round_up<V>(x: V): V {
  if (isVector<V>()) return <V>f32x4.ceil(<v128>x);
  else return <V>NativeMathf.ceil(<f32>x);
}

/** To the nearest integer, halves to the even one. */
@inline
export function round_even<V>(x: V): V {
  if (isVector<V>()) return <V>f32x4.nearest(<v128>x);
  else return <V>nearest<f32>(<f32>x);
}

/** a < b ? x : y, lane by lane; NaN compares false. */
@inline
export function if_less<V>(a: V, b: V, x: V, y: V): V {
  if (isVector<V>()) return <V>v128.bitselect(<v128>x, <v128>y, f32x4.lt(<v128>a, <v128>b));
  else return <V>(<f32>a < <f32>b ? <f32>x : <f32>y);
}

/** |x| with the sign of `sign`. */
@inline
export function with_sign<V>(x: V, sign: V): V {
  if (isVector<V>()) return <V>v128.bitselect(<v128>sign, <v128>x, i32x4.splat(0x80000000));
  else return <V>copysign<f32>(<f32>x, <f32>sign);
}
