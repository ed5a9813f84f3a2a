// npm run bench:quantize [-- --data DIR] [--only WORD] [--method NAME,NAME] [--no-equalize] [--no-compensate]
// [--no-bias-correction] [--seconds S] [--json]: quantises float classifiers on 100 photos and compares accuracy on 350 others, and speed in one run, with the float
// models. Exits 1 where accuracy or speed fall short.
//
// The photos are few and perhaps known to the models: the percentages compare implementations, nothing else.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type BuildName, chooseBuild, loadModel, type Model, type Preprocessing } from "../index.ts";
import {
  choosePreprocessing,
  compileGraph,
  DEFAULT_METHOD,
  type Graph,
  inputPort,
  photoReader,
  type QuantizeOptions,
  quantizeGraph,
  RANGE_METHODS,
  type RangeMethod,
  type Samples,
} from "../tools.ts";
import { CASES, type Case, openCase, unbalance } from "./quantize/cases.ts";
import { type Photo, type Photos, readPhotos } from "./quantize/photos.ts";

/** Points of top-1 that int8 may lose. */
const MOST_LOST = 1.5;
const LEAST_SPEEDUP = 2.5;
/** Unbalanced channels without equalisation must lose at least so many points, or the case proves nothing. */
const COLLAPSE = 20;
const WARM_UP_RUNS = 10;
const CHECKS = 16;

type Variant = Pick<QuantizeOptions, "equalize" | "compensate" | "biasCorrection"> & { readonly method: RangeMethod };

interface Row {
  readonly model: string;
  readonly variant: string;
  /** Shares of 100. */
  readonly float: number;
  readonly int8: number;
  /** Of the scores before softmax, in dB. */
  readonly sqnr: number;
  readonly quantizeSeconds: number;
  readonly floatMs?: number;
  readonly int8Ms?: number;
  readonly failures: readonly string[];
}

function samplesOf(graph: Graph, preprocessing: Preprocessing, photos: readonly Photo[]): Samples {
  const read = photoReader(graph, preprocessing);
  return { count: photos.length, read: async (i) => [await read(photos[i].pixels)] };
}

/** Top-1 in percent. */
async function accuracy(model: Model, photos: readonly Photo[]): Promise<number> {
  const classes = model.info().outputs[0].shape.reduce((a, b) => a * b, 1);
  let right = 0;
  for (const { pixels, label } of photos) {
    const [{ index }] = await model.classify(pixels, { topK: 1 });
    if (index === label + (classes - 1000)) right++;
  }
  return (100 * right) / photos.length;
}

/** Median milliseconds of both, taken in turns. */
async function timeBoth(models: readonly Model[], photo: Photo, seconds: number): Promise<number[]> {
  for (const model of models) for (let i = 0; i < WARM_UP_RUNS; i++) await model.classify(photo.pixels);
  const inputs = models.map((model) => {
    const types = { f32: Float32Array, i8: Int8Array, u8: Uint8Array, i32: Int32Array, i64: BigInt64Array };
    const [{ name, dtype, shape }] = model.info().inputs;
    return { [name]: new types[dtype](shape.reduce((a, b) => a * b, 1)) };
  });
  const times = models.map((): number[] => []);
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    for (const [m, model] of models.entries()) {
      const start = performance.now();
      model.run(inputs[m]);
      times[m].push(performance.now() - start);
    }
  }
  return times.map((list) => list.sort((a, b) => a - b)[list.length >> 1]);
}

interface Setting {
  readonly photos: Photos;
  readonly build: BuildName;
  readonly variants: readonly Variant[];
  readonly seconds: number;
}

async function runCase(data: string, subject: Case, setting: Setting): Promise<Row[]> {
  const { photos, build, seconds } = setting;
  const opened = await openCase(data, subject);
  const { preprocessing } = opened;
  const all = samplesOf(opened.graph, preprocessing, [...photos.calibration, ...photos.rest]);
  const graph = subject.unbalanced ? await unbalance(opened.graph, all, subject.unbalanced) : opened.graph;
  const floatModel = await loadModel(compileGraph(graph, { preprocessing, goldens: 0 }), { build });
  const float = await accuracy(floatModel, photos.rest);
  const rows: Row[] = [];
  for (const variant of variantsOf(subject, setting)) {
    const start = performance.now();
    const { int8, sqnr } = await quantized(graph, preprocessing, variant, photos);
    const quantizeSeconds = (performance.now() - start) / 1000;
    const int8Model = await loadModel(int8, { build });
    const row = { model: subject.name, variant: describe(variant), float, sqnr, quantizeSeconds };
    const score = await accuracy(int8Model, photos.rest);
    const [floatMs, int8Ms] = seconds > 0 ? await timeBoth([floatModel, int8Model], photos.rest[0], seconds) : [];
    const measured = { ...row, int8: score, ...(floatMs && int8Ms && { floatMs, int8Ms }) };
    rows.push({ ...measured, failures: failuresOf(measured, subject, variant) });
    int8Model.dispose();
  }
  floatModel.dispose();
  return rows;
}

