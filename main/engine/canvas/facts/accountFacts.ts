// Facts of one account chain or ledger of the case, as a canvas asks for them: the parts are put together here and nothing is decided.
import type { CaseSession } from '../../casefile/index.ts';
import { type CaseAccounts, chainName } from '../../trace/index.ts';
import { accountCaseOf } from './accountCase.ts';
import { accountJoins, joinsBetween } from './accountJoins.ts';
import { accountLinks } from './accountLinks.ts';
import { accountCounts, accountNeighbours } from './accountNeighbours.ts';
import { accountEdges, accountNode, movementNode } from './accountNodes.ts';
import { accountRelations } from './accountParties.ts';
import { accountMovements } from './accountTransfers.ts';
import { type ChainFacts, membersOfItem } from './facts.ts';

const ofView = new WeakMap<CaseAccounts, Map<string, ChainFacts>>();

/** Made once for as long as the view stands. */
export function accountFacts(session: CaseSession, view: CaseAccounts, chain: string): ChainFacts {
  const made = ofView.get(view) ?? new Map<string, ChainFacts>();
  ofView.set(view, made);
  const known = made.get(chain) ?? readAccounts(session, view, chain);
  made.set(chain, known);
  return known;
}

function readAccounts(session: CaseSession, view: CaseAccounts, chain: string): ChainFacts {
  const accounts = accountCaseOf(session, view, chain);
  const joins = accountJoins(session, view);
  return {
    ...{ chain, chainName: chainName(chain), family: 'accounts', numberOf: accounts.accountOf },
    node(item, given = []) {
      const addresses = membersOfItem(item, given);
      if (item.chain !== chain && item.kind !== 'group') return null;
      if (item.kind === 'movement') {
        const transfer = accounts.findTransfer(item.id);
        return transfer === -1 ? null : movementNode(accounts, item, transfer);
      }
      const isParty = item.kind === 'address' || item.kind === 'cluster' || item.kind === 'group';
      return isParty ? accountNode(accounts, item, addresses) : null;
    },
    edges: (items, filter) => accountEdges(accounts, items, filter),
    relations: (parties, filter) => accountRelations(accounts, parties, filter),
    neighbours: (question) => accountNeighbours(accounts, { ...question, addresses: membersOfItem(question.item, question.addresses) }),
    counts: (item, level, addresses, partyNumberOf) => accountCounts(accounts, item, level, membersOfItem(item, addresses), partyNumberOf),
    asset(key) {
      const asset = accounts.assetNumber(key);
      return asset === 0 ? null : accounts.assetView(asset);
    },
    joins(item) {
      const transfer = item.kind === 'movement' ? accounts.findTransfer(item.id) : -1;
      return transfer === -1 ? [] : joins(transfer);
    },
    joinsBetween: (parties, filter) => joinsBetween(session, view, chain, parties, filter),
    links: (items, filter, most) => accountLinks(accounts, items, filter, most),
    transfers: accountMovements(accounts),
  };
}
