// Finds what looks like a key, an address, a phrase or a known word in bytes that may hold anything, and tests the checksums that cost little.
// Passes over one piece: runs of letters and digits (probed every 26th byte: nothing shorter is sought), words of seed phrases (probed every
// 36th), fixed texts (Wu and Manber, by three bytes), runs that one line end parts, and bytes of partly signed transactions. Text with a zero byte after or before each character
// (UTF-16) is written out narrow and read the same way. Only what begins in [core, core_end) is reported; around it lie bytes for context, so that pieces can be cut anywhere.
// Compiled by build/wasm.mjs together with the chains' sha256.c; it must not allocate and trusts the places its caller checked.
#include <stdint.h>
#include <wasm_simd128.h>

typedef struct { uint32_t start, middle_start, middle_end, end; } Job;
void double_sha256(const uint8_t *bytes, const Job *jobs, uint32_t count, uint8_t *out);

// In `start` the place in the piece; `length` in characters; `step` 1 or 2 bytes a character; `extra` by kind.
typedef struct { uint32_t kind, start, length, step, extra; } Hit;
enum { BASE58 = 1, BECH32, HEX40, HEX64, PHRASE, FIXED, JOINED, PSBT };

// One slot for each spelling of a word of any list; `lists` has a bit for each list.
typedef struct { uint32_t hash, lists; } Word;
// A fixed text in lower case: `start` in the texts.
typedef struct { uint32_t start, length, next; } Text;

enum { ALNUM = 1, B58 = 2, HEXD = 4, BECH = 8, SHOWN = 16, LETTER = 32, GAP = 64, WRAP = 128 };
static uint8_t class_of[256], base58_value[256], bech32_value[256], lower[256];

static const Word *words;
static uint32_t word_mask;
static const uint8_t *word_bits;   // one bit for each value of the upper 18 bits of a hash: most texts are no words, and this table is small
static const Text *texts;
static const uint8_t *text_bytes;
static const uint8_t *shift_of;    // by block of three bytes: how far the window may move
static const uint32_t *first_text; // by block: first text whose window ends with it, plus one
static uint32_t window;            // length of the shortest text

static const uint8_t *bytes;       // of the piece
static uint32_t core, core_end;
static Hit *hits;
static uint32_t hit_count, hit_room;

// How places of what is read stand in the piece: narrow text is the piece itself.
static uint32_t base, step;

static void report(uint32_t kind, uint32_t at, uint32_t length, uint32_t extra) {
  const uint32_t start = base + at * step;
  if (start < core || start >= core_end) return;
  if (hit_count < hit_room) hits[hit_count] = (Hit){kind, start, length, step, extra};
  hit_count++;
}

// ---- checksums

static uint8_t decoded[96], digest[32];

// Value of base58 text in exactly `size` bytes with its four of checksum; 0 where it does not fit or the checksum fails.
static int base58_check(const uint8_t *text, uint32_t length, uint32_t size) {
  uint32_t words_of[24];
  const uint32_t count = (size + 3) / 4;
  for (uint32_t i = 0; i < count; i++) words_of[i] = 0;
  uint32_t at = 0, ones = 0;
  while (ones < length && text[ones] == '1') ones++;
  while (at < length) {
    // Five digits at once: 58^5 < 2^30.
    uint32_t chunk = 0, factor = 1;
    for (uint32_t n = 0; n < 5 && at < length; n++, at++) chunk = chunk * 58 + base58_value[text[at]], factor *= 58;
    uint64_t carry = chunk;
    for (uint32_t i = 0; i < count; i++) carry += (uint64_t)words_of[i] * factor, words_of[i] = (uint32_t)carry, carry >>= 32;
    if (carry != 0) return 0;
  }
  uint32_t zeros = 0, leading = 1;
  const uint32_t spare = count * 4 - size;
  for (uint32_t i = 0; i < count * 4; i++) {
    const uint32_t value = (words_of[count - 1 - i / 4] >> (24 - 8 * (i % 4))) & 255;
    if (i < spare) { if (value != 0) return 0; continue; }
    decoded[i - spare] = (uint8_t)value;
    if (leading && value == 0) zeros++; else leading = 0;
  }
  // Each leading 1 stands for one zero byte, no more and no fewer.
  if (zeros != ones) return 0;
  const Job job = {0, 4, size - 8, size - 4};
  double_sha256(decoded, &job, 1, digest);
  for (int i = 0; i < 4; i++) if (digest[i] != decoded[size - 4 + i]) return 0;
  return 1;
}

