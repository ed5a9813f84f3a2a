// What every host runs, as the text of a program: all golden inputs on every build, from the bytes of model and inputs.

/** What a host says of a build: its answers in hexadecimal digits, or why there are none. */
export interface Answer {
  readonly asked: string;
  readonly build: string;
  readonly bits: string;
  readonly failure: string;
  /** Milliseconds since the process or the navigation began; 0 where the host's clock stands still. */
  readonly ms: number;
  /** Of one run, where engines interpret: the fastest. */
  readonly runMs?: number;
}

export const ASKED = ["auto", "scalar", "simd", "relaxed"];

/** `answers(loadModel, model, inputs)`: int8 inputs, one after the other; `loadModel` of the runtime or of a worker. */
export const ANSWERS = `
async function answers(loadModel, bytes, inputs) {
  const all = [];
  for (const asked of ${JSON.stringify(ASKED)}) {
    let build = "", bits = "", failure = "";
    try {
      const model = await loadModel(bytes, { build: asked });
      build = model.info().build;
      const { inputs: [{ shape }], outputs: [{ name }] } = model.info();
      const size = shape.reduce((a, b) => a * b);
      for (let at = 0; at < inputs.length; at += size) {
        const output = (await model.run(Int8Array.from(inputs.subarray(at, at + size))))[name];
        for (const value of output) bits += (value & 255).toString(16).padStart(2, "0");
      }
    } catch (error) {
      failure = (error.code ?? error.name) + ": " + error.message;
    }
    all.push({ asked, build, bits, failure, ms: performance.now() });
  }
  return all;
}
`;

/** For what `bitwren export --to js` writes: `answerOf(model, inputs)`. In old JavaScript, as some engines have no other. */
export const ENGINE = `
function answerOf(model, inputs) {
  var size = model.input.length, bits = "", runMs = Infinity;
  for (var at = 0; at < inputs.length; at += size) {
    model.input.set(inputs.slice(at, at + size));
    var begin = Date.now();
    model.run();
    runMs = Math.min(runMs, Date.now() - begin);
    for (var i = 0; i < model.output.length; i++) bits += (256 + (model.output[i] & 255)).toString(16).slice(1);
  }
  return { asked: "js", build: "js", bits: bits, failure: "", ms: 0, runMs: runMs };
}
`;

/** For hosts with files and a standard output. */
export const COMMAND = `import { readFileSync } from "node:fs";
import { loadModel } from "bitwren";
${ANSWERS}
console.log(JSON.stringify(await answers(loadModel, readFileSync("model.wren"), readFileSync("inputs.i8"))));
`;

/** The same off the main thread. */
export const COMMAND_WORKER = `import { readFileSync } from "node:fs";
import { createWorker } from "bitwren/worker";
${ANSWERS}
const worker = createWorker();
const loadModel = (bytes, options) => worker.loadModel(bytes, options);
console.log(JSON.stringify(await answers(loadModel, readFileSync("model.wren"), readFileSync("inputs.i8"))));
worker.terminate();
`;

const FETCHED = `
const bytes = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
async function fetchedAnswers(loadModel) {
  return answers(loadModel, await bytes("/model.wren"), await bytes("/inputs.i8"));
}
`;

/** For pages: sets window.report. */
export const PAGE = `import { loadModel } from "bitwren";
${ANSWERS}${FETCHED}
fetchedAnswers(loadModel).then((all) => { window.report = all; });
`;

/** For pages that may not compile wasm, after model.js: the model's answer, then what the ordinary entry says. */
export const PAGE_WITHOUT_WASM = `import { loadModel } from "bitwren";
${ANSWERS}${ENGINE}${FETCHED}
const modelAnswer = async () => answerOf(createModel(), new Int8Array(await bytes("/inputs.i8")));
Promise.all([modelAnswer(), fetchedAnswers(loadModel)]).then(([first, others]) => { window.report = [first, ...others]; });
`;

/** For pages without modules, after bitwren.global.js. */
export const CLASSIC = `${ANSWERS}${FETCHED}
fetchedAnswers(bitwren.loadModel).then((all) => { window.report = all; });
`;

/** For workers: answers a message through its port, or posts by itself where there is none. */
export const WORKER = `import { loadModel } from "bitwren";
${ANSWERS}${FETCHED}
if (typeof clients === "undefined") fetchedAnswers(loadModel).then((all) => postMessage(all));
else addEventListener("message", (event) => event.waitUntil(fetchedAnswers(loadModel).then((all) => event.ports[0].postMessage(all))));
`;

export const WORKERD = `import { loadModel } from "bitwren";
import model from "./model.wren";
import inputs from "./inputs.i8";
${ANSWERS}
export default {
  fetch: async () => Response.json(await answers(loadModel, new Uint8Array(model), new Uint8Array(inputs))),
};
`;
