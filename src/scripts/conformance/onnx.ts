// Kinds of conformance folders that come from the ONNX project: its backend tests.

import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import {
  type Graph,
  type GraphPort,
  ImportError,
  importOnnx,
  type OnnxTensor,
  onnxPortData,
  PORT_BYTES,
  readOnnxTensor,
} from "../../tools.ts";
import type { Allowance, CaseTensor, Kind, Subject } from "./subject.ts";

/** What ONNX's own runner allows; integers and truth values are exact. */
const ONE_OPERATOR: Allowance = {
  ...{ float: 0, steps: 0, argMax: false },
  element: { absolute: 1e-7, relative: 1e-3 },
};
/** The tests cut bfloat16 results off; ours are kept in f32: a unit in the last place. */
const BFLOAT16: Allowance = { ...ONE_OPERATOR, element: { absolute: 0, relative: 2 ** -7 } };
const WHOLE_MODEL: Allowance = { float: 0, steps: 0, argMax: false, element: { absolute: 0, relative: 1e-4 } };
/** VGG-19's weights, which its small file computes, are 575 MB; filled and counted once more before that, transposed after. */
const LIGHT_CONSTANT_BYTES = 2 ** 31;

const DTYPES = { f32: "float32", i8: "int8", u8: "uint8", i32: "int32", i64: "int64" } as const;

const ARRAY_DTYPES: Readonly<Record<string, string>> = {
  Float32Array: DTYPES.f32,
  Int8Array: DTYPES.i8,
  Uint8Array: DTYPES.u8,
  Int32Array: DTYPES.i32,
  BigInt64Array: DTYPES.i64,
};

/** The tests have bfloat16 tensors as uint16. */
function isBfloat16({ type }: OnnxTensor, port: GraphPort | undefined): boolean {
  return type === "UINT16" && port?.dtype === "f32";
}

function caseTensor(tensor: OnnxTensor, port: GraphPort | undefined): CaseTensor {
  const data = onnxPortData(isBfloat16(tensor, port) ? { ...tensor, type: "BFLOAT16" } : tensor);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { dtype: ARRAY_DTYPES[data.constructor.name], bytes };
}

export const onnxNode: Kind = {
  doc: "ONNX's node tests: <test>/model.onnx, test_data_set_0/input_K.pb, output_K.pb",
  async list(folder) {
    const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    return names
      .map((entry) => entry.name)
      .sort()
      .map((name) => new NodeSubject(join(folder, name)));
  },
};

class NodeSubject implements Subject {
  readonly name: string;
  allowance = ONE_OPERATOR;
  readonly bound: string[] = [];
  readonly #folder: string;
  #graph: Graph | undefined;

  constructor(folder: string) {
    this.name = basename(folder);
    this.#folder = folder;
  }

  /** First with every input at run time; inputs that the importer must know are given their values, until it is content. */
  async importGraph(): Promise<Graph> {
    const bytes = await readFile(join(this.#folder, "model.onnx"));
    const values: Record<string, OnnxTensor> = {};
    for (;;) {
      try {
        this.#graph = importOnnx(bytes, { name: this.name, values });
        return this.#graph;
      } catch (error) {
        const missing = error instanceof ImportError ? valuesAskedFor(error).filter((name) => !(name in values)) : [];
        if (missing.length === 0) throw error;
        const given = await this.#tensors("input");
        for (const name of missing) {
          const tensor = given.find((one) => one.name === name);
          if (tensor === undefined) throw error;
          values[name] = tensor;
          this.bound.push(name);
        }
      }
    }
  }

  async cases() {
    if (this.#graph === undefined) throw new Error("the graph is imported first");
    const graph = this.#graph;
    const given = await this.#tensors("input");
    const inputs = graph.inputs.map((port) => {
      if (isUnused(graph, port)) return zeros(graph, port);
      const tensor = given.find(({ name }) => name === port.name);
      if (tensor === undefined) throw new Error(`the test has no input ${port.name}`);
      return caseTensor(tensor, port);
    });
    const expected = await this.#tensors("output");
    if (expected.some((tensor, i) => isBfloat16(tensor, graph.outputs[i]))) this.allowance = BFLOAT16;
    return [{ name: "0", inputs, outputs: expected.map((tensor, i) => caseTensor(tensor, graph.outputs[i])) }];
  }

  async #tensors(side: "input" | "output"): Promise<OnnxTensor[]> {
    const folder = join(this.#folder, "test_data_set_0");
    const files = (await readdir(folder)).filter((name) => name.startsWith(`${side}_`));
    const numbered = files.map((name) => ({ name, k: Number(/\d+/.exec(name)?.[0]) }));
    numbered.sort((a, b) => a.k - b.k);
    return Promise.all(numbered.map(async ({ name }) => readOnnxTensor(await readFile(join(folder, name)))));
  }
}

/** Some tests give inputs of another size than they declare, where only the element type counts. */
function isUnused({ nodes, outputs }: Graph, { tensor }: GraphPort): boolean {
  return !nodes.some(({ inputs }) => inputs.includes(tensor)) && !outputs.some((port) => port.tensor === tensor);
}

function zeros({ tensors }: Graph, { tensor, dtype }: GraphPort): CaseTensor {
  const count = tensors[tensor].shape.reduce((product, dim) => product * dim, 1);
  return { dtype: DTYPES[dtype], bytes: new Uint8Array(count * PORT_BYTES[dtype]) };
}

/** Names of the inputs that the importer's problems ask the values of. */
function valuesAskedFor({ diagnostics }: ImportError): string[] {
  const names = diagnostics.flatMap(({ hint }) => [...hint.matchAll(/--set (\S+)=VALUE/g)].map(([, name]) => name));
  return [...new Set(names)];
}

export const onnxLight: Kind = {
  doc: "ONNX's whole networks with constant weights: light_X.onnx, light_X_output_0.pb",
  async list(folder) {
    const files = (await readdir(folder)).filter((name) => name.endsWith(".onnx")).sort();
    return files.map((file) => new LightSubject(folder, file.slice(0, -".onnx".length)));
  },
};

class LightSubject implements Subject {
  readonly name: string;
  readonly allowance = WHOLE_MODEL;
  readonly isLarge = true;
  readonly #folder: string;
  #graph: Graph | undefined;

  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.name = name;
  }

  async importGraph(): Promise<Graph> {
    const bytes = await readFile(join(this.#folder, `${this.name}.onnx`));
    this.#graph = importOnnx(bytes, { name: this.name, maxConstantBytes: LIGHT_CONSTANT_BYTES });
    return this.#graph;
  }

  /** Every input has the values i / n. */
  async cases() {
    if (this.#graph === undefined) throw new Error("the graph is imported first");
    const { tensors, inputs } = this.#graph;
    const given = inputs.map(({ tensor }): CaseTensor => {
      const count = tensors[tensor].shape.reduce((product, dim) => product * dim, 1);
      const data = Float32Array.from({ length: count }, (_, i) => i / count);
      return { dtype: DTYPES.f32, bytes: new Uint8Array(data.buffer) };
    });
    const output = readOnnxTensor(await readFile(join(this.#folder, `${this.name}_output_0.pb`)));
    return [{ name: "0", inputs: given, outputs: [caseTensor(output, this.#graph.outputs[0])] }];
  }
}