static const uint32_t GENERATOR[5] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
static uint32_t polymod(uint32_t sum, uint32_t value) {
  const uint32_t top = sum >> 25;
  sum = (sum & 0x1ffffff) << 5 ^ value;
  for (int i = 0; i < 5; i++) if (top >> i & 1) sum ^= GENERATOR[i];
  return sum;
}

// 1: bech32 (BIP173), 2: bech32m (BIP350), 0: neither.
static uint32_t bech32_check(const uint8_t *text, uint32_t length, uint32_t separator) {
  uint32_t sum = 1, upper = 0, small = 0;
  for (uint32_t i = 0; i < length; i++) upper |= text[i] >= 'A' && text[i] <= 'Z', small |= text[i] >= 'a' && text[i] <= 'z';
  if (upper && small) return 0;
  for (uint32_t i = 0; i < separator; i++) sum = polymod(sum, lower[text[i]] >> 5);
  sum = polymod(sum, 0);
  for (uint32_t i = 0; i < separator; i++) sum = polymod(sum, lower[text[i]] & 31);
  for (uint32_t i = separator + 1; i < length; i++) {
    if (!(class_of[text[i]] & BECH)) return 0;
    sum = polymod(sum, bech32_value[text[i]]);
  }
  return sum == 1 ? 1 : sum == 0x2bc830a3 ? 2 : 0;
}

// ---- line ends within strings

// A line end or a tab as a string of JSON or of code writes it: a backslash, more of them in a string within a string, and a letter.
enum { BACKSLASHES = 3 };
static int is_escape(const uint8_t *text, uint32_t at) { return (text[at] == 'n' || text[at] == 'r' || text[at] == 't') && at > 0 && text[at - 1] == '\\'; }
// Bytes of one that begins at a place, 0 where none does; and of one that ends there.
static uint32_t escape_at(const uint8_t *text, uint32_t at, uint32_t length) {
  uint32_t to = at;
  while (to < length && to - at < BACKSLASHES && text[to] == '\\') to++;
  return to > at && to < length && is_escape(text, to) ? to + 1 - at : 0;
}
static uint32_t escape_before(const uint8_t *text, uint32_t end) {
  if (end < 2 || !is_escape(text, end - 1)) return 0;
  uint32_t count = 2;
  while (count <= BACKSLASHES && end > count && text[end - count - 1] == '\\') count++;
  return count;
}

// ---- runs of letters and digits

static int one_of(uint8_t c, const char *some) {
  for (; *some; some++) if ((uint8_t)*some == c) return 1;
  return 0;
}

// First characters of what the program knows, by length: Bitcoin, Litecoin and their test networks, TRON.
static uint32_t base58_size(const uint8_t *run, uint32_t length) {
  if (length <= 35) return one_of(run[0], "13mn2LMTQ") ? 25 : 0;
  if (length == 51) return one_of(run[0], "596") ? 37 : 0;
  if (length == 52) return one_of(run[0], "KLcT") ? 38 : 0;
  if (length == 58) return run[0] == '6' && run[1] == 'P' ? 43 : 0;
  if (length >= 107 && length <= 112) return one_of(run[0], "xyzYZtuvUVLM") ? 82 : 0;
  return 0;
}

