// The page: a model, photos, and what the model says of them. Models run in a worker, so that the page never waits.

import { type Classification, createWorker, type ImageSource, type StepProfile, type WorkerModel } from "../worker.ts";
import type { Converted, ConvertRequest } from "./convert.ts";
import { bar, byId, element, size, time } from "./dom.ts";
import { showArena, showFacts, showProfile } from "./inside.ts";
import { type Normalisation, onNormalisation, showNormalisation } from "./pixels.ts";

interface Photo {
  readonly image: Blob;
  readonly name: string;
  readonly answer: HTMLElement;
}

interface Shipped {
  readonly models: readonly { readonly name: string; readonly url: string }[];
  readonly photos: readonly { readonly name: string; readonly url: string }[];
}

const PROFILE_MS = 400;
const worker = createWorker({ url: new URL("worker_host.js", location.href) });
const status = byId("status");
const progress = byId<HTMLProgressElement>("progress");
const video = byId<HTMLVideoElement>("video");
const photos: Photo[] = [];
const state: {
  model?: WorkerModel;
  labels?: readonly string[];
  /** The .wren file made of a model that was dropped. */
  converted?: Uint8Array;
  loads: number;
} = { loads: 0 };

function say(text: string, isError = false): void {
  status.textContent = text;
  status.classList.toggle("error", isError);
}

async function useModel(source: string | Uint8Array): Promise<void> {
  delete state.labels;
  delete state.converted;
  await load(source, "");
}

async function load(source: string | Uint8Array, note: string): Promise<void> {
  const turn = ++state.loads;
  progress.hidden = false;
  try {
    const model = await worker.loadModel(source, {
      onProgress: ({ loaded, total }) => {
        progress.value = loaded / Math.max(1, total);
      },
    });
    if (turn !== state.loads) return model.dispose();
    state.model?.dispose();
    state.model = model;
    const info = model.info();
    say(`${note}${info.name}: ${size(info.weightBytes)} of weights, on the ${info.build} build (${info.buildReason}).`);
    showNormalisation(state.converted && model.plan.preprocessing);
    if (typeof source !== "string") byId<HTMLSelectElement>("models").value = "";
    showFacts(info);
    showArena(model.plan);
    await Promise.all(photos.map(classifyPhoto));
    await model.warmup();
    showProfile(await profile(model));
  } catch (error) {
    if (turn === state.loads) say((error as Error).message, true);
  } finally {
    progress.hidden = true;
  }
}

/** Means of single runs: the clock of a page ticks too rarely for the median of a layer. */
async function profile(model: WorkerModel): Promise<StepProfile[]> {
  const sums = await model.profile(1);
  let runs = 1;
  for (const end = performance.now() + PROFILE_MS; performance.now() < end; runs++) {
    const steps = await model.profile(1);
    steps.forEach(({ ms }, i) => {
      sums[i] = { ...sums[i], ms: sums[i].ms + ms };
    });
  }
  return sums.map((step) => ({ ...step, ms: step.ms / runs }));
}

/** In a worker of its own. Says what went wrong, and is undefined then. */
async function converted(request: ConvertRequest): Promise<Converted | undefined> {
  const converter = new Worker(new URL("convert.js", location.href), { type: "module" });
  const result = await new Promise<Converted | { error: string }>((done) => {
    converter.onmessage = ({ data }) => done(data);
    converter.onerror = () => done({ error: "the converter could not be loaded" });
    converter.postMessage(request);
  });
  converter.terminate();
  if (!("error" in result)) return result;
  say(result.error, true);
  return undefined;
}

async function convert(file: File): Promise<void> {
  say(`Converting ${file.name}…`);
  const result = await converted({ bytes: new Uint8Array(await file.arrayBuffer()), name: file.name });
  if (result === undefined) return;
  // What is assumed names options of the command line, behind the semicolon.
  const assumed = result.notes.map((note) => note.split(";")[0]).join("; ");
  delete state.labels;
  state.converted = result.model;
  await load(result.model, `Converted from ${result.format} here${assumed && `, assuming: ${assumed}`}. `);
}

/** The dropped model again, with other values of pixels; its classes keep their names. */
async function normalise(normalisation: Normalisation): Promise<void> {
  if (state.converted === undefined) return;
  const result = await converted({ bytes: state.converted, name: "model.wren", normalisation });
  if (result === undefined) return;
  state.converted = result.model;
  await load(result.model, "With other values of pixels. ");
}

