// Facts of one coin chain of the case, as a canvas asks for them: the parts are put together here and nothing is decided.
import type { CaseSession } from '../../casefile/index.ts';
import { assetOfCoins, type ChainView } from '../../trace/index.ts';
import { coinCase } from './coinCase.ts';
import { coinCounts, coinNeighbours } from './coinNeighbours.ts';
import { addressNode, coinEdges, outputNode, transactionNode } from './coinNodes.ts';
import { coinLinks } from './coinLinks.ts';
import { coinRelations } from './coinParties.ts';
import { coinTransfers } from './coinTransfers.ts';
import { type ChainFacts, membersOfItem } from './facts.ts';

const ofView = new WeakMap<ChainView, ChainFacts>();

/** Made once for as long as the view stands. */
export function coinFacts(session: CaseSession, view: ChainView): ChainFacts {
  const known = ofView.get(view);
  if (known !== undefined) return known;
  const made = readCoins(session, view);
  ofView.set(view, made);
  return made;
}

function readCoins(session: CaseSession, view: ChainView): ChainFacts {
  const coins = coinCase(session, view);
  const { chain } = coins;
  const asset = assetOfCoins(view.network);
  return {
    ...{ chain, chainName: view.network.name, family: 'coins', numberOf: coins.scriptOf },
    node(item, given = []) {
      const addresses = membersOfItem(item, given);
      if (item.chain !== chain && item.kind !== 'group') return null;
      if (item.kind === 'transaction') {
        const tx = coins.findTransaction(item.id);
        return tx === -1 ? null : transactionNode(coins, item, tx);
      }
      if (item.kind === 'output') {
        const found = coins.findOutput(item.id);
        return found === null ? null : outputNode(coins, item, found);
      }
      return item.kind === 'movement' || item.kind === 'event' ? null : addressNode(coins, item, addresses);
    },
    edges: (items, filter) => coinEdges(coins, items, filter),
    relations: (parties, filter) => coinRelations(coins, parties, filter),
    neighbours: (question) => coinNeighbours(coins, { ...question, addresses: membersOfItem(question.item, question.addresses) }),
    counts: (item, level, addresses, partyNumberOf) => coinCounts(coins, item, level, membersOfItem(item, addresses), partyNumberOf),
    asset: (key) => (key === chain ? asset : null),
    joins: () => [],
    joinsBetween: () => [],
    links: (items, filter, most) => coinLinks(coins, items, filter, most),
    transfers: coinTransfers(coins),
  };
}
