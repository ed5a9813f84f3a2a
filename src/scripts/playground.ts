// npm run playground:build: the playground as static files in build/playground; npm run playground serves it as well.

import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build as bundle } from "esbuild";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const OUT = `${ROOT}build/playground/`;
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".jpg": "image/jpeg",
};

export async function buildPlayground(): Promise<void> {
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  await cp(`${ROOT}src/playground/page`, OUT, { recursive: true });
  await cp(`${ROOT}build/dist/worker_host.js`, `${OUT}worker_host.js`);
  await copyModels();
  await bundlePage(["main", "convert"], "");
  const files = (await readdir(OUT, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath.replace(/\/?$/, "/").slice(OUT.length)}${name}`)
    .sort();
  const hash = createHash("sha256");
  for (const name of files) hash.update(await readFile(OUT + name));
  const version = JSON.stringify(`playground-${hash.digest("hex").slice(0, 12)}`);
  await bundlePage(["service_worker"], `const FILES = ${JSON.stringify(["./", ...files])}, VERSION = ${version};`);
}

async function bundlePage(names: readonly string[], banner: string): Promise<void> {
  await bundle({
    entryPoints: names.map((name) => `${ROOT}build/src/playground/${name}.js`),
    outdir: OUT,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    banner: { js: banner },
    // The worker's program is a file here: the page's policy has no blob: URLs.
    plugins: [
      {
        name: "no program inside",
        setup: (build) => {
          build.onLoad({ filter: /host_code\.js$/ }, () => ({ contents: 'export const hostCode = "";' }));
        },
      },
    ],
  });
}

/** Every model of the project with its photos. */
async function copyModels(): Promise<void> {
  const models: { name: string; url: string }[] = [];
  const photos: { name: string; url: string }[] = [];
  for (const name of await readdir(`${ROOT}models`)) {
    await cp(`${ROOT}models/${name}/model.wren`, `${OUT}${name}.wren`);
    models.push({ name, url: `${name}.wren` });
    for (const photo of await readdir(`${ROOT}models/${name}/photos`).catch(() => [])) {
      await cp(`${ROOT}models/${name}/photos/${photo}`, `${OUT}photos/${photo}`);
      if (photo.endsWith(".jpg"))
        photos.push({ name: photo.replace(/\.jpg$/, "").replaceAll("_", " "), url: `photos/${photo}` });
    }
  }
  await writeFile(`${OUT}shipped.json`, JSON.stringify({ models, photos }));
}

/** Serves what was built; resolves with the server and its address. */
export async function servePlayground(port: number): Promise<{ server: Server; url: string }> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const name = pathname === "/" ? "index.html" : decodeURIComponent(pathname.slice(1));
    try {
      if (name.split("/").includes("..")) throw new Error("outside");
      const bytes = await readFile(OUT + name);
      response.setHeader("content-type", TYPES[extname(name)] ?? "application/octet-stream").end(bytes);
    } catch {
      response.writeHead(pathname === "/favicon.ico" ? 204 : 404).end();
    }
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return { server, url: `http://localhost:${(server.address() as AddressInfo).port}/` };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await buildPlayground();
  if (process.argv.includes("--serve")) console.log(`The playground: ${(await servePlayground(8080)).url}`);
  else console.log(`The playground is in ${OUT}`);
}
