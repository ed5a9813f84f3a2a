// The graph again, from the choices: every node as it was chosen to work, transposes and reshapes where they are needed.

import { ABSENT, type Graph, type GraphNode, type GraphTensor, type TensorId } from "../../graph/graph.ts";
import type { Attributes } from "../../graph/op_def.ts";
import { allocate, elementCount, rowMajorStrides, sameShape, type TensorData } from "../../graph/tensor.ts";
import { OPS } from "../../ops/index.ts";
import { type Choices, type Version, version } from "./choices.ts";
import { type Layout, plainLayout, storedAxes, storedQuantization } from "./layout.ts";
import { compose, inverseOf, keyOf, type Order, plainOrder } from "./order.ts";

export function rebuild(choices: Choices): Graph {
  return new Rebuilding(choices).graph();
}

class Rebuilding {
  readonly #choices: Choices;
  readonly #tensors: GraphTensor[];
  readonly #nodes: GraphNode[] = [];
  /** Root, version -> the tensor that has it. */
  readonly #made = new Map<string, TensorId>();
  /** Root, order -> the first tensor in that order. */
  readonly #ordered = new Map<string, TensorId>();

  constructor(choices: Choices) {
    this.#choices = choices;
    this.#tensors = [...choices.values.graph.tensors];
  }

  graph(): Graph {
    const { graph, isView, roots } = this.#choices.values;
    for (const port of graph.inputs)
      this.#define(port.tensor, port.tensor, this.#choices.given(roots.get(port.tensor)!));
    graph.nodes.forEach((node, i) => {
      if (!isView(node)) this.#place(node, i);
    });
    const outputs = graph.outputs.map((port) => ({ ...port, tensor: this.#output(port.tensor, port.name) }));
    return { ...graph, tensors: this.#tensors, nodes: this.#nodes, outputs };
  }

  #place(node: GraphNode, index: number): void {
    const { turned, gives } = this.#choices.of(index);
    const inputs = node.inputs.map((id, i) => {
      const layout = turned.inputs[i];
      return id === ABSENT || layout === undefined ? id : this.#read(id, layout, node.origin);
    });
    const outputs = node.outputs.map((id, i) => {
      const given = gives[i];
      const stored = this.#isPlain(id, given) ? id : this.#add(this.#stored(id, given));
      this.#define(id, stored, given);
      return stored;
    });
    this.#nodes.push({ ...node, inputs, outputs, attributes: turned.attributes });
  }

  /** The tensor as a graph output shows it, with its own name. */
  #output(id: TensorId, origin: string): TensorId {
    const { roots, viewOf } = this.#choices.values;
    if (roots.has(viewOf(id).root)) return this.#read(id, plainLayout(this.#tensors[id].shape), origin, id);
    return this.#read(id, plainLayout(this.#tensors[id].shape), origin);
  }

  /** A tensor stored in a layout; what is not there yet is made, in `target` if that is given. */
  #read(id: TensorId, layout: Layout, origin: string, target?: TensorId): TensorId {
    const { root, order: own } = this.#choices.values.viewOf(id);
    const order = compose(own, layout.order) as Order; // choices.ts has made sure
    const want = version({ order, shape: layout.shape });
    const made = this.#made.get(`${root} ${want.key}`);
    if (made !== undefined) return made;
    const { data } = this.#tensors[root];
    const result = data === undefined ? this.#move(root, want, origin, target) : this.#constant(id, root, data, layout);
    this.#made.set(`${root} ${want.key}`, result);
    return result;
  }

  #constant(id: TensorId, root: TensorId, data: TensorData, layout: Layout): TensorId {
    if (id === root && this.#isPlain(id, version(layout))) return id;
    const order = compose(this.#choices.values.viewOf(id).order, layout.order) as Order;
    return this.#add({ ...this.#stored(id, layout), data: inOrder(data, order) });
  }

  /** Nodes from what the root is stored as to what is wanted of it. */
  #move(root: TensorId, want: Version, origin: string, target: TensorId | undefined): TensorId {
    let x = this.#ordered.get(`${root} ${want.orderKey}`);
    if (x === undefined) {
      const given = this.#choices.given(this.#choices.values.roots.get(root)!);
      const stored = this.#ordered.get(`${root} ${given.orderKey}`) as TensorId;
      const way = compose(inverseOf(given.order), want.order);
      const ways = way === undefined ? [inverseOf(given.order), want.order] : [way];
      x = ways.reduce((from, order, i) => {
        const isLast = i === ways.length - 1;
        return this.#transpose(from, order, isLast ? want.shape : undefined, { root, origin, target });
      }, stored);
      this.#ordered.set(`${root} ${want.orderKey}`, x);
    }
    return sameShape(this.#tensors[x].shape, want.shape) ? x : this.#reshape(x, want.shape, { root, origin, target });
  }

  /** x's values in another order, by a transpose of its axes if that will do, or of digits; the shape is a wish. */
  #transpose(x: TensorId, order: Order, wish: readonly number[] | undefined, making: Making): TensorId {
    const { shape } = this.#tensors[x];
    if (keyOf(order) === keyOf(plainOrder(elementCount(shape)))) return x;
    const axes = storedAxes({ order, shape: wish ?? shape }, shape);
    const from = axes === undefined ? this.#reshape(x, order.digits, { ...making, target: undefined }) : x;
    const perm = axes ?? order.places;
    const sizes = this.#tensors[from].shape;
    const result = perm.map((axis) => sizes[axis]);
    return this.#node("transpose", from, result, { perm }, making);
  }

  #reshape(x: TensorId, shape: readonly number[], making: Making): TensorId {
    return this.#node("reshape", x, shape, { shape }, making);
  }

