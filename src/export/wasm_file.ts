// Model -> one WebAssembly file that needs nothing: weights, plan and only the kernels it uses, over a memory of its own.
//
//   exports   memory              as large as the model needs; does not grow
//             input, input_bytes  constants: where the input lies, and its size (the second input: input_1, input_1_bytes)
//             output, output_bytes
//             run()               one inference; it may overwrite the inputs
//
// The custom section "bitwren" is JSON: name, inputs and outputs with type, shape and quantisation, preprocessing, labels.

import { MEMORY_BASE, type ModelFile, memoryBytes, PAGE_BYTES, type Port } from "../format/types.ts";
import { description } from "./description.ts";
import { ExportError } from "./errors.ts";
import { linkKernels } from "./kernels.ts";
import { exportedData, storedBytes, unsignedPorts } from "./ports.ts";
import { joined, signedLeb, unsignedLeb } from "./wasm/bytes.ts";
import { instructionsOf, OP, RELAXED_DOTS } from "./wasm/instructions.ts";
import {
  constantExpression,
  type Export,
  KIND,
  VALUE,
  type WasmFunction,
  type WasmGlobal,
  type WasmModule,
  writeModule,
} from "./wasm/module.ts";

const VOID = { params: [], results: [] };
const EMPTY_BLOCK = 0x40;

/**
 * `kernels`: the bytes of a build. Throws ExportError where the build lacks a kernel, or is the relaxed one and the model's
 * kernels depend on what the machine's dot product does.
 */
export function exportWasmFile(file: ModelFile, kernels: Uint8Array): Uint8Array<ArrayBuffer> {
  const { plan } = file;
  const module = linkKernels(file, kernels);
  if (dependsOnMachine(module)) {
    throw new ExportError(
      "a relaxed export would be right on some machines only: kernels of that build ask the machine how its dot product " +
        "reads bytes when they are loaded. Export the simd build",
    );
  }
  const { before, after } = unsignedPorts(file);
  const flip = module.functions.length; // index of the function that turns uint8 into int8 and back
  const hasFlip = before.length + after.length > 0;
  const run = flip + (hasFlip ? 1 : 0);
  const toggle = (port: Port) => [
    ...[OP.i32_const, ...signedLeb(port.address)],
    ...[OP.i32_const, ...signedLeb(port.address + storedBytes(port))],
    ...[OP.call, ...unsignedLeb(flip)],
  ];
  const steps = plan.run.map(([kernel, params, end]) => [
    ...[OP.i32_const, ...signedLeb(params), OP.i32_const, 0, OP.i32_const, ...signedLeb(end)],
    ...[OP.call, ...unsignedLeb(module.exports.get(plan.kernels[kernel]) as number)],
  ]);
  const code = joined([...before.map(toggle), ...steps, ...after.map(toggle), [OP.end]]);
  const addresses = [...addressesOf("input", plan.inputs), ...addressesOf("output", plan.outputs)];
  const exports: Export[] = [
    { name: "memory", kind: KIND.memory, index: 0 },
    { name: "run", kind: KIND.function, index: run },
    ...addresses.map(({ name }, i) => ({ name, kind: KIND.global, index: module.globals.length + i })),
  ];
  return writeModule({
    globals: [...module.globals, ...addresses.map(({ global }) => global)],
    functions: [...module.functions, ...(hasFlip ? [flipFunction()] : []), { type: VOID, locals: [], code }],
    exports,
    pages: memoryBytes(plan) / PAGE_BYTES,
    data: [{ address: MEMORY_BASE, bytes: exportedData(file, MEMORY_BASE) }],
    custom: [{ name: "bitwren", bytes: new TextEncoder().encode(JSON.stringify(description(file))) }],
  });
}

function dependsOnMachine({ globals, functions }: WasmModule): boolean {
  if (globals.some(({ value }) => value === undefined)) return true;
  return functions.some(({ code }) => {
    for (const { op } of instructionsOf(code)) if (RELAXED_DOTS.includes(op)) return true;
    return false;
  });
}

function addressesOf(side: string, ports: readonly Port[]): { name: string; global: WasmGlobal }[] {
  return ports.flatMap((port, i) => {
    const name = i === 0 ? side : `${side}_${i}`;
    const global = (value: number) => ({
      type: VALUE.i32,
      isMutable: false,
      value: new Uint8Array(constantExpression(value)),
    });
    return [
      { name, global: global(port.address) },
      { name: `${name}_bytes`, global: global(storedBytes(port)) },
    ];
  });
}

/** (begin, end): every byte xor 128. */
function flipFunction(): WasmFunction {
  const code = [
    ...[OP.loop, EMPTY_BLOCK],
    ...[OP.local_get, 0, OP.local_get, 0, 0x2d, 0, 0, OP.i32_const, ...signedLeb(0x80), 0x73, 0x3a, 0, 0], // load8_u, xor, store8
    ...[OP.local_get, 0, OP.i32_const, 1, 0x6a, OP.local_tee, 0, OP.local_get, 1, 0x49, OP.br_if, 0], // add, lt_u
    ...[OP.end, OP.end],
  ];
  return { type: { params: [VALUE.i32, VALUE.i32], results: [] }, locals: [], code: new Uint8Array(code) };
}
