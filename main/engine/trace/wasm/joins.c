// Union-find over script numbers, a chunk of transactions at a time: Rem's algorithm (Dijkstra, A Discipline of Programming, 1976;
// measured by Patwary, Blair and Manne, SEA 2010). A parent is never above its child, so the smallest script stands for a cluster.
// Pairs are gathered in small batches whose parents are touched beforehand: the misses of a batch overlap, which halves the time.
#include <stdint.h>

#define BATCH 64

static uint32_t pair_a[BATCH], pair_b[BATCH], pair_tx[BATCH], above_a[BATCH], above_b[BATCH];

/** What the touching reads, so that a compiler does not leave it out. */
static volatile uint32_t touched;

typedef struct {
  uint32_t *parent, *a, *b, *tx;
  uint32_t count;
} Log;

static void drain(Log *log, uint32_t pairs) {
  uint32_t *const parent = log->parent;
  uint32_t sum = 0;
  for (uint32_t k = 0; k < pairs; k++) {
    above_a[k] = parent[pair_a[k]];
    above_b[k] = parent[pair_b[k]];
  }
  for (uint32_t k = 0; k < pairs; k++) {
    above_a[k] = parent[above_a[k]];
    above_b[k] = parent[above_b[k]];
  }
  for (uint32_t k = 0; k < pairs; k++) sum ^= parent[above_a[k]] ^ parent[above_b[k]];
  touched = sum;
  for (uint32_t k = 0; k < pairs; k++) {
    uint32_t x = pair_a[k], y = pair_b[k];
    uint32_t px = parent[x], py = parent[y];
    while (px != py) {
      if (px < py) {
        uint32_t other = x;
        x = y;
        y = other;
        other = px;
        px = py;
        py = other;
      }
      parent[x] = py;
      if (x == px) {
        log->a[log->count] = pair_a[k];
        log->b[log->count] = pair_b[k];
        log->tx[log->count++] = pair_tx[k];
        break;
      }
      x = px;
      px = parent[x];
    }
  }
}

/**
 * Joins the scripts of each transaction's inputs with its first script; script 0 is left out. `starts` has one entry more than there
 * are transactions, counted from the same beginning as `scripts` after `base` is taken off. Gives the new length of the log.
 */
__attribute__((export_name("join_inputs"))) uint32_t join_inputs(uint32_t *parent, const uint32_t *starts, const uint32_t *scripts,
                                                                uint32_t transactions, uint32_t base, uint32_t first_tx, uint32_t *a,
                                                                uint32_t *b, uint32_t *tx, uint32_t count) {
  Log log = {parent, a, b, tx, count};
  uint32_t pairs = 0;
  uint32_t end = starts[0] - base;
  for (uint32_t t = 0; t < transactions; t++) {
    uint32_t start = end;
    end = starts[t + 1] - base;
    if (end - start < 2) continue;
    uint32_t first = 0;
    for (uint32_t i = start; i < end; i++) {
      uint32_t script = scripts[i];
      if (script == 0 || script == first) continue;
      if (first == 0) {
        first = script;
        continue;
      }
      if (pairs == BATCH) {
        drain(&log, pairs);
        pairs = 0;
      }
      pair_a[pairs] = first;
      pair_b[pairs] = script;
      pair_tx[pairs++] = first_tx + t;
    }
  }
  drain(&log, pairs);
  return log.count;
}

/** Each script by itself. */
__attribute__((export_name("begin_joins"))) void begin_joins(uint32_t *parent, uint32_t scripts) {
  for (uint32_t i = 0; i < scripts; i++) parent[i] = i;
}

/** Every script's parent becomes the smallest script of its cluster: parents are below, so one ascending pass is enough. */
__attribute__((export_name("end_joins"))) void end_joins(uint32_t *parent, uint32_t scripts) {
  for (uint32_t i = 0; i < scripts; i++) parent[i] = parent[parent[i]];
}
