// Hosts that are pages in Chromium: the package as it is, in every kind of script, under a strict policy; and bundled.

import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { openChromium, reportOfPage, type ServedFile } from "../chromium.ts";
import type { HostAnswers } from "./commands.ts";
import { exportModel } from "./engines.ts";
import { type Answer, CLASSIC, PAGE, PAGE_WITHOUT_WASM, WORKER } from "./program.ts";
import { tool } from "./project.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".html": "text/html",
};
const html = (scripts: string) => `<!doctype html><meta charset="utf-8"><title>bitwren</title>${scripts}`;
/** Without an import map, which a strict policy would forbid as it is written in the page. */
const plain = (program: string) => program.replace('from "bitwren"', 'from "/bitwren.js"');
const starting = (code: string) => ({ type: "text/javascript", bytes: code });

const WORKER_PAGE = `const worker = new Worker("/worker.js", { type: "module" });
worker.onmessage = ({ data }) => { window.report = data; };
worker.onerror = ({ message }) => { window.report = String(message); };`;
const SERVICE_PAGE = `navigator.serviceWorker.register("/worker.js", { type: "module" })
  .then(() => navigator.serviceWorker.ready)
  .then(({ active }) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => { window.report = data; };
    active.postMessage("", [port2]);
  }).catch((error) => { window.report = String(error); });`;
const STRICT = {
  "content-security-policy": "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
};

const STRICTEST = { "content-security-policy": STRICT["content-security-policy"].replace(" 'wasm-unsafe-eval'", "") };

interface Kind {
  readonly script: string;
  readonly isClassic?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}
export const PAGES: Readonly<Record<string, Kind>> = {
  "Chromium module": { script: plain(PAGE) },
  "Chromium classic script": { script: CLASSIC, isClassic: true },
  "Chromium module worker": { script: WORKER_PAGE },
  "Chromium service worker": { script: SERVICE_PAGE },
  "Chromium strict CSP": { script: plain(PAGE), headers: STRICT },
};

async function servedData(project: string): Promise<[string, ServedFile][]> {
  const binary = async (name: string) => ({
    type: "application/octet-stream",
    bytes: await readFile(join(project, name)),
  });
  return [
    ["/model.wren", await binary("model.wren")],
    ["/inputs.i8", await binary("inputs.i8")],
  ];
}

async function visit(files: ReadonlyMap<string, ServedFile>, headers = {}): Promise<readonly Answer[]> {
  const { report, complaints } = await reportOfPage<readonly Answer[] | string>(files, headers);
  if (typeof report === "string" || complaints.length > 0) throw new Error(`${report} ${complaints.join(" ")}`);
  return report;
}

export async function visitPage({ script, isClassic, headers }: Kind, project: string): Promise<HostAnswers> {
  const name = isClassic ? "bitwren.global.js" : "bitwren.js";
  const bytes = await readFile(join(project, "node_modules/bitwren/build/dist", name));
  const tags = isClassic
    ? `<script src="/${name}"></script><script src="/page.js"></script>`
    : '<script type="module" src="/page.js"></script>';
  const files = new Map<string, ServedFile>([
    ["/", { type: "text/html", bytes: html(tags) }],
    [`/${name}`, { type: "text/javascript", bytes }],
    ["/page.js", starting(script)],
    ["/worker.js", starting(plain(WORKER))],
    ...(await servedData(project)),
  ]);
  return { answers: await visit(files, headers), bundleBytes: bytes.length };
}

/** Where a policy forbids WebAssembly: the model as JavaScript answers, and the ordinary entry names this way out. */
export async function visitPageWithoutWasm(project: string): Promise<HostAnswers> {
  const model = await exportModel(project);
  const bytes = await readFile(join(project, "node_modules/bitwren/build/dist/bitwren.js"));
  const files = new Map<string, ServedFile>([
    [
      "/",
      {
        type: "text/html",
        bytes: html('<script src="/model.js"></script><script type="module" src="/page.js"></script>'),
      },
    ],
    ["/model.js", { type: "text/javascript", bytes: model }],
    ["/bitwren.js", { type: "text/javascript", bytes }],
    ["/page.js", starting(plain(PAGE_WITHOUT_WASM))],
    ...(await servedData(project)),
  ]);
  const [answer, ...refusals] = await visit(files, STRICTEST);
  const unexpected = refusals.find(({ failure }) => !/^CODE_FORBIDDEN: .*bitwren export --to js/.test(failure));
  if (unexpected) throw new Error(`bitwren.js was to refuse as the policy does: ${unexpected.failure || "it did not"}`);
  return { answers: [answer], bundleBytes: model.length };
}

const run = promisify(execFile);
const node = (project: string, code: string) =>
  run(process.execPath, ["--input-type=module", "-e", code], { cwd: project });
