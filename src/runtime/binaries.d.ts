// The wasm builds as base64 text. `npm run build` writes the module beside the compiled sources (src/scripts/build.ts).

export declare const scalar: string;
export declare const simd: string;
export declare const relaxed: string;
export declare const probe: string;
