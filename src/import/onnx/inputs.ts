// The model's inputs: which sizes they get, what callers see of them, which become constants.

import { ABSENT, type GraphPort } from "../../graph/graph.ts";
import type { Assembler } from "../assembler.ts";
import { ensure, quote } from "../diagnostics.ts";
import type { OnnxType, OnnxValue } from "./node.ts";
import type { GraphProto, TypeProto, ValueInfoProto } from "./schema.ts";
import { addConstant, checkRank } from "./scope.ts";
import { byteSize, type OnnxTensor } from "./tensor.ts";
import { graphType, typeOfCode } from "./types.ts";

export type InputValue = Pick<OnnxTensor, "type" | "shape" | "bytes">;

export interface InputChoices {
  /** Sizes of inputs that the file leaves open, by the input's name. */
  readonly shapes?: Readonly<Record<string, readonly number[]>> | undefined;
  /** Inputs that become constants. */
  readonly values?: Readonly<Record<string, InputValue>> | undefined;
  /** How callers see images: as the file has them, or with the channels last. */
  readonly layout?: "nchw" | "nhwc" | undefined;
  /** Told what was assumed, in whole sentences. */
  readonly onNote?: ((sentence: string) => void) | undefined;
}

/** Of images whose height and width the file leaves open. */
const DEFAULT_IMAGE_SIZE = 224;
const IMAGE_CHANNELS = [1, 3];

/** A size, the name of an open one, or "?". */
type Dimension = number | string;

export interface ReadInput {
  readonly value: OnnxValue;
  /** None where the input became a constant. */
  readonly port: GraphPort | undefined;
}

export class InputReader {
  readonly #assembler: Assembler;
  readonly #choices: InputChoices;
  /** Sizes that the choices give to the names of open dimensions. */
  readonly #named = new Map<string, number>();

  constructor(assembler: Assembler, choices: InputChoices, inputs: readonly ValueInfoProto[]) {
    this.#assembler = assembler;
    this.#choices = choices;
    for (const { name, type } of inputs) {
      const dims = dimensionsOf(type);
      const shape = choices.shapes?.[name];
      if (dims === undefined || shape?.length !== dims.length) continue;
      for (const [i, dim] of dims.entries()) if (typeof dim === "string" && dim !== "?") this.#named.set(dim, shape[i]);
    }
  }

