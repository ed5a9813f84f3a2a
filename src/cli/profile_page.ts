// The profile of a model as one HTML page that asks nobody for anything: totals, time by operator, a bar a step, the arena over
// time. The charts are tables whose cells hold bars, and one SVG with a table beside it, so that they can be read aloud.

import type { ModelInfo, Placement } from "../index.ts";
import type { Timing } from "./bench.ts";
import { html, type Markup, STYLE } from "./html.ts";
import { bytes, count, milliseconds } from "./output.ts";
import { type Profile, type ProfiledStep, rate } from "./profile.ts";

export interface PageContents {
  readonly info: ModelInfo;
  readonly timing: Timing;
  readonly profile: Profile;
  /** Where it ran: `Node v26.10.0`. */
  readonly host: string;
}

const HUES = 7;

export function profilePage({ info, timing, profile, host }: PageContents): string {
  const { name, build, buildReason, threads } = info;
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
<title>${name}: profile</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${name}</h1>
<p>The ${build} build (${buildReason}), ${threads === 1 ? "one thread" : `${threads} threads`}, ${host}.</p>
${totals(info, timing, profile)}
<h2 id="operators">Time by operator</h2>
${operatorTable(profile.steps)}
<h2 id="steps">Steps</h2>
${barsExplained(profile)}
${stepTable(profile.steps)}
<h2 id="arena">Memory over time</h2>
${arena(profile.placements, profile.stepCount)}
</main>
</body>
</html>
`;
  return page.text;
}

function totals({ macs, weightBytes, arenaBytes, memoryBytes }: ModelInfo, timing: Timing, profile: Profile): Markup {
  const peaks = Object.entries(profile.peaks).map(([type, value]): [string, string] => [
    `in registers alone, ${type}`,
    `${value.toFixed(1)} GMAC/s`,
  ]);
  const entries: [string, string][] = [
    [`median of ${timing.runs} inferences`, `${milliseconds(timing.medianMs)} ms`],
    ["best", `${milliseconds(timing.minMs)} ms`],
    ["multiply-accumulates", count(macs)],
    ["speed", `${rate(macs, timing.medianMs).toFixed(1)} GMAC/s`],
    ...peaks,
    ["of that peak", profile.peakShare === undefined ? "not known" : percent(profile.peakShare)],
    ["weights", bytes(weightBytes)],
    ["arena", bytes(arenaBytes)],
    ["memory in all", bytes(memoryBytes)],
  ];
  return html`<dl class="totals">${entries.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function barsExplained({ peaks }: Profile): Markup {
  if (Object.keys(peaks).length === 0) return html`<p>A bar is the time of a step.</p>`;
  return html`<p>A bar is the time of a step: the <span class="key ideal">first part</span> is what its multiply-accumulates
would take at the machine's peak, the <span class="key rest">second</span> everything else.</p>`;
}

/** As wide as the part of the largest time; the first part of it is the time at the peak. */
function bar(ms: number, largest: number, peakShare = 0): Markup {
  const width = largest > 0 ? (100 * ms) / largest : 0;
  const ideal = 100 * Math.min(1, peakShare);
  return html`<span class="bar" style="width:${width.toFixed(2)}%"><span style="width:${ideal.toFixed(1)}%"></span></span>`;
}

function operatorTable(steps: readonly ProfiledStep[]): Markup {
  const sums = new Map<string, { ms: number; share: number; steps: number; atPeak: number }>();
  for (const { op, ms, share, calls, peakShare = 0 } of steps) {
    const sum = sums.get(op) ?? { ms: 0, share: 0, steps: 0, atPeak: 0 };
    sums.set(op, {
      ...{ ms: sum.ms + ms, share: sum.share + share, steps: sum.steps + calls },
      atPeak: sum.atPeak + ms * peakShare,
    });
  }
  const sorted = [...sums].sort(([, a], [, b]) => b.ms - a.ms);
  const largest = Math.max(...sorted.map(([, { ms }]) => ms));
  const rows = sorted.map(
    ([op, sum]) => html`<tr><th scope="row">${op}</th>
<td class="chart">${bar(sum.ms, largest, sum.ms > 0 ? sum.atPeak / sum.ms : 0)}</td>
<td>${sum.ms.toFixed(3)}</td><td>${percent(sum.share)}</td><td class="wide">${sum.steps}</td></tr>
`,
  );
  const head = ["operator", "", "ms", "share", "steps"];
  return chartTable("Time by operator", head, ["text", "chart", "", "", "wide"], rows);
}

function stepTable(steps: readonly ProfiledStep[]): Markup {
  const largest = Math.max(...steps.map(({ ms }) => ms));
  const rows = steps.map(({ first, op, name, kernel, calls, ms, share, macs, gmacsPerSecond, peakShare }) => {
    const speed = macs === 0 ? "" : gmacsPerSecond.toFixed(1);
    return html`<tr><td class="wide">${first}</td>
<th scope="row" title="${name}">${op}<small>${name}</small></th>
<td class="chart">${bar(ms, largest, peakShare)}</td>
<td>${ms.toFixed(3)}</td><td class="wide">${percent(share)}</td><td class="wide">${speed}</td>
<td>${peakShare === undefined ? "" : percent(peakShare)}</td>
<td class="wide">${count(macs)}</td><td class="wide text">${kernel}${calls > 1 ? ` × ${calls}` : ""}</td></tr>
`;
  });
  const head = ["#", "step", "", "ms", "share", "GMAC/s", "of peak", "MACs", "kernel"];
  return chartTable("Steps", head, ["wide", "text", "chart", "", "wide", "wide", "", "wide", "wide text"], rows);
}

/** `classes`: of the columns; "chart" holds bars, "wide" is left out where the screen is narrow. */
function chartTable(
  caption: string,
  head: readonly string[],
  classes: readonly string[],
  rows: readonly Markup[],
): Markup {
  const cells = head.map((text, i) =>
    text === "" ? html`<td class="${classes[i]}"></td>` : html`<th scope="col" class="${classes[i]}">${text}</th>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
<table><caption>${caption}</caption><thead><tr>${cells}</tr></thead><tbody>
${rows}</tbody></table></div>`;
}

/** Steps go right, addresses go up; each buffer is a rectangle, named in the table below. */
function arena(placements: readonly Placement[], steps: number): Markup {
  const top = Math.max(0, ...placements.map(({ offset, bytes }) => offset + bytes));
  if (top === 0 || steps === 0) return html`<p>The model needs no memory between its steps.</p>`;
  const sorted = [...placements].sort((a, b) => a.first - b.first || a.offset - b.offset);
  const shapes = sorted.map(({ name, offset, bytes: size, first, last }, i) => {
    // Scaled by hand: what is drawn as high as the arena has bytes has outlines that no one sees.
    const [x, width] = [(1000 * first) / steps, (1000 * (last + 1 - first)) / steps];
    const [y, height] = [400 * (1 - (offset + size) / top), (400 * size) / top];
    const place = `x="${x.toFixed(2)}" y="${y.toFixed(2)}" width="${width.toFixed(2)}" height="${height.toFixed(2)}"`;
    return html`<rect class="hue${i % HUES}" ${{ text: place }}><title>${name}: ${bytes(size)}, steps ${first} to ${last}</title></rect>
`;
  });
  const largest = Math.max(...sorted.map(({ bytes }) => bytes));
  const rows = [...sorted]
    .sort((a, b) => b.bytes - a.bytes)
    .map(
      ({ name, offset, bytes: size, first, last }) => html`<tr><th scope="row" title="${name}">${name}</th>
<td class="chart">${bar(size, largest)}</td><td>${bytes(size)}</td>
<td class="wide">${count(offset)}</td><td>${first}–${last}</td></tr>
`,
    );
  const label = `Which of ${sorted.length} buffers of the arena are needed at which of ${steps} steps; the table below has all of them.`;
  const head = ["buffer", "", "size", "offset", "steps"];
  return html`<figure>
<div class="axis"><span>${bytes(top)}</span><span>0</span></div>
<svg viewBox="0 0 1000 400" preserveAspectRatio="none" role="img" aria-label="${label}">
${shapes}</svg>
<figcaption><span>step 0</span><span>step ${steps - 1}</span></figcaption>
</figure>
<details><summary>All ${sorted.length} buffers</summary>
${chartTable("Buffers", head, ["text", "chart", "", "wide", ""], rows)}</details>`;
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}
