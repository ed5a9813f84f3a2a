// What exports say of a model in JSON: name, inputs and outputs with type, shape and quantisation, preprocessing, labels.

import type { ModelFile, Port } from "../format/types.ts";
import { storedType } from "./ports.ts";

export function description({ plan }: ModelFile): unknown {
  const port = (p: Port) => ({
    name: p.name,
    dtype: storedType(p),
    shape: p.shape,
    ...(p.scale !== undefined && { scale: p.scale, zeroPoint: p.zeroPoint }),
  });
  return {
    name: plan.name,
    inputs: plan.inputs.map(port),
    outputs: plan.outputs.map(port),
    ...(plan.preprocessing && { preprocessing: plan.preprocessing }),
    ...(plan.labels && { labels: plan.labels }),
  };
}
