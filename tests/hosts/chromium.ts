// A page in the headless Chromium of this host, served from here.

import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { skip } from "../support.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const FLAGS = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** Whether there is one. */
export const CHROMIUM_INSTALLED = CHROMIUM !== undefined;

/** Whether there is one; says so where not. `what` is left out then. */
export function hasChromium(what: string): boolean {
  if (CHROMIUM !== undefined) return true;
  skip(`${what}: no Chromium is installed (Debian: apt-get install chromium)`);
  return false;
}

export interface ServedFile {
  readonly type: string;
  readonly bytes: Uint8Array | string;
}

/** What a page needs to share memory with workers. */
export const ISOLATION: Readonly<Record<string, string>> = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

function serve(files: ReadonlyMap<string, ServedFile>, headers: Readonly<Record<string, string>>): Promise<Server> {
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? "");
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (request.url === "/favicon.ico") response.writeHead(204).end();
    else if (file === undefined) response.writeHead(404).end();
    else response.setHeader("content-type", file.type).end(file.bytes);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

/** Starts it with a profile of its own, which `close` deletes. */
export async function openChromium(
  flags: readonly string[] = [],
): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const profile = await mkdtemp(join(tmpdir(), "bitwren-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM ?? "",
    args: [...FLAGS, ...flags],
  });
  const close = async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  };
  return { context, close };
}

/** Asked again and again from outside: what waits inside a page evaluates text, which strict policies forbid. */
async function waitForReport<T>(page: Page): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((done) => setTimeout(done, 20))) {
    const report = await page.evaluate<T | undefined>("window.report");
    if (report !== undefined) return report;
  }
  throw new Error("the page did not report within a minute");
}

/**
 * Opens "/" of the files, which are there by their path, and waits until the page has set window.report. `complaints` is what
 * went to its console. `headers` go with every file.
 */
export async function reportOfPage<T>(
  files: ReadonlyMap<string, ServedFile>,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ report: T; complaints: string[] }> {
  const server = await serve(files, headers);
  const { context, close } = await openChromium();
  try {
    const { port } = server.address() as AddressInfo;
    const complaints: string[] = [];
    const page = await context.newPage();
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(`http://127.0.0.1:${port}/`);
    return { report: await waitForReport<T>(page), complaints };
  } finally {
    await close();
    server.close();
  }
}
