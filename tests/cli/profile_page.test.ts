// The page of a profile: well-formed, whole, with names of any kind, and in Chromium without a word on the console, a request
// or a line that is wider than a phone.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { escapeHtml } from "../../src/cli/html.ts";
import { compare } from "../../src/cli/profile.ts";
import { type PageContents, profilePage } from "../../src/cli/profile_page.ts";
import type { StepProfile } from "../../src/index.ts";
import { hasChromium, reportOfPage } from "../hosts/chromium.ts";

const VOID = ["meta"];
const test = suite("profile page");

function contents(names: readonly string[], peaks: PageContents["profile"]["peaks"] = {}): PageContents {
  const steps = names.map(
    (name, i): StepProfile => ({
      ...{ op: i % 3 === 0 ? "conv_2d" : "add", name, kernel: i % 2 === 0 ? "conv_i8" : "conv_f32" },
      ...{ macs: (i % 3) * 1e6, ms: i / 7 },
    }),
  );
  return {
    info: {
      ...{ name: names[0] ?? "", build: "simd", buildReason: "asked for", threads: 1, threadsReason: "" },
      ...{ inputs: [], outputs: [], labels: undefined, macs: 3e6, parameters: 5 },
      ...{ weightBytes: 1234, arenaBytes: 4096, memoryBytes: 65536 },
    },
    timing: { runs: 3, medianMs: 1.5, minMs: 1.25 },
    profile: {
      ...compare(steps, peaks),
      peaks,
      placements: names.map((name, i) => ({ name, offset: 16 * i, bytes: 16 * (i % 3), first: i, last: i })),
    },
    host: "Node v0",
  };
}

/** Every opened element is closed in its turn, and every attribute is quoted. */
function assertWellFormed(page: string): void {
  const open: string[] = [];
  const body = page.replace("<!doctype html>", "").replace(/<style>[^<]*<\/style>/, "");
  const tag = /<(\/?)([a-z0-9]+)((?:\s+[a-zA-Z:-]+="[^"<>]*")*)\s*>/g;
  for (const [, slash, name] of body.matchAll(tag)) {
    if (slash) assert.is(open.pop(), name);
    else if (!VOID.includes(name)) open.push(name);
  }
  assert.equal(open, []);
  assert.not.match(body.replace(tag, ""), /[<>]/);
}

test("is well-formed and has every step, whatever the names are", () =>
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: "grapheme" }), { maxLength: 12 }), fc.boolean(), (names, hasPeaks) => {
      const page = profilePage(contents(names, hasPeaks ? { int8: 50, f32: 20 } : {}));
      assertWellFormed(page);
      for (const name of names) assert.ok(page.includes(`<small>${escapeHtml(name)}</small>`), name);
      assert.is(page.match(/<small>/g)?.length ?? 0, names.length);
      assert.is(page.match(/<rect /g)?.length ?? 0, names.length < 2 ? 0 : names.length);
      assert.not.match(page, /NaN|Infinity|undefined/);
    }),
    { numRuns: 200 },
  ));

test("names cannot become markup", () => {
  const page = profilePage(contents([`"><script>alert('&')</script>`, "x", "y"]));
  assert.not.match(page, /<script/);
  assert.ok(page.includes("&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;"));
});

test("a step's share of the peak goes by its element type", () => {
  const step = (kernel: string, macs: number): StepProfile => ({ op: "conv_2d", name: "", kernel, macs, ms: 2 });
  const { steps, peakShare } = compare([step("conv_i8", 1e7), step("conv_f32", 1e7), step("copy", 0)], {
    int8: 50,
    f32: 20,
  });
  assert.equal(
    steps.map(({ peakShare }) => peakShare),
    [0.1, 0.25, undefined],
  );
  assert.equal(
    steps.map(({ share }) => share),
    [1 / 3, 1 / 3, 1 / 3],
  );
  assert.ok(Math.abs((peakShare ?? 0) - 0.35 / 3) < 1e-12);
  assert.is(compare([step("conv_i8", 1e7)], {}).peakShare, undefined);
});

test("a layer in tiles is one line with the sum of its tiles", () => {
  const step = (name: string, kernel: string): StepProfile => ({ op: "conv_2d", name, kernel, macs: 1e6, ms: 0.5 });
  const tile = [step("a", "conv_i8"), step("b", "conv_i8"), step("b", "copy_runs")];
  const { steps, stepCount } = compare([...tile, ...tile, step("c", "conv_i8")], {});
  assert.equal(
    steps.map(({ first, name, kernel, calls, macs, ms }) => [first, name, kernel, calls, macs, ms]),
    [
      [0, "a", "conv_i8", 2, 2e6, 1],
      [1, "b", "conv_i8", 2, 2e6, 1],
      [2, "b", "copy_runs", 2, 2e6, 1],
      [6, "c", "conv_i8", 1, 1e6, 0.5],
    ],
  );
  assert.is(stepCount, 7);
});

if (hasChromium("the page of a profile in the browser")) {
  test("Chromium shows it on a phone's width without a complaint or a request", async () => {
    const names = Array.from({ length: 40 }, (_, i) => `a_name_without_a_break/${"x".repeat(60)}/${i}`);
    const page = profilePage(contents(names, { int8: 50 }));
    // The page itself runs no scripts: another one holds it in a frame and looks at it.
    const frame = `<!doctype html><title>frame</title><iframe src="/page" width="375" height="700"></iframe><script>
      const frame = document.querySelector("iframe");
      frame.addEventListener("load", () => {
        const { document: inner, performance } = frame.contentWindow;
        window.report = {
          width: inner.documentElement.scrollWidth,
          rows: inner.querySelectorAll("small").length,
          bars: [...inner.querySelectorAll(".bar")].filter((bar) => bar.getBoundingClientRect().height > 5).length,
          requests: performance.getEntriesByType("resource").map(({ name }) => name),
        };
      });
    </script>`;
    const { report, complaints } = await reportOfPage<{
      width: number;
      rows: number;
      bars: number;
      requests: string[];
    }>(
      new Map([
        ["/", { type: "text/html", bytes: frame }],
        ["/page", { type: "text/html", bytes: page }],
      ]),
    );
    assert.equal(complaints, []);
    assert.equal(report.requests, []);
    assert.ok(report.width <= 375, `${report.width} pixels wide`);
    assert.is(report.rows, names.length);
    assert.ok(report.bars >= names.length, `${report.bars} bars`);
  });
}

test.run();
