# The igraph peer of the layout bench, over the same edges: FR with a grid (as many rounds as given) or Sugiyama. The making of the graph
# is not counted. For measurement only; needs numpy and python-igraph.
import json, resource, sys, time
import numpy as np
import igraph

path, kind, rounds, runs = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
raw = np.fromfile(path, np.uint32)
count, edges = int(raw[0]), np.ascontiguousarray(raw[1:].reshape(-1, 2).astype(np.int64))
graph = igraph.Graph(n=count, edges=memoryview(edges), directed=True)
times = []
for _ in range(runs):
    start = time.perf_counter()
    if kind == 'sugiyama':
        graph.layout_sugiyama()
    else:
        graph.layout_fruchterman_reingold(niter=rounds, grid=True)
    times.append((time.perf_counter() - start) * 1e3)
print(json.dumps({'name': kind, 'timesMs': times, 'figures': [count, len(edges)], 'igraph': igraph.__version__, 'peakMegabytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
