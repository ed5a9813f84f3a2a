// Names of a graph, a branch or a function body, and the values behind them.

import { ABSENT } from "../../graph/graph.ts";
import { elementCount } from "../../graph/tensor.ts";
import type { Assembler } from "../assembler.ts";
import { ensure, quote } from "../diagnostics.ts";
import type { OnnxValue } from "./node.ts";
import type { TensorProto } from "./schema.ts";
import { type ExternalData, type OnnxTensor, readTensor, tensorData } from "./tensor.ts";
import { graphType } from "./types.ts";

/** Kernels and movements are tested up to here. */
const MAX_RANK = 8;

/** A value cannot be had because of something already reported. */
export class AlreadyReported extends Error {}

/** Throws Problem for shapes that no tensor of a graph can have. */
export function checkRank(shape: readonly number[], what: () => string): void {
  ensure(
    shape.length <= MAX_RANK,
    () => `${what()} has ${shape.length} dimensions`,
    `At most ${MAX_RANK} are supported`,
  );
}

/** A constant of the graph; one without elements has the id ABSENT. Throws Problem. */
export function addConstant(assembler: Assembler, tensor: OnnxTensor): OnnxValue {
  const { name, type, shape } = tensor;
  const what = () => `the tensor ${quote(name)}`;
  const { dtype, quantization } = graphType(type, what);
  if (elementCount(shape) === 0) return { id: ABSENT, type };
  checkRank(shape, what);
  return { id: assembler.add({ name, dtype, shape, quantization, data: tensorData(tensor) }), type };
}

export class Scope {
  readonly #assembler: Assembler;
  readonly #externalData: ExternalData | undefined;
  /** Branches see the names around them. */
  readonly #outer: Scope | undefined;
  readonly #values = new Map<string, OnnxValue | "broken">();
  readonly #initializers = new Map<string, TensorProto>();
  /** Names that nodes of the scope compute, sooner or later. */
  readonly #promised: ReadonlySet<string>;

  constructor(assembler: Assembler, externalData: ExternalData | undefined, promised: Iterable<string>, outer?: Scope) {
    this.#assembler = assembler;
    this.#externalData = externalData;
    this.#promised = new Set(promised);
    this.#outer = outer;
  }

  isDefined(name: string): boolean {
    return this.#values.has(name) || this.#initializers.has(name);
  }

  define(name: string, value: OnnxValue): void {
    ensure(
      !this.isDefined(name),
      () => `computes ${quote(name)}, which has a value already`,
      "Every value must be computed once; the file is damaged",
    );
    this.#values.set(name, value);
  }

  /** Becomes a constant when it is first read. */
  defineInitializer(name: string, tensor: TensorProto): void {
    this.#initializers.set(name, tensor);
  }

  /** Makes later uses of a name silent: what is wrong with it has been said. */
  markBroken(name: string): void {
    if (!this.isDefined(name)) this.#values.set(name, "broken");
  }

  /** Throws Problem, or AlreadyReported. */
  read(name: string): OnnxValue {
    const value = this.#find(name);
    if (value === "broken") throw new AlreadyReported();
    ensure(
      value !== undefined,
      () => `reads ${quote(name)}, which ${this.#isPromised(name) ? "a later node computes" : "nothing computes"}`,
      "Nodes must stand in the order of execution; the file is damaged",
    );
    return value;
  }

  /** A value that was read or computed before, if any. */
  peek(name: string): OnnxValue | undefined {
    const value = this.#values.get(name) ?? this.#outer?.peek(name);
    return value === "broken" ? undefined : value;
  }

  #find(name: string): OnnxValue | "broken" | undefined {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const proto = this.#initializers.get(name);
    if (proto === undefined) return this.#outer === undefined ? undefined : this.#outer.#find(name);
    // Whatever goes wrong below is reported by the first node that reads the tensor.
    this.#values.set(name, "broken");
    const value = addConstant(this.#assembler, readTensor(proto, this.#externalData));
    this.#values.set(name, value);
    return value;
  }

  #isPromised(name: string): boolean {
    if (this.#promised.has(name)) return true;
    return this.#outer === undefined ? false : this.#outer.#isPromised(name);
  }
}