static void read_run(const uint8_t *text, uint32_t at, uint32_t length) {
  const uint8_t *run = text + at;
  if (length > 112) return;
  uint32_t all = 255;
  for (uint32_t i = 0; i < length; i++) all &= class_of[run[i]];
  if (all & B58) {
    const uint32_t size = base58_size(run, length);
    if (size != 0 && base58_check(run, length, size)) report(BASE58, at, length, decoded[0]);
  }
  if (all & HEXD) {
    if (length == 64) report(HEX64, at, length, 0);
    return;
  }
  if (run[0] == '0' && (run[1] | 32) == 'x' && (length == 42 || length == 66)) {
    uint32_t hex = 255;
    for (uint32_t i = 2; i < length; i++) hex &= class_of[run[i]];
    if (hex & HEXD) report(length == 42 ? HEX40 : HEX64, at, length, 0);
    return;
  }
  if (length > 90) return;
  uint32_t separator = 0;
  for (uint32_t i = length - 7; i > 0; i--) if (run[i] == '1') { separator = i; break; }
  if (separator < 2 || separator > 5) return;
  const uint32_t form = bech32_check(run, length, separator);
  if (form != 0) report(BECH32, at, length, form);
}

static void read_runs(const uint8_t *text, uint32_t length, int may_be_wide);

// ---- runs that a line end parts, as mail and pages wrap them

enum { LONGEST_RUN = 112, MARGIN = 8 };
static uint8_t joined[LONGEST_RUN];

// Two runs with one line end between them, blanks and a sign of the mail's wrapping (= before, > behind) beside it: told where both together are
// what each alone is not. `extra`: 0 base58, 1 bech32, 2 bech32m.
static void read_break(const uint8_t *text, uint32_t length, uint32_t line_end) {
  uint32_t left_end = line_end, right = line_end + 1;
  if (line_end == 0 || right == length || !(class_of[text[line_end - 1]] & (ALNUM | WRAP)) || !(class_of[text[right]] & (ALNUM | WRAP))) return;
  while (left_end > 0 && line_end - left_end < MARGIN && (class_of[text[left_end - 1]] & WRAP)) left_end--;
  while (right < length && right - line_end <= MARGIN && (class_of[text[right]] & WRAP)) right++;
  uint32_t left = left_end, right_end = right, all = 255, bech = 1;
  while (left > 0 && left_end - left <= LONGEST_RUN && (class_of[text[left - 1]] & ALNUM)) {
    const uint8_t c = text[--left];
    all &= class_of[c];
    if (!(class_of[c] & BECH) && c != '1' && (c | 32) != 'b') bech = 0;
    // Most lines end here: with what no form has in it.
    if (!(all & B58) && !bech) return;
  }
  const uint32_t first = left_end - left;
  if (first == 0 || first >= LONGEST_RUN) return;
  while (right_end < length && right_end - right <= LONGEST_RUN - first && (class_of[text[right_end]] & ALNUM)) right_end++;
  const uint32_t size = first + (right_end - right);
  if (right_end == right || size < 26 || size > LONGEST_RUN) return;
  for (uint32_t i = 0; i < first; i++) joined[i] = text[left + i];
  for (uint32_t i = first; i < size; i++) all &= class_of[joined[i] = text[right + i - first]];
  if (all & B58) {
    const uint32_t bytes_of = base58_size(joined, size);
    if (bytes_of != 0 && base58_check(joined, size, bytes_of)) { report(JOINED, left, right_end - left, 0); return; }
  }
  if (size > 90) return;
  // The part before the separator stands whole on the first line.
  uint32_t separator = 0;
  for (uint32_t i = size - 7; i > 0; i--) if (joined[i] == '1') { separator = i; break; }
  if (separator < 2 || separator > 5 || separator >= first) return;
  const uint32_t form = bech32_check(joined, size, separator);
  if (form != 0) report(JOINED, left, right_end - left, form);
}

