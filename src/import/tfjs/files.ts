// The files of a TensorFlow.js model among those of a folder or an archive, such as Teachable Machine's download.

import type { TfjsFiles } from "./import.ts";

const MODEL = "model.json";
const METADATA = "metadata.json";
/** A model by another name says somewhere near its beginning what it is. */
const HEAD_BYTES = 65536;

/** Finds model.json, wherever it lies, and what belongs to it; undefined where there is none. */
export function findTfjs(files: ReadonlyMap<string, Uint8Array>): TfjsFiles | undefined {
  const path = modelPath(files);
  if (path === undefined) return undefined;
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const metadata = files.get(folder + METADATA);
  return {
    model: text(files.get(path)!),
    weights: (weight) => files.get(folder + weight.replace(/^(\.\/)+/, "")),
    metadata: metadata && text(metadata),
  };
}

/** The outermost model.json, or the only JSON file that holds a topology. */
function modelPath(files: ReadonlyMap<string, Uint8Array>): string | undefined {
  const paths = [...files.keys()].filter((path) => path.toLowerCase().endsWith(".json"));
  const depth = (path: string) => path.split("/").length;
  const named = paths.filter((path) => path === MODEL || path.endsWith(`/${MODEL}`));
  if (named.length > 0) return named.reduce((best, path) => (depth(path) < depth(best) ? path : best));
  const others = paths.filter((path) =>
    /"modelTopology"|"weightsManifest"/.test(text(files.get(path)!.subarray(0, HEAD_BYTES))),
  );
  return others.length === 1 ? others[0] : undefined;
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
