// A kind of conformance folder: ONNX models that were rewritten from TFLite models. What real TFLite answered for the original
// must come out, with images turned to channels first and bytes as the real values they stand for.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { type Graph, type GraphTensor, importOnnx, importTflite } from "../../tools.ts";
import { type GoldenMeta, readJson, tensor } from "./golden_files.ts";
import type { Allowance, CaseTensor, Kind, Subject, SubjectCase } from "./subject.ts";

/** The original's folder among the golden outputs, and how far the copy may be from it. */
interface Twin {
  readonly golden: string;
  /** Outputs that the original quantises: in steps of that. Others are floats, within a part of their range. */
  readonly steps?: number;
}

/** By file, relative to the folder. */
const TWINS: Readonly<Record<string, Twin>> = {
  "mlperf_resnet8_f32.onnx": { golden: "pretrainedResnet" },
  "mlperf_resnet8_int8_qdq.onnx": { golden: "pretrainedResnet_quant", steps: 1 },
  "mobilenet_v1_0.25_224_f32.onnx": { golden: "mobilenet_v1_0.25_224_1_default_1" },
  "mobilenet_v2_1.0_224_int8_qdq.onnx": { golden: "tf2_mobilenet_v2_1.0_224_ptq", steps: 1 },
  "../peers/mnv2_qdq_u8s8.onnx": { golden: "tf2_mobilenet_v2_1.0_224_ptq", steps: 1 },
  "../peers/resnet8_qdq_u8s8.onnx": { golden: "pretrainedResnet_quant", steps: 1 },
  "../peers/vww_qdq_u8s8.onnx": { golden: "vww_96_int8", steps: 1 },
};

const WHOLE_MODEL: Allowance = { float: 1e-4, steps: 0, argMax: true };
/** A step in f32, rounded. */
const STEP = 1 + 1e-5;

export const onnxModels: Kind = {
  doc: "ONNX models whose TFLite originals have golden outputs (DIR/../../conformance/tflite_golden), and others, .xz too",
  async list(folder, models = resolve(folder, "../..")) {
    const own = (await readdir(folder)).filter((name) => /\.onnx(\.xz)?$/.test(name));
    const beside = Object.keys(TWINS).filter((path) => path.startsWith("..") && existsSync(join(folder, path)));
    return Promise.all([...own.sort(), ...beside].map((path) => subject(join(folder, path), TWINS[path], models)));
  },
};

async function subject(path: string, twin: Twin | undefined, models: string): Promise<Subject> {
  const name = basename(path).replace(/\.onnx(\.xz)?$/, "");
  const open = async () => importOnnx(await contents(path), { name });
  if (twin === undefined) return { name, allowance: WHOLE_MODEL, importGraph: open, cases: async () => [] };
  const folder = join(models, "conformance/tflite_golden", twin.golden);
  const meta = await readJson<GoldenMeta>(join(folder, "meta.json"));
  const original = importTflite(await readFile(join(models, meta.model)), { name });
  const [step] = original.tensors[original.outputs[0].tensor].quantization?.scale ?? [0];
  const element = twin.steps === undefined ? undefined : { absolute: twin.steps * step * STEP, relative: 0 };
  let graph: Graph | undefined;
  return {
    name,
    allowance: element === undefined ? WHOLE_MODEL : { ...WHOLE_MODEL, element },
    async importGraph() {
      graph = await open();
      return graph;
    },
    async cases() {
      if (graph === undefined) throw new Error("the graph is imported first");
      return goldenCases(graph, original, { folder, meta });
    },
  };
}

/** Of a file, uncompressed. */
async function contents(path: string): Promise<Uint8Array> {
  return path.endsWith(".xz") ? execFileSync("xz", ["-dc", path], { maxBuffer: 2 ** 30 }) : readFile(path);
}

function goldenCases(
  graph: Graph,
  original: Graph,
  { folder, meta }: { folder: string; meta: GoldenMeta },
): Promise<SubjectCase[]> {
  const [from, to] = [original.inputs[0], original.outputs[0]].map(({ tensor: id }) => original.tensors[id]);
  return Promise.all(
    meta.cases.map(async ({ k, kind }) => {
      const input = realValues(await tensor(folder, `in_${k}.bin`, meta.input), from);
      const output = realValues(await tensor(folder, `out_${k}.bin`, meta.output[0]), to);
      return {
        name: `${k} (${kind})`,
        inputs: [portTensor(graph, channelsFirst(input, from.shape))],
        outputs: [{ dtype: "float32", bytes: new Uint8Array(output.buffer) }],
      };
    }),
  );
}

/** What a file's numbers stand for in a tensor of the original. */
function realValues({ dtype, bytes }: CaseTensor, { quantization }: GraphTensor): Float32Array {
  const copy = new Uint8Array(bytes);
  if (dtype === "float32") return new Float32Array(copy.buffer);
  const [scale, zeroPoint] = [quantization?.scale[0] ?? 1, quantization?.zeroPoint[0] ?? 0];
  // uint8 is int8 less 128 in a graph.
  const stored = dtype === "uint8" ? Int8Array.from(copy, (v) => v - 128) : new Int8Array(copy.buffer);
  return Float32Array.from(stored, (q) => scale * (q - zeroPoint));
}

function channelsFirst(values: Float32Array, shape: readonly number[]): Float32Array {
  const channels = shape[shape.length - 1];
  const pixels = values.length / channels;
  return values.map((_, i) => values[(i % pixels) * channels + Math.floor(i / pixels)]);
}

/** Real values as the model takes them: floats, or uint8 in its quantisation. */
function portTensor(graph: Graph, values: Float32Array): CaseTensor {
  const { tensor: id, dtype } = graph.inputs[0];
  if (dtype === "f32") return { dtype: "float32", bytes: new Uint8Array(values.buffer) };
  const { scale = [1], zeroPoint = [0] } = graph.tensors[id].quantization ?? {};
  return { dtype: "uint8", bytes: Uint8Array.from(values, (v) => Math.round(v / scale[0]) + zeroPoint[0] + 128) };
}
