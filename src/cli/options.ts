// Options that several commands share, and the checks on their values.

import { type Command, InvalidArgumentError, Option } from "commander";
import { BUILD_NAMES, type BuildName } from "../index.ts";
import type { PreprocessingOptions } from "../tools.ts";

/** What `<model>` may be, in help texts. */
export const MODEL_FILES = ".wren, .tflite or .onnx file, TensorFlow.js model.json, or Teachable Machine .zip";

export interface JsonOption {
  readonly json?: boolean;
}

export interface BuildOption {
  readonly build?: BuildName | "auto";
}

/** Of commands that run a model. */
export interface HostOptions extends BuildOption {
  readonly threads?: number;
}

/** How photos become the input, where the file does not say or says wrong. */
export interface PhotoOptions extends PreprocessingOptions {
  /** A file of class names, one a line. */
  readonly labels?: string;
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError("Give a whole number from 1 on.");
  return value;
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("Give a whole number from 0 on.");
  return value;
}

function numbers(text: string): number[] {
  const values = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if ((values.length !== 1 && values.length !== 3) || !values.every(Number.isFinite)) {
    throw new InvalidArgumentError("Give one number, or three with commas.");
  }
  return values;
}

function resize(text: string): number | "stretch" {
  if (text === "stretch") return text;
  const value = positiveInteger(text);
  if (value > 65536) throw new InvalidArgumentError("Give at most 65536 pixels.");
  return value;
}

export function addJson(command: Command): Command {
  return command.option("--json", "print one JSON document");
}

export function addBuild(command: Command, otherwise = "the best exact one"): Command {
  const build = new Option("--build <name>", `which wasm build to run: ${otherwise} if not said`);
  return command.addOption(build.choices(["auto", ...BUILD_NAMES]));
}

/** --build, --threads. */
export function addHost(command: Command): Command {
  return addBuild(command).option("--threads <n>", "how many threads share a run: 1 if not said", positiveInteger);
}

/** --mean, --std, --resize, --crop, --color, --filter. */
export function addPreprocessing(command: Command): Command {
  return command
    .option("--mean <n[,n,n]>", "pixel value (0..255) that becomes 0, one or one a channel", numbers)
    .option("--std <n[,n,n]>", "pixels are divided by this after --mean", numbers)
    .option("--resize <n|stretch>", "pixels of the short side before cropping; stretch: the whole photo", resize)
    .addOption(new Option("--crop <when>", "cut out the centre after or before resizing").choices(["after", "before"]))
    .addOption(new Option("--color <order>", "channels of the input").choices(["rgb", "bgr", "gray"]))
    .addOption(new Option("--filter <name>", "resizing").choices(["antialias", "bilinear", "nearest"]));
}

export function addLabels(command: Command): Command {
  return command.option("--labels <file>", "class names, one a line, in the order of the model's classes");
}
