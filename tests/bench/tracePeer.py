# The scipy peer of the trace bench, over the same file as tracePeer.c: connected components of co-spent scripts (building
# the matrix included) and breadth-first reach from the seeds (matrix prebuilt). For measurement only.
import json, resource, sys, time
import numpy as np
import scipy
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order, connected_components

path, runs, part = sys.argv[1], int(sys.argv[2]), sys.argv[3]
raw = open(path, 'rb').read()
txs, ins, outs, scripts, seeds = (int(n) for n in np.frombuffer(raw, np.uint64, 5))
at = 40
def take(kind, count):
    global at
    array = np.frombuffer(raw, kind, count, at)
    at += -(-array.nbytes // 8) * 8
    return array
take(np.uint64, ins); take(np.uint64, outs)
in_start, out_start = take(np.uint32, txs + 1), take(np.uint32, txs + 1)
prev, spent, in_script, seed = take(np.int32, ins), take(np.int32, outs), take(np.uint32, ins), take(np.uint32, seeds)
times = []
def measure(work):
    for _ in range(runs):
        start = time.perf_counter(); figures = work(); times.append((time.perf_counter() - start) * 1e3)
    return figures
if part == 'cluster':
    def work():
        head = np.repeat(in_script[np.minimum(in_start[:-1], ins - 1)], np.diff(in_start.astype(np.int64)))
        keep = head != in_script
        rows, columns = head[keep].astype(np.int32), in_script[keep].astype(np.int32)
        matrix = csr_matrix((np.ones(len(rows), np.int8), (rows, columns)), shape=(scripts, scripts))
        count, _ = connected_components(matrix, directed=False)
        return [scripts - int(count), 0, 0]
else:
    # Nodes are transactions; an edge leads from a transaction to each one that spends its outputs. Node `txs` is the start.
    tx_of_out = np.repeat(np.arange(txs, dtype=np.int32), np.diff(out_start.astype(np.int64)))
    tx_of_in = np.repeat(np.arange(txs, dtype=np.int32), np.diff(in_start.astype(np.int64)))
    known = prev >= 0
    rows, columns = tx_of_out[prev[known]], tx_of_in[known]
    firsts = np.array([tx_of_in[spent[s]] for s in seed if spent[s] >= 0], np.int32)
    rows, columns = np.concatenate([rows, np.full(len(firsts), txs, np.int32)]), np.concatenate([columns, firsts])
    matrix = csr_matrix((np.ones(len(rows), np.int8), (rows, columns)), shape=(txs + 1, txs + 1))
    def work():
        return [0, 0, len(breadth_first_order(matrix, txs, return_predecessors=False)) - 1]
figures = measure(work)
print(json.dumps({'name': part, 'timesMs': times, 'figures': figures, 'scipy': scipy.__version__, 'peakMegabytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
