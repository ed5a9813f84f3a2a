// Files of the shared data, for tests that want many real ones.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedData } from "./support.ts";

export interface SharedFile {
  /** Relative to the folder of shared data. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** All files under `folders` whose names match, sorted; none, with a printed reason, where there is no shared data. */
export function readSharedFiles(folders: readonly string[], pattern: RegExp): SharedFile[] {
  const root = sharedData();
  if (root === undefined) return [];
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => pattern.test(name))
      .sort()
      .map((name) => ({ name: join(folder, name), bytes: new Uint8Array(readFileSync(join(root, folder, name))) })),
  );
}
