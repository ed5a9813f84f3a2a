// One output against the golden one.

import type { PortData } from "../../index.ts";
import type { Allowance } from "./subject.ts";

export interface Judgement {
  readonly verdict: "exact" | "close" | "wrong";
  readonly detail: string;
}

interface Distance {
  readonly worst: number;
  readonly worstAt: number;
  readonly different: number;
  /** Of the golden values, 0 included. */
  readonly range: number;
}

export function judge(golden: PortData, actual: PortData, allowance: Allowance): Judgement {
  const distance = measure(golden, actual);
  if (allowance.element !== undefined && golden instanceof Float32Array) {
    return judgeElements(golden, actual as Float32Array, allowance.element, allowance.argMax);
  }
  if (distance.different === 0) return { verdict: "exact", detail: "" };
  const { worst, worstAt, different, range } = distance;
  const isFloat = golden instanceof Float32Array;
  const isByte = golden instanceof Int8Array || golden instanceof Uint8Array;
  const allowed = isFloat ? allowance.float * range : isByte ? allowance.steps : 0;
  const unit = isFloat ? `${(worst / (range || 1)).toExponential(1)} of the range` : `${worst} steps`;
  const detail = `${different} of ${golden.length} differ, by ${unit} at [${worstAt}]: ${actual[worstAt]}, golden ${golden[worstAt]}`;
  if (!(worst <= allowed)) return { verdict: "wrong", detail };
  if (allowance.argMax && isByte && golden[argMax(actual)] !== golden[argMax(golden)]) {
    return otherLargest(golden, actual);
  }
  return { verdict: "close", detail };
}

function otherLargest(golden: PortData, actual: PortData): Judgement {
  return { verdict: "wrong", detail: `the largest element is [${argMax(actual)}], golden [${argMax(golden)}]` };
}

/** Every element by itself; the detail names the one that is farthest beyond what is allowed. */
function judgeElements(
  golden: Float32Array,
  actual: Float32Array,
  { absolute, relative }: NonNullable<Allowance["element"]>,
  sameLargest: boolean,
): Judgement {
  let worst = 0;
  let worstAt = 0;
  let different = 0;
  golden.forEach((g, i) => {
    const a = actual[i];
    if (g === a || (Number.isNaN(g) && Number.isNaN(a))) return;
    different++;
    const excess = Math.abs(a - g) / (absolute + relative * Math.abs(g));
    if (excess <= worst) return;
    worst = Number.isNaN(excess) ? Infinity : excess;
    worstAt = i;
  });
  if (different === 0) return { verdict: "exact", detail: "" };
  if (sameLargest && golden[argMax(actual)] !== golden[argMax(golden)]) return otherLargest(golden, actual);
  const place = `at [${worstAt}]: ${actual[worstAt]}, golden ${golden[worstAt]}`;
  const detail = `${different} of ${golden.length} differ, by ${worst.toExponential(1)} of what is allowed ${place}`;
  return { verdict: worst <= 1 ? "close" : "wrong", detail };
}

function measure(golden: PortData, actual: PortData): Distance {
  let worst = 0;
  let worstAt = 0;
  let different = 0;
  let low = 0;
  let high = 0;
  for (let i = 0; i < golden.length; i++) {
    const g = Number(golden[i]);
    const a = Number(actual[i]);
    if (Number.isFinite(g)) {
      low = Math.min(low, g);
      high = Math.max(high, g);
    }
    if (g === a || (Number.isNaN(g) && Number.isNaN(a))) continue;
    different++;
    const difference = Math.abs(a - g);
    if (difference <= worst) continue;
    worst = Number.isNaN(difference) ? Infinity : difference;
    worstAt = i;
  }
  return { worst, worstAt, different, range: high - low };
}

/** The first of the largest. */
function argMax(data: PortData): number {
  let best = 0;
  for (let i = 1; i < data.length; i++) if (data[i] > data[best]) best = i;
  return best;
}
