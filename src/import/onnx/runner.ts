// Walks the nodes of a graph in order. Branches whose condition is known and functions of the model are walked in the
// place of the node that names them.

import { ABSENT } from "../../graph/graph.ts";
import { describeType } from "../../graph/tensor.ts";
import type { Assembler } from "../assembler.ts";
import { ensure, enumerate, quote } from "../diagnostics.ts";
import { type Bindings, readAttributes } from "./attributes.ts";
import { type NodePlace, OnnxNode, type OnnxValue } from "./node.ts";
import { DEFAULT_HINT, IMPORTERS, OPERATOR_HINTS } from "./operators/index.ts";
import type { Reporter } from "./reporter.ts";
import type { AttributeProto, FunctionProto, GraphProto, OperatorNodeProto, OperatorSetIdProto } from "./schema.ts";
import { checkRank, Scope } from "./scope.ts";
import type { ExternalData } from "./tensor.ts";

/** Functions that call functions: a file of a few could ask for millions of nodes. */
const MAX_NODES = 100_000;
const MAX_NESTING = 32;

/** Versions by domain. */
export type Opsets = ReadonlyMap<string, number>;

/** What nodes are read in: the graph itself, a branch, or a call of a function. */
export interface Frame {
  readonly scope: Scope;
  readonly opsets: Opsets;
  /** What `ref_attr_name` of a function's nodes refers to. */
  readonly bindings: Bindings;
  /** Before the places of nodes in messages. */
  readonly prefix: string;
  readonly depth: number;
  /** After a problem in a node: what the file says of a value, so that later nodes are still checked. */
  assume(name: string): OnnxValue | undefined;
}

/** "" and "ai.onnx" are one. */
export function domainOf(domain: string): string {
  return domain === "ai.onnx" ? "" : domain;
}

export function opsetsOf(imports: readonly OperatorSetIdProto[]): Opsets {
  return new Map(imports.map(({ domain, version }) => [domainOf(domain), version]));
}

export class Runner {
  readonly #assembler: Assembler;
  readonly #reporter: Reporter;
  readonly #externalData: ExternalData | undefined;
  readonly #functions: ReadonlyMap<string, FunctionProto>;
  #nodes = 0;

  constructor(
    assembler: Assembler,
    reporter: Reporter,
    functions: readonly FunctionProto[],
    externalData: ExternalData | undefined,
  ) {
    this.#assembler = assembler;
    this.#reporter = reporter;
    this.#externalData = externalData;
    this.#functions = new Map(functions.map((f) => [titleOf(domainOf(f.domain), f.name), f]));
  }

  run(nodes: readonly OperatorNodeProto[], frame: Frame): void {
    for (const [index, proto] of nodes.entries()) {
      if (this.#reporter.isFull) return;
      this.#node(proto, index, frame);
    }
  }

  #node(proto: OperatorNodeProto, index: number, frame: Frame): void {
    const origin = originOf(proto, index, frame);
    const context = () => this.#describeInputs(proto, frame);
    const done = this.#reporter.attempt(origin, () => this.#evaluate(proto, { index, origin, frame }), context);
    if (done !== undefined) return;
    for (const name of proto.output) {
      if (name === "" || frame.scope.isDefined(name)) continue;
      const assumed = frame.assume(name);
      if (assumed === undefined) frame.scope.markBroken(name);
      else frame.scope.define(name, assumed);
    }
  }

