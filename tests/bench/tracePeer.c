/* The C peer of the trace bench: haircut, fifo and co-spend clustering over the same arrays, timed inside.
   Plain 64- and 128-bit integers. Build: clang -O3 -o peer tracePeer.c; run: peer FILE RUNS [cluster]. For measurement only. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

typedef unsigned __int128 u128;
static uint64_t txCount, inCount, outCount, scriptCount, seedCount;
static const uint32_t *txInStart, *txOutStart, *inScript, *seeds;
static const int32_t *inPrevOut, *outSpentBy;
static const uint64_t *inValue, *outValue;

static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1e3 + t.tv_nsec / 1e6; }

static void haircut(uint64_t *held, uint64_t *fees, uint64_t *touched) {
  uint64_t *taint = calloc(outCount, 8);
  uint64_t next = 0, q[64], r[64];
  *fees = *touched = *held = 0;
  for (uint64_t tx = 0; tx < txCount; tx++) {
    uint64_t amount = 0, whole = 0;
    for (uint32_t i = txInStart[tx]; i < txInStart[tx + 1]; i++) if (inPrevOut[i] >= 0) amount += taint[inPrevOut[i]];
    if (amount) {
      ++*touched;
      for (uint32_t i = txInStart[tx]; i < txInStart[tx + 1]; i++) whole += inValue[i];
      uint32_t first = txOutStart[tx], n = txOutStart[tx + 1] - first;
      uint64_t fee = whole, left = amount;
      for (uint32_t s = 0; s <= n; s++) {
        uint64_t slot = fee;
        if (s < n) { slot = outValue[first + s]; fee -= slot; }
        u128 p = (u128)amount * slot;
        if ((p >> 64) == 0) { q[s] = (uint64_t)p / whole; r[s] = (uint64_t)p % whole; }
        else { q[s] = (uint64_t)(p / whole); r[s] = (uint64_t)(p - (u128)q[s] * whole); }
        left -= q[s];
      }
      while (left--) {
        uint32_t best = 0; int found = 0;
        for (uint32_t s = 0; s <= n; s++) if (r[s] && (!found || r[s] > r[best])) { best = s; found = 1; }
        q[best]++; r[best] = 0;
      }
      for (uint32_t s = 0; s < n; s++) taint[first + s] = q[s];
      *fees += q[n];
    }
    while (next < seedCount && seeds[next] < txOutStart[tx + 1]) { taint[seeds[next]] = outValue[seeds[next]]; next++; }
  }
  for (uint64_t o = 0; o < outCount; o++) if (outSpentBy[o] < 0) *held += taint[o];
  free(taint);
}

typedef struct { uint32_t out; uint64_t start, length; } Segment;

static void fifo(uint64_t *held, uint64_t *fees, uint64_t *touched) {
  uint32_t *first = calloc(outCount, 4);
  uint64_t *mark = calloc((outCount + 63) / 64, 8), *isSeed = calloc((outCount + 63) / 64, 8);
  uint64_t cap = 1 << 16, count = 1, next = 0;
  Segment *seg = malloc(cap * sizeof *seg);
  seg[0].out = UINT32_MAX;
  for (uint64_t k = 0; k < seedCount; k++) isSeed[seeds[k] >> 6] |= 1ull << (seeds[k] & 63);
  *fees = *touched = *held = 0;
#define PUSH(o, s, l) do { if (count == cap) { cap *= 2; seg = realloc(seg, cap * sizeof *seg); } \
    uint64_t last = count - 1; int isNew = !(mark[(o) >> 6] >> ((o) & 63) & 1); \
    if (!isNew && seg[last].start + seg[last].length == (s)) seg[last].length += (l); \
    else { if (isNew) { first[o] = count; mark[(o) >> 6] |= 1ull << ((o) & 63); } seg[count++] = (Segment){ (o), (s), (l) }; } } while (0)
  for (uint64_t tx = 0; tx < txCount; tx++) {
    int reached = 0;
    for (uint32_t i = txInStart[tx]; i < txInStart[tx + 1] && !reached; i++) { int32_t p = inPrevOut[i]; if (p >= 0 && mark[p >> 6] >> (p & 63) & 1) reached = 1; }
    if (reached) {
      ++*touched;
      uint32_t out = txOutStart[tx], end = txOutStart[tx + 1];
      uint64_t slotStart = 0, slotEnd = out < end ? outValue[out] : 0, offset = 0;
      for (uint32_t i = txInStart[tx]; i < txInStart[tx + 1]; i++) {
        int32_t p = inPrevOut[i];
        if (p >= 0 && mark[p >> 6] >> (p & 63) & 1) for (uint64_t k = first[p]; k < count && seg[k].out == (uint32_t)p; k++) {
          uint64_t from = offset + seg[k].start, length = seg[k].length;
          while (length) {
            while (from >= slotEnd && out < end) { slotStart = slotEnd; if (++out < end) slotEnd += outValue[out]; }
            if (out >= end) { *fees += length; break; }
            uint64_t taken = slotEnd - from < length ? slotEnd - from : length;
            if (!(isSeed[out >> 6] >> (out & 63) & 1)) PUSH(out, from - slotStart, taken);
            from += taken; length -= taken;
          }
        }
        offset += inValue[i];
      }
    }
    while (next < seedCount && seeds[next] < txOutStart[tx + 1]) { uint32_t o = seeds[next++]; if (outValue[o]) PUSH(o, 0, outValue[o]); }
  }
  for (uint64_t k = 1; k < count; k++) if (outSpentBy[seg[k].out] < 0) *held += seg[k].length;
  free(first); free(mark); free(isSeed); free(seg);
}

static uint32_t find(int32_t *parent, uint32_t s) { while (parent[s] >= 0) { int32_t u = parent[s]; if (parent[u] >= 0) parent[s] = parent[u]; s = u; } return s; }

static void cluster(uint64_t *merges, uint64_t *a, uint64_t *b) {
  int32_t *parent = malloc(scriptCount * 4);
  uint32_t cap = 1024, *log = malloc(cap * 12ull), count = 0;
  memset(parent, 0xff, scriptCount * 4);
  for (uint64_t tx = 0; tx < txCount; tx++) {
    uint32_t s = txInStart[tx], e = txInStart[tx + 1];
    if (e - s < 2) continue;
    uint32_t head = inScript[s], root = find(parent, head);
    for (uint32_t i = s + 1; i < e; i++) {
      if (inScript[i] == head) continue;
      uint32_t other = find(parent, inScript[i]);
      if (other == root) continue;
      if (parent[other] < parent[root]) { parent[other] += parent[root]; parent[root] = other; root = other; }
      else { parent[root] += parent[other]; parent[other] = root; }
      if (count == cap) { cap *= 2; log = realloc(log, cap * 12ull); }
      log[3 * count] = head; log[3 * count + 1] = inScript[i]; log[3 * count++ + 2] = tx;
    }
  }
  for (uint64_t k = 0; k < scriptCount; k++) if (parent[k] >= 0) parent[k] = find(parent, k);
  *merges = count; *a = *b = 0;
  free(parent); free(log);
}

static void measure(const char *name, int runs, void (*run)(uint64_t *, uint64_t *, uint64_t *)) {
  uint64_t x = 0, y = 0, z = 0;
  printf("{\"name\":\"%s\",\"timesMs\":[", name);
  for (int k = 0; k < runs; k++) { double t = now(); run(&x, &y, &z); printf(k ? ",%.2f" : "%.2f", now() - t); }
  printf("],\"figures\":[%llu,%llu,%llu]}\n", (unsigned long long)x, (unsigned long long)y, (unsigned long long)z);
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  int file = open(argv[1], O_RDONLY); struct stat info; fstat(file, &info);
  const uint8_t *p = mmap(0, info.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
  const uint64_t *head = (const uint64_t *)p;
  txCount = head[0]; inCount = head[1]; outCount = head[2]; scriptCount = head[3]; seedCount = head[4]; p += 40;
#define TAKE(name, type, n) name = (const type *)p; p += (((n) * sizeof(type)) + 7) / 8 * 8
  TAKE(inValue, uint64_t, inCount); TAKE(outValue, uint64_t, outCount);
  TAKE(txInStart, uint32_t, txCount + 1); TAKE(txOutStart, uint32_t, txCount + 1);
  TAKE(inPrevOut, int32_t, inCount); TAKE(outSpentBy, int32_t, outCount); TAKE(inScript, uint32_t, inCount); TAKE(seeds, uint32_t, seedCount);
  int runs = atoi(argv[2]), clusters = argc > 3 && !strcmp(argv[3], "cluster");
  if (clusters) measure("cluster", runs, cluster);
  else { measure("haircut", runs, haircut); measure("fifo", runs, fifo); }
  return 0;
}
