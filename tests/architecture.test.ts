// The house rules that a machine can check: who imports whom, one spelling everywhere, one set of symbols in every build.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileToModel } from "../src/compile/compile.ts";
import { BUILD_NAMES } from "../src/index.ts";
import { STRUCTS } from "../src/kernels/params.ts";
import { OPS } from "../src/ops/index.ts";
import { graphOf, ROOT, random } from "./support.ts";
import { readWasm } from "./wasm_file.ts";

/** Part of src -> the parts it may import. A file directly in src is a part of its own. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  format: [],
  graph: [],
  kernels: [],
  runtime: ["format"],
  input: ["format"],
  ops: ["graph", "kernels"],
  import: ["graph", "ops"],
  execute: ["graph", "ops"],
  compile: ["graph", "ops", "execute", "kernels", "format"],
  // Calibration runs float graphs on the kernels, with the inputs that the runtime would give them.
  compress: ["graph", "ops", "compile", "format", "input", "photo_kernels.ts", "index.ts"],
  // What is exported takes the runtime's kernels along.
  export: ["format", "kernels", "runtime"],
  image: [],
  "photo_kernels.ts": ["input", "runtime"],
  "index.ts": ["format", "runtime", "input", "photo_kernels.ts"],
  worker: ["format", "index.ts"],
  "worker.ts": ["format", "index.ts", "worker"],
  "module.ts": ["runtime", "index.ts"],
  "verify.ts": ["format", "index.ts"],
  // Trains on what the tool chain has imported, with calibration's way of looking inside a graph; nothing but commands knows of it.
  learn: ["graph", "ops", "compile", "compress"],
  "learn.ts": ["learn"],
  "tools.ts": ["graph", "ops", "import", "execute", "compile", "compress", "format", "export", "verify.ts"],
  playground: ["index.ts", "worker.ts", "tools.ts"],
  peak: [],
  cli: ["index.ts", "tools.ts", "learn.ts", "image", "peak"],
  scripts: ["index.ts", "tools.ts", "image", "peak", "runtime", "ops", "import"], // the last two: for the list of operators
};
const MAY_USE_NODE = ["cli", "scripts", "image", "peak"];
/** Parts that reach a page: no packages. */
const RUNTIME_PARTS = [
  "format",
  "runtime",
  "input",
  "photo_kernels.ts",
  "index.ts",
  "module.ts",
  "worker",
  "worker.ts",
];
/** Of the builds, and of what is translated to JavaScript. */
const MODULE_NAMES = [...BUILD_NAMES, "js"];
/** Kernels that the compiler or the runtime calls of its own accord, not an operator. */
const OTHER_KERNELS = ["flip_i8", "photo_columns_u8", "photo_rows_u8"];

interface SourceFile {
  /** Relative to src: `ops/unary.ts`. */
  readonly path: string;
  readonly text: string;
}

function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.includes("node_modules"))
    .map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
}

function importsOf(text: string): string[] {
  const pattern = /(?:\bfrom\s+|\bimport\s*\(\s*|^\s*import\s+)"([^"]+)"/gm;
  return [...text.matchAll(pattern)].map((match) => match[1]);
}

const partOf = (path: string) => path.split("/")[0];

/** Every broken import rule, as a sentence. */
function brokenImports(files: readonly SourceFile[]): string[] {
  const broken: string[] = [];
  for (const { path, text } of files) {
    const part = partOf(path);
    const allowed = MAY_IMPORT[part];
    if (allowed === undefined) broken.push(`${path}: src has no part ${part}`);
    for (const target of importsOf(text)) {
      if (target.startsWith(".")) {
        const other = partOf(join(dirname(path), target));
        if (other !== part && !allowed?.includes(other)) broken.push(`${path} imports ${target}`);
      } else if (target.startsWith("node:")) {
        if (!MAY_USE_NODE.includes(part)) broken.push(`${path} imports ${target}`);
      } else if (RUNTIME_PARTS.includes(part)) {
        broken.push(`${path} imports the package ${target}`);
      }
    }
  }
  return broken;
}

/** Class -> "field:type" in order, of assembly/params.ts. */
function assemblyStructs(text: string): Map<string, string[]> {
  const types: Readonly<Record<string, string>> = { usize: "ptr", i32: "i32", u32: "i32", f32: "f32" };
  const structs = new Map<string, string[]>();
  const bare = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  for (const [, name, base, body] of bare.matchAll(/class (\w+)(?: extends (\w+))? \{([^}]*)\}/g)) {
    const own = [...body.matchAll(/(\w+)\s*:\s*(\w+)/g)].map(([, field, type]) => `${field}:${types[type] ?? type}`);
    structs.set(name, [...(structs.get(base) ?? []), ...own]);
  }
  return structs;
}

