// Facts of the TFLite schema, version 3c: field ids by table and the enums the importer reads.
// Source: tensorflow/lite/schema/schema.fbs. A union takes two ids: its type, then its value.

export const FILE_IDENTIFIER = "TFL3";
export const SCHEMA_VERSION = 3;

export const MODEL = {
  version: 0,
  operatorCodes: 1,
  subgraphs: 2,
  buffers: 4,
  metadata: 6,
} as const;
export const OPERATOR_CODE = { deprecatedBuiltinCode: 0, customCode: 1, builtinCode: 3 } as const;
export const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3 } as const;
export const BUFFER = { data: 0, offset: 1, size: 2 } as const;
export const METADATA = { name: 0, buffer: 1 } as const;
export const TENSOR = {
  shape: 0,
  type: 1,
  buffer: 2,
  name: 3,
  quantization: 4,
  isVariable: 5,
  sparsity: 6,
  shapeSignature: 7,
  hasRank: 8,
} as const;
export const QUANTIZATION = { scale: 2, zeroPoint: 3, detailsType: 4, details: 5, quantizedDimension: 6 } as const;
export const SPARSITY = { traversalOrder: 0, blockMap: 1, dimMetadata: 2 } as const;
export const DIMENSION = {
  format: 0,
  denseSize: 1,
  segmentsType: 2,
  segments: 3,
  indicesType: 4,
  indices: 5,
} as const;
export const OPERATOR = {
  opcodeIndex: 0,
  inputs: 1,
  outputs: 2,
  optionsType: 3,
  options: 4,
} as const;

/** Element types: what messages call them and their width in bytes (0: not a whole number of bytes). */
export const ELEMENT_TYPES: readonly { readonly name: string; readonly bytes: number }[] = [
  { name: "float32", bytes: 4 },
  { name: "float16", bytes: 2 },
  { name: "int32", bytes: 4 },
  { name: "uint8", bytes: 1 },
  { name: "int64", bytes: 8 },
  { name: "string", bytes: 0 },
  { name: "bool", bytes: 1 },
  { name: "int16", bytes: 2 },
  { name: "complex64", bytes: 8 },
  { name: "int8", bytes: 1 },
  { name: "float64", bytes: 8 },
  { name: "complex128", bytes: 16 },
  { name: "uint64", bytes: 8 },
  { name: "resource", bytes: 0 },
  { name: "variant", bytes: 0 },
  { name: "uint32", bytes: 4 },
  { name: "uint16", bytes: 2 },
  { name: "int4", bytes: 0 },
  { name: "bfloat16", bytes: 2 },
  { name: "int2", bytes: 0 },
  { name: "uint4", bytes: 0 },
];
export const ELEMENT = { float32: 0, float16: 1, int32: 2, uint8: 3, int64: 4, bool: 6, int8: 9 } as const;

/** DimensionType of sparse tensors. */
export const DIMENSION_FORMAT = { dense: 0, csr: 1 } as const;
/** SparseIndexVector: which table holds a sparse dimension's numbers. */
export const INDEX_VECTOR = { int32: 1, uint16: 2, uint8: 3 } as const;
/** QuantizationDetails. */
export const DETAILS = { none: 0, blockwise: 2 } as const;

export const PADDING = { same: 0, valid: 1 } as const;
/** ActivationFunctionType, by number. */
export const ACTIVATIONS = ["NONE", "RELU", "RELU_N1_TO_1", "RELU6", "TANH", "SIGN_BIT"] as const;
export const MIRROR_MODES = ["reflect", "symmetric"] as const;

/** The options tables: `type` is the member of union BuiltinOptions, the other numbers are field ids. */
export const OPTIONS = {
  conv2d: { type: 1, padding: 0, strideW: 1, strideH: 2, activation: 3, dilationW: 4, dilationH: 5 },
  depthwiseConv2d: { type: 2, padding: 0, strideW: 1, strideH: 2, activation: 4, dilationW: 5, dilationH: 6 },
  pool2d: { type: 5, padding: 0, strideW: 1, strideH: 2, filterW: 3, filterH: 4, activation: 5 },
  fullyConnected: { type: 8, activation: 0, weightsFormat: 1, keepNumDims: 2 },
  softmax: { type: 9, beta: 0 },
  concatenation: { type: 10, axis: 0, activation: 1 },
  add: { type: 11, activation: 0 },
  resizeBilinear: { type: 15, alignCorners: 2, halfPixelCenters: 3 },
  reshape: { type: 17, newShape: 0 },
  spaceToDepth: { type: 19, blockSize: 0 },
  mul: { type: 21, activation: 0 },
  gather: { type: 23, axis: 0, batchDims: 1 },
  reducer: { type: 27, keepDims: 0 },
  sub: { type: 28, activation: 0 },
  div: { type: 29, activation: 0 },
  squeeze: { type: 30, dims: 0 },
  stridedSlice: { type: 32, beginMask: 0, endMask: 1, ellipsisMask: 2, newAxisMask: 3, shrinkAxisMask: 4, offset: 5 },
  transposeConv: { type: 49, padding: 0, strideW: 1, strideH: 2, activation: 3 },
  pack: { type: 59, axis: 1 },
  unpack: { type: 64, axis: 1 },
  resizeNearestNeighbor: { type: 74, alignCorners: 0, halfPixelCenters: 1 },
  leakyRelu: { type: 75, alpha: 0 },
  mirrorPad: { type: 77, mode: 0 },
  depthToSpace: { type: 94, blockSize: 0 },
  batchMatmul: { type: 101, adjointX: 0, adjointY: 1 },
  gelu: { type: 116, approximate: 0 },
} as const;
