// Operators that compute any rows of their output from some rows of their inputs: what rows those are, and the kernel call.
// Images [1, H, W, C] only. The whole call is one of the lowering's; a part is the same call with another window.

import type { Graph, TensorId } from "../../graph/graph.ts";
import { byteLength, elementCount } from "../../graph/tensor.ts";
import { type BufferRef, offsetBy } from "../../kernels/call.ts";
import type { ParamsOf, StructName } from "../../kernels/params.ts";
import { winogradTiles } from "../../kernels/winograd.ts";
import type { LoweredCall, LoweredNode } from "../lower.ts";

/** Rows [begin, end). */
export interface Rows {
  readonly begin: number;
  readonly end: number;
}

/** An image, row by row. */
export interface Image {
  readonly tensor: TensorId;
  readonly rows: number;
  readonly rowBytes: number;
}

/** Output row i reads the input's rows from i · stride − top on, `extent` of them. */
export interface RowInput extends Image {
  readonly stride: number;
  readonly top: number;
  readonly extent: number;
}

export interface RowLayer {
  readonly lowered: LoweredNode;
  readonly call: LoweredCall;
  readonly inputs: readonly RowInput[];
  readonly output: Image;
  /** Rows that the kernel makes together: parts begin at a multiple, since floats are rounded otherwise in another place. */
  readonly together: number;
}

/** Where some rows of an image are, from row `begin` on. */
export interface HeldRows extends Rows {
  readonly buffer: BufferRef;
}

type Params = Readonly<Record<string, BufferRef | number>>;

/** Element by element: an operand of as many rows as the output has its row i in row i; others have no rows. */
const POINTWISE: readonly StructName[] = [
  "Unary",
  "Table",
  "ClampInt8",
  "Convert",
  "Requantize",
  "AddInt8",
  "Binary",
  "BinaryInt8",
];

/** Undefined where the node is none of them. */
export function rowLayer(graph: Graph, lowered: LoweredNode): RowLayer | undefined {
  const running = lowered.calls.filter(({ when }) => when === "run");
  if (running.length !== 1 || lowered.outputs.length !== 1) return undefined;
  const [call] = running;
  const output = imageOf(graph, lowered.outputs[0]);
  const inputs = POINTWISE.includes(call.struct) ? pointwiseInputs(graph, call) : windowInput(graph, call);
  if (output === undefined || inputs === undefined || !isWhole(call.params as Params)) return undefined;
  return { lowered, call, inputs, output, together: call.kernel === "conv_winograd_f32" ? 2 : 1 };
}

function imageOf(graph: Graph, tensor: TensorId): Image | undefined {
  const type = graph.tensors[tensor];
  const [batch, rows] = type.shape;
  if (type.shape.length !== 4 || batch !== 1 || rows < 2) return undefined;
  return { tensor, rows, rowBytes: byteLength(type) / rows };
}

/** Operands begin where their tensors do. */
function isWhole(params: Params): boolean {
  return Object.values(params).every((ref) => typeof ref === "number" || ref.kind !== "tensor" || ref.offset === 0);
}

function pointwiseInputs(graph: Graph, call: LoweredCall): RowInput[] | undefined {
  const y = graph.tensors[call.node.outputs[0]];
  if (call.end !== elementCount(y.shape)) return undefined;
  const inputs: RowInput[] = [];
  for (const id of call.node.inputs) {
    const type = graph.tensors[id];
    if (type === undefined) return undefined;
    // Broadcasting aligns the last dimensions: rows are the last but two.
    if ((type.shape.at(-3) ?? 1) === 1) continue;
    const image = type.data === undefined ? imageOf(graph, id) : undefined;
    if (image === undefined) return undefined;
    inputs.push({ ...image, stride: 1, top: 0, extent: 1 });
  }
  return inputs;
}

function windowInput(graph: Graph, call: LoweredCall): RowInput[] | undefined {
  const { struct, node } = call;
  if (struct !== "Conv" && struct !== "Depthwise" && struct !== "Pool") return undefined;
  const p = call.params as ParamsOf<"Conv"> & ParamsOf<"Depthwise"> & ParamsOf<"Pool">;
  if (p.x.kind !== "tensor" || p.y.kind !== "tensor") return undefined;
  const image = imageOf(graph, p.x.tensor);
  const [, height, width, channels] = graph.tensors[p.x.tensor].shape;
  const [, outputHeight, outputWidth] = graph.tensors[node.outputs[0]].shape;
  const isSame =
    p.height === height &&
    p.width === width &&
    p.channels === channels &&
    p.outputHeight === outputHeight &&
    p.outputWidth === outputWidth;
  if (image === undefined || !isSame) return undefined;
  if (struct === "Conv" && p.insertHeight !== 1) return undefined;
  const dilation = struct === "Pool" ? 1 : p.dilationHeight;
  const extent = (p.kernelHeight - 1) * dilation + 1;
  return [{ ...image, stride: p.strideHeight, top: p.top, extent }];
}

/** Whether the kernel finds the rows of x by `top`; else it takes x to begin with the rows that belong to y's. */
function readsWindows({ struct, kernel, params }: LoweredCall): boolean {
  const isDirect = (params as ParamsOf<"Conv">).direct === 1 && kernel !== "conv_lines_f32";
  return !POINTWISE.includes(struct) && !isDirect;
}

/** The rows of an input that rows of the output need; without any, where the next one's begin. */
export function rowsNeeded({ rows, stride, top, extent }: RowInput, { begin, end }: Rows): Rows {
  const inside = (row: number) => Math.min(Math.max(row, 0), rows);
  const first = inside(begin * stride - top);
  return { begin: first, end: end > begin ? Math.max(first, inside((end - 1) * stride - top + extent)) : first };
}

/** The layer's call for some rows of its output; `held` says where the rows of each image are. */
export function rowsCall(layer: RowLayer, part: Rows, held: (image: Image) => HeldRows): LoweredCall {
  const { call, output, inputs } = layer;
  const count = part.end - part.begin;
  const params: Record<string, BufferRef | number> = { ...(call.params as Params) };
  for (const [field, ref] of Object.entries(call.params as Params)) {
    if (typeof ref !== "object" || ref.kind !== "tensor") continue;
    const image = [output, ...inputs].find(({ tensor }) => tensor === ref.tensor);
    if (image === undefined) continue;
    const { buffer, begin } = held(image);
    params[field] =
      field === "x" && readsWindows(call) ? buffer : offsetBy(buffer, (part.begin - begin) * image.rowBytes);
  }
  if ("top" in params) {
    const [input] = inputs;
    const { begin, end } = held(input);
    Object.assign(params, { height: end - begin, outputHeight: count });
    params.top = input.top - part.begin * input.stride + begin;
  }
  const isWinograd = call.kernel === "conv_winograd_f32";
  const end = isWinograd ? winogradTiles(1, [count, params.outputWidth as number]) : (call.end / output.rows) * count;
  return { ...call, params: params as LoweredCall["params"], end, macs: (call.macs / output.rows) * count };
}
