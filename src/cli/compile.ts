// bitwren compile IN [-o OUT]

import { basename, dirname, extname, join } from "node:path";
import { Command } from "commander";
import { writeModel } from "../tools.ts";
import { UserError } from "./errors.ts";
import { checkWritable, writeOutputs } from "./files.ts";
import { summarize } from "./inspect.ts";
import { openModel } from "./model_file.ts";
import { addJson, addLabels, addPreprocessing, type JsonOption, MODEL_FILES, type PhotoOptions } from "./options.ts";
import { bytes, print } from "./output.ts";
import { addLowMemory, addSource, type SourceOption } from "./source_options.ts";

const GOLDEN_CASES = 1;

interface CompileOptions extends PhotoOptions, SourceOption, JsonOption {
  readonly output?: string;
}

export function compileCommand(): Command {
  const command = new Command("compile")
    .description("turn a model into a .wren file (a .wren file gets other labels or preprocessing)")
    .argument("<model>", MODEL_FILES)
    .option("-o, --output <file>", "the .wren file to write; beside the model if not said")
    .action(compile);
  return addJson(addLowMemory(addSource(addPreprocessing(addLabels(command)))));
}

async function compile(model: string, options: CompileOptions): Promise<void> {
  const output = options.output ?? join(dirname(model), `${basename(model, extname(model))}.wren`);
  if (options.output === undefined && output === model)
    throw new UserError("say where to write with -o: this is a .wren file");
  await checkWritable(output);
  const { file } = await openModel(model, options, ["photos", "labels"], GOLDEN_CASES);
  const data = writeModel(file);
  await writeOutputs([{ path: output, data }]);
  const { macs, params, weightBytes, arenaBytes, memoryBytes, steps } = summarize(file);
  const summary = { file: output, bytes: data.length, macs, params, weightBytes, arenaBytes, memoryBytes };
  print(options.json, { ...summary, steps: steps.length }, () => {
    const memory = `${bytes(memoryBytes)} of memory (${bytes(weightBytes)} weights, ${bytes(arenaBytes)} arena)`;
    return `${output}: ${bytes(data.length)}, ${steps.length} steps, ${memory}`;
  });
}
