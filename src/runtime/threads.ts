// Runs shared among threads (helper.ts says how). Loaded only by those who ask for threads.

import { checkSharing } from "../format/check_sharing.ts";
import { WrenError } from "../format/errors.ts";
import { PAGE_BYTES, type Plan } from "../format/types.ts";
import { Balance } from "./balance.ts";
import type { Build, Kernel } from "./builds.ts";
import {
  ASLEEP,
  DONE,
  END,
  FIRST_END,
  helperProgram,
  partBegin,
  RUNNING,
  type Task,
  TICKET,
  TIMED,
  TRAPPED,
  tilesKernel,
  WAITING,
  WORKED,
} from "./helper.ts";
import { withSharedMemory } from "./shared_module.ts";
import { helpersTask, makeTask, ownMemory, sharesOf, tileSharesOf } from "./thread_plan.ts";
import { BINARIES } from "./wasm_inline.ts";
import { Worth } from "./worth.ts";

/** More than this many bits of a ticket can tell apart. */
const MOST_STEPS = 2 ** 14;
const MOST_THREADS = 64;

/** A page's clock takes half a microsecond to read: only every so many steps are timed, and it is read after so many polls. */
const TIMED_EVERY = 4;
const POLLS = 256;

const START_MS = 10_000;
/** Milliseconds that the loading thread waits for the last parts before it gives its core away, where it may. */
const SPIN_MS = 0.5;
/**
 * A part is late when this thread has waited for it for so long, and for many times as long as it took over all parts of the
 * run that it had itself: its worker was ended from outside.
 */
const LATE_MS = 2000;
const LATE_TIMES = 20;

/** A worker, of either kind. */
interface Helper {
  end(): void;
}

interface Crew {
  readonly helpers: readonly Helper[];
  readonly reason: string;
}

interface BoundStep {
  readonly kernel: Kernel;
  readonly params: number;
  readonly end: number;
  readonly tile: number;
  readonly parts: number;
}

export class Team {
  readonly #memory: WebAssembly.Memory;
  readonly kernels: Record<string, unknown>;
  #threads: number;
  #reason: string;
  readonly #plan: Plan;
  /** As the task's. */
  readonly #steps: readonly BoundStep[];
  /** By the first step of a run that is theirs: the step that shares tiles, and the end of those that it stands for. */
  readonly #tiles: ReadonlyMap<number, { readonly index: number; readonly end: number }>;
  readonly #board: Int32Array;
  readonly #helpers: readonly Helper[];
  readonly #mayWait: boolean;
  /** What DONE will be when all helpers are. */
  #done = 0;
  /** How many steps were shared. */
  #shared = 0;
  readonly #balance: Balance;
  /** When the run began. */
  #start = 0;
  readonly #worth = new Worth();

