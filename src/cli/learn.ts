// bitwren learn MODEL --images DIR -o OUT.wren

import { Command, InvalidArgumentError } from "commander";
import { readPhoto } from "../image/decode.ts";
import { loadModel, type Preprocessing } from "../index.ts";
import { confusions, type Evaluation, evaluate, type LearnReport, type Learnt, learnClasses } from "../learn.ts";
import { choosePreprocessing, compileGraph, type Graph, inputPort, photoReader, quantizeGraph } from "../tools.ts";
import { DEFAULT_SAMPLES, readSamples, splitFiles } from "./calibration.ts";
import { type LabelledPhoto, readClassPhotos } from "./dataset.ts";
import { UserError } from "./errors.ts";
import { predict } from "./eval.ts";
import { checkWritable, writeOutputs } from "./files.ts";
import { openGraph } from "./model_file.ts";
import { addJson, addPreprocessing, type JsonOption, type PhotoOptions, wholeNumber } from "./options.ts";
import { bytes, note, percent, print, rounded, table } from "./output.ts";
import { Phases } from "./progress.ts";
import { addSource, type SourceOption } from "./source_options.ts";

/** Confusions that are printed. */
const MOST_CONFUSED = 5;

interface LearnCommandOptions extends PhotoOptions, SourceOption, JsonOption {
  readonly images: string;
  readonly output: string;
  readonly holdOut: number;
  readonly seed: number;
  readonly weightDecay?: number;
  readonly int8?: boolean;
}

export function learnCommand(): Command {
  const command = new Command("learn")
    .description("teach a trained classifier other classes: a new last layer, from photos of yours")
    .argument("<model>", "a classifier: .tflite or .onnx file, TensorFlow.js model.json, or Teachable Machine .zip")
    .requiredOption("--images <dir>", "folder of photos, one folder in it for each class")
    .requiredOption("-o, --output <file>", "the .wren file to write")
    .option("--labels <file>", "classes as for eval instead: a name a line, or file, tab, class")
    .option("--hold-out <share>", "the share of each class that only measures accuracy; 0 learns from all", share, 0.2)
    .option("--seed <n>", "which photos these are", wholeNumber, 0)
    .option("--weight-decay <n>", "how small weights are kept: 0.2 if not said", positive)
    .option("--int8", "quantise a float model afterwards; photos that were learnt from calibrate");
  return addJson(addSource(addPreprocessing(command.action(learn))));
}

function share(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value >= 0 && value < 1)) throw new InvalidArgumentError("Give a share from 0 up to, but not, 1.");
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError("Give a number above 0.");
  return value;
}

/** A graph, and how photos become its input. */
interface Source {
  readonly graph: Graph;
  readonly preprocessing: Preprocessing;
}

async function learn(path: string, { labels, ...options }: LearnCommandOptions): Promise<void> {
  await checkWritable(options.output);
  const { graph, preprocessing } = await openGraph(path, options, ["photos"]);
  if (preprocessing === undefined) {
    throw new UserError(`${path} does not take one image as its input: nothing can be learnt from photos`);
  }
  const { photos, names } = await readClassPhotos(options.images, labels);
  const source = { graph, preprocessing };
  const { graph: learnt, report } = await run(source, photos, names, options);
  if (!report.converged) note(`learning ended after ${report.iterations} steps, ${report.gap} above the least loss`);
  const chosen = (indices: readonly number[]) => indices.map((i) => photos[i]);
  const finished = options.int8
    ? await toInt8({ graph: learnt, preprocessing }, chosen(report.split.learning), options)
    : { graph: learnt, preprocessing };
  const data = compileGraph(finished.graph, { preprocessing: finished.preprocessing, labels: names });
  const heldOut = await judge(data, chosen(report.split.heldOut), names.length);
  await writeOutputs([{ path: options.output, data }]);
  const result = { file: options.output, bytes: data.length, report, heldOut };
  print(options.json, toJson(result, options.int8), () => describe(result, options.int8));
}

async function run(
  { graph, preprocessing }: Source,
  photos: readonly LabelledPhoto[],
  labels: readonly string[],
  { holdOut, seed, weightDecay }: LearnCommandOptions,
): Promise<Learnt> {
  const read = photoReader(graph, preprocessing);
  const phases = new Phases();
  const examples = {
    count: photos.length,
    classes: photos.map(({ label }) => label),
    names: photos.map(({ path }) => path),
    read: async (i: number) => [await read(await readPhoto(photos[i].path))],
  };
  try {
    return await learnClasses(graph, examples, { labels, holdOut, seed, weightDecay, onProgress: phases.update });
  } finally {
    phases.stop();
  }
}

