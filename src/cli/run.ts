// bitwren run MODEL --input [name=]x.npy|x.bin ... --out DIR

import { join } from "node:path";
import { Command } from "commander";
import type { Port, PortData } from "../index.ts";
import { portBytes, portData } from "../tools.ts";
import { UserError } from "./errors.ts";
import { readBytes, writeOutputs } from "./files.ts";
import { openAndLoad } from "./model_file.ts";
import { isNpy, numpyName, readNpy, writeNpy } from "./npy.ts";
import { addHost, addJson, type HostOptions, type JsonOption, MODEL_FILES } from "./options.ts";
import { milliseconds, print, rounded, typeName } from "./output.ts";
import { addSource, type SourceOption } from "./source_options.ts";

interface RunOptions extends SourceOption, HostOptions, JsonOption {
  readonly input: readonly string[];
  readonly out: string;
}

export function runCommand(): Command {
  const command = new Command("run")
    .description("run a model on raw tensors")
    .argument("<model>", MODEL_FILES)
    .requiredOption(
      "--input <[name=]file>",
      "a .npy file, or raw little-endian values; once for each input",
      collect,
      [],
    )
    .requiredOption("--out <dir>", "folder for one .npy file an output")
    .action(run);
  return addJson(addHost(addSource(command)));
}

function collect(value: string, values: readonly string[]): string[] {
  return [...values, value];
}

async function run(path: string, options: RunOptions): Promise<void> {
  const model = await openAndLoad(path, options, []);
  const { inputs, outputs, name, build } = model.info();
  const values: Record<string, PortData> = {};
  for (const spec of options.input) {
    const { port, file } = matchInput(spec, inputs);
    if (Object.hasOwn(values, port.name)) throw new UserError(`input "${port.name}" is given twice`);
    values[port.name] = readTensor(await readBytes(file, "the input"), file, port);
  }
  const start = performance.now();
  const results = model.run(values);
  const ms = rounded(performance.now() - start);
  const names = fileNames(outputs);
  const files = outputs.map(({ name, dtype, shape }, i) => {
    const { buffer, byteOffset, byteLength } = results[name];
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    return { path: join(options.out, names[i]), data: writeNpy({ dtype, shape, bytes }) };
  });
  await writeOutputs(files, options.out);
  const written = outputs.map(({ name, dtype, shape }, i) => ({ name, dtype, shape, file: files[i].path }));
  print(options.json, { model: name, build, ms, outputs: written }, () =>
    [...written.map((output) => `${output.file}  ${typeName(output)}`), `${milliseconds(ms)} ms on ${build}`].join(
      "\n",
    ),
  );
}

/** `name=file`, or the file alone where the model has one input. */
function matchInput(spec: string, inputs: readonly Port[]): { port: Port; file: string } {
  const named = inputs.find(({ name }) => spec.startsWith(`${name}=`));
  if (named !== undefined) return { port: named, file: spec.slice(named.name.length + 1) };
  if (inputs.length === 1) return { port: inputs[0], file: spec };
  if (inputs.length === 0) throw new UserError(`--input ${spec}: the model has no inputs, leave it out`);
  const names = inputs.map(({ name }) => `"${name}"`).join(", ");
  throw new UserError(`--input ${spec} names no input: give NAME=FILE for each of ${names}`);
}

function readTensor(bytes: Uint8Array, file: string, port: Port): PortData {
  const wanted = `input "${port.name}" is ${typeName(port)}`;
  if (!isNpy(bytes)) {
    if (file.endsWith(".npy")) readNpy(bytes, file);
    if (bytes.length !== portBytes(port)) {
      throw new UserError(
        `${file} has ${bytes.length} bytes, but ${wanted}: give ${portBytes(port)} bytes of raw values`,
      );
    }
    return portData(port.dtype, bytes.slice().buffer);
  }
  const array = readNpy(bytes, file);
  if (array.dtype !== port.dtype) {
    const remedy = `convert it with .astype(numpy.${numpyName(port.dtype)})`;
    throw new UserError(`${file} holds ${numpyName(array.dtype)}, but ${wanted}: ${remedy}`);
  }
  if (array.shape.length !== port.shape.length || array.shape.some((dim, i) => dim !== port.shape[i])) {
    const remedy = `make it so with .reshape(${port.shape.join(", ")})`;
    throw new UserError(`${file} has the shape [${array.shape.join(",")}], but ${wanted}: ${remedy}`);
  }
  return portData(port.dtype, array.bytes.slice().buffer);
}

/** Outputs' names as file names: other characters become "_", equal ones get numbers. */
function fileNames(outputs: readonly Port[]): string[] {
  const used = new Set<string>();
  return outputs.map(({ name }, i) => {
    const plain =
      name
        .replace(/[^\w.-]+/g, "_")
        .replace(/^\.+/, "")
        .slice(0, 100) || `output_${i}`;
    const unique = used.has(plain.toLowerCase()) ? `${plain}_${i}` : plain;
    used.add(unique.toLowerCase());
    return `${unique}.npy`;
  });
}
