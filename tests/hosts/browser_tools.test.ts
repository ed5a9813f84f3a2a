// The tool chain in a real browser: bundled without any Node module, it imports models of every format in a page, compiles
// them, and the runtime beside it runs them.

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

async function bundleTools(): Promise<{ code: string; imports: string[] }> {
  const { outputFiles, metafile } = await bundle({
    stdin: {
      contents: 'export * from "./tools.js"; export { loadModel } from "./index.js";',
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

test("the tool chain bundles for browsers, without Node's modules", async () => {
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
}

test.run();
