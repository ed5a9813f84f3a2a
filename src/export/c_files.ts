// Model -> C99 that builds with any compiler: NAME.h and NAME.c, with the weights as constant data that is read where it lies,
// one static arena, and the scalar kernels it needs translated to C; NAME_golden.h with a case to check a port by.

import { goldenCases } from "../format/golden.ts";
import type { ModelFile, Port, PortData } from "../format/types.ts";
import { C } from "./c/operations.ts";
import { ACCESS, PRELUDE } from "./c/prelude.ts";
import { type CallStep, layOut, type Place, type Sections } from "./c/sections.ts";
import { ExportError } from "./errors.ts";
import { linkKernels, translatedNames } from "./kernels.ts";
import { storedBytes, storedType, unsignedPorts } from "./ports.ts";
import { type Names, translateFunction } from "./translate/translate.ts";

export interface CFiles {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** Arena; the stack comes on top. */
  readonly ramBytes: number;
  /** Constant data, exactly; on machines with pointers of 32 bits. */
  readonly constantBytes: number;
  /** What the kernels take on a Cortex-M at -O2, estimated. */
  readonly codeBytes: number;
}

/** Bytes of Thumb-2 code for each of WebAssembly, GCC 12 at -O2: 0.9 to 1.35 for the kernels of the models of the tests. */
const CODE_RATIO = 1.35;
/** And for each call of a kernel. */
const CALL_BYTES = 14;

const C_PORT_TYPES = { f32: "float", i8: "int8_t", u8: "uint8_t", i32: "int32_t" } as const;
const C_NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

/** `kernels`: the bytes of the scalar build. `name`: of the files, and what all symbols begin with. */
export function exportCFiles(file: ModelFile, kernels: Uint8Array, name = "model"): CFiles {
  if (!C_NAME.test(name)) throw new ExportError(`"${name}" is no name in C: give letters, digits and _`);
  const module = linkKernels(file, kernels);
  const wanted = "the C export takes the kernels of the scalar build";
  const names = translatedNames(module, (value) => `${value >>> 0}u`, wanted);
  const sections = layOut(file);
  const ramBytes = 8 * Math.ceil(sections.arenaBytes / 8);
  const constantBytes = sections.weights.length + 4 * sections.blocks.reduce((sum, { words }) => sum + words.length, 0);
  const wasmBytes = module.functions.reduce((sum, { code }) => sum + code.length, 0);
  const sizes = {
    ramBytes,
    constantBytes,
    codeBytes: Math.ceil(wasmBytes * CODE_RATIO) + CALL_BYTES * sections.steps.length,
  };
  const texts: [string, string][] = [
    [`${name}.h`, header(file, name, sizes)],
    [`${name}.c`, source(file, name, sections, names)],
  ];
  if (file.plan.goldens > 0) texts.push([`${name}_golden.h`, goldens(file, name)]);
  return { files: texts.map(([path, text]) => ({ name: path, text })), ...sizes };
}

function header({ plan }: ModelFile, name: string, sizes: Omit<CFiles, "files">): string {
  const upper = name.toUpperCase();
  const lines = [...portsOf(plan.inputs, "input"), ...portsOf(plan.outputs, "output")].flatMap(({ port, side }) => {
    const type = C_PORT_TYPES[storedType(port)];
    const macro = `${upper}_${side.toUpperCase()}`;
    const isInput = side.startsWith("input");
    return [
      `/* ${isInput ? "Input" : "Output"} "${commentText(port.name)}": ${type}[${port.shape.join("][")}]${isInput ? "; a run may overwrite it" : ""} */`,
      `#define ${macro}_ELEMENTS ${storedBytes(port) / (type === "float" || type === "int32_t" ? 4 : 1)}`,
      ...(port.scale === undefined
        ? []
        : [
            `#define ${macro}_SCALE ${floatText(port.scale)}f /* real = scale * (value - zero) */`,
            `#define ${macro}_ZERO (${port.zeroPoint})`,
          ]),
      `${isInput ? "" : "const "}${type} *${name}_${side}(void);`,
      "",
    ];
  });
  return `/* ${commentText(plan.name)}, exported by bitwren. One model, one arena: not for several threads at once.
 *
 * RAM ${sizes.ramBytes} bytes and the stack; flash ${sizes.constantBytes} bytes of constants and about ${sizes.codeBytes} of code. */
#ifndef ${upper}_H
#define ${upper}_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

${lines.join("\n")}
/* One inference, from the inputs to the outputs. */
void ${name}_run(void);

#ifdef __cplusplus
}
#endif

#endif
`;
}

