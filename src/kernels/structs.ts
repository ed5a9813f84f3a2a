// Which parameter block each kernel takes; for those who find kernels by name in a compiled model. A test compares this with
// the calls that operators lower to.

import type { StructName } from "./params.ts";

const KERNELS: Readonly<Record<StructName, string>> = {
  Unary: `abs_f32 ceil_f32 clip_f32 elu_f32 erf_f32 exp_f32 floor_f32 gelu_approximate_f32 gelu_f32 hard_sigmoid_f32
    hard_swish_f32 leaky_relu_f32 log_f32 neg_f32 round_f32 rsqrt_f32 sigmoid_f32 sign_f32 silu_f32 sin_f32 softplus_f32
    sqrt_f32 square_f32 tanh_f32`,
  Binary: `add_f32 add_i32 div_f32 div_i32 equal_f32 equal_i32 less_equal_f32 less_equal_i32 less_f32 less_i32 maximum_f32
    maximum_i32 minimum_f32 minimum_i32 mul_f32 mul_i32 pow_f32 prelu_f32 squared_difference_f32 sub_f32 sub_i32`,
  Table: "table_i8",
  AddInt8: "add_i8",
  Reduce: `arg_max_f32 arg_max_i8 arg_min_f32 arg_min_i8 reduce_max_f32 reduce_max_i32 reduce_max_i8 reduce_min_f32
    reduce_min_i32 reduce_min_i8 reduce_prod_f32 reduce_prod_i32 sum_f32 sum_i32 sum_i8`,
  Pool: "average_pool_2d_f32 average_pool_2d_i8 average_pool_2d_requantize_i8 max_pool_2d_f32 max_pool_2d_i8",
  Copy: "copy_32 copy_8 copy_runs",
  Flip: "flip_i8",
  Convert: "cast_f32_i32 cast_f32_i8 cast_i32_f32 cast_i32_i8 cast_i8_i32 dequantize_i8 quantize_f32",
  ClampInt8: "clip_i8",
  Conv: "conv_f32 conv_i8 conv_lines_f32 conv_winograd_f32",
  Panels: "conv_i8_prepare",
  Depthwise: "depthwise_3x3_f32 depthwise_3x3_i8 depthwise_f32 depthwise_i8",
  BinaryInt8: "div_i8 maximum_i8 minimum_i8 mul_i8 prelu_i8 squared_difference_i8",
  Gather: "gather",
  Rows: "l2_normalization_f32 log_softmax_f32 softmax_f32",
  SoftmaxInt8: "log_softmax_i8 softmax_i8",
  Requantize: "requantize_i32",
  Resample: "resample_f32",
  ResizeBilinear: "resize_bilinear_f32 resize_bilinear_i8",
  TopK: "top_k_f32 top_k_i32 top_k_i8",
  Photo: "photo_columns_u8 photo_rows_u8",
  Where: "where_32 where_8",
};

/** Undefined where this version does not know the kernel. */
export function structOf(kernel: string): StructName | undefined {
  return (Object.keys(KERNELS) as StructName[]).find((struct) => KERNELS[struct].split(/\s+/).includes(kernel));
}
