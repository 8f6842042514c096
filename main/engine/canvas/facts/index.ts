// What a canvas asks of the case: the door of the two readings, of coins and of accounts.
export type {
  AssetAmount,
  ChainFacts,
  FactEdge,
  FactJoin,
  FactNeighbour,
  FactNode,
  Members,
  NeighbourQuestion,
  NeighbourSide,
  Party,
  Relation,
} from './facts.ts';
export { doesWithout } from './admits.ts';
export { factsOf } from './factsOf.ts';
export type { AddressHistory, ChainTransfers } from './transfers.ts';
