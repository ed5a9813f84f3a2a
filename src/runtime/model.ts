// A loaded model: one wasm memory of fixed size, a list of bound kernel calls, typed arrays in and out. Nothing is
// allocated after loading; the memory never grows.

import { streamModel } from "../format/container.ts";
import { WrenError } from "../format/errors.ts";
import { TRANSFERRED } from "../format/transferred.ts";
import {
  MEMORY_BASE,
  memoryBytes,
  PAGE_BYTES,
  type Plan,
  type Port,
  type PortData,
  portData,
  portElements,
  type Step,
} from "../format/types.ts";
import { type Build, type BuildName, chooseFrom, instantiateKernels, type Kernel, usesDot } from "./builds.ts";
import type { DeliveryOptions } from "./delivery.ts";
import { type ByteReader, isAddress, type ModelSource, openSource } from "./source.ts";
import type { Reserved, Team } from "./threads.ts";
import { BINARIES } from "./wasm_inline.ts";

/** What a model is made of: its plan, its weights in place in the memory, the kernels over that memory. */
export interface Parts {
  readonly plan: Plan;
  readonly dataBytes: number;
  readonly build: Build;
  readonly memory: WebAssembly.Memory;
  readonly kernels: Record<string, unknown>;
  /** The threads that share the runs, if there are several. */
  readonly team: Team | undefined;
  readonly threadsReason: string;
}

/** As loadModel's. */
export interface PrepareOptions extends DeliveryOptions {
  readonly build?: BuildName | "auto" | Build;
  readonly threads?: number;
  readonly signal?: AbortSignal;
}

export interface ModelInfo {
  readonly name: string;
  readonly build: BuildName;
  readonly buildReason: string;
  readonly threads: number;
  /** Why so many and not more. */
  readonly threadsReason: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly labels: readonly string[] | undefined;
  readonly macs: number;
  readonly parameters: number;
  /** Weights, tables and parameter blocks in wasm memory. */
  readonly weightBytes: number;
  readonly arenaBytes: number;
  /** The whole wasm memory; fixed from here on. */
  readonly memoryBytes: number;
}

/** Time of one step: the median of the profiled runs. */
export interface StepProfile {
  readonly op: string;
  readonly name: string;
  readonly kernel: string;
  readonly macs: number;
  readonly ms: number;
}

interface BoundStep {
  readonly kernel: Kernel;
  readonly params: number;
  readonly end: number;
}

/** A port with the two ends of its copy: the caller's array and the bytes in wasm memory. */
interface BoundPort {
  readonly port: Port;
  readonly elements: number;
  /** The model's own array for outputs, reused by every run. */
  data: PortData;
  readonly memory: Float32Array | Int32Array | Uint8Array;
}

function bindPort(port: Port, memory: WebAssembly.Memory): BoundPort {
  const elements = portElements(port);
  const View =
    port.dtype === "f32" ? Float32Array : port.dtype === "i8" || port.dtype === "u8" ? Uint8Array : Int32Array;
  return {
    port,
    elements,
    data: portData(port.dtype, elements),
    memory: new View(memory.buffer, port.address, elements),
  };
}

/** Bytes that turn a caller's 8-bit value into the stored one: u8 is kept as i8, and the build may flip i8. */
function byteFlip(port: Port, flip: number): number {
  return port.dtype === "u8" ? flip ^ 0x80 : flip;
}

export class RuntimeModel {
  readonly plan: Plan;
  readonly build: Build;
  readonly #weightBytes: number;
  readonly #memoryBytes: number;
  #steps: readonly BoundStep[];
  #inputs: readonly BoundPort[];
  #outputs: readonly BoundPort[];
  readonly #team: Team | undefined;
  readonly #threadsReason: string;
  #disposed = false;

  protected constructor({ plan, dataBytes, build, memory, kernels, team, threadsReason }: Parts) {
    this.plan = plan;
    this.#weightBytes = dataBytes;
    this.build = build;
    this.#memoryBytes = memory.buffer.byteLength;
    const bound = plan.kernels.map((name) => bindKernel(name, kernels));
    const bind = ([kernel, params, end]: Step): BoundStep => ({ kernel: bound[kernel], params, end });
    runSteps(plan.load.map(bind));
    this.#steps = plan.run.map(bind);
    this.#team = team;
    this.#threadsReason = threadsReason;
    team?.begin();
    this.#inputs = plan.inputs.map((port) => bindPort(port, memory));
    this.#outputs = plan.outputs.map((port) => bindPort(port, memory));
  }

