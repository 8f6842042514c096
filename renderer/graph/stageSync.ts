// Brings the graph on the screen to a new picture by what differs, so that camera, choice and everything unchanged stay as they are.
import type Graph from 'graphology';
import type { Drawn } from './stageModel.ts';

/** `held`: nodes under the pointer, which keep the place they are dragged to. */
export function syncGraph(graph: Graph, drawn: Drawn, held: ReadonlySet<string>): void {
  const nodes = new Map(drawn.nodes.map((node) => [node.id, node]));
  const edges = new Map(drawn.edges.filter(({ source, target }) => nodes.has(source) && nodes.has(target)).map((edge) => [edge.id, edge]));
  for (const id of graph.filterEdges((id) => !edges.has(id))) graph.dropEdge(id);
  for (const id of graph.filterNodes((id) => !nodes.has(id))) graph.dropNode(id);
  for (const node of nodes.values()) {
    if (!graph.hasNode(node.id)) {
      graph.addNode(node.id, node);
      continue;
    }
    const now = graph.getNodeAttributes(node.id);
    const next = held.has(node.id) ? { ...node, x: now['x'] as number, y: now['y'] as number } : node;
    if (!same(now, next)) graph.mergeNodeAttributes(node.id, next);
  }
  for (const edge of edges.values()) {
    if (!graph.hasEdge(edge.id)) graph.addEdgeWithKey(edge.id, edge.source, edge.target, edge);
    else if (!same(graph.getEdgeAttributes(edge.id), edge)) graph.mergeEdgeAttributes(edge.id, edge);
  }
}

function same(now: Readonly<Record<string, unknown>>, next: object): boolean {
  return Object.entries(next).every(([key, value]) =>
    Array.isArray(value) ? (now[key] as readonly unknown[] | undefined)?.join('\n') === value.join('\n') : now[key] === value,
  );
}
