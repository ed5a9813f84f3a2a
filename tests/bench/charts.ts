// The two charts of docs/benchmarks.md: times of all runtimes, a panel for each column, and time against multiply-accumulates.

import type { Peak } from "../../src/peak/peak.ts";
import type { Result } from "./compare.ts";
import type { GrowthPoint } from "./growth.ts";
import { COLUMNS, type Column } from "./models.ts";
import { digits } from "./report.ts";
import { CONTESTANTS } from "./runtimes/index.ts";
import { element, picture, text } from "./svg.ts";

const COLOURS = {
  ours: { node: "#0a6e8a", chromium: "#4bb3cf" },
  peers: { node: "#8a8a8a", chromium: "#bdbdbd" },
} as const;
const BAR = 10;
const ROW = 28;
const PANEL = { width: 250, gap: 24, labels: 130, top: 34 };

interface Bar {
  readonly row: number;
  readonly host: Result["host"];
  readonly ours: boolean;
  readonly ms: number;
}

function barsOf(column: Column, results: readonly Result[], names: readonly string[]): Bar[] {
  return results.flatMap(({ column: id, contestant, host, outcome }) =>
    id !== column.id || "reason" in outcome
      ? []
      : [{ row: names.indexOf(contestant), host, ours: contestant.startsWith("Bitwren"), ms: outcome.ms }],
  );
}

/** Bars of one column, from x = 0; each panel has its own scale. */
function panel(column: Column, bars: readonly Bar[]): string[] {
  const longest = Math.max(...bars.map(({ ms }) => ms));
  const title = text(`${column.network}, ${column.type}: ms`, 0, -10, { "font-weight": "bold" });
  const marks = bars.flatMap(({ row, host, ours, ms }) => {
    const y = row * ROW + (host === "node" ? 0 : BAR + 1);
    const width = Math.max(1, (ms / longest) * (PANEL.width - 40));
    const fill = COLOURS[ours ? "ours" : "peers"][host];
    return [
      element("rect", { x: 0, y, width, height: BAR, fill }),
      text(digits(ms), width + 3, y + BAR - 1, { "font-size": 9 }),
    ];
  });
  return [title, ...marks];
}

const orderOf = (contestant: string) => CONTESTANTS.findIndex(({ name }) => name === contestant);

/** Networks side by side, f32 above int8; two bars for each runtime, Node and Chromium. */
export function timesChart(results: readonly Result[]): string {
  const columns = COLUMNS.filter(({ id }) => results.some(({ column }) => column === id));
  const types = (["f32", "int8"] as const).filter((type) => columns.some((column) => column.type === type));
  const networks = [...new Set(columns.map(({ network }) => network))];
  const timed = new Set(results.filter(({ outcome }) => "ms" in outcome).map(({ contestant }) => contestant));
  const names = [...timed].sort((a, b) => orderOf(a) - orderOf(b));
  const panelHeight = PANEL.top + names.length * ROW + 10;
  const parts: string[] = [];
  for (const [line, type] of types.entries()) {
    const top = line * panelHeight + PANEL.top;
    for (const [row, name] of names.entries()) {
      parts.push(text(name, PANEL.labels - 8, top + row * ROW + BAR + 4, { "text-anchor": "end" }));
    }
    for (const [i, network] of networks.entries()) {
      const column = columns.find((candidate) => candidate.network === network && candidate.type === type);
      if (column === undefined) continue;
      const x = PANEL.labels + i * (PANEL.width + PANEL.gap);
      parts.push(element("g", { transform: `translate(${x} ${top})` }, panel(column, barsOf(column, results, names))));
    }
  }
  const height = types.length * panelHeight + 24;
  const legend = text("upper bar Node, lower bar Chromium; shorter is faster", PANEL.labels, height - 10);
  const width = PANEL.labels + networks.length * (PANEL.width + PANEL.gap);
  return picture("Milliseconds of all runtimes for each network", [width, height], [...parts, legend]);
}

const PLOT = { left: 60, top: 20, width: 620, height: 380 };
const TYPE_COLOURS = { f32: "#c0561f", int8: "#0a6e8a" } as const;