/** The int8 model of a float one; some of the photos calibrate. */
async function toInt8(
  { graph, preprocessing }: Source,
  photos: readonly LabelledPhoto[],
  { images, seed }: LearnCommandOptions,
): Promise<Source> {
  const { calibration } = splitFiles(
    photos.map(({ file }) => file),
    DEFAULT_SAMPLES,
    seed,
  );
  const samples = await readSamples(graph, preprocessing, images, calibration);
  const phases = new Phases();
  try {
    const int8 = await quantizeGraph(graph, samples, { preprocessing, onProgress: phases.update });
    for (const sentence of int8.notes) note(sentence);
    const photos = choosePreprocessing(inputPort(int8.graph), preprocessing).preprocessing;
    return { graph: int8.graph, preprocessing: photos ?? preprocessing };
  } finally {
    phases.stop();
  }
}

/** What the finished file says of the photos; undefined where there are none. */
async function judge(
  data: Uint8Array,
  photos: readonly LabelledPhoto[],
  classes: number,
): Promise<Evaluation | undefined> {
  if (photos.length === 0) return undefined;
  const model = await loadModel(data);
  try {
    const { predictions } = await predict(model, photos, "measuring accuracy");
    return evaluate(
      photos.map(({ label }) => label),
      predictions.map(({ top }) => top[0].index),
      classes,
    );
  } finally {
    model.dispose();
  }
}

interface Result {
  readonly file: string;
  readonly bytes: number;
  readonly report: LearnReport;
  /** Of the finished file. */
  readonly heldOut: Evaluation | undefined;
}

function toJson({ file, bytes, report, heldOut }: Result, isQuantized = false) {
  const { labels, learning, loss, gap, iterations, converged, features } = report;
  const accuracyOf = ({ count, right, accuracy, confusion }: Evaluation) => ({
    ...{ count, right, accuracy: rounded(accuracy, 6), confusion },
  });
  return {
    ...{ file, bytes, labels, features, iterations, converged },
    ...{ loss: rounded(loss, 6), gap: rounded(gap, 8) },
    learning: accuracyOf(learning),
    heldOut: heldOut === undefined ? null : accuracyOf(heldOut),
    ...(isQuantized && report.heldOut && { heldOutFloat: accuracyOf(report.heldOut) }),
  };
}

function describe({ file, bytes: size, report, heldOut }: Result, isQuantized = false): string {
  const { labels, learning, iterations, features, loss } = report;
  const rows = labels.map((label, k) => {
    const learnt = sum(learning.confusion[k]);
    if (heldOut === undefined) return [label, learnt];
    const { confusion } = heldOut;
    const count = sum(confusion[k]);
    return [label, learnt, count, confusion[k][k], count === 0 ? "" : percent(confusion[k][k] / count)];
  });
  const head = ["class", "learnt from", ...(heldOut === undefined ? [] : ["held out", "right", "accuracy"])];
  const learnt = `${learning.count} photos, ${features} features each; loss ${loss.toFixed(4)} after ${iterations} steps`;
  return [
    table(head, rows),
    "",
    `${file}: ${bytes(size)}, learnt from ${learnt}`,
    ...(heldOut === undefined ? ["no photo is held out, so nobody knows how well it does on others"] : []),
    ...(heldOut === undefined ? [] : describeHeldOut(heldOut, labels, isQuantized ? report.heldOut : undefined)),
  ].join("\n");
}

function describeHeldOut(heldOut: Evaluation, labels: readonly string[], before: Evaluation | undefined): string[] {
  const { count, right, accuracy } = heldOut;
  const float = before === undefined ? "" : `; ${percent(before.accuracy)} before it became int8`;
  const wrong = confusions(heldOut)
    .slice(0, MOST_CONFUSED)
    .map(({ own, answer, count: times }) => `${labels[own]} for ${labels[answer]} (${times})`);
  return [
    `on ${count} photos held out: ${percent(accuracy)} right (${right})${float}`,
    ...(wrong.length === 0 ? [] : [`most often taken: ${wrong.join(", ")}`]),
  ];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((a, b) => a + b, 0);
}
