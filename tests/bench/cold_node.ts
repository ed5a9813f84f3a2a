// A process that loads one model with one runtime, prints its first label, runs some more and prints its peak memory:
// `cold_node.js FOLDER REQUEST`.

import { nodeHost } from "./node_host.ts";
import { bestOf, contestantNamed, imageOf, type OpenRequest } from "./seat.ts";

const RUNS = 10;

/** Linux's own count: that of resourceUsage begins with what the parent process had. */
function peakBytes(): number {
  const { readFileSync } = process.getBuiltinModule("node:fs");
  return 1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? 0);
}

const request = JSON.parse(process.argv[3]) as OpenRequest;

try {
  const { runtime } = contestantNamed(request.contestant);
  const host = nodeHost(process.argv[2]);
  const pixels = await host.read(request.pixels);
  const session = await runtime.open(host, request);
  session.use(imageOf(pixels, request, 0));
  process.stdout.write(`label ${bestOf(await session.run())}\n`);
  for (let i = 0; i < RUNS; i++) await session.run();
  process.stdout.write(`peak ${peakBytes()}\n`, () => process.exit());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`, () => process.exit(1));
}
