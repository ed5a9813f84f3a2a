// How every node is to work, plain or turned, and what the values moved for that cost.

import { ABSENT, type TensorId } from "../../graph/graph.ts";
import type { TensorType } from "../../graph/tensor.ts";
import { type Layout, plainLayout, storedQuantization } from "./layout.ts";
import { compose, inverseOf, keyOf, type Order } from "./order.ts";
import type { Pivot, Turned, TypedNode } from "./rule.ts";
import { LAYOUT_RULES } from "./rules.ts";
import type { Root, Values } from "./values.ts";

/** A root as somebody stores it or wants it; equal keys mean that nothing has to be done between the two. */
export interface Version extends Layout {
  readonly orderKey: string;
  readonly key: string;
}

export interface Choice {
  readonly turned: Turned;
  /** Of the roots behind the inputs; undefined for constants and absent inputs. */
  readonly wants: readonly (Version | undefined)[];
  /** Of the outputs. */
  readonly gives: readonly Version[];
}

/**
 * Transposed elements count most. Then it matters what is transposed: best a graph input, next what leaves a stretch of
 * operators with rules (read by a graph output or an operator without), worst the result of an operator without a rule:
 * most of them are layers, which fuse with what follows. Then every reshape counts one.
 */
const COST = { element: 65536, last: 128, inner: 256, layer: 512, reshape: 1 };

export function version(layout: Layout): Version {
  const orderKey = keyOf(layout.order);
  return { ...layout, orderKey, key: `${orderKey} [${layout.shape}]` };
}

/** The choices made so far: every node is plain until it is turned. */
export class Choices {
  readonly values: Values;
  readonly #chosen: Choice[];
  /** What rules have answered; they are asked the same again and again. */
  readonly #answers = new Map<string, Choice | undefined>();

  constructor(values: Values) {
    this.values = values;
    this.#chosen = values.graph.nodes.map((_, node) => this.#plain(node));
  }

  of(node: number): Choice {
    return this.#chosen[node];
  }

  choose(node: number, choice: Choice): void {
    this.#chosen[node] = choice;
  }

  typed(node: number): TypedNode {
    const { tensors, nodes } = this.values.graph;
    const { inputs, outputs, attributes } = nodes[node];
    return {
      inputs: inputs.map((id) => (id === ABSENT ? undefined : tensors[id])),
      outputs: outputs.map((id) => tensors[id]),
      attributes,
    };
  }

  /** The node turned so that one of its tensors has the layout; undefined if it cannot be. */
  turned(node: number, pivot: Pivot): Choice | undefined {
    const { side, index, layout } = pivot;
    const question = `${node} ${side} ${index} ${version(layout).key}`;
    if (!this.#answers.has(question)) this.#answers.set(question, this.#ask(node, pivot));
    return this.#answers.get(question);
  }

  #ask(node: number, pivot: Pivot): Choice | undefined {
    const rule = LAYOUT_RULES.get(this.values.graph.nodes[node].op.name);
    const typed = this.typed(node);
    const turned = rule?.(typed, pivot);
    if (turned === undefined) return undefined;
    const fits = (types: readonly (TensorType | undefined)[], layouts: readonly (Layout | undefined)[]) =>
      types.every((type, i) => {
        const layout = layouts[i];
        if (type?.quantization === undefined || layout === undefined) return true;
        return storedQuantization({ ...type, quantization: type.quantization }, layout) !== undefined;
      });
    if (!fits(typed.inputs, turned.inputs) || !fits(typed.outputs, turned.outputs)) return undefined;
    return this.#choice(node, turned);
  }

  /** What a root is stored as. */
  given({ tensor, producer, output }: Root): Version {
    return producer === undefined
      ? version(plainLayout(this.values.graph.tensors[tensor].shape))
      : this.#chosen[producer].gives[output];
  }

  /** What a graph output shows. */
  shown(tensor: TensorId): Version {
    return version({ order: this.values.viewOf(tensor).order, shape: this.values.graph.tensors[tensor].shape });
  }

  /** What readers want of a root. */
  wanted({ uses, ports }: Root): Version[] {
    return [
      ...uses.flatMap(({ node, input }) => this.#chosen[node].wants[input] ?? []),
      ...ports.map((tensor) => this.shown(tensor)),
    ];
  }

  costOf(root: Root): number {
    const given = this.given(root);
    const wanted = this.wanted(root);
    const orders = new Map(wanted.map((want) => [want.orderKey, want]));
    const versions = new Map(wanted.map((want) => [want.key, want]));
    let cost = 0;
    for (const want of orders.values()) cost += this.orderCost(root, given, want);
    for (const want of versions.values()) cost += shapeCost(given, want);
    return cost;
  }

  /** Of storing a root in another order besides. */
  orderCost(root: Root, given: Version, want: Version): number {
    if (given.orderKey === want.orderKey) return 0;
    return COST.element * root.count + this.#placeCost(root);
  }

  #placeCost({ producer, uses, ports }: Root): number {
    const hasRule = (node: number) => LAYOUT_RULES.has(this.values.graph.nodes[node].op.name);
    if (producer === undefined) return 0;
    if (!hasRule(producer)) return COST.layer;
    return ports.length > 0 || uses.some(({ node }) => !hasRule(node)) ? COST.last : COST.inner;
  }

  #plain(node: number): Choice {
    const { inputs, outputs, attributes } = this.typed(node);
    return this.#choice(node, {
      inputs: inputs.map((x) => x && plainLayout(x.shape)),
      outputs: outputs.map((y) => plainLayout(y.shape)),
      attributes,
    }) as Choice;
  }

  /** Undefined if an input cannot be had in the order wanted. */
  #choice(node: number, turned: Turned): Choice | undefined {
    const { inputs } = this.values.graph.nodes[node];
    const wants: (Version | undefined)[] = [];
    for (const [i, layout] of turned.inputs.entries()) {
      const value = layout && this.values.viewOf(inputs[i]);
      const order = layout && value && compose(value.order, layout.order);
      if (layout !== undefined && order === undefined) return undefined;
      const isComputed = value !== undefined && this.values.roots.has(value.root);
      wants.push(order && isComputed ? version({ order, shape: layout.shape }) : undefined);
    }
    return { turned, wants, gives: turned.outputs.map(version) };
  }
}

/** Of showing a stored root in another shape. */
export function shapeCost(given: Version, want: Version): number {
  return given.orderKey === want.orderKey && given.key !== want.key ? COST.reshape : 0;
}

/** The layout in which a reader of `value` finds a root that is stored in `order`. */
export function layoutForReader(valueOrder: Order, { order, shape }: Layout): Layout | undefined {
  const own = compose(inverseOf(valueOrder), order);
  return own && { order: own, shape };
}
