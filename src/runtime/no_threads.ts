// In the place of threads.ts where a host compiles no bytes and has no workers.

import type { Reserved } from "./threads.ts";

export function reserve(): Reserved {
  return { memory: undefined, threads: 1, reason: "kernels that are given as modules run on one thread" };
}

export async function startTeam(): Promise<undefined> {}
