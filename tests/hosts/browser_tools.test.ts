// The tool chain and training in a real browser: bundled without any Node module, they import models of every format in a page,
// compile them, teach one other classes, and the runtime beside them runs them.

import { build as bundle } from "esbuild";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { smallOnnx, smallTfjs, smallTflite, teachableZip } from "../import/small_models.ts";
import { ROOT } from "../support.ts";
import { hasChromium, reportOfPage, type ServedFile } from "./chromium.ts";

/** Format, notes and scores of an image of one colour, for each model; an error as text. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>bitwren tools</title><script type="module">
  import { compileGraph, importModel, loadModel } from "/tools.js";
  const load = async (path) => {
    const response = await fetch("/models/" + path);
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
  };
  const report = {};
  for (const name of ["net.tflite", "net.onnx", "model.json", "export.zip"]) {
    try {
      const { graph, format, notes } = await importModel(await load(name), { name, sibling: load });
      const model = await loadModel(compileGraph(graph));
      const image = Float32Array.from({ length: 3072 }, (_, i) => [10, 20, 30][i % 3]);
      const scores = model.run(image)[model.info().outputs[0].name];
      report[name] = { format, notes: notes.length, labels: graph.labels ?? [], scores: Array.from(scores, Math.round) };
    } catch (error) {
      report[name] = String(error.stack);
    }
  }
  window.report = report;
</script>`;

/** What a page does that teaches a model two classes of its own, and what comes out. */
const LEARNING_PAGE = `<!doctype html><meta charset="utf-8"><title>bitwren learn</title><script type="module">
  import { compileGraph, importModel, learnClasses, loadModel, photoReader } from "/tools.js";
  const photo = (color) => new ImageData(Uint8ClampedArray.from({ length: 40 * 30 * 4 }, (_, i) => [...color, 255][i % 4]), 40);
  const photos = Array.from({ length: 10 }, (_, i) => photo(i % 2 ? [200 + i, 190, 140] : [10, 15 + i, 40]));
  try {
    const response = await fetch("/models/export.zip");
    const source = (await importModel(new Uint8Array(await response.arrayBuffer()), { name: "export.zip" })).graph;
    const read = photoReader(source);
    const examples = { count: 10, classes: photos.map((_, i) => i % 2), read: async (i) => [await read(photos[i])] };
    const { graph, report } = await learnClasses(source, examples, { labels: ["night", "sand"] });
    const model = await loadModel(compileGraph(graph));
    const names = [];
    for (const color of [[220, 200, 150], [20, 20, 60]]) names.push((await model.classify(photo(color)))[0].label);
    window.report = { heldOut: report.heldOut.accuracy, converged: report.converged, names };
  } catch (error) {
    window.report = String(error.stack);
  }
</script>`;

async function bundleTools(): Promise<{ code: string; imports: string[] }> {
  const { outputFiles, metafile } = await bundle({
    stdin: {
      contents: 'export * from "./tools.js"; export * from "./learn.js"; export { loadModel } from "./index.js";',
      resolveDir: `${ROOT}build/src`,
    },
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    write: false,
    metafile: true,
  });
  // What is left to import at once; loadModel asks for Node's files only where a path is given.
  const rest = Object.values(metafile.outputs).flatMap(({ imports }) => imports);
  const imports = rest.filter(({ kind }) => kind !== "dynamic-import").map(({ path }) => path);
  return { code: outputFiles[0].text, imports };
}

const test = suite("browser, tools");

test("tool chain and training bundle for browsers, without Node's modules", async () => {
  const { code, imports } = await bundleTools();
  assert.equal(imports, []);
  assert.not.match(code, /\brequire\(/);
});

if (hasChromium("the tool chain in a browser")) {
  test("Chromium imports, compiles and runs every format", async () => {
    const binary = (bytes: Uint8Array): ServedFile => ({ type: "application/octet-stream", bytes });
    const tfjs = [...smallTfjs()].map(([name, bytes]): [string, ServedFile] => [`/models/${name}`, binary(bytes)]);
    const { report, complaints } = await reportOfPage<Record<string, unknown>>(
      new Map<string, ServedFile>([
        ["/", { type: "text/html", bytes: PAGE }],
        ["/tools.js", { type: "text/javascript", bytes: (await bundleTools()).code }],
        ["/models/net.tflite", binary(smallTflite())],
        ["/models/net.onnx", binary(smallOnnx())],
        ["/models/export.zip", binary(teachableZip())],
        ...tfjs,
      ]),
    );
    const labels = ["red", "green", "blue"];
    assert.equal(report, {
      "net.tflite": { format: "TFLite", notes: 0, labels: [], scores: [10, 20, 30] },
      "net.onnx": { format: "ONNX", notes: 1, labels: [], scores: [10, 20, 30] },
      "model.json": { format: "TensorFlow.js", notes: 0, labels: [], scores: [10, 40, 90] },
      "export.zip": { format: "TensorFlow.js", notes: 0, labels, scores: [10, 40, 90] },
    });
    // Class names that are not there are looked for, and a browser says so of each.
    assert.equal(
      complaints.filter((text) => !text.includes("404")),
      [],
    );
  });

  test("Chromium teaches a model other classes", async () => {
    const { report, complaints } = await reportOfPage<Record<string, unknown>>(
      new Map<string, ServedFile>([
        ["/", { type: "text/html", bytes: LEARNING_PAGE }],
        ["/tools.js", { type: "text/javascript", bytes: (await bundleTools()).code }],
        ["/models/export.zip", { type: "application/zip", bytes: teachableZip() }],
      ]),
    );
    assert.equal([report, complaints], [{ heldOut: 1, converged: true, names: ["sand", "night"] }, []]);
  });
}

test.run();
