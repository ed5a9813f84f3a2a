// Given by the loader of the relaxed build; the other builds never refer to it and so do not import it.
@external("env", "flip")
export declare const FLIP: i32;
