// Is this JSON a plan the runtime can trust to index memory with? Fields are checked by hand: the runtime carries no
// schema library. Kernels' parameter blocks are inside the data section and cannot be checked here; a block that lies can
// trap, or loop, inside the model's own memory.

import { WrenError } from "./errors.ts";
import { MEMORY_BASE, type Plan, PORT_BYTES, type Port, portBytes, SPARE_BYTES, type Step } from "./types.ts";

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
  const memory = checkMemory(plan.memory, dataBytes);
  const kernels = list(plan.kernels, "kernels");
  for (const name of kernels) if (typeof name !== "string") fail("a kernel's name is not a string");
  for (const phase of ["load", "run"] as const) {
    for (const step of list(plan[phase], phase)) checkStep(step, kernels.length, dataBytes, memory.bytes);
  }
  const ports = [
    ...checkPorts(plan.inputs, "inputs", memory.arena, memory.bytes),
    ...checkPorts(plan.outputs, "outputs", MEMORY_BASE, memory.bytes),
  ];
  if (plan.labels !== undefined && list(plan.labels, "labels").some((label) => typeof label !== "string")) {
    fail("a label is not a string");
  }
  if (plan.preprocessing !== undefined) checkPreprocessing(plan.preprocessing);
  checkLayers(plan);
  checkPlacements(plan.placements, memory);
  const caseBytes = ports.reduce((sum, port) => sum + portBytes(port), 0);
  if (!isCount(plan.goldens) || plan.goldens * caseBytes !== goldenBytes) fail("the golden section has another size");
}

function checkMemory(memory: unknown, dataBytes: number): Plan["memory"] {
  if (!isRecord(memory) || !isCount(memory.arena) || !isCount(memory.bytes)) fail("memory has no sizes");
  const { arena, bytes } = memory;
  if (arena % 16 !== 0 || arena < MEMORY_BASE + dataBytes || arena >= MEMORY_BASE + dataBytes + 16) {
    fail("the arena does not begin where the data ends");
  }
  if (bytes < arena + SPARE_BYTES) fail("the memory ends before the arena");
  return { arena, bytes };
}

export function checkStep(
  step: unknown,
  kernels: number,
  dataBytes: number,
  memoryBytes: number,
): asserts step is Step {
  if (!Array.isArray(step) || step.length !== 3) fail("a step is not a triple");
  const [kernel, params, end] = step;
  if (!isCount(kernel) || kernel >= kernels) fail("a step names no kernel");
  if (!isCount(params) || params < MEMORY_BASE || params % 4 !== 0 || params >= MEMORY_BASE + dataBytes) {
    fail("a parameter block lies outside the data");
  }
  // Whatever a kernel counts, it writes at least a byte for each.
  if (!isCount(end, memoryBytes)) fail("a step's range is larger than the memory");
}

function checkPorts(value: unknown, side: string, begin: number, memoryBytes: number): readonly Port[] {
  const ports = list(value, side);
  if (ports.length === 0 && side === "outputs") fail("there are no outputs");
  for (const port of ports) checkPort(port, begin, memoryBytes - SPARE_BYTES);
  if (new Set(ports.map((port) => (port as Port).name)).size < ports.length) fail(`two ${side} have one name`);
  return ports as readonly Port[];
}

/** The port's values must lie in [begin, end) of the memory. */
function checkPort(port: unknown, begin: number, end: number): asserts port is Port {
  if (!isRecord(port) || typeof port.name !== "string") fail("a port has no name");
  const { name, dtype, address } = port;
  if (typeof dtype !== "string" || !Object.hasOwn(PORT_BYTES, dtype)) fail(`port ${name} has no known element type`);
  const shape = list(port.shape, `shape of ${name}`);
  if (shape.length > MAX_RANK) fail(`port ${name} has a bad shape`);
  let elements = 1;
  for (const dim of shape) {
    if (!isCount(dim) || dim === 0) fail(`port ${name} has a bad shape`);
    elements *= dim;
  }
  const elementBytes = dtype === "i64" ? 4 : PORT_BYTES[dtype as Port["dtype"]];
  const isInside = isCount(address) && address >= begin && address + elements * elementBytes <= end;
  if (!isInside || address % elementBytes !== 0) fail(`port ${name} lies outside the memory`);
  if (port.scale === undefined && port.zeroPoint === undefined) return;
  const hasScale = Number.isFinite(port.scale) && (port.scale as number) > 0;
  if (!hasScale || !Number.isInteger(port.zeroPoint)) fail(`port ${name} has a bad quantisation`);
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

function checkLayers(plan: Record<string, unknown>): void {
  if (!isCount(plan.parameters, Number.MAX_SAFE_INTEGER)) fail("parameters is not a count");
  const layers = list(plan.layers, "layers");
  if (layers.length !== (plan.run as unknown[]).length) fail("layers and steps differ in number");
  for (const layer of layers) {
    const isText = (key: string) => isRecord(layer) && typeof layer[key] === "string";
    if (!["op", "name", "kernel", "output", "reason"].every(isText)) fail("a layer has a bad field");
    if (!isCount((layer as Record<string, unknown>).macs, Number.MAX_SAFE_INTEGER)) fail("a layer has a bad field");
  }
}

/** The arena is as large as its buffers need: nobody can make the host reserve more than the file accounts for. */
function checkPlacements(value: unknown, { arena, bytes }: Plan["memory"]): void {
  let end = 0;
  for (const place of list(value, "placements")) {
    if (!isRecord(place) || typeof place.name !== "string") fail("a placement has no name");
    const { offset, bytes, first, last } = place;
    if (!isCount(offset) || !isCount(bytes) || !isCount(first) || !isCount(last)) fail("a placement has a bad field");
    end = Math.max(end, offset + bytes);
  }
  const spare = bytes - SPARE_BYTES - arena - end;
  if (spare < 0 || spare >= 16) fail("the arena has another size than its buffers");
}
