// The models that tests of exports run: the one that ships, and the small ones of the shared data where there are.

import { readFileSync } from "node:fs";
import { readModel } from "../../src/format/container.ts";
import { goldenCases } from "../../src/format/golden.ts";
import type { ModelFile, PortData } from "../../src/format/types.ts";
import { type Build, loadModel } from "../../src/index.ts";
import { compileToModel, importTflite, writeModel } from "../../src/tools.ts";
import { ROOT, sharedData } from "../support.ts";

const SMALL: Readonly<Record<string, string>> = {
  resnet8: "mlperf_tiny/ic/pretrainedResnet_quant.tflite",
  resnet8_u8: "peers/resnet8_int8_u8io.tflite",
  vww: "mlperf_tiny/vww/vww_96_int8.tflite",
  person_detect: "tflite_micro/person_detect.tflite",
};

/** Name -> compiled model with at least one golden case. */
export function exportedModels(): Map<string, ModelFile> {
  const models = new Map([
    ["wren9", readModel(new Uint8Array(readFileSync(`${ROOT}models/cifar10_wren9/model.wren`)))],
  ]);
  const shared = sharedData();
  if (shared === undefined) return models;
  for (const [name, path] of Object.entries(SMALL)) {
    const bytes = new Uint8Array(readFileSync(`${shared}/models/${path}`));
    models.set(name, compileToModel(importTflite(bytes, { name })));
  }
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
