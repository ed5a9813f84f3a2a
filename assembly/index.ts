// The symbols of every build.
export * from "./elementwise/unary";
export * from "./elementwise/table";
export * from "./depthwise/general_f32";
export * from "./depthwise/general_i8";
export * from "./pool/average_i8";
export * from "./pool/max_i8";
export * from "./pool/pool_f32";
export * from "./conv/conv";
export * from "./layout/copy";
export * from "./resize/bilinear";
export * from "./elementwise/binary";
export * from "./elementwise/convert";
export * from "./softmax/float";
export * from "./softmax/int8";
export * from "./reduce/arg";
export * from "./reduce/bytes";
export * from "./reduce/words";
