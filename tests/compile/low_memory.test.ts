// Compiling for little memory: a smaller arena, the same bits.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ModelFile } from "../../src/format/types.ts";
import { ShapeError } from "../../src/graph/op_def.ts";
import { type DType, perTensor, sameShape, type TensorData } from "../../src/graph/tensor.ts";
import { type Build, loadModel } from "../../src/index.ts";
import { compileToModel, type Graph, importTflite, verifyModel, writeModel } from "../../src/tools.ts";
import { GraphBuilder, type OpOptions } from "../graphs.ts";
import { kernelBuilds, ROOT, random, randomData, sharedData } from "../support.ts";

const test = suite("low memory");
const builds = await kernelBuilds();
const RUNS = 100;
const arenaOf = ({ plan }: ModelFile) => plan.memory.bytes - plan.memory.arena;
const tilesIn = ({ plan }: ModelFile) => plan.layers.filter(({ reason }) => reason.startsWith("tile ")).length;
const macsOf = ({ plan }: ModelFile) => plan.layers.reduce((sum, { macs }) => sum + macs, 0);

/** Model -> the most that its arena may take. */
const MICRO: Readonly<Record<string, number>> = {
  "mlperf_tiny/ic/pretrainedResnet_quant.tflite": 38_000,
  "mlperf_tiny/vww/vww_96_int8.tflite": 44_000,
  "tflite_micro/person_detect.tflite": 24_000,
};

/** Numbers that decide one layer. */
interface Step {
  readonly kind: string;
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilation: number;
  readonly pads: readonly [number, number, number, number];
  readonly channels: number;
  /** Which earlier image is added, or read instead of the last. */
  readonly other: number;
}

const KINDS = [
  "conv",
  "conv",
  "pointwise",
  "pointwise",
  "depthwise",
  "depthwise",
  "max",
  "average",
  "table",
  "add",
  "mul",
  "branch",
];
const upTo = (max: number) => fc.integer({ min: 1, max });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    kernel: fc.tuple(upTo(5), upTo(4)),
    strides: fc.constantFrom([1, 1], [1, 1], [2, 2], [2, 1], [3, 2], [1, 3]),
    dilation: fc.constantFrom(1, 1, 1, 2, 3),
    pads: fc.tuple(fc.nat(3), fc.nat(2), fc.nat(3), fc.nat(2)),
    channels: fc.constantFrom(1, 3, 8, 8, 12, 16, 17, 24),
    other: fc.nat(5),
  }) as fc.Arbitrary<Step>,
  { minLength: 2, maxLength: 8 },
);

/** A chain of images, each layer's input most often the output of the one before. */
class Chain {
  readonly #builder = new GraphBuilder();
  readonly #images: { readonly id: number; readonly shape: readonly number[] }[] = [];
  readonly #next = random(5);
  readonly #type: OpOptions;

  constructor(dtype: DType, shape: readonly number[]) {
    this.#type = dtype === "i8" ? { dtype, quantization: perTensor(0.05, 3) } : { dtype };
    this.#images.push({ id: this.#builder.input(shape, this.#type), shape });
  }

  /** Adds the layer, if its window fits. */
  add(step: Step): void {
    try {
      this.#add(step);
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
    }
  }

  /** The last image is the output, and another one besides where `more`. */
  graph(more: boolean): Graph {
    const { length } = this.#images;
    const outputs = more && length > 2 ? [this.#images[length >> 1], this.#images[length - 1]] : this.#images.slice(-1);
    return this.#builder.graph(...outputs.map(({ id }) => id));
  }

  #add({ kind, kernel, strides, dilation, pads, channels, other }: Step): number {
    const last = this.#images[this.#images.length - 1];
    const earlier = this.#images[Math.max(0, this.#images.length - 1 - other)];
    const { id, shape } = kind === "branch" ? earlier : last;
    const window = { strides, dilations: [dilation, dilation], pads };
    switch (kind) {
      case "conv":
      case "branch":
        return this.#op("conv_2d", [id, this.#weights([channels, ...kernel, shape[3]])], window);
      case "pointwise":
        return this.#op("conv_2d", [id, this.#weights([channels, 1, 1, shape[3]])], {
          strides: [1, 1],
          pads: [0, 0, 0, 0],
        });
      case "depthwise":
        return this.#op("depthwise_conv_2d", [id, this.#weights([1, ...kernel, shape[3] * (1 + (other & 1))])], window);
      case "max":
      case "average":
        return this.#op(`${kind}_pool_2d`, [id], { ...window, kernel });
      case "table":
        return this.#op("hard_swish", [id], {});
      default: {
        const same = this.#images.filter((image) => sameShape(image.shape, shape));
        return this.#op(kind, [id, other === 5 ? this.#weights([shape[3]]) : same[other % same.length].id], {});
      }
    }
  }

  #weights(shape: readonly number[]): number {
    const dtype = this.#type.dtype as DType;
    const data = randomData({ dtype, shape, ...(dtype === "f32" && { range: [-0.3, 0.3] }) }, this.#next);
    return this.#builder.constant(shape, data, dtype === "i8" ? perTensor(0.004, 0) : undefined);
  }

  #op(name: string, inputs: readonly number[], attributes: Parameters<GraphBuilder["op"]>[2]): number {
    const id = this.#builder.op(name, inputs, attributes, this.#type);
    const { shape } = this.#builder.graph(id).tensors[id];
    return this.#images.push({ id, shape });
  }
}

