// A folder of labelled photos for `eval` and `learn`: which files, and the class of each.

import { readdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { describeIo, UserError } from "./errors.ts";
import { readText } from "./files.ts";
import { readLabels } from "./labels.ts";

const EXTENSIONS = [".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff"];

export interface LabelledPhoto {
  /** Relative to the folder. */
  readonly file: string;
  readonly path: string;
  /** Class of the model. */
  readonly label: number;
}

/**
 * Every photo below `folder`, sorted by name, with its class. `labels` is a file: a table (file, tab, class index or name), or
 * a list of one name a class, which files' names or class folders begin with. Without it the model's own labels serve.
 * Throws UserError if photos or labels are missing.
 */
export async function readDataset(
  folder: string,
  labels: string | undefined,
  model: { readonly classes: number; readonly labels: readonly string[] | undefined },
): Promise<LabelledPhoto[]> {
  const files = await listPhotos(folder);
  const classOf = await readClasses(labels, model);
  const photos: LabelledPhoto[] = [];
  const unknown: string[] = [];
  for (const file of files) {
    const label = classOf(file);
    if (label === undefined) unknown.push(file);
    else photos.push({ file, path: join(folder, file), label });
  }
  if (unknown.length > 0) {
    const source = labels ?? "the model's labels";
    throw new UserError(
      `${unknown.length} of ${files.length} photos have no class in ${source}, the first is ${unknown[0]}: ` +
        "name files or folders by class, or give --labels a table of file, tab, class",
    );
  }
  return photos;
}

export interface ClassPhotos {
  readonly photos: readonly LabelledPhoto[];
  /** The names of the classes, by which `label` counts. */
  readonly names: readonly string[];
}

/**
 * Photos of classes that no model knows yet. Each folder in `folder` is a class; or, with `labels`, as `readDataset` has it: the names
 * are those of the list, or those in the table, sorted. Throws UserError.
 */
export async function readClassPhotos(folder: string, labels: string | undefined): Promise<ClassPhotos> {
  if (labels !== undefined) {
    const names = await readNames(labels);
    return { photos: await readDataset(folder, labels, { classes: names.length, labels: names }), names };
  }
  const files = await listPhotos(folder);
  const classOf = (file: string) => file.split(/[\\/]/)[0];
  const loose = files.find((file) => classOf(file) === file);
  if (loose !== undefined) {
    throw new UserError(
      `${loose} lies in ${folder} itself: put photos into one folder a class, or give --labels a table of file, tab, class`,
    );
  }
  const names = [...new Set(files.map(classOf))];
  const photos = files.map((file) => ({ file, path: join(folder, file), label: names.indexOf(classOf(file)) }));
  return { photos, names };
}

/** Photos below a folder, relative to it, sorted by name. Throws UserError if there are none. */
export async function listPhotos(folder: string): Promise<string[]> {
  let names: string[];
  try {
    names = await readdir(folder, { recursive: true });
  } catch (error) {
    throw new UserError(`cannot read the folder ${folder}: ${describeIo(error)}`);
  }
  const photos = names.filter((name) => EXTENSIONS.includes(extname(name).toLowerCase())).sort();
  if (photos.length === 0) throw new UserError(`there are no photos (${EXTENSIONS.join(" ")}) in ${folder}`);
  return photos;
}

/** Of a list of names, or of the classes in a table. */
async function readNames(path: string): Promise<string[]> {
  const lines = tableLines(await readText(path, "the labels"));
  if (lines === undefined) return readLabels(path);
  const names = [...new Set(lines.map((line) => line.split("\t")[1]))].sort();
  if (names.every((name) => /^\d+$/.test(name))) names.sort((a, b) => Number(a) - Number(b));
  return names;
}

/** The lines of a table of file, tab, class; undefined where the text is none. Lines that begin with # are remarks. */
function tableLines(text: string): string[] | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  return lines.length > 0 && lines.every((line) => line.includes("\t")) ? lines : undefined;
}

type ClassOf = (file: string) => number | undefined;

async function readClasses(
  path: string | undefined,
  { classes, labels }: { readonly classes: number; readonly labels: readonly string[] | undefined },
): Promise<ClassOf> {
  if (path === undefined) {
    if (labels !== undefined) return classByName(labels, 0);
    throw new UserError("the model has no labels: give --labels a list of class names or a table of file, tab, class");
  }
  const lines = tableLines(await readText(path, "the labels"));
  if (lines !== undefined) return readTable(lines, path, classes, labels);
  const names = await readLabels(path);
  const background = classes - names.length;
  if (background !== 0 && background !== 1) {
    throw new UserError(
      `${path} has ${names.length} classes, the model has ${classes}: ` +
        "give a list with one line a class (or one less where the model's first class is the background)",
    );
  }
  return classByName(names, background);
}

function readTable(
  lines: readonly string[],
  path: string,
  classes: number,
  labels: readonly string[] | undefined,
): ClassOf {
  const byFile = new Map<string, number>();
  for (const line of lines) {
    const [file, name] = line.split("\t");
    const index = /^\d+$/.test(name) ? Number(name) : (labels?.indexOf(name) ?? -1);
    if (index < 0 || index >= classes) {
      throw new UserError(`${path} gives ${file} the class ${name}: the model's classes are 0 to ${classes - 1}`);
    }
    byFile.set(file, index);
  }
  return (file) => byFile.get(file) ?? byFile.get(basename(file));
}

/** By class folder, else by the longest name that the file's name begins with (a letter or digit may not follow). */
function classByName(names: readonly string[], offset: number): ClassOf {
  const indices = new Map(names.map((name, i) => [name, i + offset]));
  return (file) => {
    const parts = file.split(/[\\/]/);
    for (const folder of parts.slice(0, -1)) {
      const index = indices.get(folder);
      if (index !== undefined) return index;
    }
    const name = parts[parts.length - 1];
    for (let length = name.length; length > 0; length--) {
      const index = indices.get(name.slice(0, length));
      if (index !== undefined && !/[\p{L}\p{N}]/u.test(name[length] ?? "")) return index;
    }
    return undefined;
  };
}
