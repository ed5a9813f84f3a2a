// The golden section: stored inputs and the outputs that the reference gave for them, case after case without padding.

import { type ModelFile, type Port, type PortData, portBytes, portData } from "./types.ts";

/** One stored case: an array a port, in the order of the plan's inputs and outputs. */
export interface GoldenCase {
  readonly inputs: readonly PortData[];
  readonly outputs: readonly PortData[];
}

/** The stored cases, copied out of the file one at a time. */
export function* goldenCases({ plan, golden }: ModelFile): Generator<GoldenCase> {
  let at = 0;
  const take = (port: Port): PortData => {
    // Not slice: a Buffer's is a view, and its memory may begin anywhere.
    const bytes = new Uint8Array(golden.subarray(at, at + portBytes(port)));
    at += bytes.length;
    return portData(port.dtype, bytes.buffer);
  };
  for (let i = 0; i < plan.goldens; i++) yield { inputs: plan.inputs.map(take), outputs: plan.outputs.map(take) };
}

/** The same model with these cases in place of its own. */
export function withGoldens(model: ModelFile, cases: readonly GoldenCase[]): ModelFile {
  const arrays = cases.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);
  const golden = new Uint8Array(arrays.reduce((bytes, array) => bytes + array.byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    golden.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return { plan: { ...model.plan, goldens: cases.length }, data: model.data, golden };
}
