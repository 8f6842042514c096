// Takes a node's XOR obfuscation off in place: the eight bytes of the key, turned to where the bytes lie, over two words at a time.
#include <stddef.h>
#include <stdint.h>
#include <wasm_simd128.h>

__attribute__((export_name("unmask"))) void unmask(uint8_t *bytes, size_t length, uint32_t low, uint32_t high) {
  const uint64_t key = ((uint64_t)high << 32) | low;
  const v128_t mask = wasm_i64x2_splat((int64_t)key);
  size_t i = 0;
  for (; i + 64 <= length; i += 64) {
    wasm_v128_store(bytes + i, wasm_v128_xor(wasm_v128_load(bytes + i), mask));
    wasm_v128_store(bytes + i + 16, wasm_v128_xor(wasm_v128_load(bytes + i + 16), mask));
    wasm_v128_store(bytes + i + 32, wasm_v128_xor(wasm_v128_load(bytes + i + 32), mask));
    wasm_v128_store(bytes + i + 48, wasm_v128_xor(wasm_v128_load(bytes + i + 48), mask));
  }
  for (; i < length; i++) bytes[i] ^= (uint8_t)(key >> (8 * (i & 7)));
}
