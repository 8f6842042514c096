// What a canvas asks of the case: the door of the two readings, of coins and of accounts.
export { admitsOf } from './admits.ts';
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
  PartyJoin,
  Relation,
} from './facts.ts';
export { doesWithout } from './admits.ts';
export { factsOf } from './factsOf.ts';
export { amountsOfRow, type Row } from './row.ts';
export { firstRows } from './rowOrder.ts';
export type { AddressHistory, ChainTransfers } from './transfers.ts';
