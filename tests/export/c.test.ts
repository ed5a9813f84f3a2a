// The C export: the runtime's bits from every kernel under sanitizers, and the golden bits of whole models natively and on
// emulated Cortex-M4 and M7, within the memory that the export promised.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lowerGraph } from "../../src/compile/lower.ts";
import { optimizeGraph } from "../../src/compile/optimize.ts";
import { type CFiles, exportCFiles } from "../../src/export/c_files.ts";
import { withGoldens } from "../../src/format/golden.ts";
import type { ModelFile, Port } from "../../src/format/types.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { chooseBuild } from "../../src/index.ts";
import { structOf } from "../../src/kernels/structs.ts";
import { OPS } from "../../src/ops/index.ts";
import { BINARIES } from "../../src/runtime/wasm_inline.ts";
import { compileToModel } from "../../src/tools.ts";
import { bitwren, withFolder } from "../cli/command.ts";
import { graphOf, ROOT, random, randomData, skip } from "../support.ts";
import { exportedModels, runtimeOutputs } from "./models.ts";

const EXAMPLE = `${ROOT}examples/microcontroller`;
const WARNINGS = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic"];
const SANITIZERS = ["-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
const BOARDS = [
  { cpu: "cortex-m4", fpu: "fpv4-sp-d16", machine: "mps2-an386" },
  { cpu: "cortex-m7", fpu: "fpv5-d16", machine: "mps2-an500" },
];
/** More than the rest of a small program takes. */
const MOST_STACK = 2048;

function has(...commands: readonly string[]): boolean {
  return commands.every((command) => {
    try {
      execFileSync(command, ["--version"], { stdio: "ignore" });
      return true;
    } catch {
      skip(`C exports that need ${command}: it is not installed`);
      return false;
    }
  });
}

const run = (command: string, args: readonly string[], cwd: string) =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 300_000 });

function write(folder: string, { files }: CFiles): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, text } of files) writeFileSync(join(folder, name), text);
}

/** Compares every output with the golden one, to the bit but for NaNs; runs twice, as the first run may leave traces. */
function comparing({ plan }: ModelFile): string {
  const names = (side: string, ports: readonly Port[]) =>
    ports.map(({ dtype }, i) => ({ name: i === 0 ? side : `${side}_${i}`, dtype }));
  const copies = names("input", plan.inputs).map(
    ({ name }) => `    memcpy(model_${name}(), model_golden_${name}, sizeof model_golden_${name});`,
  );
  const comparisons = names("output", plan.outputs).map(({ name, dtype }) => {
    const same = dtype === "f32" ? "same_floats" : "0 == memcmp";
    return `    if (!(${same}(model_${name}(), model_golden_${name}, sizeof model_golden_${name}))) return 1;`;
  });
  return `#include "model.h"
#include "model_golden.h"
#include <string.h>
int same_floats(const float *a, const float *b, size_t bytes) {
  for (size_t i = 0; i < bytes / sizeof *a; i++) {
    if (memcmp(a + i, b + i, sizeof *a) != 0 && !(isnan(a[i]) && isnan(b[i]))) return 0;
  }
  return 1;
}
int main(void) {
  for (int i = 0; i < 2; i++) {
${copies.join("\n")}
    model_run();
${comparisons.join("\n")}
  }
  return 0;
}
`;
}

const kernels = await BINARIES.read("scalar");
const scalar = await chooseBuild("scalar");

/** Samples that between them use every kernel. */
function samplesOfKernels(): { name: string; graph: Graph }[] {
  const seen = new Set<string>();
  return [...OPS.values()].flatMap((op) =>
    op.samples().flatMap((sample, i) => {
      const graph = graphOf(op, sample, random(i));
      const used = lowerGraph(optimizeGraph(graph)).flatMap(({ calls }) => calls.map(({ kernel }) => kernel));
      const isNew = used.some((kernel) => !seen.has(kernel));
      for (const kernel of used) seen.add(kernel);
      return isNew ? [{ name: `${op.name}, sample ${i}`, graph }] : [];
    }),
  );
}

const test = suite("C export");

test("every kernel's parameter block is known", () => {
  for (const op of OPS.values()) {
    for (const sample of op.samples()) {
      for (const { calls } of lowerGraph(optimizeGraph(graphOf(op, sample, random(1))))) {
        for (const { kernel, struct } of calls) assert.is(structOf(kernel), struct, kernel);
      }
    }
  }
});

if (has("gcc")) {
  test("every kernel gives the scalar build's bits, under sanitizers", async () => {
    await withFolder(async (folder) => {
      for (const { name, graph } of samplesOfKernels()) {
        const compiled = compileToModel(graph, { goldens: 0 });
        const inputs = graph.inputs.map(({ tensor }) => randomData(graph.tensors[tensor] as never, random(tensor)));
        const outputs = await runtimeOutputs(compiled, scalar, inputs as never);
        const file = withGoldens(compiled, [{ inputs: inputs as never, outputs }]);
        write(folder, exportCFiles(file, kernels));
        writeFileSync(join(folder, "main.c"), comparing(file));
        try {
          run("gcc", [...WARNINGS, ...SANITIZERS, "model.c", "main.c", "-lm", "-o", "native"], folder);
          run("./native", [], folder);
        } catch (error) {
          throw new Error(`${name}: ${(error as { stderr?: string }).stderr || (error as Error).message}`);
        }
      }
    });
  });
}

