// Names what photos show: node examples/node/classify.js PHOTO...

import { loadModel } from "bitwren";
import { Jimp } from "jimp";

const model = await loadModel(new URL("../../models/cifar10_wren9/model.wren", import.meta.url));
for (const photo of process.argv.slice(2)) {
  const { bitmap } = await Jimp.read(photo); // {data, width, height}
  const [best] = await model.classify(bitmap, { topK: 1 });
  console.log(`${photo}: ${best.label} ${(100 * best.score).toFixed(1)} %`);
}
model.dispose();
