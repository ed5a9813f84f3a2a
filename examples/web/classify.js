// The page's program: a chosen file is a Blob, which classify takes as it is.

import { loadModel } from "bitwren";

const input = document.querySelector("#photo");
const status = document.querySelector("#status");
const classes = document.querySelector("#classes");

input.addEventListener("change", async () => {
  const [photo] = input.files;
  if (photo === undefined) return;
  try {
    const top = await model.classify(photo, { topK: 3 });
    classes.replaceChildren(...top.map(listItem));
    status.textContent = `${photo.name}: ${top[0].label}`;
  } catch (error) {
    classes.replaceChildren();
    status.textContent = error.message;
  }
});

function listItem({ label, score }) {
  const item = document.createElement("li");
  item.textContent = `${label} ${(100 * score).toFixed(1)} %`;
  return item;
}

const model = await loadModel("../../models/cifar10_wren9/model.wren");
input.disabled = false;
status.textContent = "Choose a photo";
