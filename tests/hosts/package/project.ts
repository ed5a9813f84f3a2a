// The packed tarball in an empty project: what `npm pack` makes, installed as a user installs it.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../../support.ts";

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

/** Packs and installs once; returns what copies the project for a host. */
export async function packProject(
  folder: string,
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
  await cp(join(MODEL, "model.wren"), join(first, "model.wren"));
  await cp(join(MODEL, "golden/photos_32x32_rgb.u8"), join(first, "photos.u8"));
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

export async function goldenBits(): Promise<string> {
  return (await readFile(join(MODEL, "golden/photos_probabilities_int8.bin"))).toString("hex");
}
