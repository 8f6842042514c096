// Double SHA-256 (FIPS 180-4) of many messages, four at a time in SIMD lanes. A lane takes the next message
// the moment its own is done. A message is three ranges of the source: 4 bytes at start, [middle_start,
// middle_end), and the 4 bytes before end, which is a transaction without marker and witness (BIP141).
// Compiled by build/wasm.mjs; it must not allocate and trusts the offsets its caller checked.
#include <stdint.h>
#include <wasm_simd128.h>

typedef struct { uint32_t start, middle_start, middle_end, end; } Job;

static const uint32_t K[64] = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};
static const uint32_t INITIAL[8] = {
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

#define ADD wasm_i32x4_add
#define XOR wasm_v128_xor
#define AND wasm_v128_and
#define ROTATE(x, n) wasm_v128_or(wasm_u32x4_shr((x), (n)), wasm_i32x4_shl((x), 32 - (n)))
#define BIG0(x) XOR(XOR(ROTATE(x, 2), ROTATE(x, 13)), ROTATE(x, 22))
#define BIG1(x) XOR(XOR(ROTATE(x, 6), ROTATE(x, 11)), ROTATE(x, 25))
#define SMALL0(x) XOR(XOR(ROTATE(x, 7), ROTATE(x, 18)), wasm_u32x4_shr((x), 3))
#define SMALL1(x) XOR(XOR(ROTATE(x, 17), ROTATE(x, 19)), wasm_u32x4_shr((x), 10))
#define CHOOSE(e, f, g) XOR(g, AND(e, XOR(f, g)))
#define MAJORITY(a, b, c) XOR(AND(a, b), AND(c, XOR(a, b)))

static inline v128_t swapped(const uint8_t *from) {
  const v128_t value = wasm_v128_load(from);
  return wasm_i8x16_shuffle(value, value, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}

// One 64-byte block of each of four messages, as sixteen vectors of one word per lane.
static inline void load(v128_t w[16], const uint8_t *const block[4]) {
  for (int i = 0; i < 4; i++) {
    const v128_t a = swapped(block[0] + 16 * i), b = swapped(block[1] + 16 * i);
    const v128_t c = swapped(block[2] + 16 * i), d = swapped(block[3] + 16 * i);
    const v128_t ab0 = wasm_i32x4_shuffle(a, b, 0, 4, 1, 5), ab1 = wasm_i32x4_shuffle(a, b, 2, 6, 3, 7);
    const v128_t cd0 = wasm_i32x4_shuffle(c, d, 0, 4, 1, 5), cd1 = wasm_i32x4_shuffle(c, d, 2, 6, 3, 7);
    w[4 * i] = wasm_i64x2_shuffle(ab0, cd0, 0, 2);
    w[4 * i + 1] = wasm_i64x2_shuffle(ab0, cd0, 1, 3);
    w[4 * i + 2] = wasm_i64x2_shuffle(ab1, cd1, 0, 2);
    w[4 * i + 3] = wasm_i64x2_shuffle(ab1, cd1, 1, 3);
  }
}

#define ROUND(a, b, c, d, e, f, g, h, i, word) { \
    const v128_t t = ADD(ADD(ADD(h, BIG1(e)), CHOOSE(e, f, g)), ADD(wasm_i32x4_splat(K[i]), word)); \
    d = ADD(d, t); \
    h = ADD(t, ADD(BIG0(a), MAJORITY(a, b, c))); \
  }
#define NEXT(i) (w[(i) & 15] = ADD(ADD(w[(i) & 15], SMALL0(w[((i) + 1) & 15])), ADD(w[((i) + 9) & 15], SMALL1(w[((i) + 14) & 15]))))
#define EIGHT(i, WORD) \
  ROUND(a, b, c, d, e, f, g, h, (i), WORD(i)) ROUND(h, a, b, c, d, e, f, g, (i) + 1, WORD((i) + 1)) \
  ROUND(g, h, a, b, c, d, e, f, (i) + 2, WORD((i) + 2)) ROUND(f, g, h, a, b, c, d, e, (i) + 3, WORD((i) + 3)) \
  ROUND(e, f, g, h, a, b, c, d, (i) + 4, WORD((i) + 4)) ROUND(d, e, f, g, h, a, b, c, (i) + 5, WORD((i) + 5)) \
  ROUND(c, d, e, f, g, h, a, b, (i) + 6, WORD((i) + 6)) ROUND(b, c, d, e, f, g, h, a, (i) + 7, WORD((i) + 7))
#define FIRST(i) w[i]

static inline void compress(v128_t s[8], const uint8_t *const block[4]) {
  v128_t w[16];
  load(w, block);
  v128_t a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
  EIGHT(0, FIRST) EIGHT(8, FIRST)
  EIGHT(16, NEXT) EIGHT(24, NEXT) EIGHT(32, NEXT) EIGHT(40, NEXT) EIGHT(48, NEXT) EIGHT(56, NEXT)
  s[0] = ADD(s[0], a); s[1] = ADD(s[1], b); s[2] = ADD(s[2], c); s[3] = ADD(s[3], d);
  s[4] = ADD(s[4], e); s[5] = ADD(s[5], f); s[6] = ADD(s[6], g); s[7] = ADD(s[7], h);
}

typedef struct {
  uint8_t buffer[64];   // a block that is not contiguous in the source, or padding
  const uint8_t *start, *middle, *tail;
  uint32_t middle_end;  // message offset where the middle ends: 4 + its length
  uint32_t length;      // of the message
  uint32_t at;          // message offset of the next block
  uint32_t blocks;      // left to compress, padding included
  uint32_t job;
  uint32_t second;      // hashing the first digest
} Lane;

static Lane lanes[4];
static const uint8_t idle[64];

static inline uint8_t byte_at(const Lane *lane, uint32_t i) {
  if (i < 4) return lane->start[i];
  if (i < lane->middle_end) return lane->middle[i - 4];
  return lane->tail[i - lane->middle_end];
}

static inline void big_endian(uint8_t *to, uint32_t value) {
  to[0] = value >> 24; to[1] = value >> 16; to[2] = value >> 8; to[3] = value;
}

static inline const uint8_t *next_block(Lane *lane) {
  const uint32_t at = lane->at;
  lane->at = at + 64;
  if (at >= 4 && at + 64 <= lane->middle_end) return lane->middle + (at - 4);
  if (at == 0 && lane->middle_end >= 64) {
    __builtin_memcpy(lane->buffer, lane->start, 4);
    __builtin_memcpy(lane->buffer + 4, lane->middle, 60);
    return lane->buffer;
  }
  uint32_t i = 0;
  for (; i < 64 && at + i < lane->length; i++) lane->buffer[i] = byte_at(lane, at + i);
  if (i < 64) {
    if (at + i == lane->length) lane->buffer[i++] = 0x80;
    for (; i < 64; i++) lane->buffer[i] = 0;
  }
  if (lane->blocks == 1) {
    big_endian(lane->buffer + 56, lane->length >> 29);
    big_endian(lane->buffer + 60, lane->length << 3);
  }
  return lane->buffer;
}

static inline void begin(Lane *lane, const uint8_t *bytes, const Job *job, uint32_t number) {
  lane->start = bytes + job->start;
  lane->middle = bytes + job->middle_start;
  lane->tail = bytes + job->end - 4;
  lane->middle_end = 4 + job->middle_end - job->middle_start;
  lane->length = lane->middle_end + 4;
  lane->at = 0;
  lane->blocks = (lane->length + 9 + 63) / 64;
  lane->job = number;
  lane->second = 0;
}

__attribute__((export_name("double_sha256")))
void double_sha256(const uint8_t *bytes, const Job *jobs, uint32_t count, uint8_t *out) {
  uint32_t state[8][4] __attribute__((aligned(16)));
  uint32_t next = 0, busy = 0;
  uint32_t active[4] = {0, 0, 0, 0};
  for (uint32_t l = 0; l < 4 && next < count; l++, next++, busy++) {
    begin(&lanes[l], bytes, &jobs[next], next);
    active[l] = 1;
    for (int i = 0; i < 8; i++) state[i][l] = INITIAL[i];
  }
  while (busy > 0) {
    v128_t s[8];
    // Run as many blocks as no lane ends, so that the state stays in registers.
    uint32_t run = 0xffffffff;
    for (int l = 0; l < 4; l++) if (active[l] && lanes[l].blocks < run) run = lanes[l].blocks;
    for (int i = 0; i < 8; i++) s[i] = wasm_v128_load(state[i]);
    for (uint32_t r = 0; r < run; r++) {
      const uint8_t *block[4];
      for (int l = 0; l < 4; l++) {
        if (!active[l]) { block[l] = idle; continue; }
        block[l] = lanes[l].second ? lanes[l].buffer : next_block(&lanes[l]);
        lanes[l].blocks--;
      }
      compress(s, block);
    }
    for (int i = 0; i < 8; i++) wasm_v128_store(state[i], s[i]);
    for (int l = 0; l < 4; l++) {
      if (!active[l] || lanes[l].blocks > 0) continue;
      Lane *lane = &lanes[l];
      if (!lane->second) {
        for (int i = 0; i < 8; i++) big_endian(lane->buffer + 4 * i, state[i][l]);
        lane->buffer[32] = 0x80;
        for (int i = 33; i < 62; i++) lane->buffer[i] = 0;
        lane->buffer[62] = 1; // 256 bits
        lane->buffer[63] = 0;
        lane->second = 1;
        lane->blocks = 1;
      } else {
        for (int i = 0; i < 8; i++) big_endian(out + 32 * lane->job + 4 * i, state[i][l]);
        if (next < count) begin(lane, bytes, &jobs[next], next), next++;
        else active[l] = 0, busy--;
      }
      for (int i = 0; i < 8; i++) state[i][l] = INITIAL[i];
    }
  }
}
