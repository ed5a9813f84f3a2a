// The model every command begins with: a .wren file, or a model of another format compiled on the spot.

import { readFile } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { loadModel, type Model, type Preprocessing } from "../index.ts";
import {
  choosePreprocessing,
  compileToModel,
  fitLabels,
  type Graph,
  importModel,
  inputPort,
  type ModelFile,
  type PreprocessingOptions,
  portElements,
  readModel,
  recognizeFormat,
  type SourceFormat,
  writeModel,
} from "../tools.ts";
import { describeIo, UserError } from "./errors.ts";
import { readBytes } from "./files.ts";
import { readLabels } from "./labels.ts";
import type { HostOptions, PhotoOptions } from "./options.ts";
import { note } from "./output.ts";
import { Progress } from "./progress.ts";
import { type SourceOption, sourceOptions } from "./source_options.ts";

/** What a command uses of the model besides its tensors; what nobody says of these things is pointed out. */
export type Use = "photos" | "labels";

export type ModelOptions = PhotoOptions & SourceOption;

export interface OpenedModel {
  readonly file: ModelFile;
  /** What it was made from just now; undefined for a .wren file. */
  readonly source?: SourceFormat;
}

export interface OpenedGraph {
  /** With the labels of --labels, if there are any. */
  readonly graph: Graph;
  readonly format: SourceFormat;
  /** How photos become the input; undefined where the model takes no image. */
  readonly preprocessing: Preprocessing | undefined;
}

/**
 * Reads or compiles the model; options win over what it says. A model compiled here gets golden vectors if asked. Prints
 * what had to be assumed. Throws UserError and the tools' errors.
 */
export async function openModel(
  path: string,
  options: ModelOptions,
  uses: readonly Use[],
  goldens = 0,
): Promise<OpenedModel> {
  return openBytes(await readBytes(path, "the model"), path, options, uses, goldens);
}

async function openBytes(
  bytes: Uint8Array,
  path: string,
  options: ModelOptions,
  uses: readonly Use[],
  goldens = 0,
): Promise<OpenedModel> {
  if (recognizeFormat(bytes, path) === "wren") return { file: await describeAnew(readModel(bytes), path, options) };
  const { graph, preprocessing, format } = await importSource(bytes, path, options, uses);
  const progress = new Progress("compiling");
  try {
    const onPhase = (phase: string) => progress.say(phase);
    return {
      file: compileToModel(graph, { preprocessing, goldens, onPhase, lowMemory: options.lowMemory }),
      source: format,
    };
  } finally {
    progress.stop();
  }
}

/** Opens the model and loads it on the build and threads asked for. Says where there are fewer threads. */
export async function openAndLoad(
  path: string,
  options: ModelOptions & HostOptions,
  uses: readonly Use[],
): Promise<Model> {
  const { build = "auto", threads: wanted = 1 } = options;
  const bytes = await readBytes(path, "the model");
  const asItIs = recognizeFormat(bytes, path) === "wren" && !changesFile(options);
  const file = asItIs ? bytes : writeModel((await openBytes(bytes, path, options, uses)).file);
  const model = await loadModel(file, { build, threads: wanted });
  const { threads, threadsReason } = model.info();
  if (threads < wanted) note(`--threads ${wanted}: runs on ${threads}, ${threadsReason}`);
  return model;
}

/** The graph of a source model. Prints what had to be assumed. Throws UserError and the tools' errors. */
export async function openGraph(
  path: string,
  options: ModelOptions,
  uses: readonly Use[] = ["photos", "labels"],
): Promise<OpenedGraph> {
  const bytes = await readBytes(path, "the model");
  if (recognizeFormat(bytes, path) === "wren") {
    throw new UserError(`${path} is compiled already: give the model that it was made from`);
  }
  return importSource(bytes, path, options, uses);
}

