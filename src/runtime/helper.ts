// A thread that helps with runs: the program it executes, and how the loading thread and its helpers talk.
//
// They share one Int32Array, the board. The loading thread walks the steps of a run alone; one that is worth it is cut into
// parts and put up on the board's TICKET:
//
//   31   30 ............ 16   15 ........ 8   7 .......... 0
//   end | step             | parts taken    | parts taken   |    parts are taken from the front by the loading thread,
//       |                  | from the back  | from the front |    from the back by helpers
//
// Taking one is a single atomic addition, and its result says of which step the part is: a helper that comes late takes part
// in whatever is going on, and one that sleeps or was put aside by its system holds up nobody. The loading thread goes
// on when every part is DONE. Each thread begins at its own end so that what it wrote in one step is in its cache in the next.
//
// Steps that compute several layers in tiles of rows are put up as one, whose parts are tiles: a thread takes its tiles through
// all the layers, waits for nobody between them, and what a layer writes for the next stays in its cache.

import type { Step } from "../format/types.ts";
import type { Kernel } from "./builds.ts";

/** Places on the board, in cache lines of their own, but for those that are read with the place before. */
export const TICKET = 0;
/** Of that step: where the first part ends, and 1 where helpers are to say how long they work. */
export const FIRST_END = 1;
export const TIMED = 2;
export const DONE = 32;
/** Microseconds that helpers took over parts of timed steps. */
export const WORKED = 33;
/** Helpers that sleep. */
export const ASLEEP = 64;
/** 1 while the loading thread sleeps until something is done. */
export const WAITING = 96;
/** 1 from the beginning of a run to its end. */
export const RUNNING = 128;
/** 1 once a kernel has trapped in a helper. */
export const TRAPPED = 160;
export const BOARD_LENGTH = 192;

/** What TICKET holds before the first step, with all parts taken, and at the end. */
export const NOTHING = 0xff;
export const END = -(2 ** 30);

/** Index into `kernels`, address of the block, end of the range, tile (parts begin at multiples of it), number of parts. */
export type SharedStep = readonly [kernel: number, params: number, end: number, tile: number, parts: number];

/** Tiles that threads take apart, with the parameter blocks of one thread. */
export interface TilesTask {
  /** The steps of each tile, for whoever has just run the tile before. */
  readonly tiles: readonly (readonly Step[])[];
  /** The same for everybody else. */
  readonly fresh: readonly (readonly Step[])[];
}

/** What a helper is told once, when it starts. */
export interface Task {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly flip: number;
  readonly board: Int32Array;
  readonly kernels: readonly string[];
  readonly tiles: readonly TilesTask[];
  /** Those of a run; then those of tiles, whose kernels stand behind `kernels` and whose range counts tiles. */
  readonly steps: readonly SharedStep[];
}

// The next three run in workers, from their source text: nothing outside of each is in reach, and nothing in it needs a bundler's help.

/** Tiles as a kernel over the range of them. */
export function tilesKernel({ tiles, fresh }: TilesTask, kernels: readonly Kernel[]): Kernel {
  return (_, first, last) => {
    for (let tile = first; tile < last; tile++) {
      for (const [kernel, params, end] of (tile === first ? fresh : tiles)[tile]) kernels[kernel](params, 0, end);
    }
  };
}

/** Where part `part` of a step begins: the first ends at `firstEnd`, the others are alike; part `parts` begins at the end. */
export function partBegin(part: number, end: number, tile: number, parts: number, firstEnd: number): number {
  if (part === 0) return 0;
  return part === parts ? end : firstEnd + tile * Math.round(((part - 1) * (end - firstEnd)) / ((parts - 1) * tile));
}

/** A worker: calls `ready`, then works until TICKET says END. The last two are the functions above. */
function help(task: Task, ready: () => void, begin: typeof partBegin, kernelOf: typeof tilesKernel): void {
  const TICKET = 0;
  const FIRST_END = 1;
  const TIMED = 2;
  const DONE = 32;
  const WORKED = 33;
  const ASLEEP = 64;
  const WAITING = 96;
  const RUNNING = 128;
  const TRAPPED = 160;
  /** Milliseconds without work after which it sleeps: between runs, and within one. */
  const PATIENCE = 0.1;
  const PATIENCE_RUNNING = 5;
  const board = task.board;
  const steps = task.steps;
  const env = { memory: task.memory, flip: task.flip };
  const exports = new WebAssembly.Instance(task.module, { env: env }).exports;
  const kernels = task.kernels.map((name) => exports[name] as (params: number, begin: number, end: number) => void);
  for (const tiles of task.tiles) kernels.push(kernelOf(tiles, kernels));

  function takePart(): void {
    const ticket = Atomics.add(board, TICKET, 1 << 8);
    if (ticket < 0) return;
    const [kernel, params, end, tile, parts] = steps[ticket >> 16];
    const part = parts - 1 - ((ticket >> 8) & 255);
    if (part < (ticket & 255)) return;
    const firstEnd = board[FIRST_END];
    const start = board[TIMED] && performance.now();
    try {
      kernels[kernel](params, begin(part, end, tile, parts, firstEnd), begin(part + 1, end, tile, parts, firstEnd));
    } catch {
      Atomics.store(board, TRAPPED, 1);
    }
    if (start) Atomics.add(board, WORKED, Math.round(1000 * (performance.now() - start)));
    Atomics.add(board, DONE, 1);
    if (Atomics.load(board, WAITING) !== 0) Atomics.notify(board, DONE);
  }

  /** Works as long as there is some, and a little longer; returns the ticket that it last saw. */
  function work(): number {
    let idleSince = 0;
    for (let polls = 0; ; ) {
      const ticket = Atomics.load(board, TICKET);
      if (ticket < 0) return ticket;
      if ((ticket & 255) + ((ticket >> 8) & 255) < steps[ticket >> 16][4]) {
        takePart();
        idleSince = 0;
      } else if ((++polls & 127) === 0) {
        // A page's clock takes half a microsecond to read.
        const now = performance.now();
        if (idleSince === 0) idleSince = now;
        else if (now - idleSince > PATIENCE) {
          if (Atomics.load(board, RUNNING) === 0 || now - idleSince > PATIENCE_RUNNING) return ticket;
        }
      }
    }
  }

  ready();
  for (let ticket = work(); ticket >= 0; ticket = work()) {
    Atomics.add(board, ASLEEP, 1);
    // Nobody wakes it in the middle of a run: there it looks by itself now and then.
    Atomics.wait(board, TICKET, ticket, Atomics.load(board, RUNNING) === 0 ? Infinity : 1);
    Atomics.sub(board, ASLEEP, 1);
  }
}

/** The program of a worker: `task` and `ready` are what it calls those. */
export function helperProgram(task: string, ready: string): string {
  return `(${help})(${task}, ${ready}, ${partBegin}, ${tilesKernel});`;
}
