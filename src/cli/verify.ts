// bitwren verify MODEL

import { Command } from "commander";
import { BUILD_NAMES, type BuildName, WrenError } from "../index.ts";
import { type VerifyReport, verifyModel, writeModel } from "../tools.ts";
import { EXIT_FAILED_CHECK, UserError } from "./errors.ts";
import { openModel } from "./model_file.ts";
import { addBuild, addJson, type BuildOption, type JsonOption, MODEL_FILES } from "./options.ts";
import { print } from "./output.ts";
import { addSource, type SourceOption } from "./source_options.ts";

const GOLDEN_CASES = 1;

interface Missing {
  readonly build: BuildName;
  readonly reason: string;
}

export function verifyCommand(): Command {
  const command = new Command("verify")
    .description(
      "run golden vectors on every build this host has: the stored ones, or new ones of a model compiled here; exit code 1 on a difference",
    )
    .argument("<model>", MODEL_FILES)
    .action(verify);
  return addJson(addBuild(addSource(command), "every one that this host has"));
}

async function verify(path: string, options: SourceOption & BuildOption & JsonOption): Promise<void> {
  const { file } = await openModel(path, options, [], GOLDEN_CASES);
  if (file.plan.goldens === 0) throw new UserError(`${path} holds no golden vectors: compile the model again`);
  const bytes = writeModel(file);
  const builds: VerifyReport[] = [];
  const unavailable: Missing[] = [];
  const one = options.build === undefined || options.build === "auto" ? undefined : options.build;
  for (const build of one === undefined ? BUILD_NAMES : [one]) {
    try {
      builds.push(await verifyModel(bytes, build));
    } catch (error) {
      if (one !== undefined || !(error instanceof WrenError) || error.code !== "BUILD_UNAVAILABLE") throw error;
      unavailable.push({ build, reason: error.message });
    }
  }
  const pass = builds.every((report) => report.pass);
  if (!pass) process.exitCode = EXIT_FAILED_CHECK;
  print(options.json, { model: file.plan.name, pass, builds, unavailable }, () =>
    [...builds.map(describe), ...unavailable.map(({ build, reason }) => `${build}: not here, ${reason}`)].join("\n"),
  );
}

function describe({ build, cases, pass, outputs }: VerifyReport): string {
  const compared = outputs.reduce((sum, { elements }) => sum + elements, 0);
  if (pass) return `${build}: ok, ${compared} values of ${cases === 1 ? "1 case" : `${cases} cases`}`;
  const wrong = outputs.filter((check) => !check.pass);
  const lines = wrong.map(
    ({ case: index, output, different, elements, worst, allowed }) =>
      `  case ${index}, output "${output}": ${different} of ${elements} values differ, by up to ${worst} (allowed ${allowed})`,
  );
  return [`${build}: WRONG`, ...lines].join("\n");
}