  /** Throws Problem. */
  read(info: ValueInfoProto): ReadInput {
    const { name } = info;
    const what = () => `the input ${quote(name)}`;
    const type = elementType(info);
    const { dtype, port, quantization } = graphType(type, what);
    const bound = ownEntry(this.#choices.values, name);
    if (bound !== undefined) return { value: this.#bind(name, type, bound), port: undefined };
    const shape = this.#shapeOf(info);
    checkRank(shape, what);
    // Nobody can give it values, and nobody needs to.
    if (shape.includes(0)) return { value: { id: ABSENT, type }, port: undefined };
    const isTurned = this.#choices.layout === "nhwc" && isImage(shape);
    const given = isTurned ? [shape[0], shape[2], shape[3], shape[1]] : shape;
    const id = this.#assembler.add({ name, dtype, shape: given, quantization });
    const ports = { port: { tensor: id, name, dtype: port } };
    if (!isTurned) return { value: { id, type }, ...ports };
    const emission = {
      op: "transpose",
      inputs: [id],
      attributes: { perm: [0, 3, 1, 2] },
      origin: `input ${quote(name)}`,
    };
    const [turned] = this.#assembler.emit(emission, `${name}/nchw`);
    return { value: { id: turned, type }, ...ports };
  }

  #bind(name: string, type: OnnxType, value: InputValue): OnnxValue {
    const count = value.shape.reduce((product, dim) => product * dim, 1);
    ensure(
      value.type === type && value.bytes.length === byteSize(type, count),
      () => `the input ${quote(name)} is ${type}, the value given for it ${value.type}[${value.shape}]`,
      "Give a value of the input's element type, complete",
    );
    return addConstant(this.#assembler, { name, ...value });
  }

  #shapeOf(info: ValueInfoProto): number[] {
    const { name } = info;
    const stated = dimensionsOf(info.type);
    const chosen = ownEntry(this.#choices.shapes, name);
    if (chosen !== undefined) {
      ensure(
        stated === undefined || fits(stated, chosen),
        () => `the input ${quote(name)} has the shape [${stated}], not [${chosen}]`,
        "Only sizes that the file leaves open can be chosen",
      );
      return [...chosen];
    }
    ensure(
      stated !== undefined,
      () => `the input ${quote(name)} has no shape`,
      `Give one: --shape ${name}=1,3,${DEFAULT_IMAGE_SIZE},${DEFAULT_IMAGE_SIZE}`,
    );
    return this.#fix(name, stated);
  }

  /** Sizes for what is open: known names, batch 1, images of the default size. Throws Problem for others. */
  #fix(name: string, stated: readonly Dimension[]): number[] {
    if (stated.every((dim) => typeof dim === "number")) return [...stated];
    const isImageLike = stated.length === 4 && (typeof stated[1] === "string" || IMAGE_CHANNELS.includes(stated[1]));
    const shape = stated.map((dim, axis) => {
      if (typeof dim === "number") return dim;
      const known = this.#named.get(dim);
      if (known !== undefined) return known;
      if (axis === 0) return 1;
      if (!isImageLike) return undefined;
      return axis === 1 ? 3 : DEFAULT_IMAGE_SIZE;
    });
    const example = shape.map((dim, axis) => dim ?? (typeof stated[axis] === "number" ? stated[axis] : "N"));
    ensure(
      shape.every((dim) => dim !== undefined),
      () => `the input ${quote(name)} has the shape [${stated}], in which sizes are open`,
      `Give them: --shape ${name}=${example}`,
    );
    this.#choices.onNote?.(
      `input ${quote(name)} [${stated}] is taken as [${shape}]; say otherwise with --shape ${name}=${shape}`,
    );
    return shape;
  }
}

/** Throws Problem where a value of the file is no dense tensor. */
export function elementType({ name, type }: ValueInfoProto): OnnxType {
  const what = () => `the value ${quote(name)}`;
  const kinds = [
    [type?.sequenceType, "a sequence"],
    [type?.mapType, "a map"],
    [type?.optionalType, "optional"],
    [type?.sparseTensorType, "a sparse tensor"],
  ] as const;
  const other = kinds.find(([field]) => field !== undefined)?.[1];
  ensure(
    other === undefined,
    () => `${what()} is ${other}`,
    "Only dense tensors are supported; export the model with tensors as inputs and outputs",
  );
  const tensor = type?.tensorType;
  ensure(tensor !== undefined, () => `${what()} has no type`, "The file is damaged; export the model again");
  return typeOfCode(tensor.elemType, what);
}

/** Undefined where the file says nothing of the shape. */
export function dimensionsOf(type: TypeProto | undefined): Dimension[] | undefined {
  return type?.tensorType?.shape?.dim.map(({ dimValue, dimParam }) => {
    if (dimValue !== undefined && dimValue >= 0) return dimValue;
    return dimParam || "?";
  });
}

/** Inputs without the initialisers that old files list among them. */
export function trueInputs({ input, initializer }: GraphProto): ValueInfoProto[] {
  const constants = new Set(initializer.map(({ name }) => name));
  return input.filter(({ name }) => !constants.has(name));
}

function isImage(shape: readonly number[]): boolean {
  return shape.length === 4 && IMAGE_CHANNELS.includes(shape[1]);
}

function fits(stated: readonly Dimension[], chosen: readonly number[]): boolean {
  return stated.length === chosen.length && stated.every((dim, i) => typeof dim === "string" || dim === chosen[i]);
}

export function ownEntry<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