static void read_breaks(const uint8_t *text, uint32_t length) {
  uint32_t at = 0;
  for (; at + 64 <= length; at += 64) {
    const v128_t line = wasm_i8x16_splat('\n');
    const v128_t a = wasm_i8x16_eq(wasm_v128_load(text + at), line), b = wasm_i8x16_eq(wasm_v128_load(text + at + 16), line);
    const v128_t c = wasm_i8x16_eq(wasm_v128_load(text + at + 32), line), d = wasm_i8x16_eq(wasm_v128_load(text + at + 48), line);
    if (!wasm_v128_any_true(wasm_v128_or(wasm_v128_or(a, b), wasm_v128_or(c, d)))) continue;
    uint64_t ends = wasm_i8x16_bitmask(a) | (uint64_t)wasm_i8x16_bitmask(b) << 16 | (uint64_t)wasm_i8x16_bitmask(c) << 32 | (uint64_t)wasm_i8x16_bitmask(d) << 48;
    for (; ends != 0; ends &= ends - 1) read_break(text, length, at + (uint32_t)__builtin_ctzll(ends));
  }
  for (; at < length; at++) if (text[at] == '\n') read_break(text, length, at);
}

// ---- words of seed phrases

enum { FEWEST = 12, LIST = 49, LONGEST = 48, GAPS = 12 };

static uint32_t lists_of(const uint8_t *text, uint32_t from, uint32_t to) {
  if (to - from > LONGEST) return 0;
  uint32_t hash = 0x811c9dc5;
  for (uint32_t i = from; i < to; i++) hash = (hash ^ lower[text[i]]) * 0x01000193;
  if (!(word_bits[hash >> 17] >> (hash >> 14 & 7) & 1)) return 0;
  for (uint32_t slot = hash & word_mask; words[slot].lists != 0; slot = (slot + 1) & word_mask)
    if (words[slot].hash == hash) return words[slot].lists;
  return 0;
}

static int is_next(uint8_t c) { return (c & 0xc0) == 0x80; }
// Bytes of what parts words and is more than one, 0 where nothing does: line ends within strings, and beyond ASCII blanks (U+00A0, U+2000 and on, U+3000), the mark at a file's beginning (U+FEFF), dashes,
// quotation marks, points and full-width forms of East Asian text, numbers and signs before the items of a list.
static uint32_t wide_gap(const uint8_t *text, uint32_t at, uint32_t length) {
  const uint8_t a = text[at];
  if (a == '\\') return escape_at(text, at, length);
  if (a < 0xc2 || at + 1 >= length) return 0;
  const uint8_t b = text[at + 1];
  if (a == 0xc2) return b == 0xa0 || b == 0xab || b == 0xb7 || b == 0xbb ? 2 : 0;
  if (a < 0xe2 || at + 2 >= length) return 0;
  const uint8_t c = text[at + 2];
  if (a == 0xe2) return b == 0x80 || (b == 0x81 && c < 0xb0) || (b == 0x83 && c == 0xa3) || (b >= 0x91 && b <= 0x9e) ? 3 : 0;
  if (a == 0xe3) return (b == 0x80 && (c < 0x85 || c > 0x87)) || (b == 0x83 && c == 0xbb) ? 3 : 0;
  if (a != 0xef) return 0;
  if (b == 0xbc) return c <= 0xa0 || c >= 0xbb ? 3 : 0;
  return (b == 0xbd && (c == 0x80 || (c >= 0x9b && c <= 0xa5))) || (b == 0xb8 && c == 0x8f) || (b == 0xbb && c == 0xbf) ? 3 : 0;
}
// The same of what ends at a place.
static uint32_t wide_gap_before(const uint8_t *text, uint32_t end) {
  if (text[end - 1] < 0x80) return escape_before(text, end);
  if (end >= 3 && wide_gap(text, end - 3, end) == 3) return 3;
  return end >= 2 && wide_gap(text, end - 2, end) == 2 ? 2 : 0;
}
// A Han character (U+4000 to U+9FFF) is a word by itself: nothing need part it from the next.
static int is_han(const uint8_t *text, uint32_t at) { return text[at] >= 0xe4 && text[at] <= 0xe9 && is_next(text[at + 1]) && is_next(text[at + 2]); }
// Whether a byte above 127 ends a character of UTF-8: a word in a record may have any bytes before it.
static int ends_character(const uint8_t *text, uint32_t end) {
  uint32_t lead = end - 1;
  while (lead > 0 && end - lead < 4 && is_next(text[lead])) lead--;
  const uint8_t c = text[lead];
  return end - lead == (c >= 0xf0 ? 4u : c >= 0xe0 ? 3u : c >= 0xc0 ? 2u : 0u);
}

