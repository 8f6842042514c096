// Names for the parts of a picture; the contract exports only the whole.
import type { FlowPicture } from '../../../shared/contract/trace.ts';

export type FlowNode = FlowPicture['nodes'][number];
export type FlowEdge = FlowPicture['edges'][number];