const readBuild = (name: string) =>
  readWasm(readFileSync(`${ROOT}build/wasm/${name}.wasm`), readFileSync(`${ROOT}build/wasm/${name}.wat`, "utf8"));

/** Kernel symbol -> the operators whose samples lower to it. */
function sampledKernels(): Map<string, string[]> {
  const kernels = new Map<string, string[]>();
  for (const op of OPS.values()) {
    for (const sample of op.samples()) {
      for (const kernel of compileToModel(graphOf(op, sample, random(1))).plan.kernels) {
        kernels.set(kernel, [...(kernels.get(kernel) ?? []), op.name]);
      }
    }
  }
  return kernels;
}

const test = suite("architecture");

test("imports follow the plan", () => {
  assert.equal(brokenImports(sourceFiles(`${ROOT}src`)), []);
});

test("a broken import rule is noticed", () => {
  const lines = ['import { a } from "../graph/graph.ts";', 'import fs from "node:fs";', 'export * from "fflate";'];
  assert.is(brokenImports([{ path: "runtime/model.ts", text: lines.join("\n") }]).length, 3);
  assert.is(brokenImports([{ path: "index.ts", text: 'const x = await import("./tools.ts");' }]).length, 1);
  assert.is(brokenImports([{ path: "elsewhere/a.ts", text: "" }]).length, 1);
});

test("an operator's name is its file's name", () => {
  const files = new Set(sourceFiles(`${ROOT}src/ops`).map(({ path }) => path));
  for (const name of OPS.keys()) {
    assert.match(name, /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
    assert.ok(files.has(`${name}.ts`) || files.has(`${name}/index.ts`), `there is no src/ops/${name}.ts`);
  }
});

test("an operator that has a file is in the table", () => {
  for (const { path, text } of sourceFiles(`${ROOT}src/ops`)) {
    const name = path.replace(/(\/index)?\.ts$/, "");
    if (new RegExp(`^export const ${name}\\b`, "m").test(text)) assert.ok(OPS.has(name), `${path} is not in OPS`);
  }
});

test("the parameter blocks are the same on both sides", () => {
  const ours = Object.entries(STRUCTS).map(([name, fields]): [string, string[]] => [
    name,
    Object.entries(fields).map(([field, type]) => `${field}:${type}`),
  ]);
  const theirs = assemblyStructs(readFileSync(`${ROOT}assembly/params.ts`, "utf8"));
  for (const [name, fields] of ours) assert.equal(theirs.get(name), fields, `${name} differs`);
  assert.equal([...theirs.keys()].sort(), ours.map(([name]) => name).sort());
});

test("every build exports the same kernels", () => {
  const symbols = MODULE_NAMES.map((name) => [...readBuild(name).functions.keys()].sort());
  assert.ok(symbols[0].length > 0);
  for (const other of symbols) assert.equal(other, symbols[0]);
});

test("every kernel takes a parameter block and a range", () => {
  for (const [symbol, type] of readBuild("simd").functions) assert.is(type, "i32,i32,i32->", symbol);
});

test("no build has data, a memory of its own, or imports beyond its memory and the flip", () => {
  for (const name of MODULE_NAMES) {
    const wasm = readBuild(name);
    const allowed = name === "relaxed" ? ["env.memory", "env.flip"] : ["env.memory"];
    assert.equal(
      wasm.imports.filter((entry) => !allowed.includes(entry)),
      [],
      `${name} imports too much`,
    );
    assert.ok(wasm.imports.includes("env.memory"), `${name} does not import its memory`);
    for (const key of ["hasMemorySection", "hasData", "hasStart", "growsMemory"] as const) {
      assert.not(wasm[key], `${name}: ${key}`);
    }
  }
});

test("operators lower to kernels that exist, and every kernel is reached by a sample", () => {
  const sampled = sampledKernels();
  const exported = [...readBuild("scalar").functions.keys()];
  assert.equal(
    [...sampled].filter(([kernel]) => !exported.includes(kernel)).map(([kernel, ops]) => `${kernel} of ${ops}`),
    [],
  );
  assert.equal(
    exported.filter((kernel) => !sampled.has(kernel) && !OTHER_KERNELS.includes(kernel)),
    [],
    "kernels that no sample reaches",
  );
});

test("sources stay small enough to read", () => {
  for (const folder of ["src", "assembly", "tests"]) {
    for (const { path, text } of sourceFiles(join(ROOT, folder))) {
      const lines = text.split("\n").length;
      assert.ok(lines <= 500, `${relative(ROOT, join(ROOT, folder, path))} has ${lines} lines`);
    }
  }
});

test.run();
