// Graph -> .wren: the whole pipeline on one screen.

import { writeModel } from "../format/container.ts";
import type { ModelFile, PortData, Preprocessing } from "../format/types.ts";
import type { Graph } from "../graph/graph.ts";
import { elementCount } from "../graph/tensor.ts";
import { planArena } from "./buffers.ts";
import { tileForCache } from "./cache_tiles.ts";
import { emitModel } from "./emit.ts";
import { addGoldens } from "./goldens.ts";
import { shrinkMemory } from "./low_memory.ts";
import { lowerGraph } from "./lower.ts";
import { optimizeGraph } from "./optimize.ts";
import { choosePreprocessing, fitLabels, inputPort } from "./preprocessing.ts";

export interface CompileOptions {
  /** Class names; the source's own if not given. One fewer than there are classes: "background" is put in front. */
  readonly labels?: readonly string[] | undefined;
  /** How photos become the input; if not given, choosePreprocessing decides with what the source says. */
  readonly preprocessing?: Preprocessing | undefined;
  /** Golden cases to store: how many random ones (default 1), or their inputs. */
  readonly goldens?: number | readonly (readonly PortData[])[] | undefined;
  /** The smallest arena, at some cost of time: layers in tiles, less working memory (low_memory.ts). */
  readonly lowMemory?: boolean | undefined;
  /** Told before each pass and phase; for progress displays. */
  readonly onPhase?: (name: string) => void;
}

/** Throws GraphError where an operator cannot be lowered. */
export function compileToModel(graph: Graph, options: CompileOptions = {}): ModelFile {
  const optimized = optimizeGraph(graph, options.onPhase);
  options.onPhase?.("lower");
  const whole = lowerGraph(optimized);
  const lowered = options.lowMemory ? shrinkMemory(optimized, whole) : tileForCache(optimized, whole);
  options.onPhase?.("plan memory");
  const arena = planArena(optimized, lowered);
  options.onPhase?.("emit");
  const model = emitModel(optimized, lowered, arena, {
    labels: nameClasses(graph, options.labels ?? graph.labels),
    preprocessing: options.preprocessing ?? choosePreprocessing(inputPort(graph), graph.preprocessing).preprocessing,
    parameters: countParameters(graph),
  });
  options.onPhase?.("compute golden vectors");
  return addGoldens(model, graph, options.goldens ?? 1);
}

/** The bytes of a .wren file. */
export function compileGraph(graph: Graph, options: CompileOptions = {}): Uint8Array {
  return writeModel(compileToModel(graph, options));
}

function nameClasses(graph: Graph, labels: readonly string[] | undefined): readonly string[] | undefined {
  const classes = elementCount(graph.tensors[graph.outputs[0].tensor].shape);
  return labels && (fitLabels(labels, classes) ?? labels);
}

function countParameters(graph: Graph): number {
  let count = 0;
  for (const tensor of graph.tensors) count += tensor.data?.length ?? 0;
  return count;
}
