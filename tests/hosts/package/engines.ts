// Engines without WebAssembly: what `bitwren export --to js` of the packed package writes, run as a script.

import { execFile, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { HostAnswers } from "./commands.ts";
import { ENGINE } from "./program.ts";
import { tool } from "./project.ts";

const run = promisify(execFile);
const XSNAP = tool("@agoric/xsnap");
const XS = join(XSNAP, "xsnap-native/xsnap/build/bin/lin/release/xsnap-worker");

/** Evaluates a script that leaves text in `answer`; returns that. */
type Evaluate = (script: string, project: string) => Promise<string>;

/** Writes model.js as a user would: with the package's command. */
export async function exportModel(project: string): Promise<Uint8Array> {
  await run(join(project, "node_modules/.bin/bitwren"), ["export", "model.wren", "--to", "js"], { cwd: project });
  return readFile(join(project, "model.js"));
}

async function quickJs(script: string): Promise<string> {
  const { getQuickJS } = (await import(`file://${tool("quickjs-emscripten/dist/index.mjs")}`)) as {
    getQuickJS(): Promise<{ evalCode(code: string): string }>;
  };
  return (await getQuickJS()).evalCode(`${script}answer;`);
}

/** Optimising as for release, which its users do when they compile to bytecode. */
async function hermes(script: string, project: string): Promise<string> {
  const file = join(project, "script.js");
  await writeFile(file, `${script}print(answer);`);
  return (await run(tool("hermes-engine-cli/linux64-bin/hermes"), ["-O", "-w", file], { timeout: 300_000 })).stdout;
}

/** The package brings the engine's C sources, which compile within a minute. */
function buildXs(): void {
  if (existsSync(XS)) return;
  execFileSync("npm", ["run", "build:from-env"], { cwd: XSNAP, stdio: ["ignore", "ignore", "pipe"] });
}

/** Its worker takes netstrings, "e" and a script, through one pipe, and answers through another: "." or "!" and an error. */
function xs(script: string): Promise<string> {
  buildXs();
  const child = spawn(XS, [], { stdio: ["ignore", "pipe", "inherit", "pipe", "pipe"], timeout: 300_000 });
  const command = Buffer.from(`e${script}print(answer);`);
  const [, output, , commands, replies] = child.stdio as unknown as [
    unknown,
    NodeJS.ReadableStream,
    unknown,
    NodeJS.WritableStream,
    NodeJS.ReadableStream,
  ];
  const collect = (stream: NodeJS.ReadableStream) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString();
  };
  const [said, reply] = [collect(output), collect(replies)];
  commands.write(`${command.length}:`);
  commands.write(command);
  commands.end(",");
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", () => (/^\d+:\./.test(reply()) ? done(said()) : fail(new Error(`XS: ${reply() || said()}`))));
  });
}

export const ENGINES: Readonly<Record<string, Evaluate>> = { QuickJS: quickJs, Hermes: hermes, "Moddable XS": xs };

export async function runEngine(evaluate: Evaluate, project: string): Promise<HostAnswers> {
  const model = await exportModel(project);
  const inputs = Int8Array.from(await readFile(join(project, "inputs.i8")));
  const script = `${Buffer.from(model)}var inputs = [${inputs}];\n${ENGINE}var answer = JSON.stringify(answerOf(createModel(), inputs));\n`;
  return { answers: [JSON.parse(await evaluate(script, project))], bundleBytes: model.length };
}
