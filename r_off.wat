(module
 (type $0 (func (param i32 i32 i32)))
 (type $1 (func (param i32 i32 i32 i32 i32)))
 (type $2 (func (param i32 i32 i32 i32)))
 (type $3 (func (param v128) (result v128)))
 (type $4 (func (param i32 i32 i32 i32 i32 i32 i32)))
 (type $5 (func (param i32 v128 i32)))
 (type $6 (func (param i32 i32 i32 i32) (result i32)))
 (type $7 (func (param i32 i32 i32 i32 i32 i32)))
 (type $8 (func (param i32)))
 (type $9 (func (param i32 i32) (result i32)))
 (type $10 (func (param i32 i32 i32) (result i32)))
 (type $11 (func (param i32 i32 i32 i32 i32 i32 i32 i32)))
 (type $12 (func (param i32 i32 i32 f32 f32 f32)))
 (type $13 (func (param i32 i32 i32) (result f32)))
 (type $14 (func (param i32 i32 i32 f32 f32) (result f32)))
 (type $15 (func (param i32 i32) (result f32)))
 (type $16 (func (param i32 i32 i32 i32 i32 i32) (result i32)))
 (type $17 (func (param f64) (result f64)))
 (type $18 (func (param v128 v128) (result v128)))
 (type $19 (func (param i32 v128 v128) (result v128)))
 (type $20 (func (param f32 f32) (result f32)))
 (type $21 (func (param i32 i32)))
 (import "env" "memory" (memory $0 1))
 (import "env" "flip" (global $assembly/lane/flip/FLIP i32))
 (global $assembly/conv/conv/BLOCK_BYTES i32 (i32.const 16384))
 (export "clip_f32" (func $assembly/elementwise/unary/clip_f32))
 (export "leaky_relu_f32" (func $assembly/elementwise/unary/leaky_relu_f32))
 (export "elu_f32" (func $assembly/elementwise/unary/elu_f32))
 (export "hard_sigmoid_f32" (func $assembly/elementwise/unary/hard_sigmoid_f32))
 (export "hard_swish_f32" (func $assembly/elementwise/unary/hard_swish_f32))
 (export "sigmoid_f32" (func $assembly/elementwise/unary/sigmoid_f32))
 (export "silu_f32" (func $assembly/elementwise/unary/silu_f32))
 (export "tanh_f32" (func $assembly/elementwise/unary/tanh_f32))
 (export "gelu_f32" (func $assembly/elementwise/unary/gelu_f32))
 (export "gelu_approximate_f32" (func $assembly/elementwise/unary/gelu_approximate_f32))
 (export "erf_f32" (func $assembly/elementwise/unary/erf_f32))
 (export "exp_f32" (func $assembly/elementwise/unary/exp_f32))
 (export "log_f32" (func $assembly/elementwise/unary/log_f32))
 (export "softplus_f32" (func $assembly/elementwise/unary/softplus_f32))
 (export "sin_f32" (func $assembly/elementwise/unary/sin_f32))
 (export "abs_f32" (func $assembly/elementwise/unary/abs_f32))
 (export "neg_f32" (func $assembly/elementwise/unary/neg_f32))
 (export "sign_f32" (func $assembly/elementwise/unary/sign_f32))
 (export "sqrt_f32" (func $assembly/elementwise/unary/sqrt_f32))
 (export "rsqrt_f32" (func $assembly/elementwise/unary/rsqrt_f32))
 (export "square_f32" (func $assembly/elementwise/unary/square_f32))
 (export "floor_f32" (func $assembly/elementwise/unary/floor_f32))
 (export "ceil_f32" (func $assembly/elementwise/unary/ceil_f32))
 (export "round_f32" (func $assembly/elementwise/unary/round_f32))
 (export "table_i8" (func $assembly/elementwise/table/table_i8))
 (export "clip_i8" (func $assembly/elementwise/table/clip_i8))
 (export "flip_i8" (func $assembly/elementwise/table/flip_i8))
 (export "depthwise_f32" (func $assembly/depthwise/general_f32/depthwise_f32))
 (export "depthwise_i8" (func $assembly/depthwise/general_i8/depthwise_i8))
 (export "depthwise_3x3_f32" (func $assembly/depthwise/three_f32/depthwise_3x3_f32))
 (export "depthwise_3x3_i8" (func $assembly/depthwise/three_i8/depthwise_3x3_i8))
 (export "average_pool_2d_i8" (func $assembly/pool/average_i8/average_pool_2d_i8))
 (export "average_pool_2d_requantize_i8" (func $assembly/pool/average_i8/average_pool_2d_requantize_i8))
 (export "max_pool_2d_i8" (func $assembly/pool/max_i8/max_pool_2d_i8))
 (export "max_pool_2d_f32" (func $assembly/pool/pool_f32/max_pool_2d_f32))
 (export "average_pool_2d_f32" (func $assembly/pool/pool_f32/average_pool_2d_f32))
 (export "BLOCK_BYTES" (global $assembly/conv/conv/BLOCK_BYTES))
 (export "conv_f32" (func $assembly/conv/conv/conv_f32))
 (export "conv_i8" (func $assembly/conv/conv/conv_i8))
 (export "conv_i8_prepare" (func $assembly/conv/conv/conv_i8_prepare))
 (export "conv_lines_f32" (func $assembly/conv/lines/conv_lines_f32))
 (export "conv_winograd_f32" (func $assembly/conv/winograd/conv_winograd_f32))
 (export "copy_runs" (func $assembly/layout/copy/copy_runs))
 (export "copy_8" (func $assembly/layout/copy/copy_8))
 (export "copy_32" (func $assembly/layout/copy/copy_32))
 (export "gather" (func $assembly/layout/copy/gather))
 (export "resize_bilinear_f32" (func $assembly/resize/bilinear/resize_bilinear_f32))
 (export "resize_bilinear_i8" (func $assembly/resize/bilinear/resize_bilinear_i8))
 (export "resample_f32" (func $assembly/resize/resample/resample_f32))
 (export "add_f32" (func $assembly/elementwise/binary/add_f32))
 (export "sub_f32" (func $assembly/elementwise/binary/sub_f32))
 (export "mul_f32" (func $assembly/elementwise/binary/mul_f32))
 (export "div_f32" (func $assembly/elementwise/binary/div_f32))
 (export "minimum_f32" (func $assembly/elementwise/binary/minimum_f32))
 (export "maximum_f32" (func $assembly/elementwise/binary/maximum_f32))
 (export "squared_difference_f32" (func $assembly/elementwise/binary/squared_difference_f32))
 (export "pow_f32" (func $assembly/elementwise/binary/pow_f32))
 (export "prelu_f32" (func $assembly/elementwise/binary/prelu_f32))
 (export "add_i8" (func $assembly/elementwise/binary/add_i8))
 (export "mul_i8" (func $assembly/elementwise/binary/mul_i8))
 (export "div_i8" (func $assembly/elementwise/binary/div_i8))
 (export "minimum_i8" (func $assembly/elementwise/binary/minimum_i8))
 (export "maximum_i8" (func $assembly/elementwise/binary/maximum_i8))
 (export "squared_difference_i8" (func $assembly/elementwise/binary/squared_difference_i8))
 (export "prelu_i8" (func $assembly/elementwise/binary/prelu_i8))
 (export "add_i32" (func $assembly/elementwise/binary/add_i32))
 (export "sub_i32" (func $assembly/elementwise/binary/sub_i32))
 (export "mul_i32" (func $assembly/elementwise/binary/mul_i32))
 (export "minimum_i32" (func $assembly/elementwise/binary/minimum_i32))
 (export "maximum_i32" (func $assembly/elementwise/binary/maximum_i32))
 (export "div_i32" (func $assembly/elementwise/binary/div_i32))
 (export "equal_f32" (func $assembly/elementwise/binary/equal_f32))
 (export "less_f32" (func $assembly/elementwise/binary/less_f32))
 (export "less_equal_f32" (func $assembly/elementwise/binary/less_equal_f32))
 (export "equal_i32" (func $assembly/elementwise/binary/equal_i32))
 (export "less_i32" (func $assembly/elementwise/binary/less_i32))
 (export "less_equal_i32" (func $assembly/elementwise/binary/less_equal_i32))
 (export "quantize_f32" (func $assembly/elementwise/convert/quantize_f32))
 (export "dequantize_i8" (func $assembly/elementwise/convert/dequantize_i8))
 (export "cast_f32_i32" (func $assembly/elementwise/convert/cast_f32_i32))
 (export "cast_f32_i8" (func $assembly/elementwise/convert/cast_f32_i8))
 (export "cast_i32_f32" (func $assembly/elementwise/convert/cast_i32_f32))
 (export "cast_i32_i8" (func $assembly/elementwise/convert/cast_i32_i8))
 (export "cast_i8_i32" (func $assembly/elementwise/convert/cast_i8_i32))
 (export "where_32" (func $assembly/elementwise/where/where_32))
 (export "where_8" (func $assembly/elementwise/where/where_8))
 (export "softmax_f32" (func $assembly/softmax/float/softmax_f32))
 (export "log_softmax_f32" (func $assembly/softmax/float/log_softmax_f32))
 (export "l2_normalization_f32" (func $assembly/softmax/float/l2_normalization_f32))
 (export "softmax_i8" (func $assembly/softmax/int8/softmax_i8))
 (export "log_softmax_i8" (func $assembly/softmax/int8/log_softmax_i8))
 (export "arg_max_f32" (func $assembly/reduce/arg/arg_max_f32))
 (export "arg_max_i8" (func $assembly/reduce/arg/arg_max_i8))
 (export "arg_min_f32" (func $assembly/reduce/arg/arg_min_f32))
 (export "arg_min_i8" (func $assembly/reduce/arg/arg_min_i8))
 (export "reduce_max_i8" (func $assembly/reduce/bytes/reduce_max_i8))
 (export "reduce_min_i8" (func $assembly/reduce/bytes/reduce_min_i8))
 (export "sum_i8" (func $assembly/reduce/bytes/sum_i8))
 (export "requantize_i32" (func $assembly/reduce/bytes/requantize_i32))
 (export "sum_f32" (func $assembly/reduce/words/sum_f32))
 (export "reduce_max_f32" (func $assembly/reduce/words/reduce_max_f32))
 (export "reduce_min_f32" (func $assembly/reduce/words/reduce_min_f32))
 (export "reduce_prod_f32" (func $assembly/reduce/words/reduce_prod_f32))
 (export "sum_i32" (func $assembly/reduce/words/sum_i32))
 (export "reduce_max_i32" (func $assembly/reduce/words/reduce_max_i32))
 (export "reduce_min_i32" (func $assembly/reduce/words/reduce_min_i32))
 (export "reduce_prod_i32" (func $assembly/reduce/words/reduce_prod_i32))
 (export "top_k_f32" (func $assembly/reduce/top_k/top_k_f32))
 (export "top_k_i32" (func $assembly/reduce/top_k/top_k_i32))
 (export "top_k_i8" (func $assembly/reduce/top_k/top_k_i8))
 (export "photo_columns_u8" (func $assembly/photo/photo/photo_columns_u8))
 (export "photo_rows_u8" (func $assembly/photo/photo/photo_rows_u8))
 (export "memory" (memory $0))
 (func $assembly/lane/tail/store_part (param $0 i32) (param $1 v128) (param $2 i32)
  local.get $2
  i32.const 8
  i32.and
  if
   local.get $0
   local.get $1
   v128.store64_lane 0
   local.get $1
   local.get $1
   i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
   local.set $1
   local.get $2
   i32.const 8
   i32.sub
   local.set $2
   local.get $0
   i32.const 8
   i32.add
   local.set $0
  end
  loop $for-loop|0
   local.get $2
   i32.const 4
   i32.ge_u
   if
    local.get $0
    local.get $1
    v128.store32_lane 0
    local.get $1
    local.get $1
    i8x16.shuffle 4 5 6 7 8 9 10 11 12 13 14 15 0 1 2 3
    local.set $1
    local.get $2
    i32.const 4
    i32.sub
    local.set $2
    local.get $0
    i32.const 4
    i32.add
    local.set $0
    br $for-loop|0
   end
  end
  loop $for-loop|1
   local.get $2
   if
    local.get $0
    local.get $1
    v128.store8_lane 0
    local.get $1
    i32.const 8
    i32x4.shr_u
    local.set $1
    local.get $2
    i32.const 1
    i32.sub
    local.set $2
    local.get $0
    i32.const 1
    i32.add
    local.set $0
    br $for-loop|1
   end
  end
 )
 (func $assembly/gemm/epilogue/store_some_floats (param $0 i32) (param $1 v128) (param $2 i32)
  local.get $2
  i32.const 0
  i32.le_s
  if
   return
  end
  local.get $0
  local.get $1
  v128.store32_lane 0
  local.get $2
  i32.const 1
  i32.gt_s
  if
   local.get $0
   local.get $1
   v128.store32_lane offset=4 1
  end
  local.get $2
  i32.const 2
  i32.gt_s
  if
   local.get $0
   local.get $1
   v128.store32_lane offset=8 2
  end
 )
 (func $assembly/elementwise/binary/zip (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  local.get $0
  i32.load offset=12
  local.tee $7
  i32.load
  local.set $8
  local.get $7
  i32.load offset=4
  local.set $5
  local.get $7
  i32.load offset=8
  local.set $6
  i32.const 2
  i32.const 0
  local.get $3
  i32.const 2
  i32.ne
  select
  local.set $9
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $8
    local.get $1
    local.get $1
    local.get $8
    i32.div_u
    local.tee $10
    local.get $8
    i32.mul
    i32.sub
    local.tee $11
    i32.sub
    local.tee $12
    local.get $2
    local.get $1
    i32.sub
    local.tee $13
    local.get $12
    local.get $13
    i32.lt_u
    select
    local.set $12
    local.get $0
    i32.load
    local.get $7
    local.get $10
    i32.const 0
    call $assembly/elementwise/broadcast/row_start
    local.get $5
    local.get $11
    i32.mul
    i32.add
    local.get $9
    i32.shl
    i32.add
    local.set $13
    local.get $0
    i32.load offset=4
    local.get $7
    local.get $10
    i32.const 4
    call $assembly/elementwise/broadcast/row_start
    local.get $6
    local.get $11
    i32.mul
    i32.add
    local.get $9
    i32.shl
    i32.add
    local.set $10
    local.get $0
    i32.load offset=8
    local.get $1
    local.get $9
    i32.shl
    i32.add
    local.set $11
    local.get $3
    if
     local.get $3
     i32.const 1
     i32.eq
     if
      local.get $4
      local.get $13
      local.get $10
      local.get $11
      local.get $12
      local.get $5
      local.get $6
      call $assembly/elementwise/binary_int32/int_row
     else
      local.get $4
      i32.const 1
      i32.le_u
      if
       local.get $0
       local.get $13
       local.get $10
       local.get $11
       local.get $12
       local.get $5
       local.get $6
       call $assembly/elementwise/binary_int8/add_row
      else
       local.get $4
       i32.const 2
       i32.eq
       if
        local.get $0
        local.get $13
        local.get $10
        local.get $11
        local.get $12
        local.get $5
        local.get $6
        call $assembly/elementwise/binary_int8/mul_row
       else
        local.get $4
        local.get $0
        local.get $13
        local.get $10
        local.get $11
        local.get $12
        local.get $5
        local.get $6
        call $assembly/elementwise/binary_int8/real_row
       end
      end
     end
    else
     local.get $4
     local.get $0
     local.get $13
     local.get $10
     local.get $11
     local.get $12
     local.get $5
     local.get $6
     call $assembly/elementwise/binary_float/float_row
    end
    local.get $1
    local.get $12
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/reduce/top_k/key (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (result i32)
  (local $4 f32)
  local.get $3
  i32.const 2
  i32.eq
  if (result i32)
   global.get $assembly/lane/flip/FLIP
   local.get $1
   local.get $2
   i32.add
   i32.load8_u
   i32.xor
   i32.extend8_s
  else
   local.get $3
   i32.const 1
   i32.eq
   if (result i32)
    local.get $1
    local.get $2
    i32.const 2
    i32.shl
    i32.add
    i32.load
   else
    i32.const 2147483647
    f32.const 0
    local.get $1
    local.get $2
    i32.const 2
    i32.shl
    i32.add
    f32.load
    local.tee $4
    local.get $4
    f32.const 0
    f32.eq
    select
    i32.reinterpret_f32
    local.tee $1
    local.get $1
    i32.const 31
    i32.shr_s
    i32.const 2147483647
    i32.and
    i32.xor
    local.get $4
    local.get $4
    f32.ne
    select
   end
  end
  local.get $0
  i32.load offset=20
  i32.xor
 )
 (func $assembly/lane/math/exp_bounded<v128> (param $0 v128) (result v128)
  (local $1 v128)
  (local $2 v128)
  local.get $0
  v128.const i32x4 0xc2ae0000 0xc2ae0000 0xc2ae0000 0xc2ae0000
  f32x4.pmax
  v128.const i32x4 0x42ae0000 0x42ae0000 0x42ae0000 0x42ae0000
  f32x4.pmin
  local.tee $0
  v128.const i32x4 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b
  v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000
  f32x4.relaxed_madd
  local.tee $1
  i32.const 23
  i32x4.shl
  v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
  i32x4.add
  local.set $2
  local.get $1
  v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000
  f32x4.sub
  local.tee $1
  v128.const i32x4 0x395e8083 0x395e8083 0x395e8083 0x395e8083
  local.get $1
  v128.const i32x4 0xbf318000 0xbf318000 0xbf318000 0xbf318000
  local.get $0
  f32x4.relaxed_madd
  f32x4.relaxed_madd
  local.tee $0
  local.get $0
  f32x4.mul
  v128.const i32x4 0x3ab5f5fd 0x3ab5f5fd 0x3ab5f5fd 0x3ab5f5fd
  local.get $0
  v128.const i32x4 0x3c0913d8 0x3c0913d8 0x3c0913d8 0x3c0913d8
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0x3d2aab3a 0x3d2aab3a 0x3d2aab3a 0x3d2aab3a
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0x3e2aaa58 0x3e2aaa58 0x3e2aaa58 0x3e2aaa58
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0x3effffff 0x3effffff 0x3effffff 0x3effffff
  f32x4.relaxed_madd
  local.get $0
  f32x4.relaxed_madd
  local.get $2
  local.get $2
  f32x4.relaxed_madd
 )
 (func $assembly/reduce/words/reduce_whole (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 v128)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  local.get $0
  i32.load
  local.get $0
  i32.load offset=12
  i32.const 2
  i32.shl
  local.tee $4
  local.get $0
  i32.load offset=8
  local.tee $9
  local.get $1
  i32.mul
  i32.mul
  i32.add
  local.set $7
  local.get $0
  i32.load offset=4
  local.get $1
  local.get $4
  i32.mul
  i32.add
  local.set $5
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    i32.const 0
    local.set $0
    loop $for-loop|1
     local.get $0
     local.get $4
     i32.lt_u
     if
      local.get $0
      local.get $7
      i32.add
      local.tee $10
      v128.load
      local.set $6
      local.get $9
      i32.const 1
      i32.sub
      local.set $8
      loop $for-loop|2
       local.get $8
       i32.const 0
       i32.gt_s
       if
        local.get $3
        local.get $6
        local.get $4
        local.get $10
        i32.add
        local.tee $10
        v128.load
        call $assembly/elementwise/binary_int32/apply_lanes
        local.set $6
        local.get $8
        i32.const 1
        i32.sub
        local.set $8
        br $for-loop|2
       end
      end
      local.get $4
      local.get $0
      i32.sub
      i32.const 16
      i32.ge_u
      if
       local.get $0
       local.get $5
       i32.add
       local.get $6
       v128.store
      else
       local.get $0
       local.get $5
       i32.add
       local.get $6
       local.get $4
       local.get $0
       i32.sub
       call $assembly/lane/tail/store_part
      end
      local.get $0
      i32.const 16
      i32.add
      local.set $0
      br $for-loop|1
     end
    end
    local.get $7
    local.get $4
    local.get $9
    i32.mul
    i32.add
    local.set $7
    local.get $4
    local.get $5
    i32.add
    local.set $5
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/softmax/float/rescale (param $0 i32) (param $1 i32) (param $2 i32) (param $3 f32) (param $4 f32) (param $5 f32)
  (local $6 i32)
  (local $7 v128)
  (local $8 i32)
  loop $for-loop|0
   local.get $2
   local.get $6
   i32.gt_u
   if
    local.get $6
    i32.const 2
    i32.shl
    local.tee $8
    local.get $0
    i32.add
    v128.load
    local.get $3
    f32x4.splat
    f32x4.sub
    local.get $4
    f32x4.splat
    f32x4.mul
    local.get $5
    f32x4.splat
    f32x4.sub
    local.set $7
    local.get $2
    local.get $6
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $1
     local.get $8
     i32.add
     local.get $7
     v128.store
    else
     local.get $1
     local.get $6
     i32.const 2
     i32.shl
     i32.add
     local.get $7
     local.get $2
     local.get $6
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $6
    i32.const 4
    i32.add
    local.set $6
    br $for-loop|0
   end
  end
 )
 (func $assembly/reduce/top_k/sink (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32)
  (local $6 i32)
  (local $7 i32)
  local.get $3
  i32.const 1
  i32.shl
  i32.const 1
  i32.add
  local.set $6
  loop $for-loop|0
   local.get $4
   local.get $6
   i32.gt_u
   if
    local.get $0
    local.get $1
    local.get $2
    local.get $3
    local.get $6
    i32.const 1
    i32.add
    local.tee $7
    local.get $6
    local.get $4
    local.get $7
    i32.gt_u
    if (result i32)
     local.get $0
     local.get $1
     local.get $2
     local.get $7
     local.get $6
     local.get $5
     call $assembly/reduce/top_k/ranks_after
    else
     i32.const 0
    end
    select
    local.tee $6
    local.get $5
    call $assembly/reduce/top_k/ranks_after
    if
     return
    end
    local.get $2
    local.get $3
    i32.const 2
    i32.shl
    i32.add
    local.tee $3
    i32.load
    local.set $7
    local.get $3
    local.get $2
    local.get $6
    i32.const 2
    i32.shl
    i32.add
    local.tee $3
    i32.load
    i32.store
    local.get $3
    local.get $7
    i32.store
    local.get $6
    local.tee $3
    i32.const 1
    i32.shl
    i32.const 1
    i32.add
    local.set $6
    br $for-loop|0
   end
  end
 )
 (func $assembly/reduce/top_k/rank_rows (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  local.get $0
  i32.load offset=16
  local.set $5
  i32.const 2
  i32.const 0
  local.get $3
  i32.const 2
  i32.ne
  select
  local.set $8
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $0
    i32.load
    local.get $1
    local.get $0
    i32.load offset=12
    i32.mul
    local.get $8
    i32.shl
    i32.add
    local.set $9
    local.get $0
    i32.load offset=8
    local.get $1
    local.get $5
    i32.mul
    local.tee $4
    i32.const 2
    i32.shl
    i32.add
    local.set $10
    local.get $0
    i32.load offset=4
    local.get $4
    local.get $8
    i32.shl
    i32.add
    local.set $7
    i32.const 0
    local.set $6
    loop $for-loop|1
     local.get $5
     local.get $6
     i32.gt_u
     if
      local.get $10
      local.get $6
      i32.const 2
      i32.shl
      i32.add
      local.get $6
      i32.store
      local.get $6
      i32.const 1
      i32.add
      local.set $6
      br $for-loop|1
     end
    end
    local.get $5
    i32.const 1
    i32.shr_u
    local.set $6
    loop $for-loop|2
     local.get $6
     if
      local.get $0
      local.get $9
      local.get $10
      local.get $6
      i32.const 1
      i32.sub
      local.tee $6
      local.get $5
      local.get $3
      call $assembly/reduce/top_k/sink
      br $for-loop|2
     end
    end
    local.get $0
    local.get $9
    local.get $10
    i32.load
    local.get $3
    call $assembly/reduce/top_k/key
    local.set $4
    local.get $5
    local.set $6
    loop $for-loop|3
     local.get $6
     local.get $0
     i32.load offset=12
     i32.lt_u
     if
      local.get $0
      local.get $9
      local.get $6
      local.get $3
      call $assembly/reduce/top_k/key
      local.get $4
      i32.gt_s
      if
       local.get $10
       local.get $6
       i32.store
       local.get $0
       local.get $9
       local.get $10
       i32.const 0
       local.get $5
       local.get $3
       call $assembly/reduce/top_k/sink
       local.get $0
       local.get $9
       local.get $10
       i32.load
       local.get $3
       call $assembly/reduce/top_k/key
       local.set $4
      end
      local.get $6
      i32.const 1
      i32.add
      local.set $6
      br $for-loop|3
     end
    end
    local.get $5
    i32.const 1
    i32.sub
    local.set $6
    loop $for-loop|4
     local.get $6
     if
      local.get $10
      i32.load
      local.set $11
      local.get $10
      local.get $10
      local.get $6
      i32.const 2
      i32.shl
      i32.add
      local.tee $4
      i32.load
      i32.store
      local.get $4
      local.get $11
      i32.store
      local.get $0
      local.get $9
      local.get $10
      i32.const 0
      local.get $6
      local.get $3
      call $assembly/reduce/top_k/sink
      local.get $6
      i32.const 1
      i32.sub
      local.set $6
      br $for-loop|4
     end
    end
    i32.const 0
    local.set $6
    loop $for-loop|5
     local.get $5
     local.get $6
     i32.gt_u
     if
      local.get $9
      local.get $10
      local.get $6
      i32.const 2
      i32.shl
      i32.add
      i32.load
      local.get $8
      i32.shl
      i32.add
      local.set $4
      local.get $3
      i32.const 2
      i32.eq
      if
       local.get $6
       local.get $7
       i32.add
       local.get $4
       i32.load8_u
       i32.store8
      else
       local.get $7
       local.get $6
       i32.const 2
       i32.shl
       i32.add
       local.get $4
       i32.load
       i32.store
      end
      local.get $6
      i32.const 1
      i32.add
      local.set $6
      br $for-loop|5
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/lane/math/expm1_negative<v128> (param $0 v128) (result v128)
  (local $1 v128)
  (local $2 v128)
  local.get $0
  v128.const i32x4 0xc1a00000 0xc1a00000 0xc1a00000 0xc1a00000
  f32x4.pmax
  local.tee $0
  v128.const i32x4 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b
  v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000
  f32x4.relaxed_madd
  local.tee $1
  i32.const 23
  i32x4.shl
  v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
  i32x4.add
  local.set $2
  local.get $1
  v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000
  f32x4.sub
  local.tee $1
  v128.const i32x4 0x395e8083 0x395e8083 0x395e8083 0x395e8083
  local.get $1
  v128.const i32x4 0xbf318000 0xbf318000 0xbf318000 0xbf318000
  local.get $0
  f32x4.relaxed_madd
  f32x4.relaxed_madd
  local.tee $0
  local.get $0
  f32x4.mul
  v128.const i32x4 0x3ab5f5fd 0x3ab5f5fd 0x3ab5f5fd 0x3ab5f5fd
  local.get $0
  v128.const i32x4 0x3c0913d8 0x3c0913d8 0x3c0913d8 0x3c0913d8
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0x3d2aab3a 0x3d2aab3a 0x3d2aab3a 0x3d2aab3a
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0x3e2aaa58 0x3e2aaa58 0x3e2aaa58 0x3e2aaa58
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0x3effffff 0x3effffff 0x3effffff 0x3effffff
  f32x4.relaxed_madd
  local.get $0
  f32x4.relaxed_madd
  local.get $2
  local.get $2
  v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
  f32x4.sub
  f32x4.relaxed_madd
 )
 (func $assembly/gemm/f32/multiply_f32 (param $0 i32)
  (local $1 i32)
  (local $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  local.get $0
  i32.load offset=40
  local.set $5
  local.get $0
  i32.load offset=8
  local.tee $2
  i32.const 6
  i32.rem_u
  local.set $3
  local.get $2
  local.get $3
  i32.sub
  local.get $2
  local.get $3
  i32.const 1
  i32.eq
  local.get $3
  i32.const 4
  i32.le_u
  i32.or
  select
  local.set $4
  loop $for-loop|0
   local.get $1
   local.get $5
   i32.lt_u
   if
    local.get $0
    local.get $1
    local.get $4
    call $assembly/gemm/f32/tile_6x8
    local.get $1
    i32.const 8
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
  local.get $2
  local.get $4
  i32.eq
  if
   return
  end
  i32.const 0
  local.set $1
  local.get $3
  i32.const 1
  i32.eq
  if
   loop $for-loop|1
    local.get $1
    i32.const 24
    i32.add
    local.get $5
    i32.lt_u
    if
     local.get $0
     local.get $1
     local.get $4
     call $assembly/gemm/f32/tile_1x32
     local.get $1
     i32.const 32
     i32.add
     local.set $1
     br $for-loop|1
    end
   end
  end
  loop $for-loop|2
   local.get $1
   local.get $5
   i32.lt_u
   if
    local.get $0
    local.get $1
    local.get $4
    local.get $2
    call $assembly/gemm/f32/tile_4x8
    local.get $1
    i32.const 8
    i32.add
    local.set $1
    br $for-loop|2
   end
  end
 )
 (func $assembly/softmax/int8/sum_of_entries (param $0 i32) (param $1 i32) (param $2 i32) (result f32)
  (local $3 i32)
  (local $4 f32)
  loop $for-loop|0
   local.get $1
   local.get $3
   i32.gt_u
   if
    local.get $4
    local.get $2
    global.get $assembly/lane/flip/FLIP
    local.get $0
    local.get $3
    i32.add
    i32.load8_u
    i32.xor
    i32.extend8_s
    i32.const 2
    i32.shl
    i32.add
    f32.load
    f32.add
    local.set $4
    local.get $3
    i32.const 1
    i32.add
    local.set $3
    br $for-loop|0
   end
  end
  local.get $4
 )
 (func $assembly/softmax/int8/largest_q (param $0 i32) (param $1 i32) (result i32)
  (local $2 i32)
  (local $3 i32)
  (local $4 i32)
  i32.const -128
  local.set $2
  loop $for-loop|0
   local.get $1
   local.get $3
   i32.gt_u
   if
    local.get $2
    global.get $assembly/lane/flip/FLIP
    local.get $0
    local.get $3
    i32.add
    i32.load8_u
    i32.xor
    i32.extend8_s
    local.tee $4
    local.get $2
    local.get $4
    i32.gt_s
    select
    local.set $2
    local.get $3
    i32.const 1
    i32.add
    local.set $3
    br $for-loop|0
   end
  end
  local.get $2
 )
 (func $assembly/softmax/float/sum_of_exponentials (param $0 i32) (param $1 i32) (param $2 i32) (param $3 f32) (param $4 f32) (result f32)
  (local $5 v128)
  (local $6 i32)
  (local $7 v128)
  (local $8 i32)
  loop $for-loop|0
   local.get $2
   local.get $6
   i32.gt_u
   if
    local.get $6
    i32.const 2
    i32.shl
    local.tee $8
    local.get $0
    i32.add
    v128.load
    local.get $3
    f32x4.splat
    f32x4.sub
    local.get $4
    f32x4.splat
    f32x4.mul
    call $assembly/lane/math/exp_bounded<v128>
    local.set $7
    local.get $2
    local.get $6
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $1
     if
      local.get $1
      local.get $8
      i32.add
      local.get $7
      v128.store
     end
    else
     local.get $1
     if
      local.get $1
      local.get $6
      i32.const 2
      i32.shl
      i32.add
      local.get $7
      local.get $2
      local.get $6
      i32.sub
      i32.const 2
      i32.shl
      call $assembly/lane/tail/store_part
     end
     local.get $7
     local.get $2
     local.get $6
     i32.sub
     i32x4.splat
     v128.const i32x4 0x00000000 0x00000001 0x00000002 0x00000003
     i32x4.gt_s
     v128.and
     local.set $7
    end
    local.get $5
    local.get $7
    f32x4.add
    local.set $5
    local.get $6
    i32.const 4
    i32.add
    local.set $6
    br $for-loop|0
   end
  end
  local.get $5
  local.get $5
  local.get $5
  i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
  f32x4.add
  local.tee $5
  f32x4.extract_lane 0
  local.get $5
  f32x4.extract_lane 1
  f32.add
 )
 (func $assembly/softmax/float/largest (param $0 i32) (param $1 i32) (result f32)
  (local $2 i32)
  (local $3 i32)
  (local $4 f32)
  (local $5 v128)
  local.get $0
  f32.load
  local.set $4
  local.get $1
  i32.const 4
  i32.ge_u
  if
   local.get $0
   v128.load
   local.set $5
   i32.const 4
   local.set $3
   loop $for-loop|0
    local.get $3
    i32.const 4
    i32.add
    local.tee $2
    local.get $1
    i32.le_u
    if
     local.get $5
     local.get $0
     local.get $3
     i32.const 2
     i32.shl
     i32.add
     v128.load
     f32x4.max
     local.set $5
     local.get $2
     local.set $3
     br $for-loop|0
    end
   end
   local.get $5
   local.get $5
   local.get $5
   i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
   f32x4.max
   local.tee $5
   local.get $5
   local.get $5
   i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11
   f32x4.max
   f32x4.extract_lane 0
   local.set $4
  end
  loop $for-loop|1
   local.get $1
   local.get $3
   i32.gt_u
   if
    local.get $4
    local.get $0
    local.get $3
    i32.const 2
    i32.shl
    i32.add
    f32.load
    f32.max
    local.set $4
    local.get $3
    i32.const 1
    i32.add
    local.set $3
    br $for-loop|1
   end
  end
  local.get $4
 )
 (func $assembly/reduce/top_k/ranks_after (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32) (result i32)
  (local $6 i32)
  local.get $0
  local.get $1
  local.get $2
  local.get $3
  i32.const 2
  i32.shl
  i32.add
  i32.load
  local.tee $3
  local.get $5
  call $assembly/reduce/top_k/key
  local.tee $6
  local.get $0
  local.get $1
  local.get $2
  local.get $4
  i32.const 2
  i32.shl
  i32.add
  i32.load
  local.tee $0
  local.get $5
  call $assembly/reduce/top_k/key
  local.tee $1
  i32.eq
  local.get $0
  local.get $3
  i32.lt_u
  i32.and
  local.get $1
  local.get $6
  i32.gt_s
  i32.or
 )
 (func $assembly/photo/photo/weigh (param $0 i32) (param $1 i32) (param $2 i32) (result i32)
  (local $3 v128)
  (local $4 i32)
  local.get $0
  local.get $2
  i32.load
  local.get $1
  i32.mul
  i32.add
  local.set $0
  local.get $2
  i32.load offset=4
  local.set $4
  v128.const i32x4 0x00200000 0x00200000 0x00200000 0x00200000
  local.set $3
  loop $for-loop|0
   local.get $4
   if
    local.get $3
    local.get $0
    v128.load32_zero
    i16x8.extend_low_i8x16_u
    i32x4.extend_low_i16x8_u
    local.get $2
    v128.load32_splat offset=8
    i32x4.mul
    i32x4.add
    local.set $3
    local.get $4
    i32.const 1
    i32.sub
    local.set $4
    local.get $0
    local.get $1
    i32.add
    local.set $0
    local.get $2
    i32.const 4
    i32.add
    local.set $2
    br $for-loop|0
   end
  end
  local.get $3
  i32.const 22
  i32x4.shr_u
  local.tee $3
  local.get $3
  i16x8.narrow_i32x4_s
  local.tee $3
  local.get $3
  i8x16.narrow_i16x8_u
  i32x4.extract_lane 0
 )
 (func $assembly/lane/requantize/saturates (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (result i32)
  (local $4 v128)
  local.get $3
  f32.convert_i32_u
  f32.const 32640
  f32.mul
  f32x4.splat
  local.set $4
  local.get $0
  local.get $2
  i32.const 2
  i32.shl
  i32.add
  local.set $2
  loop $for-loop|0
   local.get $0
   local.get $2
   i32.lt_u
   if
    local.get $0
    v128.load
    f32x4.convert_i32x4_s
    f32x4.abs
    local.get $4
    f32x4.add
    local.get $1
    v128.load
    f32x4.mul
    v128.const i32x4 0x4a000000 0x4a000000 0x4a000000 0x4a000000
    f32x4.lt
    i32x4.all_true
    i32.eqz
    if
     i32.const 0
     return
    end
    local.get $1
    i32.const 16
    i32.add
    local.set $1
    local.get $0
    i32.const 16
    i32.add
    local.set $0
    br $for-loop|0
   end
  end
  i32.const 1
 )
 (func $assembly/lane/math64/log64 (param $0 f64) (result f64)
  (local $1 i32)
  (local $2 i32)
  (local $3 f64)
  (local $4 i64)
  (local $5 f64)
  local.get $0
  i64.reinterpret_f64
  local.tee $4
  i64.const 4604544271217802189
  i64.sub
  i64.const 52
  i64.shr_s
  i32.wrap_i64
  local.set $2
  local.get $4
  local.get $2
  i64.extend_i32_s
  i64.const 52
  i64.shl
  i64.sub
  f64.reinterpret_i64
  local.tee $0
  f64.const -1
  f64.add
  local.get $0
  f64.const 1
  f64.add
  f64.div
  local.tee $0
  local.get $0
  f64.mul
  local.set $5
  i32.const 21
  local.set $1
  loop $for-loop|0
   local.get $1
   i32.const 0
   i32.gt_s
   if
    local.get $3
    local.get $5
    f64.mul
    f64.const 1
    local.get $1
    f64.convert_i32_s
    f64.div
    f64.add
    local.set $3
    local.get $1
    i32.const 2
    i32.sub
    local.set $1
    br $for-loop|0
   end
  end
  local.get $2
  f64.convert_i32_s
  f64.const 0.6931471805599453
  f64.mul
  local.get $0
  local.get $0
  f64.add
  local.get $3
  f64.mul
  f64.add
 )
 (func $assembly/lane/math/log_scaled<v128> (param $0 v128) (param $1 v128) (result v128)
  (local $2 v128)
  local.get $0
  v128.const i32x4 0x3f3504f3 0x3f3504f3 0x3f3504f3 0x3f3504f3
  i32x4.sub
  local.tee $2
  i32.const 23
  i32x4.shr_s
  f32x4.convert_i32x4_s
  local.get $1
  f32x4.add
  local.tee $1
  v128.const i32x4 0x3f318000 0x3f318000 0x3f318000 0x3f318000
  local.get $0
  local.get $2
  v128.const i32x4 0xff800000 0xff800000 0xff800000 0xff800000
  v128.and
  i32x4.sub
  v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
  f32x4.sub
  local.tee $0
  local.get $0
  local.get $0
  f32x4.mul
  v128.const i32x4 0x3db2e98d 0x3db2e98d 0x3db2e98d 0x3db2e98d
  local.get $0
  v128.const i32x4 0xbe1286e9 0xbe1286e9 0xbe1286e9 0xbe1286e9
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0x3e18c397 0x3e18c397 0x3e18c397 0x3e18c397
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0xbe29ae13 0xbe29ae13 0xbe29ae13 0xbe29ae13
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0x3e4c693d 0x3e4c693d 0x3e4c693d 0x3e4c693d
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0xbe80024f 0xbe80024f 0xbe80024f 0xbe80024f
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0x3eaaab7a 0x3eaaab7a 0x3eaaab7a 0x3eaaab7a
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0xbefffffd 0xbefffffd 0xbefffffd 0xbefffffd
  f32x4.relaxed_madd
  local.get $1
  v128.const i32x4 0xb95e8083 0xb95e8083 0xb95e8083 0xb95e8083
  f32x4.mul
  f32x4.relaxed_madd
  f32x4.add
  f32x4.relaxed_madd
 )
 (func $assembly/lane/math/error_function<v128> (param $0 v128) (result v128)
  local.get $0
  local.get $0
  f32x4.abs
  v128.const i32x4 0x40800000 0x40800000 0x40800000 0x40800000
  f32x4.pmin
  local.tee $0
  v128.const i32x4 0x382ac02b 0x382ac02b 0x382ac02b 0x382ac02b
  local.get $0
  v128.const i32x4 0xb9c7c2cf 0xb9c7c2cf 0xb9c7c2cf 0xb9c7c2cf
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0x3aa412a5 0x3aa412a5 0x3aa412a5 0x3aa412a5
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0x3957ace8 0x3957ace8 0x3957ace8 0x3957ace8
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0xbc9e488a 0xbc9e488a 0xbc9e488a 0xbc9e488a
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0x3dd2905c 0x3dd2905c 0x3dd2905c 0x3dd2905c
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0x3f22f94c 0x3f22f94c 0x3f22f94c 0x3f22f94c
  f32x4.relaxed_madd
  local.get $0
  v128.const i32x4 0x3f906ebb 0x3f906ebb 0x3f906ebb 0x3f906ebb
  f32x4.relaxed_madd
  f32x4.mul
  f32x4.neg
  call $assembly/lane/math/expm1_negative<v128>
  v128.const i32x4 0x80000000 0x80000000 0x80000000 0x80000000
  v128.bitselect
 )
 (func $assembly/gemm/int8_relaxed/tile_1x8 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32)
  (local $4 v128)
  (local $5 v128)
  (local $6 v128)
  (local $7 v128)
  (local $8 v128)
  (local $9 v128)
  (local $10 v128)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 v128)
  (local $16 v128)
  (local $17 i32)
  (local $18 i32)
  (local $19 v128)
  local.get $1
  i32.const 2
  i32.shl
  local.tee $17
  local.get $0
  i32.load offset=20
  i32.add
  local.set $18
  local.get $17
  local.get $0
  i32.load offset=24
  i32.add
  local.set $17
  local.get $0
  i32.load offset=44
  i32.const 128
  i32.add
  i32.const 8
  i32.shr_u
  i32.const 1262485504
  i32.add
  i32x4.splat
  local.set $7
  local.get $0
  f32.load offset=56
  i32.trunc_sat_f32_s
  i32.const 1262485504
  i32.add
  local.get $0
  i32.load offset=44
  i32.sub
  i32x4.splat
  local.set $8
  i32.const 1262485504
  local.get $0
  i32.load offset=44
  i32.sub
  i32x4.splat
  local.set $9
  local.get $0
  f32.load offset=60
  i32.trunc_sat_f32_s
  i8x16.splat
  local.set $15
  global.get $assembly/lane/flip/FLIP
  i8x16.splat
  local.set $16
  local.get $18
  v128.load
  local.get $0
  i32.load offset=28
  if (result v128)
   local.get $0
   i32.load offset=28
   local.get $2
   i32.const 2
   i32.shl
   i32.add
   v128.load32_splat
  else
   v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
  end
  local.tee $4
  i32x4.add
  local.set $5
  local.get $18
  v128.load offset=16
  local.get $4
  i32x4.add
  local.set $6
  v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
  local.set $4
  local.get $0
  i32.load
  local.get $2
  local.get $0
  i32.load offset=4
  i32.mul
  i32.add
  local.set $2
  local.get $0
  i32.load offset=12
  i32.const 3
  i32.shl
  local.get $0
  i32.load offset=16
  local.get $1
  local.get $0
  i32.load offset=12
  i32.mul
  i32.add
  local.tee $0
  i32.add
  local.set $18
  loop $for-loop|0
   local.get $0
   i32.const 128
   i32.add
   local.tee $1
   local.get $18
   i32.le_u
   if
    local.get $0
    v128.load
    local.get $2
    v128.load32_splat
    local.tee $19
    local.get $5
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    local.set $5
    local.get $0
    v128.load offset=16
    local.get $19
    local.get $6
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    local.set $6
    local.get $0
    v128.load offset=32
    local.get $2
    v128.load32_splat offset=4
    local.tee $19
    local.get $4
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    local.set $4
    local.get $0
    v128.load offset=48
    local.get $19
    local.get $10
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    local.set $10
    local.get $0
    v128.load offset=64
    local.get $2
    v128.load32_splat offset=8
    local.tee $19
    local.get $11
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    local.set $11
    local.get $0
    v128.load offset=80
    local.get $19
    local.get $12
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    local.set $12
    local.get $0
    v128.load offset=96
    local.get $2
    v128.load32_splat offset=12
    local.tee $19
    local.get $13
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    local.set $13
    local.get $0
    v128.load offset=112
    local.get $19
    local.get $14
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    local.set $14
    local.get $2
    i32.const 16
    i32.add
    local.set $2
    local.get $1
    local.set $0
    br $for-loop|0
   end
  end
  loop $for-loop|1
   local.get $0
   local.get $18
   i32.lt_u
   if
    local.get $0
    v128.load
    local.get $2
    v128.load32_splat
    local.tee $19
    local.get $5
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    local.set $5
    local.get $0
    v128.load offset=16
    local.get $19
    local.get $6
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    local.set $6
    local.get $2
    i32.const 4
    i32.add
    local.set $2
    local.get $0
    i32.const 32
    i32.add
    local.set $0
    br $for-loop|1
   end
  end
  local.get $3
  local.get $5
  local.get $4
  i32x4.add
  local.get $11
  local.get $13
  i32x4.add
  i32x4.add
  f32x4.convert_i32x4_s
  local.get $17
  v128.load
  f32x4.mul
  local.get $7
  f32x4.add
  local.get $8
  i32x4.max_s
  local.get $9
  i32x4.sub
  local.get $6
  local.get $10
  i32x4.add
  local.get $12
  local.get $14
  i32x4.add
  i32x4.add
  f32x4.convert_i32x4_s
  local.get $17
  v128.load offset=16
  f32x4.mul
  local.get $7
  f32x4.add
  local.get $8
  i32x4.max_s
  local.get $9
  i32x4.sub
  i16x8.narrow_i32x4_s
  local.tee $4
  local.get $4
  i8x16.narrow_i16x8_s
  local.get $15
  i8x16.min_s
  local.get $16
  v128.xor
  v128.store64_lane 0
 )
 (func $assembly/elementwise/broadcast/row_start (param $0 i32) (param $1 i32) (param $2 i32) (result i32)
  (local $3 i32)
  (local $4 i32)
  local.get $0
  i32.const 16
  i32.add
  local.set $3
  local.get $0
  i32.load offset=12
  local.set $0
  loop $for-loop|0
   local.get $0
   if
    local.get $4
    local.get $2
    local.get $3
    i32.add
    i32.load offset=4
    local.get $1
    local.get $1
    local.get $3
    i32.load
    local.tee $4
    i32.div_u
    local.tee $1
    local.get $4
    i32.mul
    i32.sub
    i32.mul
    i32.add
    local.set $4
    local.get $0
    i32.const 1
    i32.sub
    local.set $0
    local.get $3
    i32.const 12
    i32.add
    local.set $3
    br $for-loop|0
   end
  end
  local.get $4
 )
 (func $assembly/elementwise/binary_int32/apply_lanes (param $0 i32) (param $1 v128) (param $2 v128) (result v128)
  local.get $0
  i32.eqz
  if
   local.get $1
   local.get $2
   i32x4.add
   return
  end
  local.get $0
  i32.const 1
  i32.eq
  if
   local.get $1
   local.get $2
   i32x4.sub
   return
  end
  local.get $0
  i32.const 2
  i32.eq
  if
   local.get $1
   local.get $2
   i32x4.mul
   return
  end
  local.get $0
  i32.const 4
  i32.eq
  if
   local.get $1
   local.get $2
   i32x4.min_s
   return
  end
  local.get $0
  i32.const 5
  i32.eq
  if
   local.get $1
   local.get $2
   i32x4.max_s
   return
  end
  local.get $1
  local.get $2
  i32x4.eq
  local.get $1
  local.get $2
  i32x4.lt_s
  local.get $1
  local.get $2
  i32x4.le_s
  local.get $0
  i32.const 10
  i32.eq
  select
  local.get $0
  i32.const 9
  i32.eq
  select
  v128.const i32x4 0x00000001 0x00000001 0x00000001 0x00000001
  v128.and
 )
 (func $assembly/conv/winograd/transform_sums<v128> (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 v128)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 v128)
  (local $15 i32)
  (local $16 v128)
  (local $17 i32)
  (local $18 i32)
  (local $19 i32)
  (local $20 v128)
  (local $21 v128)
  (local $22 v128)
  (local $23 v128)
  (local $24 v128)
  (local $25 v128)
  (local $26 i32)
  (local $27 v128)
  (local $28 v128)
  (local $29 v128)
  (local $30 v128)
  local.get $2
  local.get $0
  i32.load offset=100
  i32.ge_u
  if
   return
  end
  local.get $4
  i32.const 5
  i32.shl
  local.set $6
  local.get $0
  i32.load offset=100
  i32.const 2
  i32.shl
  local.set $9
  local.get $0
  i32.load offset=88
  i32.const 1
  i32.add
  i32.const 1
  i32.shr_u
  local.set $10
  local.get $0
  i32.load offset=84
  i32.const 1
  i32.add
  i32.const 1
  i32.shr_u
  local.set $11
  local.get $0
  i32.load offset=12
  local.get $2
  i32.const 2
  i32.shl
  i32.add
  v128.load
  local.set $5
  local.get $0
  i32.load offset=100
  local.get $2
  i32.sub
  local.set $7
  loop $for-loop|0
   local.get $4
   local.get $8
   i32.gt_u
   if
    local.get $0
    i32.load offset=4
    local.get $1
    local.get $8
    i32.add
    local.tee $12
    local.get $10
    i32.rem_u
    i32.const 1
    i32.shl
    local.tee $17
    local.get $0
    i32.load offset=88
    local.get $12
    local.get $10
    i32.div_u
    local.tee $12
    local.get $11
    i32.rem_u
    i32.const 1
    i32.shl
    local.tee $18
    local.get $0
    i32.load offset=84
    local.get $12
    local.get $11
    i32.div_u
    i32.mul
    i32.add
    i32.mul
    i32.add
    local.get $9
    i32.mul
    i32.add
    local.get $2
    i32.const 2
    i32.shl
    i32.add
    local.set $19
    local.get $6
    i32.const 2
    i32.shl
    local.tee $13
    local.get $3
    i32.add
    local.tee $12
    v128.load
    local.tee $20
    local.get $12
    local.get $13
    i32.add
    local.tee $13
    v128.load
    local.tee $21
    f32x4.sub
    local.set $22
    local.get $6
    local.get $12
    i32.add
    v128.load
    local.tee $23
    local.get $6
    local.get $13
    i32.add
    v128.load
    local.tee $24
    f32x4.sub
    local.set $25
    local.get $6
    i32.const 1
    i32.shl
    local.tee $26
    local.get $12
    i32.add
    v128.load
    local.tee $27
    local.get $13
    local.get $26
    i32.add
    v128.load
    local.tee $14
    f32x4.sub
    local.set $28
    local.get $6
    i32.const 3
    i32.mul
    local.tee $15
    local.get $12
    i32.add
    v128.load
    local.tee $16
    local.get $13
    local.get $15
    i32.add
    v128.load
    local.tee $29
    f32x4.sub
    local.set $30
    local.get $3
    local.get $15
    i32.add
    v128.load
    local.get $16
    f32x4.add
    local.get $29
    f32x4.add
    local.set $16
    local.get $0
    i32.load offset=88
    local.get $17
    i32.const 1
    i32.add
    i32.gt_u
    local.set $12
    local.get $5
    local.get $3
    v128.load
    local.get $20
    f32x4.add
    local.get $21
    f32x4.add
    local.get $3
    local.get $6
    i32.add
    v128.load
    local.get $23
    f32x4.add
    local.get $24
    f32x4.add
    local.tee $20
    f32x4.add
    local.get $3
    local.get $26
    i32.add
    v128.load
    local.get $27
    f32x4.add
    local.get $14
    f32x4.add
    local.tee $14
    f32x4.add
    f32x4.add
    local.get $0
    f32.load offset=116
    f32x4.splat
    local.tee $21
    f32x4.pmax
    local.get $0
    f32.load offset=120
    f32x4.splat
    local.tee $23
    f32x4.pmin
    local.set $24
    local.get $7
    i32.const 4
    i32.ge_s
    if
     local.get $19
     local.get $24
     v128.store
    else
     local.get $19
     local.get $24
     local.get $7
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $12
    if
     local.get $19
     local.get $0
     i32.load offset=100
     i32.const 2
     i32.shl
     i32.add
     local.set $15
     local.get $5
     local.get $20
     local.get $14
     f32x4.sub
     local.get $16
     f32x4.sub
     f32x4.add
     local.get $21
     f32x4.pmax
     local.get $23
     f32x4.pmin
     local.set $14
     local.get $7
     i32.const 4
     i32.ge_s
     if
      local.get $15
      local.get $14
      v128.store
     else
      local.get $15
      local.get $14
      local.get $7
      call $assembly/gemm/epilogue/store_some_floats
     end
    end
    local.get $0
    i32.load offset=84
    local.get $18
    i32.const 1
    i32.add
    i32.gt_u
    if
     block $assembly/conv/winograd/finish_line<v128>|inlined.1
      local.get $25
      local.get $13
      local.get $6
      i32.const 2
      i32.shl
      i32.add
      local.tee $13
      local.get $6
      i32.add
      v128.load
      f32x4.sub
      local.set $14
      local.get $30
      local.get $13
      local.get $6
      i32.const 3
      i32.mul
      i32.add
      v128.load
      f32x4.sub
      local.set $16
      local.get $19
      local.get $9
      local.get $0
      i32.load offset=88
      i32.mul
      i32.add
      local.set $15
      local.get $5
      local.get $22
      local.get $13
      v128.load
      f32x4.sub
      local.get $14
      f32x4.add
      local.get $28
      local.get $13
      local.get $6
      i32.const 1
      i32.shl
      i32.add
      v128.load
      f32x4.sub
      local.tee $20
      f32x4.add
      f32x4.add
      local.get $0
      f32.load offset=116
      f32x4.splat
      local.tee $21
      f32x4.pmax
      local.get $0
      f32.load offset=120
      f32x4.splat
      local.tee $22
      f32x4.pmin
      local.set $23
      local.get $7
      i32.const 4
      i32.ge_s
      if
       local.get $15
       local.get $23
       v128.store
      else
       local.get $15
       local.get $23
       local.get $7
       call $assembly/gemm/epilogue/store_some_floats
      end
      local.get $12
      i32.eqz
      br_if $assembly/conv/winograd/finish_line<v128>|inlined.1
      local.get $15
      local.get $0
      i32.load offset=100
      i32.const 2
      i32.shl
      i32.add
      local.set $12
      local.get $5
      local.get $14
      local.get $20
      f32x4.sub
      local.get $16
      f32x4.sub
      f32x4.add
      local.get $21
      f32x4.pmax
      local.get $22
      f32x4.pmin
      local.set $14
      local.get $7
      i32.const 4
      i32.ge_s
      if
       local.get $12
       local.get $14
       v128.store
      else
       local.get $12
       local.get $14
       local.get $7
       call $assembly/gemm/epilogue/store_some_floats
      end
     end
    end
    local.get $3
    i32.const 32
    i32.add
    local.set $3
    local.get $8
    i32.const 1
    i32.add
    local.set $8
    br $for-loop|0
   end
  end
 )
 (func $assembly/conv/gather/copy_windows (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  local.get $0
  i32.load offset=48
  local.get $4
  i32.mul
  local.tee $6
  local.get $0
  i32.load offset=44
  i32.mul
  local.set $7
  local.get $4
  local.get $0
  i32.load offset=36
  local.get $0
  i32.load offset=60
  i32.mul
  i32.mul
  local.set $8
  local.get $4
  local.get $0
  i32.load offset=56
  i32.mul
  local.set $9
  local.get $1
  local.get $2
  local.get $5
  i32.mul
  i32.add
  local.set $10
  loop $for-loop|0
   local.get $1
   local.get $10
   i32.lt_u
   if
    local.get $1
    local.get $7
    i32.add
    local.set $11
    local.get $3
    local.set $4
    local.get $1
    local.set $0
    loop $for-loop|1
     local.get $0
     local.get $11
     i32.lt_u
     if
      i32.const 0
      local.set $5
      loop $for-loop|2
       local.get $5
       local.get $6
       i32.lt_u
       if
        local.get $0
        local.get $5
        i32.add
        local.get $4
        local.get $5
        i32.add
        v128.load
        v128.store
        local.get $5
        i32.const 16
        i32.add
        local.set $5
        br $for-loop|2
       end
      end
      local.get $4
      local.get $8
      i32.add
      local.set $4
      local.get $0
      local.get $6
      i32.add
      local.set $0
      br $for-loop|1
     end
    end
    local.get $3
    local.get $9
    i32.add
    local.set $3
    local.get $1
    local.get $2
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/softmax/int8/softmax_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 f32)
  (local $10 f32)
  (local $11 i32)
  local.get $0
  i32.load offset=8
  local.set $4
  local.get $0
  i32.load offset=20
  local.set $7
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $1
    local.get $4
    i32.mul
    local.tee $3
    local.get $0
    i32.load offset=4
    i32.add
    local.set $8
    local.get $0
    i32.load offset=12
    i32.const 255
    local.get $0
    i32.load
    local.get $3
    i32.add
    local.tee $5
    local.get $4
    call $assembly/softmax/int8/largest_q
    i32.sub
    i32.const 2
    i32.shl
    i32.add
    local.set $6
    f32.const 1
    local.get $5
    local.get $4
    local.get $6
    call $assembly/softmax/int8/sum_of_entries
    local.get $0
    f32.load offset=16
    f32.mul
    f32.div
    local.set $9
    i32.const 0
    local.set $3
    loop $for-loop|1
     local.get $3
     local.get $4
     i32.lt_u
     if
      local.get $3
      local.get $8
      i32.add
      global.get $assembly/lane/flip/FLIP
      i32.const 127
      i32.const -128
      local.get $6
      global.get $assembly/lane/flip/FLIP
      local.get $3
      local.get $5
      i32.add
      i32.load8_u
      i32.xor
      i32.extend8_s
      i32.const 2
      i32.shl
      i32.add
      f32.load
      local.get $9
      f32.mul
      local.tee $10
      i32.trunc_sat_f32_s
      local.tee $11
      local.get $10
      local.get $11
      f32.convert_i32_s
      f32.sub
      f32.const 0.5
      f32.ge
      i32.add
      local.get $7
      i32.add
      local.tee $11
      local.get $11
      i32.const -128
      i32.le_s
      select
      local.tee $11
      local.get $11
      i32.const 127
      i32.ge_s
      select
      i32.xor
      i32.store8
      local.get $3
      i32.const 1
      i32.add
      local.set $3
      br $for-loop|1
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/softmax/int8/log_softmax_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 f32)
  local.get $0
  i32.load offset=8
  local.set $4
  local.get $0
  i32.load offset=20
  local.set $5
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $1
    local.get $4
    i32.mul
    local.tee $3
    local.get $0
    i32.load offset=4
    i32.add
    local.set $8
    local.get $0
    i32.load
    local.get $3
    i32.add
    local.tee $6
    local.get $4
    call $assembly/softmax/int8/largest_q
    local.set $7
    local.get $6
    local.get $4
    local.get $0
    i32.load offset=12
    i32.const 255
    local.get $7
    i32.sub
    i32.const 2
    i32.shl
    i32.add
    call $assembly/softmax/int8/sum_of_entries
    f64.promote_f32
    call $assembly/lane/math64/log64
    f32.demote_f64
    local.set $9
    i32.const 0
    local.set $3
    loop $for-loop|1
     local.get $3
     local.get $4
     i32.lt_u
     if
      local.get $3
      local.get $8
      i32.add
      global.get $assembly/lane/flip/FLIP
      i32.const 127
      local.get $5
      i32.sub
      f32.convert_i32_s
      i32.const -128
      local.get $5
      i32.sub
      f32.convert_i32_s
      global.get $assembly/lane/flip/FLIP
      local.get $3
      local.get $6
      i32.add
      i32.load8_u
      i32.xor
      i32.extend8_s
      local.get $7
      i32.sub
      f32.convert_i32_s
      local.get $0
      f32.load offset=24
      f32.mul
      local.get $9
      f32.sub
      local.get $0
      f32.load offset=16
      f32.mul
      f32.max
      f32.min
      f32.nearest
      i32.trunc_sat_f32_s
      local.get $5
      i32.add
      i32.xor
      i32.store8
      local.get $3
      i32.const 1
      i32.add
      local.set $3
      br $for-loop|1
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/softmax/float/softmax_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  local.get $0
  i32.load offset=8
  local.set $3
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $1
    local.get $3
    i32.mul
    i32.const 2
    i32.shl
    local.tee $5
    local.get $0
    i32.load
    i32.add
    local.set $4
    local.get $0
    i32.load offset=4
    local.get $5
    i32.add
    local.tee $5
    local.get $5
    local.get $3
    f32.const 0
    f32.const 1
    local.get $4
    local.get $5
    local.get $3
    local.get $4
    local.get $3
    call $assembly/softmax/float/largest
    local.get $0
    f32.load offset=12
    call $assembly/softmax/float/sum_of_exponentials
    f32.div
    f32.const 0
    call $assembly/softmax/float/rescale
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/softmax/float/log_softmax_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 f32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 f32)
  local.get $0
  i32.load offset=8
  local.set $4
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $1
    local.get $4
    i32.mul
    i32.const 2
    i32.shl
    local.tee $5
    local.get $0
    i32.load
    i32.add
    local.tee $6
    local.get $4
    call $assembly/softmax/float/largest
    local.set $3
    local.get $6
    i32.const 0
    local.get $4
    local.get $3
    f32.const 1
    call $assembly/softmax/float/sum_of_exponentials
    local.set $7
    local.get $6
    local.get $0
    i32.load offset=4
    local.get $5
    i32.add
    local.get $4
    local.get $3
    f32.const 1
    local.get $7
    i32.reinterpret_f32
    i32.const 1060439283
    i32.sub
    i32.const 23
    i32.shr_s
    f32.convert_i32_s
    f32.const 0
    f32.add
    local.tee $3
    f32.const 0.693359375
    f32.mul
    local.get $7
    i32.reinterpret_f32
    local.tee $5
    local.get $5
    i32.const 1060439283
    i32.sub
    i32.const -8388608
    i32.and
    i32.sub
    f32.reinterpret_i32
    f32.const -1
    f32.add
    local.tee $7
    local.get $7
    local.get $7
    f32.mul
    local.get $7
    f32.const 0.08735952526330948
    f32.mul
    f32.const -0.14309276640415192
    f32.add
    local.get $7
    f32.mul
    f32.const 0.14918361604213715
    f32.add
    local.get $7
    f32.mul
    f32.const -0.16570310294628143
    f32.add
    local.get $7
    f32.mul
    f32.const 0.19962020218372345
    f32.add
    local.get $7
    f32.mul
    f32.const -0.25001761317253113
    f32.add
    local.get $7
    f32.mul
    f32.const 0.33333951234817505
    f32.add
    local.get $7
    f32.mul
    f32.const -0.49999991059303284
    f32.add
    f32.mul
    local.get $3
    f32.const -2.1219444170128554e-04
    f32.mul
    f32.add
    f32.add
    f32.add
    call $assembly/softmax/float/rescale
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/softmax/float/l2_normalization_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 f64)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  local.get $0
  i32.load offset=8
  local.set $5
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $1
    local.get $5
    i32.mul
    i32.const 2
    i32.shl
    local.tee $7
    local.get $0
    i32.load
    i32.add
    local.set $6
    f64.const 0
    local.set $3
    i32.const 0
    local.set $4
    loop $for-loop|1
     local.get $4
     local.get $5
     i32.lt_u
     if
      local.get $3
      local.get $6
      local.get $4
      i32.const 2
      i32.shl
      i32.add
      f32.load
      f64.promote_f32
      local.tee $3
      local.get $3
      f64.mul
      f64.add
      local.set $3
      local.get $4
      i32.const 1
      i32.add
      local.set $4
      br $for-loop|1
     end
    end
    local.get $6
    local.get $0
    i32.load offset=4
    local.get $7
    i32.add
    local.get $5
    f32.const 0
    f64.const 1
    local.get $3
    f64.sqrt
    local.get $0
    f32.load offset=12
    f64.promote_f32
    f64.max
    f64.div
    f32.demote_f64
    f32.const 0
    call $assembly/softmax/float/rescale
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/resize/resample/resample_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 v128)
  (local $11 i32)
  (local $12 i32)
  (local $13 f32)
  (local $14 i32)
  (local $15 i32)
  (local $16 i32)
  local.get $0
  i32.load offset=12
  i32.const 3
  i32.shl
  local.set $12
  local.get $1
  local.get $0
  local.tee $5
  i32.load offset=16
  local.tee $11
  local.get $1
  local.get $11
  i32.div_u
  local.tee $3
  i32.mul
  i32.sub
  local.set $9
  local.get $0
  i32.load offset=4
  local.get $0
  i32.load offset=20
  local.tee $7
  local.get $1
  i32.mul
  i32.add
  local.set $8
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    i32.load
    local.get $3
    local.get $5
    i32.load offset=24
    i32.mul
    i32.add
    local.set $14
    local.get $5
    i32.load offset=8
    local.get $9
    local.get $12
    i32.mul
    i32.add
    local.set $4
    i32.const 0
    local.set $6
    local.get $7
    i32.const 4
    i32.gt_u
    if
     loop $for-loop|1
      local.get $6
      local.get $7
      i32.lt_u
      if
       local.get $6
       local.get $14
       i32.add
       local.set $15
       local.get $12
       local.get $4
       local.tee $0
       i32.add
       local.set $16
       v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
       local.set $10
       loop $for-loop|2
        local.get $0
        local.get $16
        i32.lt_u
        if
         local.get $15
         local.get $0
         i32.load
         i32.add
         v128.load
         local.get $0
         f32.load offset=4
         f32x4.splat
         local.get $10
         f32x4.relaxed_madd
         local.set $10
         local.get $0
         i32.const 8
         i32.add
         local.set $0
         br $for-loop|2
        end
       end
       local.get $7
       local.get $6
       i32.sub
       i32.const 16
       i32.ge_u
       if
        local.get $6
        local.get $8
        i32.add
        local.get $10
        v128.store
       else
        local.get $6
        local.get $8
        i32.add
        local.get $10
        local.get $7
        local.get $6
        i32.sub
        call $assembly/lane/tail/store_part
       end
       local.get $6
       i32.const 16
       i32.add
       local.set $6
       br $for-loop|1
      end
     end
    else
     loop $for-loop|3
      local.get $6
      local.get $7
      i32.lt_u
      if
       local.get $6
       local.get $14
       i32.add
       local.set $15
       local.get $12
       local.get $4
       local.tee $0
       i32.add
       local.set $16
       f32.const 0
       local.set $13
       loop $for-loop|4
        local.get $0
        local.get $16
        i32.lt_u
        if
         local.get $15
         local.get $0
         i32.load
         i32.add
         f32.load
         local.get $0
         f32.load offset=4
         f32.mul
         local.get $13
         f32.add
         local.set $13
         local.get $0
         i32.const 8
         i32.add
         local.set $0
         br $for-loop|4
        end
       end
       local.get $6
       local.get $8
       i32.add
       local.get $13
       f32.store
       local.get $6
       i32.const 4
       i32.add
       local.set $6
       br $for-loop|3
      end
     end
    end
    local.get $7
    local.get $8
    i32.add
    local.set $8
    local.get $11
    local.get $9
    i32.const 1
    i32.add
    local.tee $9
    i32.eq
    if
     i32.const 0
     local.set $9
     local.get $3
     i32.const 1
     i32.add
     local.set $3
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/resize/bilinear/resize_bilinear_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 v128)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  (local $15 i32)
  (local $16 i32)
  (local $17 i32)
  (local $18 i32)
  (local $19 i32)
  (local $20 i32)
  (local $21 i32)
  (local $22 v128)
  (local $23 v128)
  (local $24 v128)
  (local $25 v128)
  (local $26 v128)
  (local $27 v128)
  local.get $2
  local.set $5
  local.get $0
  local.tee $4
  i32.load offset=16
  local.set $15
  local.get $0
  i32.load offset=12
  local.tee $6
  local.get $0
  i32.load offset=20
  i32.const 12
  i32.mul
  i32.add
  local.set $19
  local.get $0
  i32.load offset=4
  local.get $0
  i32.load offset=24
  local.tee $20
  local.get $1
  local.get $0
  i32.load offset=20
  i32.mul
  i32.mul
  i32.add
  local.set $9
  local.get $1
  local.set $3
  loop $for-loop|0
   local.get $3
   local.get $5
   i32.lt_u
   if
    local.get $4
    i32.load
    local.get $3
    local.get $15
    i32.div_u
    local.tee $0
    local.get $4
    i32.load offset=28
    i32.mul
    i32.add
    local.tee $1
    local.get $4
    i32.load offset=8
    local.get $3
    local.get $0
    local.get $15
    i32.mul
    i32.sub
    i32.const 12
    i32.mul
    i32.add
    local.tee $16
    i32.load
    i32.add
    local.set $17
    local.get $1
    local.get $16
    i32.load offset=4
    i32.add
    local.set $18
    local.get $6
    local.set $1
    loop $for-loop|1
     local.get $1
     local.get $19
     i32.lt_u
     if
      local.get $1
      i32.load
      local.tee $0
      local.get $17
      i32.add
      local.set $10
      local.get $1
      i32.load offset=4
      local.tee $2
      local.get $17
      i32.add
      local.set $11
      local.get $0
      local.get $18
      i32.add
      local.set $12
      local.get $2
      local.get $18
      i32.add
      local.set $13
      local.get $4
      i32.load offset=24
      local.set $7
      i32.const 0
      local.set $0
      global.get $assembly/lane/flip/FLIP
      i8x16.splat
      local.set $8
      i32.const 2048
      local.get $1
      i32.load offset=8
      local.tee $14
      i32.sub
      local.get $14
      i32.const 16
      i32.shl
      i32.or
      i32x4.splat
      local.set $22
      local.get $16
      i32.load offset=8
      local.tee $21
      i32x4.splat
      local.set $23
      loop $for-loop|2
       local.get $0
       i32.const 8
       i32.add
       local.tee $2
       local.get $7
       i32.le_u
       if
        local.get $0
        local.get $13
        i32.add
        v128.load64_zero
        local.get $8
        v128.xor
        i16x8.extend_low_i8x16_s
        local.get $0
        local.get $11
        i32.add
        v128.load64_zero
        local.get $8
        v128.xor
        i16x8.extend_low_i8x16_s
        local.tee $24
        i16x8.sub
        local.set $25
        local.get $0
        local.get $12
        i32.add
        v128.load64_zero
        local.get $8
        v128.xor
        i16x8.extend_low_i8x16_s
        local.get $0
        local.get $10
        i32.add
        v128.load64_zero
        local.get $8
        v128.xor
        i16x8.extend_low_i8x16_s
        local.tee $26
        i16x8.sub
        local.set $27
        local.get $0
        local.get $9
        i32.add
        local.get $26
        local.get $24
        i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23
        local.get $22
        i32x4.dot_i16x8_s
        i32.const 11
        i32x4.shl
        local.get $27
        local.get $25
        i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23
        local.get $22
        i32x4.dot_i16x8_s
        local.get $23
        i32x4.mul
        i32x4.add
        v128.const i32x4 0x00200000 0x00200000 0x00200000 0x00200000
        i32x4.add
        i32.const 22
        i32x4.shr_s
        local.get $26
        local.get $24
        i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31
        local.get $22
        i32x4.dot_i16x8_s
        i32.const 11
        i32x4.shl
        local.get $27
        local.get $25
        i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31
        local.get $22
        i32x4.dot_i16x8_s
        local.get $23
        i32x4.mul
        i32x4.add
        v128.const i32x4 0x00200000 0x00200000 0x00200000 0x00200000
        i32x4.add
        i32.const 22
        i32x4.shr_s
        i16x8.narrow_i32x4_s
        local.tee $24
        local.get $24
        i8x16.narrow_i16x8_s
        local.get $8
        v128.xor
        i64x2.extract_lane 0
        i64.store
        local.get $2
        local.set $0
        br $for-loop|2
       end
      end
      local.get $0
      local.get $7
      i32.lt_u
      local.get $7
      i32.const 8
      i32.ge_u
      i32.and
      if
       local.get $10
       local.get $7
       i32.const 8
       i32.sub
       local.tee $0
       i32.add
       v128.load64_zero
       local.get $8
       v128.xor
       i16x8.extend_low_i8x16_s
       local.set $24
       local.get $0
       local.get $13
       i32.add
       v128.load64_zero
       local.get $8
       v128.xor
       i16x8.extend_low_i8x16_s
       local.get $0
       local.get $11
       i32.add
       v128.load64_zero
       local.get $8
       v128.xor
       i16x8.extend_low_i8x16_s
       local.tee $25
       i16x8.sub
       local.set $26
       local.get $0
       local.get $9
       i32.add
       local.get $24
       local.get $25
       i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23
       local.get $22
       i32x4.dot_i16x8_s
       i32.const 11
       i32x4.shl
       local.get $0
       local.get $12
       i32.add
       v128.load64_zero
       local.get $8
       v128.xor
       i16x8.extend_low_i8x16_s
       local.get $24
       i16x8.sub
       local.tee $27
       local.get $26
       i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23
       local.get $22
       i32x4.dot_i16x8_s
       local.get $23
       i32x4.mul
       i32x4.add
       v128.const i32x4 0x00200000 0x00200000 0x00200000 0x00200000
       i32x4.add
       i32.const 22
       i32x4.shr_s
       local.get $24
       local.get $25
       i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31
       local.get $22
       i32x4.dot_i16x8_s
       i32.const 11
       i32x4.shl
       local.get $27
       local.get $26
       i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31
       local.get $22
       i32x4.dot_i16x8_s
       local.get $23
       i32x4.mul
       i32x4.add
       v128.const i32x4 0x00200000 0x00200000 0x00200000 0x00200000
       i32x4.add
       i32.const 22
       i32x4.shr_s
       i16x8.narrow_i32x4_s
       local.tee $22
       local.get $22
       i8x16.narrow_i16x8_s
       local.get $8
       v128.xor
       i64x2.extract_lane 0
       i64.store
       local.get $7
       local.set $0
      end
      loop $for-loop|3
       local.get $0
       local.get $7
       i32.lt_u
       if
        local.get $0
        local.get $9
        i32.add
        global.get $assembly/lane/flip/FLIP
        global.get $assembly/lane/flip/FLIP
        local.get $0
        local.get $13
        i32.add
        i32.load8_u
        i32.xor
        i32.extend8_s
        global.get $assembly/lane/flip/FLIP
        local.get $0
        local.get $12
        i32.add
        i32.load8_u
        i32.xor
        i32.extend8_s
        local.tee $2
        i32.sub
        local.get $14
        i32.mul
        local.get $2
        i32.const 11
        i32.shl
        i32.add
        global.get $assembly/lane/flip/FLIP
        local.get $0
        local.get $11
        i32.add
        i32.load8_u
        i32.xor
        i32.extend8_s
        global.get $assembly/lane/flip/FLIP
        local.get $0
        local.get $10
        i32.add
        i32.load8_u
        i32.xor
        i32.extend8_s
        local.tee $2
        i32.sub
        local.get $14
        i32.mul
        local.get $2
        i32.const 11
        i32.shl
        i32.add
        local.tee $2
        i32.sub
        local.get $21
        i32.mul
        local.get $2
        i32.const 11
        i32.shl
        i32.add
        i32.const 2097152
        i32.add
        i32.const 22
        i32.shr_s
        i32.xor
        i32.store8
        local.get $0
        i32.const 1
        i32.add
        local.set $0
        br $for-loop|3
       end
      end
      local.get $9
      local.get $20
      i32.add
      local.set $9
      local.get $1
      i32.const 12
      i32.add
      local.set $1
      br $for-loop|1
     end
    end
    local.get $3
    i32.const 1
    i32.add
    local.set $3
    br $for-loop|0
   end
  end
 )
 (func $assembly/resize/bilinear/resize_bilinear_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 f32)
  (local $8 v128)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  (local $15 i32)
  (local $16 i32)
  (local $17 i32)
  (local $18 i32)
  (local $19 i32)
  (local $20 f32)
  (local $21 i32)
  (local $22 f32)
  local.get $2
  local.set $6
  local.get $0
  i32.load offset=16
  local.set $19
  local.get $0
  i32.load offset=12
  local.tee $5
  local.get $0
  i32.load offset=20
  i32.const 12
  i32.mul
  i32.add
  local.set $10
  local.get $0
  i32.load offset=4
  local.get $0
  i32.load offset=24
  local.tee $9
  local.get $1
  local.get $0
  i32.load offset=20
  i32.mul
  i32.mul
  i32.add
  local.set $21
  local.get $1
  local.set $2
  loop $for-loop|0
   local.get $2
   local.get $6
   i32.lt_u
   if
    local.get $0
    i32.load
    local.get $2
    local.get $19
    i32.div_u
    local.tee $1
    local.get $0
    i32.load offset=28
    i32.mul
    i32.add
    local.tee $3
    local.get $0
    i32.load offset=8
    local.get $2
    local.get $1
    local.get $19
    i32.mul
    i32.sub
    i32.const 12
    i32.mul
    i32.add
    local.tee $18
    i32.load
    i32.add
    local.set $17
    local.get $3
    local.get $18
    i32.load offset=4
    i32.add
    local.set $16
    local.get $5
    local.set $1
    loop $for-loop|1
     local.get $1
     local.get $10
     i32.lt_u
     if
      local.get $1
      i32.load
      local.tee $3
      local.get $17
      i32.add
      local.set $15
      local.get $1
      i32.load offset=4
      local.tee $4
      local.get $17
      i32.add
      local.set $14
      local.get $3
      local.get $16
      i32.add
      local.set $13
      local.get $4
      local.get $16
      i32.add
      local.set $12
      local.get $1
      f32.load offset=8
      local.set $20
      local.get $18
      f32.load offset=8
      local.set $7
      local.get $0
      i32.load offset=24
      local.set $11
      i32.const 0
      local.set $3
      loop $for-loop|2
       local.get $3
       i32.const 16
       i32.add
       local.tee $4
       local.get $11
       i32.le_u
       if
        local.get $3
        local.get $21
        i32.add
        local.get $3
        local.get $12
        i32.add
        v128.load
        local.get $3
        local.get $13
        i32.add
        v128.load
        local.tee $8
        f32x4.sub
        local.get $20
        f32x4.splat
        local.get $8
        f32x4.relaxed_madd
        local.get $3
        local.get $14
        i32.add
        v128.load
        local.get $3
        local.get $15
        i32.add
        v128.load
        local.tee $8
        f32x4.sub
        local.get $20
        f32x4.splat
        local.get $8
        f32x4.relaxed_madd
        local.tee $8
        f32x4.sub
        local.get $7
        f32x4.splat
        local.get $8
        f32x4.relaxed_madd
        v128.store
        local.get $4
        local.set $3
        br $for-loop|2
       end
      end
      loop $for-loop|3
       local.get $3
       local.get $11
       i32.lt_u
       if
        local.get $3
        local.get $21
        i32.add
        local.get $3
        local.get $12
        i32.add
        f32.load
        local.get $3
        local.get $13
        i32.add
        f32.load
        local.tee $22
        f32.sub
        local.get $20
        f32.mul
        local.get $22
        f32.add
        local.get $3
        local.get $14
        i32.add
        f32.load
        local.get $3
        local.get $15
        i32.add
        f32.load
        local.tee $22
        f32.sub
        local.get $20
        f32.mul
        local.get $22
        f32.add
        local.tee $22
        f32.sub
        local.get $7
        f32.mul
        local.get $22
        f32.add
        f32.store
        local.get $3
        i32.const 4
        i32.add
        local.set $3
        br $for-loop|3
       end
      end
      local.get $9
      local.get $21
      i32.add
      local.set $21
      local.get $1
      i32.const 12
      i32.add
      local.set $1
      br $for-loop|1
     end
    end
    local.get $2
    i32.const 1
    i32.add
    local.set $2
    br $for-loop|0
   end
  end
 )
 (func $assembly/reduce/words/sum_i32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 0
  call $assembly/reduce/words/reduce_whole
 )
 (func $assembly/reduce/words/sum_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 v128)
  (local $6 i32)
  (local $7 i32)
  (local $8 f32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  local.get $0
  local.tee $3
  i32.load offset=12
  i32.const 2
  i32.shl
  local.tee $10
  local.get $3
  i32.load offset=8
  i32.mul
  local.set $11
  local.get $3
  i32.load
  local.get $1
  local.get $11
  i32.mul
  i32.add
  local.set $7
  local.get $3
  i32.load offset=4
  local.get $1
  local.get $10
  i32.mul
  i32.add
  local.set $9
  local.get $1
  local.set $4
  loop $for-loop|0
   local.get $2
   local.get $4
   i32.gt_u
   if
    local.get $3
    i32.load offset=12
    i32.const 1
    i32.eq
    if (result i32)
     local.get $3
     i32.load offset=8
     i32.const 4
     i32.ge_s
    else
     i32.const 0
    end
    if
     local.get $7
     local.get $3
     i32.load offset=8
     i32.const 2
     i32.shl
     i32.add
     local.set $6
     local.get $7
     v128.load
     local.set $5
     local.get $7
     i32.const 16
     i32.add
     local.set $1
     loop $for-loop|1
      local.get $1
      i32.const 16
      i32.add
      local.tee $0
      local.get $6
      i32.le_u
      if
       local.get $5
       local.get $1
       v128.load
       f32x4.add
       local.set $5
       local.get $0
       local.set $1
       br $for-loop|1
      end
     end
     local.get $5
     local.get $5
     local.get $5
     i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
     f32x4.add
     local.tee $5
     f32x4.extract_lane 0
     local.get $5
     f32x4.extract_lane 1
     f32.add
     local.set $8
     loop $for-loop|2
      local.get $1
      local.get $6
      i32.lt_u
      if
       local.get $8
       local.get $1
       f32.load
       f32.add
       local.set $8
       local.get $1
       i32.const 4
       i32.add
       local.set $1
       br $for-loop|2
      end
     end
     local.get $9
     local.get $8
     local.get $3
     f32.load offset=16
     f32.mul
     f32.store
    else
     i32.const 0
     local.set $0
     loop $for-loop|3
      local.get $0
      i32.const 16
      i32.add
      local.get $10
      i32.le_u
      if
       local.get $3
       i32.load offset=12
       i32.const 2
       i32.shl
       local.set $12
       local.get $0
       local.get $7
       i32.add
       local.tee $6
       v128.load
       local.set $5
       local.get $3
       i32.load offset=8
       i32.const 1
       i32.sub
       local.set $1
       loop $for-loop|4
        local.get $1
        i32.const 0
        i32.gt_s
        if
         local.get $5
         local.get $6
         local.get $12
         i32.add
         local.tee $6
         v128.load
         f32x4.add
         local.set $5
         local.get $1
         i32.const 1
         i32.sub
         local.set $1
         br $for-loop|4
        end
       end
       local.get $0
       local.get $9
       i32.add
       local.get $5
       local.get $3
       f32.load offset=16
       f32x4.splat
       f32x4.mul
       v128.store
       local.get $0
       i32.const 16
       i32.add
       local.set $0
       br $for-loop|3
      end
     end
     loop $for-loop|5
      local.get $0
      local.get $10
      i32.lt_u
      if
       local.get $3
       i32.load offset=12
       i32.const 2
       i32.shl
       local.set $12
       local.get $0
       local.get $7
       i32.add
       local.tee $6
       f32.load
       local.set $8
       local.get $3
       i32.load offset=8
       i32.const 1
       i32.sub
       local.set $1
       loop $for-loop|6
        local.get $1
        i32.const 0
        i32.gt_s
        if
         local.get $8
         local.get $6
         local.get $12
         i32.add
         local.tee $6
         f32.load
         f32.add
         local.set $8
         local.get $1
         i32.const 1
         i32.sub
         local.set $1
         br $for-loop|6
        end
       end
       local.get $0
       local.get $9
       i32.add
       local.get $8
       local.get $3
       f32.load offset=16
       f32.mul
       f32.store
       local.get $0
       i32.const 4
       i32.add
       local.set $0
       br $for-loop|5
      end
     end
    end
    local.get $7
    local.get $11
    i32.add
    local.set $7
    local.get $9
    local.get $10
    i32.add
    local.set $9
    local.get $4
    i32.const 1
    i32.add
    local.set $4
    br $for-loop|0
   end
  end
 )
 (func $assembly/reduce/words/reduce_prod_i32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 2
  call $assembly/reduce/words/reduce_whole
 )
 (func $assembly/reduce/words/reduce_prod_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 v128)
  (local $6 i32)
  (local $7 i32)
  (local $8 f32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  local.get $0
  i32.load
  local.get $1
  local.get $0
  local.tee $3
  i32.load offset=12
  i32.const 2
  i32.shl
  local.tee $10
  local.get $0
  i32.load offset=8
  i32.mul
  local.tee $11
  i32.mul
  i32.add
  local.set $7
  local.get $0
  i32.load offset=4
  local.get $1
  local.get $10
  i32.mul
  i32.add
  local.set $9
  local.get $1
  local.set $4
  loop $for-loop|0
   local.get $2
   local.get $4
   i32.gt_u
   if
    local.get $3
    i32.load offset=12
    i32.const 1
    i32.eq
    if (result i32)
     local.get $3
     i32.load offset=8
     i32.const 4
     i32.ge_s
    else
     i32.const 0
    end
    if
     local.get $7
     local.get $3
     i32.load offset=8
     i32.const 2
     i32.shl
     i32.add
     local.set $6
     local.get $7
     v128.load
     local.set $5
     local.get $7
     i32.const 16
     i32.add
     local.set $1
     loop $for-loop|1
      local.get $1
      i32.const 16
      i32.add
      local.tee $0
      local.get $6
      i32.le_u
      if
       local.get $5
       local.get $1
       v128.load
       f32x4.mul
       local.set $5
       local.get $0
       local.set $1
       br $for-loop|1
      end
     end
     local.get $5
     local.get $5
     local.get $5
     i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
     f32x4.mul
     local.tee $5
     f32x4.extract_lane 0
     local.get $5
     f32x4.extract_lane 1
     f32.mul
     local.set $8
     loop $for-loop|2
      local.get $1
      local.get $6
      i32.lt_u
      if
       local.get $8
       local.get $1
       f32.load
       f32.mul
       local.set $8
       local.get $1
       i32.const 4
       i32.add
       local.set $1
       br $for-loop|2
      end
     end
     local.get $9
     local.get $8
     f32.store
    else
     i32.const 0
     local.set $0
     loop $for-loop|3
      local.get $0
      i32.const 16
      i32.add
      local.get $10
      i32.le_u
      if
       local.get $3
       i32.load offset=12
       i32.const 2
       i32.shl
       local.set $12
       local.get $0
       local.get $7
       i32.add
       local.tee $6
       v128.load
       local.set $5
       local.get $3
       i32.load offset=8
       i32.const 1
       i32.sub
       local.set $1
       loop $for-loop|4
        local.get $1
        i32.const 0
        i32.gt_s
        if
         local.get $5
         local.get $6
         local.get $12
         i32.add
         local.tee $6
         v128.load
         f32x4.mul
         local.set $5
         local.get $1
         i32.const 1
         i32.sub
         local.set $1
         br $for-loop|4
        end
       end
       local.get $0
       local.get $9
       i32.add
       local.get $5
       v128.store
       local.get $0
       i32.const 16
       i32.add
       local.set $0
       br $for-loop|3
      end
     end
     loop $for-loop|5
      local.get $0
      local.get $10
      i32.lt_u
      if
       local.get $3
       i32.load offset=12
       i32.const 2
       i32.shl
       local.set $12
       local.get $0
       local.get $7
       i32.add
       local.tee $6
       f32.load
       local.set $8
       local.get $3
       i32.load offset=8
       i32.const 1
       i32.sub
       local.set $1
       loop $for-loop|6
        local.get $1
        i32.const 0
        i32.gt_s
        if
         local.get $8
         local.get $6
         local.get $12
         i32.add
         local.tee $6
         f32.load
         f32.mul
         local.set $8
         local.get $1
         i32.const 1
         i32.sub
         local.set $1
         br $for-loop|6
        end
       end
       local.get $0
       local.get $9
       i32.add
       local.get $8
       f32.store
       local.get $0
       i32.const 4
       i32.add
       local.set $0
       br $for-loop|5
      end
     end
    end
    local.get $7
    local.get $11
    i32.add
    local.set $7
    local.get $9
    local.get $10
    i32.add
    local.set $9
    local.get $4
    i32.const 1
    i32.add
    local.set $4
    br $for-loop|0
   end
  end
 )
 (func $assembly/reduce/words/reduce_min_i32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 4
  call $assembly/reduce/words/reduce_whole
 )
 (func $assembly/reduce/words/reduce_min_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 v128)
  (local $6 i32)
  (local $7 i32)
  (local $8 f32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  local.get $0
  i32.load
  local.get $1
  local.get $0
  local.tee $3
  i32.load offset=12
  i32.const 2
  i32.shl
  local.tee $10
  local.get $0
  i32.load offset=8
  i32.mul
  local.tee $11
  i32.mul
  i32.add
  local.set $7
  local.get $0
  i32.load offset=4
  local.get $1
  local.get $10
  i32.mul
  i32.add
  local.set $9
  local.get $1
  local.set $4
  loop $for-loop|0
   local.get $2
   local.get $4
   i32.gt_u
   if
    local.get $3
    i32.load offset=12
    i32.const 1
    i32.eq
    if (result i32)
     local.get $3
     i32.load offset=8
     i32.const 4
     i32.ge_s
    else
     i32.const 0
    end
    if
     local.get $7
     local.get $3
     i32.load offset=8
     i32.const 2
     i32.shl
     i32.add
     local.set $6
     local.get $7
     v128.load
     local.set $5
     local.get $7
     i32.const 16
     i32.add
     local.set $1
     loop $for-loop|1
      local.get $1
      i32.const 16
      i32.add
      local.tee $0
      local.get $6
      i32.le_u
      if
       local.get $5
       local.get $1
       v128.load
       f32x4.min
       local.set $5
       local.get $0
       local.set $1
       br $for-loop|1
      end
     end
     local.get $5
     local.get $5
     local.get $5
     i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
     f32x4.min
     local.tee $5
     f32x4.extract_lane 0
     local.get $5
     f32x4.extract_lane 1
     f32.min
     local.set $8
     loop $for-loop|2
      local.get $1
      local.get $6
      i32.lt_u
      if
       local.get $8
       local.get $1
       f32.load
       f32.min
       local.set $8
       local.get $1
       i32.const 4
       i32.add
       local.set $1
       br $for-loop|2
      end
     end
     local.get $9
     local.get $8
     f32.store
    else
     i32.const 0
     local.set $0
     loop $for-loop|3
      local.get $0
      i32.const 16
      i32.add
      local.get $10
      i32.le_u
      if
       local.get $3
       i32.load offset=12
       i32.const 2
       i32.shl
       local.set $12
       local.get $0
       local.get $7
       i32.add
       local.tee $6
       v128.load
       local.set $5
       local.get $3
       i32.load offset=8
       i32.const 1
       i32.sub
       local.set $1
       loop $for-loop|4
        local.get $1
        i32.const 0
        i32.gt_s
        if
         local.get $5
         local.get $6
         local.get $12
         i32.add
         local.tee $6
         v128.load
         f32x4.min
         local.set $5
         local.get $1
         i32.const 1
         i32.sub
         local.set $1
         br $for-loop|4
        end
       end
       local.get $0
       local.get $9
       i32.add
       local.get $5
       v128.store
       local.get $0
       i32.const 16
       i32.add
       local.set $0
       br $for-loop|3
      end
     end
     loop $for-loop|5
      local.get $0
      local.get $10
      i32.lt_u
      if
       local.get $3
       i32.load offset=12
       i32.const 2
       i32.shl
       local.set $12
       local.get $0
       local.get $7
       i32.add
       local.tee $6
       f32.load
       local.set $8
       local.get $3
       i32.load offset=8
       i32.const 1
       i32.sub
       local.set $1
       loop $for-loop|6
        local.get $1
        i32.const 0
        i32.gt_s
        if
         local.get $8
         local.get $6
         local.get $12
         i32.add
         local.tee $6
         f32.load
         f32.min
         local.set $8
         local.get $1
         i32.const 1
         i32.sub
         local.set $1
         br $for-loop|6
        end
       end
       local.get $0
       local.get $9
       i32.add
       local.get $8
       f32.store
       local.get $0
       i32.const 4
       i32.add
       local.set $0
       br $for-loop|5
      end
     end
    end
    local.get $7
    local.get $11
    i32.add
    local.set $7
    local.get $9
    local.get $10
    i32.add
    local.set $9
    local.get $4
    i32.const 1
    i32.add
    local.set $4
    br $for-loop|0
   end
  end
 )
 (func $assembly/reduce/words/reduce_max_i32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 5
  call $assembly/reduce/words/reduce_whole
 )
 (func $assembly/reduce/words/reduce_max_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 v128)
  (local $6 i32)
  (local $7 i32)
  (local $8 f32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  local.get $0
  i32.load
  local.get $1
  local.get $0
  local.tee $3
  i32.load offset=12
  i32.const 2
  i32.shl
  local.tee $10
  local.get $0
  i32.load offset=8
  i32.mul
  local.tee $11
  i32.mul
  i32.add
  local.set $7
  local.get $0
  i32.load offset=4
  local.get $1
  local.get $10
  i32.mul
  i32.add
  local.set $9
  local.get $1
  local.set $4
  loop $for-loop|0
   local.get $2
   local.get $4
   i32.gt_u
   if
    local.get $3
    i32.load offset=12
    i32.const 1
    i32.eq
    if (result i32)
     local.get $3
     i32.load offset=8
     i32.const 4
     i32.ge_s
    else
     i32.const 0
    end
    if
     local.get $7
     local.get $3
     i32.load offset=8
     i32.const 2
     i32.shl
     i32.add
     local.set $6
     local.get $7
     v128.load
     local.set $5
     local.get $7
     i32.const 16
     i32.add
     local.set $1
     loop $for-loop|1
      local.get $1
      i32.const 16
      i32.add
      local.tee $0
      local.get $6
      i32.le_u
      if
       local.get $5
       local.get $1
       v128.load
       f32x4.max
       local.set $5
       local.get $0
       local.set $1
       br $for-loop|1
      end
     end
     local.get $5
     local.get $5
     local.get $5
     i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
     f32x4.max
     local.tee $5
     f32x4.extract_lane 0
     local.get $5
     f32x4.extract_lane 1
     f32.max
     local.set $8
     loop $for-loop|2
      local.get $1
      local.get $6
      i32.lt_u
      if
       local.get $8
       local.get $1
       f32.load
       f32.max
       local.set $8
       local.get $1
       i32.const 4
       i32.add
       local.set $1
       br $for-loop|2
      end
     end
     local.get $9
     local.get $8
     f32.store
    else
     i32.const 0
     local.set $0
     loop $for-loop|3
      local.get $0
      i32.const 16
      i32.add
      local.get $10
      i32.le_u
      if
       local.get $3
       i32.load offset=12
       i32.const 2
       i32.shl
       local.set $12
       local.get $0
       local.get $7
       i32.add
       local.tee $6
       v128.load
       local.set $5
       local.get $3
       i32.load offset=8
       i32.const 1
       i32.sub
       local.set $1
       loop $for-loop|4
        local.get $1
        i32.const 0
        i32.gt_s
        if
         local.get $5
         local.get $6
         local.get $12
         i32.add
         local.tee $6
         v128.load
         f32x4.max
         local.set $5
         local.get $1
         i32.const 1
         i32.sub
         local.set $1
         br $for-loop|4
        end
       end
       local.get $0
       local.get $9
       i32.add
       local.get $5
       v128.store
       local.get $0
       i32.const 16
       i32.add
       local.set $0
       br $for-loop|3
      end
     end
     loop $for-loop|5
      local.get $0
      local.get $10
      i32.lt_u
      if
       local.get $3
       i32.load offset=12
       i32.const 2
       i32.shl
       local.set $12
       local.get $0
       local.get $7
       i32.add
       local.tee $6
       f32.load
       local.set $8
       local.get $3
       i32.load offset=8
       i32.const 1
       i32.sub
       local.set $1
       loop $for-loop|6
        local.get $1
        i32.const 0
        i32.gt_s
        if
         local.get $8
         local.get $6
         local.get $12
         i32.add
         local.tee $6
         f32.load
         f32.max
         local.set $8
         local.get $1
         i32.const 1
         i32.sub
         local.set $1
         br $for-loop|6
        end
       end
       local.get $0
       local.get $9
       i32.add
       local.get $8
       f32.store
       local.get $0
       i32.const 4
       i32.add
       local.set $0
       br $for-loop|5
      end
     end
    end
    local.get $7
    local.get $11
    i32.add
    local.set $7
    local.get $9
    local.get $10
    i32.add
    local.set $9
    local.get $4
    i32.const 1
    i32.add
    local.set $4
    br $for-loop|0
   end
  end
 )
 (func $assembly/reduce/top_k/top_k_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 2
  call $assembly/reduce/top_k/rank_rows
 )
 (func $assembly/reduce/top_k/top_k_i32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 1
  call $assembly/reduce/top_k/rank_rows
 )
 (func $assembly/reduce/top_k/top_k_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 0
  call $assembly/reduce/top_k/rank_rows
 )
 (func $assembly/reduce/bytes/sum_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 v128)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 v128)
  (local $10 i32)
  (local $11 v128)
  (local $12 v128)
  local.get $0
  i32.load
  local.get $0
  i32.load offset=12
  local.tee $5
  local.get $0
  i32.load offset=8
  local.tee $7
  local.get $1
  i32.mul
  i32.mul
  i32.add
  local.set $6
  local.get $0
  i32.load offset=4
  local.get $1
  local.get $5
  i32.mul
  i32.const 2
  i32.shl
  i32.add
  local.set $8
  local.get $1
  local.set $3
  loop $for-loop|0
   local.get $2
   local.get $3
   i32.gt_u
   if
    local.get $5
    i32.const 1
    i32.eq
    if
     global.get $assembly/lane/flip/FLIP
     i8x16.splat
     local.set $9
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
     local.set $4
     i32.const 0
     local.set $0
     loop $for-loop|1
      local.get $0
      i32.const 16
      i32.add
      local.tee $1
      local.get $7
      i32.le_u
      if
       local.get $4
       local.get $0
       local.get $6
       i32.add
       v128.load
       local.get $9
       v128.xor
       i16x8.extadd_pairwise_i8x16_s
       i32x4.extadd_pairwise_i16x8_s
       i32x4.add
       local.set $4
       local.get $1
       local.set $0
       br $for-loop|1
      end
     end
     local.get $4
     i32x4.extract_lane 0
     local.get $4
     i32x4.extract_lane 1
     i32.add
     local.get $4
     i32x4.extract_lane 2
     local.get $4
     i32x4.extract_lane 3
     i32.add
     i32.add
     local.set $1
     loop $for-loop|2
      local.get $0
      local.get $7
      i32.lt_u
      if
       local.get $1
       global.get $assembly/lane/flip/FLIP
       local.get $0
       local.get $6
       i32.add
       i32.load8_u
       i32.xor
       i32.extend8_s
       i32.add
       local.set $1
       local.get $0
       i32.const 1
       i32.add
       local.set $0
       br $for-loop|2
      end
     end
     local.get $8
     local.get $1
     i32.store
    else
     i32.const 0
     local.set $0
     global.get $assembly/lane/flip/FLIP
     i8x16.splat
     local.set $11
     loop $for-loop|3
      local.get $0
      i32.const 8
      i32.add
      local.get $5
      i32.le_u
      if
       v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
       local.set $4
       v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
       local.set $9
       i32.const 0
       local.set $1
       loop $for-loop|4
        local.get $1
        local.get $7
        i32.lt_u
        if
         local.get $4
         local.get $0
         local.get $6
         i32.add
         local.get $1
         local.get $5
         i32.mul
         i32.add
         v128.load64_zero
         local.get $11
         v128.xor
         i16x8.extend_low_i8x16_s
         local.tee $12
         i32x4.extend_low_i16x8_s
         i32x4.add
         local.set $4
         local.get $9
         local.get $12
         i32x4.extend_high_i16x8_s
         i32x4.add
         local.set $9
         local.get $1
         i32.const 1
         i32.add
         local.set $1
         br $for-loop|4
        end
       end
       local.get $8
       local.get $0
       i32.const 2
       i32.shl
       i32.add
       local.tee $1
       local.get $4
       v128.store
       local.get $1
       local.get $9
       v128.store offset=16
       local.get $0
       i32.const 8
       i32.add
       local.set $0
       br $for-loop|3
      end
     end
     loop $for-loop|5
      local.get $0
      local.get $5
      i32.lt_u
      if
       i32.const 0
       local.set $10
       i32.const 0
       local.set $1
       loop $for-loop|6
        local.get $1
        local.get $7
        i32.lt_u
        if
         local.get $10
         global.get $assembly/lane/flip/FLIP
         local.get $0
         local.get $6
         i32.add
         local.get $1
         local.get $5
         i32.mul
         i32.add
         i32.load8_u
         i32.xor
         i32.extend8_s
         i32.add
         local.set $10
         local.get $1
         i32.const 1
         i32.add
         local.set $1
         br $for-loop|6
        end
       end
       local.get $8
       local.get $0
       i32.const 2
       i32.shl
       i32.add
       local.get $10
       i32.store
       local.get $0
       i32.const 1
       i32.add
       local.set $0
       br $for-loop|5
      end
     end
    end
    local.get $6
    local.get $5
    local.get $7
    i32.mul
    i32.add
    local.set $6
    local.get $8
    local.get $5
    i32.const 2
    i32.shl
    i32.add
    local.set $8
    local.get $3
    i32.const 1
    i32.add
    local.set $3
    br $for-loop|0
   end
  end
 )
 (func $assembly/reduce/bytes/requantize_i32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 v128)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 f32)
  (local $9 v128)
  (local $10 v128)
  (local $11 v128)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $6
  local.get $0
  i32.load offset=8
  local.set $7
  local.get $0
  f32.load offset=12
  local.set $8
  global.get $assembly/lane/flip/FLIP
  i8x16.splat
  local.set $4
  i32.const 1262485376
  local.get $0
  i32.load offset=16
  local.tee $3
  i32.sub
  i32x4.splat
  local.set $9
  i32.const 1262485504
  local.get $3
  i32.sub
  i32x4.splat
  local.set $10
  loop $for-loop|0
   local.get $1
   i32.const 4
   i32.add
   local.tee $0
   local.get $2
   i32.le_u
   if
    local.get $1
    local.get $6
    i32.add
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    i32.add
    v128.load
    local.get $7
    i32x4.splat
    i32x4.add
    f32x4.convert_i32x4_s
    local.get $8
    f32x4.splat
    f32x4.mul
    local.get $3
    i32.const 128
    i32.add
    i32.const 8
    i32.shr_u
    i32.const 1262485504
    i32.add
    i32x4.splat
    f32x4.add
    local.get $9
    i32x4.max_s
    local.get $10
    i32x4.sub
    local.tee $11
    local.get $11
    i16x8.narrow_i32x4_s
    local.tee $11
    local.get $11
    i8x16.narrow_i16x8_s
    local.get $4
    v128.xor
    v128.store32_lane 0
    local.get $0
    local.set $1
    br $for-loop|0
   end
  end
  loop $for-loop|1
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $1
    local.get $6
    i32.add
    global.get $assembly/lane/flip/FLIP
    i32.const 127
    local.get $3
    i32.sub
    f32.convert_i32_s
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    i32.add
    i32.load
    local.get $7
    i32.add
    f32.convert_i32_s
    local.get $8
    f32.mul
    f32.nearest
    i32.const -128
    local.get $3
    i32.sub
    f32.convert_i32_s
    f32.max
    f32.min
    i32.trunc_sat_f32_s
    local.get $3
    i32.add
    i32.xor
    i32.store8
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|1
   end
  end
 )
 (func $assembly/reduce/bytes/reduce_min_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 v128)
  (local $10 v128)
  (local $11 i32)
  local.get $0
  i32.load
  local.get $0
  i32.load offset=12
  local.tee $4
  local.get $1
  local.get $0
  i32.load offset=8
  local.tee $8
  i32.mul
  i32.mul
  i32.add
  local.set $5
  local.get $0
  i32.load offset=4
  local.get $1
  local.get $4
  i32.mul
  i32.add
  local.set $6
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    i32.const 0
    local.set $0
    global.get $assembly/lane/flip/FLIP
    i8x16.splat
    local.set $9
    loop $for-loop|1
     local.get $0
     i32.const 16
     i32.add
     local.get $4
     i32.le_u
     if
      local.get $0
      local.get $5
      i32.add
      v128.load
      local.get $9
      v128.xor
      local.set $10
      i32.const 1
      local.set $3
      loop $for-loop|2
       local.get $3
       local.get $8
       i32.lt_u
       if
        local.get $10
        local.get $0
        local.get $5
        i32.add
        local.get $3
        local.get $4
        i32.mul
        i32.add
        v128.load
        local.get $9
        v128.xor
        i8x16.min_s
        local.set $10
        local.get $3
        i32.const 1
        i32.add
        local.set $3
        br $for-loop|2
       end
      end
      local.get $0
      local.get $6
      i32.add
      local.get $10
      local.get $9
      v128.xor
      v128.store
      local.get $0
      i32.const 16
      i32.add
      local.set $0
      br $for-loop|1
     end
    end
    loop $for-loop|3
     local.get $0
     local.get $4
     i32.lt_u
     if
      global.get $assembly/lane/flip/FLIP
      local.get $0
      local.get $5
      i32.add
      i32.load8_u
      i32.xor
      i32.extend8_s
      local.set $3
      i32.const 1
      local.set $7
      loop $for-loop|4
       local.get $7
       local.get $8
       i32.lt_u
       if
        local.get $3
        global.get $assembly/lane/flip/FLIP
        local.get $0
        local.get $5
        i32.add
        local.get $4
        local.get $7
        i32.mul
        i32.add
        i32.load8_u
        i32.xor
        i32.extend8_s
        local.tee $11
        local.get $3
        local.get $11
        i32.lt_s
        select
        local.set $3
        local.get $7
        i32.const 1
        i32.add
        local.set $7
        br $for-loop|4
       end
      end
      local.get $0
      local.get $6
      i32.add
      local.get $3
      global.get $assembly/lane/flip/FLIP
      i32.xor
      i32.store8
      local.get $0
      i32.const 1
      i32.add
      local.set $0
      br $for-loop|3
     end
    end
    local.get $5
    local.get $4
    local.get $8
    i32.mul
    i32.add
    local.set $5
    local.get $4
    local.get $6
    i32.add
    local.set $6
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/reduce/bytes/reduce_max_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 v128)
  (local $10 v128)
  (local $11 i32)
  local.get $0
  i32.load
  local.get $0
  i32.load offset=12
  local.tee $4
  local.get $1
  local.get $0
  i32.load offset=8
  local.tee $8
  i32.mul
  i32.mul
  i32.add
  local.set $5
  local.get $0
  i32.load offset=4
  local.get $1
  local.get $4
  i32.mul
  i32.add
  local.set $6
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    i32.const 0
    local.set $0
    global.get $assembly/lane/flip/FLIP
    i8x16.splat
    local.set $9
    loop $for-loop|1
     local.get $0
     i32.const 16
     i32.add
     local.get $4
     i32.le_u
     if
      local.get $0
      local.get $5
      i32.add
      v128.load
      local.get $9
      v128.xor
      local.set $10
      i32.const 1
      local.set $3
      loop $for-loop|2
       local.get $3
       local.get $8
       i32.lt_u
       if
        local.get $10
        local.get $0
        local.get $5
        i32.add
        local.get $3
        local.get $4
        i32.mul
        i32.add
        v128.load
        local.get $9
        v128.xor
        i8x16.max_s
        local.set $10
        local.get $3
        i32.const 1
        i32.add
        local.set $3
        br $for-loop|2
       end
      end
      local.get $0
      local.get $6
      i32.add
      local.get $10
      local.get $9
      v128.xor
      v128.store
      local.get $0
      i32.const 16
      i32.add
      local.set $0
      br $for-loop|1
     end
    end
    loop $for-loop|3
     local.get $0
     local.get $4
     i32.lt_u
     if
      global.get $assembly/lane/flip/FLIP
      local.get $0
      local.get $5
      i32.add
      i32.load8_u
      i32.xor
      i32.extend8_s
      local.set $3
      i32.const 1
      local.set $7
      loop $for-loop|4
       local.get $7
       local.get $8
       i32.lt_u
       if
        local.get $3
        global.get $assembly/lane/flip/FLIP
        local.get $0
        local.get $5
        i32.add
        local.get $4
        local.get $7
        i32.mul
        i32.add
        i32.load8_u
        i32.xor
        i32.extend8_s
        local.tee $11
        local.get $3
        local.get $11
        i32.gt_s
        select
        local.set $3
        local.get $7
        i32.const 1
        i32.add
        local.set $7
        br $for-loop|4
       end
      end
      local.get $0
      local.get $6
      i32.add
      local.get $3
      global.get $assembly/lane/flip/FLIP
      i32.xor
      i32.store8
      local.get $0
      i32.const 1
      i32.add
      local.set $0
      br $for-loop|3
     end
    end
    local.get $5
    local.get $4
    local.get $8
    i32.mul
    i32.add
    local.set $5
    local.get $4
    local.get $6
    i32.add
    local.set $6
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/reduce/arg/arg_min_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  local.get $2
  local.set $5
  local.get $0
  i32.load offset=8
  local.set $10
  local.get $0
  i32.load offset=4
  local.get $0
  i32.load offset=12
  local.tee $8
  local.get $1
  i32.mul
  i32.const 2
  i32.shl
  i32.add
  local.set $9
  loop $for-loop|0
   local.get $1
   local.get $5
   i32.lt_u
   if
    local.get $0
    i32.load
    local.get $1
    local.get $10
    i32.mul
    local.get $8
    i32.mul
    i32.add
    local.set $12
    i32.const 0
    local.set $7
    loop $for-loop|1
     local.get $7
     local.get $8
     i32.lt_s
     if
      global.get $assembly/lane/flip/FLIP
      local.get $7
      local.get $12
      i32.add
      local.tee $11
      i32.load8_u
      i32.xor
      i32.extend8_s
      local.set $3
      i32.const 0
      local.set $4
      i32.const 1
      local.set $2
      loop $for-loop|2
       local.get $2
       local.get $10
       i32.lt_s
       if
        global.get $assembly/lane/flip/FLIP
        local.get $8
        local.get $11
        i32.add
        local.tee $11
        i32.load8_u
        i32.xor
        i32.extend8_s
        local.tee $6
        local.get $3
        i32.lt_s
        if
         local.get $2
         local.set $4
         local.get $6
         local.set $3
        end
        local.get $2
        i32.const 1
        i32.add
        local.set $2
        br $for-loop|2
       end
      end
      local.get $9
      local.get $4
      i32.store
      local.get $9
      i32.const 4
      i32.add
      local.set $9
      local.get $7
      i32.const 1
      i32.add
      local.set $7
      br $for-loop|1
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/reduce/arg/arg_min_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 f32)
  (local $4 i32)
  (local $5 i32)
  (local $6 f32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  local.get $2
  local.set $5
  local.get $0
  i32.load offset=8
  local.set $9
  local.get $0
  i32.load offset=12
  local.tee $10
  i32.const 2
  i32.shl
  local.set $11
  local.get $0
  i32.load offset=4
  local.get $1
  local.get $10
  i32.mul
  i32.const 2
  i32.shl
  i32.add
  local.set $8
  loop $for-loop|0
   local.get $1
   local.get $5
   i32.lt_u
   if
    local.get $0
    i32.load
    local.get $1
    local.get $9
    i32.mul
    local.get $11
    i32.mul
    i32.add
    local.set $13
    i32.const 0
    local.set $7
    loop $for-loop|1
     local.get $7
     local.get $10
     i32.lt_s
     if
      local.get $13
      local.get $7
      i32.const 2
      i32.shl
      i32.add
      local.tee $12
      f32.load
      local.set $3
      i32.const 0
      local.set $4
      i32.const 1
      local.set $2
      loop $for-loop|2
       local.get $2
       local.get $9
       i32.lt_s
       if
        local.get $11
        local.get $12
        i32.add
        local.tee $12
        f32.load
        local.tee $6
        local.get $3
        f32.lt
        if
         local.get $2
         local.set $4
         local.get $6
         local.set $3
        end
        local.get $2
        i32.const 1
        i32.add
        local.set $2
        br $for-loop|2
       end
      end
      local.get $8
      local.get $4
      i32.store
      local.get $8
      i32.const 4
      i32.add
      local.set $8
      local.get $7
      i32.const 1
      i32.add
      local.set $7
      br $for-loop|1
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/reduce/arg/arg_max_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  local.get $2
  local.set $5
  local.get $0
  i32.load offset=8
  local.set $10
  local.get $0
  i32.load offset=4
  local.get $0
  i32.load offset=12
  local.tee $8
  local.get $1
  i32.mul
  i32.const 2
  i32.shl
  i32.add
  local.set $9
  loop $for-loop|0
   local.get $1
   local.get $5
   i32.lt_u
   if
    local.get $0
    i32.load
    local.get $1
    local.get $10
    i32.mul
    local.get $8
    i32.mul
    i32.add
    local.set $12
    i32.const 0
    local.set $7
    loop $for-loop|1
     local.get $7
     local.get $8
     i32.lt_s
     if
      global.get $assembly/lane/flip/FLIP
      local.get $7
      local.get $12
      i32.add
      local.tee $11
      i32.load8_u
      i32.xor
      i32.extend8_s
      local.set $3
      i32.const 0
      local.set $4
      i32.const 1
      local.set $2
      loop $for-loop|2
       local.get $2
       local.get $10
       i32.lt_s
       if
        global.get $assembly/lane/flip/FLIP
        local.get $8
        local.get $11
        i32.add
        local.tee $11
        i32.load8_u
        i32.xor
        i32.extend8_s
        local.tee $6
        local.get $3
        i32.gt_s
        if
         local.get $2
         local.set $4
         local.get $6
         local.set $3
        end
        local.get $2
        i32.const 1
        i32.add
        local.set $2
        br $for-loop|2
       end
      end
      local.get $9
      local.get $4
      i32.store
      local.get $9
      i32.const 4
      i32.add
      local.set $9
      local.get $7
      i32.const 1
      i32.add
      local.set $7
      br $for-loop|1
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/reduce/arg/arg_max_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 f32)
  (local $4 i32)
  (local $5 i32)
  (local $6 f32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  local.get $2
  local.set $5
  local.get $0
  i32.load offset=8
  local.set $9
  local.get $0
  i32.load offset=12
  local.tee $10
  i32.const 2
  i32.shl
  local.set $11
  local.get $0
  i32.load offset=4
  local.get $1
  local.get $10
  i32.mul
  i32.const 2
  i32.shl
  i32.add
  local.set $8
  loop $for-loop|0
   local.get $1
   local.get $5
   i32.lt_u
   if
    local.get $0
    i32.load
    local.get $1
    local.get $9
    i32.mul
    local.get $11
    i32.mul
    i32.add
    local.set $13
    i32.const 0
    local.set $7
    loop $for-loop|1
     local.get $7
     local.get $10
     i32.lt_s
     if
      local.get $13
      local.get $7
      i32.const 2
      i32.shl
      i32.add
      local.tee $12
      f32.load
      local.set $3
      i32.const 0
      local.set $4
      i32.const 1
      local.set $2
      loop $for-loop|2
       local.get $2
       local.get $9
       i32.lt_s
       if
        local.get $11
        local.get $12
        i32.add
        local.tee $12
        f32.load
        local.tee $6
        local.get $3
        f32.gt
        if
         local.get $2
         local.set $4
         local.get $6
         local.set $3
        end
        local.get $2
        i32.const 1
        i32.add
        local.set $2
        br $for-loop|2
       end
      end
      local.get $8
      local.get $4
      i32.store
      local.get $8
      i32.const 4
      i32.add
      local.set $8
      local.get $7
      i32.const 1
      i32.add
      local.set $7
      br $for-loop|1
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/pool/pool_f32/max_pool_2d_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  local.get $0
  i32.load offset=8
  local.set $5
  local.get $0
  i32.load offset=12
  local.set $6
  local.get $0
  i32.load offset=20
  local.set $9
  local.get $0
  i32.load offset=4
  local.get $0
  i32.load offset=16
  i32.const 2
  i32.shl
  local.tee $7
  local.get $0
  i32.load offset=24
  local.tee $10
  local.get $1
  i32.mul
  i32.mul
  i32.add
  local.set $8
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_s
   if
    local.get $0
    i32.load offset=36
    local.get $1
    local.get $1
    local.get $9
    i32.div_s
    local.tee $3
    local.get $9
    i32.mul
    i32.sub
    i32.mul
    local.get $0
    i32.load offset=44
    i32.sub
    local.tee $4
    i32.const 0
    local.get $4
    i32.const 0
    i32.gt_s
    select
    local.set $12
    local.get $4
    local.get $0
    i32.load offset=28
    i32.add
    local.tee $4
    local.get $5
    local.get $4
    local.get $5
    i32.lt_s
    select
    local.get $12
    i32.sub
    local.set $11
    local.get $0
    i32.load
    local.get $3
    local.get $5
    i32.mul
    local.get $12
    i32.add
    local.get $6
    i32.mul
    local.get $7
    i32.mul
    i32.add
    local.set $14
    i32.const 0
    local.get $0
    i32.load offset=48
    i32.sub
    local.set $3
    i32.const 0
    local.set $4
    loop $for-loop|1
     local.get $4
     local.get $10
     i32.lt_s
     if
      local.get $0
      local.get $14
      local.get $3
      i32.const 0
      local.get $3
      i32.const 0
      i32.gt_s
      select
      local.tee $13
      local.get $7
      i32.mul
      i32.add
      local.get $11
      local.get $3
      local.get $0
      i32.load offset=32
      i32.add
      local.tee $12
      local.get $6
      local.get $6
      local.get $12
      i32.gt_s
      select
      local.get $13
      i32.sub
      local.get $8
      call $assembly/pool/pool_f32/MaxPool#pool
      local.get $3
      local.get $0
      i32.load offset=40
      i32.add
      local.set $3
      local.get $7
      local.get $8
      i32.add
      local.set $8
      local.get $4
      i32.const 1
      i32.add
      local.set $4
      br $for-loop|1
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/pool/pool_f32/average_pool_2d_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  local.get $0
  i32.load offset=8
  local.set $5
  local.get $0
  i32.load offset=12
  local.set $6
  local.get $0
  i32.load offset=20
  local.set $9
  local.get $0
  i32.load offset=4
  local.get $0
  i32.load offset=16
  i32.const 2
  i32.shl
  local.tee $7
  local.get $0
  i32.load offset=24
  local.tee $10
  local.get $1
  i32.mul
  i32.mul
  i32.add
  local.set $8
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_s
   if
    local.get $0
    i32.load offset=36
    local.get $1
    local.get $1
    local.get $9
    i32.div_s
    local.tee $3
    local.get $9
    i32.mul
    i32.sub
    i32.mul
    local.get $0
    i32.load offset=44
    i32.sub
    local.tee $4
    i32.const 0
    local.get $4
    i32.const 0
    i32.gt_s
    select
    local.set $12
    local.get $4
    local.get $0
    i32.load offset=28
    i32.add
    local.tee $4
    local.get $5
    local.get $4
    local.get $5
    i32.lt_s
    select
    local.get $12
    i32.sub
    local.set $11
    local.get $0
    i32.load
    local.get $3
    local.get $5
    i32.mul
    local.get $12
    i32.add
    local.get $6
    i32.mul
    local.get $7
    i32.mul
    i32.add
    local.set $14
    i32.const 0
    local.get $0
    i32.load offset=48
    i32.sub
    local.set $3
    i32.const 0
    local.set $4
    loop $for-loop|1
     local.get $4
     local.get $10
     i32.lt_s
     if
      local.get $0
      local.get $14
      local.get $3
      i32.const 0
      local.get $3
      i32.const 0
      i32.gt_s
      select
      local.tee $13
      local.get $7
      i32.mul
      i32.add
      local.get $11
      local.get $3
      local.get $0
      i32.load offset=32
      i32.add
      local.tee $12
      local.get $6
      local.get $6
      local.get $12
      i32.gt_s
      select
      local.get $13
      i32.sub
      local.get $8
      call $assembly/pool/pool_f32/AveragePool#pool
      local.get $3
      local.get $0
      i32.load offset=40
      i32.add
      local.set $3
      local.get $7
      local.get $8
      i32.add
      local.set $8
      local.get $4
      i32.const 1
      i32.add
      local.set $4
      br $for-loop|1
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/pool/pool_f32/MaxPool#pool (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 v128)
  (local $11 f32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  local.get $0
  local.tee $6
  i32.load offset=16
  i32.const 2
  i32.shl
  local.set $12
  loop $for-loop|0
   local.get $7
   i32.const 16
   i32.add
   local.get $12
   i32.le_u
   if
    local.get $1
    local.get $7
    i32.add
    local.set $5
    local.get $6
    i32.load offset=16
    i32.const 2
    i32.shl
    local.tee $13
    local.get $6
    i32.load offset=12
    i32.mul
    local.set $14
    v128.const i32x4 0xff800000 0xff800000 0xff800000 0xff800000
    local.set $10
    i32.const 0
    local.set $8
    loop $for-loop|1
     local.get $2
     local.get $8
     i32.gt_s
     if
      local.get $5
      local.set $0
      i32.const 0
      local.set $9
      loop $for-loop|2
       local.get $3
       local.get $9
       i32.gt_s
       if
        local.get $10
        local.get $0
        v128.load
        f32x4.max
        local.set $10
        local.get $0
        local.get $13
        i32.add
        local.set $0
        local.get $9
        i32.const 1
        i32.add
        local.set $9
        br $for-loop|2
       end
      end
      local.get $5
      local.get $14
      i32.add
      local.set $5
      local.get $8
      i32.const 1
      i32.add
      local.set $8
      br $for-loop|1
     end
    end
    local.get $4
    local.get $7
    i32.add
    local.get $10
    local.get $6
    f32.load offset=60
    f32x4.splat
    f32x4.pmax
    local.get $6
    f32.load offset=64
    f32x4.splat
    f32x4.pmin
    v128.store
    local.get $7
    i32.const 16
    i32.add
    local.set $7
    br $for-loop|0
   end
  end
  loop $for-loop|3
   local.get $7
   local.get $12
   i32.lt_u
   if
    local.get $1
    local.get $7
    i32.add
    local.set $5
    local.get $6
    i32.load offset=16
    i32.const 2
    i32.shl
    local.tee $13
    local.get $6
    i32.load offset=12
    i32.mul
    local.set $14
    f32.const -inf
    local.set $11
    i32.const 0
    local.set $8
    loop $for-loop|4
     local.get $2
     local.get $8
     i32.gt_s
     if
      local.get $5
      local.set $0
      i32.const 0
      local.set $9
      loop $for-loop|5
       local.get $3
       local.get $9
       i32.gt_s
       if
        local.get $11
        local.get $0
        f32.load
        f32.max
        local.set $11
        local.get $0
        local.get $13
        i32.add
        local.set $0
        local.get $9
        i32.const 1
        i32.add
        local.set $9
        br $for-loop|5
       end
      end
      local.get $5
      local.get $14
      i32.add
      local.set $5
      local.get $8
      i32.const 1
      i32.add
      local.set $8
      br $for-loop|4
     end
    end
    local.get $4
    local.get $7
    i32.add
    local.get $6
    f32.load offset=64
    local.get $11
    local.get $6
    f32.load offset=60
    f32.max
    f32.min
    f32.store
    local.get $7
    i32.const 4
    i32.add
    local.set $7
    br $for-loop|3
   end
  end
 )
 (func $assembly/pool/pool_f32/AveragePool#pool (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 v128)
  (local $11 f32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  local.get $1
  local.set $5
  local.get $4
  local.set $6
  local.get $0
  i32.load offset=16
  i32.const 2
  i32.shl
  local.set $12
  loop $for-loop|0
   local.get $7
   i32.const 16
   i32.add
   local.get $12
   i32.le_u
   if
    local.get $5
    local.get $7
    i32.add
    local.set $1
    local.get $0
    i32.load offset=16
    i32.const 2
    i32.shl
    local.tee $13
    local.get $0
    i32.load offset=12
    i32.mul
    local.set $14
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $10
    i32.const 0
    local.set $8
    loop $for-loop|1
     local.get $2
     local.get $8
     i32.gt_s
     if
      local.get $1
      local.set $4
      i32.const 0
      local.set $9
      loop $for-loop|2
       local.get $3
       local.get $9
       i32.gt_s
       if
        local.get $10
        local.get $4
        v128.load
        f32x4.add
        local.set $10
        local.get $4
        local.get $13
        i32.add
        local.set $4
        local.get $9
        i32.const 1
        i32.add
        local.set $9
        br $for-loop|2
       end
      end
      local.get $1
      local.get $14
      i32.add
      local.set $1
      local.get $8
      i32.const 1
      i32.add
      local.set $8
      br $for-loop|1
     end
    end
    local.get $6
    local.get $7
    i32.add
    local.get $10
    local.get $2
    local.get $3
    i32.mul
    f32.convert_i32_s
    f32x4.splat
    f32x4.div
    local.get $0
    f32.load offset=60
    f32x4.splat
    f32x4.pmax
    local.get $0
    f32.load offset=64
    f32x4.splat
    f32x4.pmin
    v128.store
    local.get $7
    i32.const 16
    i32.add
    local.set $7
    br $for-loop|0
   end
  end
  loop $for-loop|3
   local.get $7
   local.get $12
   i32.lt_u
   if
    local.get $5
    local.get $7
    i32.add
    local.set $1
    local.get $0
    i32.load offset=16
    i32.const 2
    i32.shl
    local.tee $13
    local.get $0
    i32.load offset=12
    i32.mul
    local.set $14
    f32.const 0
    local.set $11
    i32.const 0
    local.set $8
    loop $for-loop|4
     local.get $2
     local.get $8
     i32.gt_s
     if
      local.get $1
      local.set $4
      i32.const 0
      local.set $9
      loop $for-loop|5
       local.get $3
       local.get $9
       i32.gt_s
       if
        local.get $11
        local.get $4
        f32.load
        f32.add
        local.set $11
        local.get $4
        local.get $13
        i32.add
        local.set $4
        local.get $9
        i32.const 1
        i32.add
        local.set $9
        br $for-loop|5
       end
      end
      local.get $1
      local.get $14
      i32.add
      local.set $1
      local.get $8
      i32.const 1
      i32.add
      local.set $8
      br $for-loop|4
     end
    end
    local.get $6
    local.get $7
    i32.add
    local.get $0
    f32.load offset=64
    local.get $0
    f32.load offset=60
    local.get $11
    local.get $2
    local.get $3
    i32.mul
    f32.convert_i32_s
    f32.div
    f32.max
    f32.min
    f32.store
    local.get $7
    i32.const 4
    i32.add
    local.set $7
    br $for-loop|3
   end
  end
 )
 (func $assembly/pool/max_i8/max_pool_2d_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  local.get $0
  i32.load offset=8
  local.set $5
  local.get $0
  i32.load offset=12
  local.set $6
  local.get $0
  i32.load offset=20
  local.set $9
  local.get $0
  i32.load offset=4
  local.get $0
  i32.load offset=16
  local.tee $7
  local.get $0
  i32.load offset=24
  local.tee $10
  local.get $1
  i32.mul
  i32.mul
  i32.add
  local.set $8
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_s
   if
    local.get $0
    i32.load offset=36
    local.get $1
    local.get $1
    local.get $9
    i32.div_s
    local.tee $3
    local.get $9
    i32.mul
    i32.sub
    i32.mul
    local.get $0
    i32.load offset=44
    i32.sub
    local.tee $4
    i32.const 0
    local.get $4
    i32.const 0
    i32.gt_s
    select
    local.set $12
    local.get $4
    local.get $0
    i32.load offset=28
    i32.add
    local.tee $4
    local.get $5
    local.get $4
    local.get $5
    i32.lt_s
    select
    local.get $12
    i32.sub
    local.set $11
    local.get $0
    i32.load
    local.get $3
    local.get $5
    i32.mul
    local.get $12
    i32.add
    local.get $6
    i32.mul
    local.get $7
    i32.mul
    i32.add
    local.set $14
    i32.const 0
    local.get $0
    i32.load offset=48
    i32.sub
    local.set $3
    i32.const 0
    local.set $4
    loop $for-loop|1
     local.get $4
     local.get $10
     i32.lt_s
     if
      local.get $0
      local.get $14
      local.get $3
      i32.const 0
      local.get $3
      i32.const 0
      i32.gt_s
      select
      local.tee $13
      local.get $7
      i32.mul
      i32.add
      local.get $11
      local.get $3
      local.get $0
      i32.load offset=32
      i32.add
      local.tee $12
      local.get $6
      local.get $6
      local.get $12
      i32.gt_s
      select
      local.get $13
      i32.sub
      local.get $8
      call $assembly/pool/max_i8/MaxPool#pool
      local.get $3
      local.get $0
      i32.load offset=40
      i32.add
      local.set $3
      local.get $7
      local.get $8
      i32.add
      local.set $8
      local.get $4
      i32.const 1
      i32.add
      local.set $4
      br $for-loop|1
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/pool/max_i8/MaxPool#pool (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 v128)
  (local $6 v128)
  (local $7 i32)
  (local $8 v128)
  (local $9 v128)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  (local $15 i32)
  (local $16 i32)
  local.get $0
  i32.load offset=16
  local.tee $12
  local.get $0
  i32.load offset=12
  i32.mul
  local.set $10
  global.get $assembly/lane/flip/FLIP
  i8x16.splat
  local.set $9
  local.get $0
  i32.load offset=52
  i8x16.splat
  local.set $5
  local.get $0
  i32.load offset=56
  i8x16.splat
  local.set $8
  loop $for-loop|0
   local.get $14
   i32.const 16
   i32.add
   local.get $12
   i32.le_u
   if
    local.get $5
    local.set $6
    i32.const 0
    local.set $16
    loop $for-loop|1
     local.get $2
     local.get $16
     i32.gt_s
     if
      local.get $1
      local.get $14
      i32.add
      local.get $10
      local.get $16
      i32.mul
      i32.add
      local.set $15
      i32.const 0
      local.set $13
      loop $for-loop|2
       local.get $3
       local.get $13
       i32.gt_s
       if
        local.get $6
        local.get $15
        v128.load
        local.get $9
        v128.xor
        i8x16.max_s
        local.set $6
        local.get $12
        local.get $15
        i32.add
        local.set $15
        local.get $13
        i32.const 1
        i32.add
        local.set $13
        br $for-loop|2
       end
      end
      local.get $16
      i32.const 1
      i32.add
      local.set $16
      br $for-loop|1
     end
    end
    local.get $4
    local.get $14
    i32.add
    local.get $6
    local.get $8
    i8x16.min_s
    local.get $9
    v128.xor
    v128.store
    local.get $14
    i32.const 16
    i32.add
    local.set $14
    br $for-loop|0
   end
  end
  loop $for-loop|3
   local.get $12
   local.get $14
   i32.gt_u
   if
    local.get $0
    i32.load offset=52
    local.set $16
    i32.const 0
    local.set $15
    loop $for-loop|4
     local.get $2
     local.get $15
     i32.gt_s
     if
      local.get $1
      local.get $14
      i32.add
      local.get $10
      local.get $15
      i32.mul
      i32.add
      local.set $13
      i32.const 0
      local.set $11
      loop $for-loop|5
       local.get $3
       local.get $11
       i32.gt_s
       if
        local.get $16
        global.get $assembly/lane/flip/FLIP
        local.get $13
        i32.load8_u
        i32.xor
        i32.extend8_s
        local.tee $7
        local.get $7
        local.get $16
        i32.lt_s
        select
        local.set $16
        local.get $12
        local.get $13
        i32.add
        local.set $13
        local.get $11
        i32.const 1
        i32.add
        local.set $11
        br $for-loop|5
       end
      end
      local.get $15
      i32.const 1
      i32.add
      local.set $15
      br $for-loop|4
     end
    end
    local.get $4
    local.get $14
    i32.add
    global.get $assembly/lane/flip/FLIP
    local.get $16
    local.get $0
    i32.load offset=56
    local.tee $7
    local.get $7
    local.get $16
    i32.gt_s
    select
    i32.xor
    i32.store8
    local.get $14
    i32.const 1
    i32.add
    local.set $14
    br $for-loop|3
   end
  end
 )
 (func $assembly/pool/average_i8/average_pool_2d_requantize_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  local.get $0
  i32.load offset=8
  local.set $5
  local.get $0
  i32.load offset=12
  local.set $6
  local.get $0
  i32.load offset=20
  local.set $9
  local.get $0
  i32.load offset=4
  local.get $0
  i32.load offset=16
  local.tee $7
  local.get $0
  i32.load offset=24
  local.tee $10
  local.get $1
  i32.mul
  i32.mul
  i32.add
  local.set $8
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_s
   if
    local.get $0
    i32.load offset=36
    local.get $1
    local.get $1
    local.get $9
    i32.div_s
    local.tee $3
    local.get $9
    i32.mul
    i32.sub
    i32.mul
    local.get $0
    i32.load offset=44
    i32.sub
    local.tee $4
    i32.const 0
    local.get $4
    i32.const 0
    i32.gt_s
    select
    local.set $12
    local.get $4
    local.get $0
    i32.load offset=28
    i32.add
    local.tee $4
    local.get $5
    local.get $4
    local.get $5
    i32.lt_s
    select
    local.get $12
    i32.sub
    local.set $11
    local.get $0
    i32.load
    local.get $3
    local.get $5
    i32.mul
    local.get $12
    i32.add
    local.get $6
    i32.mul
    local.get $7
    i32.mul
    i32.add
    local.set $14
    i32.const 0
    local.get $0
    i32.load offset=48
    i32.sub
    local.set $3
    i32.const 0
    local.set $4
    loop $for-loop|1
     local.get $4
     local.get $10
     i32.lt_s
     if
      local.get $0
      local.get $14
      local.get $3
      i32.const 0
      local.get $3
      i32.const 0
      i32.gt_s
      select
      local.tee $13
      local.get $7
      i32.mul
      i32.add
      local.get $11
      local.get $3
      local.get $0
      i32.load offset=32
      i32.add
      local.tee $12
      local.get $6
      local.get $6
      local.get $12
      i32.gt_s
      select
      local.get $13
      i32.sub
      local.get $8
      call $assembly/pool/average_i8/RequantizedAveragePool#pool
      local.get $3
      local.get $0
      i32.load offset=40
      i32.add
      local.set $3
      local.get $7
      local.get $8
      i32.add
      local.set $8
      local.get $4
      i32.const 1
      i32.add
      local.set $4
      br $for-loop|1
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/pool/average_i8/average_pool_2d_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  local.get $0
  i32.load offset=8
  local.set $5
  local.get $0
  i32.load offset=12
  local.set $6
  local.get $0
  i32.load offset=20
  local.set $9
  local.get $0
  i32.load offset=4
  local.get $0
  i32.load offset=16
  local.tee $7
  local.get $0
  i32.load offset=24
  local.tee $10
  local.get $1
  i32.mul
  i32.mul
  i32.add
  local.set $8
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_s
   if
    local.get $0
    i32.load offset=36
    local.get $1
    local.get $1
    local.get $9
    i32.div_s
    local.tee $3
    local.get $9
    i32.mul
    i32.sub
    i32.mul
    local.get $0
    i32.load offset=44
    i32.sub
    local.tee $4
    i32.const 0
    local.get $4
    i32.const 0
    i32.gt_s
    select
    local.set $12
    local.get $4
    local.get $0
    i32.load offset=28
    i32.add
    local.tee $4
    local.get $5
    local.get $4
    local.get $5
    i32.lt_s
    select
    local.get $12
    i32.sub
    local.set $11
    local.get $0
    i32.load
    local.get $3
    local.get $5
    i32.mul
    local.get $12
    i32.add
    local.get $6
    i32.mul
    local.get $7
    i32.mul
    i32.add
    local.set $14
    i32.const 0
    local.get $0
    i32.load offset=48
    i32.sub
    local.set $3
    i32.const 0
    local.set $4
    loop $for-loop|1
     local.get $4
     local.get $10
     i32.lt_s
     if
      local.get $0
      local.get $14
      local.get $3
      i32.const 0
      local.get $3
      i32.const 0
      i32.gt_s
      select
      local.tee $13
      local.get $7
      i32.mul
      i32.add
      local.get $11
      local.get $3
      local.get $0
      i32.load offset=32
      i32.add
      local.tee $12
      local.get $6
      local.get $6
      local.get $12
      i32.gt_s
      select
      local.get $13
      i32.sub
      local.get $8
      call $assembly/pool/average_i8/AveragePool#pool
      local.get $3
      local.get $0
      i32.load offset=40
      i32.add
      local.set $3
      local.get $7
      local.get $8
      i32.add
      local.set $8
      local.get $4
      i32.const 1
      i32.add
      local.set $4
      br $for-loop|1
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/pool/average_i8/RequantizedAveragePool#pool (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 v128)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 v128)
  (local $14 i32)
  (local $15 v128)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 v128)
  (local $20 v128)
  local.get $0
  i32.load offset=16
  local.tee $11
  local.get $0
  i32.load offset=12
  i32.mul
  local.set $14
  global.get $assembly/lane/flip/FLIP
  i8x16.splat
  local.set $15
  local.get $0
  i32.load offset=56
  i8x16.splat
  local.set $16
  local.get $2
  local.get $3
  i32.mul
  local.set $12
  local.get $11
  i32.const -8
  i32.and
  local.set $10
  loop $for-loop|0
   local.get $6
   local.get $10
   i32.lt_u
   if
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $7
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $13
    i32.const 0
    local.set $5
    loop $for-loop|1
     local.get $2
     local.get $5
     i32.gt_s
     if
      local.get $1
      local.get $6
      i32.add
      local.get $5
      local.get $14
      i32.mul
      i32.add
      local.set $8
      i32.const 0
      local.set $9
      loop $for-loop|2
       local.get $3
       local.get $9
       i32.gt_s
       if
        local.get $7
        local.get $8
        v128.load64_zero
        local.get $15
        v128.xor
        i16x8.extend_low_i8x16_s
        local.tee $17
        i32x4.extend_low_i16x8_s
        i32x4.add
        local.set $7
        local.get $13
        local.get $17
        i32x4.extend_high_i16x8_s
        i32x4.add
        local.set $13
        local.get $8
        local.get $11
        i32.add
        local.set $8
        local.get $9
        i32.const 1
        i32.add
        local.set $9
        br $for-loop|2
       end
      end
      local.get $5
      i32.const 1
      i32.add
      local.set $5
      br $for-loop|1
     end
    end
    local.get $4
    local.get $6
    i32.add
    local.get $7
    local.get $12
    local.get $0
    i32.load offset=76
    i32.mul
    i32x4.splat
    local.tee $17
    i32x4.sub
    f32x4.convert_i32x4_s
    local.get $0
    f32.load offset=72
    local.get $12
    f32.convert_i32_s
    f32.div
    f32x4.splat
    local.tee $18
    f32x4.mul
    local.get $0
    i32.load offset=80
    i32.const 128
    i32.add
    i32.const 8
    i32.shr_u
    i32.const 1262485504
    i32.add
    i32x4.splat
    local.tee $19
    f32x4.add
    local.get $0
    i32.load offset=52
    i32.const 1262485504
    i32.add
    local.get $0
    i32.load offset=80
    i32.sub
    i32x4.splat
    local.tee $20
    i32x4.max_s
    i32.const 1262485504
    local.get $0
    i32.load offset=80
    i32.sub
    i32x4.splat
    local.tee $7
    i32x4.sub
    local.get $13
    local.get $17
    i32x4.sub
    f32x4.convert_i32x4_s
    local.get $18
    f32x4.mul
    local.get $19
    f32x4.add
    local.get $20
    i32x4.max_s
    local.get $7
    i32x4.sub
    i16x8.narrow_i32x4_s
    local.tee $7
    local.get $7
    i8x16.narrow_i16x8_s
    local.get $16
    i8x16.min_s
    local.get $15
    v128.xor
    v128.store64_lane 0
    local.get $6
    i32.const 8
    i32.add
    local.set $6
    br $for-loop|0
   end
  end
  loop $for-loop|3
   local.get $6
   local.get $11
   i32.lt_u
   if
    i32.const 0
    local.set $8
    i32.const 0
    local.set $5
    loop $for-loop|4
     local.get $2
     local.get $5
     i32.gt_s
     if
      local.get $1
      local.get $6
      i32.add
      local.get $5
      local.get $14
      i32.mul
      i32.add
      local.set $9
      i32.const 0
      local.set $10
      loop $for-loop|5
       local.get $3
       local.get $10
       i32.gt_s
       if
        local.get $8
        global.get $assembly/lane/flip/FLIP
        local.get $9
        i32.load8_u
        i32.xor
        i32.extend8_s
        i32.add
        local.set $8
        local.get $9
        local.get $11
        i32.add
        local.set $9
        local.get $10
        i32.const 1
        i32.add
        local.set $10
        br $for-loop|5
       end
      end
      local.get $5
      i32.const 1
      i32.add
      local.set $5
      br $for-loop|4
     end
    end
    local.get $4
    local.get $6
    i32.add
    global.get $assembly/lane/flip/FLIP
    local.get $0
    i32.load offset=56
    local.get $0
    i32.load offset=80
    local.tee $5
    i32.sub
    f32.convert_i32_s
    local.get $8
    local.get $12
    local.get $0
    i32.load offset=76
    i32.mul
    i32.sub
    f32.convert_i32_s
    local.get $0
    f32.load offset=72
    local.get $12
    f32.convert_i32_s
    f32.div
    f32.mul
    f32.nearest
    local.get $0
    i32.load offset=52
    local.get $5
    i32.sub
    f32.convert_i32_s
    f32.max
    f32.min
    i32.trunc_sat_f32_s
    local.get $5
    i32.add
    i32.xor
    i32.store8
    local.get $6
    i32.const 1
    i32.add
    local.set $6
    br $for-loop|3
   end
  end
 )
 (func $assembly/pool/average_i8/AveragePool#pool (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 v128)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 v128)
  (local $13 i32)
  (local $14 i32)
  (local $15 v128)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 v128)
  (local $20 v128)
  local.get $0
  i32.load offset=16
  local.tee $13
  local.get $0
  i32.load offset=12
  i32.mul
  local.set $14
  global.get $assembly/lane/flip/FLIP
  i8x16.splat
  local.set $15
  local.get $0
  i32.load offset=56
  i8x16.splat
  local.set $16
  local.get $13
  i32.const -8
  i32.and
  i32.const 0
  local.get $2
  local.get $3
  i32.mul
  local.tee $10
  i32.const 65536
  i32.le_s
  select
  local.set $11
  loop $for-loop|0
   local.get $7
   local.get $11
   i32.lt_u
   if
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $8
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $12
    i32.const 0
    local.set $5
    loop $for-loop|1
     local.get $2
     local.get $5
     i32.gt_s
     if
      local.get $1
      local.get $7
      i32.add
      local.get $5
      local.get $14
      i32.mul
      i32.add
      local.set $6
      i32.const 0
      local.set $9
      loop $for-loop|2
       local.get $3
       local.get $9
       i32.gt_s
       if
        local.get $8
        local.get $6
        v128.load64_zero
        local.get $15
        v128.xor
        i16x8.extend_low_i8x16_s
        local.tee $17
        i32x4.extend_low_i16x8_s
        i32x4.add
        local.set $8
        local.get $12
        local.get $17
        i32x4.extend_high_i16x8_s
        i32x4.add
        local.set $12
        local.get $6
        local.get $13
        i32.add
        local.set $6
        local.get $9
        i32.const 1
        i32.add
        local.set $9
        br $for-loop|2
       end
      end
      local.get $5
      i32.const 1
      i32.add
      local.set $5
      br $for-loop|1
     end
    end
    local.get $8
    local.get $10
    local.get $0
    i32.load offset=68
    i32.mul
    i32x4.splat
    local.tee $8
    i32x4.add
    local.tee $17
    i32.const 31
    i32x4.shr_s
    local.set $18
    local.get $12
    local.get $8
    i32x4.add
    local.tee $8
    i32.const 31
    i32x4.shr_s
    local.set $12
    local.get $4
    local.get $7
    i32.add
    local.get $17
    local.get $10
    i32.const 1
    i32.shr_s
    i32x4.splat
    local.tee $17
    local.get $18
    v128.xor
    local.get $18
    i32x4.sub
    i32x4.add
    f32x4.convert_i32x4_s
    local.get $10
    f32.convert_i32_s
    f32x4.splat
    local.tee $18
    f32x4.div
    i32x4.trunc_sat_f32x4_s
    local.get $0
    i32.load offset=68
    i32x4.splat
    local.tee $19
    i32x4.sub
    local.get $0
    i32.load offset=52
    i32x4.splat
    local.tee $20
    i32x4.max_s
    local.get $8
    local.get $17
    local.get $12
    v128.xor
    local.get $12
    i32x4.sub
    i32x4.add
    f32x4.convert_i32x4_s
    local.get $18
    f32x4.div
    i32x4.trunc_sat_f32x4_s
    local.get $19
    i32x4.sub
    local.get $20
    i32x4.max_s
    i16x8.narrow_i32x4_s
    local.tee $8
    local.get $8
    i8x16.narrow_i16x8_s
    local.get $16
    i8x16.min_s
    local.get $15
    v128.xor
    v128.store64_lane 0
    local.get $7
    i32.const 8
    i32.add
    local.set $7
    br $for-loop|0
   end
  end
  loop $for-loop|3
   local.get $7
   local.get $13
   i32.lt_u
   if
    i32.const 0
    local.set $6
    i32.const 0
    local.set $5
    loop $for-loop|4
     local.get $2
     local.get $5
     i32.gt_s
     if
      local.get $1
      local.get $7
      i32.add
      local.get $5
      local.get $14
      i32.mul
      i32.add
      local.set $9
      i32.const 0
      local.set $11
      loop $for-loop|5
       local.get $3
       local.get $11
       i32.gt_s
       if
        local.get $6
        global.get $assembly/lane/flip/FLIP
        local.get $9
        i32.load8_u
        i32.xor
        i32.extend8_s
        i32.add
        local.set $6
        local.get $9
        local.get $13
        i32.add
        local.set $9
        local.get $11
        i32.const 1
        i32.add
        local.set $11
        br $for-loop|5
       end
      end
      local.get $5
      i32.const 1
      i32.add
      local.set $5
      br $for-loop|4
     end
    end
    local.get $4
    local.get $7
    i32.add
    global.get $assembly/lane/flip/FLIP
    local.get $6
    local.get $10
    local.get $0
    i32.load offset=68
    i32.mul
    i32.add
    local.tee $5
    local.get $10
    i32.const 1
    i32.shr_s
    local.tee $6
    i32.add
    local.get $5
    local.get $6
    i32.sub
    local.get $5
    i32.const 0
    i32.gt_s
    select
    local.get $10
    i32.div_s
    local.get $0
    i32.load offset=68
    i32.sub
    local.tee $5
    local.get $0
    i32.load offset=52
    local.tee $6
    local.get $5
    local.get $6
    i32.gt_s
    select
    local.tee $5
    local.get $0
    i32.load offset=56
    local.tee $6
    local.get $5
    local.get $6
    i32.lt_s
    select
    i32.xor
    i32.store8
    local.get $7
    i32.const 1
    i32.add
    local.set $7
    br $for-loop|3
   end
  end
 )
 (func $assembly/photo/photo/photo_rows_u8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  local.get $0
  i32.load offset=16
  local.set $7
  local.get $0
  i32.load offset=32
  local.set $10
  local.get $0
  i32.load offset=24
  local.set $12
  local.get $0
  i32.load offset=4
  local.get $0
  i32.load offset=40
  local.get $1
  local.get $0
  i32.load offset=20
  i32.mul
  i32.mul
  local.get $0
  i32.load offset=44
  local.tee $5
  i32.shl
  i32.add
  local.set $6
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $0
    i32.load offset=8
    local.get $1
    local.get $0
    i32.load offset=12
    i32.mul
    i32.add
    local.set $4
    i32.const 0
    local.set $3
    loop $for-loop|1
     local.get $3
     local.get $7
     i32.lt_u
     if
      local.get $3
      local.get $10
      i32.add
      local.get $0
      i32.load
      local.get $3
      i32.add
      local.get $7
      local.get $4
      call $assembly/photo/photo/weigh
      i32.store
      local.get $3
      i32.const 4
      i32.add
      local.set $3
      br $for-loop|1
     end
    end
    i32.const 0
    local.set $3
    loop $for-loop|2
     local.get $3
     local.get $7
     i32.lt_u
     if
      local.get $0
      i32.load offset=36
      local.set $4
      local.get $0
      i32.load offset=48
      local.get $3
      local.get $10
      i32.add
      i32.add
      local.set $8
      local.get $0
      i32.load offset=40
      local.set $9
      loop $for-loop|3
       local.get $9
       i32.const 0
       i32.gt_s
       if
        local.get $4
        local.get $8
        i32.load8_u
        local.get $5
        i32.shl
        i32.add
        local.set $11
        local.get $5
        if
         local.get $6
         local.get $11
         i32.load
         i32.store
        else
         local.get $6
         local.get $11
         i32.load8_u
         i32.store8
        end
        local.get $6
        i32.const 1
        local.get $5
        i32.shl
        i32.add
        local.set $6
        local.get $4
        i32.const 256
        local.get $5
        i32.shl
        i32.add
        local.set $4
        local.get $8
        local.get $0
        i32.load offset=52
        i32.add
        local.set $8
        local.get $9
        i32.const 1
        i32.sub
        local.set $9
        br $for-loop|3
       end
      end
      local.get $3
      local.get $12
      i32.add
      local.set $3
      br $for-loop|2
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/photo/photo/photo_columns_u8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  local.get $0
  i32.load offset=28
  local.set $8
  local.get $0
  i32.load offset=8
  local.tee $3
  local.get $0
  i32.load offset=12
  local.tee $7
  local.get $0
  i32.load offset=20
  i32.mul
  i32.add
  local.set $6
  local.get $0
  i32.load offset=4
  local.get $0
  i32.load offset=24
  local.tee $10
  local.get $1
  local.get $0
  i32.load offset=20
  i32.mul
  i32.mul
  i32.add
  local.set $11
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $0
    i32.load
    local.get $1
    local.get $0
    i32.load offset=16
    i32.mul
    i32.add
    local.set $5
    local.get $3
    local.set $4
    loop $for-loop|1
     local.get $4
     local.get $6
     i32.lt_u
     if
      local.get $5
      local.get $8
      local.get $4
      call $assembly/photo/photo/weigh
      local.set $9
      local.get $10
      i32.const 1
      i32.eq
      if
       local.get $11
       local.get $9
       i32.store8
      else
       local.get $11
       local.get $9
       i32.store
      end
      local.get $4
      local.get $7
      i32.add
      local.set $4
      local.get $10
      local.get $11
      i32.add
      local.set $11
      br $for-loop|1
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/layout/copy/gather (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  local.get $0
  i32.load offset=8
  local.set $9
  local.get $1
  local.get $1
  local.get $0
  i32.load offset=12
  local.tee $7
  i32.div_u
  local.tee $5
  local.get $7
  i32.mul
  i32.sub
  local.set $3
  local.get $0
  i32.load
  local.get $0
  i32.load offset=20
  local.tee $4
  local.get $5
  local.get $0
  i32.load offset=16
  local.tee $8
  i32.mul
  i32.mul
  i32.add
  local.set $6
  local.get $0
  i32.load offset=4
  local.get $1
  local.get $4
  i32.mul
  i32.add
  local.set $0
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $6
    local.get $9
    local.get $3
    i32.const 2
    i32.shl
    i32.add
    i32.load
    local.tee $5
    local.get $8
    i32.const 1
    i32.sub
    local.tee $10
    local.get $5
    local.get $10
    i32.lt_s
    select
    local.tee $5
    i32.const 0
    local.get $5
    i32.const 0
    i32.gt_s
    select
    local.get $4
    i32.mul
    i32.add
    local.set $10
    block $assembly/layout/copy/copy_bytes|inlined.1
     local.get $4
     i32.const 16
     i32.ge_u
     if
      local.get $4
      i32.const 16
      i32.sub
      local.set $11
      i32.const 0
      local.set $5
      loop $for-loop|1
       local.get $5
       local.get $11
       i32.lt_u
       if
        local.get $0
        local.get $5
        i32.add
        local.get $5
        local.get $10
        i32.add
        v128.load
        v128.store
        local.get $5
        i32.const 16
        i32.add
        local.set $5
        br $for-loop|1
       end
      end
      local.get $0
      local.get $11
      i32.add
      local.get $10
      local.get $11
      i32.add
      v128.load
      v128.store
      br $assembly/layout/copy/copy_bytes|inlined.1
     end
     local.get $4
     i32.const 8
     i32.ge_u
     if
      local.get $4
      i32.const 8
      i32.sub
      local.set $11
      i32.const 0
      local.set $5
      loop $for-loop|2
       local.get $5
       local.get $11
       i32.lt_u
       if
        local.get $0
        local.get $5
        i32.add
        local.get $5
        local.get $10
        i32.add
        i64.load
        i64.store
        local.get $5
        i32.const 8
        i32.add
        local.set $5
        br $for-loop|2
       end
      end
      local.get $0
      local.get $11
      i32.add
      local.get $10
      local.get $11
      i32.add
      i64.load
      i64.store
     else
      local.get $4
      i32.const 4
      i32.ge_u
      if
       local.get $0
       local.get $10
       i32.load
       i32.store
       local.get $0
       local.get $4
       i32.add
       i32.const 4
       i32.sub
       local.get $4
       local.get $10
       i32.add
       i32.const 4
       i32.sub
       i32.load
       i32.store
      else
       local.get $4
       i32.const 2
       i32.ge_u
       if
        local.get $0
        local.get $10
        i32.load16_u
        i32.store16
        local.get $0
        local.get $4
        i32.add
        i32.const 2
        i32.sub
        local.get $4
        local.get $10
        i32.add
        i32.const 2
        i32.sub
        i32.load16_u
        i32.store16
       else
        local.get $4
        if
         local.get $0
         local.get $10
         i32.load8_u
         i32.store8
        end
       end
      end
     end
    end
    local.get $0
    local.get $4
    i32.add
    local.set $0
    local.get $7
    local.get $3
    i32.const 1
    i32.add
    local.tee $3
    i32.eq
    if
     local.get $6
     local.get $4
     local.get $8
     i32.mul
     i32.add
     local.set $6
     i32.const 0
     local.set $3
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/layout/copy/copy_runs (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  local.get $2
  local.set $3
  local.get $0
  i32.load offset=36
  local.set $7
  local.get $0
  i32.load offset=56
  local.set $8
  local.get $0
  i32.load offset=76
  local.set $9
  loop $while-continue|0
   local.get $1
   local.get $3
   i32.lt_u
   if
    local.get $0
    i32.load
    local.get $8
    local.get $1
    local.get $7
    local.get $1
    local.get $7
    i32.div_u
    local.tee $2
    i32.mul
    i32.sub
    local.tee $11
    i32.mul
    i32.add
    local.set $4
    local.get $0
    i32.load offset=4
    local.get $9
    local.get $11
    i32.mul
    i32.add
    local.set $5
    local.get $0
    i32.const 32
    i32.add
    local.set $6
    loop $for-loop|1
     local.get $2
     if
      local.get $4
      local.get $2
      local.get $2
      local.get $6
      i32.load
      i32.div_u
      local.tee $2
      local.get $6
      i32.load
      i32.mul
      i32.sub
      local.tee $10
      local.get $6
      i32.load offset=20
      i32.mul
      i32.add
      local.set $4
      local.get $5
      local.get $10
      local.get $6
      i32.load offset=40
      i32.mul
      i32.add
      local.set $5
      local.get $6
      i32.const 4
      i32.sub
      local.set $6
      br $for-loop|1
     end
    end
    local.get $3
    local.get $1
    local.get $7
    i32.add
    local.get $11
    i32.sub
    local.tee $2
    local.get $2
    local.get $3
    i32.gt_u
    select
    local.set $6
    loop $for-loop|2
     local.get $1
     local.get $6
     i32.lt_u
     if
      block $assembly/layout/copy/copy_bytes|inlined.0
       local.get $0
       i32.load offset=8
       local.tee $2
       i32.const 16
       i32.ge_u
       if
        local.get $2
        i32.const 16
        i32.sub
        local.set $10
        i32.const 0
        local.set $2
        loop $for-loop|3
         local.get $2
         local.get $10
         i32.lt_u
         if
          local.get $2
          local.get $5
          i32.add
          local.get $2
          local.get $4
          i32.add
          v128.load
          v128.store
          local.get $2
          i32.const 16
          i32.add
          local.set $2
          br $for-loop|3
         end
        end
        local.get $5
        local.get $10
        i32.add
        local.get $4
        local.get $10
        i32.add
        v128.load
        v128.store
        br $assembly/layout/copy/copy_bytes|inlined.0
       end
       local.get $2
       i32.const 8
       i32.ge_u
       if
        local.get $2
        i32.const 8
        i32.sub
        local.set $10
        i32.const 0
        local.set $2
        loop $for-loop|4
         local.get $2
         local.get $10
         i32.lt_u
         if
          local.get $2
          local.get $5
          i32.add
          local.get $2
          local.get $4
          i32.add
          i64.load
          i64.store
          local.get $2
          i32.const 8
          i32.add
          local.set $2
          br $for-loop|4
         end
        end
        local.get $5
        local.get $10
        i32.add
        local.get $4
        local.get $10
        i32.add
        i64.load
        i64.store
       else
        local.get $2
        i32.const 4
        i32.ge_u
        if
         local.get $5
         local.get $4
         i32.load
         i32.store
         local.get $2
         local.get $5
         i32.add
         i32.const 4
         i32.sub
         local.get $2
         local.get $4
         i32.add
         i32.const 4
         i32.sub
         i32.load
         i32.store
        else
         local.get $2
         i32.const 2
         i32.ge_u
         if
          local.get $5
          local.get $4
          i32.load16_u
          i32.store16
          local.get $2
          local.get $5
          i32.add
          i32.const 2
          i32.sub
          local.get $2
          local.get $4
          i32.add
          i32.const 2
          i32.sub
          i32.load16_u
          i32.store16
         else
          local.get $2
          if
           local.get $5
           local.get $4
           i32.load8_u
           i32.store8
          end
         end
        end
       end
      end
      local.get $4
      local.get $8
      i32.add
      local.set $4
      local.get $5
      local.get $9
      i32.add
      local.set $5
      local.get $1
      i32.const 1
      i32.add
      local.set $1
      br $for-loop|2
     end
    end
    br $while-continue|0
   end
  end
 )
 (func $assembly/layout/copy/copy_8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 v128)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  local.get $2
  local.set $5
  local.get $0
  local.tee $6
  i32.load offset=36
  local.set $8
  local.get $0
  i32.load offset=56
  local.set $10
  local.get $0
  i32.load offset=76
  local.set $11
  local.get $1
  local.set $2
  loop $while-continue|0
   local.get $2
   local.get $5
   i32.lt_u
   if
    local.get $6
    i32.load
    local.get $10
    local.get $2
    local.get $8
    local.get $2
    local.get $8
    i32.div_u
    local.tee $0
    i32.mul
    i32.sub
    local.tee $1
    i32.mul
    i32.add
    local.set $3
    local.get $6
    i32.load offset=4
    local.get $1
    local.get $11
    i32.mul
    i32.add
    local.set $4
    local.get $6
    i32.const 32
    i32.add
    local.set $7
    loop $for-loop|1
     local.get $0
     if
      local.get $3
      local.get $0
      local.get $0
      local.get $7
      i32.load
      i32.div_u
      local.tee $0
      local.get $7
      i32.load
      i32.mul
      i32.sub
      local.tee $12
      local.get $7
      i32.load offset=20
      i32.mul
      i32.add
      local.set $3
      local.get $4
      local.get $12
      local.get $7
      i32.load offset=40
      i32.mul
      i32.add
      local.set $4
      local.get $7
      i32.const 4
      i32.sub
      local.set $7
      br $for-loop|1
     end
    end
    local.get $5
    local.get $2
    local.get $8
    i32.add
    local.get $1
    i32.sub
    local.tee $0
    local.get $0
    local.get $5
    i32.gt_u
    select
    local.set $13
    loop $for-loop|2
     local.get $2
     local.get $13
     i32.lt_u
     if
      local.get $4
      local.set $0
      local.get $3
      local.set $1
      local.get $6
      i32.load offset=8
      local.set $7
      block $assembly/layout/copy/Line8#row|inlined.0
       local.get $6
       i32.load offset=12
       if (result i32)
        i32.const 0
       else
        local.get $6
        i32.load offset=16
        i32.const 1
        i32.eq
       end
       if
        local.get $1
        i32.load8_s
        i8x16.splat
        local.set $9
        local.get $0
        local.get $7
        i32.add
        local.set $7
        loop $for-loop|3
         local.get $0
         i32.const 16
         i32.add
         local.tee $1
         local.get $7
         i32.le_u
         if
          local.get $0
          local.get $9
          v128.store
          local.get $1
          local.set $0
          br $for-loop|3
         end
        end
        loop $for-loop|4
         local.get $0
         i32.const 4
         i32.add
         local.tee $1
         local.get $7
         i32.le_u
         if
          local.get $0
          local.get $9
          i32x4.extract_lane 0
          i32.store
          local.get $1
          local.set $0
          br $for-loop|4
         end
        end
        loop $for-loop|5
         local.get $0
         local.get $7
         i32.lt_u
         if
          local.get $0
          local.get $9
          i8x16.extract_lane_s 0
          i32.store8
          local.get $0
          i32.const 1
          i32.add
          local.set $0
          br $for-loop|5
         end
        end
        br $assembly/layout/copy/Line8#row|inlined.0
       end
       local.get $6
       i32.load offset=12
       local.set $14
       local.get $6
       i32.load offset=16
       local.set $12
       local.get $6
       i32.load offset=8
       local.set $7
       loop $for-loop|6
        local.get $7
        i32.const 0
        i32.gt_s
        if
         local.get $0
         local.get $1
         i32.load8_u
         i32.store8
         local.get $1
         local.get $14
         i32.add
         local.set $1
         local.get $0
         local.get $12
         i32.add
         local.set $0
         local.get $7
         i32.const 1
         i32.sub
         local.set $7
         br $for-loop|6
        end
       end
      end
      local.get $3
      local.get $10
      i32.add
      local.set $3
      local.get $4
      local.get $11
      i32.add
      local.set $4
      local.get $2
      i32.const 1
      i32.add
      local.set $2
      br $for-loop|2
     end
    end
    br $while-continue|0
   end
  end
 )
 (func $assembly/layout/copy/copy_32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 v128)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  local.get $2
  local.set $5
  local.get $0
  local.tee $6
  i32.load offset=36
  local.set $8
  local.get $0
  i32.load offset=56
  local.set $10
  local.get $0
  i32.load offset=76
  local.set $11
  local.get $1
  local.set $2
  loop $while-continue|0
   local.get $2
   local.get $5
   i32.lt_u
   if
    local.get $6
    i32.load
    local.get $10
    local.get $2
    local.get $8
    local.get $2
    local.get $8
    i32.div_u
    local.tee $0
    i32.mul
    i32.sub
    local.tee $1
    i32.mul
    i32.add
    local.set $3
    local.get $6
    i32.load offset=4
    local.get $1
    local.get $11
    i32.mul
    i32.add
    local.set $4
    local.get $6
    i32.const 32
    i32.add
    local.set $7
    loop $for-loop|1
     local.get $0
     if
      local.get $3
      local.get $0
      local.get $0
      local.get $7
      i32.load
      i32.div_u
      local.tee $0
      local.get $7
      i32.load
      i32.mul
      i32.sub
      local.tee $12
      local.get $7
      i32.load offset=20
      i32.mul
      i32.add
      local.set $3
      local.get $4
      local.get $12
      local.get $7
      i32.load offset=40
      i32.mul
      i32.add
      local.set $4
      local.get $7
      i32.const 4
      i32.sub
      local.set $7
      br $for-loop|1
     end
    end
    local.get $5
    local.get $2
    local.get $8
    i32.add
    local.get $1
    i32.sub
    local.tee $0
    local.get $0
    local.get $5
    i32.gt_u
    select
    local.set $13
    loop $for-loop|2
     local.get $2
     local.get $13
     i32.lt_u
     if
      local.get $4
      local.set $0
      local.get $3
      local.set $1
      local.get $6
      i32.load offset=8
      local.set $7
      block $assembly/layout/copy/Line32#row|inlined.0
       local.get $6
       i32.load offset=12
       if (result i32)
        i32.const 0
       else
        local.get $6
        i32.load offset=16
        i32.const 4
        i32.eq
       end
       if
        local.get $1
        i32.load
        i32x4.splat
        local.set $9
        local.get $0
        local.get $7
        i32.const 2
        i32.shl
        i32.add
        local.set $7
        loop $for-loop|3
         local.get $0
         i32.const 16
         i32.add
         local.tee $1
         local.get $7
         i32.le_u
         if
          local.get $0
          local.get $9
          v128.store
          local.get $1
          local.set $0
          br $for-loop|3
         end
        end
        loop $for-loop|4
         local.get $0
         i32.const 4
         i32.add
         local.tee $1
         local.get $7
         i32.le_u
         if
          local.get $0
          local.get $9
          i32x4.extract_lane 0
          i32.store
          local.get $1
          local.set $0
          br $for-loop|4
         end
        end
        loop $for-loop|5
         local.get $0
         local.get $7
         i32.lt_u
         if
          local.get $0
          local.get $9
          i8x16.extract_lane_s 0
          i32.store8
          local.get $0
          i32.const 1
          i32.add
          local.set $0
          br $for-loop|5
         end
        end
        br $assembly/layout/copy/Line32#row|inlined.0
       end
       local.get $6
       i32.load offset=12
       local.set $14
       local.get $6
       i32.load offset=16
       local.set $12
       local.get $6
       i32.load offset=8
       local.set $7
       loop $for-loop|6
        local.get $7
        i32.const 0
        i32.gt_s
        if
         local.get $0
         local.get $1
         i32.load
         i32.store
         local.get $1
         local.get $14
         i32.add
         local.set $1
         local.get $0
         local.get $12
         i32.add
         local.set $0
         local.get $7
         i32.const 1
         i32.sub
         local.set $7
         br $for-loop|6
        end
       end
      end
      local.get $3
      local.get $10
      i32.add
      local.set $3
      local.get $4
      local.get $11
      i32.add
      local.set $4
      local.get $2
      i32.const 1
      i32.add
      local.set $2
      br $for-loop|2
     end
    end
    br $while-continue|0
   end
  end
 )
 (func $assembly/lane/math64/power (param $0 f32) (param $1 f32) (result f32)
  (local $2 i32)
  (local $3 f64)
  (local $4 i32)
  (local $5 f32)
  (local $6 f64)
  (local $7 f64)
  local.get $0
  f32.const 1
  f32.eq
  local.get $1
  f32.const 0
  f32.eq
  i32.or
  if
   f32.const 1
   return
  end
  local.get $1
  local.get $1
  f32.ne
  local.get $0
  local.get $0
  f32.ne
  i32.or
  if
   f32.const nan:0x400000
   return
  end
  local.get $1
  f32.abs
  f32.const 16777216
  f32.lt
  local.get $1
  f32.nearest
  local.get $1
  f32.eq
  local.tee $4
  local.get $4
  select
  local.tee $2
  if
   local.get $1
   i32.trunc_sat_f32_s
   i32.const 1
   i32.and
   local.set $2
  end
  f32.const 1
  local.get $0
  f32.copysign
  f32.const 0
  f32.lt
  local.get $2
  local.get $2
  select
  local.set $2
  local.get $0
  f32.abs
  local.tee $5
  f32.const 0
  f32.eq
  if (result f32)
   f32.const 0
   f32.const inf
   local.get $1
   f32.const 0
   f32.gt
   select
  else
   local.get $1
   f32.abs
   f32.const inf
   f32.eq
   if (result f32)
    local.get $5
    f32.const 1
    f32.eq
    if (result f32)
     f32.const 1
    else
     f32.const inf
     f32.const 0
     local.get $5
     f32.const 1
     f32.gt
     local.get $1
     f32.const 0
     f32.gt
     i32.eq
     select
    end
   else
    local.get $5
    f32.const inf
    f32.eq
    if (result f32)
     f32.const inf
     f32.const 0
     local.get $1
     f32.const 0
     f32.gt
     select
    else
     local.get $4
     i32.eqz
     local.get $0
     f32.const 0
     f32.lt
     i32.and
     if (result f32)
      f32.const nan:0x400000
      return
     else
      local.get $1
      f64.promote_f32
      local.get $5
      f64.promote_f32
      call $assembly/lane/math64/log64
      f64.mul
      f64.const -200
      f64.max
      f64.const 200
      f64.min
      local.tee $3
      f64.const 0.6931471805599453
      f64.div
      f64.nearest
      local.set $7
      local.get $3
      local.get $7
      f64.const 0.6931471805599453
      f64.mul
      f64.sub
      local.set $3
      f64.const 1
      local.set $6
      i32.const 13
      local.set $4
      loop $for-loop|0
       local.get $4
       i32.const 0
       i32.gt_s
       if
        local.get $6
        local.get $3
        f64.mul
        local.get $4
        f64.convert_i32_s
        f64.div
        f64.const 1
        f64.add
        local.set $6
        local.get $4
        i32.const 1
        i32.sub
        local.set $4
        br $for-loop|0
       end
      end
      local.get $6
      local.get $7
      i32.trunc_sat_f64_s
      i32.const 1023
      i32.add
      i64.extend_i32_s
      i64.const 52
      i64.shl
      f64.reinterpret_i64
      f64.mul
      f32.demote_f64
     end
    end
   end
  end
  local.tee $0
  f32.neg
  local.get $0
  local.get $2
  select
 )
 (func $assembly/gemm/int8_relaxed/tile_5x8 (param $0 i32) (param $1 i32)
  (local $2 v128)
  (local $3 v128)
  (local $4 v128)
  (local $5 v128)
  (local $6 v128)
  (local $7 i32)
  (local $8 v128)
  (local $9 i32)
  (local $10 i32)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 i32)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 v128)
  (local $20 i32)
  (local $21 i32)
  (local $22 i32)
  (local $23 i32)
  (local $24 v128)
  (local $25 i32)
  (local $26 i32)
  (local $27 i32)
  (local $28 i32)
  (local $29 i32)
  (local $30 i32)
  (local $31 i32)
  (local $32 i32)
  (local $33 v128)
  local.get $0
  i32.load offset=4
  local.set $20
  local.get $0
  i32.load offset=36
  local.set $21
  local.get $0
  i32.load offset=28
  local.set $26
  local.get $0
  i32.load offset=16
  local.get $1
  local.get $0
  i32.load offset=12
  i32.mul
  i32.add
  local.tee $10
  local.get $0
  i32.load offset=12
  i32.const 3
  i32.shl
  i32.add
  local.set $29
  local.get $1
  i32.const 2
  i32.shl
  local.tee $7
  local.get $0
  i32.load offset=20
  i32.add
  local.set $27
  local.get $7
  local.get $0
  i32.load offset=24
  i32.add
  local.set $28
  local.get $0
  i32.load offset=44
  i32.const 128
  i32.add
  i32.const 8
  i32.shr_u
  i32.const 1262485504
  i32.add
  i32x4.splat
  local.set $16
  i32.const 1262485504
  local.get $0
  i32.load offset=44
  i32.sub
  i32x4.splat
  local.set $17
  local.get $0
  f32.load offset=56
  f32.const -128
  f32.gt
  if (result i32)
   i32.const 1
  else
   local.get $0
   f32.load offset=60
   f32.const 127
   f32.lt
  end
  if (result i32)
   i32.const 1
  else
   local.get $0
   i32.load offset=28
  end
  if (result i32)
   i32.const 0
  else
   local.get $7
   local.get $0
   i32.load offset=20
   i32.add
   local.get $7
   local.get $0
   i32.load offset=24
   i32.add
   i32.const 8
   local.get $0
   i32.load offset=12
   call $assembly/lane/requantize/saturates
  end
  i32.eqz
  local.set $15
  global.get $assembly/lane/flip/FLIP
  i8x16.splat
  local.set $24
  local.get $0
  i32.load offset=8
  i32.const 5
  i32.sub
  local.set $25
  local.get $20
  i32.const 1
  i32.shl
  local.tee $30
  local.get $20
  i32.add
  local.set $31
  local.get $20
  i32.const 2
  i32.shl
  local.set $32
  local.get $0
  i32.load
  local.set $9
  local.get $1
  local.get $0
  i32.load offset=32
  i32.add
  local.set $23
  loop $while-continue|0
   local.get $9
   local.set $1
   local.get $27
   v128.load
   local.tee $3
   local.set $18
   local.get $27
   v128.load offset=16
   local.tee $2
   local.set $19
   local.get $3
   local.set $8
   local.get $2
   local.set $5
   local.get $3
   local.tee $11
   local.set $33
   local.get $2
   local.tee $12
   local.set $4
   local.get $26
   if (result v128)
    local.get $33
    local.get $26
    local.get $22
    i32.const 2
    i32.shl
    i32.add
    local.tee $7
    v128.load32_splat
    local.tee $5
    i32x4.add
    local.set $3
    local.get $2
    local.get $5
    i32x4.add
    local.set $2
    local.get $33
    local.get $7
    v128.load32_splat offset=4
    local.tee $5
    i32x4.add
    local.set $18
    local.get $4
    local.get $5
    i32x4.add
    local.set $19
    local.get $33
    local.get $7
    v128.load32_splat offset=8
    local.tee $5
    i32x4.add
    local.set $11
    local.get $4
    local.get $5
    i32x4.add
    local.set $12
    local.get $33
    local.get $7
    v128.load32_splat offset=12
    local.tee $5
    i32x4.add
    local.set $8
    local.get $4
    local.get $5
    i32x4.add
    local.set $5
    local.get $33
    local.get $7
    v128.load32_splat offset=16
    local.tee $6
    i32x4.add
    local.set $33
    local.get $4
    local.get $6
    i32x4.add
   else
    local.get $4
   end
   local.set $6
   local.get $10
   local.set $7
   loop $for-loop|1
    local.get $7
    local.get $29
    i32.lt_u
    if
     local.get $7
     v128.load
     local.tee $14
     local.get $1
     v128.load32_splat
     local.tee $4
     local.get $3
     i32x4.relaxed_dot_i8x16_i7x16_add_s
     local.set $3
     local.get $7
     v128.load offset=16
     local.tee $13
     local.get $4
     local.get $2
     i32x4.relaxed_dot_i8x16_i7x16_add_s
     local.set $2
     local.get $14
     local.get $1
     local.get $20
     i32.add
     v128.load32_splat
     local.tee $4
     local.get $18
     i32x4.relaxed_dot_i8x16_i7x16_add_s
     local.set $18
     local.get $13
     local.get $4
     local.get $19
     i32x4.relaxed_dot_i8x16_i7x16_add_s
     local.set $19
     local.get $14
     local.get $1
     local.get $30
     i32.add
     v128.load32_splat
     local.tee $4
     local.get $11
     i32x4.relaxed_dot_i8x16_i7x16_add_s
     local.set $11
     local.get $13
     local.get $4
     local.get $12
     i32x4.relaxed_dot_i8x16_i7x16_add_s
     local.set $12
     local.get $14
     local.get $1
     local.get $31
     i32.add
     v128.load32_splat
     local.tee $4
     local.get $8
     i32x4.relaxed_dot_i8x16_i7x16_add_s
     local.set $8
     local.get $13
     local.get $4
     local.get $5
     i32x4.relaxed_dot_i8x16_i7x16_add_s
     local.set $5
     local.get $14
     local.get $1
     local.get $32
     i32.add
     v128.load32_splat
     local.tee $4
     local.get $33
     i32x4.relaxed_dot_i8x16_i7x16_add_s
     local.set $33
     local.get $13
     local.get $4
     local.get $6
     i32x4.relaxed_dot_i8x16_i7x16_add_s
     local.set $6
     local.get $1
     i32.const 4
     i32.add
     local.set $1
     local.get $7
     i32.const 32
     i32.add
     local.set $7
     br $for-loop|1
    end
   end
   local.get $3
   f32x4.convert_i32x4_s
   local.get $28
   v128.load
   local.tee $14
   f32x4.mul
   local.get $16
   f32x4.add
   local.set $3
   local.get $2
   f32x4.convert_i32x4_s
   local.get $28
   v128.load offset=16
   local.tee $13
   f32x4.mul
   local.get $16
   f32x4.add
   local.set $2
   local.get $18
   f32x4.convert_i32x4_s
   local.get $14
   f32x4.mul
   local.get $16
   f32x4.add
   local.set $18
   local.get $19
   f32x4.convert_i32x4_s
   local.get $13
   f32x4.mul
   local.get $16
   f32x4.add
   local.set $19
   local.get $11
   f32x4.convert_i32x4_s
   local.get $14
   f32x4.mul
   local.get $16
   f32x4.add
   local.set $11
   local.get $12
   f32x4.convert_i32x4_s
   local.get $13
   f32x4.mul
   local.get $16
   f32x4.add
   local.set $4
   local.get $8
   f32x4.convert_i32x4_s
   local.get $14
   f32x4.mul
   local.get $16
   f32x4.add
   local.set $8
   local.get $5
   f32x4.convert_i32x4_s
   local.get $13
   f32x4.mul
   local.get $16
   f32x4.add
   local.set $5
   local.get $33
   f32x4.convert_i32x4_s
   local.get $14
   f32x4.mul
   local.get $16
   f32x4.add
   local.set $33
   local.get $6
   f32x4.convert_i32x4_s
   local.get $13
   f32x4.mul
   local.get $16
   f32x4.add
   local.set $6
   local.get $15
   if
    local.get $3
    local.get $0
    f32.load offset=56
    i32.trunc_sat_f32_s
    i32.const 1262485504
    i32.add
    local.get $0
    i32.load offset=44
    i32.sub
    i32x4.splat
    local.tee $13
    i32x4.max_s
    local.get $0
    f32.load offset=60
    i32.trunc_sat_f32_s
    i32.const 1262485504
    i32.add
    local.get $0
    i32.load offset=44
    i32.sub
    i32x4.splat
    local.tee $12
    i32x4.min_s
    local.set $3
    local.get $18
    local.get $13
    i32x4.max_s
    local.get $12
    i32x4.min_s
    local.set $18
    local.get $19
    local.get $13
    i32x4.max_s
    local.get $12
    i32x4.min_s
    local.set $19
    local.get $11
    local.get $13
    i32x4.max_s
    local.get $12
    i32x4.min_s
    local.set $11
    local.get $8
    local.get $13
    i32x4.max_s
    local.get $12
    i32x4.min_s
    local.set $8
    local.get $5
    local.get $13
    i32x4.max_s
    local.get $12
    i32x4.min_s
    local.set $5
    local.get $33
    local.get $13
    i32x4.max_s
    local.get $12
    i32x4.min_s
    local.set $33
    local.get $6
    local.get $13
    i32x4.max_s
    local.get $12
    i32x4.min_s
    local.set $6
    local.get $2
    local.get $13
    i32x4.max_s
    local.get $12
    i32x4.min_s
    local.set $2
    local.get $4
    local.get $13
    i32x4.max_s
    local.get $12
    i32x4.min_s
    local.set $4
   end
   local.get $23
   local.get $3
   local.get $17
   i32x4.sub
   local.get $2
   local.get $17
   i32x4.sub
   i16x8.narrow_i32x4_s
   local.get $18
   local.get $17
   i32x4.sub
   local.get $19
   local.get $17
   i32x4.sub
   i16x8.narrow_i32x4_s
   i8x16.narrow_i16x8_s
   local.get $24
   v128.xor
   local.tee $2
   v128.store64_lane 0
   local.get $21
   local.get $23
   i32.add
   local.tee $1
   local.get $2
   v128.store64_lane 1
   local.get $1
   local.get $21
   i32.add
   local.tee $7
   local.get $21
   i32.add
   local.set $1
   local.get $7
   local.get $11
   local.get $17
   i32x4.sub
   local.get $4
   local.get $17
   i32x4.sub
   i16x8.narrow_i32x4_s
   local.get $8
   local.get $17
   i32x4.sub
   local.get $5
   local.get $17
   i32x4.sub
   i16x8.narrow_i32x4_s
   i8x16.narrow_i16x8_s
   local.get $24
   v128.xor
   local.tee $2
   v128.store64_lane 0
   local.get $1
   local.get $2
   v128.store64_lane 1
   local.get $1
   local.get $21
   i32.add
   local.get $33
   local.get $17
   i32x4.sub
   local.get $6
   local.get $17
   i32x4.sub
   i16x8.narrow_i32x4_s
   local.tee $2
   local.get $2
   i8x16.narrow_i16x8_s
   local.get $24
   v128.xor
   v128.store64_lane 0
   local.get $22
   local.get $25
   i32.ne
   if
    local.get $22
    i32.const 5
    local.get $25
    local.get $22
    i32.sub
    local.get $22
    i32.const 5
    i32.add
    local.get $25
    i32.le_u
    select
    local.tee $1
    i32.add
    local.set $22
    local.get $9
    local.get $1
    local.get $20
    i32.mul
    i32.add
    local.set $9
    local.get $23
    local.get $1
    local.get $21
    i32.mul
    i32.add
    local.set $23
    br $while-continue|0
   end
  end
 )
 (func $assembly/gemm/int8_relaxed/multiply_relaxed (param $0 i32)
  (local $1 i32)
  (local $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  local.get $0
  i32.load offset=8
  local.set $4
  local.get $0
  i32.load offset=40
  local.set $5
  loop $for-loop|0
   local.get $2
   i32.const 8
   i32.add
   local.get $5
   i32.le_u
   if
    local.get $4
    i32.const 5
    i32.ge_u
    if
     local.get $0
     local.get $2
     call $assembly/gemm/int8_relaxed/tile_5x8
    else
     i32.const 0
     local.set $1
     loop $for-loop|1
      local.get $1
      local.get $4
      i32.lt_u
      if
       local.get $0
       local.get $2
       local.get $1
       local.get $0
       i32.load offset=32
       local.get $1
       local.get $0
       i32.load offset=36
       i32.mul
       i32.add
       local.get $2
       i32.add
       call $assembly/gemm/int8_relaxed/tile_1x8
       local.get $1
       i32.const 1
       i32.add
       local.set $1
       br $for-loop|1
      end
     end
    end
    local.get $2
    i32.const 8
    i32.add
    local.set $2
    br $for-loop|0
   end
  end
  local.get $2
  local.get $5
  i32.eq
  if
   return
  end
  local.get $0
  i32.const -64
  i32.sub
  local.set $6
  loop $for-loop|2
   local.get $3
   local.get $4
   i32.lt_u
   if
    local.get $0
    local.get $2
    local.get $3
    local.get $6
    call $assembly/gemm/int8_relaxed/tile_1x8
    local.get $0
    i32.load offset=32
    local.get $3
    local.get $0
    i32.load offset=36
    i32.mul
    i32.add
    local.set $7
    local.get $2
    local.set $1
    loop $for-loop|3
     local.get $1
     local.get $5
     i32.lt_u
     if
      local.get $1
      local.get $7
      i32.add
      local.get $6
      local.get $1
      local.get $2
      i32.sub
      i32.add
      i32.load8_u
      i32.store8
      local.get $1
      i32.const 1
      i32.add
      local.set $1
      br $for-loop|3
     end
    end
    local.get $3
    i32.const 1
    i32.add
    local.set $3
    br $for-loop|2
   end
  end
 )
 (func $assembly/gemm/f32/tile_6x8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 v128)
  (local $4 v128)
  (local $5 v128)
  (local $6 v128)
  (local $7 v128)
  (local $8 v128)
  (local $9 i32)
  (local $10 i32)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 i32)
  (local $16 v128)
  (local $17 v128)
  (local $18 i32)
  (local $19 i32)
  (local $20 i32)
  (local $21 i32)
  (local $22 i32)
  (local $23 i32)
  (local $24 i32)
  (local $25 i32)
  (local $26 i32)
  (local $27 i32)
  (local $28 v128)
  (local $29 v128)
  (local $30 v128)
  (local $31 i32)
  (local $32 i32)
  (local $33 i32)
  (local $34 i32)
  (local $35 i32)
  (local $36 i32)
  (local $37 i32)
  (local $38 i32)
  (local $39 i32)
  (local $40 v128)
  (local $41 v128)
  local.get $0
  i32.load offset=4
  local.set $21
  local.get $0
  i32.load offset=36
  local.set $22
  local.get $0
  i32.load offset=16
  local.get $1
  local.get $0
  i32.load offset=12
  i32.mul
  i32.const 2
  i32.shl
  i32.add
  local.tee $10
  local.get $0
  i32.load offset=12
  i32.const 5
  i32.shl
  i32.add
  local.set $32
  local.get $0
  i32.load offset=48
  i32.const 5
  i32.shl
  local.set $33
  local.get $0
  i32.load offset=20
  local.get $1
  i32.const 2
  i32.shl
  i32.add
  local.set $31
  local.get $0
  f32.load offset=56
  f32x4.splat
  local.set $16
  local.get $0
  f32.load offset=60
  f32x4.splat
  local.set $17
  local.get $0
  i32.load offset=40
  local.get $1
  i32.sub
  local.set $15
  local.get $2
  i32.const 1
  i32.sub
  local.set $19
  loop $for-loop|0
   local.get $2
   local.get $20
   i32.gt_u
   if
    local.get $0
    i32.load
    local.get $20
    local.get $21
    i32.mul
    i32.add
    local.set $23
    local.get $0
    i32.load
    local.get $20
    i32.const 1
    i32.add
    local.tee $9
    local.get $19
    local.get $9
    local.get $19
    i32.lt_u
    select
    local.tee $34
    local.get $21
    i32.mul
    i32.add
    local.set $24
    local.get $0
    i32.load
    local.get $20
    i32.const 2
    i32.add
    local.tee $9
    local.get $19
    local.get $9
    local.get $19
    i32.lt_u
    select
    local.tee $35
    local.get $21
    i32.mul
    i32.add
    local.set $25
    local.get $0
    i32.load
    local.get $20
    i32.const 3
    i32.add
    local.tee $9
    local.get $19
    local.get $9
    local.get $19
    i32.lt_u
    select
    local.tee $36
    local.get $21
    i32.mul
    i32.add
    local.set $26
    local.get $0
    i32.load
    local.get $20
    i32.const 4
    i32.add
    local.tee $9
    local.get $19
    local.get $9
    local.get $19
    i32.lt_u
    select
    local.tee $37
    local.get $21
    i32.mul
    i32.add
    local.set $27
    local.get $0
    i32.load
    local.get $20
    i32.const 5
    i32.add
    local.tee $9
    local.get $19
    local.get $9
    local.get $19
    i32.lt_u
    select
    local.tee $38
    local.get $21
    i32.mul
    i32.add
    local.set $18
    local.get $31
    v128.load
    local.tee $4
    local.set $29
    local.get $31
    v128.load offset=16
    local.tee $3
    local.set $30
    local.get $4
    local.tee $5
    local.set $12
    local.get $4
    local.tee $6
    local.set $13
    local.get $3
    local.tee $7
    local.set $11
    local.get $3
    local.tee $8
    local.set $14
    local.get $10
    local.set $9
    loop $while-continue|1
     local.get $9
     local.get $33
     i32.add
     local.set $39
     loop $do-loop|2
      local.get $9
      v128.load
      local.tee $40
      local.get $23
      v128.load32_splat
      local.tee $41
      local.get $4
      f32x4.relaxed_madd
      local.set $4
      local.get $9
      v128.load offset=16
      local.tee $28
      local.get $41
      local.get $3
      f32x4.relaxed_madd
      local.set $3
      local.get $40
      local.get $24
      v128.load32_splat
      local.tee $41
      local.get $29
      f32x4.relaxed_madd
      local.set $29
      local.get $28
      local.get $41
      local.get $30
      f32x4.relaxed_madd
      local.set $30
      local.get $40
      local.get $25
      v128.load32_splat
      local.tee $41
      local.get $5
      f32x4.relaxed_madd
      local.set $5
      local.get $28
      local.get $41
      local.get $7
      f32x4.relaxed_madd
      local.set $7
      local.get $40
      local.get $26
      v128.load32_splat
      local.tee $41
      local.get $6
      f32x4.relaxed_madd
      local.set $6
      local.get $28
      local.get $41
      local.get $8
      f32x4.relaxed_madd
      local.set $8
      local.get $40
      local.get $27
      v128.load32_splat
      local.tee $41
      local.get $12
      f32x4.relaxed_madd
      local.set $12
      local.get $28
      local.get $41
      local.get $11
      f32x4.relaxed_madd
      local.set $11
      local.get $40
      local.get $18
      v128.load32_splat
      local.tee $40
      local.get $13
      f32x4.relaxed_madd
      local.set $13
      local.get $28
      local.get $40
      local.get $14
      f32x4.relaxed_madd
      local.set $14
      local.get $23
      i32.const 4
      i32.add
      local.set $23
      local.get $24
      i32.const 4
      i32.add
      local.set $24
      local.get $25
      i32.const 4
      i32.add
      local.set $25
      local.get $26
      i32.const 4
      i32.add
      local.set $26
      local.get $27
      i32.const 4
      i32.add
      local.set $27
      local.get $18
      i32.const 4
      i32.add
      local.set $18
      local.get $39
      local.get $9
      i32.const 32
      i32.add
      local.tee $9
      i32.gt_u
      br_if $do-loop|2
     end
     local.get $9
     local.get $32
     i32.ne
     if
      local.get $23
      local.get $0
      i32.load offset=52
      local.tee $39
      i32.add
      local.set $23
      local.get $24
      local.get $39
      i32.add
      local.set $24
      local.get $25
      local.get $39
      i32.add
      local.set $25
      local.get $26
      local.get $39
      i32.add
      local.set $26
      local.get $27
      local.get $39
      i32.add
      local.set $27
      local.get $18
      local.get $39
      i32.add
      local.set $18
      br $while-continue|1
     end
    end
    local.get $0
    i32.load offset=32
    local.get $1
    i32.const 2
    i32.shl
    i32.add
    local.tee $9
    local.get $20
    local.get $22
    i32.mul
    i32.add
    local.set $18
    local.get $4
    local.get $16
    f32x4.pmax
    local.get $17
    f32x4.pmin
    local.set $4
    local.get $15
    i32.const 4
    i32.ge_s
    if
     local.get $18
     local.get $4
     v128.store
    else
     local.get $18
     local.get $4
     local.get $15
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $18
    i32.const 16
    i32.add
    local.set $18
    local.get $3
    local.get $16
    f32x4.pmax
    local.get $17
    f32x4.pmin
    local.set $3
    local.get $15
    i32.const 4
    i32.sub
    local.tee $23
    i32.const 4
    i32.ge_s
    if
     local.get $18
     local.get $3
     v128.store
    else
     local.get $18
     local.get $3
     local.get $23
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $9
    local.get $22
    local.get $34
    i32.mul
    i32.add
    local.set $18
    local.get $29
    local.get $16
    f32x4.pmax
    local.get $17
    f32x4.pmin
    local.set $3
    local.get $15
    i32.const 4
    i32.ge_s
    if
     local.get $18
     local.get $3
     v128.store
    else
     local.get $18
     local.get $3
     local.get $15
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $18
    i32.const 16
    i32.add
    local.set $18
    local.get $30
    local.get $16
    f32x4.pmax
    local.get $17
    f32x4.pmin
    local.set $3
    local.get $15
    i32.const 4
    i32.sub
    local.tee $23
    i32.const 4
    i32.ge_s
    if
     local.get $18
     local.get $3
     v128.store
    else
     local.get $18
     local.get $3
     local.get $23
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $9
    local.get $22
    local.get $35
    i32.mul
    i32.add
    local.set $18
    local.get $5
    local.get $16
    f32x4.pmax
    local.get $17
    f32x4.pmin
    local.set $3
    local.get $15
    i32.const 4
    i32.ge_s
    if
     local.get $18
     local.get $3
     v128.store
    else
     local.get $18
     local.get $3
     local.get $15
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $18
    i32.const 16
    i32.add
    local.set $18
    local.get $7
    local.get $16
    f32x4.pmax
    local.get $17
    f32x4.pmin
    local.set $3
    local.get $15
    i32.const 4
    i32.sub
    local.tee $23
    i32.const 4
    i32.ge_s
    if
     local.get $18
     local.get $3
     v128.store
    else
     local.get $18
     local.get $3
     local.get $23
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $9
    local.get $22
    local.get $36
    i32.mul
    i32.add
    local.set $18
    local.get $6
    local.get $16
    f32x4.pmax
    local.get $17
    f32x4.pmin
    local.set $3
    local.get $15
    i32.const 4
    i32.ge_s
    if
     local.get $18
     local.get $3
     v128.store
    else
     local.get $18
     local.get $3
     local.get $15
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $18
    i32.const 16
    i32.add
    local.set $18
    local.get $8
    local.get $16
    f32x4.pmax
    local.get $17
    f32x4.pmin
    local.set $3
    local.get $15
    i32.const 4
    i32.sub
    local.tee $23
    i32.const 4
    i32.ge_s
    if
     local.get $18
     local.get $3
     v128.store
    else
     local.get $18
     local.get $3
     local.get $23
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $9
    local.get $22
    local.get $37
    i32.mul
    i32.add
    local.set $18
    local.get $12
    local.get $16
    f32x4.pmax
    local.get $17
    f32x4.pmin
    local.set $3
    local.get $15
    i32.const 4
    i32.ge_s
    if
     local.get $18
     local.get $3
     v128.store
    else
     local.get $18
     local.get $3
     local.get $15
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $18
    i32.const 16
    i32.add
    local.set $18
    local.get $11
    local.get $16
    f32x4.pmax
    local.get $17
    f32x4.pmin
    local.set $3
    local.get $15
    i32.const 4
    i32.sub
    local.tee $23
    i32.const 4
    i32.ge_s
    if
     local.get $18
     local.get $3
     v128.store
    else
     local.get $18
     local.get $3
     local.get $23
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $9
    local.get $22
    local.get $38
    i32.mul
    i32.add
    local.set $9
    local.get $13
    local.get $16
    f32x4.pmax
    local.get $17
    f32x4.pmin
    local.set $3
    local.get $15
    i32.const 4
    i32.ge_s
    if
     local.get $9
     local.get $3
     v128.store
    else
     local.get $9
     local.get $3
     local.get $15
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $9
    i32.const 16
    i32.add
    local.set $9
    local.get $14
    local.get $16
    f32x4.pmax
    local.get $17
    f32x4.pmin
    local.set $3
    local.get $15
    i32.const 4
    i32.sub
    local.tee $18
    i32.const 4
    i32.ge_s
    if
     local.get $9
     local.get $3
     v128.store
    else
     local.get $9
     local.get $3
     local.get $18
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $20
    i32.const 6
    i32.add
    local.set $20
    br $for-loop|0
   end
  end
 )
 (func $assembly/gemm/f32/tile_4x8 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32)
  (local $4 v128)
  (local $5 v128)
  (local $6 i32)
  (local $7 v128)
  (local $8 v128)
  (local $9 v128)
  (local $10 v128)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 v128)
  (local $15 i32)
  (local $16 i32)
  (local $17 v128)
  (local $18 v128)
  (local $19 i32)
  (local $20 i32)
  (local $21 i32)
  (local $22 i32)
  (local $23 v128)
  (local $24 v128)
  (local $25 v128)
  (local $26 v128)
  (local $27 i32)
  (local $28 i32)
  (local $29 i32)
  (local $30 i32)
  (local $31 i32)
  (local $32 i32)
  (local $33 i32)
  local.get $0
  i32.load offset=4
  local.set $21
  local.get $0
  i32.load offset=36
  local.set $22
  local.get $0
  i32.load offset=16
  local.get $1
  local.get $0
  i32.load offset=12
  i32.mul
  i32.const 2
  i32.shl
  i32.add
  local.tee $11
  local.get $0
  i32.load offset=12
  i32.const 5
  i32.shl
  i32.add
  local.set $28
  local.get $0
  i32.load offset=48
  i32.const 5
  i32.shl
  local.set $29
  local.get $0
  i32.load offset=20
  local.get $1
  i32.const 2
  i32.shl
  i32.add
  local.set $27
  local.get $0
  f32.load offset=56
  f32x4.splat
  local.set $17
  local.get $0
  f32.load offset=60
  f32x4.splat
  local.set $18
  local.get $0
  i32.load offset=40
  local.get $1
  i32.sub
  local.set $15
  local.get $3
  i32.const 1
  i32.sub
  local.set $19
  loop $for-loop|0
   local.get $2
   local.get $3
   i32.lt_u
   if
    local.get $0
    i32.load
    local.get $2
    local.get $21
    i32.mul
    i32.add
    local.set $13
    local.get $0
    i32.load
    local.get $2
    i32.const 1
    i32.add
    local.tee $6
    local.get $19
    local.get $6
    local.get $19
    i32.lt_u
    select
    local.tee $30
    local.get $21
    i32.mul
    i32.add
    local.set $16
    local.get $0
    i32.load
    local.get $2
    i32.const 2
    i32.add
    local.tee $6
    local.get $19
    local.get $6
    local.get $19
    i32.lt_u
    select
    local.tee $31
    local.get $21
    i32.mul
    i32.add
    local.set $20
    local.get $0
    i32.load
    local.get $2
    i32.const 3
    i32.add
    local.tee $6
    local.get $19
    local.get $6
    local.get $19
    i32.lt_u
    select
    local.tee $32
    local.get $21
    i32.mul
    i32.add
    local.set $33
    local.get $27
    v128.load
    local.tee $4
    local.set $23
    local.get $27
    v128.load offset=16
    local.tee $5
    local.set $24
    local.get $4
    local.set $7
    local.get $5
    local.set $8
    local.get $4
    local.set $9
    local.get $5
    local.set $10
    local.get $11
    local.set $6
    loop $while-continue|1
     local.get $6
     local.get $29
     i32.add
     local.set $12
     loop $do-loop|2
      local.get $6
      v128.load
      local.tee $25
      local.get $13
      v128.load32_splat
      local.tee $14
      local.get $4
      f32x4.relaxed_madd
      local.set $4
      local.get $6
      v128.load offset=16
      local.tee $26
      local.get $14
      local.get $5
      f32x4.relaxed_madd
      local.set $5
      local.get $25
      local.get $16
      v128.load32_splat
      local.tee $14
      local.get $23
      f32x4.relaxed_madd
      local.set $23
      local.get $26
      local.get $14
      local.get $24
      f32x4.relaxed_madd
      local.set $24
      local.get $25
      local.get $20
      v128.load32_splat
      local.tee $14
      local.get $7
      f32x4.relaxed_madd
      local.set $7
      local.get $26
      local.get $14
      local.get $8
      f32x4.relaxed_madd
      local.set $8
      local.get $25
      local.get $33
      v128.load32_splat
      local.tee $14
      local.get $9
      f32x4.relaxed_madd
      local.set $9
      local.get $26
      local.get $14
      local.get $10
      f32x4.relaxed_madd
      local.set $10
      local.get $13
      i32.const 4
      i32.add
      local.set $13
      local.get $16
      i32.const 4
      i32.add
      local.set $16
      local.get $20
      i32.const 4
      i32.add
      local.set $20
      local.get $33
      i32.const 4
      i32.add
      local.set $33
      local.get $12
      local.get $6
      i32.const 32
      i32.add
      local.tee $6
      i32.gt_u
      br_if $do-loop|2
     end
     local.get $6
     local.get $28
     i32.ne
     if
      local.get $0
      i32.load offset=52
      local.tee $12
      local.get $13
      i32.add
      local.set $13
      local.get $12
      local.get $16
      i32.add
      local.set $16
      local.get $12
      local.get $20
      i32.add
      local.set $20
      local.get $12
      local.get $33
      i32.add
      local.set $33
      br $while-continue|1
     end
    end
    local.get $0
    i32.load offset=32
    local.get $1
    i32.const 2
    i32.shl
    i32.add
    local.tee $13
    local.get $2
    local.get $22
    i32.mul
    i32.add
    local.set $6
    local.get $4
    local.get $17
    f32x4.pmax
    local.get $18
    f32x4.pmin
    local.set $4
    local.get $15
    i32.const 4
    i32.ge_s
    if
     local.get $6
     local.get $4
     v128.store
    else
     local.get $6
     local.get $4
     local.get $15
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $6
    i32.const 16
    i32.add
    local.set $12
    local.get $5
    local.get $17
    f32x4.pmax
    local.get $18
    f32x4.pmin
    local.set $4
    local.get $15
    i32.const 4
    i32.sub
    local.tee $6
    i32.const 4
    i32.ge_s
    if
     local.get $12
     local.get $4
     v128.store
    else
     local.get $12
     local.get $4
     local.get $6
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $13
    local.get $22
    local.get $30
    i32.mul
    i32.add
    local.set $6
    local.get $23
    local.get $17
    f32x4.pmax
    local.get $18
    f32x4.pmin
    local.set $4
    local.get $15
    i32.const 4
    i32.ge_s
    if
     local.get $6
     local.get $4
     v128.store
    else
     local.get $6
     local.get $4
     local.get $15
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $6
    i32.const 16
    i32.add
    local.set $12
    local.get $24
    local.get $17
    f32x4.pmax
    local.get $18
    f32x4.pmin
    local.set $4
    local.get $15
    i32.const 4
    i32.sub
    local.tee $6
    i32.const 4
    i32.ge_s
    if
     local.get $12
     local.get $4
     v128.store
    else
     local.get $12
     local.get $4
     local.get $6
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $13
    local.get $22
    local.get $31
    i32.mul
    i32.add
    local.set $6
    local.get $7
    local.get $17
    f32x4.pmax
    local.get $18
    f32x4.pmin
    local.set $4
    local.get $15
    i32.const 4
    i32.ge_s
    if
     local.get $6
     local.get $4
     v128.store
    else
     local.get $6
     local.get $4
     local.get $15
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $6
    i32.const 16
    i32.add
    local.set $12
    local.get $8
    local.get $17
    f32x4.pmax
    local.get $18
    f32x4.pmin
    local.set $4
    local.get $15
    i32.const 4
    i32.sub
    local.tee $6
    i32.const 4
    i32.ge_s
    if
     local.get $12
     local.get $4
     v128.store
    else
     local.get $12
     local.get $4
     local.get $6
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $13
    local.get $22
    local.get $32
    i32.mul
    i32.add
    local.set $6
    local.get $9
    local.get $17
    f32x4.pmax
    local.get $18
    f32x4.pmin
    local.set $4
    local.get $15
    i32.const 4
    i32.ge_s
    if
     local.get $6
     local.get $4
     v128.store
    else
     local.get $6
     local.get $4
     local.get $15
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $6
    i32.const 16
    i32.add
    local.set $12
    local.get $10
    local.get $17
    f32x4.pmax
    local.get $18
    f32x4.pmin
    local.set $4
    local.get $15
    i32.const 4
    i32.sub
    local.tee $6
    i32.const 4
    i32.ge_s
    if
     local.get $12
     local.get $4
     v128.store
    else
     local.get $12
     local.get $4
     local.get $6
     call $assembly/gemm/epilogue/store_some_floats
    end
    local.get $2
    i32.const 4
    i32.add
    local.set $2
    br $for-loop|0
   end
  end
 )
 (func $assembly/gemm/f32/tile_1x32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 v128)
  (local $6 i32)
  (local $7 i32)
  (local $8 v128)
  (local $9 v128)
  (local $10 v128)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 i32)
  (local $15 i32)
  (local $16 i32)
  (local $17 i32)
  (local $18 v128)
  (local $19 v128)
  (local $20 v128)
  local.get $0
  i32.load offset=20
  local.get $1
  i32.const 2
  i32.shl
  i32.add
  local.tee $3
  v128.load
  local.set $5
  local.get $3
  v128.load offset=16
  local.set $18
  local.get $3
  v128.load offset=32
  local.set $13
  local.get $3
  v128.load offset=48
  local.set $12
  local.get $3
  v128.load offset=64
  local.set $11
  local.get $3
  v128.load offset=80
  local.set $10
  local.get $3
  v128.load offset=96
  local.set $9
  local.get $3
  v128.load offset=112
  local.set $8
  local.get $0
  i32.load
  local.get $2
  local.get $0
  i32.load offset=4
  i32.mul
  i32.add
  local.set $16
  local.get $0
  i32.load offset=16
  local.get $1
  local.get $0
  i32.load offset=12
  i32.mul
  i32.const 2
  i32.shl
  i32.add
  local.tee $17
  local.get $0
  i32.load offset=12
  i32.const 5
  i32.shl
  local.tee $4
  i32.add
  local.tee $3
  local.get $4
  i32.add
  local.tee $15
  local.get $4
  i32.add
  local.set $14
  local.get $3
  local.set $4
  local.get $0
  i32.load offset=48
  i32.const 5
  i32.shl
  local.set $7
  loop $while-continue|0
   local.get $7
   local.get $17
   i32.add
   local.set $6
   loop $do-loop|1
    local.get $17
    v128.load
    local.get $16
    v128.load32_splat
    local.tee $19
    local.get $5
    f32x4.relaxed_madd
    local.set $5
    local.get $17
    v128.load offset=16
    local.get $19
    local.get $18
    f32x4.relaxed_madd
    local.set $18
    local.get $3
    v128.load
    local.get $19
    local.get $13
    f32x4.relaxed_madd
    local.set $13
    local.get $3
    v128.load offset=16
    local.get $19
    local.get $12
    f32x4.relaxed_madd
    local.set $12
    local.get $15
    v128.load
    local.get $19
    local.get $11
    f32x4.relaxed_madd
    local.set $11
    local.get $15
    v128.load offset=16
    local.get $19
    local.get $10
    f32x4.relaxed_madd
    local.set $10
    local.get $14
    v128.load
    local.get $19
    local.get $9
    f32x4.relaxed_madd
    local.set $9
    local.get $14
    v128.load offset=16
    local.get $19
    local.get $8
    f32x4.relaxed_madd
    local.set $8
    local.get $16
    i32.const 4
    i32.add
    local.set $16
    local.get $3
    i32.const 32
    i32.add
    local.set $3
    local.get $15
    i32.const 32
    i32.add
    local.set $15
    local.get $14
    i32.const 32
    i32.add
    local.set $14
    local.get $6
    local.get $17
    i32.const 32
    i32.add
    local.tee $17
    i32.gt_u
    br_if $do-loop|1
   end
   local.get $4
   local.get $17
   i32.ne
   if
    local.get $16
    local.get $0
    i32.load offset=52
    i32.add
    local.set $16
    br $while-continue|0
   end
  end
  local.get $0
  i32.load offset=32
  local.get $2
  local.get $0
  i32.load offset=36
  i32.mul
  i32.add
  local.get $1
  i32.const 2
  i32.shl
  i32.add
  local.set $2
  local.get $5
  local.get $0
  f32.load offset=56
  f32x4.splat
  local.tee $19
  f32x4.pmax
  local.get $0
  f32.load offset=60
  f32x4.splat
  local.tee $5
  f32x4.pmin
  local.set $20
  local.get $0
  i32.load offset=40
  local.get $1
  i32.sub
  local.tee $0
  i32.const 4
  i32.ge_s
  if
   local.get $2
   local.get $20
   v128.store
  else
   local.get $2
   local.get $20
   local.get $0
   call $assembly/gemm/epilogue/store_some_floats
  end
  local.get $2
  i32.const 16
  i32.add
  local.set $1
  local.get $18
  local.get $19
  f32x4.pmax
  local.get $5
  f32x4.pmin
  local.set $18
  local.get $0
  i32.const 4
  i32.sub
  local.tee $3
  i32.const 4
  i32.ge_s
  if
   local.get $1
   local.get $18
   v128.store
  else
   local.get $1
   local.get $18
   local.get $3
   call $assembly/gemm/epilogue/store_some_floats
  end
  local.get $2
  i32.const 32
  i32.add
  local.set $1
  local.get $13
  local.get $19
  f32x4.pmax
  local.get $5
  f32x4.pmin
  local.set $13
  local.get $0
  i32.const 8
  i32.sub
  local.tee $3
  i32.const 4
  i32.ge_s
  if
   local.get $1
   local.get $13
   v128.store
  else
   local.get $1
   local.get $13
   local.get $3
   call $assembly/gemm/epilogue/store_some_floats
  end
  local.get $1
  i32.const 16
  i32.add
  local.set $1
  local.get $12
  local.get $19
  f32x4.pmax
  local.get $5
  f32x4.pmin
  local.set $12
  local.get $3
  i32.const 4
  i32.sub
  local.tee $3
  i32.const 4
  i32.ge_s
  if
   local.get $1
   local.get $12
   v128.store
  else
   local.get $1
   local.get $12
   local.get $3
   call $assembly/gemm/epilogue/store_some_floats
  end
  local.get $2
  i32.const -64
  i32.sub
  local.set $1
  local.get $11
  local.get $19
  f32x4.pmax
  local.get $5
  f32x4.pmin
  local.set $11
  local.get $0
  i32.const 16
  i32.sub
  local.tee $3
  i32.const 4
  i32.ge_s
  if
   local.get $1
   local.get $11
   v128.store
  else
   local.get $1
   local.get $11
   local.get $3
   call $assembly/gemm/epilogue/store_some_floats
  end
  local.get $1
  i32.const 16
  i32.add
  local.set $1
  local.get $10
  local.get $19
  f32x4.pmax
  local.get $5
  f32x4.pmin
  local.set $10
  local.get $3
  i32.const 4
  i32.sub
  local.tee $3
  i32.const 4
  i32.ge_s
  if
   local.get $1
   local.get $10
   v128.store
  else
   local.get $1
   local.get $10
   local.get $3
   call $assembly/gemm/epilogue/store_some_floats
  end
  local.get $2
  i32.const 96
  i32.add
  local.set $1
  local.get $9
  local.get $19
  f32x4.pmax
  local.get $5
  f32x4.pmin
  local.set $9
  local.get $0
  i32.const 24
  i32.sub
  local.tee $0
  i32.const 4
  i32.ge_s
  if
   local.get $1
   local.get $9
   v128.store
  else
   local.get $1
   local.get $9
   local.get $0
   call $assembly/gemm/epilogue/store_some_floats
  end
  local.get $1
  i32.const 16
  i32.add
  local.set $1
  local.get $8
  local.get $19
  f32x4.pmax
  local.get $5
  f32x4.pmin
  local.set $5
  local.get $0
  i32.const 4
  i32.sub
  local.tee $0
  i32.const 4
  i32.ge_s
  if
   local.get $1
   local.get $5
   v128.store
  else
   local.get $1
   local.get $5
   local.get $0
   call $assembly/gemm/epilogue/store_some_floats
  end
 )
 (func $assembly/elementwise/where/where_8 (param $0 i32) (param $1 i32) (param $2 i32)
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $0
    i32.load offset=12
    local.get $1
    i32.add
    local.get $0
    i32.load
    local.get $1
    i32.const 2
    i32.shl
    i32.add
    i32.load
    if (result i32)
     local.get $0
     i32.load offset=4
     local.get $1
     local.get $0
     i32.load offset=16
     i32.mul
     i32.add
    else
     local.get $0
     i32.load offset=8
     local.get $1
     local.get $0
     i32.load offset=20
     i32.mul
     i32.add
    end
    i32.load8_u
    i32.store8
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/where/where_32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 v128)
  (local $4 v128)
  (local $5 i32)
  (local $6 v128)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  local.get $0
  i32.load
  local.set $7
  local.get $0
  i32.load offset=12
  local.set $5
  local.get $0
  i32.load offset=16
  local.set $8
  local.get $0
  i32.load offset=20
  local.set $9
  local.get $0
  i32.load offset=4
  local.tee $10
  v128.load32_splat
  local.set $3
  local.get $0
  i32.load offset=8
  local.tee $11
  v128.load32_splat
  local.set $4
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $1
    i32.const 2
    i32.shl
    local.set $0
    local.get $8
    if
     local.get $0
     local.get $10
     i32.add
     v128.load
     local.set $3
    end
    local.get $9
    if
     local.get $0
     local.get $11
     i32.add
     v128.load
     local.set $4
    end
    local.get $4
    local.get $3
    local.get $0
    local.get $7
    i32.add
    v128.load
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    i32x4.eq
    v128.bitselect
    local.set $6
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $5
     i32.add
     local.get $6
     v128.store
    else
     local.get $0
     local.get $5
     i32.add
     local.get $6
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/tanh_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 v128)
  (local $4 i32)
  (local $5 i32)
  (local $6 v128)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $4
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    local.tee $3
    f32x4.abs
    v128.const i32x4 0xc0000000 0xc0000000 0xc0000000 0xc0000000
    f32x4.mul
    call $assembly/lane/math/expm1_negative<v128>
    local.set $6
    local.get $3
    local.get $6
    local.get $6
    v128.const i32x4 0x40000000 0x40000000 0x40000000 0x40000000
    f32x4.add
    f32x4.div
    v128.const i32x4 0x80000000 0x80000000 0x80000000 0x80000000
    v128.bitselect
    local.set $3
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $4
     i32.add
     local.get $3
     v128.store
    else
     local.get $0
     local.get $4
     i32.add
     local.get $3
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/square_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 v128)
  (local $4 i32)
  (local $5 i32)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $4
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    local.tee $3
    local.get $3
    f32x4.mul
    local.set $3
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $4
     i32.add
     local.get $3
     v128.store
    else
     local.get $0
     local.get $4
     i32.add
     local.get $3
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/sqrt_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 v128)
  (local $5 i32)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $3
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    f32x4.sqrt
    local.set $4
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $3
     i32.add
     local.get $4
     v128.store
    else
     local.get $0
     local.get $3
     i32.add
     local.get $4
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/softplus_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 v128)
  (local $4 i32)
  (local $5 i32)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $4
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    local.tee $3
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.pmax
    v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
    local.get $3
    f32x4.abs
    f32x4.neg
    call $assembly/lane/math/exp_bounded<v128>
    f32x4.add
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    call $assembly/lane/math/log_scaled<v128>
    f32x4.add
    local.set $3
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $4
     i32.add
     local.get $3
     v128.store
    else
     local.get $0
     local.get $4
     i32.add
     local.get $3
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/sin_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 v128)
  (local $4 i32)
  (local $5 i32)
  (local $6 v128)
  (local $7 v128)
  (local $8 v128)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $4
  local.get $0
  f32.load offset=8
  f32x4.splat
  local.set $3
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    v128.const i32x4 0x362ede23 0x362ede23 0x362ede23 0x362ede23
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    local.tee $6
    v128.const i32x4 0x3ea2f983 0x3ea2f983 0x3ea2f983 0x3ea2f983
    f32x4.mul
    local.get $3
    f32x4.sub
    v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000
    f32x4.add
    local.tee $7
    v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000
    f32x4.sub
    local.get $3
    f32x4.add
    local.tee $8
    v128.const i32x4 0xb4222169 0xb4222169 0xb4222169 0xb4222169
    local.get $8
    v128.const i32x4 0xba7da000 0xba7da000 0xba7da000 0xba7da000
    local.get $8
    v128.const i32x4 0xc0490000 0xc0490000 0xc0490000 0xc0490000
    local.get $6
    f32x4.relaxed_madd
    f32x4.relaxed_madd
    f32x4.relaxed_madd
    local.tee $6
    local.get $6
    f32x4.mul
    local.tee $8
    v128.const i32x4 0xb94fb7f1 0xb94fb7f1 0xb94fb7f1 0xb94fb7f1
    f32x4.relaxed_madd
    local.get $8
    v128.const i32x4 0x3c088769 0x3c088769 0x3c088769 0x3c088769
    f32x4.relaxed_madd
    local.get $8
    v128.const i32x4 0xbe2aaaa6 0xbe2aaaa6 0xbe2aaaa6 0xbe2aaaa6
    f32x4.relaxed_madd
    local.get $8
    f32x4.mul
    local.get $6
    local.get $6
    f32x4.relaxed_madd
    local.get $7
    i32.const 31
    i32x4.shl
    v128.xor
    local.set $6
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $4
     i32.add
     local.get $6
     v128.store
    else
     local.get $0
     local.get $4
     i32.add
     local.get $6
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/silu_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 v128)
  (local $4 i32)
  (local $5 i32)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $4
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    local.tee $3
    v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
    local.get $3
    f32x4.neg
    call $assembly/lane/math/exp_bounded<v128>
    f32x4.add
    f32x4.div
    local.set $3
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $4
     i32.add
     local.get $3
     v128.store
    else
     local.get $0
     local.get $4
     i32.add
     local.get $3
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/sign_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 v128)
  (local $4 i32)
  (local $5 i32)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $4
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    v128.const i32x4 0xbf800000 0xbf800000 0xbf800000 0xbf800000
    v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    local.tee $3
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.get $3
    f32x4.lt
    v128.bitselect
    local.get $3
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.lt
    v128.bitselect
    local.set $3
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $4
     i32.add
     local.get $3
     v128.store
    else
     local.get $0
     local.get $4
     i32.add
     local.get $3
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/sigmoid_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 v128)
  (local $5 i32)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $3
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
    v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    f32x4.neg
    call $assembly/lane/math/exp_bounded<v128>
    f32x4.add
    f32x4.div
    local.set $4
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $3
     i32.add
     local.get $4
     v128.store
    else
     local.get $0
     local.get $3
     i32.add
     local.get $4
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/rsqrt_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 v128)
  (local $5 i32)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $3
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    f32x4.sqrt
    f32x4.div
    local.set $4
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $3
     i32.add
     local.get $4
     v128.store
    else
     local.get $0
     local.get $3
     i32.add
     local.get $4
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/round_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 v128)
  (local $5 i32)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $3
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    f32x4.nearest
    local.set $4
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $3
     i32.add
     local.get $4
     v128.store
    else
     local.get $0
     local.get $3
     i32.add
     local.get $4
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/neg_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 v128)
  (local $5 i32)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $3
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    f32x4.neg
    local.set $4
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $3
     i32.add
     local.get $4
     v128.store
    else
     local.get $0
     local.get $3
     i32.add
     local.get $4
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/log_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 v128)
  (local $4 i32)
  (local $5 i32)
  (local $6 v128)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $4
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    local.tee $3
    v128.const i32x4 0x4b000000 0x4b000000 0x4b000000 0x4b000000
    f32x4.mul
    local.get $3
    local.get $3
    v128.const i32x4 0x00800000 0x00800000 0x00800000 0x00800000
    f32x4.lt
    local.tee $6
    v128.bitselect
    v128.const i32x4 0xc1b80000 0xc1b80000 0xc1b80000 0xc1b80000
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.get $6
    v128.bitselect
    call $assembly/lane/math/log_scaled<v128>
    local.get $3
    local.get $3
    v128.const i32x4 0x7f800000 0x7f800000 0x7f800000 0x7f800000
    f32x4.lt
    v128.bitselect
    local.get $3
    f32x4.sqrt
    v128.const i32x4 0x7f800000 0x7f800000 0x7f800000 0x7f800000
    f32x4.sub
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.get $3
    f32x4.lt
    v128.bitselect
    local.set $3
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $4
     i32.add
     local.get $3
     v128.store
    else
     local.get $0
     local.get $4
     i32.add
     local.get $3
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/leaky_relu_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 v128)
  (local $4 i32)
  (local $5 i32)
  (local $6 v128)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $4
  local.get $0
  f32.load offset=8
  f32x4.splat
  local.set $3
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    local.tee $6
    local.get $3
    f32x4.mul
    local.get $6
    local.get $6
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.lt
    v128.bitselect
    local.set $6
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $4
     i32.add
     local.get $6
     v128.store
    else
     local.get $0
     local.get $4
     i32.add
     local.get $6
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/hard_swish_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 v128)
  (local $4 i32)
  (local $5 i32)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $4
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    local.tee $3
    local.get $3
    v128.const i32x4 0x40400000 0x40400000 0x40400000 0x40400000
    f32x4.add
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.pmax
    v128.const i32x4 0x40c00000 0x40c00000 0x40c00000 0x40c00000
    f32x4.pmin
    f32x4.mul
    v128.const i32x4 0x3e2aaaab 0x3e2aaaab 0x3e2aaaab 0x3e2aaaab
    f32x4.mul
    local.set $3
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $4
     i32.add
     local.get $3
     v128.store
    else
     local.get $0
     local.get $4
     i32.add
     local.get $3
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/hard_sigmoid_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 v128)
  (local $5 i32)
  (local $6 v128)
  (local $7 v128)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $3
  local.get $0
  f32.load offset=8
  f32x4.splat
  local.set $6
  local.get $0
  f32.load offset=12
  f32x4.splat
  local.set $7
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    local.get $6
    local.get $7
    f32x4.relaxed_madd
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.pmax
    v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
    f32x4.pmin
    local.set $4
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $3
     i32.add
     local.get $4
     v128.store
    else
     local.get $0
     local.get $3
     i32.add
     local.get $4
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/gelu_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 v128)
  (local $4 i32)
  (local $5 i32)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $4
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    local.tee $3
    v128.const i32x4 0x3f000000 0x3f000000 0x3f000000 0x3f000000
    f32x4.mul
    v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
    local.get $3
    v128.const i32x4 0x3f3504f3 0x3f3504f3 0x3f3504f3 0x3f3504f3
    f32x4.mul
    call $assembly/lane/math/error_function<v128>
    f32x4.add
    f32x4.mul
    local.set $3
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $4
     i32.add
     local.get $3
     v128.store
    else
     local.get $0
     local.get $4
     i32.add
     local.get $3
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/gelu_approximate_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 v128)
  (local $4 i32)
  (local $5 i32)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $4
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    local.tee $3
    v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
    local.get $3
    local.get $3
    f32x4.mul
    local.get $3
    f32x4.mul
    v128.const i32x4 0x3d922279 0x3d922279 0x3d922279 0x3d922279
    local.get $3
    v128.const i32x4 0x3fcc422a 0x3fcc422a 0x3fcc422a 0x3fcc422a
    f32x4.mul
    f32x4.relaxed_madd
    f32x4.neg
    call $assembly/lane/math/exp_bounded<v128>
    f32x4.add
    f32x4.div
    local.set $3
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $4
     i32.add
     local.get $3
     v128.store
    else
     local.get $0
     local.get $4
     i32.add
     local.get $3
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/floor_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 v128)
  (local $5 i32)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $3
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    f32x4.floor
    local.set $4
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $3
     i32.add
     local.get $4
     v128.store
    else
     local.get $0
     local.get $3
     i32.add
     local.get $4
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/exp_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 v128)
  (local $4 i32)
  (local $5 i32)
  (local $6 v128)
  (local $7 v128)
  (local $8 v128)
  (local $9 v128)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $4
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    v128.const i32x4 0xc2f00000 0xc2f00000 0xc2f00000 0xc2f00000
    f32x4.pmax
    v128.const i32x4 0x42f00000 0x42f00000 0x42f00000 0x42f00000
    f32x4.pmin
    local.tee $8
    v128.const i32x4 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b
    v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000
    f32x4.relaxed_madd
    local.tee $3
    v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000
    f32x4.sub
    local.tee $7
    v128.const i32x4 0x3f000000 0x3f000000 0x3f000000 0x3f000000
    f32x4.mul
    f32x4.floor
    local.tee $6
    v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000
    f32x4.add
    i32.const 23
    i32x4.shl
    v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
    i32x4.add
    local.set $9
    local.get $7
    v128.const i32x4 0x395e8083 0x395e8083 0x395e8083 0x395e8083
    local.get $7
    v128.const i32x4 0xbf318000 0xbf318000 0xbf318000 0xbf318000
    local.get $8
    f32x4.relaxed_madd
    f32x4.relaxed_madd
    local.tee $7
    local.get $7
    f32x4.mul
    v128.const i32x4 0x3ab5f5fd 0x3ab5f5fd 0x3ab5f5fd 0x3ab5f5fd
    local.get $7
    v128.const i32x4 0x3c0913d8 0x3c0913d8 0x3c0913d8 0x3c0913d8
    f32x4.relaxed_madd
    local.get $7
    v128.const i32x4 0x3d2aab3a 0x3d2aab3a 0x3d2aab3a 0x3d2aab3a
    f32x4.relaxed_madd
    local.get $7
    v128.const i32x4 0x3e2aaa58 0x3e2aaa58 0x3e2aaa58 0x3e2aaa58
    f32x4.relaxed_madd
    local.get $7
    v128.const i32x4 0x3effffff 0x3effffff 0x3effffff 0x3effffff
    f32x4.relaxed_madd
    local.get $7
    f32x4.relaxed_madd
    local.get $9
    local.get $9
    f32x4.relaxed_madd
    local.get $3
    local.get $6
    f32x4.sub
    i32.const 23
    i32x4.shl
    v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
    i32x4.add
    f32x4.mul
    local.set $3
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $4
     i32.add
     local.get $3
     v128.store
    else
     local.get $0
     local.get $4
     i32.add
     local.get $3
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/erf_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 v128)
  (local $5 i32)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $3
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    call $assembly/lane/math/error_function<v128>
    local.set $4
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $3
     i32.add
     local.get $4
     v128.store
    else
     local.get $0
     local.get $3
     i32.add
     local.get $4
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/elu_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 v128)
  (local $4 i32)
  (local $5 i32)
  (local $6 v128)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $4
  local.get $0
  f32.load offset=8
  f32x4.splat
  local.set $3
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    local.tee $6
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.pmin
    call $assembly/lane/math/expm1_negative<v128>
    local.get $3
    f32x4.mul
    local.get $6
    local.get $6
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.lt
    v128.bitselect
    local.set $6
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $4
     i32.add
     local.get $6
     v128.store
    else
     local.get $0
     local.get $4
     i32.add
     local.get $6
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/clip_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 v128)
  (local $5 i32)
  (local $6 v128)
  (local $7 v128)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $3
  local.get $0
  f32.load offset=8
  f32x4.splat
  local.set $6
  local.get $0
  f32.load offset=12
  f32x4.splat
  local.set $7
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    local.get $6
    f32x4.pmax
    local.get $7
    f32x4.pmin
    local.set $4
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $3
     i32.add
     local.get $4
     v128.store
    else
     local.get $0
     local.get $3
     i32.add
     local.get $4
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/ceil_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 v128)
  (local $5 i32)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $3
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    f32x4.ceil
    local.set $4
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $3
     i32.add
     local.get $4
     v128.store
    else
     local.get $0
     local.get $3
     i32.add
     local.get $4
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/unary/abs_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 v128)
  (local $5 i32)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $3
  local.get $0
  f32.load offset=8
  drop
  local.get $0
  f32.load offset=12
  drop
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    local.tee $0
    i32.add
    v128.load
    f32x4.abs
    local.set $4
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $0
     local.get $3
     i32.add
     local.get $4
     v128.store
    else
     local.get $0
     local.get $3
     i32.add
     local.get $4
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/table/table_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  local.get $0
  i32.load
  local.set $3
  local.get $0
  i32.load offset=4
  local.set $4
  local.get $0
  i32.load offset=8
  local.set $5
  global.get $assembly/lane/flip/FLIP
  i32.const 128
  i32.xor
  local.set $0
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $1
    local.get $4
    i32.add
    global.get $assembly/lane/flip/FLIP
    local.get $5
    local.get $1
    local.get $3
    i32.add
    i32.load8_u
    local.get $0
    i32.xor
    i32.add
    i32.load8_u
    i32.xor
    i32.store8
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/table/flip_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  local.get $0
  i32.load
  local.set $3
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $1
    local.get $3
    i32.add
    local.tee $0
    global.get $assembly/lane/flip/FLIP
    local.get $0
    i32.load8_u
    i32.xor
    i32.store8
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/table/clip_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 v128)
  (local $4 i32)
  (local $5 v128)
  (local $6 i32)
  (local $7 v128)
  (local $8 v128)
  local.get $0
  i32.load
  local.set $6
  local.get $0
  i32.load offset=4
  local.set $4
  global.get $assembly/lane/flip/FLIP
  i8x16.splat
  local.set $3
  local.get $0
  i32.load offset=8
  i8x16.splat
  local.set $7
  local.get $0
  i32.load offset=12
  i8x16.splat
  local.set $8
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $1
    local.get $6
    i32.add
    v128.load
    local.get $3
    v128.xor
    local.get $7
    i8x16.max_s
    local.get $8
    i8x16.min_s
    local.set $5
    local.get $2
    local.get $1
    i32.sub
    i32.const 16
    i32.ge_u
    if
     local.get $1
     local.get $4
     i32.add
     local.get $5
     local.get $3
     v128.xor
     v128.store
    else
     local.get $1
     local.get $4
     i32.add
     local.get $5
     local.get $3
     v128.xor
     local.get $2
     local.get $1
     i32.sub
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 16
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/convert/quantize_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 v128)
  (local $4 i32)
  (local $5 i32)
  (local $6 v128)
  (local $7 v128)
  (local $8 v128)
  (local $9 v128)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $4
  global.get $assembly/lane/flip/FLIP
  i8x16.splat
  local.set $3
  local.get $0
  f32.load offset=8
  f32x4.splat
  local.set $6
  i32.const -128
  local.get $0
  i32.load offset=12
  local.tee $0
  i32.sub
  f32.convert_i32_s
  f32x4.splat
  local.set $7
  i32.const 127
  local.get $0
  i32.sub
  f32.convert_i32_s
  f32x4.splat
  local.set $8
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $5
    local.get $1
    i32.const 2
    i32.shl
    i32.add
    v128.load
    local.get $6
    f32x4.mul
    local.tee $9
    local.get $9
    local.get $9
    f32x4.eq
    v128.and
    local.get $7
    f32x4.pmax
    local.get $8
    f32x4.pmin
    v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000
    f32x4.add
    i32.const 1262485504
    local.get $0
    i32.sub
    i32x4.splat
    i32x4.sub
    local.tee $9
    local.get $9
    i16x8.narrow_i32x4_s
    local.tee $9
    local.get $9
    i8x16.narrow_i16x8_s
    local.get $3
    v128.xor
    local.set $9
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $1
     local.get $4
     i32.add
     local.get $9
     v128.store32_lane 0
    else
     local.get $1
     local.get $4
     i32.add
     local.get $9
     local.get $2
     local.get $1
     i32.sub
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/convert/dequantize_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 v128)
  (local $5 i32)
  (local $6 v128)
  (local $7 v128)
  (local $8 v128)
  local.get $0
  i32.load
  local.set $5
  local.get $0
  i32.load offset=4
  local.set $3
  global.get $assembly/lane/flip/FLIP
  i8x16.splat
  local.set $6
  local.get $0
  f32.load offset=8
  f32x4.splat
  local.set $7
  local.get $0
  i32.load offset=12
  i32x4.splat
  local.set $8
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $1
    local.get $5
    i32.add
    v128.load32_zero
    local.get $6
    v128.xor
    i16x8.extend_low_i8x16_s
    i32x4.extend_low_i16x8_s
    local.get $8
    i32x4.sub
    f32x4.convert_i32x4_s
    local.get $7
    f32x4.mul
    local.set $4
    local.get $2
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $3
     local.get $1
     i32.const 2
     i32.shl
     i32.add
     local.get $4
     v128.store
    else
     local.get $3
     local.get $1
     i32.const 2
     i32.shl
     i32.add
     local.get $4
     local.get $2
     local.get $1
     i32.sub
     i32.const 2
     i32.shl
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/convert/cast_i8_i32 (param $0 i32) (param $1 i32) (param $2 i32)
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $0
    i32.load offset=4
    local.get $1
    i32.const 2
    i32.shl
    i32.add
    global.get $assembly/lane/flip/FLIP
    local.get $0
    i32.load
    local.get $1
    i32.add
    i32.load8_u
    i32.xor
    i32.extend8_s
    i32.store
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/convert/cast_i32_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $0
    i32.load offset=4
    local.get $1
    i32.add
    global.get $assembly/lane/flip/FLIP
    i32.const 127
    i32.const -128
    local.get $0
    i32.load
    local.get $1
    i32.const 2
    i32.shl
    i32.add
    i32.load
    local.tee $3
    local.get $3
    i32.const -128
    i32.le_s
    select
    local.tee $3
    local.get $3
    i32.const 127
    i32.ge_s
    select
    i32.xor
    i32.store8
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/convert/cast_i32_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $1
    i32.const 2
    i32.shl
    local.tee $3
    local.get $0
    i32.load offset=4
    i32.add
    local.get $0
    i32.load
    local.get $3
    i32.add
    i32.load
    f32.convert_i32_s
    f32.store
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/convert/cast_f32_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $0
    i32.load offset=4
    local.get $1
    i32.add
    global.get $assembly/lane/flip/FLIP
    i32.const 127
    i32.const -128
    local.get $0
    i32.load
    local.get $1
    i32.const 2
    i32.shl
    i32.add
    f32.load
    i32.trunc_sat_f32_s
    local.tee $3
    local.get $3
    i32.const -128
    i32.le_s
    select
    local.tee $3
    local.get $3
    i32.const 127
    i32.ge_s
    select
    i32.xor
    i32.store8
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/convert/cast_f32_i32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $1
    i32.const 2
    i32.shl
    local.tee $3
    local.get $0
    i32.load offset=4
    i32.add
    local.get $0
    i32.load
    local.get $3
    i32.add
    f32.load
    i32.trunc_sat_f32_s
    i32.store
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/binary_int8/real_row (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32) (param $7 i32)
  (local $8 v128)
  (local $9 v128)
  (local $10 v128)
  (local $11 i32)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 v128)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 v128)
  global.get $assembly/lane/flip/FLIP
  i8x16.splat
  local.set $10
  local.get $1
  f32.load offset=44
  f32x4.splat
  local.set $12
  local.get $1
  i32.load offset=28
  local.get $1
  i32.load offset=24
  local.tee $11
  i32.sub
  f32.convert_i32_s
  f32x4.splat
  local.set $13
  local.get $1
  i32.load offset=32
  local.get $11
  i32.sub
  f32.convert_i32_s
  f32x4.splat
  local.set $14
  global.get $assembly/lane/flip/FLIP
  local.get $2
  i32.load8_u
  i32.xor
  i32.extend8_s
  i32x4.splat
  local.get $1
  i32.load offset=16
  i32x4.splat
  local.tee $15
  i32x4.sub
  f32x4.convert_i32x4_s
  local.get $1
  f32.load offset=36
  f32x4.splat
  local.tee $16
  f32x4.mul
  local.set $8
  global.get $assembly/lane/flip/FLIP
  local.get $3
  i32.load8_u
  i32.xor
  i32.extend8_s
  i32x4.splat
  local.get $1
  i32.load offset=20
  i32x4.splat
  local.tee $17
  i32x4.sub
  f32x4.convert_i32x4_s
  local.get $1
  f32.load offset=40
  f32x4.splat
  local.tee $18
  f32x4.mul
  local.set $9
  i32.const 0
  local.set $1
  loop $for-loop|0
   local.get $1
   local.get $5
   i32.lt_u
   if
    local.get $6
    if
     local.get $1
     local.get $2
     i32.add
     v128.load32_zero
     local.get $10
     v128.xor
     i16x8.extend_low_i8x16_s
     i32x4.extend_low_i16x8_s
     local.get $15
     i32x4.sub
     f32x4.convert_i32x4_s
     local.get $16
     f32x4.mul
     local.set $8
    end
    local.get $7
    if
     local.get $1
     local.get $3
     i32.add
     v128.load32_zero
     local.get $10
     v128.xor
     i16x8.extend_low_i8x16_s
     i32x4.extend_low_i16x8_s
     local.get $17
     i32x4.sub
     f32x4.convert_i32x4_s
     local.get $18
     f32x4.mul
     local.set $9
    end
    local.get $0
    i32.const 1
    i32.eq
    if (result v128)
     local.get $8
     local.get $9
     f32x4.sub
    else
     local.get $0
     i32.const 3
     i32.eq
     if (result v128)
      local.get $8
      local.get $9
      f32x4.div
     else
      local.get $0
      i32.const 4
      i32.eq
      if (result v128)
       local.get $8
       local.get $9
       f32x4.min
      else
       local.get $0
       i32.const 5
       i32.eq
       if (result v128)
        local.get $8
        local.get $9
        f32x4.max
       else
        local.get $0
        i32.const 6
        i32.eq
        if (result v128)
         local.get $8
         local.get $9
         f32x4.sub
         local.tee $19
         local.get $19
         f32x4.mul
        else
         local.get $8
         local.get $9
         f32x4.mul
         local.get $8
         local.get $8
         v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
         f32x4.lt
         v128.bitselect
        end
       end
      end
     end
    end
    local.get $12
    f32x4.mul
    local.tee $19
    local.get $19
    local.get $19
    f32x4.eq
    v128.and
    local.get $13
    f32x4.pmax
    local.get $14
    f32x4.pmin
    v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000
    f32x4.add
    i32.const 1262485504
    local.get $11
    i32.sub
    i32x4.splat
    i32x4.sub
    local.tee $19
    local.get $19
    i16x8.narrow_i32x4_s
    local.tee $19
    local.get $19
    i8x16.narrow_i16x8_s
    local.get $10
    v128.xor
    local.set $19
    local.get $5
    local.get $1
    i32.sub
    i32.const 4
    i32.ge_u
    if
     local.get $1
     local.get $4
     i32.add
     local.get $19
     v128.store32_lane 0
    else
     local.get $1
     local.get $4
     i32.add
     local.get $19
     local.get $5
     local.get $1
     i32.sub
     call $assembly/lane/tail/store_part
    end
    local.get $1
    i32.const 4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/binary_int8/mul_row (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32)
  (local $7 v128)
  (local $8 v128)
  (local $9 v128)
  (local $10 v128)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 i32)
  (local $15 v128)
  (local $16 v128)
  local.get $0
  f32.load offset=44
  f32x4.splat
  local.set $15
  local.get $0
  i32.load offset=28
  local.get $0
  i32.load offset=24
  local.tee $14
  i32.sub
  f32.convert_i32_s
  f32x4.splat
  local.set $13
  local.get $0
  i32.load offset=32
  local.get $14
  i32.sub
  f32.convert_i32_s
  f32x4.splat
  local.set $12
  local.get $1
  v128.load8_splat
  global.get $assembly/lane/flip/FLIP
  i8x16.splat
  local.tee $16
  v128.xor
  i16x8.extend_low_i8x16_s
  local.get $0
  i32.load offset=16
  i16x8.splat
  local.tee $11
  i16x8.sub
  local.set $8
  local.get $2
  v128.load8_splat
  local.get $16
  v128.xor
  i16x8.extend_low_i8x16_s
  local.get $0
  i32.load offset=20
  i16x8.splat
  local.tee $10
  i16x8.sub
  local.set $7
  i32.const 0
  local.set $0
  loop $for-loop|0
   local.get $0
   local.get $4
   i32.lt_u
   if
    local.get $5
    if
     local.get $0
     local.get $1
     i32.add
     v128.load64_zero
     local.get $16
     v128.xor
     i16x8.extend_low_i8x16_s
     local.get $11
     i16x8.sub
     local.set $8
    end
    local.get $6
    if
     local.get $0
     local.get $2
     i32.add
     v128.load64_zero
     local.get $16
     v128.xor
     i16x8.extend_low_i8x16_s
     local.get $10
     i16x8.sub
     local.set $7
    end
    local.get $8
    local.get $7
    i32x4.extmul_low_i16x8_s
    f32x4.convert_i32x4_s
    local.get $15
    f32x4.mul
    local.get $13
    f32x4.pmax
    local.get $12
    f32x4.pmin
    v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000
    f32x4.add
    i32.const 1262485504
    local.get $14
    i32.sub
    i32x4.splat
    local.tee $9
    i32x4.sub
    local.get $8
    local.get $7
    i32x4.extmul_high_i16x8_s
    f32x4.convert_i32x4_s
    local.get $15
    f32x4.mul
    local.get $13
    f32x4.pmax
    local.get $12
    f32x4.pmin
    v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000
    f32x4.add
    local.get $9
    i32x4.sub
    i16x8.narrow_i32x4_s
    local.tee $9
    local.get $9
    i8x16.narrow_i16x8_s
    local.get $16
    v128.xor
    local.set $9
    local.get $4
    local.get $0
    i32.sub
    i32.const 8
    i32.ge_u
    if
     local.get $0
     local.get $3
     i32.add
     local.get $9
     v128.store64_lane 0
    else
     local.get $0
     local.get $3
     i32.add
     local.get $9
     local.get $4
     local.get $0
     i32.sub
     call $assembly/lane/tail/store_part
    end
    local.get $0
    i32.const 8
    i32.add
    local.set $0
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/binary_int8/add_row (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32)
  (local $7 v128)
  (local $8 v128)
  (local $9 v128)
  (local $10 i32)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 i32)
  (local $16 i32)
  (local $17 v128)
  (local $18 v128)
  (local $19 v128)
  (local $20 v128)
  local.get $0
  i32.load offset=28
  local.set $10
  local.get $0
  i32.load offset=16
  local.tee $15
  i32.const 11
  i32.shr_s
  i32.const 65535
  i32.and
  local.get $0
  i32.load offset=20
  local.tee $16
  i32.const 11
  i32.shr_s
  i32.const 16
  i32.shl
  i32.or
  i32x4.splat
  local.set $11
  local.get $15
  i32.const 2047
  i32.and
  local.get $16
  i32.const 2047
  i32.and
  i32.const 16
  i32.shl
  i32.or
  i32x4.splat
  local.set $12
  local.get $0
  i32.load offset=24
  i32x4.splat
  local.set $13
  local.get $0
  i32.load offset=32
  i16x8.splat
  local.set $14
  local.get $0
  i32.load offset=36
  i8x16.splat
  local.set $17
  local.get $0
  i32.load offset=40
  i8x16.splat
  local.set $18
  local.get $1
  v128.load8_splat
  global.get $assembly/lane/flip/FLIP
  i8x16.splat
  local.tee $9
  v128.xor
  local.set $7
  local.get $2
  v128.load8_splat
  local.get $9
  v128.xor
  local.set $8
  i32.const 0
  local.set $0
  loop $for-loop|0
   local.get $0
   local.get $4
   i32.lt_u
   if
    local.get $5
    if
     local.get $0
     local.get $1
     i32.add
     v128.load
     local.get $9
     v128.xor
     local.set $7
    end
    local.get $6
    if
     local.get $0
     local.get $2
     i32.add
     v128.load
     local.get $9
     v128.xor
     local.set $8
    end
    local.get $7
    local.get $8
    i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23
    local.tee $19
    i16x8.extend_low_i8x16_s
    local.tee $20
    local.get $11
    i32x4.dot_i16x8_s
    i32.const 11
    i32x4.shl
    local.get $20
    local.get $12
    i32x4.dot_i16x8_s
    i32x4.add
    local.get $13
    i32x4.add
    local.get $10
    i32x4.shr_s
    local.get $19
    i16x8.extend_high_i8x16_s
    local.tee $19
    local.get $11
    i32x4.dot_i16x8_s
    i32.const 11
    i32x4.shl
    local.get $19
    local.get $12
    i32x4.dot_i16x8_s
    i32x4.add
    local.get $13
    i32x4.add
    local.get $10
    i32x4.shr_s
    i16x8.narrow_i32x4_s
    local.get $14
    i16x8.add_sat_s
    local.get $7
    local.get $8
    i8x16.shuffle 8 24 9 25 10 26 11 27 12 28 13 29 14 30 15 31
    local.tee $19
    i16x8.extend_low_i8x16_s
    local.tee $20
    local.get $11
    i32x4.dot_i16x8_s
    i32.const 11
    i32x4.shl
    local.get $20
    local.get $12
    i32x4.dot_i16x8_s
    i32x4.add
    local.get $13
    i32x4.add
    local.get $10
    i32x4.shr_s
    local.get $19
    i16x8.extend_high_i8x16_s
    local.tee $19
    local.get $11
    i32x4.dot_i16x8_s
    i32.const 11
    i32x4.shl
    local.get $19
    local.get $12
    i32x4.dot_i16x8_s
    i32x4.add
    local.get $13
    i32x4.add
    local.get $10
    i32x4.shr_s
    i16x8.narrow_i32x4_s
    local.get $14
    i16x8.add_sat_s
    i8x16.narrow_i16x8_s
    local.get $17
    i8x16.max_s
    local.get $18
    i8x16.min_s
    local.set $19
    local.get $4
    local.get $0
    i32.sub
    i32.const 16
    i32.ge_u
    if
     local.get $0
     local.get $3
     i32.add
     local.get $19
     local.get $9
     v128.xor
     v128.store
    else
     local.get $0
     local.get $3
     i32.add
     local.get $19
     local.get $9
     v128.xor
     local.get $4
     local.get $0
     i32.sub
     call $assembly/lane/tail/store_part
    end
    local.get $0
    i32.const 16
    i32.add
    local.set $0
    br $for-loop|0
   end
  end
 )
 (func $assembly/elementwise/binary_int32/int_row (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32)
  (local $7 v128)
  (local $8 v128)
  (local $9 i32)
  (local $10 i32)
  (local $11 v128)
  local.get $0
  i32.const 3
  i32.ne
  if
   local.get $1
   v128.load32_splat
   local.set $8
   local.get $2
   v128.load32_splat
   local.set $7
   loop $for-loop|0
    local.get $4
    local.get $10
    i32.gt_u
    if
     local.get $10
     i32.const 2
     i32.shl
     local.set $9
     local.get $5
     if
      local.get $1
      local.get $9
      i32.add
      v128.load
      local.set $8
     end
     local.get $6
     if
      local.get $2
      local.get $9
      i32.add
      v128.load
      local.set $7
     end
     local.get $0
     local.get $8
     local.get $7
     call $assembly/elementwise/binary_int32/apply_lanes
     local.set $11
     local.get $4
     local.get $10
     i32.sub
     i32.const 4
     i32.ge_u
     if
      local.get $3
      local.get $9
      i32.add
      local.get $11
      v128.store
     else
      local.get $3
      local.get $9
      i32.add
      local.get $11
      local.get $4
      local.get $10
      i32.sub
      i32.const 2
      i32.shl
      call $assembly/lane/tail/store_part
     end
     local.get $10
     i32.const 4
     i32.add
     local.set $10
     br $for-loop|0
    end
   end
  else
   i32.const 0
   local.set $0
   loop $for-loop|1
    local.get $0
    local.get $4
    i32.lt_u
    if
     local.get $1
     local.get $0
     local.get $5
     i32.mul
     i32.const 2
     i32.shl
     i32.add
     i32.load
     local.set $10
     local.get $3
     local.get $0
     i32.const 2
     i32.shl
     i32.add
     local.get $2
     local.get $0
     local.get $6
     i32.mul
     i32.const 2
     i32.shl
     i32.add
     i32.load
     local.tee $9
     if (result i32)
      local.get $10
      i64.extend_i32_s
      local.get $9
      i64.extend_i32_s
      i64.div_s
      i32.wrap_i64
     else
      i32.const 0
     end
     i32.store
     local.get $0
     i32.const 1
     i32.add
     local.set $0
     br $for-loop|1
    end
   end
  end
 )
 (func $assembly/elementwise/binary_float/float_row (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32) (param $7 i32)
  (local $8 v128)
  (local $9 v128)
  (local $10 i32)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  local.get $0
  if
   local.get $0
   i32.const 2
   i32.eq
   if
    local.get $1
    f32.load offset=16
    f32x4.splat
    local.set $11
    local.get $1
    f32.load offset=20
    f32x4.splat
    local.set $12
    local.get $2
    v128.load32_splat
    local.set $9
    local.get $3
    v128.load32_splat
    local.set $8
    i32.const 0
    local.set $0
    loop $for-loop|1
     local.get $0
     local.get $5
     i32.lt_u
     if
      local.get $0
      i32.const 2
      i32.shl
      local.set $1
      local.get $6
      if
       local.get $1
       local.get $2
       i32.add
       v128.load
       local.set $9
      end
      local.get $7
      if
       local.get $1
       local.get $3
       i32.add
       v128.load
       local.set $8
      end
      local.get $9
      local.get $8
      f32x4.mul
      local.get $11
      f32x4.pmax
      local.get $12
      f32x4.pmin
      local.set $13
      local.get $5
      local.get $0
      i32.sub
      i32.const 4
      i32.ge_u
      if
       local.get $1
       local.get $4
       i32.add
       local.get $13
       v128.store
      else
       local.get $1
       local.get $4
       i32.add
       local.get $13
       local.get $5
       local.get $0
       i32.sub
       i32.const 2
       i32.shl
       call $assembly/lane/tail/store_part
      end
      local.get $0
      i32.const 4
      i32.add
      local.set $0
      br $for-loop|1
     end
    end
   else
    local.get $0
    i32.const 8
    i32.eq
    if
     i32.const 0
     local.set $0
     loop $for-loop|00
      local.get $0
      local.get $5
      i32.lt_u
      if
       local.get $4
       local.get $0
       i32.const 2
       i32.shl
       i32.add
       local.get $2
       local.get $0
       local.get $6
       i32.mul
       i32.const 2
       i32.shl
       i32.add
       f32.load
       local.get $3
       local.get $0
       local.get $7
       i32.mul
       i32.const 2
       i32.shl
       i32.add
       f32.load
       call $assembly/lane/math64/power
       f32.store
       local.get $0
       i32.const 1
       i32.add
       local.set $0
       br $for-loop|00
      end
     end
    else
     local.get $1
     f32.load offset=16
     f32x4.splat
     local.set $11
     local.get $1
     f32.load offset=20
     f32x4.splat
     local.set $12
     local.get $2
     v128.load32_splat
     local.set $8
     local.get $3
     v128.load32_splat
     local.set $9
     loop $for-loop|2
      local.get $5
      local.get $10
      i32.gt_u
      if
       local.get $10
       i32.const 2
       i32.shl
       local.set $1
       local.get $6
       if
        local.get $1
        local.get $2
        i32.add
        v128.load
        local.set $8
       end
       local.get $7
       if
        local.get $1
        local.get $3
        i32.add
        v128.load
        local.set $9
       end
       local.get $0
       i32.const 9
       i32.ge_u
       if (result v128)
        local.get $8
        local.get $9
        f32x4.eq
        local.get $8
        local.get $9
        f32x4.lt
        local.get $8
        local.get $9
        f32x4.le
        local.get $0
        i32.const 10
        i32.eq
        select
        local.get $0
        i32.const 9
        i32.eq
        select
        v128.const i32x4 0x00000001 0x00000001 0x00000001 0x00000001
        v128.and
       else
        local.get $0
        i32.const 1
        i32.eq
        if (result v128)
         local.get $8
         local.get $9
         f32x4.sub
        else
         local.get $0
         i32.const 3
         i32.eq
         if (result v128)
          local.get $8
          local.get $9
          f32x4.div
         else
          local.get $0
          i32.const 4
          i32.eq
          if (result v128)
           local.get $8
           local.get $9
           f32x4.min
          else
           local.get $0
           i32.const 5
           i32.eq
           if (result v128)
            local.get $8
            local.get $9
            f32x4.max
           else
            local.get $0
            i32.const 6
            i32.eq
            if (result v128)
             local.get $8
             local.get $9
             f32x4.sub
             local.tee $13
             local.get $13
             f32x4.mul
            else
             local.get $8
             local.get $9
             f32x4.mul
             local.get $8
             local.get $8
             v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
             f32x4.lt
             v128.bitselect
            end
           end
          end
         end
        end
       end
       local.get $11
       f32x4.pmax
       local.get $12
       f32x4.pmin
       local.set $13
       local.get $5
       local.get $10
       i32.sub
       i32.const 4
       i32.ge_u
       if
        local.get $1
        local.get $4
        i32.add
        local.get $13
        v128.store
       else
        local.get $1
        local.get $4
        i32.add
        local.get $13
        local.get $5
        local.get $10
        i32.sub
        i32.const 2
        i32.shl
        call $assembly/lane/tail/store_part
       end
       local.get $10
       i32.const 4
       i32.add
       local.set $10
       br $for-loop|2
      end
     end
    end
   end
  else
   local.get $1
   f32.load offset=16
   f32x4.splat
   local.set $11
   local.get $1
   f32.load offset=20
   f32x4.splat
   local.set $12
   local.get $2
   v128.load32_splat
   local.set $9
   local.get $3
   v128.load32_splat
   local.set $8
   i32.const 0
   local.set $0
   loop $for-loop|0
    local.get $0
    local.get $5
    i32.lt_u
    if
     local.get $0
     i32.const 2
     i32.shl
     local.set $1
     local.get $6
     if
      local.get $1
      local.get $2
      i32.add
      v128.load
      local.set $9
     end
     local.get $7
     if
      local.get $1
      local.get $3
      i32.add
      v128.load
      local.set $8
     end
     local.get $9
     local.get $8
     f32x4.add
     local.get $11
     f32x4.pmax
     local.get $12
     f32x4.pmin
     local.set $13
     local.get $5
     local.get $0
     i32.sub
     i32.const 4
     i32.ge_u
     if
      local.get $1
      local.get $4
      i32.add
      local.get $13
      v128.store
     else
      local.get $1
      local.get $4
      i32.add
      local.get $13
      local.get $5
      local.get $0
      i32.sub
      i32.const 2
      i32.shl
      call $assembly/lane/tail/store_part
     end
     local.get $0
     i32.const 4
     i32.add
     local.set $0
     br $for-loop|0
    end
   end
  end
 )
 (func $assembly/elementwise/binary/sub_i32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 1
  i32.const 1
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/sub_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 0
  i32.const 1
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/squared_difference_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 2
  i32.const 6
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/squared_difference_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 0
  i32.const 6
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/prelu_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 2
  i32.const 7
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/prelu_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 0
  i32.const 7
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/pow_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 0
  i32.const 8
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/mul_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 2
  i32.const 2
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/mul_i32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 1
  i32.const 2
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/mul_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 0
  i32.const 2
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/minimum_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 2
  i32.const 4
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/minimum_i32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 1
  i32.const 4
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/minimum_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 0
  i32.const 4
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/maximum_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 2
  i32.const 5
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/maximum_i32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 1
  i32.const 5
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/maximum_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 0
  i32.const 5
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/less_i32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 1
  i32.const 10
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/less_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 0
  i32.const 10
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/less_equal_i32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 1
  i32.const 11
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/less_equal_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 0
  i32.const 11
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/equal_i32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 1
  i32.const 9
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/equal_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 0
  i32.const 9
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/div_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 2
  i32.const 3
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/div_i32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 1
  i32.const 3
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/div_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 0
  i32.const 3
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/add_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 2
  i32.const 0
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/add_i32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 1
  i32.const 0
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/elementwise/binary/add_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  local.get $0
  local.get $1
  local.get $2
  i32.const 0
  i32.const 0
  call $assembly/elementwise/binary/zip
 )
 (func $assembly/depthwise/three_i8_relaxed/two_rows (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 v128)
  (local $6 v128)
  (local $7 v128)
  (local $8 v128)
  (local $9 v128)
  (local $10 v128)
  (local $11 v128)
  (local $12 i32)
  (local $13 v128)
  (local $14 i32)
  (local $15 v128)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 i32)
  (local $20 i32)
  (local $21 v128)
  (local $22 v128)
  (local $23 v128)
  (local $24 v128)
  (local $25 i32)
  (local $26 i32)
  (local $27 i32)
  (local $28 i32)
  (local $29 i32)
  (local $30 i32)
  (local $31 i32)
  (local $32 i32)
  (local $33 i32)
  (local $34 v128)
  (local $35 v128)
  (local $36 v128)
  (local $37 v128)
  (local $38 v128)
  (local $39 v128)
  (local $40 v128)
  (local $41 v128)
  (local $42 v128)
  (local $43 v128)
  (local $44 v128)
  (local $45 v128)
  (local $46 v128)
  (local $47 v128)
  global.get $assembly/lane/flip/FLIP
  local.get $0
  i32.load offset=84
  i32.xor
  i8x16.splat
  local.set $9
  local.get $2
  i32.const 2
  i32.shl
  local.tee $12
  local.get $0
  i32.load offset=12
  i32.add
  local.tee $14
  v128.load
  local.get $3
  v128.load offset=64
  global.get $assembly/lane/flip/FLIP
  i8x16.splat
  local.tee $13
  local.get $3
  v128.load offset=32
  local.get $13
  local.get $3
  v128.load
  local.get $13
  v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
  i32x4.relaxed_dot_i8x16_i7x16_add_s
  i32x4.relaxed_dot_i8x16_i7x16_add_s
  i32x4.relaxed_dot_i8x16_i7x16_add_s
  i32x4.sub
  local.set $21
  local.get $14
  v128.load offset=16
  local.get $3
  v128.load offset=80
  local.get $13
  local.get $3
  v128.load offset=48
  local.get $13
  local.get $3
  v128.load offset=16
  local.get $13
  v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
  i32x4.relaxed_dot_i8x16_i7x16_add_s
  i32x4.relaxed_dot_i8x16_i7x16_add_s
  i32x4.relaxed_dot_i8x16_i7x16_add_s
  i32x4.sub
  local.set $22
  local.get $12
  local.get $0
  i32.load offset=16
  i32.add
  local.tee $12
  v128.load
  local.set $23
  local.get $12
  v128.load offset=16
  local.set $24
  local.get $0
  i32.load offset=88
  i32.const 128
  i32.add
  i32.const 8
  i32.shr_u
  i32.const 1262485504
  i32.add
  i32x4.splat
  local.set $16
  i32.const 1262485504
  local.get $0
  i32.load offset=88
  i32.sub
  i32x4.splat
  local.set $17
  local.get $2
  local.get $1
  i32.load
  i32.add
  local.set $12
  local.get $2
  local.get $1
  i32.load offset=4
  i32.add
  local.set $14
  local.get $2
  local.get $1
  i32.load offset=8
  i32.add
  local.set $19
  local.get $2
  local.get $1
  i32.load offset=12
  i32.add
  local.set $20
  local.get $1
  i32.load offset=16
  local.set $25
  local.get $1
  i32.load offset=20
  local.set $26
  local.get $1
  i32.load offset=24
  local.set $27
  local.get $1
  i32.load offset=28
  local.set $28
  local.get $1
  i32.load offset=36
  local.set $29
  local.get $2
  local.get $1
  i32.load offset=32
  i32.add
  local.tee $1
  local.get $0
  i32.load offset=36
  local.tee $30
  local.get $0
  i32.load offset=44
  i32.mul
  i32.add
  local.set $31
  local.get $0
  i32.load offset=32
  local.set $32
  i32.const 0
  local.get $0
  i32.load offset=80
  i32.sub
  local.tee $2
  i32.const 3
  i32.add
  local.set $33
  local.get $3
  v128.load
  local.tee $34
  i32.const 8
  i32x4.shl
  local.set $35
  local.get $3
  v128.load offset=16
  local.tee $36
  i32.const 8
  i32x4.shl
  local.set $37
  local.get $3
  v128.load offset=32
  local.tee $38
  i32.const 8
  i32x4.shl
  local.set $39
  local.get $3
  v128.load offset=48
  local.tee $40
  i32.const 8
  i32x4.shl
  local.set $41
  local.get $3
  v128.load offset=64
  local.tee $42
  i32.const 8
  i32x4.shl
  local.set $43
  local.get $3
  v128.load offset=80
  local.tee $44
  i32.const 8
  i32x4.shl
  local.set $45
  loop $do-loop|0
   local.get $7
   local.set $10
   local.get $5
   local.set $11
   local.get $6
   local.set $7
   local.get $8
   local.set $5
   local.get $2
   local.get $32
   i32.lt_u
   if (result v128)
    local.get $12
    v128.load64_zero
    local.get $14
    v128.load64_zero
    i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23
    local.tee $8
    local.get $19
    v128.load64_zero
    local.get $20
    v128.load64_zero
    i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23
    local.tee $15
    i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23
    local.set $6
    local.get $12
    local.get $25
    i32.add
    local.set $12
    local.get $14
    local.get $26
    i32.add
    local.set $14
    local.get $19
    local.get $27
    i32.add
    local.set $19
    local.get $20
    local.get $28
    i32.add
    local.set $20
    local.get $8
    local.get $15
    i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31
   else
    local.get $9
    local.tee $6
   end
   local.set $8
   local.get $33
   local.get $2
   i32.const 1
   i32.add
   local.tee $2
   i32.le_s
   if
    local.get $42
    local.get $6
    local.get $38
    local.get $7
    local.get $34
    local.get $10
    local.get $21
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    f32x4.convert_i32x4_s
    local.get $23
    f32x4.mul
    local.get $16
    f32x4.add
    local.set $15
    local.get $44
    local.get $8
    local.get $40
    local.get $5
    local.get $36
    local.get $11
    local.get $22
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    f32x4.convert_i32x4_s
    local.get $24
    f32x4.mul
    local.get $16
    f32x4.add
    local.set $18
    local.get $43
    local.get $6
    local.get $39
    local.get $7
    local.get $35
    local.get $10
    local.get $21
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    f32x4.convert_i32x4_s
    local.get $23
    f32x4.mul
    local.get $16
    f32x4.add
    local.set $10
    local.get $45
    local.get $8
    local.get $41
    local.get $5
    local.get $37
    local.get $11
    local.get $22
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    f32x4.convert_i32x4_s
    local.get $24
    f32x4.mul
    local.get $16
    f32x4.add
    local.set $11
    local.get $4
    if
     local.get $15
     local.get $0
     i32.load offset=92
     i32.const 1262485504
     i32.add
     local.get $0
     i32.load offset=88
     i32.sub
     i32x4.splat
     local.tee $46
     i32x4.max_s
     local.get $0
     i32.load offset=96
     i32.const 1262485504
     i32.add
     local.get $0
     i32.load offset=88
     i32.sub
     i32x4.splat
     local.tee $47
     i32x4.min_s
     local.set $15
     local.get $11
     local.get $46
     i32x4.max_s
     local.get $47
     i32x4.min_s
     local.set $11
     local.get $18
     local.get $46
     i32x4.max_s
     local.get $47
     i32x4.min_s
     local.set $18
     local.get $10
     local.get $46
     i32x4.max_s
     local.get $47
     i32x4.min_s
     local.set $10
    end
    local.get $1
    local.get $29
    i32.add
    local.get $15
    local.get $17
    i32x4.sub
    local.get $18
    local.get $17
    i32x4.sub
    i16x8.narrow_i32x4_s
    local.get $10
    local.get $17
    i32x4.sub
    local.get $11
    local.get $17
    i32x4.sub
    i16x8.narrow_i32x4_s
    i8x16.narrow_i16x8_s
    local.get $13
    v128.xor
    local.tee $10
    v128.store64_lane 1
    local.get $1
    local.get $10
    v128.store64_lane 0
    local.get $1
    local.get $30
    i32.add
    local.set $1
   end
   local.get $1
   local.get $31
   i32.lt_u
   br_if $do-loop|0
  end
 )
 (func $assembly/depthwise/three_i8_relaxed/one_row (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 v128)
  (local $6 v128)
  (local $7 v128)
  (local $8 v128)
  (local $9 v128)
  (local $10 v128)
  (local $11 v128)
  (local $12 i32)
  (local $13 i32)
  (local $14 v128)
  (local $15 i32)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 v128)
  (local $20 v128)
  (local $21 v128)
  (local $22 v128)
  (local $23 v128)
  (local $24 v128)
  (local $25 v128)
  (local $26 i32)
  (local $27 i32)
  (local $28 i32)
  (local $29 i32)
  (local $30 v128)
  (local $31 v128)
  (local $32 v128)
  (local $33 i32)
  (local $34 i32)
  global.get $assembly/lane/flip/FLIP
  local.get $0
  i32.load offset=84
  i32.xor
  i8x16.splat
  local.set $5
  local.get $2
  i32.const 2
  i32.shl
  local.tee $13
  local.get $0
  i32.load offset=12
  i32.add
  local.tee $12
  v128.load
  local.get $3
  v128.load offset=64
  local.tee $25
  global.get $assembly/lane/flip/FLIP
  i8x16.splat
  local.tee $32
  local.get $3
  v128.load offset=32
  local.tee $24
  local.get $32
  local.get $3
  v128.load
  local.tee $23
  local.get $32
  v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
  i32x4.relaxed_dot_i8x16_i7x16_add_s
  i32x4.relaxed_dot_i8x16_i7x16_add_s
  i32x4.relaxed_dot_i8x16_i7x16_add_s
  i32x4.sub
  local.set $22
  local.get $12
  v128.load offset=16
  local.get $3
  v128.load offset=80
  local.tee $21
  local.get $32
  local.get $3
  v128.load offset=48
  local.tee $20
  local.get $32
  local.get $3
  v128.load offset=16
  local.tee $19
  local.get $32
  v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
  i32x4.relaxed_dot_i8x16_i7x16_add_s
  i32x4.relaxed_dot_i8x16_i7x16_add_s
  i32x4.relaxed_dot_i8x16_i7x16_add_s
  i32x4.sub
  local.set $18
  local.get $13
  local.get $0
  i32.load offset=16
  i32.add
  local.tee $3
  v128.load
  local.set $17
  local.get $3
  v128.load offset=16
  local.set $16
  local.get $0
  i32.load offset=88
  i32.const 128
  i32.add
  i32.const 8
  i32.shr_u
  i32.const 1262485504
  i32.add
  i32x4.splat
  local.set $31
  i32.const 1262485504
  local.get $0
  i32.load offset=88
  i32.sub
  i32x4.splat
  local.set $30
  local.get $2
  local.get $1
  i32.load
  i32.add
  local.set $3
  local.get $2
  local.get $1
  i32.load offset=4
  i32.add
  local.set $34
  local.get $2
  local.get $1
  i32.load offset=8
  i32.add
  local.set $33
  local.get $1
  i32.load offset=16
  local.set $29
  local.get $1
  i32.load offset=20
  local.set $28
  local.get $1
  i32.load offset=24
  local.set $27
  local.get $2
  local.get $1
  i32.load offset=32
  i32.add
  local.tee $2
  local.get $0
  i32.load offset=36
  local.tee $15
  local.get $0
  i32.load offset=44
  i32.mul
  i32.add
  local.set $13
  local.get $0
  i32.load offset=32
  local.set $26
  i32.const -1
  local.get $0
  i32.load offset=80
  i32.sub
  local.tee $1
  i32.const 3
  i32.add
  local.set $12
  loop $do-loop|0
   local.get $6
   local.set $8
   local.get $9
   local.set $7
   local.get $1
   local.get $26
   i32.lt_u
   if (result v128)
    local.get $3
    v128.load64_zero
    local.get $34
    v128.load64_zero
    i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23
    local.tee $9
    local.get $33
    v128.load8x8_u align=1
    local.tee $6
    i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23
    local.set $10
    local.get $3
    local.get $29
    i32.add
    local.set $3
    local.get $28
    local.get $34
    i32.add
    local.set $34
    local.get $27
    local.get $33
    i32.add
    local.set $33
    local.get $9
    local.get $6
    i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31
   else
    local.get $5
    local.tee $10
   end
   local.set $11
   local.get $1
   i32.const 1
   i32.add
   local.get $26
   i32.lt_u
   if (result v128)
    local.get $3
    v128.load64_zero
    local.get $34
    v128.load64_zero
    i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23
    local.tee $14
    local.get $33
    v128.load8x8_u align=1
    local.tee $9
    i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23
    local.set $6
    local.get $3
    local.get $29
    i32.add
    local.set $3
    local.get $28
    local.get $34
    i32.add
    local.set $34
    local.get $27
    local.get $33
    i32.add
    local.set $33
    local.get $14
    local.get $9
    i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31
   else
    local.get $5
    local.tee $6
   end
   local.set $9
   local.get $12
   local.get $1
   i32.const 2
   i32.add
   local.tee $1
   i32.le_s
   if
    local.get $25
    local.get $6
    local.get $24
    local.get $10
    local.get $23
    local.get $8
    local.get $22
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    f32x4.convert_i32x4_s
    local.get $17
    f32x4.mul
    local.get $31
    f32x4.add
    local.set $10
    local.get $21
    local.get $9
    local.get $20
    local.get $11
    local.get $19
    local.get $7
    local.get $18
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    f32x4.convert_i32x4_s
    local.get $16
    f32x4.mul
    local.get $31
    f32x4.add
    local.set $7
    local.get $4
    if
     local.get $10
     local.get $0
     i32.load offset=92
     i32.const 1262485504
     i32.add
     local.get $0
     i32.load offset=88
     i32.sub
     i32x4.splat
     local.tee $11
     i32x4.max_s
     local.get $0
     i32.load offset=96
     i32.const 1262485504
     i32.add
     local.get $0
     i32.load offset=88
     i32.sub
     i32x4.splat
     local.tee $8
     i32x4.min_s
     local.set $10
     local.get $7
     local.get $11
     i32x4.max_s
     local.get $8
     i32x4.min_s
     local.set $7
    end
    local.get $2
    local.get $10
    local.get $30
    i32x4.sub
    local.get $7
    local.get $30
    i32x4.sub
    i16x8.narrow_i32x4_s
    local.tee $7
    local.get $7
    i8x16.narrow_i16x8_s
    local.get $32
    v128.xor
    v128.store64_lane 0
    local.get $2
    local.get $15
    i32.add
    local.set $2
   end
   local.get $2
   local.get $13
   i32.lt_u
   br_if $do-loop|0
  end
 )
 (func $assembly/depthwise/three_i8/depthwise_3x3_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  local.get $0
  i32.load offset=36
  local.set $8
  local.get $0
  i32.load offset=64
  i32.const 1
  i32.eq
  local.tee $3
  if
   local.get $0
   i32.load offset=60
   i32.const 1
   i32.eq
   local.set $3
  end
  local.get $0
  i32.load offset=20
  global.get $assembly/lane/flip/FLIP
  local.get $0
  i32.load offset=84
  i32.xor
  local.get $0
  i32.load offset=36
  memory.fill
  local.get $0
  i32.load offset=92
  i32.const -128
  i32.gt_s
  if (result i32)
   i32.const 1
  else
   local.get $0
   i32.load offset=96
   i32.const 127
   i32.lt_s
  end
  if (result i32)
   i32.const 0
  else
   local.get $0
   i32.load offset=12
   local.get $0
   i32.load offset=16
   local.get $0
   i32.load offset=36
   i32.const 18
   call $assembly/lane/requantize/saturates
  end
  i32.eqz
  local.set $7
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $0
    local.get $1
    call $assembly/depthwise/lines/aim_lines
    local.set $6
    local.get $3
    local.get $1
    i32.const 1
    i32.add
    local.tee $4
    local.get $2
    i32.lt_u
    i32.and
    if (result i32)
     local.get $4
     local.get $0
     i32.load offset=40
     i32.rem_u
    else
     i32.const 0
    end
    if
     local.get $1
     i32.const 1
     i32.add
     local.set $1
    else
     local.get $6
     i32.const 0
     i32.store offset=36
    end
    local.get $0
    i32.load offset=8
    local.set $5
    i32.const 0
    local.set $4
    loop $for-loop|1
     local.get $4
     local.get $8
     i32.lt_u
     if
      local.get $0
      i32.load offset=64
      i32.const 1
      i32.eq
      if
       local.get $0
       local.get $6
       local.get $4
       local.get $5
       local.get $7
       call $assembly/depthwise/three_i8_relaxed/two_rows
      else
       local.get $0
       local.get $6
       local.get $4
       local.get $5
       local.get $7
       call $assembly/depthwise/three_i8_relaxed/one_row
      end
      local.get $5
      i32.const 96
      i32.add
      local.set $5
      local.get $4
      i32.const 8
      i32.add
      local.set $4
      br $for-loop|1
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/depthwise/three_f32/strip<v128> (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32)
  (local $4 i32)
  (local $5 v128)
  (local $6 v128)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  (local $15 v128)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 v128)
  (local $20 i32)
  (local $21 i32)
  (local $22 i32)
  (local $23 v128)
  (local $24 v128)
  (local $25 v128)
  (local $26 v128)
  (local $27 v128)
  (local $28 v128)
  (local $29 i32)
  (local $30 v128)
  (local $31 i32)
  (local $32 v128)
  (local $33 v128)
  (local $34 v128)
  local.get $0
  i32.load offset=8
  local.get $1
  i32.const 4
  i32.shr_u
  i32.const 144
  i32.mul
  i32.add
  local.get $1
  i32.const 15
  i32.and
  i32.add
  local.tee $4
  v128.load
  local.set $17
  local.get $4
  v128.load offset=16
  local.set $23
  local.get $4
  v128.load offset=32
  local.set $24
  local.get $4
  v128.load offset=48
  local.set $18
  local.get $4
  v128.load offset=64
  local.set $25
  local.get $4
  v128.load offset=80
  local.set $26
  local.get $4
  v128.load offset=96
  local.set $19
  local.get $4
  v128.load offset=112
  local.set $27
  local.get $4
  v128.load offset=128
  local.set $28
  local.get $1
  local.get $0
  i32.load offset=12
  i32.add
  local.set $20
  local.get $0
  i32.load offset=28
  local.set $11
  local.get $0
  i32.load offset=36
  i32.const 2
  i32.shl
  local.tee $29
  local.get $0
  i32.load offset=32
  i32.mul
  local.set $21
  local.get $0
  i32.load offset=8
  local.get $29
  i32.const 15
  i32.add
  i32.const 4
  i32.shr_u
  i32.const 144
  i32.mul
  i32.add
  local.set $22
  loop $for-loop|0
   local.get $2
   local.get $3
   i32.lt_u
   if
    local.get $0
    i32.load
    local.get $0
    i32.load offset=60
    local.get $2
    local.get $2
    local.get $0
    i32.load offset=40
    i32.div_u
    local.tee $4
    local.get $0
    i32.load offset=40
    i32.mul
    i32.sub
    i32.mul
    local.get $0
    i32.load offset=76
    i32.sub
    local.tee $7
    local.get $4
    local.get $11
    i32.mul
    i32.add
    local.get $21
    i32.mul
    i32.add
    local.get $1
    i32.add
    local.tee $8
    local.get $22
    local.get $7
    local.get $11
    i32.lt_u
    local.tee $9
    select
    local.set $4
    local.get $29
    i32.const 0
    local.get $9
    select
    local.set $12
    local.get $8
    local.get $21
    i32.add
    local.get $22
    local.get $7
    i32.const 1
    i32.add
    local.get $11
    i32.lt_u
    local.tee $9
    select
    local.set $10
    local.get $29
    i32.const 0
    local.get $9
    select
    local.set $13
    local.get $8
    local.get $21
    i32.const 1
    i32.shl
    i32.add
    local.get $22
    local.get $7
    i32.const 2
    i32.add
    local.get $11
    i32.lt_u
    local.tee $7
    select
    local.set $8
    local.get $29
    i32.const 0
    local.get $7
    select
    local.set $14
    local.get $0
    i32.load offset=4
    local.get $2
    local.get $0
    i32.load offset=44
    i32.mul
    local.get $29
    i32.mul
    i32.add
    local.get $1
    i32.add
    local.set $7
    local.get $0
    f32.load offset=100
    f32x4.splat
    local.set $15
    local.get $0
    f32.load offset=104
    f32x4.splat
    local.set $16
    local.get $0
    i32.load offset=80
    local.set $9
    local.get $20
    v128.load
    local.set $5
    local.get $0
    i32.load offset=64
    i32.const 1
    i32.eq
    if
     local.get $5
     local.set $6
     local.get $7
     i32.const 2
     local.get $9
     i32.sub
     local.get $29
     i32.mul
     i32.sub
     local.tee $9
     local.get $29
     local.get $0
     i32.load offset=32
     i32.mul
     i32.add
     local.set $31
     loop $do-loop|1
      local.get $5
      local.get $8
      v128.load
      local.tee $32
      local.get $28
      local.get $10
      v128.load
      local.tee $33
      local.get $26
      local.get $4
      v128.load
      local.tee $30
      local.get $24
      f32x4.mul
      f32x4.relaxed_madd
      f32x4.relaxed_madd
      f32x4.add
      local.set $34
      local.get $6
      local.get $32
      local.get $27
      local.get $33
      local.get $25
      local.get $30
      local.get $23
      f32x4.mul
      f32x4.relaxed_madd
      f32x4.relaxed_madd
      f32x4.add
      local.set $5
      local.get $32
      local.get $19
      local.get $33
      local.get $18
      local.get $30
      local.get $17
      local.get $20
      v128.load
      f32x4.relaxed_madd
      f32x4.relaxed_madd
      f32x4.relaxed_madd
      local.set $6
      local.get $4
      local.get $12
      i32.add
      local.set $4
      local.get $10
      local.get $13
      i32.add
      local.set $10
      local.get $8
      local.get $14
      i32.add
      local.set $8
      local.get $7
      local.get $9
      i32.le_u
      if
       local.get $9
       local.get $34
       local.get $15
       f32x4.pmax
       local.get $16
       f32x4.pmin
       v128.store
      end
      local.get $31
      local.get $9
      local.get $29
      i32.add
      local.tee $9
      i32.ne
      br_if $do-loop|1
     end
     local.get $9
     local.get $7
     local.get $29
     local.get $0
     i32.load offset=44
     i32.mul
     i32.add
     i32.lt_u
     if
      local.get $9
      local.get $5
      local.get $15
      f32x4.pmax
      local.get $16
      f32x4.pmin
      v128.store
     end
    else
     local.get $9
     i32.eqz
     if
      local.get $5
      local.get $4
      v128.load
      local.get $17
      f32x4.mul
      f32x4.add
      local.get $10
      v128.load
      local.get $18
      f32x4.mul
      f32x4.add
      local.get $8
      v128.load
      local.get $19
      f32x4.mul
      f32x4.add
      local.set $5
      local.get $10
      local.get $13
      i32.add
      local.set $10
      local.get $8
      local.get $14
      i32.add
      local.set $8
      local.get $4
      local.get $12
      i32.add
      local.set $4
     end
     local.get $7
     local.get $29
     local.get $0
     i32.load offset=44
     i32.mul
     i32.add
     local.set $31
     local.get $7
     local.get $9
     local.get $0
     i32.load offset=32
     i32.add
     i32.const 1
     i32.sub
     i32.const 1
     i32.shr_s
     local.get $29
     i32.mul
     i32.add
     local.set $9
     loop $while-continue|2
      block $while-break|2
       local.get $5
       local.get $8
       v128.load
       local.get $27
       local.get $10
       v128.load
       local.get $25
       local.get $4
       v128.load
       local.get $23
       f32x4.mul
       f32x4.relaxed_madd
       f32x4.relaxed_madd
       f32x4.add
       local.set $6
       local.get $7
       local.get $9
       i32.eq
       if
        local.get $7
        local.get $6
        local.get $15
        f32x4.pmax
        local.get $16
        f32x4.pmin
        v128.store
        br $while-break|2
       end
       local.get $8
       local.get $14
       i32.add
       local.tee $8
       v128.load
       local.tee $30
       local.get $19
       local.get $10
       local.get $13
       i32.add
       local.tee $10
       v128.load
       local.tee $32
       local.get $18
       local.get $4
       local.get $12
       i32.add
       local.tee $4
       v128.load
       local.tee $33
       local.get $17
       local.get $20
       v128.load
       f32x4.relaxed_madd
       f32x4.relaxed_madd
       f32x4.relaxed_madd
       local.set $5
       local.get $4
       local.get $12
       i32.add
       local.set $4
       local.get $10
       local.get $13
       i32.add
       local.set $10
       local.get $8
       local.get $14
       i32.add
       local.set $8
       local.get $7
       local.get $6
       local.get $30
       local.get $28
       local.get $32
       local.get $26
       local.get $33
       local.get $24
       f32x4.mul
       f32x4.relaxed_madd
       f32x4.relaxed_madd
       f32x4.add
       local.get $15
       f32x4.pmax
       local.get $16
       f32x4.pmin
       v128.store
       local.get $31
       local.get $7
       local.get $29
       i32.add
       local.tee $7
       i32.ne
       br_if $while-continue|2
      end
     end
    end
    local.get $2
    i32.const 1
    i32.add
    local.set $2
    br $for-loop|0
   end
  end
 )
 (func $assembly/depthwise/three_f32/depthwise_3x3_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  i32.const 1
  i32.const 256
  local.get $0
  i32.load offset=60
  local.get $0
  i32.load offset=44
  local.get $0
  i32.load offset=64
  i32.mul
  i32.mul
  i32.div_u
  local.tee $3
  local.get $3
  i32.const 1
  i32.le_u
  select
  local.set $4
  local.get $0
  i32.load offset=36
  i32.const 2
  i32.shl
  local.set $5
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $1
    local.get $4
    i32.add
    local.tee $3
    local.get $2
    local.get $2
    local.get $3
    i32.gt_u
    select
    local.set $6
    i32.const 0
    local.set $3
    loop $for-loop|1
     local.get $3
     local.get $5
     i32.lt_u
     if
      local.get $0
      local.get $3
      local.get $1
      local.get $6
      call $assembly/depthwise/three_f32/strip<v128>
      local.get $3
      i32.const 16
      i32.add
      local.set $3
      br $for-loop|1
     end
    end
    local.get $1
    local.get $4
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/depthwise/taps/aim_taps<i8> (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  (local $15 i32)
  local.get $0
  i32.load offset=20
  local.set $5
  local.get $0
  i32.load
  local.get $0
  i32.load offset=36
  local.tee $10
  local.get $0
  i32.load offset=32
  local.tee $6
  local.get $2
  local.get $0
  i32.load offset=40
  local.tee $4
  i32.div_s
  local.tee $15
  local.get $0
  i32.load offset=28
  local.tee $11
  i32.mul
  i32.mul
  i32.mul
  i32.add
  local.set $12
  local.get $0
  i32.load offset=52
  local.set $7
  local.get $0
  i32.load offset=56
  local.set $8
  local.get $0
  i32.load offset=68
  local.set $13
  local.get $0
  i32.load offset=72
  local.set $14
  local.get $3
  local.get $0
  i32.load offset=64
  i32.mul
  local.get $0
  i32.load offset=80
  i32.sub
  local.set $3
  local.get $0
  i32.load offset=60
  local.get $2
  local.get $4
  local.get $15
  i32.mul
  i32.sub
  i32.mul
  local.get $0
  i32.load offset=76
  i32.sub
  local.set $2
  loop $for-loop|0
   local.get $7
   local.get $9
   i32.gt_s
   if
    local.get $3
    local.set $0
    i32.const 0
    local.set $4
    loop $for-loop|1
     local.get $4
     local.get $8
     i32.lt_s
     if
      local.get $1
      local.get $12
      local.get $2
      local.get $6
      i32.mul
      local.get $0
      i32.add
      local.get $10
      i32.mul
      i32.add
      local.get $5
      local.get $0
      local.get $6
      i32.lt_u
      local.get $2
      local.get $11
      i32.lt_u
      local.tee $15
      local.get $15
      select
      select
      i32.store
      local.get $1
      i32.const 4
      i32.add
      local.set $1
      local.get $0
      local.get $14
      i32.add
      local.set $0
      local.get $4
      i32.const 1
      i32.add
      local.set $4
      br $for-loop|1
     end
    end
    local.get $2
    local.get $13
    i32.add
    local.set $2
    local.get $9
    i32.const 1
    i32.add
    local.set $9
    br $for-loop|0
   end
  end
  local.get $7
  local.get $8
  i32.mul
  i32.const 1
  i32.and
  if
   local.get $1
   local.get $5
   i32.store
  end
 )
 (func $assembly/depthwise/taps/aim_taps<f32> (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  (local $15 i32)
  local.get $0
  i32.load offset=20
  local.set $5
  local.get $0
  i32.load
  local.get $0
  i32.load offset=36
  i32.const 2
  i32.shl
  local.tee $10
  local.get $0
  i32.load offset=32
  local.tee $6
  local.get $2
  local.get $0
  i32.load offset=40
  local.tee $4
  i32.div_s
  local.tee $15
  local.get $0
  i32.load offset=28
  local.tee $11
  i32.mul
  i32.mul
  i32.mul
  i32.add
  local.set $12
  local.get $0
  i32.load offset=52
  local.set $7
  local.get $0
  i32.load offset=56
  local.set $8
  local.get $0
  i32.load offset=68
  local.set $13
  local.get $0
  i32.load offset=72
  local.set $14
  local.get $3
  local.get $0
  i32.load offset=64
  i32.mul
  local.get $0
  i32.load offset=80
  i32.sub
  local.set $3
  local.get $0
  i32.load offset=60
  local.get $2
  local.get $4
  local.get $15
  i32.mul
  i32.sub
  i32.mul
  local.get $0
  i32.load offset=76
  i32.sub
  local.set $2
  loop $for-loop|0
   local.get $7
   local.get $9
   i32.gt_s
   if
    local.get $3
    local.set $0
    i32.const 0
    local.set $4
    loop $for-loop|1
     local.get $4
     local.get $8
     i32.lt_s
     if
      local.get $1
      local.get $12
      local.get $2
      local.get $6
      i32.mul
      local.get $0
      i32.add
      local.get $10
      i32.mul
      i32.add
      local.get $5
      local.get $0
      local.get $6
      i32.lt_u
      local.get $2
      local.get $11
      i32.lt_u
      local.tee $15
      local.get $15
      select
      select
      i32.store
      local.get $1
      i32.const 4
      i32.add
      local.set $1
      local.get $0
      local.get $14
      i32.add
      local.set $0
      local.get $4
      i32.const 1
      i32.add
      local.set $4
      br $for-loop|1
     end
    end
    local.get $2
    local.get $13
    i32.add
    local.set $2
    local.get $9
    i32.const 1
    i32.add
    local.set $9
    br $for-loop|0
   end
  end
  local.get $7
  local.get $8
  i32.mul
  i32.const 1
  i32.and
  if
   local.get $1
   local.get $5
   i32.store
  end
 )
 (func $assembly/depthwise/lines/aim_lines (param $0 i32) (param $1 i32) (result i32)
  (local $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  local.get $0
  i32.load offset=20
  local.get $0
  i32.load offset=36
  i32.const 15
  i32.add
  i32.const -16
  i32.and
  i32.add
  local.set $2
  local.get $0
  i32.load offset=60
  local.get $1
  local.get $1
  local.get $0
  i32.load offset=40
  i32.div_s
  local.tee $8
  local.get $0
  i32.load offset=40
  i32.mul
  i32.sub
  i32.mul
  local.get $0
  i32.load offset=76
  i32.sub
  local.set $5
  local.get $0
  i32.load
  local.get $0
  i32.load offset=36
  local.tee $4
  local.get $0
  i32.load offset=32
  i32.mul
  local.tee $6
  local.get $0
  i32.load offset=28
  local.tee $7
  local.get $8
  i32.mul
  i32.mul
  i32.add
  local.set $11
  loop $for-loop|0
   local.get $3
   i32.const 4
   i32.lt_s
   if
    local.get $2
    local.get $3
    i32.const 2
    i32.shl
    i32.add
    local.tee $10
    local.get $3
    local.get $5
    i32.add
    local.tee $8
    local.get $7
    i32.lt_u
    local.tee $9
    if (result i32)
     local.get $11
     local.get $6
     local.get $8
     i32.mul
     i32.add
    else
     local.get $0
     i32.load offset=20
    end
    i32.store
    local.get $10
    local.get $4
    i32.const 0
    local.get $9
    select
    i32.store offset=16
    local.get $3
    i32.const 1
    i32.add
    local.set $3
    br $for-loop|0
   end
  end
  local.get $2
  local.get $0
  i32.load offset=44
  local.get $4
  i32.mul
  i32.store offset=36
  local.get $2
  local.get $0
  i32.load offset=4
  local.get $1
  local.get $2
  i32.load offset=36
  i32.mul
  i32.add
  i32.store offset=32
  local.get $2
 )
 (func $assembly/depthwise/general_i8/gathered_blocks (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 v128)
  (local $6 i32)
  (local $7 v128)
  (local $8 v128)
  (local $9 v128)
  (local $10 v128)
  (local $11 v128)
  (local $12 i32)
  (local $13 i32)
  (local $14 v128)
  (local $15 i32)
  (local $16 i32)
  (local $17 i32)
  (local $18 i32)
  (local $19 v128)
  (local $20 v128)
  local.get $1
  local.get $0
  i32.load offset=52
  local.get $0
  i32.load offset=56
  i32.mul
  i32.const 1
  i32.add
  i32.const 1
  i32.shr_s
  i32.const 3
  i32.shl
  i32.add
  local.set $13
  global.get $assembly/lane/flip/FLIP
  i8x16.splat
  local.set $8
  local.get $0
  i32.load offset=88
  i32.const 128
  i32.add
  i32.const 8
  i32.shr_u
  i32.const 1262485504
  i32.add
  i32x4.splat
  local.set $9
  local.get $0
  i32.load offset=92
  i32.const 1262485504
  i32.add
  local.get $0
  i32.load offset=88
  i32.sub
  i32x4.splat
  local.set $10
  i32.const 1262485504
  local.get $0
  i32.load offset=88
  i32.sub
  i32x4.splat
  local.set $11
  local.get $0
  i32.load offset=96
  i8x16.splat
  local.set $14
  local.get $0
  i32.load offset=48
  local.tee $15
  local.get $0
  i32.load offset=36
  i32.mul
  i32.const -8
  i32.and
  local.set $16
  local.get $0
  i32.load offset=12
  local.set $17
  local.get $0
  i32.load offset=16
  local.set $18
  local.get $0
  i32.load offset=8
  local.set $6
  loop $for-loop|0
   local.get $4
   local.get $16
   i32.lt_u
   if
    local.get $4
    local.get $15
    i32.div_u
    local.set $12
    local.get $0
    i32.load offset=24
    local.get $4
    i32.const 1
    i32.shl
    i32.add
    v128.load
    local.set $19
    local.get $17
    local.get $4
    i32.const 2
    i32.shl
    i32.add
    local.tee $3
    v128.load
    local.set $5
    local.get $3
    v128.load offset=16
    local.set $7
    local.get $1
    local.set $3
    loop $for-loop|1
     local.get $3
     local.get $13
     i32.lt_u
     if
      local.get $5
      local.get $3
      i32.load offset=4
      local.get $12
      i32.add
      local.get $3
      i32.load
      local.get $12
      i32.add
      v128.load64_zero
      v128.load64_lane 1
      local.get $19
      i8x16.swizzle
      local.get $8
      v128.xor
      local.tee $20
      i16x8.extend_low_i8x16_s
      local.get $6
      v128.load
      i32x4.dot_i16x8_s
      i32x4.add
      local.set $5
      local.get $7
      local.get $20
      i16x8.extend_high_i8x16_s
      local.get $6
      v128.load offset=16
      i32x4.dot_i16x8_s
      i32x4.add
      local.set $7
      local.get $6
      i32.const 32
      i32.add
      local.set $6
      local.get $3
      i32.const 8
      i32.add
      local.set $3
      br $for-loop|1
     end
    end
    local.get $2
    local.get $4
    i32.add
    local.get $5
    f32x4.convert_i32x4_s
    local.get $18
    local.get $4
    i32.const 2
    i32.shl
    i32.add
    local.tee $3
    v128.load
    f32x4.mul
    local.get $9
    f32x4.add
    local.get $10
    i32x4.max_s
    local.get $11
    i32x4.sub
    local.get $7
    f32x4.convert_i32x4_s
    local.get $3
    v128.load offset=16
    f32x4.mul
    local.get $9
    f32x4.add
    local.get $10
    i32x4.max_s
    local.get $11
    i32x4.sub
    i16x8.narrow_i32x4_s
    local.tee $5
    local.get $5
    i8x16.narrow_i16x8_s
    local.get $14
    i8x16.min_s
    local.get $8
    v128.xor
    v128.store64_lane 0
    local.get $4
    i32.const 8
    i32.add
    local.set $4
    br $for-loop|0
   end
  end
 )
 (func $assembly/depthwise/general_i8/depthwise_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  local.get $0
  i32.load offset=4
  local.get $0
  i32.load offset=36
  local.get $0
  i32.load offset=48
  i32.mul
  local.tee $6
  local.get $0
  i32.load offset=44
  local.tee $7
  local.get $1
  i32.mul
  i32.mul
  i32.add
  local.set $3
  local.get $0
  i32.load offset=20
  global.get $assembly/lane/flip/FLIP
  local.get $0
  i32.load offset=84
  i32.xor
  local.get $0
  i32.load offset=36
  memory.fill
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $0
    i32.load offset=20
    local.get $0
    i32.load offset=36
    i32.const 15
    i32.add
    i32.const -16
    i32.and
    i32.add
    local.get $1
    local.get $0
    i32.load offset=52
    local.get $0
    i32.load offset=56
    i32.mul
    i32.const 1
    i32.add
    i32.const 1
    i32.shr_s
    i32.mul
    i32.const 3
    i32.shl
    i32.add
    local.set $4
    i32.const 0
    local.set $5
    loop $for-loop|1
     local.get $5
     local.get $7
     i32.lt_s
     if
      local.get $0
      local.get $4
      local.get $1
      local.get $5
      call $assembly/depthwise/taps/aim_taps<i8>
      local.get $0
      i32.load offset=48
      i32.const 1
      i32.eq
      if
       local.get $0
       local.get $4
       local.get $3
       call $assembly/depthwise/general_i8/blocks
      else
       local.get $0
       local.get $4
       local.get $3
       call $assembly/depthwise/general_i8/gathered_blocks
      end
      local.get $0
      local.get $4
      local.get $3
      local.get $6
      i32.const -8
      i32.and
      call $assembly/depthwise/general_i8/channels
      local.get $3
      local.get $6
      i32.add
      local.set $3
      local.get $5
      i32.const 1
      i32.add
      local.set $5
      br $for-loop|1
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/depthwise/general_i8/channels (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  local.get $1
  local.get $0
  i32.load offset=52
  local.get $0
  i32.load offset=56
  i32.mul
  i32.const 1
  i32.add
  i32.const 1
  i32.shr_s
  local.tee $8
  i32.const 3
  i32.shl
  i32.add
  local.set $9
  local.get $0
  i32.load offset=48
  local.tee $10
  local.get $0
  i32.load offset=36
  i32.mul
  local.set $11
  loop $for-loop|0
   local.get $3
   local.get $11
   i32.lt_s
   if
    local.get $3
    local.get $10
    i32.div_s
    local.set $7
    local.get $0
    i32.load offset=8
    local.get $3
    i32.const 3
    i32.shr_s
    local.get $8
    i32.mul
    i32.const 5
    i32.shl
    local.get $3
    i32.const 7
    i32.and
    i32.const 2
    i32.shl
    i32.add
    i32.add
    local.set $5
    local.get $0
    i32.load offset=12
    local.get $3
    i32.const 2
    i32.shl
    i32.add
    i32.load
    local.set $6
    local.get $1
    local.set $4
    loop $for-loop|1
     local.get $4
     local.get $9
     i32.lt_u
     if
      local.get $6
      local.get $5
      i32.load16_s
      global.get $assembly/lane/flip/FLIP
      local.get $4
      i32.load
      local.get $7
      i32.add
      i32.load8_u
      i32.xor
      i32.extend8_s
      i32.mul
      i32.add
      local.get $5
      i32.load16_s offset=2
      global.get $assembly/lane/flip/FLIP
      local.get $4
      i32.load offset=4
      local.get $7
      i32.add
      i32.load8_u
      i32.xor
      i32.extend8_s
      i32.mul
      i32.add
      local.set $6
      local.get $5
      i32.const 32
      i32.add
      local.set $5
      local.get $4
      i32.const 8
      i32.add
      local.set $4
      br $for-loop|1
     end
    end
    local.get $2
    local.get $3
    i32.add
    global.get $assembly/lane/flip/FLIP
    local.get $0
    i32.load offset=96
    local.get $0
    i32.load offset=88
    local.tee $4
    i32.sub
    f32.convert_i32_s
    local.get $6
    f32.convert_i32_s
    local.get $0
    i32.load offset=16
    local.get $3
    i32.const 2
    i32.shl
    i32.add
    f32.load
    f32.mul
    f32.nearest
    local.get $0
    i32.load offset=92
    local.get $4
    i32.sub
    f32.convert_i32_s
    f32.max
    f32.min
    i32.trunc_sat_f32_s
    local.get $4
    i32.add
    i32.xor
    i32.store8
    local.get $3
    i32.const 1
    i32.add
    local.set $3
    br $for-loop|0
   end
  end
 )
 (func $assembly/depthwise/general_i8/blocks (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 v128)
  (local $5 i32)
  (local $6 v128)
  (local $7 v128)
  (local $8 v128)
  (local $9 v128)
  (local $10 v128)
  (local $11 i32)
  (local $12 v128)
  (local $13 i32)
  (local $14 i32)
  (local $15 i32)
  (local $16 v128)
  local.get $1
  local.get $0
  i32.load offset=52
  local.get $0
  i32.load offset=56
  i32.mul
  i32.const 1
  i32.add
  i32.const 1
  i32.shr_s
  i32.const 3
  i32.shl
  i32.add
  local.set $11
  global.get $assembly/lane/flip/FLIP
  i8x16.splat
  local.set $7
  local.get $0
  i32.load offset=88
  i32.const 128
  i32.add
  i32.const 8
  i32.shr_u
  i32.const 1262485504
  i32.add
  i32x4.splat
  local.set $8
  local.get $0
  i32.load offset=92
  i32.const 1262485504
  i32.add
  local.get $0
  i32.load offset=88
  i32.sub
  i32x4.splat
  local.set $9
  i32.const 1262485504
  local.get $0
  i32.load offset=88
  i32.sub
  i32x4.splat
  local.set $10
  local.get $0
  i32.load offset=96
  i8x16.splat
  local.set $12
  local.get $0
  i32.load offset=36
  i32.const -8
  i32.and
  local.set $13
  local.get $0
  i32.load offset=12
  local.set $14
  local.get $0
  i32.load offset=16
  local.set $15
  local.get $0
  i32.load offset=8
  local.set $5
  loop $for-loop|0
   local.get $3
   local.get $13
   i32.lt_u
   if
    local.get $14
    local.get $3
    i32.const 2
    i32.shl
    i32.add
    local.tee $0
    v128.load
    local.set $4
    local.get $0
    v128.load offset=16
    local.set $6
    local.get $1
    local.set $0
    loop $for-loop|1
     local.get $0
     local.get $11
     i32.lt_u
     if
      local.get $4
      local.get $0
      i32.load
      local.get $3
      i32.add
      v128.load64_zero
      local.get $0
      i32.load offset=4
      local.get $3
      i32.add
      v128.load64_zero
      i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23
      local.get $7
      v128.xor
      local.tee $16
      i16x8.extend_low_i8x16_s
      local.get $5
      v128.load
      i32x4.dot_i16x8_s
      i32x4.add
      local.set $4
      local.get $6
      local.get $16
      i16x8.extend_high_i8x16_s
      local.get $5
      v128.load offset=16
      i32x4.dot_i16x8_s
      i32x4.add
      local.set $6
      local.get $5
      i32.const 32
      i32.add
      local.set $5
      local.get $0
      i32.const 8
      i32.add
      local.set $0
      br $for-loop|1
     end
    end
    local.get $2
    local.get $3
    i32.add
    local.get $4
    f32x4.convert_i32x4_s
    local.get $15
    local.get $3
    i32.const 2
    i32.shl
    i32.add
    local.tee $0
    v128.load
    f32x4.mul
    local.get $8
    f32x4.add
    local.get $9
    i32x4.max_s
    local.get $10
    i32x4.sub
    local.get $6
    f32x4.convert_i32x4_s
    local.get $0
    v128.load offset=16
    f32x4.mul
    local.get $8
    f32x4.add
    local.get $9
    i32x4.max_s
    local.get $10
    i32x4.sub
    i16x8.narrow_i32x4_s
    local.tee $4
    local.get $4
    i8x16.narrow_i16x8_s
    local.get $12
    i8x16.min_s
    local.get $7
    v128.xor
    v128.store64_lane 0
    local.get $3
    i32.const 8
    i32.add
    local.set $3
    br $for-loop|0
   end
  end
 )
 (func $assembly/depthwise/general_f32/gathered_blocks (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 v128)
  (local $7 i32)
  (local $8 v128)
  (local $9 v128)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 v128)
  local.get $1
  local.get $0
  i32.load offset=52
  local.get $0
  i32.load offset=56
  i32.mul
  i32.const 2
  i32.shl
  i32.add
  local.set $7
  local.get $0
  f32.load offset=100
  f32x4.splat
  local.set $8
  local.get $0
  f32.load offset=104
  f32x4.splat
  local.set $9
  local.get $0
  i32.load offset=48
  local.tee $10
  local.get $0
  i32.load offset=36
  i32.mul
  i32.const -4
  i32.and
  local.set $11
  local.get $0
  i32.load offset=8
  local.set $5
  loop $for-loop|0
   local.get $4
   local.get $11
   i32.lt_u
   if
    local.get $4
    local.get $10
    i32.div_u
    i32.const 2
    i32.shl
    local.set $12
    local.get $4
    i32.const 2
    i32.shl
    local.tee $3
    local.get $0
    i32.load offset=24
    i32.add
    v128.load
    local.set $13
    local.get $0
    i32.load offset=12
    local.get $3
    i32.add
    v128.load
    local.set $6
    local.get $1
    local.set $3
    loop $for-loop|1
     local.get $3
     local.get $7
     i32.lt_u
     if
      local.get $6
      local.get $3
      i32.load
      local.get $12
      i32.add
      v128.load
      local.get $13
      i8x16.swizzle
      local.get $5
      v128.load
      f32x4.mul
      f32x4.add
      local.set $6
      local.get $5
      i32.const 16
      i32.add
      local.set $5
      local.get $3
      i32.const 4
      i32.add
      local.set $3
      br $for-loop|1
     end
    end
    local.get $2
    local.get $4
    i32.const 2
    i32.shl
    i32.add
    local.get $6
    local.get $8
    f32x4.pmax
    local.get $9
    f32x4.pmin
    v128.store
    local.get $4
    i32.const 4
    i32.add
    local.set $4
    br $for-loop|0
   end
  end
 )
 (func $assembly/depthwise/general_f32/depthwise_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  local.get $0
  i32.load offset=4
  local.get $0
  i32.load offset=36
  local.get $0
  i32.load offset=48
  i32.mul
  local.tee $6
  local.get $0
  i32.load offset=44
  local.tee $7
  local.get $1
  i32.mul
  i32.mul
  i32.const 2
  i32.shl
  i32.add
  local.set $3
  local.get $0
  i32.load offset=20
  i32.const 0
  local.get $0
  i32.load offset=36
  i32.const 2
  i32.shl
  memory.fill
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $0
    i32.load offset=20
    local.get $0
    i32.load offset=36
    i32.const 2
    i32.shl
    i32.const 15
    i32.add
    i32.const -16
    i32.and
    i32.add
    local.get $1
    local.get $0
    i32.load offset=52
    local.get $0
    i32.load offset=56
    i32.mul
    i32.const 1
    i32.add
    i32.const 1
    i32.shr_s
    i32.mul
    i32.const 3
    i32.shl
    i32.add
    local.set $4
    i32.const 0
    local.set $5
    loop $for-loop|1
     local.get $5
     local.get $7
     i32.lt_s
     if
      local.get $0
      local.get $4
      local.get $1
      local.get $5
      call $assembly/depthwise/taps/aim_taps<f32>
      local.get $0
      i32.load offset=48
      i32.const 1
      i32.eq
      if
       local.get $0
       local.get $4
       local.get $3
       call $assembly/depthwise/general_f32/blocks
      else
       local.get $0
       local.get $4
       local.get $3
       call $assembly/depthwise/general_f32/gathered_blocks
      end
      local.get $0
      local.get $4
      local.get $3
      local.get $6
      i32.const -4
      i32.and
      call $assembly/depthwise/general_f32/channels
      local.get $3
      local.get $6
      i32.const 2
      i32.shl
      i32.add
      local.set $3
      local.get $5
      i32.const 1
      i32.add
      local.set $5
      br $for-loop|1
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/depthwise/general_f32/channels (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 f32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  local.get $1
  local.get $0
  i32.load offset=52
  local.get $0
  i32.load offset=56
  i32.mul
  local.tee $7
  i32.const 2
  i32.shl
  i32.add
  local.set $8
  local.get $0
  i32.load offset=48
  local.tee $9
  local.get $0
  i32.load offset=36
  i32.mul
  local.set $10
  loop $for-loop|0
   local.get $3
   local.get $10
   i32.lt_s
   if
    local.get $3
    local.get $9
    i32.div_s
    i32.const 2
    i32.shl
    local.set $11
    local.get $0
    i32.load offset=8
    local.get $7
    i32.const 4
    i32.shl
    local.get $3
    i32.const 2
    i32.shr_s
    i32.mul
    local.get $3
    i32.const 3
    i32.and
    i32.const 2
    i32.shl
    i32.add
    i32.add
    local.set $5
    local.get $0
    i32.load offset=12
    local.get $3
    i32.const 2
    i32.shl
    i32.add
    f32.load
    local.set $6
    local.get $1
    local.set $4
    loop $for-loop|1
     local.get $4
     local.get $8
     i32.lt_u
     if
      local.get $6
      local.get $4
      i32.load
      local.get $11
      i32.add
      f32.load
      local.get $5
      f32.load
      f32.mul
      f32.add
      local.set $6
      local.get $5
      i32.const 16
      i32.add
      local.set $5
      local.get $4
      i32.const 4
      i32.add
      local.set $4
      br $for-loop|1
     end
    end
    local.get $2
    local.get $3
    i32.const 2
    i32.shl
    i32.add
    local.get $0
    f32.load offset=104
    local.get $6
    local.get $0
    f32.load offset=100
    f32.max
    f32.min
    f32.store
    local.get $3
    i32.const 1
    i32.add
    local.set $3
    br $for-loop|0
   end
  end
 )
 (func $assembly/depthwise/general_f32/blocks (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 v128)
  (local $6 v128)
  (local $7 v128)
  (local $8 v128)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  local.get $0
  f32.load offset=100
  f32x4.splat
  local.set $6
  local.get $0
  f32.load offset=104
  f32x4.splat
  local.set $7
  local.get $0
  i32.load offset=36
  i32.const -4
  i32.and
  i32.const 2
  i32.shl
  local.set $9
  local.get $1
  local.get $0
  i32.load offset=52
  local.get $0
  i32.load offset=56
  i32.mul
  i32.const 2
  i32.shl
  i32.add
  local.tee $10
  local.get $1
  i32.sub
  i32.const 2
  i32.shl
  local.set $11
  local.get $0
  i32.load offset=12
  local.set $12
  local.get $0
  i32.load offset=8
  local.set $3
  loop $for-loop|0
   local.get $4
   i32.const 32
   i32.add
   local.get $9
   i32.le_u
   if
    local.get $4
    local.get $12
    i32.add
    local.tee $0
    v128.load
    local.set $5
    local.get $0
    v128.load offset=16
    local.set $8
    local.get $1
    local.set $0
    loop $for-loop|1
     local.get $0
     local.get $10
     i32.lt_u
     if
      local.get $5
      local.get $0
      i32.load
      local.get $4
      i32.add
      local.tee $13
      v128.load
      local.get $3
      v128.load
      f32x4.mul
      f32x4.add
      local.set $5
      local.get $8
      local.get $13
      v128.load offset=16
      local.get $3
      local.get $11
      i32.add
      v128.load
      f32x4.mul
      f32x4.add
      local.set $8
      local.get $3
      i32.const 16
      i32.add
      local.set $3
      local.get $0
      i32.const 4
      i32.add
      local.set $0
      br $for-loop|1
     end
    end
    local.get $3
    local.get $11
    i32.add
    local.set $3
    local.get $2
    local.get $4
    i32.add
    local.tee $0
    local.get $5
    local.get $6
    f32x4.pmax
    local.get $7
    f32x4.pmin
    v128.store
    local.get $0
    local.get $8
    local.get $6
    f32x4.pmax
    local.get $7
    f32x4.pmin
    v128.store offset=16
    local.get $4
    i32.const 32
    i32.add
    local.set $4
    br $for-loop|0
   end
  end
  local.get $4
  local.get $9
  i32.lt_u
  if
   local.get $4
   local.get $12
   i32.add
   v128.load
   local.set $5
   loop $for-loop|2
    local.get $1
    local.get $10
    i32.lt_u
    if
     local.get $5
     local.get $1
     i32.load
     local.get $4
     i32.add
     v128.load
     local.get $3
     v128.load
     f32x4.mul
     f32x4.add
     local.set $5
     local.get $3
     i32.const 16
     i32.add
     local.set $3
     local.get $1
     i32.const 4
     i32.add
     local.set $1
     br $for-loop|2
    end
   end
   local.get $2
   local.get $4
   i32.add
   local.get $5
   local.get $6
   f32x4.pmax
   local.get $7
   f32x4.pmin
   v128.store
  end
 )
 (func $assembly/conv/winograd/transform_inputs (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 v128)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 v128)
  (local $15 v128)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 i32)
  (local $20 i32)
  (local $21 i32)
  (local $22 v128)
  (local $23 v128)
  (local $24 v128)
  (local $25 v128)
  local.get $0
  i32.load offset=20
  i32.const 96
  i32.add
  local.set $5
  local.get $0
  i32.load offset=40
  i32.const 2
  i32.shl
  local.set $10
  local.get $0
  i32.load offset=88
  i32.const 1
  i32.add
  i32.const 1
  i32.shr_u
  local.set $12
  local.get $0
  i32.load offset=84
  i32.const 1
  i32.add
  i32.const 1
  i32.shr_u
  local.set $13
  loop $for-loop|0
   local.get $2
   local.get $11
   i32.gt_u
   if
    local.get $1
    local.get $11
    i32.add
    local.tee $4
    local.get $12
    i32.div_u
    local.set $6
    local.get $4
    local.get $12
    i32.rem_u
    i32.const 1
    i32.shl
    local.get $0
    i32.load offset=72
    i32.sub
    local.set $7
    local.get $0
    i32.load
    local.get $0
    i32.load offset=36
    local.get $0
    i32.load offset=32
    local.get $6
    local.get $13
    i32.div_u
    i32.mul
    i32.mul
    local.get $10
    i32.mul
    i32.add
    local.set $19
    local.get $6
    local.get $13
    i32.rem_u
    i32.const 1
    i32.shl
    local.get $0
    i32.load offset=68
    i32.sub
    local.set $8
    local.get $5
    local.set $4
    loop $for-loop|1
     local.get $4
     local.get $5
     i32.const -64
     i32.sub
     i32.lt_u
     if
      local.get $7
      local.set $6
      local.get $4
      i32.const 16
      i32.add
      local.set $20
      loop $for-loop|2
       local.get $4
       local.get $20
       i32.lt_u
       if
        local.get $4
        local.get $8
        local.get $0
        i32.load offset=32
        i32.lt_u
        local.tee $21
        if (result i32)
         local.get $6
         local.get $0
         i32.load offset=36
         i32.lt_u
        else
         local.get $21
        end
        if (result i32)
         local.get $19
         local.get $8
         local.get $0
         i32.load offset=36
         i32.mul
         local.get $6
         i32.add
         local.get $10
         i32.mul
         i32.add
        else
         local.get $5
         i32.const -64
         i32.sub
        end
        i32.store
        local.get $4
        i32.const 4
        i32.add
        local.set $4
        local.get $6
        i32.const 1
        i32.add
        local.set $6
        br $for-loop|2
       end
      end
      local.get $8
      i32.const 1
      i32.add
      local.set $8
      br $for-loop|1
     end
    end
    local.get $3
    local.get $10
    local.get $11
    i32.mul
    i32.add
    local.set $6
    local.get $2
    local.get $10
    i32.mul
    local.set $7
    i32.const 0
    local.set $4
    loop $for-loop|3
     local.get $4
     local.get $10
     i32.lt_u
     if
      local.get $5
      i32.load offset=4
      local.get $4
      i32.add
      v128.load
      local.get $5
      i32.load offset=36
      local.get $4
      i32.add
      v128.load
      f32x4.sub
      local.set $9
      local.get $5
      i32.load offset=12
      local.get $4
      i32.add
      v128.load
      local.get $5
      i32.load offset=44
      local.get $4
      i32.add
      v128.load
      f32x4.sub
      local.set $14
      local.get $4
      local.get $6
      i32.add
      local.tee $8
      local.get $5
      i32.load
      local.get $4
      i32.add
      v128.load
      local.get $5
      i32.load offset=32
      local.get $4
      i32.add
      v128.load
      f32x4.sub
      local.get $5
      i32.load offset=8
      local.get $4
      i32.add
      v128.load
      local.get $5
      i32.load offset=40
      local.get $4
      i32.add
      v128.load
      f32x4.sub
      local.tee $15
      f32x4.sub
      v128.store
      local.get $7
      local.get $8
      i32.add
      local.get $9
      local.get $15
      f32x4.add
      v128.store
      local.get $8
      local.get $7
      i32.const 1
      i32.shl
      local.tee $19
      i32.add
      local.get $15
      local.get $9
      f32x4.sub
      v128.store
      local.get $8
      local.get $7
      i32.const 3
      i32.mul
      local.tee $20
      i32.add
      local.get $9
      local.get $14
      f32x4.sub
      v128.store
      local.get $5
      i32.load offset=28
      local.get $4
      i32.add
      v128.load
      local.set $22
      local.get $5
      i32.load offset=44
      local.get $4
      i32.add
      v128.load
      local.set $23
      local.get $5
      i32.load offset=20
      local.get $4
      i32.add
      v128.load
      local.tee $9
      local.get $5
      i32.load offset=36
      local.get $4
      i32.add
      v128.load
      local.tee $24
      f32x4.add
      local.set $25
      local.get $8
      local.get $7
      i32.const 2
      i32.shl
      local.tee $8
      i32.add
      local.tee $21
      local.get $5
      i32.load offset=16
      local.get $4
      i32.add
      v128.load
      local.tee $14
      local.get $5
      i32.load offset=32
      local.get $4
      i32.add
      v128.load
      local.tee $16
      f32x4.add
      local.get $5
      i32.load offset=24
      local.get $4
      i32.add
      v128.load
      local.tee $15
      local.get $5
      i32.load offset=40
      local.get $4
      i32.add
      v128.load
      local.tee $17
      f32x4.add
      local.tee $18
      f32x4.sub
      v128.store
      local.get $7
      local.get $21
      i32.add
      local.get $25
      local.get $18
      f32x4.add
      v128.store
      local.get $19
      local.get $21
      i32.add
      local.get $18
      local.get $25
      f32x4.sub
      v128.store
      local.get $20
      local.get $21
      i32.add
      local.get $25
      local.get $22
      local.get $23
      f32x4.add
      f32x4.sub
      v128.store
      local.get $8
      local.get $21
      i32.add
      local.tee $21
      local.get $16
      local.get $14
      f32x4.sub
      local.get $17
      local.get $15
      f32x4.sub
      local.tee $16
      f32x4.sub
      v128.store
      local.get $7
      local.get $21
      i32.add
      local.get $24
      local.get $9
      f32x4.sub
      local.tee $17
      local.get $16
      f32x4.add
      v128.store
      local.get $19
      local.get $21
      i32.add
      local.get $16
      local.get $17
      f32x4.sub
      v128.store
      local.get $20
      local.get $21
      i32.add
      local.get $17
      local.get $23
      local.get $22
      f32x4.sub
      f32x4.sub
      v128.store
      local.get $9
      local.get $5
      i32.load offset=52
      local.get $4
      i32.add
      v128.load
      f32x4.sub
      local.set $9
      local.get $22
      local.get $5
      i32.load offset=60
      local.get $4
      i32.add
      v128.load
      f32x4.sub
      local.set $16
      local.get $8
      local.get $21
      i32.add
      local.tee $8
      local.get $14
      local.get $5
      i32.load offset=48
      local.get $4
      i32.add
      v128.load
      f32x4.sub
      local.get $15
      local.get $5
      i32.load offset=56
      local.get $4
      i32.add
      v128.load
      f32x4.sub
      local.tee $14
      f32x4.sub
      v128.store
      local.get $7
      local.get $8
      i32.add
      local.get $9
      local.get $14
      f32x4.add
      v128.store
      local.get $8
      local.get $19
      i32.add
      local.get $14
      local.get $9
      f32x4.sub
      v128.store
      local.get $8
      local.get $20
      i32.add
      local.get $9
      local.get $16
      f32x4.sub
      v128.store
      local.get $4
      i32.const 16
      i32.add
      local.set $4
      br $for-loop|3
     end
    end
    local.get $11
    i32.const 1
    i32.add
    local.set $11
    br $for-loop|0
   end
  end
 )
 (func $assembly/conv/winograd/conv_winograd_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  local.get $0
  i32.load offset=20
  local.set $3
  local.get $0
  i32.load offset=24
  local.get $0
  i32.load offset=20
  i32.const 160
  i32.add
  local.tee $4
  i32.const 32
  local.get $0
  i32.load offset=40
  i32.const 2
  i32.shl
  local.tee $5
  local.get $5
  i32.const 32
  i32.le_u
  select
  local.tee $8
  i32.add
  local.tee $6
  local.get $0
  i32.load offset=20
  i32.sub
  i32.sub
  local.get $5
  i32.const 32
  i32.add
  i32.const 4
  i32.shl
  i32.div_u
  local.set $7
  local.get $4
  i32.const 0
  local.get $8
  memory.fill
  local.get $3
  local.get $5
  i32.store offset=4
  local.get $3
  local.get $0
  i32.load offset=40
  i32.store offset=12
  local.get $3
  local.get $0
  i32.load offset=40
  i32.store offset=48
  local.get $3
  local.get $4
  i32.store offset=20
  local.get $3
  i32.const 32
  i32.store offset=36
  local.get $3
  i32.const 8
  i32.store offset=40
  local.get $3
  f32.const -inf
  f32.store offset=56
  local.get $3
  f32.const inf
  f32.store offset=60
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $3
    local.get $7
    local.get $2
    local.get $1
    i32.sub
    local.tee $4
    local.get $4
    local.get $7
    i32.gt_u
    select
    local.tee $9
    i32.store offset=8
    local.get $6
    local.get $9
    i32.const 4
    i32.shl
    local.get $5
    i32.mul
    i32.add
    local.set $10
    local.get $0
    local.get $1
    local.get $9
    local.get $6
    call $assembly/conv/winograd/transform_inputs
    local.get $3
    local.get $0
    i32.load offset=8
    i32.store offset=16
    i32.const 0
    local.set $4
    loop $for-loop|1
     local.get $4
     local.get $0
     i32.load offset=100
     i32.lt_u
     if
      local.get $3
      local.get $6
      i32.store
      local.get $3
      local.get $10
      i32.store offset=32
      i32.const 0
      local.set $8
      loop $for-loop|2
       local.get $8
       i32.const 16
       i32.lt_s
       if
        local.get $3
        call $assembly/gemm/f32/multiply_f32
        local.get $3
        local.get $3
        i32.load
        local.get $5
        local.get $9
        i32.mul
        i32.add
        i32.store
        local.get $3
        local.get $3
        i32.load offset=32
        local.get $9
        i32.const 5
        i32.shl
        i32.add
        i32.store offset=32
        local.get $3
        local.get $3
        i32.load offset=16
        local.get $0
        i32.load offset=40
        i32.const 5
        i32.shl
        i32.add
        i32.store offset=16
        local.get $8
        i32.const 1
        i32.add
        local.set $8
        br $for-loop|2
       end
      end
      local.get $0
      local.get $1
      local.get $4
      local.get $10
      local.get $9
      call $assembly/conv/winograd/transform_sums<v128>
      local.get $0
      local.get $1
      local.get $4
      i32.const 4
      i32.add
      local.get $10
      i32.const 16
      i32.add
      local.get $9
      call $assembly/conv/winograd/transform_sums<v128>
      local.get $4
      i32.const 8
      i32.add
      local.set $4
      br $for-loop|1
     end
    end
    local.get $1
    local.get $7
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/conv/lines/copy_lines (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  local.get $0
  i32.load offset=40
  i32.const 2
  i32.shl
  local.tee $5
  local.get $0
  i32.load offset=72
  i32.mul
  local.set $6
  local.get $0
  i32.load offset=36
  local.get $5
  i32.mul
  local.tee $8
  local.get $4
  local.get $6
  i32.sub
  local.tee $5
  local.get $5
  local.get $8
  i32.gt_u
  select
  local.set $7
  local.get $0
  i32.load offset=20
  i32.const 96
  i32.add
  local.tee $5
  local.get $3
  local.get $4
  i32.mul
  i32.add
  local.set $3
  loop $for-loop|0
   local.get $3
   local.get $5
   i32.gt_u
   if
    local.get $5
    i32.const 0
    local.get $6
    local.get $4
    local.get $2
    local.get $0
    i32.load offset=32
    i32.lt_u
    local.tee $9
    select
    memory.fill
    local.get $9
    if
     local.get $5
     local.get $6
     i32.add
     local.tee $9
     local.get $1
     local.get $2
     local.get $8
     i32.mul
     i32.add
     local.get $7
     memory.copy
     local.get $7
     local.get $9
     i32.add
     i32.const 0
     local.get $4
     local.get $6
     i32.sub
     local.get $7
     i32.sub
     memory.fill
    end
    local.get $4
    local.get $5
    i32.add
    local.set $5
    local.get $2
    i32.const 1
    i32.add
    local.set $2
    br $for-loop|0
   end
  end
 )
 (func $assembly/conv/lines/conv_lines_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  (local $15 i32)
  (local $16 i32)
  (local $17 i32)
  (local $18 i32)
  local.get $0
  i32.load offset=20
  local.tee $3
  local.get $0
  i32.load offset=96
  i32.store offset=12
  local.get $3
  local.get $0
  i32.load offset=100
  i32.store offset=40
  local.get $3
  local.get $0
  i32.load offset=100
  local.get $0
  i32.load offset=92
  i32.mul
  i32.const 2
  i32.shl
  i32.store offset=36
  local.get $3
  local.get $0
  i32.load offset=112
  i32.store offset=44
  local.get $3
  local.get $0
  f32.load offset=116
  f32.store offset=56
  local.get $3
  local.get $0
  f32.load offset=120
  f32.store offset=60
  local.get $3
  i32.const 0
  i32.store offset=28
  local.get $3
  local.get $0
  i32.load offset=96
  i32.store offset=48
  local.get $0
  i32.load offset=40
  i32.const 2
  i32.shl
  local.tee $9
  local.get $0
  i32.load offset=56
  i32.mul
  local.set $7
  local.get $0
  i32.load offset=48
  local.get $0
  i32.load offset=56
  local.get $0
  i32.load offset=88
  local.tee $5
  i32.const 1
  i32.sub
  i32.mul
  i32.add
  local.set $4
  local.get $0
  i32.load offset=28
  i32.const 0
  i32.ne
  local.tee $11
  if (result i32)
   local.get $0
   i32.load offset=36
  else
   local.get $4
  end
  local.get $9
  i32.mul
  local.set $6
  local.get $0
  i32.load offset=20
  i32.const 96
  i32.add
  local.set $16
  local.get $0
  i32.load offset=60
  local.get $0
  i32.load offset=44
  i32.const 1
  i32.sub
  i32.mul
  i32.const 1
  i32.add
  local.set $12
  local.get $11
  if (result i32)
   i32.const 1
  else
   local.get $0
   i32.load offset=24
   i32.const 96
   i32.sub
   local.get $6
   i32.div_u
   local.get $12
   i32.sub
   local.get $0
   i32.load offset=52
   i32.div_u
   i32.const 1
   i32.add
  end
  local.set $13
  i32.const 12
  i32.const 16384
  local.get $7
  local.get $0
  i32.load offset=44
  i32.mul
  i32.div_u
  local.tee $4
  local.get $4
  i32.const 6
  i32.rem_u
  i32.sub
  local.tee $4
  local.get $4
  i32.const 12
  i32.le_u
  select
  local.set $14
  local.get $3
  local.get $0
  i32.load offset=8
  i32.store offset=16
  local.get $3
  local.get $0
  i32.load offset=12
  i32.store offset=20
  local.get $3
  local.get $7
  i32.store offset=4
  local.get $3
  local.get $0
  i32.load offset=48
  local.get $0
  i32.load offset=40
  i32.mul
  i32.store offset=48
  local.get $3
  local.get $6
  local.get $0
  i32.load offset=60
  i32.mul
  local.get $3
  i32.load offset=48
  i32.const 2
  i32.shl
  i32.sub
  i32.store offset=52
  local.get $3
  local.get $0
  i32.load offset=4
  local.get $1
  local.get $3
  i32.load offset=36
  i32.mul
  i32.add
  i32.store offset=32
  local.get $2
  local.get $5
  i32.add
  i32.const 1
  i32.sub
  local.get $5
  i32.div_u
  local.set $15
  local.get $1
  local.get $5
  local.get $1
  local.get $5
  i32.div_u
  local.tee $4
  i32.mul
  i32.sub
  local.set $10
  local.get $2
  local.get $1
  i32.sub
  local.set $8
  loop $while-continue|0
   local.get $4
   local.get $15
   i32.lt_u
   if
    local.get $13
    local.get $15
    local.get $4
    i32.sub
    local.tee $1
    local.get $1
    local.get $13
    i32.gt_s
    select
    local.tee $2
    local.get $0
    i32.load offset=84
    local.get $4
    local.get $4
    local.get $0
    i32.load offset=84
    i32.div_u
    local.tee $17
    local.get $0
    i32.load offset=84
    i32.mul
    i32.sub
    local.tee $18
    i32.sub
    local.tee $1
    local.get $1
    local.get $2
    i32.gt_s
    select
    local.set $2
    local.get $18
    local.get $0
    i32.load offset=52
    i32.mul
    local.get $0
    i32.load offset=68
    i32.sub
    local.set $1
    local.get $0
    i32.load
    local.get $0
    i32.load offset=36
    local.get $17
    local.get $0
    i32.load offset=32
    i32.mul
    i32.mul
    local.get $9
    i32.mul
    i32.add
    local.set $17
    local.get $2
    local.get $4
    i32.add
    local.set $4
    local.get $11
    if (result i32)
     local.get $17
     local.get $1
     local.get $0
     i32.load offset=36
     i32.mul
     local.get $0
     i32.load offset=72
     i32.sub
     local.get $9
     i32.mul
     i32.add
    else
     local.get $0
     local.get $17
     local.get $1
     local.get $0
     i32.load offset=52
     local.get $2
     i32.const 1
     i32.sub
     i32.mul
     local.get $12
     i32.add
     local.get $6
     call $assembly/conv/lines/copy_lines
     local.get $16
    end
    local.tee $1
    local.get $2
    local.get $0
    i32.load offset=52
    i32.mul
    local.get $6
    i32.mul
    i32.add
    local.set $17
    loop $for-loop|1
     local.get $1
     local.get $17
     i32.lt_u
     if
      local.get $3
      local.get $1
      local.get $7
      local.get $10
      i32.mul
      i32.add
      i32.store
      local.get $8
      local.get $5
      local.get $10
      i32.sub
      local.tee $2
      local.get $8
      local.get $2
      local.get $8
      i32.lt_u
      select
      local.tee $2
      i32.sub
      local.set $8
      i32.const 0
      local.set $10
      loop $while-continue|2
       local.get $2
       if
        local.get $3
        local.get $14
        local.get $2
        local.get $2
        local.get $14
        i32.gt_u
        select
        i32.store offset=8
        local.get $3
        call $assembly/gemm/f32/multiply_f32
        local.get $3
        local.get $3
        i32.load
        local.get $7
        local.get $3
        i32.load offset=8
        i32.mul
        i32.add
        i32.store
        local.get $3
        local.get $3
        i32.load offset=32
        local.get $3
        i32.load offset=8
        local.get $3
        i32.load offset=36
        i32.mul
        i32.add
        i32.store offset=32
        local.get $2
        local.get $3
        i32.load offset=8
        i32.sub
        local.set $2
        br $while-continue|2
       end
      end
      local.get $1
      local.get $6
      local.get $0
      i32.load offset=52
      i32.mul
      i32.add
      local.set $1
      br $for-loop|1
     end
    end
    br $while-continue|0
   end
  end
 )
 (func $assembly/conv/gather/gather_runs<i8> (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 i32)
  (local $6 i64)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  global.get $assembly/lane/flip/FLIP
  local.get $0
  i32.load offset=104
  i32.xor
  i32.const 255
  i32.and
  i64.extend_i32_u
  i64.const 72340172838076673
  i64.mul
  local.set $6
  local.get $0
  i32.load offset=48
  local.tee $5
  local.get $0
  i32.load offset=40
  local.tee $7
  i32.mul
  local.set $8
  i32.const 0
  local.get $4
  i32.sub
  local.tee $9
  i32.const 0
  local.get $9
  i32.const 0
  i32.gt_s
  select
  local.tee $9
  local.get $5
  local.get $5
  local.get $9
  i32.gt_s
  select
  local.get $7
  i32.mul
  local.set $10
  local.get $0
  i32.load offset=36
  local.get $4
  i32.sub
  local.tee $9
  i32.const 0
  local.get $9
  i32.const 0
  i32.gt_s
  select
  local.tee $9
  local.get $5
  local.get $5
  local.get $9
  i32.gt_s
  select
  local.get $7
  i32.mul
  local.set $11
  local.get $0
  i32.load offset=44
  local.set $9
  loop $for-loop|0
   local.get $9
   if
    local.get $10
    local.get $11
    i32.lt_u
    local.get $3
    local.get $0
    i32.load offset=32
    i32.lt_u
    i32.and
    if
     i32.const 0
     local.set $5
     loop $for-loop|1
      local.get $5
      local.get $10
      i32.lt_u
      if
       local.get $1
       local.get $5
       i32.add
       local.get $6
       i64.store
       local.get $5
       i32.const 8
       i32.add
       local.set $5
       br $for-loop|1
      end
     end
     local.get $1
     local.get $10
     i32.add
     local.set $13
     local.get $2
     local.get $3
     local.get $0
     i32.load offset=36
     i32.mul
     local.get $4
     i32.add
     local.get $7
     i32.mul
     i32.add
     local.get $10
     i32.add
     local.set $12
     local.get $11
     local.get $10
     i32.sub
     local.set $14
     i32.const 0
     local.set $5
     loop $for-loop|2
      local.get $5
      local.get $14
      i32.lt_u
      if
       local.get $5
       local.get $13
       i32.add
       local.get $5
       local.get $12
       i32.add
       v128.load
       v128.store
       local.get $5
       i32.const 16
       i32.add
       local.set $5
       br $for-loop|2
      end
     end
     local.get $1
     local.get $11
     i32.add
     local.set $12
     local.get $8
     local.get $11
     i32.sub
     local.set $13
     i32.const 0
     local.set $5
     loop $for-loop|3
      local.get $5
      local.get $13
      i32.lt_u
      if
       local.get $5
       local.get $12
       i32.add
       local.get $6
       i64.store
       local.get $5
       i32.const 8
       i32.add
       local.set $5
       br $for-loop|3
      end
     end
    else
     i32.const 0
     local.set $5
     loop $for-loop|4
      local.get $5
      local.get $8
      i32.lt_u
      if
       local.get $1
       local.get $5
       i32.add
       local.get $6
       i64.store
       local.get $5
       i32.const 8
       i32.add
       local.set $5
       br $for-loop|4
      end
     end
    end
    local.get $1
    local.get $8
    i32.add
    local.set $1
    local.get $3
    local.get $0
    i32.load offset=60
    i32.add
    local.set $3
    local.get $9
    i32.const 1
    i32.sub
    local.set $9
    br $for-loop|0
   end
  end
 )
 (func $assembly/conv/gather/gather_runs<f32> (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  local.get $0
  i32.load offset=48
  local.tee $5
  local.get $0
  i32.load offset=40
  i32.const 2
  i32.shl
  local.tee $6
  i32.mul
  local.set $7
  i32.const 0
  local.get $4
  i32.sub
  local.tee $8
  i32.const 0
  local.get $8
  i32.const 0
  i32.gt_s
  select
  local.tee $8
  local.get $5
  local.get $5
  local.get $8
  i32.gt_s
  select
  local.get $6
  i32.mul
  local.set $9
  local.get $0
  i32.load offset=36
  local.get $4
  i32.sub
  local.tee $8
  i32.const 0
  local.get $8
  i32.const 0
  i32.gt_s
  select
  local.tee $8
  local.get $5
  local.get $5
  local.get $8
  i32.gt_s
  select
  local.get $6
  i32.mul
  local.set $10
  local.get $0
  i32.load offset=44
  local.set $8
  loop $for-loop|0
   local.get $8
   if
    local.get $9
    local.get $10
    i32.lt_u
    local.get $3
    local.get $0
    i32.load offset=32
    i32.lt_u
    i32.and
    if
     i32.const 0
     local.set $5
     loop $for-loop|1
      local.get $5
      local.get $9
      i32.lt_u
      if
       local.get $1
       local.get $5
       i32.add
       i64.const 0
       i64.store
       local.get $5
       i32.const 8
       i32.add
       local.set $5
       br $for-loop|1
      end
     end
     local.get $1
     local.get $9
     i32.add
     local.set $12
     local.get $2
     local.get $3
     local.get $0
     i32.load offset=36
     i32.mul
     local.get $4
     i32.add
     local.get $6
     i32.mul
     i32.add
     local.get $9
     i32.add
     local.set $11
     local.get $10
     local.get $9
     i32.sub
     local.set $13
     i32.const 0
     local.set $5
     loop $for-loop|2
      local.get $5
      local.get $13
      i32.lt_u
      if
       local.get $5
       local.get $12
       i32.add
       local.get $5
       local.get $11
       i32.add
       v128.load
       v128.store
       local.get $5
       i32.const 16
       i32.add
       local.set $5
       br $for-loop|2
      end
     end
     local.get $1
     local.get $10
     i32.add
     local.set $11
     local.get $7
     local.get $10
     i32.sub
     local.set $12
     i32.const 0
     local.set $5
     loop $for-loop|3
      local.get $5
      local.get $12
      i32.lt_u
      if
       local.get $5
       local.get $11
       i32.add
       i64.const 0
       i64.store
       local.get $5
       i32.const 8
       i32.add
       local.set $5
       br $for-loop|3
      end
     end
    else
     i32.const 0
     local.set $5
     loop $for-loop|4
      local.get $5
      local.get $7
      i32.lt_u
      if
       local.get $1
       local.get $5
       i32.add
       i64.const 0
       i64.store
       local.get $5
       i32.const 8
       i32.add
       local.set $5
       br $for-loop|4
      end
     end
    end
    local.get $1
    local.get $7
    i32.add
    local.set $1
    local.get $3
    local.get $0
    i32.load offset=60
    i32.add
    local.set $3
    local.get $8
    i32.const 1
    i32.sub
    local.set $8
    br $for-loop|0
   end
  end
 )
 (func $assembly/conv/gather/gather_positions<i8> (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i64)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  local.get $0
  i32.load offset=40
  local.tee $9
  local.get $0
  i32.load offset=92
  i32.div_u
  local.set $7
  global.get $assembly/lane/flip/FLIP
  local.get $0
  i32.load offset=104
  i32.xor
  i32.const 255
  i32.and
  i64.extend_i32_u
  i64.const 72340172838076673
  i64.mul
  local.set $10
  loop $for-loop|0
   local.get $8
   local.get $0
   i32.load offset=44
   i32.lt_u
   if
    local.get $2
    block $assembly/conv/gather/uninserted|inlined.2 (result i32)
     local.get $3
     local.get $8
     local.get $0
     i32.load offset=60
     i32.mul
     i32.add
     local.tee $5
     local.get $0
     i32.load offset=76
     local.tee $6
     i32.const 1
     i32.eq
     br_if $assembly/conv/gather/uninserted|inlined.2
     drop
     local.get $5
     i32.const 0
     i32.ge_s
     if (result i32)
      local.get $5
      local.get $6
      i32.rem_u
     else
      i32.const 1
     end
     if (result i32)
      i32.const -1
     else
      local.get $5
      local.get $6
      i32.div_u
     end
    end
    local.tee $12
    local.get $0
    i32.load offset=36
    i32.mul
    local.get $9
    i32.mul
    i32.add
    local.set $11
    i32.const 0
    local.set $6
    loop $for-loop|1
     local.get $6
     local.get $0
     i32.load offset=48
     i32.lt_u
     if
      block $assembly/conv/gather/uninserted|inlined.3 (result i32)
       local.get $4
       local.get $6
       local.get $0
       i32.load offset=64
       i32.mul
       i32.add
       local.tee $5
       local.get $0
       i32.load offset=80
       local.tee $13
       i32.const 1
       i32.eq
       br_if $assembly/conv/gather/uninserted|inlined.3
       drop
       local.get $5
       i32.const 0
       i32.ge_s
       if (result i32)
        local.get $5
        local.get $13
        i32.rem_u
       else
        i32.const 1
       end
       if (result i32)
        i32.const -1
       else
        local.get $5
        local.get $13
        i32.div_u
       end
      end
      local.set $5
      local.get $12
      local.get $0
      i32.load offset=32
      i32.lt_u
      if (result i32)
       local.get $5
       local.get $0
       i32.load offset=36
       i32.lt_u
      else
       i32.const 0
      end
      if
       local.get $11
       local.get $5
       local.get $9
       i32.mul
       i32.add
       local.set $13
       i32.const 0
       local.set $5
       loop $for-loop|2
        local.get $5
        local.get $7
        i32.lt_u
        if
         local.get $1
         local.get $5
         i32.add
         local.get $5
         local.get $13
         i32.add
         v128.load
         v128.store
         local.get $5
         i32.const 16
         i32.add
         local.set $5
         br $for-loop|2
        end
       end
      else
       i32.const 0
       local.set $5
       loop $for-loop|3
        local.get $5
        local.get $7
        i32.lt_u
        if
         local.get $1
         local.get $5
         i32.add
         local.get $10
         i64.store
         local.get $5
         i32.const 8
         i32.add
         local.set $5
         br $for-loop|3
        end
       end
      end
      local.get $1
      local.get $7
      i32.add
      local.set $1
      local.get $6
      i32.const 1
      i32.add
      local.set $6
      br $for-loop|1
     end
    end
    local.get $8
    i32.const 1
    i32.add
    local.set $8
    br $for-loop|0
   end
  end
 )
 (func $assembly/conv/gather/gather_positions<f32> (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  local.get $0
  i32.load offset=40
  i32.const 2
  i32.shl
  local.tee $9
  local.get $0
  i32.load offset=92
  i32.div_u
  local.set $7
  loop $for-loop|0
   local.get $8
   local.get $0
   i32.load offset=44
   i32.lt_u
   if
    local.get $2
    block $assembly/conv/gather/uninserted|inlined.0 (result i32)
     local.get $3
     local.get $8
     local.get $0
     i32.load offset=60
     i32.mul
     i32.add
     local.tee $5
     local.get $0
     i32.load offset=76
     local.tee $6
     i32.const 1
     i32.eq
     br_if $assembly/conv/gather/uninserted|inlined.0
     drop
     local.get $5
     i32.const 0
     i32.ge_s
     if (result i32)
      local.get $5
      local.get $6
      i32.rem_u
     else
      i32.const 1
     end
     if (result i32)
      i32.const -1
     else
      local.get $5
      local.get $6
      i32.div_u
     end
    end
    local.tee $11
    local.get $0
    i32.load offset=36
    i32.mul
    local.get $9
    i32.mul
    i32.add
    local.set $10
    i32.const 0
    local.set $6
    loop $for-loop|1
     local.get $6
     local.get $0
     i32.load offset=48
     i32.lt_u
     if
      block $assembly/conv/gather/uninserted|inlined.1 (result i32)
       local.get $4
       local.get $6
       local.get $0
       i32.load offset=64
       i32.mul
       i32.add
       local.tee $5
       local.get $0
       i32.load offset=80
       local.tee $12
       i32.const 1
       i32.eq
       br_if $assembly/conv/gather/uninserted|inlined.1
       drop
       local.get $5
       i32.const 0
       i32.ge_s
       if (result i32)
        local.get $5
        local.get $12
        i32.rem_u
       else
        i32.const 1
       end
       if (result i32)
        i32.const -1
       else
        local.get $5
        local.get $12
        i32.div_u
       end
      end
      local.set $5
      local.get $11
      local.get $0
      i32.load offset=32
      i32.lt_u
      if (result i32)
       local.get $5
       local.get $0
       i32.load offset=36
       i32.lt_u
      else
       i32.const 0
      end
      if
       local.get $10
       local.get $5
       local.get $9
       i32.mul
       i32.add
       local.set $12
       i32.const 0
       local.set $5
       loop $for-loop|2
        local.get $5
        local.get $7
        i32.lt_u
        if
         local.get $1
         local.get $5
         i32.add
         local.get $5
         local.get $12
         i32.add
         v128.load
         v128.store
         local.get $5
         i32.const 16
         i32.add
         local.set $5
         br $for-loop|2
        end
       end
      else
       i32.const 0
       local.set $5
       loop $for-loop|3
        local.get $5
        local.get $7
        i32.lt_u
        if
         local.get $1
         local.get $5
         i32.add
         i64.const 0
         i64.store
         local.get $5
         i32.const 8
         i32.add
         local.set $5
         br $for-loop|3
        end
       end
      end
      local.get $1
      local.get $7
      i32.add
      local.set $1
      local.get $6
      i32.const 1
      i32.add
      local.set $6
      br $for-loop|1
     end
    end
    local.get $8
    i32.const 1
    i32.add
    local.set $8
    br $for-loop|0
   end
  end
 )
 (func $assembly/conv/gather/gather<i8> (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  (local $15 i32)
  (local $16 i32)
  (local $17 i32)
  (local $18 i32)
  local.get $0
  i32.load offset=88
  local.set $8
  local.get $0
  i32.load offset=84
  local.set $10
  local.get $1
  i32.load offset=4
  local.set $11
  local.get $0
  i32.load offset=40
  local.tee $12
  local.get $0
  i32.load offset=32
  local.get $0
  i32.load offset=36
  i32.mul
  i32.mul
  local.set $13
  local.get $0
  i32.load offset=76
  i32.const 1
  i32.eq
  local.tee $4
  if
   local.get $0
   i32.load offset=80
   i32.const 1
   i32.eq
   local.set $4
  end
  local.get $4
  if
   local.get $0
   i32.load offset=64
   i32.const 1
   i32.eq
   local.set $4
  end
  local.get $4
  if
   local.get $0
   i32.load offset=92
   i32.const 1
   i32.eq
   local.set $4
  end
  local.get $4
  if (result i32)
   local.get $0
   i32.load offset=32
   local.get $0
   i32.load offset=60
   local.get $0
   i32.load offset=44
   i32.const 1
   i32.sub
   i32.mul
   i32.sub
  else
   i32.const -2147483648
  end
  local.set $16
  local.get $0
  i32.load offset=36
  local.get $0
  i32.load offset=48
  i32.sub
  local.set $14
  local.get $0
  i32.load offset=56
  local.set $15
  local.get $2
  local.get $8
  i32.rem_u
  local.set $6
  local.get $2
  local.get $8
  i32.div_u
  local.tee $2
  local.get $10
  i32.rem_u
  local.set $9
  local.get $0
  i32.load
  local.get $2
  local.get $10
  i32.div_u
  local.get $13
  i32.mul
  i32.add
  local.set $2
  local.get $1
  i32.load
  local.set $7
  local.get $1
  i32.load offset=8
  local.set $1
  loop $while-continue|0
   local.get $1
   if
    i32.const 1
    local.set $5
    local.get $16
    local.get $9
    local.get $0
    i32.load offset=52
    i32.mul
    local.get $0
    i32.load offset=68
    i32.sub
    local.tee $18
    i32.gt_s
    local.get $18
    i32.const 0
    i32.ge_s
    i32.and
    local.get $6
    local.get $15
    i32.mul
    local.get $0
    i32.load offset=72
    i32.sub
    local.tee $17
    i32.const 0
    i32.ge_s
    i32.and
    local.get $14
    local.get $17
    i32.ge_s
    i32.and
    if
     local.get $0
     local.get $7
     local.get $11
     local.get $2
     local.get $18
     local.get $0
     i32.load offset=36
     i32.mul
     local.get $17
     i32.add
     local.get $12
     i32.mul
     i32.add
     local.get $12
     local.get $1
     local.get $8
     local.get $6
     i32.sub
     local.tee $5
     local.get $1
     local.get $5
     i32.lt_u
     select
     local.tee $5
     local.get $14
     local.get $17
     i32.sub
     local.get $15
     i32.div_u
     i32.const 1
     i32.add
     local.tee $17
     local.get $5
     local.get $17
     i32.lt_u
     select
     local.tee $5
     call $assembly/conv/gather/copy_windows
    else
     local.get $4
     if
      local.get $0
      local.get $7
      local.get $2
      local.get $18
      local.get $17
      call $assembly/conv/gather/gather_runs<i8>
     else
      local.get $0
      local.get $7
      local.get $2
      local.get $0
      i32.load offset=40
      local.get $0
      i32.load offset=92
      i32.div_u
      local.get $3
      i32.mul
      i32.add
      local.get $18
      local.get $17
      call $assembly/conv/gather/gather_positions<i8>
     end
    end
    local.get $1
    local.get $5
    i32.sub
    local.set $1
    local.get $7
    local.get $5
    local.get $11
    i32.mul
    i32.add
    local.set $7
    local.get $8
    local.get $5
    local.get $6
    i32.add
    local.tee $6
    i32.eq
    if
     i32.const 0
     local.set $6
     local.get $10
     local.get $9
     i32.const 1
     i32.add
     local.tee $9
     i32.eq
     if
      i32.const 0
      local.set $9
      local.get $2
      local.get $13
      i32.add
      local.set $2
     end
    end
    br $while-continue|0
   end
  end
 )
 (func $assembly/conv/gather/gather<f32> (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  (local $15 i32)
  (local $16 i32)
  (local $17 i32)
  (local $18 i32)
  local.get $0
  i32.load offset=88
  local.set $8
  local.get $0
  i32.load offset=84
  local.set $10
  local.get $1
  i32.load offset=4
  local.set $11
  local.get $0
  i32.load offset=40
  i32.const 2
  i32.shl
  local.tee $12
  local.get $0
  i32.load offset=32
  local.get $0
  i32.load offset=36
  i32.mul
  i32.mul
  local.set $13
  local.get $0
  i32.load offset=76
  i32.const 1
  i32.eq
  local.tee $4
  if
   local.get $0
   i32.load offset=80
   i32.const 1
   i32.eq
   local.set $4
  end
  local.get $4
  if
   local.get $0
   i32.load offset=64
   i32.const 1
   i32.eq
   local.set $4
  end
  local.get $4
  if
   local.get $0
   i32.load offset=92
   i32.const 1
   i32.eq
   local.set $4
  end
  local.get $4
  if (result i32)
   local.get $0
   i32.load offset=32
   local.get $0
   i32.load offset=60
   local.get $0
   i32.load offset=44
   i32.const 1
   i32.sub
   i32.mul
   i32.sub
  else
   i32.const -2147483648
  end
  local.set $16
  local.get $0
  i32.load offset=36
  local.get $0
  i32.load offset=48
  i32.sub
  local.set $14
  local.get $0
  i32.load offset=56
  local.set $15
  local.get $2
  local.get $8
  i32.rem_u
  local.set $6
  local.get $2
  local.get $8
  i32.div_u
  local.tee $2
  local.get $10
  i32.rem_u
  local.set $9
  local.get $0
  i32.load
  local.get $2
  local.get $10
  i32.div_u
  local.get $13
  i32.mul
  i32.add
  local.set $2
  local.get $1
  i32.load
  local.set $7
  local.get $1
  i32.load offset=8
  local.set $1
  loop $while-continue|0
   local.get $1
   if
    i32.const 1
    local.set $5
    local.get $16
    local.get $9
    local.get $0
    i32.load offset=52
    i32.mul
    local.get $0
    i32.load offset=68
    i32.sub
    local.tee $18
    i32.gt_s
    local.get $18
    i32.const 0
    i32.ge_s
    i32.and
    local.get $6
    local.get $15
    i32.mul
    local.get $0
    i32.load offset=72
    i32.sub
    local.tee $17
    i32.const 0
    i32.ge_s
    i32.and
    local.get $14
    local.get $17
    i32.ge_s
    i32.and
    if
     local.get $0
     local.get $7
     local.get $11
     local.get $2
     local.get $18
     local.get $0
     i32.load offset=36
     i32.mul
     local.get $17
     i32.add
     local.get $12
     i32.mul
     i32.add
     local.get $12
     local.get $1
     local.get $8
     local.get $6
     i32.sub
     local.tee $5
     local.get $1
     local.get $5
     i32.lt_u
     select
     local.tee $5
     local.get $14
     local.get $17
     i32.sub
     local.get $15
     i32.div_u
     i32.const 1
     i32.add
     local.tee $17
     local.get $5
     local.get $17
     i32.lt_u
     select
     local.tee $5
     call $assembly/conv/gather/copy_windows
    else
     local.get $4
     if
      local.get $0
      local.get $7
      local.get $2
      local.get $18
      local.get $17
      call $assembly/conv/gather/gather_runs<f32>
     else
      local.get $0
      local.get $7
      local.get $2
      local.get $3
      local.get $0
      i32.load offset=40
      local.get $0
      i32.load offset=92
      i32.div_u
      i32.mul
      i32.const 2
      i32.shl
      i32.add
      local.get $18
      local.get $17
      call $assembly/conv/gather/gather_positions<f32>
     end
    end
    local.get $1
    local.get $5
    i32.sub
    local.set $1
    local.get $7
    local.get $5
    local.get $11
    i32.mul
    i32.add
    local.set $7
    local.get $8
    local.get $5
    local.get $6
    i32.add
    local.tee $6
    i32.eq
    if
     i32.const 0
     local.set $6
     local.get $10
     local.get $9
     i32.const 1
     i32.add
     local.tee $9
     i32.eq
     if
      i32.const 0
      local.set $9
      local.get $2
      local.get $13
      i32.add
      local.set $2
     end
    end
    br $while-continue|0
   end
  end
 )
 (func $assembly/conv/conv/conv_i8_prepare (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  loop $for-loop|0
   local.get $1
   local.get $2
   i32.lt_u
   if
    local.get $0
    i32.load
    local.get $0
    i32.load offset=8
    local.get $1
    i32.const 3
    i32.shl
    i32.mul
    i32.add
    local.set $6
    local.get $0
    i32.load offset=4
    local.get $1
    i32.const 5
    i32.shl
    i32.add
    local.set $7
    local.get $0
    i32.load offset=8
    local.set $8
    global.get $assembly/lane/flip/FLIP
    if
     i32.const 0
     local.set $4
     loop $for-loop|00
      local.get $4
      i32.const 8
      i32.lt_u
      if
       i32.const 0
       local.set $5
       i32.const 0
       local.set $3
       loop $for-loop|1
        local.get $3
        local.get $8
        i32.lt_u
        if
         local.get $5
         local.get $6
         local.get $3
         i32.const -4
         i32.and
         i32.const 3
         i32.shl
         i32.add
         local.get $4
         i32.const 2
         i32.shl
         i32.add
         local.get $3
         i32.const 3
         i32.and
         i32.add
         i32.load8_s
         i32.add
         local.set $5
         local.get $3
         i32.const 1
         i32.add
         local.set $3
         br $for-loop|1
        end
       end
       local.get $7
       local.get $4
       i32.const 2
       i32.shl
       i32.add
       local.tee $3
       local.get $3
       i32.load
       local.get $5
       global.get $assembly/lane/flip/FLIP
       i32.mul
       i32.sub
       i32.store
       local.get $4
       i32.const 1
       i32.add
       local.set $4
       br $for-loop|00
      end
     end
    end
    local.get $1
    i32.const 1
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
 )
 (func $assembly/conv/conv/conv_i8 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 v128)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  (local $15 i32)
  (local $16 i32)
  (local $17 i32)
  (local $18 i32)
  (local $19 v128)
  (local $20 i32)
  (local $21 i32)
  (local $22 i32)
  (local $23 i32)
  local.get $0
  i32.load offset=20
  local.tee $23
  local.get $0
  i32.load offset=96
  i32.store offset=12
  local.get $23
  local.get $0
  i32.load offset=100
  i32.store offset=40
  local.get $23
  local.get $0
  i32.load offset=100
  local.get $0
  i32.load offset=92
  i32.mul
  i32.store offset=36
  local.get $23
  local.get $0
  i32.load offset=112
  i32.store offset=44
  local.get $23
  local.get $0
  f32.load offset=116
  f32.store offset=56
  local.get $23
  local.get $0
  f32.load offset=120
  f32.store offset=60
  local.get $23
  i32.const 0
  i32.store offset=28
  local.get $23
  local.get $0
  i32.load offset=96
  i32.store offset=48
  local.get $0
  i32.load offset=92
  local.set $12
  local.get $0
  i32.load offset=28
  i32.const 0
  i32.ne
  local.set $17
  local.get $23
  local.get $0
  i32.load offset=96
  i32.const 3
  i32.add
  i32.const -4
  i32.and
  local.tee $20
  i32.store offset=12
  local.get $0
  i32.load offset=24
  i32.const 128
  i32.sub
  local.set $4
  i32.const 1
  i32.const 32768
  local.get $20
  i32.const 6
  i32.shl
  local.tee $3
  local.get $3
  i32.const 32768
  i32.lt_u
  select
  local.get $20
  i32.div_u
  local.tee $3
  local.get $3
  i32.const 1
  i32.le_u
  select
  local.get $3
  local.get $3
  i32.const 5
  i32.rem_u
  i32.sub
  local.get $3
  i32.const 5
  i32.lt_u
  select
  local.set $5
  local.get $17
  i32.eqz
  local.get $20
  i32.mul
  i32.const 4
  i32.const 0
  local.get $0
  i32.load offset=108
  select
  i32.add
  local.tee $3
  if
   local.get $5
   i32.const 1
   local.get $4
   local.get $3
   i32.div_u
   local.tee $3
   local.get $3
   i32.const 1
   i32.le_u
   select
   local.get $3
   local.get $3
   i32.const 5
   i32.rem_u
   i32.sub
   local.get $3
   i32.const 5
   i32.lt_u
   select
   local.tee $3
   local.get $3
   local.get $5
   i32.gt_u
   select
   local.set $5
  end
  local.get $0
  i32.load offset=20
  i32.const 96
  i32.add
  local.tee $16
  local.get $5
  i32.const 2
  i32.shl
  i32.const 0
  local.get $0
  i32.load offset=108
  select
  i32.add
  i32.const 16
  i32.add
  local.set $11
  local.get $0
  i32.load offset=100
  i32.const 7
  i32.add
  i32.const -8
  i32.and
  local.set $10
  i32.const 1
  local.get $2
  local.get $0
  i32.load offset=28
  i32.const 2
  i32.eq
  local.tee $15
  select
  local.set $14
  i32.const 0
  local.get $1
  local.get $15
  select
  local.set $22
  loop $for-loop|0
   local.get $14
   local.get $22
   i32.gt_s
   if
    local.get $23
    local.get $5
    local.get $14
    local.get $22
    i32.sub
    local.tee $3
    local.get $3
    local.get $5
    i32.gt_u
    select
    i32.store offset=8
    i32.const 0
    local.set $21
    loop $for-loop|1
     local.get $12
     local.get $21
     i32.gt_u
     if
      local.get $23
      local.get $0
      i32.load offset=8
      local.get $10
      local.get $21
      i32.mul
      local.tee $3
      local.get $20
      i32.mul
      i32.add
      i32.store offset=16
      local.get $23
      local.get $3
      i32.const 2
      i32.shl
      local.tee $3
      local.get $0
      i32.load offset=12
      i32.add
      i32.store offset=20
      local.get $23
      local.get $3
      local.get $0
      i32.load offset=16
      i32.add
      i32.store offset=24
      local.get $23
      local.get $0
      i32.load offset=4
      local.get $22
      local.get $23
      i32.load offset=36
      i32.mul
      i32.add
      local.get $21
      local.get $0
      i32.load offset=100
      i32.mul
      i32.add
      i32.store offset=32
      local.get $17
      if
       local.get $23
       local.get $0
       i32.load offset=40
       i32.store offset=4
       local.get $23
       local.get $0
       i32.load
       local.get $22
       local.get $23
       i32.load offset=4
       i32.mul
       i32.add
       local.get $21
       local.get $0
       i32.load offset=96
       i32.mul
       i32.add
       i32.store
      else
       local.get $23
       local.get $20
       i32.store offset=4
       local.get $23
       local.get $11
       i32.store
       local.get $0
       local.get $23
       local.get $22
       local.get $21
       call $assembly/conv/gather/gather<i8>
      end
      local.get $15
      if
       local.get $23
       local.get $2
       i32.const 3
       i32.shl
       local.tee $4
       local.get $0
       i32.load offset=100
       local.tee $3
       local.get $3
       local.get $4
       i32.gt_u
       select
       local.get $1
       i32.const 3
       i32.shl
       local.tee $4
       i32.sub
       i32.store offset=40
       local.get $23
       local.get $23
       i32.load offset=16
       local.get $20
       i32.const 3
       i32.shl
       local.get $1
       i32.mul
       i32.add
       i32.store offset=16
       local.get $23
       local.get $4
       i32.const 2
       i32.shl
       local.tee $3
       local.get $23
       i32.load offset=20
       i32.add
       i32.store offset=20
       local.get $23
       local.get $3
       local.get $23
       i32.load offset=24
       i32.add
       i32.store offset=24
       local.get $23
       local.get $4
       local.get $23
       i32.load offset=32
       i32.add
       i32.store offset=32
      end
      local.get $0
      i32.load offset=108
      if
       local.get $23
       local.get $16
       i32.store offset=28
       local.get $0
       i32.load offset=96
       local.set $6
       local.get $0
       i32.load offset=108
       local.set $9
       local.get $23
       i32.load offset=8
       local.set $8
       i32.const 0
       local.set $18
       loop $for-loop|00
        local.get $8
        local.get $18
        i32.gt_u
        if
         local.get $23
         i32.load
         local.get $18
         local.get $23
         i32.load offset=4
         i32.mul
         i32.add
         local.set $13
         i32.const 0
         local.set $4
         global.get $assembly/lane/flip/FLIP
         i8x16.splat
         local.set $7
         v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
         local.set $19
         loop $for-loop|01
          local.get $4
          i32.const 16
          i32.add
          local.tee $3
          local.get $6
          i32.le_u
          if
           local.get $19
           local.get $4
           local.get $13
           i32.add
           v128.load
           local.get $7
           v128.xor
           i16x8.extadd_pairwise_i8x16_s
           i32x4.extadd_pairwise_i16x8_s
           i32x4.add
           local.set $19
           local.get $3
           local.set $4
           br $for-loop|01
          end
         end
         local.get $19
         i32x4.extract_lane 0
         local.get $19
         i32x4.extract_lane 1
         i32.add
         local.get $19
         i32x4.extract_lane 2
         i32.add
         local.get $19
         i32x4.extract_lane 3
         i32.add
         local.set $3
         loop $for-loop|12
          local.get $4
          local.get $6
          i32.lt_u
          if
           local.get $3
           global.get $assembly/lane/flip/FLIP
           local.get $4
           local.get $13
           i32.add
           i32.load8_u
           i32.xor
           i32.extend8_s
           i32.add
           local.set $3
           local.get $4
           i32.const 1
           i32.add
           local.set $4
           br $for-loop|12
          end
         end
         local.get $23
         i32.load offset=28
         local.get $18
         i32.const 2
         i32.shl
         i32.add
         i32.const 0
         local.get $3
         local.get $9
         i32.mul
         i32.sub
         i32.store
         local.get $18
         i32.const 1
         i32.add
         local.set $18
         br $for-loop|00
        end
       end
      end
      local.get $23
      call $assembly/gemm/int8_relaxed/multiply_relaxed
      local.get $21
      i32.const 1
      i32.add
      local.set $21
      br $for-loop|1
     end
    end
    local.get $5
    local.get $22
    i32.add
    local.set $22
    br $for-loop|0
   end
  end
 )
 (func $assembly/conv/conv/conv_f32 (param $0 i32) (param $1 i32) (param $2 i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  (local $15 i32)
  local.get $0
  i32.load offset=20
  local.tee $3
  local.get $0
  i32.load offset=96
  i32.store offset=12
  local.get $3
  local.get $0
  i32.load offset=100
  i32.store offset=40
  local.get $3
  local.get $0
  i32.load offset=100
  local.get $0
  i32.load offset=92
  i32.mul
  i32.const 2
  i32.shl
  i32.store offset=36
  local.get $3
  local.get $0
  i32.load offset=112
  i32.store offset=44
  local.get $3
  local.get $0
  f32.load offset=116
  f32.store offset=56
  local.get $3
  local.get $0
  f32.load offset=120
  f32.store offset=60
  local.get $3
  i32.const 0
  i32.store offset=28
  local.get $3
  local.get $0
  i32.load offset=96
  i32.store offset=48
  local.get $0
  i32.load offset=92
  local.set $10
  local.get $0
  i32.load offset=96
  i32.const 2
  i32.shl
  local.set $6
  local.get $0
  i32.load offset=20
  i32.const 96
  i32.add
  local.set $11
  i32.const 1
  local.get $0
  i32.load offset=28
  i32.const 0
  i32.ne
  local.tee $12
  if (result i32)
   i32.const 16384
   local.get $6
   i32.const 12
   i32.mul
   local.tee $4
   local.get $4
   i32.const 16384
   i32.lt_u
   select
  else
   local.get $0
   i32.load offset=24
   i32.const 112
   i32.sub
  end
  local.get $6
  i32.div_u
  local.tee $4
  local.get $4
  i32.const 1
  i32.le_u
  select
  local.get $4
  local.get $4
  i32.const 6
  i32.rem_u
  i32.sub
  local.get $4
  i32.const 6
  i32.lt_u
  select
  local.set $7
  local.get $0
  i32.load offset=100
  i32.const 7
  i32.add
  i32.const -8
  i32.and
  local.set $13
  i32.const 1
  local.get $2
  local.get $0
  i32.load offset=28
  i32.const 2
  i32.eq
  local.tee $8
  select
  local.set $9
  i32.const 0
  local.get $1
  local.get $8
  select
  local.set $4
  loop $for-loop|0
   local.get $4
   local.get $9
   i32.lt_s
   if
    local.get $3
    local.get $7
    local.get $9
    local.get $4
    i32.sub
    local.tee $5
    local.get $5
    local.get $7
    i32.gt_u
    select
    i32.store offset=8
    i32.const 0
    local.set $5
    loop $for-loop|1
     local.get $5
     local.get $10
     i32.lt_u
     if
      local.get $3
      local.get $0
      i32.load offset=8
      local.get $5
      local.get $13
      i32.mul
      local.tee $14
      local.get $6
      i32.mul
      i32.add
      i32.store offset=16
      local.get $3
      local.get $0
      i32.load offset=12
      local.get $14
      i32.const 2
      i32.shl
      i32.add
      i32.store offset=20
      local.get $3
      local.get $0
      i32.load offset=4
      local.get $4
      local.get $3
      i32.load offset=36
      i32.mul
      i32.add
      local.get $5
      local.get $0
      i32.load offset=100
      i32.mul
      i32.const 2
      i32.shl
      i32.add
      i32.store offset=32
      local.get $12
      if
       local.get $3
       local.get $0
       i32.load offset=40
       i32.const 2
       i32.shl
       i32.store offset=4
       local.get $3
       local.get $0
       i32.load
       local.get $4
       local.get $3
       i32.load offset=4
       i32.mul
       i32.add
       local.get $5
       local.get $0
       i32.load offset=96
       i32.mul
       i32.const 2
       i32.shl
       i32.add
       i32.store
      else
       local.get $3
       local.get $6
       i32.store offset=4
       local.get $3
       local.get $11
       i32.store
       local.get $0
       local.get $3
       local.get $4
       local.get $5
       call $assembly/conv/gather/gather<f32>
      end
      local.get $8
      if
       local.get $3
       local.get $2
       i32.const 3
       i32.shl
       local.tee $14
       local.get $0
       i32.load offset=100
       local.tee $15
       local.get $14
       local.get $15
       i32.lt_u
       select
       local.get $1
       i32.const 3
       i32.shl
       local.tee $14
       i32.sub
       i32.store offset=40
       local.get $3
       local.get $3
       i32.load offset=16
       local.get $6
       i32.const 3
       i32.shl
       local.get $1
       i32.mul
       i32.add
       i32.store offset=16
       local.get $3
       local.get $14
       i32.const 2
       i32.shl
       local.tee $14
       local.get $3
       i32.load offset=20
       i32.add
       i32.store offset=20
       local.get $3
       local.get $14
       local.get $3
       i32.load offset=32
       i32.add
       i32.store offset=32
      end
      local.get $3
      call $assembly/gemm/f32/multiply_f32
      local.get $5
      i32.const 1
      i32.add
      local.set $5
      br $for-loop|1
     end
    end
    local.get $4
    local.get $7
    i32.add
    local.set $4
    br $for-loop|0
   end
  end
 )
)
