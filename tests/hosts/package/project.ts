// The packed tarball in an empty project: what `npm pack` makes, installed as a user installs it.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compileGraph, importTflite } from "../../../src/tools.ts";
import { ROOT, sharedData } from "../../support.ts";

/** Hosts, bundlers and checkers, with a lock file of their own. */
export const TOOLS = join(ROOT, "tests/hosts");
export const tool = (path: string) => join(TOOLS, "node_modules", path);
const MODEL = join(ROOT, "models/cifar10_wren9");

/** npm ci, unless its packages are there. Nothing of them runs: what hosts need is in their packages. */
export function installTools(): void {
  if (existsSync(tool("node-arm64/bin/node"))) return;
  // Forced, as a Node for another processor is among them.
  const flags = ["--ignore-scripts", "--force", "--no-audit", "--no-fund"];
  execFileSync("npm", ["ci", "--prefix", TOOLS, ...flags], { stdio: ["ignore", "ignore", "inherit"] });
}

/** What every host is asked, and what it has to answer. */
export interface GoldenCase {
  readonly name: string;
  readonly model: Uint8Array;
  /** int8, one after the other. */
  readonly inputs: Uint8Array;
  /** In hexadecimal digits. */
  readonly bits: string;
}

/** MLPerf Tiny's ResNet-8 and the answers of the TFLite interpreter; without the shared data the model that ships and its photos. */
export async function goldenCase(): Promise<GoldenCase> {
  const shared = sharedData();
  if (shared === undefined) {
    const photos = await readFile(join(MODEL, "golden/photos_32x32_rgb.u8"));
    return {
      name: "cifar10_wren9",
      model: await readFile(join(MODEL, "model.wren")),
      inputs: photos.map((pixel) => pixel - 128),
      bits: (await readFile(join(MODEL, "golden/photos_probabilities_int8.bin"))).toString("hex"),
    };
  }
  const source = await readFile(join(shared, "models/mlperf_tiny/ic/pretrainedResnet_quant.tflite"));
  const golden = async (kind: "in" | "out") => {
    const file = (k: number) =>
      readFile(join(shared, "conformance/tflite_golden/pretrainedResnet_quant", `${kind}_${k}.bin`));
    return Buffer.concat([await file(0), await file(1)]);
  };
  return {
    name: "ResNet-8 int8",
    model: compileGraph(importTflite(source, { name: "ResNet-8" })),
    inputs: await golden("in"),
    bits: (await golden("out")).toString("hex"),
  };
}

/** Packs and installs once; returns what copies the project for a host. */
export async function packProject(
  folder: string,
  { model, inputs }: GoldenCase,
): Promise<{ tarball: string; copy: (name: string) => Promise<string> }> {
  const quiet = { cwd: ROOT, stdio: "pipe" } as const;
  execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], quiet);
  const name = (await readdir(folder)).find((file) => file.endsWith(".tgz"));
  if (name === undefined) throw new Error("npm pack made no tarball");
  const tarball = join(folder, name);
  const first = join(folder, "installed");
  await mkdir(first);
  await writeFile(join(first, "package.json"), '{"name": "empty", "private": true, "type": "module"}');
  execFileSync("npm", ["install", tarball, "--no-audit", "--no-fund"], { ...quiet, cwd: first });
  await writeFile(join(first, "model.wren"), model);
  await writeFile(join(first, "inputs.i8"), inputs);
  const copy = async (host: string) => {
    const project = join(folder, host.replace(/\W+/g, "_"));
    await cp(first, project, { recursive: true, verbatimSymlinks: true });
    return project;
  };
  return { tarball, copy };
}

/** Packages of the project that would run something when installed. */
export async function installScripts(project: string): Promise<string[]> {
  const lock = JSON.parse(await readFile(join(project, "package-lock.json"), "utf8")) as {
    packages: Record<string, { hasInstallScript?: boolean }>;
  };
  return Object.keys(lock.packages).filter((name) => lock.packages[name].hasInstallScript);
}
