// The benchmark against the peers, without the peers: statistics, order of rounds, tables, charts, the networks of the growth
// chart, and a seat with Bitwren itself.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileGraph, compileToModel } from "../../src/tools.ts";
import { GraphBuilder } from "../graphs.ts";
import { growthChart, timesChart } from "./charts.ts";
import { coldProgram, startNode } from "./cold.ts";
import { agreements, entriesFor, type Result, requestOf } from "./compare.ts";
import { document, type Report } from "./document.ts";
import { mobilenetV2 } from "./growth.ts";
import { COLUMNS } from "./models.ts";
import {
  disagreementLines,
  notSharedLines,
  ratiosTable,
  reasonLines,
  table,
  threadsTable,
  timesTable,
} from "./report.ts";
import { median, timeInRounds } from "./rounds.ts";
import { planar } from "./runtimes/session.ts";
import { contestantNamed, type OpenRequest } from "./seat.ts";
import { nodeSeat } from "./seats.ts";
import { quietRounds, type ThreadRound } from "./threads.ts";

const test = suite("bench:peers");

test("the median of an even count is the mean of the middle two", () => {
  assert.is(median([3, 1, 2]), 2);
  assert.is(median([4, 1, 3, 2]), 2.5);
});

test("rounds give every runner its turn, forwards and backwards; one that fails is left out", async () => {
  const turns: string[] = [];
  const runner = (name: string, times: (turn: number) => number[]) => {
    let turn = 0;
    return {
      async sample() {
        turns.push(name);
        return times(turn++);
      },
    };
  };
  const failing = (turn: number): number[] => {
    if (turn === 1) throw new Error("out of memory");
    return [1];
  };
  const runners = [runner("a", (turn) => [turn + 1, 9, turn]), runner("b", failing), runner("c", () => [5, 4, 6])];
  const outcomes = await timeInRounds(runners, 3);
  assert.is(turns.join(""), "abc" + "cba" + "ac");
  assert.equal(outcomes, [
    { ms: 2, bestMs: 0, rounds: [1, 2, 3] },
    { reason: "stopped while it was timed: out of memory" },
    { ms: 5, bestMs: 4, rounds: [5, 5, 5] },
  ]);
});

const timing = (...rounds: number[]) => ({ ms: median(rounds), bestMs: Math.min(...rounds), rounds });
const RESULTS: readonly Result[] = [
  {
    ...{ column: "vww_int8", contestant: "Bitwren relaxed", host: "node", outcome: timing(1, 2, 4) },
    answer: { labels: [1, 0, 0], firstLabelMs: 9 },
  },
  {
    ...{ column: "vww_int8", contestant: "onnxruntime-web", host: "node", outcome: timing(2, 8, 16) },
    answer: { labels: [1, 0, 0], firstLabelMs: 90 },
  },
  { column: "vww_int8", contestant: "tfjs <&>", host: "chromium", outcome: { reason: "has no int8 operators" } },
];

test("tables align; ratios are medians of the quotients within a round", () => {
  assert.is(
    table(["ms", "A"], [["long name", "1"]]),
    ["| ms        |   A |", "|-----------|----:|", "| long name |   1 |"].join("\n"),
  );
  assert.match(timesTable(RESULTS), /\| onnxruntime-web, Node \| +8\.00 \(2\.00\) \|/);
  assert.match(ratiosTable(RESULTS, "Bitwren relaxed"), /\| onnxruntime-web, Node +\| +0\.25 \(0\.50\) \|/);
  assert.equal(reasonLines(RESULTS), ["tfjs <&>, Chromium: has no int8 operators (vww_int8)"]);
});

test("runtimes that name other classes than most are reported", () => {
  assert.equal(disagreementLines(RESULTS), []);
  const odd: Result = { ...RESULTS[1], contestant: "LiteRT.js simd", answer: { labels: [1, 1, 1], firstLabelMs: 1 } };
  assert.equal(
    agreements([...RESULTS, odd]).map(({ agreed }) => agreed),
    [3, 3, 1],
  );
  assert.equal(disagreementLines([...RESULTS, odd]), ["LiteRT.js simd, Node, vww_int8: 1 of 3"]);
});