function source(file: ModelFile, name: string, sections: Sections, names: Names): string {
  const { plan } = file;
  const { before, after } = unsignedPorts(file);
  const flip = (port: Port) => `  flip(${reference(sections.placeOf(port.address))}, ${storedBytes(port)}u);`;
  const hasFlips = before.length + after.length > 0;
  const accessors = [...portsOf(plan.inputs, "input"), ...portsOf(plan.outputs, "output")].map(({ port, side }) => {
    const type = `${side.startsWith("input") ? "" : "const "}${C_PORT_TYPES[storedType(port)]}`;
    return `${type} *${name}_${side}(void) {\n  return (${type} *)at(${reference(sections.placeOf(port.address))});\n}\n`;
  });
  return [
    `/* ${commentText(plan.name)}, exported by bitwren. */\n`,
    `#include "${name}.h"\n\n#include <float.h>\n#include <math.h>\n#include <string.h>\n`,
    PRELUDE,
    memory(sections),
    ACCESS,
    "/* The kernels that this model needs. */\n",
    `${names.functions.map((entry) => `${C.signature(entry)};`).join("\n")}\n`,
    ...names.functions.map((_, i) => `${translateFunction(i, names, C)}\n`),
    ...(hasFlips ? [FLIP] : []),
    ...accessors,
    `void ${name}_run(void) {`,
    ...before.map(flip),
    ...sections.steps.map((step, i) => `  ${callText(step, sections)} /* ${stepText(file, i)} */`),
    ...after.map(flip),
    "}\n",
  ].join("\n");
}

const FLIP = `/* uint8 <-> int8 */
static void flip(uint32_t a, uint32_t n) {
  for (uint8_t *bytes = at(a); n > 0; n--) *bytes++ ^= 128;
}
`;

/** Constant data, the arena, and how an address leads to them. */
function memory({ blocks, weights, arenaBytes }: Sections): string {
  const words = new Uint32Array(weights.buffer, weights.byteOffset, weights.length / 4);
  const total = blocks.reduce((sum, block) => sum + block.words.length, 0);
  const [weightsAt, arenaAt] = [PARAMETERS_AT + 4 * total, alignUp(PARAMETERS_AT + 4 * total) + weights.length];
  return `static uint64_t arena[${Math.ceil(arenaBytes / 8)}];

static const uint32_t weights[${Math.max(1, words.length)}] = {
${rows(words.length === 0 ? ["0"] : Array.from(words, (word) => `0x${word.toString(16)}`), 12)}
};

/* Kernels know addresses of 32 bits. Where pointers are as long, an address is the pointer; else it is counted through
 * parameters, weights and arena. */
#if UINTPTR_MAX == 0xffffffff
typedef union {
  uint32_t number;
  const void *pointer;
} word;
#define NUMBER(n) {n}
#define WEIGHTS(bytes) {.pointer = (const uint8_t *)weights + bytes}
#define ARENA(bytes) {.pointer = (const uint8_t *)arena + bytes}
#define IN_WEIGHTS(bytes) ((uint32_t)(uintptr_t)weights + bytes)
#define IN_ARENA(bytes) ((uint32_t)(uintptr_t)arena + bytes)
#define PARAMETERS(index) ((uint32_t)(uintptr_t)(parameters + index))
#else
typedef uint32_t word;
#define NUMBER(n) n
#define WEIGHTS(bytes) ${alignUp(weightsAt)}u + bytes
#define ARENA(bytes) ${arenaAt}u + bytes
#define IN_WEIGHTS(bytes) (WEIGHTS(bytes))
#define IN_ARENA(bytes) (ARENA(bytes))
#define PARAMETERS(index) (${PARAMETERS_AT}u + 4u * index)
#endif

static const word parameters[${Math.max(1, total)}] = {
${blocks.map(({ struct, words: fields }) => `/* ${struct} */\n${rows(fields.map(wordText), 10)}`).join(",\n") || "NUMBER(0u)"}
};

static inline uint8_t *at(uint32_t a) {
#if UINTPTR_MAX == 0xffffffff
  return (uint8_t *)(uintptr_t)a;
#else
  if (a >= ${arenaAt}u) return (uint8_t *)arena + (a - ${arenaAt}u);
  if (a >= ${alignUp(weightsAt)}u) return (uint8_t *)(uintptr_t)weights + (a - ${alignUp(weightsAt)}u);
  return (uint8_t *)(uintptr_t)parameters + (a - ${PARAMETERS_AT}u);
#endif
}
`;
}