  constructor(plan: Plan, task: Task, kernels: Record<string, unknown>, { helpers, reason }: Crew) {
    this.#memory = task.memory;
    this.kernels = kernels;
    this.#reason = reason;
    this.#threads = helpers.length + 1;
    this.#plan = plan;
    const bound = plan.kernels.map((name) => kernels[name] as Kernel);
    bound.push(...task.tiles.map((tiles) => tilesKernel(tiles, bound)));
    this.#steps = task.steps.map(([kernel, params, end, tile, parts]) => {
      return { kernel: bound[kernel], params, end, tile, parts };
    });
    this.#tiles = new Map(
      tileSharesOf(plan).map(({ begins }, i) => [
        begins[0],
        { index: plan.run.length + i, end: begins[begins.length - 1] },
      ]),
    );
    this.#board = task.board;
    this.#helpers = helpers;
    this.#balance = new Balance(this.#threads);
    this.#mayWait = mayWait(task.board);
  }

  get threads(): number {
    return this.#threads;
  }

  /** Why so many. */
  get reason(): string {
    return this.#reason;
  }

  /** Gives every helper its own copy of the blocks that name working memory; once the data is in place. */
  begin(): void {
    const words = new Uint32Array(this.#memory.buffer);
    for (let thread = 1; thread < this.#threads; thread++) {
      const own = ownMemory(this.#plan, thread);
      own.blocks.forEach(({ params, bytes, fields }, i) => {
        const to = own.params[i] >> 2;
        if (bytes > 0) words.copyWithin(to, params >> 2, (params + bytes) >> 2);
        for (let f = 0; f < fields.length; f += 2) words[to + (fields[f] >> 2)] = own.scratch + fields[f + 1];
      });
    }
  }

  /** Steps [first, end) of the run. Throws WrenError KERNEL_TRAP, WORKER_LOST. */
  run(first: number, end: number): void {
    this.#start = performance.now();
    const shares = this.#threads > 1 && this.#worth.shares;
    try {
      if (shares) this.#call();
      for (let i = first; i < end; i++) {
        const step = this.#steps[i];
        const tiles = shares ? this.#tiles.get(i) : undefined;
        if (tiles !== undefined && tiles.end <= end) {
          this.#share(tiles.index);
          i = tiles.end - 1;
        } else if (shares && step.parts > 1) this.#share(i);
        else step.kernel(step.params, 0, step.end);
      }
    } catch (cause) {
      if (cause instanceof WrenError) throw cause;
      throw new WrenError(
        "KERNEL_TRAP",
        "a kernel left the model's memory: the model file is damaged, compile it again",
        { cause },
      );
    } finally {
      if (shares) Atomics.store(this.#board, RUNNING, 0);
      const now = performance.now();
      if (end - first === this.#plan.run.length) this.#worth.took(now - this.#start, now);
    }
  }

  /** Has the helpers come, from a sleep if need be: that takes this thread up to 40 microseconds on a virtual machine. */
  #call(): void {
    Atomics.store(this.#board, RUNNING, 1);
    if (Atomics.load(this.#board, ASLEEP) > 0) Atomics.notify(this.#board, TICKET);
  }

  #share(index: number): void {
    const board = this.#board;
    const step = this.#steps[index];
    const { kernel, params, end, tile, parts } = step;
    const firstEnd = this.#balance.firstEnd(step);
    const isTimed = ++this.#shared % TIMED_EVERY === 0;
    board[FIRST_END] = firstEnd;
    board[TIMED] = Number(isTimed);
    // The first part is its own.
    Atomics.store(board, TICKET, (index << 16) | 1);
    let others = parts;
    let trap: unknown;
    let own = 0;
    const start = isTimed ? performance.now() : 0;
    for (let part = 0; ; ) {
      others--;
      const begin = partBegin(part, end, tile, parts, firstEnd);
      const partEnd = partBegin(part + 1, end, tile, parts, firstEnd);
      own += partEnd - begin;
      try {
        kernel(params, begin, partEnd);
      } catch (error) {
        trap = error;
      }
      const ticket = Atomics.add(board, TICKET, 1);
      part = ticket & 255;
      if (part + ((ticket >> 8) & 255) >= parts) break;
    }
    const ownMs = isTimed ? performance.now() - start : 0;
    // DONE counts on from step to step: to set it back would wait for the helper's core once more.
    this.#done = (this.#done + others) | 0;
    this.#await(this.#done);
    if (isTimed) this.#balance.took(own / end, ownMs, Atomics.exchange(board, WORKED, 0) / 1000);
    if (Atomics.exchange(board, TRAPPED, 0) !== 0) trap ??= new Error("in another thread");
    if (trap !== undefined) throw trap;
  }

  #await(parts: number): void {
    const board = this.#board;
    let done = this.#poll(parts);
    if (done === parts) return;
    const start = performance.now();
    const patience = LATE_MS + LATE_TIMES * (start - this.#start);
    for (; done !== parts; done = this.#poll(parts)) {
      const waited = performance.now() - start;
      if (waited > patience) throw this.#goOnAlone();
      if (waited < SPIN_MS || !this.#mayWait) continue;
      Atomics.store(board, WAITING, 1);
      Atomics.wait(board, DONE, done, 1000);
      Atomics.store(board, WAITING, 0);
    }
  }

  /** How many parts are done, looked at until it is so many or for a while. */
  #poll(parts: number): number {
    for (let i = 1; i < POLLS; i++) if (Atomics.load(this.#board, DONE) === parts) break;
    return Atomics.load(this.#board, DONE);
  }

  #goOnAlone(): WrenError {
    this.dispose();
    this.#threads = 1;
    this.#reason = "a worker was ended from outside";
    return new WrenError(
      "WORKER_LOST",
      "a worker of this model was ended during the run, which has no result: run again, now on one thread",
    );
  }

  /** Ends the workers. */
  dispose(): void {
    Atomics.store(this.#board, TICKET, END);
    Atomics.notify(this.#board, TICKET);
    for (const helper of this.#helpers) helper.end();
  }
}

/** Whether this thread may sleep: the main thread of a page may not. */
function mayWait(board: Int32Array): boolean {
  try {
    Atomics.wait(board, WAITING, -1, 0);
    return true;
  } catch {
    return false;
  }
}

/** So many threads as are of use, and why not as many as asked for. */
function possibleThreads(plan: Plan, wanted: number): { threads: number; reason: string } {
  const one = (reason: string) => ({ threads: 1, reason });
  if (typeof SharedArrayBuffer === "undefined" || globalThis.crossOriginIsolated === false) {
    return one("the page is not cross-origin isolated");
  }
  if (plan.sharing === undefined) return one("the model was compiled without shares for threads: compile it again");
  if (plan.run.length + tileSharesOf(plan).length > MOST_STEPS)
    return one(`the model has more than ${MOST_STEPS} steps`);
  if (!sharesOf(plan).steps.some(([, parts]) => parts > 1))
    return one("no step of the model is large enough to be shared");
  const cores = coresHere();
  if (cores < wanted)
    return { threads: cores, reason: `this machine has ${cores === 1 ? "1 core" : `${cores} cores`}` };
  return { threads: Math.min(Math.floor(wanted), MOST_THREADS), reason: "asked for" };
}

function coresHere(): number {
  if (typeof navigator !== "undefined" && navigator.hardwareConcurrency > 0) return navigator.hardwareConcurrency;
  return hasNode() ? process.getBuiltinModule("node:os").availableParallelism() : Infinity;
}

/** Node's library, where this host has it (Node, Deno, Bun), is reached in a way that bundlers for pages do not follow. */
function hasNode(): boolean {
  return typeof process !== "undefined" && typeof process.getBuiltinModule === "function";
}

/** What a model with threads needs from the moment its plan is known. */
export interface Reserved {
  /** Of the plan's size and the helpers' working memory, shared; undefined where one thread has to do. */
  readonly memory: WebAssembly.Memory | undefined;
  readonly threads: number;
  /** Why not more. */
  readonly reason: string;
}

/** Throws WrenError CORRUPT_MODEL. */
export function reserve(plan: Plan, wanted: number): Reserved {
  if (plan.sharing !== undefined) checkSharing(plan.sharing, plan);
  const { threads, reason } = possibleThreads(plan, wanted);
  if (threads === 1) return { memory: undefined, threads, reason };
  const pages = Math.ceil(ownMemory(plan, threads - 1).end / PAGE_BYTES);
  try {
    return { memory: new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }), threads, reason };
  } catch (error) {
    return { memory: undefined, threads: 1, reason: `the host refused memory for threads: ${describe(error)}` };
  }
}

/** The kernels over the reserved memory, and helpers: none, with the reason, where workers cannot start. */
export async function startTeam(plan: Plan, build: Build, wanted: Reserved | undefined): Promise<Team | undefined> {
  const memory = wanted?.memory;
  if (wanted === undefined || memory === undefined) return undefined;
  const pages = memory.buffer.byteLength / PAGE_BYTES;
  const module = await WebAssembly.compile(withSharedMemory(await BINARIES.read(build.name), pages));
  const { exports } = await WebAssembly.instantiate(module, { env: { memory, flip: build.flip } });
  const task = makeTask(plan, build, wanted.threads, { module, memory });
  const helpers: Helper[] = [];
  const starts: Promise<void>[] = [];
  for (let thread = 1; thread < wanted.threads; thread++) {
    starts.push(startHelper(helpersTask(plan, task, thread), helpers));
  }
  try {
    await Promise.all(starts);
    return new Team(plan, task, exports, { helpers, reason: wanted.reason });
  } catch (error) {
    for (const helper of helpers) helper.end();
    return new Team(plan, task, exports, { helpers: [], reason: `no worker can start here: ${describe(error)}` });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Starts a worker and waits until it is ready; it is added to `helpers` at once. */
function startHelper(task: Task, helpers: Helper[]): Promise<void> {
  return new Promise((ready, failed) => {
    const timer = setTimeout(() => failed(new Error(`a worker was not ready after ${START_MS} ms`)), START_MS);
    const settle = (error?: unknown) => {
      clearTimeout(timer);
      if (error === undefined) ready();
      else failed(error);
    };
    try {
      helpers.push(hasNode() ? startNodeWorker(task, settle) : startWebWorker(task, settle));
    } catch (error) {
      settle(error);
    }
  });
}

type Settle = (error?: unknown) => void;

/** `settle` is called when the worker is ready, or cannot be. The process may end while it sleeps. */
function startNodeWorker(task: Task, settle: Settle): Helper {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const program = `const { parentPort, workerData } = process.getBuiltinModule("node:worker_threads");
    ${helperProgram("workerData", '() => parentPort.postMessage("ready")')}`;
  const worker = new Worker(program, { eval: true, workerData: task, execArgv: [] });
  worker.on("message", () => {
    worker.unref();
    settle();
  });
  worker.on("error", settle);
  worker.on("exit", () => settle(new Error("a worker ended when it started")));
  return { end: () => void worker.terminate() };
}

function startWebWorker(task: Task, settle: Settle): Helper {
  const program = `onmessage = ({ data }) => ${helperProgram("data", '() => postMessage("ready")')}`;
  const url = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const worker = new Worker(url);
  worker.onmessage = () => {
    URL.revokeObjectURL(url);
    settle();
  };
  worker.onerror = (event) => {
    event.preventDefault();
    settle(new Error(event.message || "the page's policy forbids workers made of blob: URLs"));
  };
  worker.postMessage(task);
  return { end: () => worker.terminate() };
}
