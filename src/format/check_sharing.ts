// The check of a plan's `sharing`, apart from the others (check.ts) so that only those who ask for threads carry it.

import { WrenError } from "./errors.ts";
import { MEMORY_BASE, type Plan, type Sharing } from "./types.ts";

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
export function checkSharing(sharing: unknown, { run, memory }: Plan): asserts sharing is Sharing {
  const { scratch, steps } = Object(sharing) as Readonly<Record<string, unknown>>;
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
}