/** Not 0, which means that a buffer is absent. */
const PARAMETERS_AT = 16;

function alignUp(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}

function wordText(word: number | Place): string {
  if (typeof word === "number") return `NUMBER(${word}u)`;
  return `${word.part === "arena" ? "ARENA" : "WEIGHTS"}(${word.offset}u)`;
}

function reference({ part, offset }: Place): string {
  return `${part === "arena" ? "IN_ARENA" : "IN_WEIGHTS"}(${offset}u)`;
}

function callText({ kernel, block, end }: CallStep, { blocks }: Sections): string {
  const index = blocks.slice(0, block).reduce((sum, { words }) => sum + words.length, 0);
  return `${kernel}(PARAMETERS(${index}u), 0u, ${end}u);`;
}

function stepText({ plan }: ModelFile, step: number): string {
  const { op, output } = plan.layers[step];
  return commentText(`${op} ${output}`);
}

function goldens(file: ModelFile, name: string): string {
  const [{ inputs, outputs }] = goldenCases(file);
  const arrays = (ports: readonly Port[], data: readonly PortData[], side: string) =>
    portsOf(ports, side).map(({ port, side: ending }, i) => {
      const type = C_PORT_TYPES[storedType(port)];
      const values = Array.from(data[i] as ArrayLike<number | bigint>, (v) =>
        type === "float" ? floatValue(Number(v)) : String(v),
      );
      return `static const ${type} ${name}_golden_${ending}[] = {\n${rows(values, 20)}\n};\n`;
    });
  return `/* An input of ${commentText(file.plan.name)} and what the model must answer: integers to the bit, floats nearly. */
#include <math.h>
#include <stdint.h>

${[...arrays(file.plan.inputs, inputs, "input"), ...arrays(file.plan.outputs, outputs, "output")].join("\n")}`;
}

/** The first is called `side`, the others have a number. */
function portsOf(ports: readonly Port[], side: string): { port: Port; side: string }[] {
  return ports.map((port, i) => ({ port, side: i === 0 ? side : `${side}_${i}` }));
}

function rows(items: readonly string[], each: number): string {
  const lines: string[] = [];
  for (let i = 0; i < items.length; i += each) lines.push(`  ${items.slice(i, i + each).join(", ")}`);
  return lines.join(",\n");
}

function floatText(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function floatValue(value: number): string {
  if (Number.isNaN(value)) return "NAN";
  if (!Number.isFinite(value)) return value > 0 ? "INFINITY" : "-INFINITY";
  return `${Object.is(value, -0) ? "-0.0" : floatText(value)}f`;
}

function commentText(text: string): string {
  return text.replace(/\*\/|[^\x20-\x7e]/g, "_");
}