/** Maps [low, high] to [from, to] by logarithm. */
function logScale([low, high]: readonly [number, number], [from, to]: readonly [number, number]) {
  return (value: number) => from + (Math.log(value / low) / Math.log(high / low)) * (to - from);
}

/** 1, 2 and 5 times powers of ten in [low, high]. */
function ticks(low: number, high: number): number[] {
  const values: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    values.push(...[1, 2, 5].map((digit) => digit * 10 ** power));
  }
  return values.filter((value) => value >= low && value <= high);
}

function axes(xs: readonly number[], ys: readonly number[], place: (x: number, y: number) => [number, number]) {
  const [x0, y0, x1, y1] = [xs[0], ys[0], xs[1], ys[1]];
  const grid = { stroke: "#ddd", "stroke-width": 1 };
  const line = ([ax, ay]: [number, number], [bx, by]: [number, number]) =>
    element("line", { x1: ax, y1: ay, x2: bx, y2: by, ...grid });
  return [
    ...ticks(x0, x1).flatMap((x) => [
      line(place(x, y0), place(x, y1)),
      text(String(x), place(x, y0)[0], place(x, y0)[1] + 14, { "text-anchor": "middle" }),
    ]),
    ...ticks(y0, y1).flatMap((y) => [
      line(place(x0, y), place(x1, y)),
      text(String(y), place(x0, y)[0] - 6, place(x0, y)[1] + 4, { "text-anchor": "end" }),
    ]),
  ];
}

/** Both axes logarithmic; a line joins the resolutions of one width; dashed: the same work at the machine's peak. */
export function growthChart(points: readonly GrowthPoint[], peaks: readonly Peak[]): string {
  const macs = points.map((point) => point.macs / 1e6);
  const times = points.map(({ ms }) => ms);
  const xs = [Math.min(...macs) * 0.8, Math.max(...macs) * 1.25] as const;
  const bounds = peaks.map(({ gmacsPerSecond }) => Math.min(...macs) / gmacsPerSecond);
  const ys = [Math.min(...times, ...bounds) * 0.8, Math.max(...times) * 1.25] as const;
  const { left, top, width, height } = PLOT;
  const toX = logScale(xs, [left, left + width]);
  const toY = logScale(ys, [top + height, top]);
  const place = (x: number, y: number): [number, number] => [toX(x), toY(y)];
  const parts = axes(xs, ys, place);
  for (const { type, gmacsPerSecond } of peaks) {
    const path = [xs[0], xs[1]].map((x) =>
      place(x, Math.max(x / gmacsPerSecond, ys[0]))
        .map(Math.round)
        .join(","),
    );
    const stroke = TYPE_COLOURS[type];
    parts.push(element("polyline", { points: path.join(" "), stroke, "stroke-dasharray": "5 4", fill: "none" }));
  }
  for (const type of ["f32", "int8"] as const) {
    const colour = TYPE_COLOURS[type];
    const own = points.filter((point) => point.type === type);
    for (const w of new Set(own.map((point) => point.width))) {
      const spots = own.filter((point) => point.width === w).map((point) => place(point.macs / 1e6, point.ms));
      const path = spots.map((spot) => spot.map((v) => v.toFixed(1)).join(",")).join(" ");
      parts.push(element("polyline", { points: path, stroke: colour, fill: "none", "stroke-opacity": 0.4 }));
      parts.push(...spots.map(([cx, cy]) => element("circle", { cx, cy, r: 2.5, fill: colour })));
      if (type === "f32") parts.push(text(String(w), spots.at(-1)![0] - 4, spots.at(-1)![1] - 7, { "font-size": 9 }));
    }
    parts.push(text(type, left + 16, top + (type === "f32" ? 20 : 36), { fill: colour, "font-weight": "bold" }));
  }
  parts.push(text("ms", left, top - 6, { "text-anchor": "middle" }));
  parts.push(text("million multiply-accumulates", left + width, top + height + 30, { "text-anchor": "end" }));
  const title = "Bitwren's milliseconds against multiply-accumulates";
  return picture(title, [left + width + 20, top + height + 40], parts);
}
