// The model every command begins with: a .wren file, or a foreign model compiled on the spot.

import { basename, extname } from "node:path";
import { loadModel, type Model } from "../index.ts";
import {
  choosePreprocessing,
  compileToModel,
  fitLabels,
  importTflite,
  inputPort,
  type ModelFile,
  portElements,
  readModel,
  writeModel,
} from "../tools.ts";
import { UserError } from "./errors.ts";
import { readBytes } from "./files.ts";
import { readLabels } from "./labels.ts";
import type { BuildOption, PhotoOptions } from "./options.ts";
import { note } from "./output.ts";
import { Progress } from "./progress.ts";

const text = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));

/**
 * Reads or compiles the model; options for photos win over what it says. A model compiled here gets golden vectors if asked.
 * Throws UserError and the tools' errors.
 */
export async function openModel(path: string, options: PhotoOptions = {}, goldens = 0): Promise<ModelFile> {
  const bytes = await readBytes(path, "the model");
  const isWren = text(bytes, 0, 4) === "WREN";
  if (text(bytes, 4, 8) === "TFL3" || (!isWren && extname(path) === ".tflite")) {
    return compileTflite(bytes, path, options, goldens);
  }
  if (!isWren && extname(path) !== ".wren") throw new UserError(`${path} is neither a .wren nor a .tflite model`);
  const file = readModel(bytes);
  const { inputs, preprocessing } = file.plan;
  const choice = asksForPreprocessing(options)
    ? choosePreprocessing(inputs.length === 1 ? inputs[0] : undefined, preprocessing, options)
    : undefined;
  const labels = await chooseLabels(options.labels, file);
  return {
    ...file,
    plan: {
      ...file.plan,
      ...(choice?.preprocessing && { preprocessing: choice.preprocessing }),
      ...(labels && { labels }),
    },
  };
}

/** Opens the model and loads it on the build asked for. */
export async function openAndLoad(path: string, options: PhotoOptions & BuildOption = {}): Promise<Model> {
  return loadModel(writeModel(await openModel(path, options)), { build: options.build ?? "auto" });
}

function asksForPreprocessing({ mean, std, resize, crop, color, filter }: PhotoOptions): boolean {
  return [mean, std, resize, crop, color, filter].some((value) => value !== undefined);
}

async function compileTflite(
  bytes: Uint8Array,
  path: string,
  options: PhotoOptions,
  goldens: number,
): Promise<ModelFile> {
  const graph = importTflite(bytes, { name: basename(path, extname(path)) });
  const { mean, std, resize, crop, color, filter } = options;
  const choice = choosePreprocessing(inputPort(graph), graph.preprocessing, { mean, std, resize, crop, color, filter });
  for (const sentence of choice.notes) note(sentence);
  const progress = new Progress("compiling");
  try {
    const onPhase = (phase: string) => progress.say(phase);
    const file = compileToModel(graph, { preprocessing: choice.preprocessing, goldens, onPhase });
    const labels = await chooseLabels(options.labels, file);
    return labels ? { ...file, plan: { ...file.plan, labels } } : file;
  } finally {
    progress.stop();
  }
}

/** The labels of the file `path`, made to fit the model. */
async function chooseLabels(path: string | undefined, { plan }: ModelFile): Promise<readonly string[] | undefined> {
  if (path === undefined) return undefined;
  const labels = await readLabels(path);
  const classes = portElements(plan.outputs[0]);
  const fitting = fitLabels(labels, classes);
  if (fitting !== undefined) return fitting;
  throw new UserError(`${path} has ${labels.length} labels, the model has ${classes} classes: give one label a class`);
}
