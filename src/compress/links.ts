// Where a factor a channel can move through a graph: from the weights that make an activation to all weights that read it.

import { ABSENT, type Graph, type GraphNode, type TensorId } from "../graph/graph.ts";
import type { TensorData } from "../graph/tensor.ts";
import { CHANNEL_AXIS } from "./scheme.ts";

/** A node whose weights read the channels. */
export interface Reader {
  readonly node: GraphNode;
  /** The channel that the weight at an index is multiplied with. */
  channelOf(index: number): number;
}

export interface EqualizableLink {
  /** The node whose weights and bias make the channels. */
  readonly writer: GraphNode;
  /** Its output. */
  readonly tensor: TensorId;
  readonly channels: number;
  /** Upper bound of the activation, if it has one: relu6. */
  readonly max?: number | undefined;
  readonly readers: readonly Reader[];
}

/** They scale with their input, channel by channel (the last dimension). */
const KEEPS_CHANNELS: ReadonlySet<string> = new Set([
  ...["max_pool_2d", "average_pool_2d", "relu", "leaky_relu", "resize_nearest", "resize_bilinear"],
]);
/** These do so along the axes that are not the channels'. */
const REDUCES: ReadonlySet<string> = new Set(["mean", "sum", "reduce_max"]);

export function findLinks(graph: Graph): EqualizableLink[] {
  const search = new LinkSearch(graph);
  return graph.nodes.flatMap((node) => search.linkFrom(node) ?? []);
}

class LinkSearch {
  readonly #graph: Graph;
  readonly #readers = new Map<TensorId, GraphNode[]>();
  readonly #outputs: ReadonlySet<TensorId>;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#outputs = new Set(graph.outputs.map(({ tensor }) => tensor));
    for (const node of graph.nodes) {
      for (const id of new Set(node.inputs)) {
        if (id === ABSENT) continue;
        const readers = this.#readers.get(id);
        if (readers === undefined) this.#readers.set(id, [node]);
        else readers.push(node);
      }
    }
  }

  linkFrom(writer: GraphNode): EqualizableLink | undefined {
    if (!Object.hasOwn(CHANNEL_AXIS, writer.op.name) || !this.#hasOwnWeights(writer)) return undefined;
    const [tensor] = writer.outputs;
    const { dtype, shape } = this.#graph.tensors[tensor];
    const { min, max } = writer.attributes as { min?: number; max?: number };
    if (dtype !== "f32" || (min !== undefined && min !== 0) || (max !== undefined && (max <= 0 || min !== 0))) {
      return undefined;
    }
    const channels = shape[shape.length - 1];
    const readers = this.#readersOf(tensor, channels);
    return readers && readers.length > 0 ? { writer, tensor, channels, max, readers } : undefined;
  }

  /** All weights that read the tensor, directly or behind nodes that scale with it; undefined if anything else does. */
  #readersOf(tensor: TensorId, channels: number): Reader[] | undefined {
    if (this.#outputs.has(tensor)) return undefined;
    const found: Reader[] = [];
    for (const node of this.#readers.get(tensor) ?? []) {
      const readers = this.#passesOn(node, channels)
        ? this.#readersOf(node.outputs[0], channels)
        : this.#reader(node, tensor, channels);
      if (readers === undefined) return undefined;
      found.push(...readers);
    }
    return found;
  }

  #passesOn({ op, inputs, outputs, attributes }: GraphNode, channels: number): boolean {
    const { shape } = this.#graph.tensors[outputs[0]];
    if (op.name === "reshape") return (shape.at(-1) ?? 1) % channels === 0;
    if (op.name === "pad") return (attributes.value ?? 0) === 0 && shape.at(-1) === channels;
    if (KEEPS_CHANNELS.has(op.name)) {
      const { min = 0, max } = attributes;
      return min === 0 && max === undefined && shape.at(-1) === channels;
    }
    const rank = this.#graph.tensors[inputs[0]].shape.length;
    const isFlat = this.#graph.tensors[inputs[0]].shape.at(-1) === channels;
    return REDUCES.has(op.name) && isFlat && !(attributes.axes as readonly number[]).includes(rank - 1);
  }

  #reader(node: GraphNode, tensor: TensorId, channels: number): Reader[] | undefined {
    if (!Object.hasOwn(CHANNEL_AXIS, node.op.name) || node.inputs[0] !== tensor) return undefined;
    if (node.inputs.lastIndexOf(tensor) > 0 || !this.#hasOwnWeights(node)) return undefined;
    const { shape } = this.#graph.tensors[node.inputs[1]];
    const last = shape[shape.length - 1];
    if (node.op.name === "depthwise_conv_2d") {
      const multiplier = last / channels;
      return [{ node, channelOf: (i) => Math.floor((i % last) / multiplier) }];
    }
    const groups = (node.attributes.groups as number | undefined) ?? 1;
    if (groups === 1) return last % channels === 0 ? [{ node, channelOf: (i) => i % channels }] : undefined;
    const outputs = shape[0] / groups;
    const perOutput = elements(this.#graph.tensors[node.inputs[1]].data) / shape[0];
    return [{ node, channelOf: (i) => Math.floor(i / perOutput / outputs) * last + (i % last) }];
  }

  /** Constants that no other node reads, so that they can change. */
  #hasOwnWeights({ inputs }: GraphNode): boolean {
    return inputs.slice(1).every((id) => {
      if (id === ABSENT) return true;
      return this.#graph.tensors[id].data instanceof Float32Array && this.#readers.get(id)?.length === 1;
    });
  }
}

function elements(data: TensorData | undefined): number {
  return data?.length ?? 0;
}
