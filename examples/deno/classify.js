// Names what photos show: deno run --allow-read --allow-env examples/deno/classify.js PHOTO...
// In a project of your own: deno add npm:bitwren npm:jimp

import { loadModel } from "bitwren";
import { Jimp } from "jimp";

const model = await loadModel(new URL("../../models/cifar10_wren9/model.wren", import.meta.url));
for (const photo of Deno.args) {
  const { bitmap } = await Jimp.fromBuffer((await Deno.readFile(photo)).buffer); // {data, width, height}
  const [best] = await model.classify(bitmap, { topK: 1 });
  console.log(`${photo}: ${best.label} ${(100 * best.score).toFixed(1)} %`);
}
model.dispose();