/** Unbalanced channels are also tried without equalisation. */
function variantsOf({ unbalanced }: Case, { variants }: Setting): readonly Variant[] {
  return unbalanced ? variants.flatMap((variant) => [variant, { ...variant, equalize: false }]) : variants;
}

async function quantized(graph: Graph, preprocessing: Preprocessing, variant: Variant, photos: Photos) {
  const step = Math.floor(photos.rest.length / CHECKS);
  const checks = photos.rest.filter((_, i) => i % step === 0);
  const result = await quantizeGraph(graph, samplesOf(graph, preprocessing, photos.calibration), {
    ...variant,
    preprocessing,
    checks: samplesOf(graph, preprocessing, checks),
  });
  const pixels = choosePreprocessing(inputPort(result.graph), preprocessing).preprocessing;
  const scores = result.layers.filter(({ op }) => op !== "softmax" && op !== "reshape");
  return {
    int8: compileGraph(result.graph, { preprocessing: pixels, goldens: 0 }),
    sqnr: scores[scores.length - 1].sqnr,
  };
}

function failuresOf(row: Omit<Row, "failures">, { unbalanced }: Case, { equalize }: Variant): string[] {
  const lost = row.float - row.int8;
  if (unbalanced && equalize === false) {
    return lost >= COLLAPSE ? [] : [`loses only ${lost.toFixed(2)} points without equalisation`];
  }
  const speedup = row.floatMs && row.int8Ms ? row.floatMs / row.int8Ms : Infinity;
  return [
    ...(lost > MOST_LOST ? [`loses ${lost.toFixed(2)} points, more than ${MOST_LOST}`] : []),
    ...(speedup < LEAST_SPEEDUP ? [`is ${speedup.toFixed(2)} times as fast, less than ${LEAST_SPEEDUP}`] : []),
  ];
}

function describe({ method, equalize, compensate, biasCorrection }: Variant): string {
  const steps = { equalised: equalize, compensated: compensate, corrected: biasCorrection };
  return [method, ...Object.entries(steps).flatMap(([name, isDone]) => (isDone ? [name] : []))].join(" ");
}

function printRow(row: Row): void {
  const { model, variant, float, int8, sqnr, quantizeSeconds, floatMs, int8Ms } = row;
  const speed =
    floatMs && int8Ms ? [floatMs.toFixed(2), int8Ms.toFixed(2), (floatMs / int8Ms).toFixed(2)] : ["-", "-", "-"];
  const numbers = [float.toFixed(2), int8.toFixed(2), sqnr.toFixed(1), quantizeSeconds.toFixed(0), ...speed];
  console.log(model.padEnd(24) + variant.padEnd(40) + numbers.map((text) => text.padStart(9)).join(""));
}

async function bestBuild(): Promise<BuildName> {
  return (await chooseBuild("auto")).name;
}

const { values } = parseArgs({
  allowNegative: true,
  options: {
    data: { type: "string", default: fileURLToPath(new URL("../../../../shared/data", import.meta.url)) },
    only: { type: "string", default: "" },
    method: { type: "string", default: DEFAULT_METHOD },
    equalize: { type: "boolean", default: true },
    compensate: { type: "boolean", default: true },
    "bias-correction": { type: "boolean", default: true },
    seconds: { type: "string", default: "5" },
    json: { type: "boolean", default: false },
  },
});
if (!existsSync(values.data)) {
  console.error(`there is no folder of models and photos at ${values.data}: name one with --data`);
  process.exitCode = 2;
} else {
  const methods = values.method === "all" ? RANGE_METHODS : (values.method.split(",") as RangeMethod[]);
  const { equalize, compensate, "bias-correction": biasCorrection } = values;
  const setting: Setting = {
    photos: await readPhotos(values.data),
    build: await bestBuild(),
    variants: methods.map((method) => ({ method, equalize, compensate, biasCorrection })),
    seconds: Number(values.seconds),
  };
  const rows: Row[] = [];
  if (!values.json) {
    console.log(`top-1 in % of ${setting.photos.rest.length} photos, milliseconds on the ${setting.build} build`);
    const head = ["float", "int8", "SQNR dB", "s", "float ms", "int8 ms", "ratio"].map((text) => text.padStart(9));
    console.log("model".padEnd(24) + "how".padEnd(40) + head.join(""));
  }
  for (const subject of CASES.filter(({ name }) => name.includes(values.only))) {
    for (const row of await runCase(values.data, subject, setting)) {
      rows.push(row);
      if (!values.json) printRow(row);
    }
  }
  if (values.json) console.log(JSON.stringify({ node: process.version, build: setting.build, rows }));
  for (const { model, variant, failures } of rows) {
    for (const failure of failures) console.error(`${model} (${variant}) ${failure}`);
    if (failures.length > 0) process.exitCode = 1;
  }
}
