// examples/web in headless Chromium, served from the project's root.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { hasChromium, openChromium } from "../hosts/chromium.ts";
import { ROOT } from "../support.ts";

const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };
const PHOTO = `${ROOT}models/cifar10_wren9/photos/cat_chelsea.jpg`;

async function serveRoot() {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    if (path === "/favicon.ico") return response.writeHead(204).end();
    try {
      const bytes = await readFile(`${ROOT}${path.slice(1)}`);
      response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream").end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

const test = suite("the example page");

if (hasChromium("examples/web")) {
  test("names the photo that is chosen, says what is none, and is accessible", async () => {
    const server = await serveRoot();
    const { context, close } = await openChromium();
    try {
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
      page.on("pageerror", (error) => complaints.push(String(error)));
      await page.goto(`${server.url}examples/web/`);
      await page.waitForSelector("#photo:enabled");
      await page.setInputFiles("#photo", PHOTO);
      await page.waitForSelector("#classes li");
      assert.is(await page.textContent("#status"), "cat_chelsea.jpg: cat");
      const lines = await page.locator("#classes li").allTextContents();
      assert.is(lines.length, 3);
      // The browser's decoder is not the one of the golden outputs.
      assert.ok(/^cat (9[5-9]|100)\.\d %$/.test(lines[0]), lines[0]);

      await page.setInputFiles("#photo", { name: "x.png", mimeType: "image/png", buffer: Buffer.from("no photo") });
      await page.waitForSelector("#classes:not(:has(li))", { state: "attached" });
      assert.not.match((await page.textContent("#status")) ?? "", /cat|^$/);

      await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core") });
      const faults = await page.evaluate<string[]>("axe.run().then((r) => r.violations.map((v) => v.id))");
      assert.equal(faults, []);
      assert.equal(complaints, []);
    } finally {
      await close();
      server.close();
    }
  });
}

test.run();
