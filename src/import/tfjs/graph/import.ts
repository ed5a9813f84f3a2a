// TensorFlow graph -> graph nodes: what the outputs need, in order.

import type { GraphPort, TensorId } from "../../../graph/graph.ts";
import { elementCount, perTensor } from "../../../graph/tensor.ts";
import { ensure, enumerate, quote } from "../../diagnostics.ts";
import { Fields, type Json } from "../json.ts";
import { inOrder } from "../order.ts";
import { type ImportContext, inputShape, unique } from "../ports.ts";
import { AlreadyReported } from "../report.ts";
import {
  dimensionsOf,
  type FileNode,
  graphTypeOf,
  type NodeOutput,
  parseOutput,
  readNode,
  readTensor,
  typeName,
} from "./graph_def.ts";
import { EMPTY, TfNode, type TfValue } from "./node.ts";
import { hintFor, TF_OPERATORS } from "./operators/index.ts";

const DAMAGED = "The file is damaged; export the model again";
const PLACEHOLDERS = ["Placeholder", "PlaceholderWithDefault"];
/** Nodes that are no results although nobody reads them. */
const NO_RESULTS = ["Assert", "Const", "NoOp", "Print", ...PLACEHOLDERS];

/** An input or output as callers know it. */
interface NamedOutput {
  readonly name: string;
  readonly of: NodeOutput;
  /** What the signature says of its shape. */
  readonly shape?: Fields | undefined;
}

/** Throws Problem where the graph cannot be read at all; problems of nodes go to the report. */
export function importGraph(
  topology: Fields,
  signature: Fields | undefined,
  context: ImportContext,
): { inputs: GraphPort[]; outputs: GraphPort[] } {
  return new GraphImport(topology, signature, context).run();
}

class GraphImport {
  readonly #context: ImportContext;
  readonly #nodes = new Map<string, FileNode>();
  readonly #signature: Fields | undefined;
  readonly #values = new Map<string, readonly TfValue[] | "broken">();

