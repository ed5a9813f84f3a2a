// bitwren quantize MODEL --calibrate DIR -o OUT.wren

import { Command, Option } from "commander";
import { loadModel, type Preprocessing } from "../index.ts";
import {
  choosePreprocessing,
  compileGraph,
  DEFAULT_METHOD,
  type Graph,
  inputPort,
  type LayerReport,
  portElements,
  type Quantized,
  quantizeGraph,
  RANGE_METHODS,
  type RangeMethod,
} from "../tools.ts";
import { DEFAULT_SAMPLES, readSamples, splitFiles } from "./calibration.ts";
import { type LabelledPhoto, listPhotos, readDataset } from "./dataset.ts";
import { UserError } from "./errors.ts";
import { countRight, predict } from "./eval.ts";
import { checkWritable, writeOutputs } from "./files.ts";
import { openGraph } from "./model_file.ts";
import {
  addJson,
  addPreprocessing,
  type JsonOption,
  type PhotoOptions,
  positiveInteger,
  wholeNumber,
} from "./options.ts";
import { bytes, note, percent, print, rounded, table } from "./output.ts";
import { Phases } from "./progress.ts";
import { addSource, type SourceOption } from "./source_options.ts";

const CHECKS = 16;

interface QuantizeCommandOptions extends PhotoOptions, SourceOption, JsonOption {
  readonly calibrate: string;
  readonly output: string;
  readonly method: RangeMethod;
  readonly samples: number;
  readonly seed: number;
  readonly equalize: boolean;
  readonly compensate: boolean;
  readonly biasCorrection: boolean;
  readonly keepFloat?: string;
}

export function quantizeCommand(): Command {
  const command = new Command("quantize")
    .description("turn a float model into an int8 one, by what it computes on some usual photos")
    .argument("<model>", "a float model: .tflite or .onnx file, TensorFlow.js model.json, or Teachable Machine .zip")
    .requiredOption("--calibrate <dir>", "folder of photos such as the model will see, some hundred of them")
    .requiredOption("-o, --output <file>", "the .wren file to write")
    .addOption(
      new Option("--method <name>", "how the ranges of activations are chosen")
        .choices(RANGE_METHODS)
        .default(DEFAULT_METHOD),
    )
    .option("--samples <n>", "so many of the photos calibrate", positiveInteger, DEFAULT_SAMPLES)
    .option("--seed <n>", "which ones", wholeNumber, 0)
    .option("--no-equalize", "leave the sizes of channels as they are")
    .option("--no-compensate", "round each weight to its nearest step")
    .option("--no-bias-correction", "leave the biases as they are")
    .option("--keep-float <names|auto>", "layers that stay float: names with commas, or the few that help most")
    .option("--labels <file>", "measure accuracy on the other photos; classes as for eval");
  return addJson(addSource(addPreprocessing(command.action(quantize))));
}

async function quantize(path: string, { labels, ...options }: QuantizeCommandOptions): Promise<void> {
  await checkWritable(options.output);
  const { graph, preprocessing } = await openGraph(path, options, ["photos"]);
  if (preprocessing === undefined) {
    throw new UserError(`${path} does not take one image as its input, so photos cannot calibrate it`);
  }
  const files = await listPhotos(options.calibrate);
  const split = splitFiles(files, options.samples, options.seed);
  const labelled = labels === undefined ? undefined : await labelledRest(graph, labels, options.calibrate, split.rest);
  const result = await run(graph, preprocessing, options, split);
  for (const sentence of result.notes) note(sentence);
  const photos = choosePreprocessing(inputPort(result.graph), preprocessing).preprocessing;
  const data = compileGraph(result.graph, { preprocessing: photos, labels: graph.labels });
  const accuracy = labelled && {
    photos: labelled.length,
    before: await accuracyOf(compileGraph(graph, { preprocessing, goldens: 0 }), labelled, "float model"),
    after: await accuracyOf(data, labelled, "int8 model"),
  };
  await writeOutputs([{ path: options.output, data }]);
  const summary = {
    file: options.output,
    bytes: data.length,
    method: options.method,
    calibrated: split.calibration.length,
    layers: result.layers.map(({ sqnr, ...layer }) => ({
      ...layer,
      sqnr: Number.isFinite(sqnr) ? rounded(sqnr, 2) : null,
    })),
    notes: result.notes,
    ...(accuracy && { accuracy }),
  };
  print(options.json, summary, () => {
    const size = `${options.output}: ${bytes(data.length)}, calibrated on ${split.calibration.length} photos (${options.method})`;
    return [describeLayers(result.layers), "", size, ...describeAccuracy(accuracy)].join("\n");
  });
}