function nameOf({ index, label }: Classification): string {
  return state.labels?.[index] ?? label ?? `class ${index}`;
}

function showAnswer(into: HTMLElement, top: readonly Classification[], ms: number): void {
  const largest = Math.max(1, ...top.map(({ score }) => score));
  const rows = top.map((entry) => {
    const score = largest > 1 ? entry.score.toFixed(1) : `${(100 * entry.score).toFixed(1)} %`;
    const name = element("span", { className: "name" }, nameOf(entry));
    return element("li", {}, name, element("span", {}, score), bar(entry.score / largest));
  });
  into.replaceChildren(
    element("ol", { className: "top" }, ...rows),
    element("p", { className: "time" }, `${time(ms)} with decoding and resizing`),
  );
}

async function answer(image: ImageSource, into: HTMLElement): Promise<string> {
  if (state.model === undefined) return "";
  const start = performance.now();
  const top = await state.model.classify(image);
  showAnswer(into, top, performance.now() - start);
  return nameOf(top[0]);
}

async function classifyPhoto({ image, name, answer: into }: Photo): Promise<void> {
  try {
    const best = await answer(image, into);
    if (best !== "") byId("answer").textContent = `${name}: ${best}`;
  } catch (error) {
    into.textContent = (error as Error).message;
  }
}

async function addPhoto(image: Blob, name: string): Promise<void> {
  const photo = { image, name, answer: element("div", {}, "…") };
  photos.unshift(photo);
  byId("results").prepend(
    element("li", {}, element("img", { src: URL.createObjectURL(image), alt: name }), photo.answer),
  );
  await classifyPhoto(photo);
}

async function openFile(file: File): Promise<void> {
  if (file.type.startsWith("image/")) return addPhoto(file, file.name);
  if (/\.wren$/i.test(file.name)) return useModel(new Uint8Array(await file.arrayBuffer()));
  if (/\.txt$/i.test(file.name)) {
    state.labels = (await file.text()).trim().split(/\r?\n/);
    await Promise.all(photos.map(classifyPhoto));
    return say(`${state.labels.length} names of classes from ${file.name}.`);
  }
  return convert(file);
}

async function toggleCamera(): Promise<void> {
  const button = byId("camera");
  const stop = () => {
    for (const track of (video.srcObject as MediaStream | null)?.getTracks() ?? []) track.stop();
    video.srcObject = null;
    byId("live").hidden = true;
    button.textContent = "Use the camera";
  };
  if (video.srcObject !== null) return stop();
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    byId("live").hidden = false;
    button.textContent = "Stop the camera";
    await video.play();
    while (video.srcObject !== null) {
      await answer(video, byId("live-answer"));
      await new Promise((next) => requestAnimationFrame(next));
    }
  } catch (error) {
    stop();
    say(`No camera: ${(error as Error).message}`, true);
  }
}

function listen(): void {
  onNormalisation(normalise, (why) => say(why, true));
  // Scrolled by the keyboard too.
  byId("layers").tabIndex = 0;
  for (const id of ["model-file", "photo-files"]) {
    const input = byId<HTMLInputElement>(id);
    input.addEventListener("change", async () => {
      const files = [...(input.files ?? [])];
      input.value = "";
      for (const file of files) await openFile(file);
    });
  }
  byId("camera").addEventListener("click", toggleCamera);
  addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("over");
  });
  addEventListener("dragleave", () => document.body.classList.remove("over"));
  addEventListener("drop", async (event) => {
    event.preventDefault();
    document.body.classList.remove("over");
    for (const file of [...(event.dataTransfer?.files ?? [])]) await openFile(file);
  });
}

async function start(): Promise<void> {
  listen();
  const { models, photos: samples }: Shipped = await (await fetch("shipped.json")).json();
  const select = byId<HTMLSelectElement>("models");
  select.append(element("option", { value: "", hidden: true }, "your own"));
  select.append(...models.map(({ name, url }) => element("option", { value: url }, name)));
  select.addEventListener("change", () => useModel(select.value));
  for (const { name, url } of samples) {
    const button = element(
      "button",
      { type: "button" },
      element("img", { src: url, alt: `Classify ${name}`, width: 64, height: 64 }),
    );
    button.addEventListener("click", async () => addPhoto(await (await fetch(url)).blob(), name));
    byId("samples").append(button);
  }
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("service_worker.js").catch(() => {});
  select.value = models[0].url;
  await useModel(select.value);
}

void start();
