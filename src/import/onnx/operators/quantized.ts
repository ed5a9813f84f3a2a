// Operators on quantised tensors, which bring the quantisation of every tensor along (QOperator form): dequantised, the
// operator on floats, quantised again. The pass `fuse quantization` makes operators on bytes of that.

import type { TensorId } from "../../../graph/graph.ts";
import { ensure } from "../../diagnostics.ts";
import { type NodeImporter, OnnxNode, type OnnxValue, type OperatorTable } from "../node.ts";
import { ACTIVATIONS } from "./activations.ts";
import { ARITHMETIC } from "./arithmetic.ts";
import { CONVOLUTION } from "./convolution.ts";
import { MATRICES } from "./matrix.ts";
import { POOLING } from "./pooling.ts";
import { dequantized, type Parameters, parametersOf, quantized } from "./quantization.ts";
import { SHAPES } from "./shape.ts";

/** What quantised values are left as. */
const CONVERSIONS = ["dequantize", "sub", "mul", "quantize", "div", "round", "add", "clip"];
/** Operators of com.microsoft follow this version of ai.onnx. */
const OPSET = 13;

/** What another operator of the file would make of these values, with this node's attributes. Undefined: absent. */
export function asOperator(
  node: OnnxNode,
  importer: NodeImporter,
  values: readonly (OnnxValue | undefined)[],
  opset = OPSET,
): TensorId {
  const place = { proto: node.proto, opset, origin: node.origin };
  const [result] = importer.run(new OnnxNode(node.assembler, place, importer.makes, values));
  return result.id;
}

/** Input `i` in floats; its scale and zero point follow it. */
function real(node: OnnxNode, i: number, axis = 1): OnnxValue {
  return { id: dequantized(node, node.value(i), parametersOf(node, i + 1, axis)), type: "FLOAT" };
}

/** A result in the quantisation that inputs `i` and the next state. */
function result(node: OnnxNode, y: TensorId, i: number): OnnxValue[] {
  const type = node.hasInput(i + 1) ? node.typeOf(i + 1) : node.typeOf(0);
  return [quantized(node, y, type, parametersOf(node, i))];
}

/** A bias of int32 counts in products of inputs 0 and `weights`, times `factor`; its scales are at i + 1. */
function bias(node: OnnxNode, i: number, weights: number, factor = 1): OnnxValue | undefined {
  if (!node.hasInput(i)) return undefined;
  const [x] = node.valuesOf(node.input(1), "the scale of the input");
  const scale = node.valuesOf(node.input(weights + 1), "the scales of the weights");
  const products = Float32Array.from(scale, (w) => x * w * factor);
  const id = node.constant(products.length === 1 ? [] : [products.length], products);
  const parameters: Parameters = { scale: { id, type: "FLOAT" }, zeroPoint: undefined, axis: -1, block: 0 };
  return { id: dequantized(node, node.value(i), parameters), type: "FLOAT" };
}

/** x, w and y with scale and zero point, then the bias. */
const conv: NodeImporter = {
  makes: [...CONVOLUTION.Conv.makes, ...CONVERSIONS],
  run(node) {
    const y = asOperator(node, CONVOLUTION.Conv, [real(node, 0), real(node, 3, 0), bias(node, 8, 3)]);
    return result(node, y, 6);
  },
};

/** a may have a scale for each row, b one for each column. */
const matMul: NodeImporter = {
  makes: [...MATRICES.MatMul.makes, ...CONVERSIONS],
  run: (node) => result(node, asOperator(node, MATRICES.MatMul, [real(node, 0, -2), real(node, 3, -1)]), 6),
};

/** Without a scale for it the result is one of floats. */
const gemm: NodeImporter = {
  makes: [...MATRICES.Gemm.makes, ...CONVERSIONS],
  run(node) {
    const axis = node.int("transB", 0) === 0 ? 1 : 0;
    const c = bias(node, 6, 3, node.float("alpha", 1));
    const y = asOperator(node, MATRICES.Gemm, [real(node, 0), real(node, 3, axis), c]);
    return node.hasInput(7) ? result(node, y, 7) : [{ id: y, type: "FLOAT" }];
  },
};