static uint32_t word_end(const uint8_t *text, uint32_t at, uint32_t length) {
  uint32_t end = at;
  while (end < length && end - at <= LONGEST && (class_of[text[end]] & LETTER)) {
    if (text[end] >= 0x80) {
      // Bytes that continue no character, or begin one that does not go on, belong to something else.
      if (is_next(text[end]) ? end == at || text[end - 1] < 0x80 : end + 1 < length && !is_next(text[end + 1])) break;
      if (wide_gap(text, end, length)) break;
      if (end + 2 < length && is_han(text, end)) return end == at ? end + 3 : end;
    }
    end++;
  }
  return end;
}
static uint32_t word_begin(const uint8_t *text, uint32_t end) {
  uint32_t at = end;
  while (at > 0 && end - at <= LONGEST && (class_of[text[at - 1]] & LETTER)) {
    if (text[at - 1] >= 0x80 && (at == end || !is_next(text[at]))) {
      if (!ends_character(text, at) || wide_gap_before(text, at)) break;
      if (at >= 3 && is_han(text, at - 3)) return at == end ? end - 3 : at;
    }
    at--;
  }
  return at < end && is_escape(text, at) ? at + 1 : at;
}
// First byte behind a gap, or `at` where there is none or it is too long.
static uint32_t gap_end(const uint8_t *text, uint32_t at, uint32_t length) {
  uint32_t end = at, count = 0;
  for (; end < length && count <= GAPS; count++) {
    const uint32_t bytes_of = class_of[text[end]] & GAP ? 1 : wide_gap(text, end, length);
    if (bytes_of == 0) break;
    end += bytes_of;
  }
  return count > GAPS ? at : end;
}
static uint32_t gap_begin(const uint8_t *text, uint32_t end) {
  uint32_t at = end, count = 0;
  for (; at > 0 && count <= GAPS; count++) {
    const uint32_t bytes_of = class_of[text[at - 1]] & GAP ? 1 : wide_gap_before(text, at);
    if (bytes_of == 0) break;
    at -= bytes_of;
  }
  return count > GAPS ? end : at;
}

// The word that a place stands in, or the next one behind a gap; `from` == `to` where there is none.
static void word_at(const uint8_t *text, uint32_t place, uint32_t length, uint32_t *from, uint32_t *to) {
  uint32_t at = place;
  for (int back = 0; back < 3 && at > 0 && is_next(text[at]); back++) at--;
  if (at + 2 < length && is_han(text, at)) {
    *from = at, *to = at + 3;
    return;
  }
  if (is_escape(text, at)) at--;
  if ((class_of[text[at]] & GAP) || wide_gap(text, at, length)) {
    *from = gap_end(text, at, length);
    *to = *from > at && *from < length ? word_end(text, *from, length) : *from;
    return;
  }
  *from = word_begin(text, at), *to = word_end(text, *from, length);
}

