// The playground in headless Chromium: photos, models of other formats, the camera (Chromium's own picture), no network,
// a small screen, and what axe says of it. SCREENSHOTS=DIR keeps pictures.

import { readFile } from "node:fs/promises";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { buildPlayground, servePlayground } from "../../src/scripts/playground.ts";
import { hasChromium, openChromium } from "../hosts/chromium.ts";
import { download } from "../import/teachable_machine.ts";
import { ROOT, sharedData } from "../support.ts";

interface Context {
  readonly server: Server;
  readonly close: () => Promise<void>;
  readonly page: Page;
  readonly complaints: string[];
}

const CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];
const PHOTO = `${ROOT}models/cifar10_wren9/photos/cat_chelsea.jpg`;
const test = suite<Context>("playground");

const ready = (page: Page) => page.waitForSelector("#profile tbody tr");
const status = (page: Page) => page.textContent("#status");

/** Drops a file on the page, as a hand does; `bytes`, where it is not on disk. */
async function drop(page: Page, path: string, type = "", bytes?: Uint8Array): Promise<void> {
  const content = Buffer.from(bytes ?? (await readFile(path)));
  const file = { name: path.split("/").pop(), type, base64: content.toString("base64") };
  await page.evaluate(({ name, type, base64 }) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name ?? "", { type }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, file);
}

/** The page's policy forbids waitForFunction, which evaluates text in the page. */
async function until(page: Page, condition: string): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await page.evaluate<boolean>(condition))) {
    if (Date.now() > end) throw new Error(`never: ${condition}; the status is "${await status(page)}"`);
    await new Promise((next) => setTimeout(next, 20));
  }
}

async function firstAnswer(page: Page): Promise<string> {
  await page.waitForSelector("#results li .top .name");
  return (await page.textContent("#results li .top .name")) ?? "";
}

/** What axe calls serious or critical. */
async function seriousFaults(page: Page): Promise<string[]> {
  interface Fault {
    readonly id: string;
    readonly impact: string;
  }
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  const faults = await page.evaluate<Fault[]>(
    "axe.run().then(({ violations }) => violations.map(({ id, impact }) => ({ id, impact })))",
  );
  return faults.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id }) => id);
}

async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

