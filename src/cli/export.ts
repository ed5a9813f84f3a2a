// bitwren export MODEL --to wasm -o OUT

import { basename, dirname, extname, join } from "node:path";
import { Command, Option } from "commander";
import { BUILD_NAMES, type BuildName } from "../index.ts";
import { exportWasm, type ModelFile, memoryBytes } from "../tools.ts";
import { checkWritable, writeOutputs } from "./files.ts";
import { openModel } from "./model_file.ts";
import { addJson, type JsonOption, MODEL_FILES } from "./options.ts";
import { bytes, print } from "./output.ts";
import { addSource, type SourceOption } from "./source_options.ts";

interface ExportOptions extends SourceOption, JsonOption {
  readonly to: "wasm";
  readonly build?: BuildName;
  readonly output?: string;
}

export function exportCommand(): Command {
  const command = new Command("export")
    .description("write a model that runs without bitwren: one WebAssembly file without imports")
    .argument("<model>", MODEL_FILES)
    .addOption(new Option("--to <target>", "what to write").choices(["wasm"]).makeOptionMandatory())
    .addOption(new Option("--build <name>", "which kernels: simd if not said").choices(BUILD_NAMES))
    .option("-o, --output <file>", "where to write; beside the model if not said")
    .action(exportModel);
  return addJson(addSource(command));
}

async function exportModel(path: string, options: ExportOptions): Promise<void> {
  const output = options.output ?? join(dirname(path), `${basename(path, extname(path))}.wasm`);
  await checkWritable(output);
  const { file } = await openModel(path, options, []);
  await writeWasm(file, output, options);
}

async function writeWasm(file: ModelFile, output: string, { build = "simd", json }: ExportOptions): Promise<void> {
  const data = await exportWasm(file, build);
  await writeOutputs([{ path: output, data }]);
  const memory = memoryBytes(file.plan);
  print(json, { file: output, bytes: data.length, build, memoryBytes: memory }, () => {
    const exports = "exports memory, input, input_bytes, output, output_bytes, run";
    return `${output}: ${bytes(data.length)}, ${build} kernels, ${bytes(memory)} of memory, no imports; ${exports}`;
  });
}
