// The peer of the canvas bench: Sigma as it comes, with its own programs and settings, over the same nodes and lines at the same places and as
// large on the screen. `#things,width,height,still`: with `still` it leaves labels and lines out while the camera moves, as the window does.
import Graph from 'graphology';
import Sigma from 'sigma';
import { makeLargeWorld } from '../../fixtures/fakeCanvasWorld.ts';

const [things = 2000, width = 1000, height = 600, still = 0] = location.hash.slice(1).split(',').map(Number);
const stage = document.getElementById('stage') as HTMLElement;
stage.style.width = `${width}px`;
stage.style.height = `${height}px`;
const world = makeLargeWorld(things);
const graph = new Graph({ multi: true, type: 'directed' });
for (const node of world.nodes.values()) {
  graph.addNode(node.id, { x: node.x, y: -node.y, size: 4, color: '#2d72d2', label: `${node.name.slice(0, 8)}…` });
}
for (const edge of world.edges) graph.addEdgeWithKey(edge.id, edge.source, edge.target, { size: 1.2, color: '#6b7a8c' });
const view = new Sigma(graph, stage, {
  stagePadding: 75,
  hideLabelsOnMove: still === 1,
  hideEdgesOnMove: still === 1,
  doubleClickZoomingRatio: 1,
});
let dragged: string | null = null;
view.on('downNode', ({ node }) => {
  dragged = node;
  if (!view.getCustomBBox()) view.setCustomBBox(view.getBBox());
});
view.on('moveBody', ({ event, preventSigmaDefault }) => {
  if (dragged === null) return;
  const { x, y } = view.viewportToGraph(event);
  graph.mergeNodeAttributes(dragged, { x, y });
  preventSigmaDefault();
});
view.getMouseCaptor().on('mouseup', () => {
  dragged = null;
});
