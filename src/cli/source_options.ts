// Options that say of a source model what its file leaves open: dimensions, values of inputs, the layout of images.

import { type Command, InvalidArgumentError, Option } from "commander";
import type { GivenValue, SourceOptions } from "../tools.ts";
import { readBytes } from "./files.ts";
import { npyNumbers, readNpy } from "./npy.ts";

/** An input's dimensions; without a name those of the only input. */
interface ShapeOption {
  readonly name: string;
  readonly shape: readonly number[];
}

/** An input's value as written: numbers, or a file of them. */
type SetOption = { readonly name: string } & ({ readonly value: GivenValue } | { readonly file: string });

export interface SourceOption {
  readonly lowMemory?: boolean | undefined;
  readonly shape?: readonly ShapeOption[];
  readonly set?: readonly SetOption[];
  readonly layout?: "nchw" | "nhwc";
}

/** --shape, --set, --layout. */
export function addSource(command: Command): Command {
  return command
    .option("--shape <[name=]n,n,...>", "dimensions of an input that the file leaves open; repeatable", collectShape)
    .option(
      "--set <name=value>",
      "make an input a constant: numbers, [[1,2],[3,4]], or @file.npy; repeatable",
      collectSet,
    )
    .addOption(
      new Option("--layout <order>", "ONNX images as [N,H,W,C] (nhwc, as photos need) or as in the file").choices([
        "nhwc",
        "nchw",
      ]),
    );
}

/** --low-memory. */
export function addLowMemory(command: Command): Command {
  return command.option("--low-memory", "compile for the smallest arena, at some cost of time");
}

function collectShape(text: string, earlier: readonly ShapeOption[] = []): ShapeOption[] {
  const [, name = "", list] = /^(?:(.*)=)?([^=]*)$/.exec(text) ?? [];
  const shape = (list ?? "").split(",").map((dim) => (/^\s*\d+\s*$/.test(dim) ? Number(dim) : 0));
  if (!shape.every((dim) => Number.isSafeInteger(dim) && dim >= 1)) {
    throw new InvalidArgumentError(
      "Give NAME=1,3,224,224: whole numbers from 1 on, the name only where there are several.",
    );
  }
  if (earlier.some((other) => other.name === name)) {
    throw new InvalidArgumentError(
      name === "" ? "Give the input's name where there are several." : `"${name}" has a shape already.`,
    );
  }
  return [...earlier, { name, shape }];
}

const VALUE_FORM = "Give NAME=1,2,3, NAME=[[1,2],[3,4]], or NAME=@file.npy.";

function collectSet(text: string, earlier: readonly SetOption[] = []): SetOption[] {
  const split = text.indexOf("=");
  if (split < 1) throw new InvalidArgumentError(VALUE_FORM);
  const [name, value] = [text.slice(0, split), text.slice(split + 1)];
  if (earlier.some((other) => other.name === name)) throw new InvalidArgumentError(`"${name}" is set already.`);
  const option = value.startsWith("@") ? { name, file: value.slice(1) } : { name, value: parseValue(value) };
  return [...earlier, option];
}

/** `5` is a scalar, `1,2` and `[1,2]` are lists, nested lists have the shape of their nesting; true and false are 1 and 0. */
function parseValue(text: string): GivenValue {
  let tree: unknown;
  try {
    const isBare = !text.trim().startsWith("[") && text.includes(",");
    tree = JSON.parse(isBare ? `[${text}]` : text);
  } catch {
    throw new InvalidArgumentError(VALUE_FORM);
  }
  const shape: number[] = [];
  for (let at = tree; Array.isArray(at); at = at[0]) shape.push(at.length);
  const numbers: number[] = [];
  const isEven = (at: unknown, depth: number): boolean => {
    if (Array.isArray(at)) return at.length === shape[depth] && at.every((item) => isEven(item, depth + 1));
    if (depth !== shape.length || (typeof at !== "number" && typeof at !== "boolean")) return false;
    numbers.push(Number(at));
    return true;
  };
  if (!isEven(tree, 0)) throw new InvalidArgumentError(`${VALUE_FORM} All lists of one level must be equally long.`);
  return { shape, numbers };
}

/** What importers get; reads the files of --set. Throws UserError. */
export async function sourceOptions({
  shape = [],
  set = [],
  layout,
}: SourceOption): Promise<Omit<SourceOptions, "name">> {
  const values = await Promise.all(
    set.map(async (option): Promise<[string, GivenValue]> => {
      if ("value" in option) return [option.name, option.value];
      return [option.name, await readValue(option.file)];
    }),
  );
  return {
    shapes: Object.fromEntries(shape.map(({ name, shape }) => [name, shape])),
    values: Object.fromEntries(values),
    layout,
  };
}

async function readValue(file: string): Promise<GivenValue> {
  const array = readNpy(await readBytes(file, "the value"), file);
  return { shape: array.shape, numbers: npyNumbers(array) };
}