// Whether sixteen bytes may be text: no control characters but those of lines, and what is above 127 stands as in UTF-8.
static int is_text(const uint8_t *text) {
  const v128_t bytes16 = wasm_v128_load(text);
  const v128_t line = wasm_v128_or(wasm_i8x16_eq(bytes16, wasm_i8x16_splat(9)), wasm_v128_or(wasm_i8x16_eq(bytes16, wasm_i8x16_splat(10)), wasm_i8x16_eq(bytes16, wasm_i8x16_splat(13))));
  const uint32_t control = wasm_i8x16_bitmask(wasm_v128_andnot(wasm_u8x16_lt(bytes16, wasm_u8x16_splat(32)), line));
  if (control) return 0;
  const uint32_t high = wasm_i8x16_bitmask(bytes16);
  if (!high) return 1;
  const uint32_t next = wasm_i8x16_bitmask(wasm_i8x16_lt(bytes16, wasm_i8x16_splat((int8_t)0xc0))) & high;
  const uint32_t lead = high & ~next;
  // A byte that continues stands behind one that is no letter of its own, and a first byte has one behind it; the ends of the sixteen are let be.
  const uint32_t bad = (next & ~(high << 1) & ~1u) | ((lead << 1) & ~next & 0xffffu) | wasm_i8x16_bitmask(wasm_u8x16_ge(bytes16, wasm_u8x16_splat(0xf5)));
  return bad == 0;
}

// A phrase of 36 bytes or more that covers a place reaches sixteen to one side of it: most of what is no text ends here.
static int may_be_text(const uint8_t *text, uint32_t place, uint32_t length) {
  if (place < 16 || place + 16 > length) return 1;
  return is_text(text + place) || is_text(text + place - 15);
}

// Of a row that is as long as a list, the lines that hold enough words: several phrases, one below the other.
static void read_lines(const uint8_t *text, uint32_t first, uint32_t last, uint32_t lists) {
  uint32_t line = first, end = word_end(text, first, last), count = 1;
  for (;;) {
    const uint32_t gap = end < last ? gap_end(text, end, last) : last;
    int breaks = gap >= last;
    for (uint32_t i = end; i < gap && !breaks; i++) breaks = text[i] == '\n' || text[i] == '\r' || is_escape(text, i);
    if (breaks) {
      if (count >= FEWEST && count < LIST) report(PHRASE, line, end - line, count << 16 | lists);
      if (gap >= last) return;
      line = gap, count = 0;
    }
    const uint32_t next = word_end(text, gap, last);
    if (next == gap) return;
    end = next, count++;
  }
}

static void read_words(const uint8_t *text, uint32_t length) {
  uint32_t probe = 35, done = 0;
  while (probe < length) {
    if (!may_be_text(text, probe, length) || !((class_of[text[probe]] & (LETTER | GAP)) || text[probe] == '\\')) { probe += 36; continue; }
    uint32_t first, last;
    word_at(text, probe, length, &first, &last);
    if (first < done) first = done;
    uint32_t lists = last > first ? lists_of(text, first, last) : 0;
    if (lists == 0) { probe = (last > probe ? last : probe) + 35; continue; }
    // As far as words of one list go, first back, then on.
    uint32_t count = 1;
    for (;;) {
      const uint32_t gap = gap_begin(text, first);
      const uint32_t begin = gap > done ? word_begin(text, gap) : gap;
      if (begin < done || begin == gap || (gap == first && !(is_han(text, first) && gap - begin == 3))) break;
      const uint32_t other = lists_of(text, begin, gap) & lists;
      if (other == 0) break;
      lists = other, first = begin, count++;
    }
    for (;;) {
      const uint32_t gap = gap_end(text, last, length);
      const uint32_t end = gap < length ? word_end(text, gap, length) : gap;
      if (end == gap || (gap == last && !(last >= 3 && is_han(text, last - 3) && end - gap == 3))) break;
      const uint32_t other = lists_of(text, gap, end) & lists;
      if (other == 0) break;
      lists = other, last = end, count++;
    }
    if (count >= LIST) {
      report(PHRASE, first, 0, LIST << 16 | lists);
      read_lines(text, first, last, lists);
    } else if (count >= FEWEST) report(PHRASE, first, last - first, count << 16 | lists);
    done = last;
    probe = last + 35;
  }
}

// ---- fixed texts