  /** What the constructor needs. The weights are read into wasm memory and are nowhere else. Throws as loadModel does. */
  protected static async prepare(source: ModelSource, options: PrepareOptions): Promise<Parts> {
    const { build: wanted = "auto", threads = 1 } = options;
    // The kernels are compiled while the model is read.
    const opening = open(source, options);
    try {
      const threading = threads > 1 ? await import("./threads.ts") : undefined;
      let planKnown!: (needsDot: boolean) => void;
      const needsDot = new Promise<boolean>((resolve) => {
        planKnown = resolve;
      });
      const building = typeof wanted === "string" ? chooseFrom(wanted, BINARIES, needsDot) : wanted;
      let memory!: WebAssembly.Memory;
      let reserved: Reserved | undefined;
      const place = (plan: Plan) => {
        planKnown(usesDot(plan.kernels));
        reserved = threading?.reserve(plan, threads);
        memory = reserved?.memory ?? allocate(plan);
        return new Uint8Array(memory.buffer, MEMORY_BASE, plan.memory.arena - MEMORY_BASE);
      };
      const reading = opening.then(({ read, rest, failed }) =>
        streamModel(read, rest, place).catch((error) => {
          failed?.();
          throw isAddress(source) ? located(error, source) : error;
        }),
      );
      const [build, file] = await Promise.all([building, reading]);
      if (!build.isDotExact && usesDot(file.plan.kernels)) {
        throw new WrenError(
          "BUILD_UNAVAILABLE",
          'this build is that of a float model and inexact for int8 on this machine: load this model with the build "auto"',
        );
      }
      const team = await threading?.startTeam(file.plan, build, reserved);
      const kernels = team?.kernels ?? (await instantiateKernels(build, memory));
      const threadsReason = reserved?.reason ?? "more were not asked for";
      return { ...file, build, memory, kernels, team, threadsReason };
    } finally {
      void opening.then(
        ({ close }) => close(),
        () => {},
      );
    }
  }

