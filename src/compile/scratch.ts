// How much working memory kernels get: as much as they can use where there is room, as much as they need where there is not.

import type { KernelCall } from "../kernels/call.ts";
import { convScratchRange } from "../kernels/conv.ts";
import { depthwiseScratchBytes } from "../kernels/depthwise_layout.ts";
import type { ParamsOf } from "../kernels/params.ts";
import type { LoweredCall, LoweredNode } from "./lower.ts";
import { ownScratch } from "./sharing.ts";

/** Bytes that a call with working memory of its own needs, and the most that it can use, of `given`. */
export function scratchRange(call: KernelCall, given: number): { readonly least: number; readonly most: number } {
  if (call.struct === "Conv") return convScratchRange(call as KernelCall<"Conv">);
  if (call.struct !== "Depthwise") return { least: given, most: given };
  const { channels, kernelHeight, kernelWidth } = call.params as ParamsOf<"Depthwise">;
  const bytes = Math.min(given, depthwiseScratchBytes(call.kernel, channels, kernelHeight * kernelWidth, call.end));
  return { least: bytes, most: bytes };
}

/** The node with what its calls need of working memory and up to `extra` bytes more, as far as they can use them. */
export function fitScratch(node: LoweredNode, extra: number): LoweredNode {
  const ranges = node.calls.map((call) => {
    const ref = call.when === "run" ? ownScratch(call) : undefined;
    return ref && { id: ref.id, ...scratchRange(call, node.scratch[ref.id].bytes) };
  });
  const sizes = node.scratch.map(({ bytes }, id) => {
    const own = ranges.filter((range) => range?.id === id);
    const largest = (end: "least" | "most") => Math.max(...own.map((range) => range?.[end] ?? 0));
    return own.length === 0 ? bytes : Math.min(largest("most"), largest("least") + extra);
  });
  const calls = node.calls.map((call, i): LoweredCall => {
    const range = ranges[i];
    if (range === undefined || call.struct !== "Conv") return call;
    const scratchBytes = Math.min(range.most, sizes[range.id]);
    return { ...call, params: { ...call.params, scratchBytes } as LoweredCall["params"] };
  });
  return { ...node, calls, scratch: node.scratch.map(({ name }, id) => ({ name, bytes: sizes[id] })) };
}
