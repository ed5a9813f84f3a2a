// Post-training quantisation: a float graph and some of its usual inputs -> the same graph in int8.

import { optimizeGraph } from "../compile/optimize.ts";
import type { Preprocessing } from "../format/types.ts";
import type { Graph, GraphNode, TensorId } from "../graph/graph.ts";
import type { Quantization } from "../graph/tensor.ts";
import { verifyGraph } from "../graph/verify.ts";
import { assignQuantization } from "./assign.ts";
import { correctBiases } from "./bias_correction.ts";
import { buildInt8Graph, finish } from "./build.ts";
import { calibrate } from "./calibrate.ts";
import { channelMagnitudes, equalize } from "./equalize.ts";
import { QuantizeError } from "./errors.ts";
import { asInput, type Int8Input, photoInput } from "./input.ts";
import { chooseFloats, nodesNamed } from "./keep_float.ts";
import { planQuantization, type QuantizationPlan } from "./plan.ts";
import type { Range, RangeMethod } from "./ranges.ts";
import { type Comparison, type LayerReport, reportLayers } from "./report.ts";
import { compensatedRounding, type WeightRounding } from "./rounding.ts";
import { type Samples, spread } from "./samples.ts";
import { isWeighted } from "./scheme.ts";

export interface QuantizeOptions {
  /** How ranges of activations are chosen. */
  readonly method?: RangeMethod;
  /** How photos become the float input, if they do: then the int8 input takes the pixels themselves. */
  readonly preprocessing?: Preprocessing | undefined;
  readonly equalize?: boolean;
  /** Round weights so that errors cancel on the calibration data, instead of each to its nearest step. */
  readonly compensate?: boolean;
  readonly biasCorrection?: boolean;
  /** Nodes that stay float: by name, or the few that help most. */
  readonly keepFloat?: "auto" | readonly string[];
  /** Samples to compare float and int8 on; those of the calibration if not given. */
  readonly checks?: Samples | undefined;
  readonly onProgress?: (phase: string, done: number, total: number) => void;
}

export interface Quantized {
  readonly graph: Graph;
  readonly layers: readonly LayerReport[];
  /** What the user should know: nodes that stay float, and why. */
  readonly notes: readonly string[];
}

/**
 * Measured on five ImageNet classifiers (npm run bench:quantize -- --method all): never behind the others in noise by more than
 * 0.1 dB, and ahead by 1 where a few activations are very large.
 */
export const DEFAULT_METHOD: RangeMethod = "mse";
/** Means settle with few samples, and noise is much the same on all of them. */
const CORRECTION_SAMPLES = 32;
const CHECK_SAMPLES = 16;

/** Throws QuantizeError where the graph or the samples do not fit; GraphError as compiling does. */
export async function quantizeGraph(
  source: Graph,
  samples: Samples,
  options: QuantizeOptions = {},
): Promise<Quantized> {
  const { onProgress, keepFloat = [] } = options;
  requireFloat(source);
  let float = optimizeGraph(source, (pass) => onProgress?.(pass, 0, 0));
  requireFloat(float);
  if (samples.count === 0) throw new QuantizeError("there is no calibration data: give at least one sample");
  if (options.equalize ?? true) {
    onProgress?.("equalising", 0, 0);
    float = equalize(float, { magnitudes: await channelMagnitudes(float, samples) });
  }
  const session = new Session(float, samples, options);
  const kept = keepFloat === "auto" ? await chooseFloats(session) : nodesNamed(float, keepFloat);
  const { plan, quantizations } = await session.assign(kept);
  const rounding = (options.compensate ?? true) ? await session.rounding() : undefined;
  let int8 = buildInt8Graph(float, plan, quantizations, rounding);
  if (options.biasCorrection ?? true) {
    int8 = await correctBiases(float, int8, spread(samples, CORRECTION_SAMPLES), {
      inputs: session.inputs,
      onStage: (done, stages) => onProgress?.("correcting biases", done, stages),
    });
  }
  const graph = finish(int8);
  verifyGraph(graph);
  const layers = await reportLayers(float, plan, int8, session.comparison("comparing"));
  const notes = [...plan.obstacles].map(
    ([node, reason]) => `${node.origin} (${node.op.name}) stays float: it ${reason}`,
  );
  return { graph, layers, notes };
}

function requireFloat(graph: Graph): void {
  const weighted = graph.nodes.filter(isWeighted);
  const isInt8 = (node: GraphNode) => graph.tensors[node.inputs[0]].dtype === "i8";
  if (weighted.some(isInt8)) {
    throw new QuantizeError(`the model ${graph.name} is int8 already: quantise the float model that it was made of`);
  }
  const used = [...graph.inputs.map(({ tensor }) => tensor), ...graph.nodes.flatMap(({ outputs }) => outputs)];
  const hasFloats = used.some((id) => graph.tensors[id].dtype === "f32");
  if (!hasFloats)
    throw new QuantizeError(`the model ${graph.name} computes nothing in float: there is nothing to quantise`);
}

/** Which nodes are int8, and the quantisation of every activation. */
export interface Assignment {
  readonly plan: QuantizationPlan;
  readonly quantizations: ReadonlyMap<TensorId, Quantization>;
}

/** A float graph and its calibration; what has been measured once is kept. */
export class Session {
  readonly float: Graph;
  readonly #samples: Samples;
  readonly #checks: Samples;
  readonly #options: QuantizeOptions;
  readonly #inputs = new Map<TensorId, Int8Input>();
  #ranges: ReadonlyMap<TensorId, Range> = new Map();

  constructor(float: Graph, samples: Samples, options: QuantizeOptions) {
    this.float = float;
    this.#samples = samples;
    this.#checks = spread(options.checks ?? samples, CHECK_SAMPLES);
    this.#options = options;
    const [first, ...others] = float.inputs;
    const photo = first && others.length === 0 ? photoInput(options.preprocessing) : undefined;
    if (photo !== undefined && float.tensors[first.tensor].dtype === "f32") this.#inputs.set(first.tensor, photo);
  }

  /** How float inputs become int8; complete after the first `assign`. */
  get inputs(): ReadonlyMap<TensorId, Int8Input> {
    return this.#inputs;
  }

  comparison(phase: string): Comparison {
    const { onProgress } = this.#options;
    const onSample = (done: number) => onProgress?.(phase, done, this.#checks.count);
    return { inputs: this.#inputs, samples: this.#checks, onSample };
  }

  rounding(): Promise<WeightRounding> {
    const onSample = (done: number) => this.#options.onProgress?.("rounding weights", done, this.#samples.count);
    return compensatedRounding(this.float, this.#samples, onSample);
  }

  async assign(keepFloat: ReadonlySet<GraphNode>): Promise<Assignment> {
    const { onProgress, method = DEFAULT_METHOD } = this.#options;
    const plan = planQuantization(this.float, keepFloat);
    this.#ranges = await calibrate(this.float, plan, this.#samples, {
      method,
      known: this.#ranges,
      onSample: (done) => onProgress?.("calibrating", done, this.#samples.count),
    });
    const exact = new Map([...this.#inputs].map(([id, { quantization }]) => [id, quantization]));
    const quantizations = assignQuantization(this.float, plan, this.#ranges, exact);
    for (const { tensor } of this.float.inputs) {
      const quantization = quantizations.get(tensor);
      if (quantization !== undefined && !this.#inputs.has(tensor)) this.#inputs.set(tensor, asInput(quantization));
    }
    return { plan, quantizations };
  }
}
