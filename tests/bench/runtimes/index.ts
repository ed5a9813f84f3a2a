// The runtimes in the order they are shown, with what the reports say about each.

import type { Format } from "../models.ts";
import { bitwren } from "./bitwren.ts";
import { litert } from "./litert.ts";
import { onnxruntimeNode, onnxruntimeWeb } from "./onnxruntime.ts";
import type { Host, Runtime } from "./session.ts";
import { tfjsTflite, tfjsWasm } from "./tfjs.ts";

export interface Contestant {
  readonly name: string;
  readonly format: Format;
  readonly runtime: Runtime;
  /** Instructions that its kernels use; "native" is not WebAssembly. */
  readonly kernels: "scalar" | "simd" | "relaxed" | "native";
  readonly ours: boolean;
  /** Where it is measured. The other host's row would say nothing else. */
  readonly hosts: readonly Host["name"][];
  /** Packages whose versions the report names. */
  readonly packages: readonly string[];
}

const BOTH = ["node", "chromium"] as const;
const TF = "@tensorflow/tfjs";

function ours(kernels: "scalar" | "simd" | "relaxed"): Contestant {
  const name = `Bitwren ${kernels}`;
  return { name, format: "wren", runtime: bitwren(kernels), kernels, ours: true, hosts: BOTH, packages: [] };
}

function peer(
  name: string,
  [format, kernels]: readonly [Format, Contestant["kernels"]],
  runtime: Runtime,
  packages: readonly string[],
): Contestant {
  return { name, format, runtime, kernels, ours: false, hosts: kernels === "native" ? ["node"] : BOTH, packages };
}

export const CONTESTANTS: readonly Contestant[] = [
  ours("relaxed"),
  ours("simd"),
  ours("scalar"),
  peer("LiteRT.js relaxed", ["tflite", "relaxed"], litert("relaxed"), ["@litertjs/core"]),
  peer("LiteRT.js simd", ["tflite", "simd"], litert("compat"), ["@litertjs/core"]),
  peer("tfjs-tflite", ["tflite", "simd"], tfjsTflite, [`${TF}-tflite`]),
  peer("tfjs-backend-wasm", ["tfjs", "simd"], tfjsWasm, [`${TF}-backend-wasm`]),
  peer("onnxruntime-web", ["onnx", "simd"], onnxruntimeWeb, ["onnxruntime-web"]),
  peer("onnxruntime-node", ["onnx", "native"], onnxruntimeNode, ["onnxruntime-node"]),
];
