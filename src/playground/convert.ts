// The worker that turns source models into .wren files, and gives .wren files another normalisation of pixels; loaded when the first
// one is dropped.

import { choosePreprocessing, compileGraph, importModel, readModel, recognizeFormat, writeModel } from "../tools.ts";
import type { Normalisation } from "./pixels.ts";

export interface ConvertRequest {
  readonly bytes: Uint8Array;
  readonly name: string;
  /** Of .wren files: what they are to have. */
  readonly normalisation?: Normalisation;
}

export interface Converted {
  readonly model: Uint8Array;
  readonly format: string;
  readonly notes: readonly string[];
}

async function convert({ bytes, name, normalisation }: ConvertRequest): Promise<Converted> {
  if (recognizeFormat(bytes, name) !== "wren") {
    const { graph, format, notes } = await importModel(bytes, { name });
    return { model: compileGraph(graph, { goldens: 0 }), format, notes };
  }
  const file = readModel(bytes);
  const { preprocessing } = choosePreprocessing(file.plan.inputs[0], file.plan.preprocessing, normalisation);
  const plan = preprocessing === undefined ? file.plan : { ...file.plan, preprocessing };
  return { model: writeModel({ ...file, plan }), format: "wren", notes: [] };
}

addEventListener("message", async ({ data }: MessageEvent<ConvertRequest>) => {
  try {
    postMessage(await convert(data));
  } catch (error) {
    postMessage({ error: (error as Error).message });
  }
});
