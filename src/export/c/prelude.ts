// The C that the kernels stand on: how an address becomes a pointer, memory access, the few operations that C lacks.
//
// Kernels know addresses of 32 bits only. Where pointers have 32 bits, an address is the pointer: parameter blocks, constant
// data in flash, hold the addresses that the linker gave to weights (also in flash) and arena (in RAM). Elsewhere
// addresses are counted through parameters, weights and arena, and looked up at each access.

export const PRELUDE = `#if defined(__BYTE_ORDER__) && defined(__ORDER_BIG_ENDIAN__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#error "the weights are little-endian"
#endif
#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD != 0 && FLT_EVAL_METHOD != 16
#error "this compiler computes floats in a wider type: results would differ"
#endif
/* A product that is added must be rounded first, or results differ. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("fp-contract=off")
/* It takes addresses that it cannot see for wrong ones. */
#pragma GCC diagnostic ignored "-Wstringop-overflow"
#pragma GCC diagnostic ignored "-Warray-bounds"
#else
#pragma STDC FP_CONTRACT OFF
#endif
#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wunused-function"
#endif
`;

export const ACCESS = `static inline uint32_t load_u8(uint32_t a) { return *at(a); }
static inline uint32_t load_i8(uint32_t a) { return (uint32_t)(int32_t)(int8_t)*at(a); }
static inline uint32_t load_u16(uint32_t a) { uint16_t v; memcpy(&v, at(a), 2); return v; }
static inline uint32_t load_i16(uint32_t a) { int16_t v; memcpy(&v, at(a), 2); return (uint32_t)(int32_t)v; }
static inline uint32_t load_32(uint32_t a) { uint32_t v; memcpy(&v, at(a), 4); return v; }
static inline uint64_t load_64(uint32_t a) { uint64_t v; memcpy(&v, at(a), 8); return v; }
static inline float load_float(uint32_t a) { float v; memcpy(&v, at(a), 4); return v; }
static inline double load_double(uint32_t a) { double v; memcpy(&v, at(a), 8); return v; }
static inline void store_8(uint32_t a, uint32_t v) { *at(a) = (uint8_t)v; }
static inline void store_16(uint32_t a, uint32_t v) { uint16_t h = (uint16_t)v; memcpy(at(a), &h, 2); }
static inline void store_32(uint32_t a, uint32_t v) { memcpy(at(a), &v, 4); }
static inline void store_64(uint32_t a, uint64_t v) { memcpy(at(a), &v, 8); }
static inline void store_float(uint32_t a, float v) { memcpy(at(a), &v, 4); }
static inline void store_double(uint32_t a, double v) { memcpy(at(a), &v, 8); }
static inline void copy_bytes(uint32_t to, uint32_t from, uint32_t n) { if (n != 0) memmove(at(to), at(from), n); }
static inline void fill_bytes(uint32_t to, uint32_t v, uint32_t n) { if (n != 0) memset(at(to), (int)(v & 255u), n); }
static inline uint32_t bits_of_float(float v) { uint32_t b; memcpy(&b, &v, 4); return b; }
static inline uint64_t bits_of_double(double v) { uint64_t b; memcpy(&b, &v, 8); return b; }
static inline float float_of_bits(uint32_t b) { float v; memcpy(&v, &b, 4); return v; }
static inline double double_of_bits(uint64_t b) { double v; memcpy(&v, &b, 8); return v; }
/* NaN wins, and -0 is less than 0. */
static inline float f32_min(float a, float b) { return a != a ? a : b != b ? b : a < b || (a == b && signbit(a)) ? a : b; }
static inline float f32_max(float a, float b) { return a != a ? a : b != b ? b : a > b || (a == b && !signbit(a)) ? a : b; }
static inline double f64_min(double a, double b) { return a != a ? a : b != b ? b : a < b || (a == b && signbit(a)) ? a : b; }
static inline double f64_max(double a, double b) { return a != a ? a : b != b ? b : a > b || (a == b && !signbit(a)) ? a : b; }
static inline uint32_t i32_trunc_sat(double v) {
  return v != v ? 0 : v <= -2147483648.0 ? 0x80000000u : v >= 2147483647.0 ? 0x7fffffffu : (uint32_t)(int32_t)v;
}
static inline uint32_t i32_trunc_sat_float(float v) {
  return v != v ? 0 : v <= -2147483648.0f ? 0x80000000u : v >= 2147483648.0f ? 0x7fffffffu : (uint32_t)(int32_t)v;
}
static inline uint64_t i64_trunc_sat(double v) {
  if (v != v) return 0;
  if (v <= -9223372036854775808.0) return 0x8000000000000000ull;
  return v >= 9223372036854775808.0 ? 0x7fffffffffffffffull : (uint64_t)(int64_t)v;
}
`;
