// What each thread of a model works by: steps cut into parts, and parameter blocks that lead to working memory of its own, which
// stands behind the model's: for each helper its working memory, then its copies of the blocks.

import { type Plan, type ShareOfTiles, type Sharing, SPARE_BYTES, type Step } from "../format/types.ts";
import type { Build } from "./builds.ts";
import { BOARD_LENGTH, NOTHING, type SharedStep, type Task, TICKET, type TilesTask } from "./helper.ts";

/**
 * Parts of a large step for each thread: one that is slower, or began later, leaves the others something to do. Each is
 * FINE times as large as the least that is worth it, as taking one costs something too. Fewer parts than the least end less evenly
 * than one for each whose size follows the threads' speeds (balance.ts): beside a helper that took 1.6 times as long, MobileNetV2 in
 * floats gained 1.39 on two threads, and 1.31 with two parts a thread.
 */
const PARTS_A_THREAD = 8;
const LEAST_PARTS_A_THREAD = 4;
const FINE = 4;
const MOST_PARTS = 64;
/** Copies of blocks, and threads' memory, stand in cache lines of their own. */
const LINE = 128;

/** A parameter block and what a copy of it takes: its bytes, 0 where all threads use the same; then as in ShareOfTiles. */
interface Block {
  readonly params: number;
  readonly bytes: number;
  readonly fields: readonly number[];
}

/** Those of a run, then those of the steps of tiles, as tilesTasks takes them. */
function blocksOf(plan: Plan): Block[] {
  const ofRun = plan.run.map(([, params], i): Block => {
    const [, parts, bytes, scratch] = sharesOf(plan).steps[i];
    return parts > 1 && bytes > 0 ? { params, bytes, fields: [scratch, 0] } : { params, bytes: 0, fields: [] };
  });
  const ofTiles = tileSharesOf(plan).flatMap(({ begins, fresh, blocks }) => {
    const steps = [...plan.run.slice(begins[0], begins[begins.length - 1]), ...fresh.flat()];
    return steps.map(([, params], i): Block => {
      const [bytes, ...fields] = blocks[i];
      return { params, bytes, fields };
    });
  });
  return [...ofRun, ...ofTiles];
}

/** Tiles with the blocks at the addresses `params`, in the order of blocksOf. */
function tilesTasks(plan: Plan, params: readonly number[]): TilesTask[] {
  let at = plan.run.length;
  const take = (steps: readonly Step[]) => steps.map(([kernel, , end]): Step => [kernel, params[at++], end]);
  return tileSharesOf(plan).map(({ begins, fresh }) => ({
    tiles: fresh.map((_, tile) => take(plan.run.slice(begins[tile], begins[tile + 1]))),
    fresh: fresh.map(take),
  }));
}

interface OwnMemory {
  /** Address of the working memory. */
  readonly scratch: number;
  /** What blocksOf gives, and where the thread has each block: its copy, or the one that all use. */
  readonly blocks: readonly Block[];
  readonly params: readonly number[];
  readonly end: number;
}

/** Memory of helper `thread`, from 1 on. */
export function ownMemory(plan: Plan, thread: number): OwnMemory {
  const lines = (bytes: number) => Math.ceil(bytes / LINE) * LINE;
  const blocks = blocksOf(plan);
  const most = Math.max(sharesOf(plan).scratch, ...tileSharesOf(plan).map(({ scratch }) => scratch));
  const scratchBytes = lines(most + SPARE_BYTES);
  const size = lines(blocks.reduce((sum, { bytes }) => sum + bytes, scratchBytes));
  const scratch = lines(plan.memory.bytes) + (thread - 1) * size;
  let at = scratch + scratchBytes;
  const params = blocks.map(({ params, bytes }) => {
    at += bytes;
    return bytes === 0 ? params : at - bytes;
  });
  return { scratch, blocks, params, end: scratch + size };
}

export function sharesOf({ sharing }: Plan): Sharing {
  if (sharing === undefined) throw new Error("nothing is shared without shares");
  return sharing;
}

export function tileSharesOf(plan: Plan): readonly ShareOfTiles[] {
  return sharesOf(plan).tiles ?? [];
}

/** One each, if that many are worth it; more, all threads alike, of large steps. */
function chooseParts(worth: number, threads: number): number {
  const each = Math.min(Math.floor(worth / FINE / threads), PARTS_A_THREAD, Math.floor(MOST_PARTS / threads));
  return each >= LEAST_PARTS_A_THREAD ? each * threads : Math.min(worth, threads);
}

/** What thread 0, the loading one, works by. */
export function makeTask(plan: Plan, build: Build, threads: number, shared: Pick<Task, "module" | "memory">): Task {
  const shares = sharesOf(plan).steps;
  const ofRun = plan.run.map(([kernel, params, end], i): SharedStep => {
    const [tile, parts] = shares[i];
    return [kernel, params, end, tile, chooseParts(parts, threads)];
  });
  const ofTiles = tileSharesOf(plan).map(({ fresh }, i): SharedStep => {
    return [plan.kernels.length + i, 0, fresh.length, 1, Math.min(fresh.length, threads)];
  });
  return {
    ...shared,
    flip: build.flip,
    board: new Int32Array(new SharedArrayBuffer(4 * BOARD_LENGTH)).fill(NOTHING, TICKET, TICKET + 1),
    kernels: plan.kernels,
    tiles: tilesTasks(
      plan,
      blocksOf(plan).map(({ params }) => params),
    ),
    steps: [...ofRun, ...ofTiles],
  };
}

/** The same for helper `thread`. */
export function helpersTask(plan: Plan, task: Task, thread: number): Task {
  const { params } = ownMemory(plan, thread);
  const steps = task.steps.map(([kernel, shared, ...rest], i): SharedStep => {
    return [kernel, i < plan.run.length ? params[i] : shared, ...rest];
  });
  return { ...task, tiles: tilesTasks(plan, params), steps };
}
