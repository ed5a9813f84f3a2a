// Random chains of layers, for tests of compiling them in tiles.

import fc from "fast-check";
import type { ModelFile, Step as RunStep } from "../../src/format/types.ts";
import { ShapeError } from "../../src/graph/op_def.ts";
import { type DType, perTensor, sameShape, type TensorData } from "../../src/graph/tensor.ts";
import { type Build, loadModel } from "../../src/index.ts";
import { type Graph, writeModel } from "../../src/tools.ts";
import { GraphBuilder, type OpOptions } from "../graphs.ts";
import { random, randomData } from "../support.ts";

/** Numbers that decide one layer. */
export interface Step {
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
export const steps: fc.Arbitrary<Step[]> = fc.array(
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

/** Height, width, channels. */
export const sizes = fc.tuple(
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 1, max: 14 }),
  fc.constantFrom(1, 3, 4, 8),
);

/** A chain of images, each layer's input most often the output of the one before. */
export class Chain {
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

/** The layers whose windows fit, after an input of `size`; another output besides the last where `more`. */
export function chainGraph(dtype: DType, size: readonly number[], list: readonly Step[], more: boolean): Graph {
  const chain = new Chain(dtype, [1, ...size]);
  for (const step of list) chain.add(step);
  return chain.graph(more);
}

/** The same work with the tiles that threads may take apart in another order, in runs of up to three; how many runs there were. */
export function tilesApart(file: ModelFile, next: () => number): { readonly file: ModelFile; readonly runs: number } {
  const run: RunStep[] = [];
  let [done, runs] = [0, 0];
  for (const { begins, fresh } of file.plan.sharing?.tiles ?? []) {
    run.push(...file.plan.run.slice(done, begins[0]));
    const parts: RunStep[][] = [];
    for (let first = 0; first < fresh.length; ) {
      const end = Math.min(first + 1 + Math.floor(next() * 3), fresh.length);
      parts.push([...fresh[first], ...file.plan.run.slice(begins[first + 1], begins[end])]);
      first = end;
    }
    parts.sort(() => next() - 0.5);
    run.push(...parts.flat());
    runs += parts.length;
    done = begins[begins.length - 1];
  }
  run.push(...file.plan.run.slice(done));
  const layers = run.map(() => file.plan.layers[0]);
  // Their number of steps is another.
  const placements = file.plan.placements.map((buffer) => ({ ...buffer, first: 0, last: run.length }));
  const { sharing: _, ...plan } = file.plan;
  return { file: { ...file, plan: { ...plan, run, layers, placements } }, runs };
}

/** What the model answers to random inputs, always the same. */
export async function answers(file: ModelFile, build: Build): Promise<TensorData[]> {
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

export const arenaOf = ({ plan }: ModelFile) => plan.memory.bytes - plan.memory.arena;
export const tilesIn = ({ plan }: ModelFile) => plan.layers.filter(({ reason }) => reason.startsWith("tile ")).length;
export const macsOf = ({ plan }: ModelFile) => plan.layers.reduce((sum, { macs }) => sum + macs, 0);