const url = (path: string) => JSON.stringify(`file://${tool(path)}`);

/** What a page imports. */
export const ENTRIES = ["bitwren", "bitwren/slim"] as const;
type Entry = (typeof ENTRIES)[number];

interface Bundler {
  /** Writes out/ from page.js, which imports the entry. */
  readonly bundle: (project: string, entry: Entry) => Promise<unknown>;
  /** Leaves `new URL("./simd.wasm", import.meta.url)` as it is: the files are to be copied beside what it writes. */
  readonly leavesAssets?: true;
}

export const BUNDLERS: Readonly<Record<string, Bundler>> = {
  "Vite build": {
    bundle: (project) =>
      node(
        project,
        `import { build } from ${url("vite/dist/node/index.js")};
        await build({ logLevel: "error", build: { outDir: "out" } });`,
      ),
  },
  webpack: {
    bundle: (project) =>
      node(
        project,
        `import webpack from ${url("webpack/lib/index.js")};
        webpack({ mode: "production", entry: "./page.js", context: process.cwd(), performance: { hints: false },
          output: { path: process.cwd() + "/out", filename: "page.js" } }, (error, stats) => {
          if (error || stats.hasErrors()) { console.error(error ?? stats.toString("errors-only")); process.exitCode = 1; }
        });`,
      ),
  },
  esbuild: {
    bundle: (project) =>
      run(tool(".bin/esbuild"), ["page.js", "--bundle", "--minify", "--format=esm", "--outfile=out/page.js"], {
        cwd: project,
      }),
    leavesAssets: true,
  },
  Rollup: {
    bundle: (project, entry) => {
      const file = createRequire(join(project, "x.js")).resolve(entry);
      return node(
        project,
        `import { rollup } from ${url("rollup/dist/es/rollup.js")};
        const resolve = { name: "resolve", resolveId: (id) => (id === "${entry}" ? ${JSON.stringify(file)} : null) };
        const made = await rollup({ input: "page.js", plugins: [resolve] });
        await made.write({ dir: "out", format: "es" });`,
      );
    },
    leavesAssets: true,
  },
};

const writePage = async (project: string, entry: Entry) => {
  await writeFile(join(project, "page.js"), PAGE.replace('"bitwren"', JSON.stringify(entry)));
  await writeFile(join(project, "index.html"), html('<script type="module" src="/page.js"></script>'));
};

/** What users of such a bundler do: `cp node_modules/bitwren/build/dist/{scalar,simd,relaxed}.wasm out/`. */
async function copyAssets(project: string): Promise<void> {
  await mkdir(join(project, "out"), { recursive: true });
  for (const name of ["scalar.wasm", "simd.wasm", "relaxed.wasm"]) {
    await copyFile(join(project, "node_modules/bitwren/build/dist", name), join(project, "out", name));
  }
}

export async function visitBundle(
  { bundle, leavesAssets }: Bundler,
  project: string,
  entry: Entry,
): Promise<HostAnswers> {
  await writePage(project, entry);
  await bundle(project, entry);
  if (leavesAssets && entry === "bitwren/slim") await copyAssets(project);
  const out = join(project, "out");
  const files = new Map<string, ServedFile>(await servedData(project));
  let bundleBytes = 0;
  for (const name of await readdir(out, { recursive: true })) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const bytes = await readFile(join(out, name));
    if (type !== "text/html") bundleBytes += (await stat(join(out, name))).size;
    files.set(`/${name}`, { type, bytes });
  }
  const page = existsSync(join(out, "index.html")) ? out : project;
  files.set("/", { type: "text/html", bytes: await readFile(join(page, "index.html")) });
  return { answers: await visit(files), bundleBytes };
}

/** Vite's server for development, which bundles dependencies in its own way. */
export async function visitViteDev(project: string, entry: Entry): Promise<HostAnswers> {
  await writePage(project, entry);
  const exclude = entry === "bitwren/slim" ? ["bitwren"] : [];
  const code = `import { createServer } from ${url("vite/dist/node/index.js")};
    const server = await createServer({ logLevel: "error", server: { port: 0, host: "127.0.0.1" },
      optimizeDeps: { exclude: ${JSON.stringify(exclude)} } });
    await server.listen();
    console.log(server.httpServer.address().port);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    cwd: project,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { context, close } = await openChromium();
  try {
    const port = await new Promise<string>((done) =>
      child.stdout.once("data", (text: Buffer) => done(String(text).trim())),
    );
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.waitForFunction("window.report !== undefined", undefined, { timeout: 60_000 });
    return { answers: await page.evaluate<Answer[]>("window.report"), bundleBytes: 0 };
  } finally {
    await close();
    child.kill();
  }
}