// Three bytes that end at a place, without case (of what is no letter too: what is found is compared), as a place of the tables.
static inline uint32_t block_at(const uint8_t *text, uint32_t at) {
  const uint32_t block = (text[at - 2] | (uint32_t)text[at - 1] << 8 | (uint32_t)text[at] << 16) | 0x202020;
  return block * 0x9e3779b1u >> 18;
}

static uint32_t try_texts(const uint8_t *text, uint32_t at, uint32_t length) {
  const uint32_t block = block_at(text, at);
  const uint32_t shift = shift_of[block];
  if (shift > 0) return shift;
  for (uint32_t one = first_text[block]; one != 0; one = texts[one - 1].next) {
    const Text *known = &texts[one - 1];
    const uint32_t from = at + 1 - window;
    if (from + known->length > length) continue;
    uint32_t same = 0;
    while (same < known->length && lower[text[from + same]] == text_bytes[known->start + same]) same++;
    if (same == known->length) report(FIXED, from, known->length, one - 1);
  }
  return 1;
}

// Two halves at once: each step waits for the table, and the other half's does not.
static void read_texts(const uint8_t *text, uint32_t length) {
  if (window < 3 || length < window) return;
  const uint32_t middle = window + (length - window) / 2;
  uint32_t a = window - 1, b = middle;
  while (a < middle && b < length) {
    const uint32_t one = shift_of[block_at(text, a)], other = shift_of[block_at(text, b)];
    a += one > 0 ? one : try_texts(text, a, length);
    b += other > 0 ? other : try_texts(text, b, length);
  }
  while (a < middle) a += try_texts(text, a, length);
  while (b < length) b += try_texts(text, b, length);
}

// ---- bytes of partly signed transactions

// `psbt` and 0xff, and the first key of the first map (BIP174, BIP370): one byte, of version 0 a 0, of version 2 a 2 or its number's 0xfb; or an
// extended public key's.
static int is_psbt(const uint8_t *at) {
  if (at[0] != 'p' || at[1] != 's' || at[2] != 'b' || at[3] != 't' || at[4] != 255) return 0;
  return at[5] == 1 ? at[6] == 0 || at[6] == 2 || at[6] == 251 : at[5] == 79 && at[6] == 1;
}

static void read_psbts(const uint8_t *text, uint32_t length) {
  enum { MARK = 7, STEP = 64 };
  for (uint32_t at = 0; at + MARK <= length; at += STEP) {
    // The caller's room goes on behind the piece, so that whole steps may be read.
    v128_t met = wasm_i8x16_const_splat(0);
    for (int i = 0; i < STEP; i += 16)
      met |= wasm_i8x16_eq(wasm_v128_load(text + at + i), wasm_i8x16_const_splat('p')) & wasm_i8x16_eq(wasm_v128_load(text + at + i + 4), wasm_u8x16_const_splat(255));
    if (!wasm_v128_any_true(met)) continue;
    for (uint32_t from = at; from < at + STEP && from + MARK <= length; from++)
      if (is_psbt(text + from)) report(PSBT, from, MARK, 0);
  }
}

// ---- text of two bytes a character

static uint8_t *scratch;
static uint32_t scratch_room;

static uint32_t read_wide(uint32_t at, uint32_t lowest, uint32_t length) {
  uint32_t from = at, to = at + 2;
  while (from >= lowest + 2 && bytes[from - 1] == 0 && (class_of[bytes[from - 2]] & SHOWN)) from -= 2;
  while (to < length && bytes[to - 1] == 0 && (class_of[bytes[to]] & SHOWN)) to += 2;
  uint32_t count = (to - from) / 2;
  // What no zero follows may be the first character of narrow text as well.
  const uint32_t end = to <= length && bytes[to - 1] == 0 ? to : to - 2;
  if (count < 7) return end; // shorter than any text that is sought
  if (count > scratch_room) count = scratch_room;
  for (uint32_t i = 0; i < count; i++) scratch[i] = bytes[from + 2 * i];
  base = from, step = 2;
  read_runs(scratch, count, 0);
  read_words(scratch, count);
  read_texts(scratch, count);
  read_breaks(scratch, count);
  base = 0, step = 1;
  return from + 2 * count < end ? from + 2 * count : end;
}

