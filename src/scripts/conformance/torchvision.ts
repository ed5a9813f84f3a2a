// The kind of conformance folder that tests/torchvision/export.py writes: classifiers with PyTorch's answers.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Graph, importOnnx } from "../../tools.ts";
import type { Allowance, CaseTensor, Kind, Subject, SubjectCase } from "./subject.ts";

/** Sums of thousands of products in another order, twenty to a hundred layers deep. */
const WHOLE_NETWORK: Allowance = { float: 1e-3, steps: 0, argMax: false };

export const onnxTorchvision: Kind = {
  doc: "networks exported by tests/torchvision/export.py: X.onnx, X.input.bin, X.output.bin",
  async list(folder) {
    const files = (await readdir(folder)).filter((name) => name.endsWith(".onnx")).sort();
    return files.map((file) => new TorchvisionSubject(folder, file.slice(0, -".onnx".length)));
  },
};

class TorchvisionSubject implements Subject {
  readonly name: string;
  readonly allowance = WHOLE_NETWORK;
  readonly isLarge = true;
  readonly #folder: string;

  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.name = name;
  }

  async importGraph(): Promise<Graph> {
    return importOnnx(await readFile(join(this.#folder, `${this.name}.onnx`)), { name: this.name });
  }

  async cases(): Promise<SubjectCase[]> {
    return [{ name: "0", inputs: [await this.#tensor("input")], outputs: [await this.#tensor("output")] }];
  }

  async #tensor(side: string): Promise<CaseTensor> {
    return { dtype: "float32", bytes: await readFile(join(this.#folder, `${this.name}.${side}.bin`)) };
  }
}
