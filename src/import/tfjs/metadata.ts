// metadata.json beside a model: class names, and what Teachable Machine says of its image models.
// Source: Metadata in @teachablemachine/image/src/custom-mobilenet.ts; capture() in its utils/tf.ts crops photos to a
// square, resizes them and computes pixel / 127 − 1.

import type { Graph } from "../../graph/graph.ts";
import { Fields, isObject, parseJson } from "./json.ts";

export interface Metadata extends Pick<Graph, "labels" | "preprocessing"> {
  /** Side of the square image that the model takes. */
  readonly imageSize?: number | undefined;
}

const MAX_LABELS = 1_000_000;
const TEACHABLE_MACHINE = "@teachablemachine/image";
const DIVISOR = 127;

/** Throws Problem where the text is no JSON. Only adds comfort, so fields of other types are left out. */
export function readMetadata(text: string): Metadata {
  const json = parseJson(text);
  if (!isObject(json)) return {};
  const fields = new Fields("metadata.json", json);
  const list = fields.oneOf("labels", "wordLabels", "classes");
  const isNames =
    Array.isArray(list) &&
    list.length > 0 &&
    list.length <= MAX_LABELS &&
    list.every((name) => typeof name === "string");
  const labels = isNames ? (list as readonly string[]) : undefined;
  const size = fields.get("imageSize");
  const imageSize = typeof size === "number" && Number.isInteger(size) && size >= 1 ? size : undefined;
  const isTeachable =
    fields.get("packageName") === TEACHABLE_MACHINE || (fields.has("tmVersion") && imageSize !== undefined);
  if (!isTeachable) return { labels, imageSize };
  const isGray = fields.get("grayscale") === true;
  const preprocessing = {
    mean: [DIVISOR],
    std: [DIVISOR],
    color: isGray ? ("gray" as const) : ("rgb" as const),
    fit: "square" as const,
  };
  return { labels, imageSize, preprocessing };
}
