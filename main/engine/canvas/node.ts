// Names for the parts of a picture; the contract exports only the whole.
import type { FlowPicture } from '../../../shared/contract/trace.ts';

export type FlowNode = FlowPicture['nodes'][number];
/** `possible`: its amount can have moved at most. Of traces over balances alone. */
export type FlowEdge = FlowPicture['edges'][number] & { readonly possible?: boolean };
