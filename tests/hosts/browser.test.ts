// The shipped runtime in a real browser: headless Chromium loads a page that imports the bundle, loads the model that ships
// and answers the golden photos on every build, with no word on the console.

import { readFile } from "node:fs/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BUILD_NAMES } from "../../src/index.ts";
import { ROOT, skip } from "../support.ts";
import { hasChromium, reportOfPage, type ServedFile } from "./chromium.ts";

const MODEL = `${ROOT}models/cifar10_wren9`;

/** What the page does; it reports through window.report. Bytes arrive as plain arrays. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>bitwren</title><script type="module">
  import { loadModel } from "/bitwren.js";
  const pixels = new Uint8Array(await (await fetch("/photos.u8")).arrayBuffer());
  const answers = {};
  for (const build of ${JSON.stringify(BUILD_NAMES)}) {
    try {
      const model = await loadModel("/model.wren", { build });
      const output = model.info().outputs[0].name;
      answers[build] = [];
      for (let at = 0; at < pixels.length; at += 3072) {
        const input = Int8Array.from(pixels.subarray(at, at + 3072), (v) => v - 128);
        answers[build].push(...model.run(input)[output]);
      }
      model.dispose();
    } catch (error) {
      answers[build] = String(error);
    }
  }
  const automatic = await loadModel("/model.wren");
  window.report = { answers, automatic: automatic.info().build };
</script>`;

interface PageReport {
  readonly answers: Readonly<Record<string, readonly number[] | string>>;
  readonly automatic: string;
}

const test = suite("browser");

if (hasChromium("the browser test")) {
  test("Chromium answers the golden photos on every build", async () => {
    const golden = new Int8Array(await readFile(`${MODEL}/golden/photos_probabilities_int8.bin`));
    const binary = async (path: string) => ({ type: "application/octet-stream", bytes: await readFile(path) });
    const { report, complaints } = await reportOfPage<PageReport>(
      new Map<string, ServedFile>([
        ["/", { type: "text/html", bytes: PAGE }],
        ["/bitwren.js", { type: "text/javascript", bytes: await readFile(`${ROOT}build/dist/bitwren.js`) }],
        ["/model.wren", await binary(`${MODEL}/model.wren`)],
        ["/photos.u8", await binary(`${MODEL}/golden/photos_32x32_rgb.u8`)],
      ]),
    );
    assert.equal(complaints, []);
    for (const build of BUILD_NAMES) {
      const answer = report.answers[build];
      if (build === "relaxed" && typeof answer === "string" && answer.includes("saturates")) {
        skip(`the relaxed build in Chromium: ${answer}`);
        continue;
      }
      assert.equal(answer, [...golden], `${build} differs from the golden outputs`);
    }
    assert.is(report.automatic, typeof report.answers.relaxed === "string" ? "simd" : "relaxed");
  });
}

test.run();
