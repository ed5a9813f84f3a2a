// The worker that turns source models into .wren files; loaded when the first one is dropped.

import { compileGraph, importModel } from "../tools.ts";

addEventListener("message", async ({ data: { bytes, name } }: MessageEvent<{ bytes: Uint8Array; name: string }>) => {
  try {
    const { graph, format, notes } = await importModel(bytes, { name });
    postMessage({ model: compileGraph(graph, { goldens: 0 }), format, notes });
  } catch (error) {
    postMessage({ error: (error as Error).message });
  }
});
