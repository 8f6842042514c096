// The memory-hard part of scrypt (RFC 7914 sections 3 to 5: Salsa20/8, BlockMix, ROMix) for N = 1024, r = 1, p = 1, which is
// Litecoin's work. Two hashes are mixed at once, so that one computes while the other waits. The PBKDF2 around it is the
// caller's. Compiled by build/wasm.mjs; it must not allocate and trusts the counts its caller checked.
#include <stdint.h>
#include <wasm_simd128.h>

#define N 1024
#define LANES 2

// A block of 128 bytes is two Salsa blocks of sixteen words, kept as four diagonals each: the words that a column round works on
// then stand side by side. XOR and addition do not care about the order, so only the ends are reordered.
static v128_t table[LANES][N][8];

static const uint8_t DIAGONAL[16] = {0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11};

#define XOR wasm_v128_xor
#define ADD wasm_i32x4_add
#define ROTATE(x, n) wasm_v128_or(wasm_i32x4_shl((x), (n)), wasm_u32x4_shr((x), 32 - (n)))
#define EACH for (int lane = 0; lane < LANES; lane++)
#define QUARTER(to, left, right, n) EACH to[lane] = XOR(to[lane], ROTATE(ADD(left[lane], right[lane]), n));

// Salsa20/8 of x ^ with, for every lane; x is replaced by the result.
static inline __attribute__((always_inline)) void salsa(v128_t x[LANES][4], v128_t with[LANES][4]) {
  v128_t a[LANES], b[LANES], c[LANES], d[LANES];
  EACH {
    for (int i = 0; i < 4; i++) x[lane][i] = XOR(x[lane][i], with[lane][i]);
    a[lane] = x[lane][0], b[lane] = x[lane][1], c[lane] = x[lane][2], d[lane] = x[lane][3];
  }
  for (int round = 0; round < 8; round += 2) {
    QUARTER(b, a, d, 7) QUARTER(c, b, a, 9) QUARTER(d, c, b, 13) QUARTER(a, d, c, 18)
    EACH {
      b[lane] = wasm_i32x4_shuffle(b[lane], b[lane], 3, 0, 1, 2);
      c[lane] = wasm_i32x4_shuffle(c[lane], c[lane], 2, 3, 0, 1);
      d[lane] = wasm_i32x4_shuffle(d[lane], d[lane], 1, 2, 3, 0);
    }
    QUARTER(d, a, b, 7) QUARTER(c, d, a, 9) QUARTER(b, c, d, 13) QUARTER(a, b, c, 18)
    EACH {
      b[lane] = wasm_i32x4_shuffle(b[lane], b[lane], 1, 2, 3, 0);
      c[lane] = wasm_i32x4_shuffle(c[lane], c[lane], 2, 3, 0, 1);
      d[lane] = wasm_i32x4_shuffle(d[lane], d[lane], 3, 0, 1, 2);
    }
  }
  EACH {
    x[lane][0] = ADD(x[lane][0], a[lane]);
    x[lane][1] = ADD(x[lane][1], b[lane]);
    x[lane][2] = ADD(x[lane][2], c[lane]);
    x[lane][3] = ADD(x[lane][3], d[lane]);
  }
}

static inline __attribute__((always_inline)) void mix_pair(uint32_t *const block[LANES]) {
  v128_t low[LANES][4], high[LANES][4];
  EACH {
    uint32_t words[32];
    for (int i = 0; i < 16; i++) words[i] = block[lane][DIAGONAL[i]], words[16 + i] = block[lane][16 + DIAGONAL[i]];
    for (int i = 0; i < 4; i++) {
      low[lane][i] = wasm_v128_load(words + 4 * i);
      high[lane][i] = wasm_v128_load(words + 16 + 4 * i);
    }
  }
  for (int n = 0; n < N; n++) {
    EACH for (int i = 0; i < 4; i++) table[lane][n][i] = low[lane][i], table[lane][n][4 + i] = high[lane][i];
    salsa(low, high);
    salsa(high, low);
  }
  for (int n = 0; n < N; n++) {
    EACH {
      const v128_t *row = table[lane][wasm_u32x4_extract_lane(high[lane][0], 0) & (N - 1)];
      for (int i = 0; i < 4; i++) low[lane][i] = XOR(low[lane][i], row[i]), high[lane][i] = XOR(high[lane][i], row[4 + i]);
    }
    salsa(low, high);
    salsa(high, low);
  }
  EACH {
    uint32_t words[32];
    for (int i = 0; i < 4; i++) {
      wasm_v128_store(words + 4 * i, low[lane][i]);
      wasm_v128_store(words + 16 + 4 * i, high[lane][i]);
    }
    for (int i = 0; i < 16; i++) block[lane][DIAGONAL[i]] = words[i], block[lane][16 + DIAGONAL[i]] = words[16 + i];
  }
}

// Mixes `count` blocks of 128 bytes that lie one behind the other, in place.
__attribute__((export_name("scrypt_mix")))
void scrypt_mix(uint32_t *blocks, uint32_t count) {
  uint32_t spare[32];
  for (uint32_t i = 0; i < count; i += LANES) {
    uint32_t *block[LANES];
    EACH block[lane] = i + lane < count ? blocks + 32 * (i + lane) : spare;
    if (i + 1 == count) __builtin_memcpy(spare, block[0], sizeof spare);
    mix_pair(block);
  }
}
