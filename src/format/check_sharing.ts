// The check of a plan's `sharing`, apart from the others (check.ts) so that only those who ask for threads carry it.

import { checkStep } from "./check.ts";
import { WrenError } from "./errors.ts";
import { MEMORY_BASE, type Plan, type Sharing, type Step } from "./types.ts";

function fail(what: string): never {
  throw new WrenError("CORRUPT_MODEL", `the plan is wrong: ${what}`);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/**
 * Throws WrenError CORRUPT_MODEL unless `sharing` is one for `plan`, whose other fields were checked. Parameter blocks are
 * copied and patched by these numbers: they must lie in the data.
 */
export function checkSharing(sharing: unknown, plan: Plan): asserts sharing is Sharing {
  const { run, memory } = plan;
  const { scratch, steps, tiles = [] } = Object(sharing) as Readonly<Record<string, unknown>>;
  if (!isCount(scratch) || scratch > memory.bytes - memory.arena) fail("sharing has no size");
  if (!Array.isArray(steps) || steps.length !== run.length) fail("shares and steps differ in number");
  steps.forEach((share: unknown, i) => {
    if (!Array.isArray(share) || share.length !== 4 || !share.every(isCount)) fail("a share is not four counts");
    const [tile, parts, blockBytes, scratch] = share;
    const [, params, end] = run[i];
    if (tile === 0 || parts * tile > end) fail("a share has more parts than there are");
    const isInside = blockBytes % 4 === 0 && params + blockBytes <= memory.arena && params >= MEMORY_BASE;
    const hasField = scratch % 4 === 0 && (scratch < blockBytes || (scratch === 0 && blockBytes === 0));
    if (!isInside || !hasField) fail("a share's parameter block lies outside the data");
  });
  if (!Array.isArray(tiles)) fail("shares of tiles are no list");
  let after = 0;
  for (const share of tiles as unknown[]) after = checkTiles(share, plan, after);
}

/** Returns the step behind the tiles, of which none stands before step `first`. */
function checkTiles(share: unknown, { run, kernels, memory }: Plan, first: number): number {
  const { begins, fresh, scratch, blocks } = Object(share) as Readonly<Record<string, unknown>>;
  if (!isCount(scratch) || scratch > memory.bytes - memory.arena) fail("a share of tiles has no size");
  if (!Array.isArray(begins) || !begins.every(isCount)) fail("tiles do not begin with steps");
  const end = begins[begins.length - 1];
  const isRising = begins.length > 1 && begins.every((step, i) => step >= (i === 0 ? first : begins[i - 1] + 1));
  if (!isRising || end > run.length) fail("tiles do not follow each other");
  if (!Array.isArray(fresh) || fresh.length !== begins.length - 1 || !fresh.every(Array.isArray))
    fail("a tile has no steps");
  for (const step of fresh.flat()) checkStep(step, kernels.length, memory.arena - MEMORY_BASE, memory.bytes);
  const steps = [...run.slice(begins[0], end), ...(fresh.flat() as Step[])];
  if (!Array.isArray(blocks) || blocks.length !== steps.length)
    fail("steps of tiles and their blocks differ in number");
  blocks.forEach((block: unknown, i) => {
    if (!Array.isArray(block) || !block.every(isCount) || block.length % 2 === 0) fail("a block is no list of counts");
    const [bytes, ...fields] = block;
    const [, params] = steps[i];
    const isField = (at: number, i: number) => (i % 2 === 0 ? at % 4 === 0 && at < bytes : at < scratch);
    if (bytes % 4 !== 0 || params + bytes > memory.arena || !fields.every(isField))
      fail("a parameter block of tiles lies outside the data");
  });
  return end;
}