async function answers(file: ModelFile, build: Build): Promise<TensorData[]> {
  const model = await loadModel(writeModel(file), { build });
  try {
    const next = random(9);
    const inputs = file.plan.inputs.map(({ name, dtype, shape }) => [
      name,
      randomData({ dtype: dtype as DType, shape }, next),
    ]);
    const results = model.run(Object.fromEntries(inputs));
    return file.plan.outputs.map(({ name }) => results[name].slice() as TensorData);
  } finally {
    model.dispose();
  }
}

for (const dtype of ["i8", "f32"] as const) {
  test(`random chains take no more memory and answer the same, ${dtype}`, async () => {
    let tiled = 0;
    const size = fc.tuple(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 14 }),
      fc.constantFrom(1, 3, 4, 8),
    );
    await fc.assert(
      fc.asyncProperty(size, steps, fc.boolean(), async (size, steps, more) => {
        const chain = new Chain(dtype, [1, ...size]);
        for (const step of steps) chain.add(step);
        const graph = chain.graph(more);
        const [usual, lean] = [
          compileToModel(graph, { goldens: 0 }),
          compileToModel(graph, { goldens: 0, lowMemory: true }),
        ];
        assert.ok(arenaOf(lean) <= arenaOf(usual), `${arenaOf(lean)} of ${arenaOf(usual)} bytes`);
        // Rows that a stride steps over are not computed.
        assert.ok(macsOf(lean) <= macsOf(usual));
        if (tilesIn(lean) > 0) tiled++;
        for (const build of builds) assert.equal(await answers(lean, build), await answers(usual, build), build.title);
      }),
      { numRuns: RUNS, includeErrorInReport: true },
    );
    assert.ok(tiled > RUNS / 8, `only ${tiled} chains in tiles`);
  });
}

test("the model that ships takes less than half of its arena and answers to the bit on every build", async () => {
  const bytes = new Uint8Array(readFileSync(`${ROOT}models/cifar10_wren9/cifar10_wren9.tflite`));
  const graph = importTflite(bytes, { name: "wren9" });
  const [usual, lean] = [compileToModel(graph), compileToModel(graph, { lowMemory: true })];
  assert.ok(arenaOf(lean) * 2 < arenaOf(usual), `${arenaOf(lean)} of ${arenaOf(usual)} bytes`);
  for (const build of builds) assert.ok((await verifyModel(writeModel(lean), build)).pass, build.title);
});

test("MobileNetV2 takes 300 kB, not 1.5 MB, and answers to the bit on every build", async () => {
  const root = sharedData();
  if (root === undefined) return;
  const bytes = new Uint8Array(readFileSync(`${root}/models/coral/tf2_mobilenet_v2_1.0_224_ptq.tflite`));
  const graph = importTflite(bytes, { name: "mobilenet_v2" });
  const [usual, lean] = [compileToModel(graph, { goldens: 0 }), compileToModel(graph, { lowMemory: true })];
  assert.ok(arenaOf(usual) > 1_500_000);
  assert.ok(arenaOf(lean) <= 300_000, `${arenaOf(lean)} bytes`);
  assert.is(macsOf(lean), macsOf(usual));
  // Tiles share weights, and parameter blocks where they do the same.
  assert.ok(lean.data.length < usual.data.length * 1.01, `${lean.data.length} bytes of weights and parameters`);
  for (const build of builds) assert.ok((await verifyModel(writeModel(lean), build)).pass, build.title);
});

test("models of microcontrollers take half of their memory", () => {
  const root = sharedData();
  if (root === undefined) return;
  for (const [path, most] of Object.entries(MICRO)) {
    const graph = importTflite(new Uint8Array(readFileSync(`${root}/models/${path}`)), { name: path });
    const bytes = arenaOf(compileToModel(graph, { lowMemory: true, goldens: 0 }));
    assert.ok(bytes <= most, `${path}: ${bytes} bytes`);
  }
});

test.run();