/** Names of the elements in order; throws unless every one is closed and no character is left that should be escaped. */
function elementsOf(svg: string): string[] {
  const names: string[] = [];
  const open: string[] = [];
  const rest = svg.replace(
    /<(\/?)([a-z]+)((?: [a-zA-Z\d-]+="[^"<>]*")*)(\/?)>/g,
    (_, close, name, _attributes, empty) => {
      if (close) assert.is(open.pop(), name);
      else names.push(name);
      if (!close && !empty) open.push(name);
      return "";
    },
  );
  assert.equal(open, []);
  assert.not.match(rest.replace(/&(?:amp|lt|gt|quot);/g, ""), /[<>&]/);
  assert.not.match(svg, /NaN|undefined|Infinity/);
  return names;
}

test("charts are well-formed and have a mark for every value", () => {
  const odd: Result = { ...RESULTS[1], contestant: "a <&> b" };
  const bars = elementsOf(timesChart([...RESULTS, odd])).filter((name) => name === "rect");
  assert.is(bars.length, 1 + 3); // the ground, and the results that have a time
  const points = [0.5, 1].flatMap((width) =>
    (["f32", "int8"] as const).map((type) => ({ width, resolution: 96, type, macs: 5e7 * width, ms: width })),
  );
  const chart = elementsOf(growthChart(points, [{ build: "simd", type: "int8", gmacsPerSecond: 50 }]));
  assert.is(chart.filter((name) => name === "circle").length, 4);
});

test("the document holds the tables, and the charts by name", () => {
  const report: Report = {
    ...{ machine: "a machine", node: "26.0.0", chromium: undefined, versions: { ort: "1.0" }, threads: 1, rounds: 3 },
    ...{ load: [0.5, 1], peaks: [], results: RESULTS, sharing: [], sharedBy: 2, cold: [], growth: [] },
  };
  const text = document(report, "a.svg", "b.svg");
  assert.ok(text.includes(timesTable(RESULTS)) && text.includes("](a.svg)") && !text.includes("](b.svg)"));
});

test("the gain of threads is told apart from what the machine's cores gave", () => {
  const names = { column: "mnv2_int8", contestant: "Bitwren simd", host: "node" } as const;
  const rounds = [
    { oneMs: 10, sharedMs: 8, aloneMs: 10, crowdMs: [10, 20] },
    { oneMs: 10, sharedMs: 5, aloneMs: 10, crowdMs: [10, 10] },
    { oneMs: 14, sharedMs: 5, aloneMs: 10, crowdMs: [10, 10] },
    { oneMs: 11, sharedMs: 6, aloneMs: 10, crowdMs: [11, 10] },
  ];
  assert.equal(quietRounds(rounds), [rounds[1], rounds[3]]);
  const tableOf = (rounds: readonly ThreadRound[]) => {
    return threadsTable([{ ...names, bestOneMs: 9, bestSharedMs: 5, rounds }], 2);
  };
  assert.match(tableOf(rounds), /\| +10\.5 \(9\.00\) \| +5\.50 \(5\.00\) \| +– \| +1\.92 \(1\.80\) \| +1\.95 \|$/);
  assert.match(tableOf([...rounds, ...rounds, ...rounds]), /\| +1\.92 \(6 of 12\) \|/);
  assert.equal(notSharedLines([{ ...names, reason: "no" }]), ["Bitwren simd, Node, mnv2_int8: no"]);
});

test("NCHW is made of NHWC", () => {
  assert.equal([...planar(Uint8Array.of(1, 2, 3, 4, 5, 6), [1, 1, 2, 3])], [1, 4, 2, 5, 3, 6]);
});

test("every runtime has a request for every column, or a reason", () => {
  for (const { contestant } of entriesFor(["node", "chromium"], undefined)) {
    for (const column of COLUMNS) {
      if (contestant.format === "tfjs" && column.type === "int8") {
        assert.throws(() => requestOf(column, contestant, 1), /no int8/);
      } else assert.match(requestOf(column, contestant, 1).model, new RegExp(`^${column.id}\\.`));
    }
  }
});

// Multiply-accumulates in millions as the paper's authors state them:
// https://github.com/tensorflow/models/tree/master/research/slim/nets/mobilenet
for (const [width, resolution, millions] of [
  [1, 224, 300],
  [0.35, 224, 59],
] as const) {
  test(`MobileNetV2 of width ${width} at ${resolution} has ${millions} million multiply-accumulates`, () => {
    const { plan } = compileToModel(mobilenetV2(width, resolution));
    const macs = plan.layers.reduce((sum, layer) => sum + layer.macs, 0);
    assert.ok(Math.abs(macs / 1e6 / millions - 1) < 0.03, `${macs}`);
  });
}

/** The mean of every channel, uint8 in and out. */
function brightestChannel(): Uint8Array {
  const quantization = { scale: Float32Array.of(1), zeroPoint: Int32Array.of(-128), axis: 0 };
  const builder = new GraphBuilder();
  const image = builder.input([1, 2, 2, 3], { dtype: "i8", quantization, as: "u8" });
  return compileGraph(builder.graph(builder.op("mean", [image], { axes: [1, 2] })));
}

test("a seat in a process of its own answers, times and says why it cannot", async () => {
  const folder = await mkdtemp(join(tmpdir(), "bitwren-bench-"));
  const seat = nodeSeat(folder);
  try {
    await writeFile(join(folder, "brightest.wren"), brightestChannel());
    // Two images of 2x2 pixels: blue is the brightest on average, then red.
    const pixels = [0, 9, 0, 0, 0, 200, 0, 0, 0, 0, 0, 0, ...Array.from({ length: 4 }, () => [7, 5, 0]).flat()];
    await writeFile(join(folder, "image.u8"), Uint8Array.from(pixels));
    const request: OpenRequest = {
      ...{ contestant: "Bitwren simd", model: "brightest.wren", pixels: "image.u8", threads: 1 },
      input: { type: "u8", shape: [1, 2, 2, 3], mean: 0, std: 1 },
    };
    const { labels, firstLabelMs } = await seat.open(request, 1);
    assert.equal(labels, [2, 0]);
    assert.ok(firstLabelMs > 0);
    const times = await seat.sample({ sampleMs: 1, samples: 4 });
    assert.ok(times.length === 4 && times.every((ms) => ms > 0));
    let reason = "";
    await seat.open({ ...request, model: "none.wren" }, 1).catch((error: Error) => {
      reason = error.message;
    });
    assert.match(reason, /none\.wren/);
    const start = await startNode(await coldProgram(), folder, request);
    assert.ok(start.firstLabelMs > firstLabelMs && start.peakBytes > 1e7);
  } finally {
    await seat.leave();
    await rm(folder, { recursive: true, force: true });
  }
});

test("a runtime is found by its name", () => {
  for (const { contestant } of entriesFor(["chromium"], undefined)) {
    assert.is(contestantNamed(contestant.name), contestant);
  }
});

test.run();