  #evaluate(proto: OperatorNodeProto, place: { index: number; origin: string; frame: Frame }): true {
    this.#nodes++;
    ensure(
      this.#nodes <= MAX_NODES && place.frame.depth <= MAX_NESTING,
      () => (this.#nodes > MAX_NODES ? `is node number ${this.#nodes}` : `lies ${MAX_NESTING} calls deep`),
      "Functions call each other too often; inline them before conversion",
    );
    const results = this.#results(proto, place);
    for (const [i, name] of proto.output.entries()) {
      if (name === "") continue;
      ensure(
        results[i] !== undefined,
        () => `has ${proto.output.length} outputs, ${results.length} of them are known`,
        "The output is not supported; remove it, or the file is damaged",
      );
      const { id } = results[i];
      if (id !== ABSENT) checkRank(this.#assembler.tensors[id].shape, () => quote(name));
      place.frame.scope.define(name, results[i]);
    }
    return true;
  }

  #results(
    proto: OperatorNodeProto,
    { index, origin, frame }: { index: number; origin: string; frame: Frame },
  ): readonly (OnnxValue | undefined)[] {
    const domain = domainOf(proto.domain);
    const title = titleOf(domain, proto.opType);
    const body = this.#functions.get(title);
    if (body !== undefined) return this.#call(body, proto, { origin, frame });
    const { values: attributes, graphs } = readAttributes(proto.attribute, frame.bindings, this.#externalData);
    if (title === "If") return this.#branch(proto, graphs, { origin, frame });
    const importer = IMPORTERS.get(title);
    ensure(
      importer !== undefined,
      () => `the operator ${quote(title)} is not supported`,
      OPERATOR_HINTS.get(title) ?? DEFAULT_HINT,
    );
    const values = proto.input.map((name) => (name === "" ? undefined : present(frame.scope.read(name))));
    const place: NodePlace = {
      proto: {
        index,
        opType: proto.opType,
        domain,
        name: proto.name,
        inputs: proto.input,
        outputs: proto.output,
        attributes,
      },
      opset: frame.opsets.get(domain) ?? 1,
      origin,
    };
    return importer.run(new OnnxNode(this.#assembler, place, importer.makes, values));
  }

  /** `If` with a condition that is known. */
  #branch(
    proto: OperatorNodeProto,
    graphs: ReadonlyMap<string, GraphProto>,
    { origin, frame }: { origin: string; frame: Frame },
  ): OnnxValue[] {
    const { id } = frame.scope.read(proto.input[0] ?? "");
    const data = this.#assembler.tensors[id]?.data;
    ensure(
      data !== undefined,
      () => `its condition (${quote(proto.input[0] ?? "")}) is computed at run time`,
      "Only branches that are known when the model is compiled are supported; export the model without control flow",
    );
    const branch = graphs.get(data[0] !== 0 ? "then_branch" : "else_branch");
    ensure(branch !== undefined, () => "has no such branch", "The file is damaged");
    const scope = new Scope(this.#assembler, this.#externalData, promises(branch.node), frame.scope);
    for (const tensor of branch.initializer) scope.defineInitializer(tensor.name, tensor);
    this.run(branch.node, { ...frame, scope, prefix: `${origin} > `, depth: frame.depth + 1, assume: () => undefined });
    return branch.output.map(({ name }) => scope.read(name));
  }

  /** A function of the model: its nodes, with the caller's values and attributes. */
  #call(
    body: FunctionProto,
    proto: OperatorNodeProto,
    { origin, frame }: { origin: string; frame: Frame },
  ): (OnnxValue | undefined)[] {
    const scope = new Scope(this.#assembler, this.#externalData, promises(body.node));
    for (const [i, name] of body.input.entries()) {
      const given = proto.input[i] ?? "";
      scope.define(name, given === "" ? { id: ABSENT, type: "FLOAT" } : frame.scope.read(given));
    }
    const bindings = new Map<string, AttributeProto>(body.attributeProto.map((a) => [a.name, a]));
    for (const attribute of proto.attribute) {
      const bound = attribute.refAttrName === "" ? attribute : frame.bindings.get(attribute.refAttrName);
      if (bound !== undefined) bindings.set(attribute.name, bound);
    }
    const opsets = body.opsetImport.length > 0 ? opsetsOf(body.opsetImport) : frame.opsets;
    const depth = frame.depth + 1;
    this.run(body.node, { scope, opsets, bindings, prefix: `${origin} > `, depth, assume: () => undefined });
    return body.output.map((name, i) => ((proto.output[i] ?? "") === "" ? undefined : scope.read(name)));
  }

  /** ` (inputs "x" f32[1,3,8,8], -)`. */
  #describeInputs({ input }: OperatorNodeProto, { scope }: Frame): string {
    const describe = (name: string) => {
      if (name === "") return "-";
      const value = scope.peek(name);
      const tensor = value === undefined ? undefined : this.#assembler.tensors[value.id];
      return tensor === undefined ? quote(name) : `${quote(name)} ${describeType(tensor)}`;
    };
    return input.length === 0 ? "" : ` (inputs ${enumerate(input.map(describe))})`;
  }
}

/** Values without elements count as absent. */
function present(value: OnnxValue): OnnxValue | undefined {
  return value.id === ABSENT ? undefined : value;
}

function titleOf(domain: string, name: string): string {
  return domain === "" ? name : `${domain}.${name}`;
}

/** `#12 Conv "block3/expand"`: the node by its place, operator and name or first output. */
function originOf({ opType, domain, name, output }: OperatorNodeProto, index: number, { prefix }: Frame): string {
  const title = titleOf(domainOf(domain), opType).slice(0, 80);
  return `${prefix}#${index} ${title} ${quote(name || output[0] || "")}`;
}

function promises(nodes: readonly OperatorNodeProto[]): string[] {
  return nodes.flatMap(({ output }) => output);
}
