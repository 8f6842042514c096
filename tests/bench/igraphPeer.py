# The igraph peer of the trace bench, over the same file as tracePeer.c: clusters of co-spent scripts, the making of the graph
# included. For measurement only; needs numpy and python-igraph.
import json, resource, sys, time
import numpy as np
import igraph

path, runs = sys.argv[1], int(sys.argv[2])
raw = open(path, 'rb').read()
txs, ins, outs, scripts, seeds = (int(n) for n in np.frombuffer(raw, np.uint64, 5))
at = 40
def take(kind, count):
    global at
    array = np.frombuffer(raw, kind, count, at)
    at += -(-array.nbytes // 8) * 8
    return array
take(np.uint64, ins); take(np.uint64, outs)
in_start, _ = take(np.uint32, txs + 1), take(np.uint32, txs + 1)
_, _, in_script = take(np.int32, ins), take(np.int32, outs), take(np.uint32, ins)
times = []
for _ in range(runs):
    start = time.perf_counter()
    head = np.repeat(in_script[np.minimum(in_start[:-1], ins - 1)], np.diff(in_start.astype(np.int64)))
    keep = head != in_script
    edges = np.ascontiguousarray(np.stack([head[keep], in_script[keep]], axis=1).astype(np.int64))
    graph = igraph.Graph(n=scripts, edges=memoryview(edges))
    count = len(graph.connected_components(mode='weak'))
    times.append((time.perf_counter() - start) * 1e3)
    del graph
print(json.dumps({'name': 'cluster', 'timesMs': times, 'figures': [scripts - count, 0, 0], 'igraph': igraph.__version__, 'peakMegabytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
