// The page as one writes it to be fast from the first moment: everything that is fetched is on its way before this script runs
// (index.html), and photo, kernels and model come at the same time. Reports milliseconds since the navigation began.

import { chooseBuild, loadModel } from "/bitwren/slim.js";

const marks = { script: performance.now() };
const mark = (name) => (value) => {
  marks[name] = performance.now();
  return value;
};

async function classify() {
  const building = chooseBuild("auto").then(mark("kernels compiled"));
  const decoding = fetch("/photo.jpg")
    .then((response) => response.blob())
    .then(createImageBitmap)
    .then(mark("photo decoded"));
  const model = await loadModel(await fetch("/model.wren"), { build: await building }).then(mark("model loaded"));
  const photo = await decoding;
  const run = model.run.bind(model);
  model.run = (input) => mark("first run")(run(mark("photo prepared")(input)));
  return model.classify(photo, { topK: 1 }).then(mark("label"));
}

const report = await classify().then(
  ([{ label }]) => ({ label, marks }),
  ({ message }) => ({ error: message }),
);
navigator.sendBeacon("/report", JSON.stringify(report));