async function importSource(
  bytes: Uint8Array,
  path: string,
  options: ModelOptions,
  uses: readonly Use[],
): Promise<OpenedGraph> {
  const imported = await importModel(bytes, {
    ...(await sourceOptions(options)),
    name: path,
    sibling: (relative) => readSibling(path, relative),
  });
  const choice = choosePreprocessing(inputPort(imported.graph), imported.graph.preprocessing, photoOptions(options));
  const labels = await chooseLabels(options.labels, classesOf(imported.graph));
  const graph = labels === undefined ? imported.graph : { ...imported.graph, labels };
  const open = [
    ...imported.notes,
    ...(uses.includes("photos") ? choice.notes : []),
    ...(uses.includes("labels") && choice.preprocessing !== undefined ? labelNotes(graph) : []),
  ];
  if (open.length > 0) note([`${path} leaves open what is taken as follows:`, ...open].join("\n  "));
  return { graph, format: imported.format, preprocessing: choice.preprocessing };
}

/** Whether a .wren file is not to be taken as it is. */
function changesFile(options: ModelOptions): boolean {
  const { labels, shape, set, layout, lowMemory } = options;
  return [labels, shape, set, layout, lowMemory, ...Object.values(photoOptions(options))].some(
    (value) => value !== undefined,
  );
}

/** A .wren file with other labels or preprocessing. */
async function describeAnew(file: ModelFile, path: string, options: ModelOptions): Promise<ModelFile> {
  const compiling = { shape: "shape", set: "set", layout: "layout", lowMemory: "low-memory" } as const;
  for (const [name, option] of Object.entries(compiling)) {
    if (options[name as keyof typeof compiling] !== undefined) {
      throw new UserError(`${path} is compiled already: --${option} is for the model that it was made from`);
    }
  }
  const { inputs, outputs, preprocessing } = file.plan;
  const photos = photoOptions(options);
  const choice = Object.values(photos).some((value) => value !== undefined)
    ? choosePreprocessing(inputs.length === 1 ? inputs[0] : undefined, preprocessing, photos)
    : undefined;
  const labels = await chooseLabels(options.labels, portElements(outputs[0]));
  return {
    ...file,
    plan: {
      ...file.plan,
      ...(choice?.preprocessing && { preprocessing: choice.preprocessing }),
      ...(labels && { labels }),
    },
  };
}

function photoOptions({ mean, std, resize, crop, color, filter }: PhotoOptions): PreprocessingOptions {
  return { mean, std, resize, crop, color, filter };
}

function classesOf({ tensors, outputs }: Graph): number {
  return tensors[outputs[0].tensor].shape.reduce((product, dim) => product * dim, 1);
}

/** Classes have names where the output is a list of scores. */
function labelNotes({ labels, tensors, outputs }: Graph): string[] {
  const { shape } = tensors[outputs[0].tensor];
  const classes = Math.max(...shape);
  const isList = outputs.length === 1 && classes > 1 && shape.filter((dim) => dim !== 1).length === 1;
  if (labels !== undefined || !isList) return [];
  return [`the ${classes} classes have numbers, not names; give names with --labels FILE`];
}

/** The labels of the file `path`, made to fit the model. */
async function chooseLabels(path: string | undefined, classes: number): Promise<readonly string[] | undefined> {
  if (path === undefined) return undefined;
  const labels = await readLabels(path);
  const fitting = fitLabels(labels, classes);
  if (fitting !== undefined) return fitting;
  throw new UserError(`${path} has ${labels.length} labels, the model has ${classes} classes: give one label a class`);
}

/** A file that the model at `path` names, or undefined where it is not there. A model names files in its own folder only. */
async function readSibling(path: string, relative: string): Promise<Uint8Array | undefined> {
  const folder = resolve(dirname(path));
  const target = resolve(folder, relative);
  if (!target.startsWith(folder.endsWith(sep) ? folder : folder + sep)) {
    throw new UserError(`${path} names the file ${relative}, which lies outside its folder: put it beside the model`);
  }
  try {
    const { buffer, byteOffset, length } = await readFile(target);
    return new Uint8Array(buffer, byteOffset, length);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UserError(`cannot read ${target}, which belongs to ${path}: ${describeIo(error)}`);
  }
}
