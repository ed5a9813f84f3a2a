// The wasm build "js", which is there to be translated. `npm run build` writes the module beside the compiled sources
// (src/scripts/build.ts).

/** Base64. */
export declare const js: string;
