// What exports say of a model's inputs and outputs, and what stands at their places in memory.

import { type ModelFile, PORT_BYTES, type Port, portElements } from "../format/types.ts";

/** What the memory holds for a port: 64-bit integers are kept in 32 bits. */
export function storedType({ dtype }: Port): "f32" | "i8" | "u8" | "i32" {
  return dtype === "i64" ? "i32" : dtype;
}

export function storedBytes(port: Port): number {
  return portElements(port) * PORT_BYTES[storedType(port)];
}

/** Kernels know int8 only: uint8 values are turned into int8 ones (value − 128) before a run, and back after it. */
export function unsignedPorts({ plan }: ModelFile): { before: Port[]; after: Port[]; constant: Port[] } {
  const isUnsigned = ({ dtype }: Port) => dtype === "u8";
  const isConstant = ({ address }: Port) => address < plan.memory.arena;
  const outputs = plan.outputs.filter(isUnsigned);
  return {
    before: plan.inputs.filter(isUnsigned),
    after: outputs.filter((port) => !isConstant(port)),
    constant: outputs.filter(isConstant),
  };
}

/** The data section with constant outputs in their ports' types. */
export function exportedData(file: ModelFile, base: number): Uint8Array {
  const data = new Uint8Array(file.data);
  for (const port of unsignedPorts(file).constant) {
    const begin = port.address - base;
    for (let i = begin; i < begin + storedBytes(port); i++) data[i] ^= 0x80;
  }
  return data;
}
