// The wasm builds as base64 text. `npm run build` writes the module beside the compiled sources (src/scripts/build.ts);
// carrying the bytes inside the JavaScript leaves no file for a server or bundler to lose.

import type { BuildName } from "./builds.ts";

export declare const BINARIES: Readonly<Record<BuildName | "probe", string>>;
