// The public tool chain: import, compile, inspect. May be large; runs in Node and in browsers.

export { type CompileOptions, compileGraph, compileToModel } from "./compile/compile.ts";
export { addGoldens } from "./compile/goldens.ts";
export { optimizeGraph, specifiedGraph } from "./compile/optimize.ts";
export {
  choosePreprocessing,
  fitLabels,
  type ImagePort,
  inputPort,
  OptionError,
  type PreprocessingChoice,
  type PreprocessingOptions,
} from "./compile/preprocessing.ts";
export { channelMagnitudes, equalize, scaleChannels } from "./compress/equalize.ts";
export { QuantizeError } from "./compress/errors.ts";
export { type EqualizableLink, findLinks } from "./compress/links.ts";
export {
  DEFAULT_METHOD,
  type Quantized,
  type QuantizeOptions,
  quantizeGraph,
} from "./compress/quantize.ts";
export { RANGE_METHODS, type RangeMethod } from "./compress/ranges.ts";
export type { LayerReport } from "./compress/report.ts";
export { choose, photoReader, type Samples } from "./compress/samples.ts";
export { executeGraph } from "./execute/execute.ts";
export { exportC } from "./export/c_build.ts";
export type { CFiles } from "./export/c_files.ts";
export { ExportError } from "./export/errors.ts";
export { exportJs } from "./export/js_build.ts";
export { createName, JS_FORMATS, type JsFormat, type JsOptions } from "./export/js_file.ts";
export { exportWasm } from "./export/wasm_build.ts";
export { readModel, writeModel } from "./format/container.ts";
export { type GoldenCase, goldenCases } from "./format/golden.ts";
export {
  type ModelFile,
  memoryBytes,
  PORT_BYTES,
  type PortDType,
  portBytes,
  portData,
  portElements,
} from "./format/types.ts";
export type { Graph, GraphNode, GraphPort, GraphTensor } from "./graph/graph.ts";
export { GraphError, verifyGraph } from "./graph/verify.ts";
export { type Diagnostic, ImportError } from "./import/diagnostics.ts";
export { importModel } from "./import/import_model.ts";
export { parseLabels } from "./import/labels.ts";
export { importOnnx, type OnnxOptions } from "./import/onnx/import.ts";
export { onnxPortData, readOnnxTensor } from "./import/onnx/port_data.ts";
export type { OnnxTensor } from "./import/onnx/tensor.ts";
export { FormatError, type ModelFormat, recognizeFormat } from "./import/recognize.ts";
export type {
  GivenValue,
  ImportedModel,
  Sibling,
  SourceFile,
  SourceFormat,
  SourceOptions,
} from "./import/sources/source.ts";
export { findTfjs } from "./import/tfjs/files.ts";
export { importTfjs, type TfjsFiles, type TfjsOptions, tfjsWeightPaths } from "./import/tfjs/import.ts";
export { importTflite } from "./import/tflite/import.ts";
export { readZip, type ZipOptions } from "./import/zip.ts";
export { OPS } from "./ops/index.ts";
export { type OutputCheck, type VerifyReport, verifyModel } from "./verify.ts";