/** Bytes of an object file in a linker map, by the first word of the section: .text, .rodata, .bss, .data. */
function mapped(map: string, object: string): Map<string, number> {
  const sizes = new Map<string, number>();
  const text = map.slice(map.indexOf("Linker script and memory map"));
  for (const [, section, size, path] of text.matchAll(
    /^ \.(text|rodata|bss|data)\S*\s+0x[0-9a-f]+\s+0x([0-9a-f]+) (\S+)$/gm,
  )) {
    if (path.endsWith(object)) sizes.set(section, (sizes.get(section) ?? 0) + Number.parseInt(size, 16));
  }
  return sizes;
}

const models = new Map(
  [...exportedModels({ lowMemory: true })].map(([name, file]) => [name, { file, c: exportCFiles(file, kernels) }]),
);

for (const [name, { file, c }] of models) {
  if (has("gcc")) {
    test(`${name} answers its golden case natively, under sanitizers`, async () => {
      await withFolder(async (folder) => {
        write(folder, c);
        writeFileSync(join(folder, "main.c"), comparing(file));
        run("gcc", [...WARNINGS, ...SANITIZERS, "-O1", "model.c", "main.c", "-lm", "-o", "native"], folder);
        run("./native", [], folder);
      });
    });
  }
  if (!has("arm-none-eabi-gcc", "qemu-system-arm")) continue;
  for (const { cpu, fpu, machine } of BOARDS) {
    test(`${name} answers its golden case on an emulated ${cpu}, in the memory that was promised`, async () => {
      await withFolder(async (folder) => {
        write(folder, c);
        const target = [`-mcpu=${cpu}`, "-mthumb", "-mfloat-abi=hard", `-mfpu=${fpu}`];
        const flags = [...target, "-std=c99", "-O2", "-Wall", "-Wextra", "-Werror", "-ffunction-sections", "-I."];
        run("arm-none-eabi-gcc", [...flags, "-fstack-usage", "-c", "model.c"], folder);
        const board = [
          `${EXAMPLE}/main.c`,
          `${EXAMPLE}/start.c`,
          "--specs=rdimon.specs",
          "-nostartfiles",
          "-T",
          `${EXAMPLE}/mps2.ld`,
        ];
        const link = ["-Wl,--gc-sections,-Map=model.map", "-lm", "-o", "model.elf"];
        run("arm-none-eabi-gcc", [...flags, "model.o", ...board, ...link], folder);
        const qemu = ["-machine", machine, "-nographic", "-semihosting", "-kernel", "model.elf"];
        assert.match(run("qemu-system-arm", qemu, folder), /ok: the golden bits/);

        const sizes = mapped(readFileSync(join(folder, "model.map"), "utf8"), "model.o");
        const size = (section: string) => sizes.get(section) ?? 0;
        assert.is(size("bss") + size("data"), c.ramBytes);
        assert.ok(
          size("rodata") >= c.constantBytes && size("rodata") <= c.constantBytes + 64,
          `${size("rodata")} constants`,
        );
        assert.ok(
          size("text") >= c.codeBytes / 2 && size("text") <= c.codeBytes,
          `${size("text")} of ${c.codeBytes} code`,
        );
        const frames = readFileSync(join(folder, "model.su"), "utf8").matchAll(/\t(\d+)\t/g);
        const deepest = [...frames].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
        assert.ok(deepest <= MOST_STACK, `all frames together take ${deepest} bytes`);
        if (name.startsWith("resnet8")) {
          assert.ok(size("bss") + size("data") + deepest <= 80_000);
          assert.ok(size("text") + size("rodata") <= 160_000);
        }
      });
    });
  }
}

if (has("arm-none-eabi-gcc", "qemu-system-arm")) {
  test("the example's commands work", () => {
    const [, commands] = /^```sh\n([\s\S]*?)^```$/m.exec(readFileSync(`${EXAMPLE}/README.md`, "utf8")) ?? [];
    const here = 'npx() { shift; node build/src/cli/main.js "$@"; }';
    assert.match(run("bash", ["-ec", `${here}\n${commands}`], ROOT), /ok: the golden bits/);
  });
}

test("the command writes the files and says what they will take", async () => {
  await withFolder(async (folder) => {
    const model = `${ROOT}models/cifar10_wren9/cifar10_wren9.tflite`;
    const { code, stdout, stderr } = await bitwren(
      "export",
      model,
      "--to",
      "c",
      "-o",
      join(folder, "c"),
      "--name",
      "wren9",
    );
    assert.is(code, 0, stderr);
    assert.match(stdout, /wren9\.h, wren9\.c, wren9_golden\.h\nRAM +[\d.]+ kB and the stack\nflash +[\d.]+ kB: /);
    assert.match(readFileSync(join(folder, "c/wren9.h"), "utf8"), /void wren9_run\(void\);/);
    for (const [args, message] of [
      [["--name", "2nd"], /"2nd" is no name in C/],
      [["--build", "simd"], /--build is for --to wasm/],
    ] as const) {
      const wrong = await bitwren("export", model, "--to", "c", "-o", join(folder, "d"), ...args);
      assert.is(wrong.code, 2);
      assert.match(wrong.stderr, message);
    }
  });
});

test.run();
