// Runs the subjects of a folder from a given one on, each on the builds asked for, and prints one JSON line a subject. In a
// process of its own so that a hang or an abort of one subject is a finding, not the end of the run.
//
//   worker KIND FOLDER MODELS-OR-EMPTY BUILDS FIRST [NAMES]     BUILDS: comma-separated; "reference" is one of them

import { createHash } from "node:crypto";
import { type BuildName, loadModel, type Model, type PortData } from "../../index.ts";
import { addGoldens, compileToModel, type Graph, goldenCases, type ModelFile, writeModel } from "../../tools.ts";
import { judge } from "./judge.ts";
import { KINDS } from "./kinds.ts";
import type { Answer, Outcome, Source, Subject, SubjectCase } from "./subject.ts";
import { toPortData } from "./subject.ts";

/** The reference is slow: of a model's cases it gets the first, and others while this many MACs are not used up. */
const REFERENCE_MACS = 100e6;

/** Inputs in the ports' types and the golden outputs; without golden outputs, none. */
interface ReadyCase {
  readonly name: string;
  readonly inputs: readonly PortData[];
  readonly golden: readonly PortData[];
}

class Runner {
  readonly answers: Answer[] = [];
  isQuantized = false;
  readonly #subject: Subject;
  readonly #graph: Graph;
  readonly #file: ModelFile;
  constructor(subject: Subject, graph: Graph) {
    this.#subject = subject;
    this.#graph = graph;
    this.#file = compileToModel(graph, { goldens: 0 });
  }

  async run(builds: readonly Source[]): Promise<void> {
    const cases = (await this.#subject.cases()).map((c) => this.#ready(c));
    if (cases.length === 0) cases.push(this.#zeros());
    const bytes = writeModel(this.#file);
    for (const build of builds) {
      if (build === "reference" && this.#subject.isLarge) continue;
      if (build === "reference") this.#runReference(cases);
      else await this.#runBuild(bytes, build, cases);
    }
  }

  #ready({ name, inputs, outputs }: SubjectCase): ReadyCase {
    const { plan } = this.#file;
    if (inputs.length !== plan.inputs.length || outputs.length !== plan.outputs.length) {
      throw new Error(`the model has ${plan.inputs.length} inputs and ${plan.outputs.length} outputs, the case others`);
    }
    const elements = (shape: readonly number[]) => shape.reduce((product, dim) => product * dim, 1);
    const port = (p: (typeof plan.inputs)[number]) => ({ name: p.name, dtype: p.dtype, elements: elements(p.shape) });
    return {
      name,
      inputs: inputs.map((tensor, i) => toPortData(tensor, port(plan.inputs[i]))),
      golden: outputs.map((tensor, i) => toPortData(tensor, port(plan.outputs[i]))),
    };
  }

  /** Nobody answered this model: seeded inputs, no golden outputs. */
  #zeros(): ReadyCase {
    const [stored] = goldenCases(addGoldens(this.#file, this.#graph, 1));
    return { name: "seeded", inputs: stored.inputs, golden: [] };
  }

  async #runBuild(bytes: Uint8Array, build: BuildName, cases: readonly ReadyCase[]): Promise<void> {
    const model: Model = await loadModel(bytes, { build });
    try {
      const { inputs, outputs } = model.info();
      for (const one of cases) {
        const result = model.run(Object.fromEntries(inputs.map(({ name }, i) => [name, one.inputs[i]])));
        this.#answer(
          one,
          build,
          outputs.map(({ name }) => result[name]),
        );
      }
    } finally {
      model.dispose();
    }
  }

  /** On the graph as imported, so that the passes are judged too. */
  #runReference(cases: readonly ReadyCase[]): void {
    const macs = this.#file.plan.layers.reduce((sum, layer) => sum + layer.macs, 0);
    let spent = 0;
    for (const one of cases) {
      if (spent > 0 && spent + macs > REFERENCE_MACS) break;
      spent += Math.max(macs, 1);
      const [stored] = goldenCases(addGoldens(this.#file, this.#graph, [one.inputs]));
      this.#answer(one, "reference", stored.outputs);
    }
  }

  #answer(one: ReadyCase, source: Source, outputs: readonly PortData[]): void {
    const hash = createHash("sha1");
    for (const output of outputs) {
      if (output instanceof Float32Array) continue;
      hash.update(new Uint8Array(output.buffer, output.byteOffset, output.byteLength));
    }
    const digest = hash.digest("base64");
    if (one.golden.length === 0) {
      this.answers.push({ case: one.name, source, verdict: "no golden", detail: "", digest });
      return;
    }
    const judged = outputs.map((output, i) => judge(one.golden[i], output, this.#subject.allowance));
    if (one.golden.some((data) => data instanceof Int8Array || data instanceof Uint8Array)) this.isQuantized = true;
    const worst = judged.find((j) => j.verdict === "wrong") ?? judged.find((j) => j.verdict === "close") ?? judged[0];
    this.answers.push({ case: one.name, source, ...worst, digest });
  }
}

/** A tool's located diagnostic, as opposed to a programming error. */
function isDiagnostic(error: unknown): error is Error {
  return error instanceof Error && ["ImportError", "GraphError"].includes(error.name);
}

async function runSubject(subject: Subject, index: number, builds: readonly Source[]): Promise<Outcome> {
  const start = { index, name: subject.name };
  let runner: Runner | undefined;
  try {
    runner = new Runner(subject, await subject.importGraph());
    await runner.run(builds);
    const bound = subject.bound ?? [];
    return { ...start, isQuantized: runner.isQuantized, answers: runner.answers, bound };
  } catch (error) {
    const nothing = { ...start, isQuantized: false, answers: [] };
    if (isDiagnostic(error)) return { ...nothing, unsupported: error.message };
    return { ...nothing, crashed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

const [kind, folder, models, builds, first, names = ""] = process.argv.slice(2);
const subjects = await KINDS[kind].list(folder, models || undefined);
for (const [index, subject] of subjects.entries()) {
  if (index < Number(first) || (names !== "" && !names.split(",").includes(subject.name))) continue;
  console.log(JSON.stringify({ begin: index, name: subject.name }));
  console.log(JSON.stringify(await runSubject(subject, index, builds.split(",") as Source[])));
}
