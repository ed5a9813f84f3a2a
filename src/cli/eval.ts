// bitwren eval MODEL --images DIR [--labels FILE] [--predictions out.tsv]

import { Command } from "commander";
import { readPhoto } from "../image/decode.ts";
import type { Classification, Model, Port } from "../index.ts";
import { portElements } from "../tools.ts";
import { type LabelledPhoto, readDataset } from "./dataset.ts";
import { checkWritable, writeOutputs } from "./files.ts";
import { describePreprocessing } from "./inspect.ts";
import { openAndLoad } from "./model_file.ts";
import {
  addHost,
  addJson,
  addPreprocessing,
  type HostOptions,
  type JsonOption,
  MODEL_FILES,
  type PhotoOptions,
} from "./options.ts";
import { milliseconds, percent, print, rounded } from "./output.ts";
import { Progress } from "./progress.ts";
import { addSource, type SourceOption } from "./source_options.ts";

const TOP = 5;

interface EvalOptions extends PhotoOptions, SourceOption, HostOptions, JsonOption {
  readonly images: string;
  readonly predictions?: string;
}

export interface Prediction {
  readonly photo: LabelledPhoto;
  readonly top: readonly Classification[];
}

export function evalCommand(): Command {
  const command = new Command("eval")
    .description("measure a model's accuracy on a folder of labelled photos (top1 and top5 are shares of 1)")
    .argument("<model>", MODEL_FILES)
    .requiredOption("--images <dir>", "folder of photos, with or without class folders")
    .option("--labels <file>", "one class name a line, which files or class folders begin with; or file, tab, class")
    .option("--predictions <file>", "write a table: file, label index, top five as index:score")
    .action(evaluate);
  return addJson(addHost(addSource(addPreprocessing(command))));
}

async function evaluate(path: string, { labels, ...options }: EvalOptions): Promise<void> {
  if (options.predictions !== undefined) await checkWritable(options.predictions);
  const model = await openAndLoad(path, options, ["photos"]);
  const { plan } = model;
  const photos = await readDataset(options.images, labels, {
    classes: portElements(plan.outputs[0]),
    labels: plan.labels,
  });
  const { predictions, ms } = await predict(model, photos);
  const count = predictions.length;
  const [right1, right5] = [countRight(predictions, 1), countRight(predictions, TOP)];
  if (options.predictions !== undefined) {
    const data = [
      ...tableHead(model, { count, right1, right5 }),
      ...predictions.map((p) => tableLine(p, plan.outputs[0])),
    ];
    await writeOutputs([{ path: options.predictions, data: `${data.join("\n")}\n` }]);
  }
  const result = { count, top1: rounded(right1 / count, 6), top5: rounded(right5 / count, 6), ms: rounded(ms) };
  print(options.json, result, () => {
    const scores = `top-1 ${percent(right1 / count)} (${right1}), top-5 ${percent(right5 / count)} (${right5})`;
    return `${count} photos: ${scores}, ${milliseconds(ms)} ms a photo on ${model.info().build}`;
  });
}

/** How many photos have their class among the best `k`. */
export function countRight(predictions: readonly Prediction[], k: number): number {
  return predictions.filter(({ photo, top }) => top.slice(0, k).some(({ index }) => index === photo.label)).length;
}

/** `ms` is the median time of resizing and inference; decoding is not counted. */
export async function predict(
  model: Model,
  photos: readonly LabelledPhoto[],
  what = "photos",
): Promise<{ predictions: Prediction[]; ms: number }> {
  const progress = new Progress(what, photos.length);
  const predictions: Prediction[] = [];
  const times: number[] = [];
  try {
    for (const photo of photos) {
      const pixels = await readPhoto(photo.path);
      const start = performance.now();
      const top = await model.classify(pixels, { topK: TOP });
      times.push(performance.now() - start);
      predictions.push({ photo, top });
      progress.update(predictions.length);
    }
  } finally {
    progress.stop();
  }
  times.sort((a, b) => a - b);
  return { predictions, ms: times[times.length >> 1] };
}

interface Counts {
  readonly count: number;
  readonly right1: number;
  readonly right5: number;
}

function tableHead(model: Model, { count, right1, right5 }: Counts): string[] {
  const { inputs, outputs, preprocessing, name } = model.plan;
  const [input, output] = [inputs[0], outputs[0]];
  const share = (right: number) => ((100 * right) / count).toFixed(2);
  return [
    `# model ${name}; input ${input.dtype}[${input.shape.join(",")}]; output ${output.dtype}; classes ${portElements(output)}`,
    `# preprocessing: ${preprocessing === undefined ? "none" : describePreprocessing(preprocessing)}`,
    `# interpreter: bitwren, ${model.info().build} build; scores are ${
      output.scale === undefined ? "the model's outputs" : "raw quantised output values"
    }; ties: lower index first`,
    `# accuracy top1 ${share(right1)} top5 ${share(right5)} n ${count} (${right1} and ${right5} right)`,
    "# file\tlabel\ttop5 (index:score)",
  ];
}

function tableLine({ photo, top }: Prediction, { scale, zeroPoint = 0 }: Port): string {
  const scores = top.map(({ index, score }) => {
    return `${index}:${scale === undefined ? score.toFixed(6) : Math.round(score / scale) + zeroPoint}`;
  });
  return `${photo.file}\t${photo.label}\t${scores.join(" ")}`;
}
