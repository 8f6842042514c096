// What is inferred of one thing of a coin chain, and on what it rests. It reads the view and the clusters of a canvas; it draws no conclusion of
// its own, and says of known breakers only what a transaction shows.
import type { CanvasReason } from '../../../../shared/contract/canvasReason.ts';
import { fromDisplayHash } from '../../../../shared/model/bytes.ts';
import { itemName } from '../../../../shared/model/canvasItem.ts';
import type { CaseSession } from '../../casefile/index.ts';
import type { BitcoinNetwork } from '../../chains/index.ts';
import {
  type BreakerSign,
  breakerSign,
  type Clusters,
  changeProbable,
  clustersOf,
  countScripts,
  firstAppearances,
  membersOf,
  readAnyCoinjoin,
  representative,
  ruleName,
  rulesBehind,
  scriptByName,
  scriptName,
  type SignContext,
  txidOf,
  viewOf,
} from '../../trace/index.ts';
import { labelsOf } from './labelsOf.ts';

type Reason = Omit<CanvasReason, 'about'>;

/** Transactions named for one reason, those asked for signs of breakers, and cluster members looked at for labels. */
const MOST_NAMED = 50;
const MOST_LOOKED_AT = 2000;
const MOST_LABELS = 50;
const MOST_SEEN_IN = 20;

export interface CoinReasons {
  transaction(txid: string): Reason[];
  output(outpoint: string, address: string | null): Reason[];
  address(address: string): Reason[];
  cluster(address: string): Reason[];
  /** Of what fell from a cluster: the rules and rejections without which it stood there. */
  fellApart(): Reason[];
}

/** `rules`: those of the canvas, by canonical name; none where all are switched off. */
export function coinReasons(session: CaseSession, network: BitcoinNetwork, rules: readonly string[]): CoinReasons {
  const file = session.current();
  const view = viewOf(session, network);
  const { slice } = view;
  const chain = network.id;
  const firstAppearance = session.remember(`first ${chain}`, () => firstAppearances(slice, countScripts(slice)));
  const scriptType = (script: number): string => network.readScript(view.scripts.script(script)).type;
  const isLabelled = (script: number): boolean => labelsOf(file, chain, scriptName(view, script)).length > 0;
  const context: SignContext = { slice, scriptType, firstAppearance, isLabelled, fromFirstBlock: view.coverage[0]?.from === 0 };
  const item = (tx: number) => itemName({ kind: 'transaction', chain, id: txidOf(view, tx) });
  const clusters = (): Clusters | null => (rules.length === 0 ? null : clustersOf(session, view, rules).clusters);

  const reason = (what: Reason['what'], by: string, transactions: readonly number[], more: Partial<Reason> = {}): Reason => {
    const behind = rulesBehind(by);
    const codes = [...new Set(behind.flatMap(({ knownBreakers }) => knownBreakers))];
    const looked = transactions.slice(0, MOST_LOOKED_AT);
    return {
      ...{ what, statement: 'inference', by, rules: behind, verdict: 'holds', count: 0, text: '', labels: [] },
      breakers: codes.map((code) => ({ code, ...together(looked.map((tx) => [tx, breakerSign(context, code, tx)] as const)) })),
      restsOn: transactions.slice(0, MOST_NAMED).map((tx) => ({
        ...{ item: item(tx), name: txidOf(view, tx), timeSeconds: slice.blockTime[slice.txBlock[tx] as number] as number },
      })),
      more: Math.max(0, transactions.length - MOST_NAMED),
      ...more,
    };
  };
  const together = (signs: readonly (readonly [number, BreakerSign])[]): { sign: BreakerSign; seenIn: string[] } => {
    const seen = signs.flatMap(([tx, sign]) => (sign === 'seen' ? [tx] : []));
    if (seen.length > 0) return { sign: 'seen', seenIn: seen.slice(0, MOST_SEEN_IN).map(item) };
    return { sign: signs.length > 0 && signs.every(([, sign]) => sign === 'notSeen') ? 'notSeen' : 'untold', seenIn: [] };
  };
  /** One reason for each rule that put addresses of a cluster together, with the transactions in which it did. */
  const ofCluster = (made: Clusters, script: number, more: Partial<Reason> & Pick<Reason, 'what'>): Reason[] => {
    const root = representative(made, script);
    const { merges } = made;
    const found = merges.rules.map(() => new Set<number>());
    for (let merge = 0; merge < merges.count; merge++)
      if (representative(made, merges.a[merge] as number) === root) found[merges.rule[merge] as number]?.add(merges.tx[merge] as number);
    return merges.rules.flatMap((name, number) => {
      const own = [...(found[number] as Set<number>)].sort((a, b) => a - b);
      return own.length === 0 ? [] : [reason(more.what, name, own, more)];
    });
  };
  const scriptOf = (address: string): number => {
    try {
      return scriptByName(view, address);
    } catch {
      return 0;
    }
  };
  const inherited = (address: string): Reason[] => {
    const made = clusters();
    const script = scriptOf(address);
    if (made === null || script === 0) return [];
    const members = membersOf(made, script);
    const labels: Reason['labels'] = [];
    for (const member of members.subarray(0, MOST_LOOKED_AT)) {
      if (member === script || labels.length >= MOST_LABELS) continue;
      const name = scriptName(view, member);
      for (const one of labelsOf(file, chain, name))
        labels.push({ ...one, item: itemName({ kind: 'address', chain, id: name }), address: name });
    }
    return labels.length === 0 ? [] : ofCluster(made, script, { what: 'inherited', labels, count: members.length });
  };
  return {
    transaction(txid) {
      const tx = view.findTransaction(fromDisplayHash(txid));
      const { verdict, rule } = tx === -1 ? { verdict: 'contradicted', rule: null } : readAnyCoinjoin(slice, tx);
      if (rule === null || verdict === 'contradicted') return [];
      return [reason('coinjoin', rule, [tx], { verdict: verdict === 'holds' ? 'holds' : 'undecidable' })];
    },
    output(outpoint, address) {
      const [txid = '', index = ''] = outpoint.split(':');
      const tx = view.findTransaction(fromDisplayHash(txid));
      const marked = tx === -1 ? null : changeProbable.read({ slice, scriptType, firstAppearance }, tx);
      const isChange = marked?.verdict === 'holds' && marked.outNumbers.includes((slice.txOutStart[tx] as number) + Number(index));
      return [...(isChange ? [reason('change', ruleName(changeProbable), [tx])] : []), ...(address === null ? [] : inherited(address))];
    },
    address: inherited,
    cluster(address) {
      const made = clusters();
      const script = scriptOf(address);
      const found =
        made === null || script === 0 ? [] : ofCluster(made, script, { what: 'cluster', count: membersOf(made, script).length });
      return found.length > 0 ? found : [{ ...unruled('alone'), count: 1 }];
    },
    fellApart() {
      const rejected = file.merges.list().filter((row) => row.chain === chain);
      return [{ ...unruled('fellApart'), count: rejected.length }];
    },
  };
}

/** Nothing is concluded: the examiner's choice of rules and merges leaves it so. */
function unruled(what: 'alone' | 'fellApart'): Reason {
  return {
    ...{ what, statement: 'assumption', by: null, rules: [], verdict: 'holds', count: 0, text: '' },
    ...{ breakers: [], restsOn: [], more: 0, labels: [] },
  };
}
