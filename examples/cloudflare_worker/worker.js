// A Worker that names pixels sent to it: POST /?width=W&height=H with 8-bit RGB or RGBA, as a canvas's getImageData gives it.
//
//   cd examples/cloudflare_worker && npx wrangler dev
//   head -c 3072 ../../models/cifar10_wren9/golden/photos_32x32_rgb.u8 |
//     curl --data-binary @- "http://localhost:8787/?width=32&height=32"
//
// Workers compile no bytes: the condition "workerd" gives them the kernels as modules. The model is one of the Worker's own
// modules (wrangler.toml says so), there when the Worker starts.

import { loadModel } from "bitwren";
import file from "../../models/cifar10_wren9/model.wren";

const model = await loadModel(file);

export default {
  async fetch(request) {
    if (request.method !== "POST") return new Response("POST pixels\n", { status: 405, headers: { allow: "POST" } });
    const { searchParams } = new URL(request.url);
    const width = Number(searchParams.get("width"));
    const height = Number(searchParams.get("height"));
    const data = new Uint8Array(await request.arrayBuffer());
    try {
      return Response.json(await model.classify({ data, width, height }, { topK: 3 }));
    } catch (error) {
      return Response.json({ code: error.code, message: error.message }, { status: 400 });
    }
  },
};