/** The labelled photos that do not calibrate. */
async function labelledRest(
  graph: Graph,
  labels: string,
  folder: string,
  rest: readonly string[],
): Promise<LabelledPhoto[]> {
  const { shape } = graph.tensors[graph.outputs[0].tensor];
  const classes = shape.reduce((product, dim) => product * dim, 1);
  const wanted = new Set(rest);
  const photos = await readDataset(folder, labels, { classes, labels: graph.labels });
  const found = photos.filter(({ file }) => wanted.has(file));
  if (found.length > 0) return found;
  throw new UserError(`all photos in ${folder} calibrate, none is left to measure accuracy on: lower --samples`);
}

async function run(
  graph: Graph,
  preprocessing: Preprocessing,
  { calibrate, method, equalize, compensate, biasCorrection, keepFloat }: QuantizeCommandOptions,
  split: { readonly calibration: readonly string[]; readonly rest: readonly string[] },
): Promise<Quantized> {
  const samples = await readSamples(graph, preprocessing, calibrate, split.calibration);
  const step = Math.max(1, Math.ceil(split.rest.length / CHECKS));
  const held = split.rest.filter((_, i) => i % step === 0);
  const checks = held.length > 0 ? await readSamples(graph, preprocessing, calibrate, held) : undefined;
  const phases = new Phases();
  try {
    return await quantizeGraph(graph, samples, {
      ...{ method, preprocessing, equalize, compensate, biasCorrection, checks },
      keepFloat: keepFloat === "auto" ? "auto" : (keepFloat?.split(",").map((name) => name.trim()) ?? []),
      onProgress: phases.update,
    });
  } finally {
    phases.stop();
  }
}

interface Accuracy {
  readonly top1: number;
  readonly top5: number;
}

async function accuracyOf(model: Uint8Array, photos: readonly LabelledPhoto[], what: string): Promise<Accuracy> {
  const loaded = await loadModel(model);
  try {
    const { predictions } = await predict(loaded, photos, what);
    const share = (k: number) => rounded(countRight(predictions, k) / predictions.length, 6);
    return { top1: share(1), top5: share(Math.min(5, portElements(loaded.plan.outputs[0]))) };
  } finally {
    loaded.dispose();
  }
}

function describeAccuracy(accuracy: { photos: number; before: Accuracy; after: Accuracy } | undefined): string[] {
  if (accuracy === undefined) return [];
  const { photos, before, after } = accuracy;
  const line = (k: "top1" | "top5", name: string) => `${name} ${percent(before[k])} -> ${percent(after[k])}`;
  return [`on ${photos} other photos, float -> int8: ${line("top1", "top-1")}, ${line("top5", "top-5")}`];
}

function describeLayers(layers: readonly LayerReport[]): string {
  const number = (value: number | undefined) => (value === undefined ? "" : value.toPrecision(4));
  const rows = layers.map(({ name, op, low, high, scale, sqnr }) => {
    const range = low === undefined ? "float" : `${number(low)} … ${number(high)}`;
    return [name, op, range, number(scale), Number.isFinite(sqnr) ? sqnr.toFixed(1) : "exact"];
  });
  return table(["layer", "operator", "range", "scale", "SQNR dB"], rows);
}
