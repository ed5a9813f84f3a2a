// f32 unary operators. A class is the function (methods only); its exported kernel maps it over the elements.
// `this` is the parameter block, so operators with constants read them as this.alpha, this.beta.

import { add, clamp, mul, splat } from "../lane/float";
import { Unary } from "../params";
import { map } from "./loop";


@unmanaged
class HardSwish extends Unary {

  @inline
  apply<V>(x: V): V {
    const gate = clamp<V>(add<V>(x, splat<V>(3)), splat<V>(0), splat<V>(6));
    return mul<V>(mul<V>(x, gate), splat<V>(1.0 / 6.0));
  }
}
export function hard_swish_f32(params: usize, begin: u32, end: u32): void {
  map<HardSwish>(params, begin, end);
}
