// The models that tests of exports run: the one that ships, and the small ones of the shared data where there are.

import { readFileSync } from "node:fs";
import { goldenCases } from "../../src/format/golden.ts";
import type { ModelFile, PortData } from "../../src/format/types.ts";
import { type Build, loadModel } from "../../src/index.ts";
import { type CompileOptions, compileToModel, importTflite, writeModel } from "../../src/tools.ts";
import { ROOT, sharedData } from "../support.ts";

const SMALL: Readonly<Record<string, string>> = {
  resnet8: "mlperf_tiny/ic/pretrainedResnet_quant.tflite",
  resnet8_u8: "peers/resnet8_int8_u8io.tflite",
  vww: "mlperf_tiny/vww/vww_96_int8.tflite",
  person_detect: "tflite_micro/person_detect.tflite",
};

/** Name -> compiled model with at least one golden case. */
export function exportedModels(options: CompileOptions = {}): Map<string, ModelFile> {
  const compile = (path: string, name: string) =>
    compileToModel(importTflite(new Uint8Array(readFileSync(path)), { name }), options);
  const models = new Map([["wren9", compile(`${ROOT}models/cifar10_wren9/cifar10_wren9.tflite`, "wren9")]]);
  const shared = sharedData();
  if (shared === undefined) return models;
  for (const [name, path] of Object.entries(SMALL)) models.set(name, compile(`${shared}/models/${path}`, name));
  return models;
}

/** Inputs and outputs of the first golden case, as bytes. */
export function goldenBytes(file: ModelFile): { inputs: Uint8Array[]; outputs: Uint8Array[] } {
  const [golden] = goldenCases(file);
  return { inputs: golden.inputs.map(bytesOf), outputs: golden.outputs.map(bytesOf) };
}

export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** What the runtime answers. */
export async function runtimeOutputs(file: ModelFile, build: Build, inputs: readonly PortData[]): Promise<PortData[]> {
  const model = await loadModel(writeModel(file), { build });
  try {
    const outputs = model.run(Object.fromEntries(file.plan.inputs.map(({ name }, i) => [name, inputs[i]])));
    return file.plan.outputs.map(({ name }) => outputs[name].slice());
  } finally {
    model.dispose();
  }
}
