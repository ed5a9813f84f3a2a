// Cold start: what a fresh process or a fresh browser needs until the first label, how much memory it takes at most, and what
// a page downloads.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { type Entry, firstPhotoOf, requestOf } from "./compare.ts";
import type { Column } from "./models.ts";
import { fileOfUrl } from "./page_files.ts";
import { median } from "./rounds.ts";
import type { OpenRequest } from "./seat.ts";
import { startBrowser } from "./seats.ts";

export interface ColdStart {
  readonly contestant: string;
  readonly host: Entry["host"];
  readonly column: string;
  /** From the start of the process (Node), or from asking for the runtime in a page (Chromium), to the first label. */
  readonly firstLabelMs?: number;
  readonly bestFirstLabelMs?: number;
  /** Largest resident memory of the process (Node) or of the page's renderer (Chromium). */
  readonly peakBytes?: number;
  readonly download?: Download;
  readonly reason?: string;
}

export interface Download {
  readonly bytes: number;
  readonly gzipBytes: number;
  readonly files: readonly string[];
}

interface Start {
  readonly firstLabelMs: number;
  readonly peakBytes: number;
  readonly download?: Download;
}

/** Makes cold_node.ts one file for startNode: to load it as eight takes 5 ms, which are of no runtime. */
export async function coldProgram(): Promise<string> {
  const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const outfile = here("cold_node.bundle.js");
  await build({ entryPoints: [here("cold_node.js")], outfile, bundle: true, format: "esm", platform: "node" });
  return outfile;
}

/** One fresh process of this Node. The clock is this process's: from asking for it to the label on its stdout. */
export function startNode(program: string, folder: string, request: OpenRequest): Promise<Start> {
  const start = performance.now();
  const child = spawn(process.execPath, [program, folder, JSON.stringify(request)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  return new Promise((done, fail) => {
    let firstLabelMs = 0;
    let output = "";
    let errors = "";
    child.stdout.on("data", (text) => {
      output += text;
      if (firstLabelMs === 0 && output.includes("label")) firstLabelMs = performance.now() - start;
    });
    child.stderr.on("data", (text) => {
      errors += text;
    });
    child.on("close", () => {
      const peak = /^peak (\d+)$/m.exec(output);
      if (peak !== null) done({ firstLabelMs, peakBytes: Number(peak[1]) });
      else fail(new Error(/^.*Error: (.*)$/m.exec(errors)?.[1] ?? (errors.trim() || "it ended without a label")));
    });
  });
}

/** Peak resident memory of the largest renderer that `browser` started; Linux only. */
function rendererPeak(pids: readonly number[]): number {
  const peaks = pids.map((pid) => {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return 1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  });
  return Math.max(...peaks);
}

async function downloadOf(urls: readonly string[], folder: string): Promise<Download> {
  const files = urls.filter((url) => /^\/(?:peers|bitwren)\//.test(new URL(url).pathname));
  let bytes = 0;
  let gzipBytes = 0;
  for (const url of files) {
    const content = await readFile(fileOfUrl(url, folder)!);
    bytes += content.length;
    gzipBytes += gzipSync(content, { level: 9 }).length;
  }
  return { bytes, gzipBytes, files: files.map((url) => new URL(url).pathname.replace(/^\/(?:peers\/)?/, "")) };
}

/** One fresh browser with one page. */
async function startChromium(folder: string, request: OpenRequest): Promise<Start> {
  const browser = await startBrowser(folder, request.threads > 1);
  try {
    const seat = await browser.seat();
    const { firstLabelMs } = await seat.open(request, 200);
    const peakBytes = rendererPeak(await browser.renderers());
    return { firstLabelMs, peakBytes, download: await downloadOf(await seat.downloads!(), folder) };
  } finally {
    await browser.close();
  }
}

/** Fresh starts of every entry in turn, `rounds` times; medians. int8 where the runtime has it. */
export async function measureColdStarts(
  entries: readonly Entry[],
  [int8, f32]: readonly [Column, Column],
  settings: { readonly folder: string; readonly threads: number; readonly rounds: number },
): Promise<ColdStart[]> {
  const { folder, threads, rounds } = settings;
  const program = await coldProgram();
  const starts = entries.map((): Start[] => []);
  const reasons = new Map<number, string>();
  const columns = entries.map(({ contestant }) => (contestant.format === "tfjs" ? f32 : int8));
  for (let round = 0; round < rounds; round++) {
    for (const [i, { contestant, host }] of entries.entries()) {
      if (reasons.has(i)) continue;
      try {
        const request = firstPhotoOf(requestOf(columns[i], contestant, threads));
        const start = host === "node" ? startNode(program, folder, request) : startChromium(folder, request);
        starts[i].push(await start);
      } catch (error) {
        reasons.set(i, (error as Error).message);
      }
    }
  }
  return entries.map(({ contestant, host }, i) => {
    const about = { contestant: contestant.name, host, column: columns[i].id };
    const reason = reasons.get(i);
    if (reason !== undefined) return { ...about, reason };
    const { download } = starts[i][0];
    return {
      ...about,
      firstLabelMs: median(starts[i].map(({ firstLabelMs }) => firstLabelMs)),
      bestFirstLabelMs: Math.min(...starts[i].map(({ firstLabelMs }) => firstLabelMs)),
      peakBytes: median(starts[i].map(({ peakBytes }) => peakBytes)),
      ...(download && { download }),
    };
  });
}
