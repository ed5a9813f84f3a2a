// The page as one writes it to be fast from the first moment: the photo is on its way and decoded while the model comes.
// Reports milliseconds since the navigation began.

import { loadModel } from "/bitwren/slim.js";

const marks = { script: performance.now() };
const mark = (name) => (value) => {
  marks[name] = performance.now();
  return value;
};

async function classify() {
  const decoding = fetch("/photo.jpg")
    .then((response) => response.blob())
    .then(createImageBitmap)
    .then(mark("photo decoded"));
  const [model, photo] = await Promise.all([loadModel("/model.wren").then(mark("model loaded")), decoding]);
  const run = model.run.bind(model);
  model.run = (input) => mark("first run")(run(mark("photo prepared")(input)));
  return model.classify(photo, { topK: 1 }).then(mark("label"));
}

function entryTimes(marks) {
  const [navigation] = performance.getEntriesByType("navigation");
  marks["page received"] = navigation.responseEnd;
  for (const { name, responseEnd } of performance.getEntriesByType("resource")) {
    if (name.endsWith(".wasm")) marks["kernels received"] = responseEnd;
    if (name.endsWith(".wren")) marks["model received"] = responseEnd;
  }
  return marks;
}

const report = await classify().then(
  ([{ label }]) => ({ label, marks: entryTimes(marks) }),
  ({ message }) => ({ error: message }),
);
navigator.sendBeacon("/report", JSON.stringify(report));
