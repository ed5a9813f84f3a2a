// What the tests share: the builds this host can run, the shared data, repeatable random values, single-operator graphs.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compileGraph } from "../src/compile/compile.ts";
import { specifiedGraph } from "../src/compile/optimize.ts";
import { executeGraph } from "../src/execute/execute.ts";
import type { Graph } from "../src/graph/graph.ts";
import { allocate, elementCount, type TensorData } from "../src/graph/tensor.ts";
import { BUILD_NAMES, type Build, chooseBuild, loadModel } from "../src/index.ts";
import type { Operator, Sample, SampleInput } from "../src/ops/operator.ts";
import { sampleGraph } from "../src/ops/sample_graph.ts";

/** The builds that run in this process, compiled; prints why one does not. WREN_BUILDS=relaxed,simd narrows the choice. */
export async function availableBuilds(): Promise<Build[]> {
  const wanted = process.env.WREN_BUILDS?.split(",") ?? BUILD_NAMES;
  const available: Build[] = [];
  for (const name of BUILD_NAMES) {
    if (!wanted.includes(name)) continue;
    try {
      available.push(await chooseBuild(name));
    } catch (error) {
      console.log(`  not on this host: ${(error as Error).message}`);
    }
  }
  return available;
}

export interface TitledBuild extends Build {
  readonly title: string;
}

/**
 * `availableBuilds`, and where "relaxed" is wanted that build with the dot products that this host's machine does not have: activations
 * unsigned (flip 0x80) and signed.
 */
export async function kernelBuilds(): Promise<TitledBuild[]> {
  const builds: TitledBuild[] = (await availableBuilds()).map((build) => ({ ...build, title: build.name }));
  const wanted = process.env.WREN_BUILDS?.split(",") ?? BUILD_NAMES;
  if (!wanted.includes("relaxed")) return builds;
  const bytes = readFileSync(`${ROOT}build/wasm/relaxed_emulated.wasm`);
  if (!WebAssembly.validate(bytes)) {
    console.log("  not on this host: emulated dot products: no relaxed SIMD in this engine");
    return builds;
  }
  const module = await WebAssembly.compile(bytes);
  const native = builds.find(({ name }) => name === "relaxed")?.flip;
  for (const flip of [0x80, 0].filter((flip) => flip !== native)) {
    const title = `relaxed, emulated with ${flip === 0 ? "signed" : "unsigned"} activations`;
    builds.push({ name: "relaxed", title, reason: "emulated", flip, isDotExact: true, module });
  }
  return builds;
}

export { generator as random } from "../src/compress/chance.ts";

/** The project's root; tests run from build/tests. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Says on stdout what is left out and why; the test runner repeats it at its end. */
export function skip(what: string): void {
  console.log(`  skipped: ${what}`);
}

/** Path of the models, photos and golden outputs beside the project; prints why and returns undefined where they are not. */
export function sharedData(): string | undefined {
  const path = fileURLToPath(new URL("../../../shared/data", import.meta.url));
  if (existsSync(path)) return path;
  skip("what needs ../shared/data, which is not beside this project");
  return undefined;
}

export function randomData(input: SampleInput, next: () => number): TensorData {
  const data = allocate(input.dtype, elementCount(input.shape));
  const [low, high] = input.range ?? (input.dtype === "i8" ? [-128, 127] : [-2, 2]);
  for (let i = 0; i < data.length; i++) {
    data[i] = input.dtype === "f32" ? low + next() * (high - low) : low + Math.floor(next() * (high - low + 1));
  }
  return data;
}

/** A graph of one node; constant inputs get their values from `next`. */
export function graphOf(op: Operator, sample: Sample, next: () => number): Graph {
  return sampleGraph(op, sample, (input) => randomData(input, next));
}

export interface Outcome {
  readonly output: string;
  readonly expected: TensorData;
  readonly actual: TensorData;
}

/** Reference and one build's kernels on the same random inputs, output by output. */
export async function runBoth(graph: Graph, build: Build, inputs: readonly TensorData[]): Promise<Outcome[]> {
  const specified = specifiedGraph(graph);
  const values = executeGraph(specified, inputs);
  const model = await loadModel(compileGraph(graph, { goldens: 0 }), { build });
  try {
    const results = model.run(Object.fromEntries(graph.inputs.map((port, i) => [port.name, inputs[i]])));
    return specified.outputs.map((port) => ({
      output: port.name,
      expected: values.get(port.tensor)!,
      actual: results[port.name] as TensorData,
    }));
  } finally {
    model.dispose();
  }
}
