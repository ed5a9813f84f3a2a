// bitwren classify MODEL PHOTO...

import { Command } from "commander";
import { readPhoto } from "../image/decode.ts";
import type { Classification } from "../index.ts";
import { openAndLoad } from "./model_file.ts";
import {
  addHost,
  addJson,
  addLabels,
  addPreprocessing,
  type HostOptions,
  type JsonOption,
  MODEL_FILES,
  type PhotoOptions,
  positiveInteger,
} from "./options.ts";
import { milliseconds, print, rounded } from "./output.ts";
import { Progress } from "./progress.ts";
import { addSource, type SourceOption } from "./source_options.ts";

interface ClassifyOptions extends PhotoOptions, SourceOption, HostOptions, JsonOption {
  readonly top: number;
}

interface Result {
  readonly file: string;
  /** Resizing and inference; decoding the file is not counted. */
  readonly ms: number;
  readonly top: readonly Classification[];
}

export function classifyCommand(): Command {
  const command = new Command("classify")
    .description("name what photos show")
    .argument("<model>", MODEL_FILES)
    .argument("<photo...>", "JPEG, PNG, BMP, GIF or TIFF files")
    .option("--top <k>", "how many classes to show", positiveInteger, 5)
    .action(classify);
  return addJson(addHost(addSource(addPreprocessing(addLabels(command)))));
}

async function classify(path: string, photos: readonly string[], options: ClassifyOptions): Promise<void> {
  const model = await openAndLoad(path, options, ["photos", "labels"]);
  const progress = new Progress("photos", photos.length);
  const results: Result[] = [];
  try {
    for (const file of photos) {
      const photo = await readPhoto(file);
      const start = performance.now();
      const top = await model.classify(photo, { topK: options.top });
      results.push({ file, ms: rounded(performance.now() - start), top });
      progress.update(results.length);
    }
  } finally {
    progress.stop();
  }
  const { name, build } = model.info();
  print(options.json, { model: name, build, results }, () => results.map(describe).join("\n\n"));
}

function describe({ file, ms, top }: Result): string {
  // Scores are probabilities if they can be: softmax outputs, not logits. Scales are rounded, so 1 may be exceeded a little.
  const isShare = top.every(({ score }) => score >= 0 && score <= 1.0001);
  const lines = top.map(({ index, label, score }) => {
    const text = isShare ? `${(100 * score).toFixed(1)} %` : score.toFixed(3);
    return `${text.padStart(9)}  ${label ?? `class ${index}`}`;
  });
  return [`${file}  (${milliseconds(ms)} ms)`, ...lines].join("\n");
}