static void read_runs(const uint8_t *text, uint32_t length, int may_be_wide) {
  enum { PACE = 26 };
  uint32_t at = PACE - 1, done = 0;
  while (at < length) {
    const uint8_t c = text[at];
    if (class_of[c] & ALNUM) {
      uint32_t from = at, to = at + 1;
      while (from > done && (class_of[text[from - 1]] & ALNUM)) from--;
      while (to < length && (class_of[text[to]] & ALNUM)) to++;
      if (to - from >= 26) {
        read_run(text, from, to - from);
        if (is_escape(text, from) && to - from > 26) read_run(text, from + 1, to - from - 1);
      }
      else if (may_be_wide && to - from == 1 && to + 1 < length && text[to] == 0 && (class_of[text[to + 1]] & SHOWN)) {
        done = read_wide(from, done, length);
        at = done + PACE - 1;
        continue;
      }
      done = to;
      at = to + PACE;
    } else if (may_be_wide && c == 0 && at + 3 < length && (class_of[text[at + 1]] & SHOWN) && text[at + 2] == 0 && (class_of[text[at + 3]] & SHOWN)) {
      done = read_wide(at + 1, done, length);
      at = done + PACE - 1;
    } else at += PACE;
  }
}

// ---- doors

static void mark(const char *some, uint8_t kind) { for (; *some; some++) class_of[(uint8_t)*some] |= kind; }

__attribute__((export_name("prepare")))
void prepare(const Word *word_table, uint32_t mask, const uint8_t *bits, const Text *text_table, const uint8_t *of_texts, const uint8_t *shifts, const uint32_t *firsts, uint32_t shortest) {
  static const char *const BASE58_DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  static const char *const BECH32_DIGITS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  for (int i = 0; i < 256; i++) class_of[i] = 0, lower[i] = (uint8_t)(i >= 'A' && i <= 'Z' ? i + 32 : i);
  for (int i = 0; i < 58; i++) base58_value[(uint8_t)BASE58_DIGITS[i]] = (uint8_t)i;
  for (int i = 0; i < 32; i++) {
    const uint8_t c = (uint8_t)BECH32_DIGITS[i];
    bech32_value[c] = (uint8_t)i, class_of[c] |= BECH;
    if (c >= 'a' && c <= 'z') bech32_value[c - 32] = (uint8_t)i, class_of[c - 32] |= BECH;
  }
  mark("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", ALNUM);
  mark(BASE58_DIGITS, B58);
  mark("0123456789ABCDEFabcdef", HEXD);
  mark("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", LETTER);
  mark(" \t\r\n0123456789.,;:)(-_\"'|/[]", GAP);
  for (int i = 32; i < 127; i++) class_of[i] |= SHOWN;
  mark("\t\r\n", SHOWN);
  mark("\t\r =>", WRAP);
  for (int i = 128; i < 256; i++) class_of[i] |= LETTER;
  words = word_table, word_mask = mask, word_bits = bits, texts = text_table, text_bytes = of_texts, shift_of = shifts, first_text = firsts, window = shortest;
}

// Gives how many there are, also where more than `room` do not fit.
__attribute__((export_name("scan")))
uint32_t scan(const uint8_t *piece, uint32_t length, uint32_t from, uint32_t to, Hit *out, uint32_t room, uint8_t *narrow, uint32_t narrow_room) {
  bytes = piece, core = from, core_end = to, hits = out, hit_room = room, hit_count = 0, scratch = narrow, scratch_room = narrow_room;
  base = 0, step = 1;
  read_runs(piece, length, 1);
  read_words(piece, length);
  read_texts(piece, length);
  read_breaks(piece, length);
  read_psbts(piece, length);
  return hit_count;
}