  #node(name: string, x: TensorId, shape: readonly number[], attributes: Attributes, making: Making): TensorId {
    const { root, origin, target } = making;
    const { dtype, quantization, name: of } = this.#tensors[root];
    const isTarget = target !== undefined && sameShape(this.#tensors[target].shape, shape);
    const y = isTarget ? target : this.#add({ name: of, dtype, shape, quantization });
    this.#nodes.push({ op: OPS.get(name)!, inputs: [x], outputs: [y], attributes, origin });
    return y;
  }

  #define(root: TensorId, stored: TensorId, given: Version): void {
    this.#made.set(`${root} ${given.key}`, stored);
    this.#ordered.set(`${root} ${given.orderKey}`, stored);
  }

  #isPlain(id: TensorId, { key }: Version): boolean {
    return key === version(plainLayout(this.#tensors[id].shape)).key;
  }

  /** The type of a tensor stored in a layout. */
  #stored(id: TensorId, layout: Layout): GraphTensor {
    const { data: _, ...type } = this.#tensors[id];
    const { quantization } = type;
    const stored = quantization && storedQuantization({ ...type, quantization }, layout);
    return { ...type, shape: layout.shape, quantization: stored };
  }

  #add(tensor: GraphTensor): TensorId {
    return this.#tensors.push(tensor) - 1;
  }
}

/** For whom a node is made. */
interface Making {
  readonly root: TensorId;
  readonly origin: string;
  /** The tensor to end in, if the shape is right. */
  readonly target?: TensorId | undefined;
}

/** The values in another order. */
export function inOrder(data: TensorData, { digits, places }: Order): TensorData {
  if (places.length < 2) return data;
  const strides = rowMajorStrides(digits);
  const result = allocate(data instanceof Float32Array ? "f32" : data instanceof Int8Array ? "i8" : "i32", data.length);
  const sizes = places.map((digit) => digits[digit]);
  const steps = places.map((digit) => strides[digit]);
  const index = sizes.map(() => 0);
  let from = 0;
  for (let i = 0; i < result.length; i++) {
    result[i] = data[from];
    for (let d = sizes.length - 1; d >= 0; d--) {
      from += steps[d];
      if (++index[d] < sizes[d]) break;
      from -= steps[d] * sizes[d];
      index[d] = 0;
    }
  }
  return result;
}
