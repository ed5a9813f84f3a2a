// bitwren inspect MODEL

import { Command } from "commander";
import type { Layer, Port, Preprocessing } from "../index.ts";
import { type ModelFile, memoryBytes } from "../tools.ts";
import { drawArena } from "./arena_map.ts";
import { byLayer } from "./layers.ts";
import { openModel } from "./model_file.ts";
import { addJson, addLabels, addPreprocessing, type JsonOption, MODEL_FILES, type PhotoOptions } from "./options.ts";
import { bytes, count, print, table, typeName } from "./output.ts";
import { addSource, type SourceOption } from "./source_options.ts";

export interface ModelSummary {
  readonly name: string;
  readonly inputs: readonly Omit<Port, "address">[];
  readonly outputs: readonly Omit<Port, "address">[];
  readonly labels: readonly string[];
  readonly preprocessing: Preprocessing | null;
  readonly macs: number;
  readonly params: number;
  readonly weightBytes: number;
  readonly arenaBytes: number;
  readonly memoryBytes: number;
  readonly goldens: number;
  /** Steps that only change the layout of their input, NCHW to NHWC say. */
  readonly transposes: number;
  readonly steps: readonly Layer[];
}

export function inspectCommand(): Command {
  const command = new Command("inspect")
    .description("show a model's inputs, outputs, steps and memory")
    .argument("<model>", MODEL_FILES)
    .action(inspect);
  return addJson(addSource(addPreprocessing(addLabels(command))));
}

async function inspect(model: string, options: PhotoOptions & SourceOption & JsonOption): Promise<void> {
  const { file, source } = await openModel(model, options, ["photos", "labels"]);
  const summary = { format: source ?? "wren", ...summarize(file) };
  print(options.json, summary, () => describe(summary, file));
}

export function summarize({ plan, data }: ModelFile): ModelSummary {
  const port = ({ address: _, ...rest }: Port) => rest;
  return {
    name: plan.name,
    inputs: plan.inputs.map(port),
    outputs: plan.outputs.map(port),
    labels: plan.labels ?? [],
    preprocessing: plan.preprocessing ?? null,
    macs: plan.layers.reduce((sum, { macs }) => sum + macs, 0),
    params: plan.parameters,
    weightBytes: data.length,
    arenaBytes: plan.memory.bytes - plan.memory.arena,
    memoryBytes: memoryBytes(plan),
    goldens: plan.goldens,
    transposes: plan.layers.filter(({ op }) => op === "transpose").length,
    steps: plan.layers,
  };
}

function describe(summary: ModelSummary & { readonly format: string }, { plan }: ModelFile): string {
  const { name, format, labels, preprocessing, macs, params, weightBytes, arenaBytes, steps, goldens, transposes } =
    summary;
  const ports = (side: string, list: ModelSummary["inputs"]) =>
    list.map((port) => `${side}  ${port.name}  ${typeName(port)}${quantization(port)}`);
  const layers = byLayer(steps);
  const isTiled = layers.some(({ calls }) => calls > 1);
  const rows = layers.map(({ first, op, kernel, output, macs, calls }) => [
    ...[first, op, kernel, output, count(macs)],
    ...(isTiled ? [calls] : []),
  ]);
  return [
    name,
    `format    ${format === "wren" ? "compiled (.wren)" : `${format}, compiled just now`}`,
    ...ports("input   ", summary.inputs),
    ...ports("output  ", summary.outputs),
    `photos    ${preprocessing === null ? "not an image model" : describePreprocessing(preprocessing)}`,
    `labels    ${labels.length === 0 ? "none" : `${labels.length}: ${preview(labels)}`}`,
    `goldens   ${goldens === 0 ? "none" : goldens}`,
    "",
    table(["#", "step", "kernel", "output", "MACs", ...(isTiled ? ["calls"] : [])], rows),
    "",
    `${count(macs)} multiply-accumulates, ${count(params)} parameters`,
    `${transposes} of ${steps.length} steps only change the layout`,
    `memory ${bytes(summary.memoryBytes)}: ${bytes(weightBytes)} weights, ${bytes(arenaBytes)} arena`,
    "",
    drawArena(plan.placements, steps.length),
  ].join("\n");
}

function quantization({ scale, zeroPoint }: Pick<Port, "scale" | "zeroPoint">): string {
  return scale === undefined ? "" : `, real = ${Number(scale.toPrecision(6))} x (q - ${zeroPoint ?? 0})`;
}

function preview(labels: readonly string[]): string {
  const first = labels.slice(0, 4).join(" | ");
  return labels.length > 4 ? `${first} | ...` : first;
}

/** `short side to 256 pixels (antialias), centre crop, rgb, (pixel - 127.5) / 127.5`. */
export function describePreprocessing({ fit, resizeTo, filter, color, mean, std }: Preprocessing): string {
  const fits = {
    shorter: `short side to ${resizeTo} pixels (${filter}), then centre crop`,
    square: `centre crop, then resized (${filter}; ${resizeTo} pixels would be the short side)`,
    stretch: `stretched to the input (${filter})`,
  };
  const list = (values: readonly number[]) => {
    const short = values.map((value) => Number(value.toPrecision(6)));
    return short.length === 1 ? `${short[0]}` : `[${short.join(", ")}]`;
  };
  return `${fits[fit]}, ${color}, (pixel - ${list(mean)}) / ${list(std)}`;
}
