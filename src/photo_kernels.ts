// The kernels that prepare photos, over a memory that nothing else uses.

import type { PhotoKernels } from "./input/image_input.ts";
import { type Build, instantiateKernels } from "./runtime/builds.ts";

export async function photoKernels(build: Build): Promise<PhotoKernels> {
  const memory = new WebAssembly.Memory({ initial: 1 });
  return { memory, ...(await instantiateKernels(build, memory)) } as unknown as PhotoKernels;
}
