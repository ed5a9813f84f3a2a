// Attributes of a file's node: from protobuf messages to the values that operator importers read.

import { ensure, quote } from "../diagnostics.ts";
import type { OnnxAttribute } from "./node.ts";
import type { AttributeProto, GraphProto } from "./schema.ts";
import { type ExternalData, readTensor } from "./tensor.ts";

/** AttributeProto.AttributeType. */
const TYPE = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7, strings: 8 } as const;

export interface NodeAttributes {
  readonly values: ReadonlyMap<string, OnnxAttribute>;
  readonly graphs: ReadonlyMap<string, GraphProto>;
}

/** Attributes by name that a function's caller states; what its nodes refer to. */
export type Bindings = ReadonlyMap<string, AttributeProto>;

/** Throws Problem where an attribute is of a kind that no operator of the importer reads. */
export function readAttributes(
  protos: readonly AttributeProto[],
  bindings: Bindings,
  externalData: ExternalData | undefined,
): NodeAttributes {
  const values = new Map<string, OnnxAttribute>();
  const graphs = new Map<string, GraphProto>();
  for (const proto of protos) {
    const bound = proto.refAttrName === "" ? proto : bindings.get(proto.refAttrName);
    if (bound === undefined) continue;
    const graph = typeOf(bound) === TYPE.graph ? bound.g : undefined;
    if (graph !== undefined) graphs.set(proto.name, graph);
    else values.set(proto.name, attributeValue(bound, externalData));
  }
  return { values, graphs };
}

/** Of the first IR versions, which did not state it: the field that is there. */
function typeOf(proto: AttributeProto): number {
  if (proto.type !== 0) return proto.type;
  if (proto.f !== undefined) return TYPE.float;
  if (proto.i !== undefined) return TYPE.int;
  if (proto.s !== undefined) return TYPE.string;
  if (proto.t !== undefined) return TYPE.tensor;
  if (proto.g !== undefined) return TYPE.graph;
  if (proto.floats.length > 0) return TYPE.floats;
  return proto.strings.length > 0 ? TYPE.strings : TYPE.ints;
}

function attributeValue(proto: AttributeProto, externalData: ExternalData | undefined): OnnxAttribute {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const type = typeOf(proto);
  switch (type) {
    case TYPE.float:
      return proto.f ?? 0;
    case TYPE.int:
      return proto.i ?? 0;
    case TYPE.string:
      return text(proto.s ?? new Uint8Array());
    case TYPE.floats:
      return proto.floats;
    case TYPE.ints:
      return proto.ints;
    case TYPE.strings:
      return proto.strings.map(text);
    default:
      ensure(
        type === TYPE.tensor && proto.t !== undefined,
        () => `attribute ${quote(proto.name)} is of kind ${type}, which is not supported`,
        "Supported are numbers, texts, lists of them and dense tensors; export the model without it",
      );
      return readTensor(proto.t, externalData);
  }
}
