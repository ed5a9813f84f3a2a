// For machines with little memory: convolutions get as much working memory as they need, not as much as they like.

import type { KernelCall } from "../kernels/call.ts";
import { leanScratchBytes } from "../kernels/conv.ts";
import type { LoweredNode } from "./lower.ts";
import { ownScratch } from "./sharing.ts";

export function withLeanScratch(node: LoweredNode): LoweredNode {
  const needed = new Map<number, number>();
  const calls = node.calls.map((call) => {
    const ref = ownScratch(call);
    if (ref === undefined || call.struct !== "Conv") return call;
    const conv = call as KernelCall<"Conv">;
    const scratchBytes = leanScratchBytes(conv);
    needed.set(ref.id, Math.max(needed.get(ref.id) ?? 0, ref.offset + scratchBytes));
    return { ...conv, params: { ...conv.params, scratchBytes } };
  });
  return { ...node, calls, scratch: node.scratch.map((bytes, id) => needed.get(id) ?? bytes) };
}