  /**
   * One inference. `inputs` maps input names to typed arrays in the port's element type and row-major order; a model with
   * one input also takes the array alone. The returned arrays belong to the model: the next run overwrites them.
   * Throws WrenError BAD_INPUT, DISPOSED, KERNEL_TRAP, WORKER_LOST.
   */
  run(inputs: PortData | Readonly<Record<string, PortData>>): Record<string, PortData> {
    this.#requireAlive();
    this.#writeInputs(ArrayBuffer.isView(inputs) ? this.#byName(inputs) : (inputs ?? {}));
    this.#runSteps(0, this.#steps.length);
    const result: Record<string, PortData> = {};
    for (const bound of this.#outputs) result[bound.port.name] = readPort(bound, this.build.flip);
    return result;
  }

  /** Sizes, ports, the build in use and why. */
  info(): ModelInfo {
    const { plan } = this;
    return {
      name: plan.name,
      build: this.build.name,
      buildReason: this.build.reason,
      threads: this.#team?.threads ?? 1,
      threadsReason: this.#team?.reason ?? this.#threadsReason,
      inputs: plan.inputs,
      outputs: plan.outputs,
      labels: plan.labels,
      macs: plan.layers.reduce((sum, layer) => sum + layer.macs, 0),
      parameters: plan.parameters,
      weightBytes: this.#weightBytes,
      arenaBytes: plan.memory.bytes - plan.memory.arena,
      memoryBytes: this.#memoryBytes,
    };
  }

  /**
   * Times every step over `runs` inferences on whatever the inputs hold; medians, in milliseconds. Several threads share each step by
   * itself here, also those that they share by whole tiles in a run: the sum is more than a run takes.
   */
  profile(runs = 20): StepProfile[] {
    this.#requireAlive();
    const times = this.#steps.map(() => new Float64Array(runs));
    for (let run = 0; run < runs; run++) {
      this.#steps.forEach((_, i) => {
        const start = performance.now();
        this.#runSteps(i, i + 1);
        times[i][run] = performance.now() - start;
      });
    }
    return this.plan.layers.map(({ op, name, kernel, macs }, i) => {
      const ms = times[i].sort()[runs >> 1];
      return { op, name, kernel, macs, ms };
    });
  }

  /** Lets go of the memory; every later call throws WrenError DISPOSED. */
  dispose(): void {
    if (!this.#disposed) this.#team?.dispose();
    this.#disposed = true;
    this.#steps = [];
    this.#inputs = [];
    this.#outputs = [];
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #runSteps(first: number, end: number): void {
    if (this.#team) this.#team.run(first, end);
    else runSteps(this.#steps, first, end);
  }

  #requireAlive(): void {
    if (this.#disposed) throw new WrenError("DISPOSED", "this model was disposed of: load it again");
  }

  #byName(data: PortData): Record<string, PortData> {
    const names = this.#inputs.map((bound) => bound.port.name);
    if (names.length !== 1) {
      throw new WrenError(
        "BAD_INPUT",
        `the model has ${names.length} inputs: give {${names.map((n) => `"${n}": …`).join(", ")}}`,
      );
    }
    return { [names[0]]: data };
  }

  #writeInputs(inputs: Readonly<Record<string, PortData>>): void {
    for (const name of Object.keys(inputs)) {
      if (!this.#inputs.some((bound) => bound.port.name === name)) {
        const names = this.#inputs.map((bound) => `"${bound.port.name}"`).join(", ");
        throw new WrenError("BAD_INPUT", `no input "${name}": the model has ${names}`);
      }
    }
    for (const bound of this.#inputs) writePort(bound, inputs[bound.port.name], this.build.flip);
  }
}

async function open(source: ModelSource, options: PrepareOptions): Promise<ByteReader> {
  const { signal, onProgress, cache, sha256 } = options;
  if (!onProgress && !cache && sha256 === undefined) return openSource(source, signal);
  return (await import("./delivery.ts")).deliver(source, options, signal);
}

/** The error with the address of the model that it is about. */
function located(error: unknown, source: string | URL): unknown {
  if (!(error instanceof WrenError) || error.message.includes(String(source))) return error;
  return new WrenError(error.code, `${source}: ${error.message}`, { cause: error.cause });
}

function allocate(plan: Plan): WebAssembly.Memory {
  const size = memoryBytes(plan);
  const pages = size / PAGE_BYTES;
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (cause) {
    throw new WrenError(
      "OUT_OF_MEMORY",
      `the host refused ${size} bytes of memory for this model: dispose() of models not in use, or give the host more`,
      { cause },
    );
  }
}

function bindKernel(name: string, kernels: Record<string, unknown>): Kernel {
  const kernel = kernels[name];
  if (typeof kernel !== "function") {
    throw new WrenError(
      "MISSING_KERNEL",
      `the model needs the kernel ${name}, which this runtime lacks: update bitwren`,
    );
  }
  return kernel as Kernel;
}

function runSteps(steps: readonly BoundStep[], first = 0, end = steps.length): void {
  try {
    for (let i = first; i < end; i++) steps[i].kernel(steps[i].params, 0, steps[i].end);
  } catch (cause) {
    throw new WrenError(
      "KERNEL_TRAP",
      "a kernel left the model's memory: the model file is damaged, compile it again",
      { cause },
    );
  }
}

function writePort(bound: BoundPort, data: PortData | undefined, flip: number): void {
  const { port, elements, memory } = bound;
  const wanted = `${port.dtype}[${port.shape.join(",")}], ${elements} values`;
  if (data === undefined) throw new WrenError("BAD_INPUT", `input "${port.name}" is missing: give ${wanted}`);
  // By name: arrays of other realms (frames, test sandboxes) and subclasses such as Buffer are as good.
  const type = bound.data[Symbol.toStringTag];
  const given = Object.prototype.toString.call(data).slice(8, -1);
  if (given !== type) {
    throw new WrenError("BAD_INPUT", `input "${port.name}" is ${wanted}: give a ${type}, not a ${given}`);
  }
  if (data.length !== elements) {
    const why = data.length === 0 ? `; ${TRANSFERRED}` : "";
    throw new WrenError("BAD_INPUT", `input "${port.name}" is ${wanted}: ${data.length} were given${why}`);
  }
  if (port.dtype === "i64") {
    for (let i = 0; i < elements; i++) memory[i] = Number(BigInt.asIntN(32, data[i] as bigint));
  } else {
    const x = byteFlip(port, flip);
    memory.set(data as ArrayLike<number>);
    if (x !== 0 && memory instanceof Uint8Array) flipBytes(memory, x);
  }
}

/** Four bytes at a time (ports are aligned): byte by byte it took a tenth of a small model's inference. */
function flipBytes(bytes: Uint8Array, x: number): void {
  const whole = bytes.length & ~3;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, whole >> 2);
  const pattern = (x * 0x01010101) | 0;
  for (let i = 0; i < words.length; i++) words[i] ^= pattern;
  for (let i = whole; i < bytes.length; i++) bytes[i] ^= x;
}

function readPort(bound: BoundPort, flip: number): PortData {
  const { port, elements, memory } = bound;
  // The caller may have transferred the last one away.
  if (bound.data.length !== elements) bound.data = portData(port.dtype, elements);
  const { data } = bound;
  if (data instanceof BigInt64Array) {
    for (let i = 0; i < elements; i++) data[i] = BigInt(memory[i]);
  } else if (memory instanceof Uint8Array) {
    const x = byteFlip(port, flip);
    for (let i = 0; i < elements; i++) data[i] = memory[i] ^ x;
  } else {
    data.set(memory as Float32Array & Int32Array);
  }
  return data;
}
