// bitwren export MODEL --to wasm|js|c -o OUT

import { basename, dirname, extname, join } from "node:path";
import { Command, Option } from "commander";
import { BUILD_NAMES, type BuildName } from "../index.ts";
import {
  createName,
  exportC,
  exportJs,
  exportWasm,
  JS_FORMATS,
  type JsFormat,
  type ModelFile,
  memoryBytes,
} from "../tools.ts";
import { UserError } from "./errors.ts";
import { checkWritable, writeOutputs } from "./files.ts";
import { openModel } from "./model_file.ts";
import { addJson, type JsonOption, MODEL_FILES } from "./options.ts";
import { bytes, print } from "./output.ts";
import { addLowMemory, addSource, type SourceOption } from "./source_options.ts";

const GOLDEN_CASES = 1;

interface ExportOptions extends SourceOption, JsonOption {
  readonly to: "wasm" | "js" | "c";
  readonly build?: BuildName;
  readonly format?: JsFormat;
  readonly name?: string;
  readonly output?: string;
}

export function exportCommand(): Command {
  const command = new Command("export")
    .description(
      "write a model that runs without bitwren: one WebAssembly file without imports, one JavaScript file, or C99 sources",
    )
    .argument("<model>", MODEL_FILES)
    .addOption(new Option("--to <target>", "what to write").choices(["wasm", "js", "c"]).makeOptionMandatory())
    .addOption(new Option("--build <name>", "kernels of a wasm file: simd if not said").choices(BUILD_NAMES))
    .addOption(new Option("--format <name>", "of a JavaScript file: script if not said").choices(JS_FORMATS))
    .option("--name <name>", "of C files and symbols, and of JavaScript's createName: model if not said")
    .option("-o, --output <path>", "the .wasm or .js file, or the folder for C; beside the model if not said")
    .action(exportModel);
  return addJson(addLowMemory(addSource(command)));
}

async function exportModel(path: string, options: ExportOptions): Promise<void> {
  const { to } = options;
  if (to !== "wasm" && options.build !== undefined)
    throw new UserError("--build is for --to wasm: the others have one");
  if (to === "wasm" && options.name !== undefined) throw new UserError("--name is for --to js and --to c");
  if (to !== "js" && options.format !== undefined) throw new UserError("--format is for --to js");
  const stem = join(dirname(path), basename(path, extname(path)));
  const output = options.output ?? (to === "c" ? `${stem}_c` : `${stem}.${to}`);
  if (to !== "c") await checkWritable(output);
  const isForC = to === "c";
  // Machines without a WebAssembly engine are short of memory; a .wren file is taken as it is.
  const lowMemory = options.lowMemory ?? (isForC && extname(path) !== ".wren" ? true : undefined);
  const { file } = await openModel(path, { ...options, lowMemory }, [], isForC ? GOLDEN_CASES : 0);
  if (to === "wasm") await writeWasm(file, output, options);
  else if (to === "js") await writeJs(file, output, options);
  else await writeC(file, output, options);
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

async function writeJs(file: ModelFile, output: string, { name, format, json }: ExportOptions): Promise<void> {
  const data = await exportJs(file, { name, format });
  await writeOutputs([{ path: output, data }]);
  const size = new TextEncoder().encode(data).length;
  const memory = file.plan.memory.bytes;
  const create = createName(name);
  print(json, { file: output, bytes: size, memoryBytes: memory, creates: create }, () => {
    return `${output}: ${bytes(size)}, no WebAssembly, ${bytes(memory)} of memory; defines ${create}()`;
  });
}

async function writeC(file: ModelFile, output: string, { name, json }: ExportOptions): Promise<void> {
  const { files, ramBytes, constantBytes, codeBytes } = await exportC(file, name);
  await writeOutputs(
    files.map(({ name, text }) => ({ path: join(output, name), data: text })),
    output,
  );
  const flashBytes = constantBytes + codeBytes;
  const summary = {
    folder: output,
    files: files.map(({ name }) => name),
    ramBytes,
    flashBytes,
    constantBytes,
    codeBytes,
  };
  print(json, summary, () =>
    [
      `${output}: ${summary.files.join(", ")}`,
      `RAM    ${bytes(ramBytes)} and the stack`,
      `flash  ${bytes(flashBytes)}: ${bytes(constantBytes)} of constants, about ${bytes(codeBytes)} of code on a Cortex-M4`,
    ].join("\n"),
  );
}
