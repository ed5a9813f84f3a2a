// Inputs and outputs of the model as callers see them.

import type { GraphPort } from "../../graph/graph.ts";
import type { Assembler } from "../assembler.ts";
import { ensure, quote } from "../diagnostics.ts";
import { describeJson, type Json } from "./json.ts";
import type { Report } from "./report.ts";
import type { Weight } from "./weights.ts";

export interface ImportContext {
  readonly assembler: Assembler;
  readonly weights: ReadonlyMap<string, Weight>;
  readonly report: Report;
  /** Shapes that the user gives, by the name of the input; "" is the only input. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** Side of an image input of unknown size, if anybody knows. */
  readonly imageSize: number | undefined;
  /** Called with what was assumed, a sentence each. */
  readonly onNote: (sentence: string) => void;
}

/** Side of images whose size nobody knows: ImageNet's. */
const USUAL_SIDE = 224;
/** Images: [N, H, W, C]. */
const IMAGE_RANK = 4;

/**
 * The shape of an input: what the user says, what the file says, a batch of one, and for images of unknown size a usual
 * one. Throws Problem where that is not enough.
 */
export function inputShape(
  name: string,
  stated: readonly Json[] | undefined,
  context: ImportContext,
): readonly number[] {
  const hint = `Give it with --shape ${name}=1,224,224,3 or whatever the model was trained with`;
  const asked = [name, ""].find((key) => Object.hasOwn(context.shapes, key));
  const given = asked === undefined ? undefined : context.shapes[asked];
  ensure(stated !== undefined || given !== undefined, () => "its shape is not in the file", hint);
  const known = stated?.map((dim) => dimension(dim));
  if (given !== undefined) {
    const fits =
      known === undefined ||
      (known.length === given.length && known.every((dim, i) => i === 0 || dim === undefined || dim === given[i]));
    ensure(
      fits,
      () => `the shape [${given}] is asked for, the file says [${stated?.map(showDimension)}]`,
      "Give a shape that fits",
    );
    return given;
  }
  const shape = known ?? [];
  if (shape.length === 0) return [];
  const [batch = 1, ...rest] = shape;
  const isImage = rest.length + 1 === IMAGE_RANK && rest[2] !== undefined;
  const side = context.imageSize ?? USUAL_SIDE;
  const full = rest.map((dim, i) => dim ?? (isImage && i < 2 ? side : undefined));
  ensure(
    full.every((dim) => dim !== undefined),
    () => `its shape is [${stated?.map(showDimension)}]`,
    hint,
  );
  if (rest.some((dim) => dim === undefined)) {
    context.onNote(
      `the size of input ${quote(name)} is open: taking [${[batch, ...full]}]; say otherwise with --shape`,
    );
  }
  return [batch, ...full];
}

/** A size in the file; null, "?" and negative numbers leave it open. */
function dimension(json: Json): number | undefined {
  const value = typeof json === "string" ? Number(json) : json;
  if (value === null || (typeof value === "number" && (value < 0 || Number.isNaN(value)))) return undefined;
  ensure(
    typeof value === "number" && Number.isSafeInteger(value) && value >= 1,
    () => `its shape has the dimension ${describeJson(json)}`,
    "The file is damaged; export the model again",
  );
  return value;
}

function showDimension(json: Json): string {
  return json === null ? "?" : String(json);
}

/** The name, or with a number behind it where a port has it already. */
export function unique(name: string, ports: readonly GraphPort[]): string {
  const base = name === "" ? "tensor" : name;
  let candidate = base;
  for (let i = 1; ports.some((port) => port.name === candidate); i++) candidate = `${base}_${i}`;
  return candidate;
}
