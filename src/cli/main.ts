#!/usr/bin/env node
// bitwren: the command line. Exit codes: 0 done, 1 a check failed, 2 bad usage or bad input.

import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { benchCommand } from "./bench.ts";
import { classifyCommand } from "./classify.ts";
import { compileCommand } from "./compile.ts";
import { EXIT_BAD_INPUT, reportError } from "./errors.ts";
import { evalCommand } from "./eval.ts";
import { exportCommand } from "./export.ts";
import { inspectCommand } from "./inspect.ts";
import { learnCommand } from "./learn.ts";
import { quantizeCommand } from "./quantize.ts";
import { runCommand } from "./run.ts";
import { verifyCommand } from "./verify.ts";

const COMMANDS = [
  compileCommand,
  quantizeCommand,
  learnCommand,
  inspectCommand,
  runCommand,
  classifyCommand,
  evalCommand,
  exportCommand,
  benchCommand,
  verifyCommand,
];

function version(): string {
  const text = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

function program(): Command {
  const bitwren = new Command("bitwren")
    .description("Neural networks for images on WebAssembly: import, quantise, compile, run")
    .version(version());
  for (const make of COMMANDS) bitwren.addCommand(make());
  for (const command of [bitwren, ...bitwren.commands]) {
    command
      .exitOverride()
      .configureOutput({ outputError: (text, write) => write(text.replace(/^error:/, "bitwren:")) });
  }
  return bitwren;
}

async function main(): Promise<void> {
  // A reader that has seen enough (`bitwren inspect m.wren | head`) is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  try {
    await program().parseAsync();
  } catch (error) {
    // Commander has printed its message already.
    process.exitCode =
      error instanceof CommanderError ? (error.exitCode === 0 ? 0 : EXIT_BAD_INPUT) : reportError(error);
  }
}

await main();
