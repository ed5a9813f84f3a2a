// The kinds of conformance folders.

import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { importTflite } from "../../tools.ts";
import { type GoldenMeta, readJson, type TensorEntry, tensor } from "./golden_files.ts";
import { onnxLight, onnxNode } from "./onnx.ts";
import { onnxModels } from "./onnx_models.ts";
import type { Allowance, Kind, Subject, SubjectCase } from "./subject.ts";
import { onnxTorchvision } from "./torchvision.ts";

const WHOLE_MODEL: Allowance = { float: 1e-4, steps: 1, argMax: true };
const ONE_OPERATOR: Allowance = { float: 1e-4, steps: 1, argMax: false };

/**
 * Float activations with int8 weights: the authority quantises the activations of every run, we do not, and are the more
 * exact for it.
 */
const DYNAMIC_RANGE: Readonly<Record<string, Allowance>> = {
  kws_ref_model_float32: { float: 0.03, steps: 1, argMax: true },
};

interface OpMeta {
  readonly inputs: readonly TensorEntry[];
  readonly outputs: readonly TensorEntry[];
}

const tfliteGolden: Kind = {
  doc: "whole models: <model>/meta.json, in_K.bin, out_K.bin",
  async list(folder, models = resolve(folder, "../..")) {
    const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    names.sort((a, b) => (a.name < b.name ? -1 : 1));
    return Promise.all(names.map((entry) => goldenSubject(join(folder, entry.name), entry.name, models)));
  },
};

async function goldenSubject(folder: string, name: string, models: string): Promise<Subject> {
  const meta = await readJson<GoldenMeta>(join(folder, "meta.json"));
  return {
    name,
    allowance: DYNAMIC_RANGE[name] ?? WHOLE_MODEL,
    importGraph: async () => importTflite(await readFile(join(models, meta.model)), { name }),
    cases: () =>
      Promise.all(
        meta.cases.map(async ({ k, kind }): Promise<SubjectCase> => {
          const [output, ...others] = meta.output;
          if (others.length > 0) throw new Error("golden models have one output");
          return {
            name: `${k} (${kind})`,
            inputs: [await tensor(folder, `in_${k}.bin`, meta.input)],
            outputs: [await tensor(folder, `out_${k}.bin`, output)],
          };
        }),
      ),
  };
}

const tfliteOp: Kind = {
  doc: "single operators and odd files: models/FILE, golden/FILE/meta.json, in_K.bin, out_K.bin",
  async list(folder) {
    const files = (await readdir(join(folder, "models"))).filter((name) => /\.(tflite|bin)$/.test(name)).sort();
    return files.map((name) => opSubject(folder, name));
  },
};

function opSubject(folder: string, name: string): Subject {
  const golden = join(folder, "golden", name);
  return {
    name,
    allowance: ONE_OPERATOR,
    importGraph: async () => importTflite(await readFile(join(folder, "models", name)), { name }),
    async cases() {
      if (!existsSync(golden)) return [];
      const { inputs, outputs } = await readJson<OpMeta>(join(golden, "meta.json"));
      return [
        {
          name: "0",
          inputs: await Promise.all(inputs.map((entry, i) => tensor(golden, `in_${i}.bin`, entry))),
          outputs: await Promise.all(outputs.map((entry, i) => tensor(golden, `out_${i}.bin`, entry))),
        },
      ];
    },
  };
}

export const KINDS: Readonly<Record<string, Kind>> = {
  "tflite-golden": tfliteGolden,
  "tflite-op": tfliteOp,
  "onnx-node": onnxNode,
  "onnx-light": onnxLight,
  "onnx-torchvision": onnxTorchvision,
  "onnx-models": onnxModels,
};
