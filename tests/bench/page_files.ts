// What the pages of the benchmark fetch, and where it is on disk.

import { join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { BITWREN, PEERS } from "./node_host.ts";

/** The file behind a URL or its path: the peers under /peers, Bitwren under /bitwren, this program under /bench, the models in `folder`. */
export function fileOfUrl(url: string, folder: string): string | undefined {
  const roots: readonly (readonly [string, string])[] = [
    ["/bench/", fileURLToPath(new URL("./", import.meta.url))],
    ["/peers/", join(PEERS, "node_modules")],
    ["/models/", folder],
    ["/bitwren/", BITWREN],
  ];
  const path = normalize(decodeURIComponent(new URL(url, "http://page").pathname));
  const root = roots.find(([prefix]) => path.startsWith(prefix));
  return root && join(root[1], path.slice(root[0].length));
}
