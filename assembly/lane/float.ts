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


@inline
export function clamp<V>(x: V, low: V, high: V): V {
  return min<V>(max<V>(x, low), high);
}