if (hasChromium("the playground")) {
  test.before(async (context) => {
    await buildPlayground();
    const { server, url } = await servePlayground(0);
    const browser = await openChromium(CAMERA);
    const page = await browser.context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(url);
    await ready(page);
    Object.assign(context, { server, close: browser.close, page, complaints });
  });

  test.after(async ({ server, close }) => {
    await close();
    server.closeAllConnections();
    server.close();
  });

  test("a photo dropped is named, with bars and its time", async ({ page }) => {
    await drop(page, PHOTO, "image/jpeg");
    assert.is(await firstAnswer(page), "cat");
    assert.is(await page.locator("#results li .top > li").count(), 5);
    assert.match((await page.textContent("#results .time")) ?? "", /ms/);
    assert.is(await page.textContent("#answer"), "cat_chelsea.jpg: cat");
    assert.match((await status(page)) ?? "", /on the (relaxed|simd|scalar) build \(/);
    assert.is(await page.locator("#profile tbody tr").count(), 16);
    assert.ok((await page.locator("#arena rect").count()) > 5);
  });

  test("a sample photo is classified from the keyboard", async ({ page }) => {
    await page.getByRole("button", { name: "Classify horse black" }).focus();
    await page.keyboard.press("Enter");
    await until(page, 'document.querySelector("#answer").textContent === "horse black: horse"');
  });

  test("the camera is classified until it is stopped", async ({ page }) => {
    await page.getByRole("button", { name: "Use the camera" }).click();
    await page.waitForSelector("#live-answer .top .name");
    await page.getByRole("button", { name: "Stop the camera" }).click();
    assert.not(await page.isVisible("#live"));
  });

  test("axe finds no serious fault, and a small screen scrolls only down", async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await keepPicture(page, "desktop");
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      assert.equal(await seriousFaults(page), [], scheme);
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 375, height: 740 });
    await keepPicture(page, "phone");
    assert.ok(await page.evaluate("document.documentElement.scrollWidth <= 375"));
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test("a file that is no model says why", async ({ page }) => {
    await drop(page, `${ROOT}package.json`);
    await page.waitForSelector("#status.error");
    assert.match((await status(page)) ?? "", /model/);
  });

  test("a Teachable Machine zip is converted here and answers with its own classes", async ({ page }) => {
    await drop(page, "converted_keras.zip", "application/zip", download("my_model/"));
    await until(page, 'document.querySelector("#status").textContent.startsWith("Converted from TensorFlow.js")');
    await drop(page, PHOTO, "image/jpeg");
    await until(page, '/^cat_chelsea.jpg: (cat|dog)$/.test(document.querySelector("#answer").textContent)');
    await until(page, 'document.querySelectorAll("#results li:first-child .top > li").length === 2');
    // Its metadata says how pixels become values.
    assert.is(await page.getByRole("textbox", { name: "Mean" }).inputValue(), "127");
    assert.is(await page.getByRole("combobox", { name: "Scheme" }).inputValue(), "own numbers");
  });

  const shared = sharedData();
  if (shared !== undefined) {
    test("the values of pixels of a model that does not say them are chosen, and can be changed", async ({ page }) => {
      await drop(page, `${shared}/models/onnx/mlperf_resnet8_f32.onnx`);
      await until(page, 'document.querySelector("#status").textContent.startsWith("Converted from ONNX")');
      await drop(page, `${ROOT}models/cifar10_wren9/labels.txt`);
      await until(page, 'document.querySelector("#status").textContent.startsWith("10 names")');
      const values = page.getByRole("combobox", { name: "Scheme" });
      assert.is(await values.inputValue(), "−1 to 1");
      await drop(page, PHOTO, "image/jpeg");
      await page.waitForSelector("#results li:first-child .top .name");
      assert.is.not(await page.textContent("#answer"), "cat_chelsea.jpg: cat");
      await values.selectOption("0 to 255");
      await until(page, 'document.querySelector("#answer").textContent === "cat_chelsea.jpg: cat"');
      assert.is(await page.getByRole("textbox", { name: "Mean" }).inputValue(), "0");
      await page.getByRole("textbox", { name: "Divided by" }).fill("0");
      await page.keyboard.press("Enter");
      await page.waitForSelector("#status.error");
      assert.match((await status(page)) ?? "", /none of them 0/);
      await page.getByRole("textbox", { name: "Divided by" }).fill("1, 1, 1");
      await page.keyboard.press("Tab");
      await until(page, 'document.querySelector("#scheme").value === "own numbers"');
      await keepPicture(page, "pixels");
      await page.setViewportSize({ width: 375, height: 740 });
      await keepPicture(page, "pixels-phone");
      assert.ok(await page.evaluate("document.documentElement.scrollWidth <= 375"));
      assert.equal(await seriousFaults(page), []);
      await page.setViewportSize({ width: 1280, height: 900 });
    });

    test("a float model that quantises its input at once gets the pixels it was made for", async ({ page }) => {
      await drop(page, `${shared}/models/onnx/mlperf_resnet8_int8_qdq.onnx`);
      await until(page, 'document.querySelector("#status").textContent.startsWith("Converted from ONNX")');
      assert.is(await page.getByRole("combobox", { name: "Scheme" }).inputValue(), "0 to 255");
      await drop(page, `${ROOT}models/cifar10_wren9/labels.txt`);
      await drop(page, PHOTO, "image/jpeg");
      await until(page, 'document.querySelector("#answer").textContent === "cat_chelsea.jpg: cat"');
    });

    for (const [file, format] of [
      ["models/own/cifar10_wren9.tflite", "TFLite"],
      ["models/own/cifar10_wren9.onnx", "ONNX"],
    ]) {
      test(`${file} is converted here and answers`, async ({ page }) => {
        await drop(page, `${shared}/${file}`);
        await until(page, `document.querySelector("#status").textContent.startsWith("Converted from ${format}")`);
        await drop(page, `${ROOT}models/cifar10_wren9/labels.txt`);
        await until(page, 'document.querySelector("#status").textContent.startsWith("10 names")');
        await drop(page, PHOTO, "image/jpeg");
        await until(page, 'document.querySelector("#answer").textContent === "cat_chelsea.jpg: cat"');
      });
    }
  }

  test("it works without a network", async ({ page, server, complaints }) => {
    await page.evaluate("navigator.serviceWorker.ready");
    await page.reload();
    await until(page, "navigator.serviceWorker.controller !== null");
    assert.equal(complaints, []);
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await page.reload();
    await ready(page);
    await page.getByRole("button", { name: "Classify cat chelsea" }).click();
    assert.is(await firstAnswer(page), "cat");
  });
}

test.run();
