// The page as one writes it at first: a model, then a photo. Reports milliseconds since the navigation began.

import { loadModel } from "/bitwren/bitwren.js";

const marks = { script: performance.now() };
const mark = (name) => (value) => {
  marks[name] = performance.now();
  return value;
};

async function classify() {
  const model = await loadModel("/model.wren").then(mark("model loaded"));
  const photo = await (await fetch("/photo.jpg")).blob();
  const run = model.run.bind(model);
  model.run = (input) => mark("first run")(run(mark("photo prepared")(input)));
  return model.classify(photo, { topK: 1 }).then(mark("label"));
}

const report = await classify().then(
  ([{ label }]) => ({ label, marks }),
  ({ message }) => ({ error: message }),
);
navigator.sendBeacon("/report", JSON.stringify(report));
