// The wasm builds as text. `npm run build` writes the module beside the compiled sources (src/scripts/build.ts).

/** How many bytes it has, and those deflated (raw), in base64. */
type Packed = readonly [bytes: number, deflated: string];
export declare const scalar: Packed;
export declare const simd: Packed;
export declare const relaxed: Packed;
/** Base64. */
export declare const probe: string;
