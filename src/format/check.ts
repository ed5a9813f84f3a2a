// Is this JSON a plan the runtime can trust to index memory with? Fields are checked by hand: the runtime carries no
// schema library. Kernels' parameter blocks are inside the data section and cannot be checked here; a block that lies can
// only trap inside the model's own memory.

import { WrenError } from "./errors.ts";
import { MEMORY_BASE, type Plan, PORT_BYTES, type Port, SPARE_BYTES, type Step } from "./types.ts";

/** Wasm's address space; also keeps sums of sizes exact. */
const MAX_BYTES = 2 ** 32;
const MAX_RANK = 8;

function fail(what: string): never {
  throw new WrenError("CORRUPT_MODEL", `the plan is wrong: ${what}`);
}

function isCount(value: unknown, limit = MAX_BYTES): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= limit;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function list(value: unknown, what: string): readonly unknown[] {
  return Array.isArray(value) ? value : fail(`${what} is not a list`);
}

/** Throws WrenError CORRUPT_MODEL unless `plan` is a Plan whose addresses lie inside its memory. */
export function checkPlan(plan: unknown, dataBytes: number, goldenBytes: number): asserts plan is Plan {
  if (!isRecord(plan)) fail("it is not an object");
  if (typeof plan.name !== "string") fail("name is not a string");
  const memory = plan.memory;
  if (!isRecord(memory) || !isCount(memory.arena) || !isCount(memory.bytes)) fail("memory has no sizes");
  const end = memory.bytes - SPARE_BYTES;
  if (memory.arena < MEMORY_BASE + dataBytes || memory.arena > end)
    fail("the arena overlaps the data or exceeds the memory");
  const kernels = list(plan.kernels, "kernels");
  for (const name of kernels) if (typeof name !== "string") fail("a kernel's name is not a string");
  for (const phase of ["load", "run"] as const) {
    for (const step of list(plan[phase], phase)) checkStep(step, kernels.length, dataBytes);
  }
  let portsBytes = 0;
  for (const side of ["inputs", "outputs"] as const) {
    const ports = list(plan[side], side);
    if (ports.length === 0) fail(`there are no ${side}`);
    for (const port of ports) portsBytes += checkPort(port, end);
  }
  if (plan.labels !== undefined && list(plan.labels, "labels").some((label) => typeof label !== "string")) {
    fail("a label is not a string");
  }
  if (plan.preprocessing !== undefined) checkPreprocessing(plan.preprocessing);
  checkDescriptions(plan);
  if (!isCount(plan.goldens) || plan.goldens * portsBytes !== goldenBytes) fail("the golden section has another size");
}

function checkStep(step: unknown, kernels: number, dataBytes: number): asserts step is Step {
  if (!Array.isArray(step) || step.length !== 3) fail("a step is not a triple");
  const [kernel, params, end] = step;
  if (!isCount(kernel) || kernel >= kernels) fail("a step names no kernel");
  if (!isCount(params) || params < MEMORY_BASE || params % 4 !== 0 || params >= MEMORY_BASE + dataBytes) {
    fail("a parameter block lies outside the data");
  }
  if (!isCount(end)) fail("a step's range is not a count");
}

/** Returns the port's size in bytes. */
function checkPort(port: unknown, memoryEnd: number): number {
  if (!isRecord(port) || typeof port.name !== "string") fail("a port has no name");
  if (typeof port.dtype !== "string" || !Object.hasOwn(PORT_BYTES, port.dtype))
    fail(`port ${port.name} has no known element type`);
  const shape = list(port.shape, `shape of ${port.name}`);
  let elements = 1;
  for (const dim of shape) {
    if (!isCount(dim) || dim === 0) fail(`port ${port.name} has a bad shape`);
    elements *= dim;
  }
  const bytes = elements * PORT_BYTES[port.dtype as Port["dtype"]];
  if (shape.length > MAX_RANK || bytes > MAX_BYTES) fail(`port ${port.name} has a bad shape`);
  const stored = port.dtype === "i64" ? bytes / 2 : bytes;
  if (
    !isCount(port.address) ||
    port.address < MEMORY_BASE ||
    port.address + stored > memoryEnd ||
    port.address % (stored / elements) !== 0
  ) {
    fail(`port ${port.name} lies outside the memory`);
  }
  for (const field of ["scale", "zeroPoint"] as const) {
    if (port[field] !== undefined && !Number.isFinite(port[field])) fail(`${field} of ${port.name} is not a number`);
  }
  return bytes;
}

function checkPreprocessing(p: unknown): void {
  if (!isRecord(p)) fail("preprocessing is not an object");
  const isOneOf = (value: unknown, ...names: string[]) => typeof value === "string" && names.includes(value);
  const isNumbers = (value: unknown) =>
    Array.isArray(value) && (value.length === 1 || value.length === 3) && value.every((v) => Number.isFinite(v));
  const fine =
    isOneOf(p.fit, "shorter", "square", "stretch") &&
    isOneOf(p.filter, "antialias", "bilinear", "nearest") &&
    isOneOf(p.color, "rgb", "bgr", "gray") &&
    isCount(p.resizeTo, 65536) &&
    isNumbers(p.mean) &&
    isNumbers(p.std) &&
    (p.std as number[]).every((v) => v !== 0);
  if (!fine) fail("preprocessing has a bad field");
}

function checkDescriptions(plan: Record<string, unknown>): void {
  if (!isCount(plan.parameters, Number.MAX_SAFE_INTEGER)) fail("parameters is not a count");
  const layers = list(plan.layers, "layers");
  if (layers.length !== (plan.run as unknown[]).length) fail("layers and steps differ in number");
  for (const layer of layers) {
    const isText = (key: string) => isRecord(layer) && typeof layer[key] === "string";
    if (!["op", "name", "kernel", "output", "reason"].every(isText)) fail("a layer has a bad field");
    if (!isCount((layer as Record<string, unknown>).macs, Number.MAX_SAFE_INTEGER)) fail("a layer has a bad field");
  }
  for (const place of list(plan.placements, "placements")) {
    if (!isRecord(place) || typeof place.name !== "string") fail("a placement has no name");
    for (const key of ["offset", "bytes", "first", "last"])
      if (!isCount(place[key])) fail("a placement has a bad field");
  }
}