function binary(importer: NodeImporter): NodeImporter {
  return {
    makes: [...importer.makes, ...CONVERSIONS],
    run: (node) => result(node, asOperator(node, importer, [real(node, 0), real(node, 3)]), 6),
  };
}

/** `lead` is what stands before the attributes' operator set. */
function unary(importer: NodeImporter, opset: (node: OnnxNode) => number = () => OPSET): NodeImporter {
  return {
    makes: [...importer.makes, ...CONVERSIONS],
    run: (node) => result(node, asOperator(node, importer, [real(node, 0)], opset(node)), 3),
  };
}

/** Of images, which may have their channels last here. */
function pooling(importer: NodeImporter): NodeImporter {
  return {
    makes: [...importer.makes, ...CONVERSIONS],
    run(node) {
      const { id } = real(node, 0);
      if (node.int("channels_last", 0) === 0)
        return result(node, asOperator(node, importer, [{ id, type: "FLOAT" }]), 3);
      const y = asOperator(node, importer, [{ id: node.channelsFirst(id), type: "FLOAT" }]);
      return result(node, node.channelsLast(y), 3);
    },
  };
}

/** The result's scale and zero point come first, then the parts with theirs. */
const concat: NodeImporter = {
  makes: [...SHAPES.Concat.makes, ...CONVERSIONS],
  run(node) {
    const count = (node.inputCount - 2) / 3;
    ensure(Number.isInteger(count) && count >= 1, () => `has ${node.inputCount} inputs`, "The file is damaged");
    const parts = Array.from({ length: count }, (_, i) => real(node, 2 + 3 * i));
    return [quantized(node, asOperator(node, SHAPES.Concat, parts), node.typeOf(1), parametersOf(node, 0))];
  },
};

/** A and B quantised, or A of floats; then a bias of floats. */
function floatProduct(inputs: (node: OnnxNode) => readonly [OnnxValue, OnnxValue, number]): NodeImporter {
  return {
    makes: [...MATRICES.MatMul.makes, ...CONVERSIONS],
    run(node) {
      const [a, b, i] = inputs(node);
      const y = asOperator(node, MATRICES.MatMul, [a, b]);
      return [{ id: node.hasInput(i) ? node.emit("add", [y, node.input(i)]) : y, type: "FLOAT" }];
    },
  };
}

const matMulIntegerToFloat = floatProduct((node) => {
  const part = (i: number, axis: number): OnnxValue => {
    const zeroPoint = node.hasInput(i + 4) ? node.value(i + 4) : undefined;
    const parameters = { scale: node.value(i + 2), zeroPoint, axis, block: 0 };
    return { id: dequantized(node, node.value(i), parameters), type: "FLOAT" };
  };
  return [part(0, -2), part(1, -1), 6];
});

/** A would be quantised in every run; it is used as it is, which is more exact. */
const dynamicQuantizeMatMul = floatProduct((node) => [node.value(0), real(node, 1, -1), 4]);

export const QUANTIZED: OperatorTable = {
  QLinearConv: conv,
  QLinearMatMul: matMul,
  "com.microsoft.DynamicQuantizeMatMul": dynamicQuantizeMatMul,
  "com.microsoft.MatMulIntegerToFloat": matMulIntegerToFloat,
  "com.microsoft.QGemm": gemm,
  "com.microsoft.QLinearAdd": binary(ARITHMETIC.Add),
  "com.microsoft.QLinearAveragePool": pooling(POOLING.AveragePool),
  "com.microsoft.QLinearConcat": concat,
  "com.microsoft.QLinearConv": conv,
  "com.microsoft.QLinearGlobalAveragePool": pooling(POOLING.GlobalAveragePool),
  "com.microsoft.QLinearLeakyRelu": unary(ACTIVATIONS.LeakyRelu),
  "com.microsoft.QLinearMul": binary(ARITHMETIC.Mul),
  "com.microsoft.QLinearSigmoid": unary(ACTIVATIONS.Sigmoid),
  "com.microsoft.QLinearSoftmax": unary(ACTIVATIONS.Softmax, (node) => node.int("opset", OPSET)),
};
