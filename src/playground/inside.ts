// What is inside the model: facts, a bar a layer, and which buffer lies where in the arena at which step.

import type { ModelInfo, Plan, StepProfile } from "../index.ts";
import { bar, byId, element, size, time } from "./dom.ts";

const SVG = "http://www.w3.org/2000/svg";
const HUES = 5;

export function showFacts({ name, build, buildReason, threads, ...info }: ModelInfo): void {
  const facts = [
    ["model", name],
    ["build", `${build}: ${buildReason}`],
    ["threads", String(threads)],
    ["multiply-accumulates", `${(info.macs / 1e6).toFixed(1)} M`],
    ["weights", size(info.weightBytes)],
    ["arena", size(info.arenaBytes)],
    ["memory in all", size(info.memoryBytes)],
  ];
  byId("facts").replaceChildren(
    ...facts.map(([term, value]) => element("div", {}, element("dt", {}, term), element("dd", {}, value))),
  );
}

export function showProfile(steps: readonly StepProfile[]): void {
  const layers = [...joinTiles(steps)];
  const longest = Math.max(...layers.map(({ ms }) => ms));
  const heading = (text: string, className = "") => element("th", { scope: "col", className }, text);
  const rows = layers.map(({ op, name, kernel, ms }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row", title: name }, op, element("small", {}, name)),
      element("td", { className: "chart" }, bar(ms / longest)),
      element("td", {}, time(ms)),
      element("td", { className: "wide" }, kernel),
    ),
  );
  const head = element("tr", {}, heading("layer"), heading("share"), heading("time"), heading("kernel", "wide"));
  byId("profile").replaceChildren(element("thead", {}, head), element("tbody", {}, ...rows));
}

/** Layers in tiles are many steps with one kernel: one each, with the sum of their times. */
function joinTiles(steps: readonly StepProfile[]): Iterable<StepProfile> {
  const layers = new Map<string, StepProfile>();
  for (const step of steps) {
    const key = JSON.stringify([step.op, step.name, step.kernel]);
    layers.set(key, { ...step, ms: step.ms + (layers.get(key)?.ms ?? 0) });
  }
  return layers.values();
}

/** Steps go right, addresses go up. */
export function showArena({ placements, layers }: Plan): void {
  const top = Math.max(1, ...placements.map(({ offset, bytes }) => offset + bytes));
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 1000 400");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${placements.length} buffers share ${size(top)} over ${layers.length} steps`);
  placements.forEach(({ name, offset, bytes, first, last }, i) => {
    const rect = document.createElementNS(SVG, "rect");
    const place = {
      x: (1000 * first) / layers.length,
      y: 400 * (1 - (offset + bytes) / top),
      width: (1000 * (last + 1 - first)) / layers.length,
      height: (400 * bytes) / top,
    };
    for (const [key, value] of Object.entries(place)) rect.setAttribute(key, value.toFixed(2));
    rect.setAttribute("class", `hue${i % HUES}`);
    const title = document.createElementNS(SVG, "title");
    title.textContent = `${name}: ${size(bytes)}, steps ${first} to ${last}`;
    rect.append(title);
    svg.append(rect);
  });
  const axis = element("p", {}, element("span", {}, "first step"), element("span", {}, `last; ${size(top)} high`));
  byId("arena").replaceChildren(svg, axis);
}
