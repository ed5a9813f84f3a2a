// Opens seats: a Node process for each, or a page of one headless Chromium for each, with a server for the pages.

import { type ChildProcess, fork } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import { openChromium } from "../hosts/chromium.ts";
import { fileOfUrl } from "./page_files.ts";
import type { Answer, OpenRequest, SampleRequest, SeatCall } from "./seat.ts";
import type { SeatReply } from "./seat_node.ts";

export interface RemoteSeat {
  readonly open: (request: OpenRequest, warmUpMs: number) => Promise<Answer>;
  readonly sample: (request: SampleRequest) => Promise<number[]>;
  readonly close: () => Promise<void>;
  /** The URLs of all that the page has fetched; pages only. */
  readonly downloads?: () => Promise<string[]>;
  /** Ends the process or page. */
  readonly leave: () => Promise<void>;
}

/** A seat that has not answered by then is given up. */
const ANSWER_MS = 120_000;
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
};
/** The page of a seat; LiteRT.js imports its helper package by name. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>bench</title>
<script type="importmap">{"imports":{"@litertjs/wasm-utils":"/peers/@litertjs/wasm-utils/dist/index.js"}}</script>
<script type="module" src="/bench/seat_page.js"></script>`;

function inTime<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`${what}: no answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function remoteSeat(ask: (call: SeatCall) => Promise<unknown>, leave: () => Promise<void>): RemoteSeat {
  return {
    open: (request, warmUpMs) => inTime(ask({ do: "open", request, warmUpMs }), "loading") as Promise<Answer>,
    sample: (request) => inTime(ask({ do: "sample", request }), "a sample") as Promise<number[]>,
    close: async () => void (await inTime(ask({ do: "close" }), "closing")),
    leave,
  };
}

/** A process of this Node; what the peers print is dropped. */
export function nodeSeat(folder: string): RemoteSeat {
  const program = fileURLToPath(new URL("seat_node.js", import.meta.url));
  const child: ChildProcess = fork(program, [folder], { stdio: ["ignore", "ignore", "ignore", "ipc"] });
  const waiting = new Map<number, { done: (value: unknown) => void; fail: (error: Error) => void }>();
  let asked = 0;
  let ended: Error | undefined;
  child.on("message", ({ id, value, error }: SeatReply) => {
    const { done, fail } = waiting.get(id)!;
    waiting.delete(id);
    if (error === undefined) done(value);
    else fail(new Error(error));
  });
  child.on("exit", (code, signal) => {
    ended = new Error(`its process ended (${signal ?? code})`);
    for (const { fail } of waiting.values()) fail(ended);
  });
  const ask = (call: SeatCall) =>
    new Promise<unknown>((done, fail) => {
      if (ended !== undefined) return fail(ended);
      waiting.set(++asked, { done, fail });
      child.send({ id: asked, call });
    });
  return remoteSeat(ask, async () => void child.kill());
}

/** Serves what the pages need. `isolated`: cross-origin isolated, so that pages may have threads. */
function serve(folder: string, isolated: boolean): Promise<Server> {
  const server = createServer(async (request, response) => {
    if (isolated) {
      response.setHeader("cross-origin-opener-policy", "same-origin");
      response.setHeader("cross-origin-embedder-policy", "require-corp");
    }
    if (request.url === "/") return response.setHeader("content-type", "text/html").end(PAGE);
    const file = fileOfUrl(request.url ?? "", folder);
    try {
      const bytes = await readFile(file ?? "");
      response.setHeader("content-type", TYPES[extname(file ?? "")] ?? "application/octet-stream").end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

async function pageSeat(page: Page, url: string): Promise<RemoteSeat> {
  await page.goto(url);
  await page.waitForFunction("window.seat !== undefined");
  const ask = async (call: SeatCall) => {
    await page.bringToFront();
    return page.evaluate(`window.seat.answer(${JSON.stringify(call)})`).catch((error: Error) => {
      throw new Error(error.message.replace(/^page\.evaluate: (?:Error: )?/, "").split("\n")[0]);
    });
  };
  return {
    ...remoteSeat(ask, () => page.close()),
    downloads: () =>
      page.evaluate(() => {
        const entries = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
        return entries.filter(({ responseStatus }) => responseStatus !== 404).map(({ name }) => name);
      }),
  };
}

export interface Browser {
  readonly version: string;
  readonly url: string;
  readonly seat: () => Promise<RemoteSeat>;
  /** Process ids of its pages. */
  readonly renderers: () => Promise<number[]>;
  readonly close: () => Promise<void>;
}

async function renderersOf(context: BrowserContext): Promise<number[]> {
  const session = await context.browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
}

export async function startBrowser(folder: string, isolated: boolean): Promise<Browser> {
  const server = await serve(folder, isolated);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { context, close } = await openChromium();
  return {
    version: context.browser()?.version() ?? "",
    url,
    seat: async () => pageSeat(await context.newPage(), url),
    renderers: () => renderersOf(context),
    async close() {
      await close();
      server.close();
    },
  };
}
