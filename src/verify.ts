// Runs a model's stored golden vectors on one build and compares: the proof that a file, a runtime and a machine agree.

import { readModel } from "./format/container.ts";
import { goldenCases } from "./format/golden.ts";
import type { PortData, PortDType } from "./format/types.ts";
import { type Build, type BuildName, loadModel } from "./index.ts";

/** Floats may differ by this part of the output's range (from its smallest to its largest value, 0 included). */
const FLOAT_TOLERANCE = 1e-4;

/** One output of one stored case. */
export interface OutputCheck {
  readonly case: number;
  readonly output: string;
  readonly dtype: PortDType;
  readonly elements: number;
  /** Elements that are not the same bits. */
  readonly different: number;
  /** Largest difference of one element, in the output's unit; Infinity where one of the two is not finite. */
  readonly worst: number;
  /** The largest difference that passes: 0 for integers. */
  readonly allowed: number;
  readonly pass: boolean;
}

export interface VerifyReport {
  readonly build: BuildName;
  /** Stored cases; with none there was nothing to check, and `pass` is false. */
  readonly cases: number;
  readonly pass: boolean;
  readonly outputs: readonly OutputCheck[];
}

/**
 * Runs every stored case of a .wren file. Throws WrenError as loadModel does; a difference is not an error but a report
 * with `pass` false.
 */
export async function verifyModel(
  bytes: Uint8Array,
  build: BuildName | "auto" | Build = "auto",
): Promise<VerifyReport> {
  const model = await loadModel(bytes, { build });
  try {
    const outputs: OutputCheck[] = [];
    let cases = 0;
    for (const golden of goldenCases(readModel(bytes))) {
      const { inputs, outputs: ports } = model.info();
      const results = model.run(Object.fromEntries(inputs.map(({ name }, i) => [name, golden.inputs[i]])));
      ports.forEach(({ name, dtype }, i) => {
        outputs.push({ case: cases, output: name, dtype, ...compare(golden.outputs[i], results[name]) });
      });
      cases++;
    }
    return { build: model.info().build, cases, pass: cases > 0 && outputs.every(({ pass }) => pass), outputs };
  } finally {
    model.dispose();
  }
}

function compare(expected: PortData, actual: PortData): Omit<OutputCheck, "case" | "output" | "dtype"> {
  let low = 0;
  let high = 0;
  let different = 0;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const e = Number(expected[i]);
    const a = Number(actual[i]);
    low = Math.min(low, Number.isFinite(e) ? e : 0);
    high = Math.max(high, Number.isFinite(e) ? e : 0);
    if (Object.is(e, a)) continue;
    different++;
    const difference = Math.abs(e - a);
    worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
  }
  const allowed = expected instanceof Float32Array ? FLOAT_TOLERANCE * (high - low) : 0;
  return { elements: expected.length, different, worst, allowed, pass: worst <= allowed };
}