  constructor(topology: Fields, signature: Fields | undefined, context: ImportContext) {
    this.#context = context;
    this.#signature = signature;
    for (const [i, json] of topology.list("node").entries()) {
      if (context.report.isFull) break;
      context.report.attempt(`node ${i}`, () => {
        const node = readNode(json, i);
        ensure(!this.#nodes.has(node.name), () => `two nodes are called ${quote(node.name)}`, DAMAGED);
        this.#nodes.set(node.name, node);
      });
    }
  }

  run(): { inputs: GraphPort[]; outputs: GraphPort[] } {
    const results = this.#results();
    const needed = this.#neededBy(results);
    const inputs = this.#inputs(needed);
    const { ready, stuck } = inOrder(
      needed.filter(({ name }) => !this.#values.has(name)),
      { makes: ({ name }) => name, reads: ({ inputs }) => inputs.map(({ node }) => node) },
      new Set(this.#values.keys()),
    );
    for (const node of ready) if (!this.#context.report.isFull) this.#node(node);
    for (const { index, op, name, inputs } of stuck.slice(0, 8)) {
      this.#context.report.add(
        `#${index} ${op} ${quote(name)}`,
        `reads ${enumerate(
          inputs.map(({ node }) => quote(node)),
          4,
        )}, which is never computed`,
        "The nodes form a ring, or the file is damaged; export the model again",
      );
    }
    return { inputs, outputs: this.#outputs(results) };
  }

  /** Entries of the signature's `inputs` or `outputs`; none where there is no signature. */
  #signed(side: "inputs" | "outputs"): NamedOutput[] {
    const ports = this.#signature?.optionalObject(side);
    return (ports?.names ?? []).map((name) => {
      const port = ports!.object(name);
      return { name, of: parseOutput(port.string("name")), shape: port.optionalObject("tensorShape") };
    });
  }

  /** What the signature lists, or else every node that no other reads. */
  #results(): NamedOutput[] {
    const signed = this.#signed("outputs");
    if (signed.length > 0) return signed;
    const read = new Set([...this.#nodes.values()].flatMap(({ inputs }) => inputs.map(({ node }) => node)));
    return [...this.#nodes.values()]
      .filter(({ name, op }) => !read.has(name) && !NO_RESULTS.includes(op))
      .map(({ name }) => ({ name, of: { node: name, output: 0 } }));
  }

  #neededBy(results: readonly NamedOutput[]): FileNode[] {
    const needed = new Set<FileNode>();
    const open = results.map(({ of }) => of.node);
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const node = this.#nodes.get(name);
      if (node === undefined || needed.has(node)) continue;
      needed.add(node);
      for (const input of node.inputs) open.push(input.node);
    }
    return [...this.#nodes.values()].filter((node) => needed.has(node));
  }

  /** The inputs of the signature in its order, then other placeholders that something reads. */
  #inputs(needed: readonly FileNode[]): GraphPort[] {
    const ports: GraphPort[] = [];
    const signed = this.#signed("inputs");
    const others = needed.filter(
      ({ name, op, inputs }) =>
        PLACEHOLDERS.includes(op) && inputs.length === 0 && !signed.some(({ of }) => of.node === name),
    );
    const all = [...signed, ...others.map(({ name }): NamedOutput => ({ name, of: { node: name, output: 0 } }))];
    for (const { name, of, shape } of all) {
      const value = this.#context.report.attempt(`input ${quote(name)}`, () => {
        const node = this.#nodes.get(of.node);
        ensure(node !== undefined, () => `there is no node ${quote(of.node)}`, DAMAGED);
        return this.#defineInput(node, name, shape, ports);
      });
      this.#values.set(of.node, value === undefined ? "broken" : [value]);
    }
    return ports;
  }

  /** Bytes are i8 − 128 to the graph, and then integers like all others. */
  #defineInput(node: FileNode, name: string, signedShape: Fields | undefined, ports: GraphPort[]): TensorId {
    const { assembler } = this.#context;
    const attributes = node.attributes;
    const type = typeName(attributes?.optionalObject("dtype")?.get("type") ?? "DT_FLOAT");
    const shapeFields = attributes?.optionalObject("shape")?.optionalObject("shape") ?? signedShape;
    const dimensions = (shapeFields && dimensionsOf(shapeFields)) ?? (signedShape && dimensionsOf(signedShape));
    const shape = inputShape(name, dimensions, this.#context);
    const dtype = graphTypeOf(type);
    const isBytes = type === "DT_UINT8";
    const tensor = assembler.add({
      ...{ name, shape, dtype: isBytes ? "i8" : dtype },
      quantization: isBytes ? perTensor(1, -128) : undefined,
    });
    ports.push({ tensor, name: unique(name, ports), dtype: isBytes ? "u8" : dtype });
    if (!isBytes) return tensor;
    const emit = (op: string, input: TensorId, to: Record<string, string>) =>
      assembler.emit({ op, inputs: [input], attributes: to, origin: `input ${quote(name)}` }, `${name}/${op}`)[0];
    return emit("cast", emit("dequantize", tensor, {}), { to: "i32" });
  }

  #node(node: FileNode): void {
    const origin = `#${node.index} ${node.op} ${quote(node.name)}`;
    const outputs = this.#context.report.attempt(origin, () => {
      if (node.op === "Const") return [this.#constant(node)];
      const importer = TF_OPERATORS.get(PLACEHOLDERS.includes(node.op) ? "Identity" : node.op);
      ensure(importer !== undefined, () => `the operator ${quote(node.op)} is not supported`, hintFor(node.op));
      const inputs = node.inputs.map((input) => this.#read(input));
      return importer.run(new TfNode(this.#context.assembler, node, origin, importer.makes, inputs));
    });
    this.#values.set(node.name, outputs ?? "broken");
  }

  /** Throws Problem, or AlreadyReported. */
  #read({ node, output }: NodeOutput): TfValue {
    const values = this.#values.get(node);
    if (values === "broken") throw new AlreadyReported();
    ensure(
      values !== undefined && output < values.length,
      () => `reads output ${output} of ${quote(node)}, which has ${values?.length ?? 0}`,
      DAMAGED,
    );
    return values[output];
  }

  /** From the weight files; small ones may stand in the node itself. */
  #constant(node: FileNode): TfValue {
    const { assembler, weights } = this.#context;
    const weight = weights.get(node.name);
    if (weight !== undefined) {
      if (elementCount(weight.shape) === 0) return EMPTY;
      return assembler.add({ name: node.name, dtype: weight.dtype, shape: weight.shape, data: weight.values() });
    }
    const tensor = node.attributes?.optionalObject("value")?.optionalObject("tensor");
    ensure(
      tensor !== undefined,
      () => `the constant ${quote(node.name)} has no values, neither in the weights nor in itself`,
      "The weights belong to another model; export the model again",
    );
    const { shape, data } = readTensor(tensor);
    if (data.length === 0) return EMPTY;
    return assembler.add({ name: node.name, dtype: data instanceof Float32Array ? "f32" : "i32", shape, data });
  }

  #outputs(results: readonly NamedOutput[]): GraphPort[] {
    const { report, assembler } = this.#context;
    const ports: GraphPort[] = [];
    for (const { name, of } of results) {
      report.attempt(`output ${quote(name)}`, () => {
        const tensor = this.#read(of);
        ensure(tensor !== EMPTY, () => "has no elements", "Tensors without elements are not supported");
        const { dtype } = assembler.tensors[tensor];
        ports.push({ tensor, name: unique(name, ports), dtype });
      });
    }
    if (results.length === 0) report.add("graph", "has no outputs", "Export a model with outputs");
    return ports;
  }
}

/** The signature beside the topology, where converters of several years put it. */
export function signatureOf(file: Fields): Fields | undefined {
  const userDefined = file.optionalObject("userDefinedMetadata");
  const signature: Json | undefined = file.get("signature") ?? userDefined?.get("signature");
  return signature === undefined ? undefined : new Fields("signature", signature);
}
