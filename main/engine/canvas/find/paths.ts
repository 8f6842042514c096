// canvas.paths: from some places to others, over coins and over accounts, in the contract's words. A path is derived from what is recorded;
// where nothing is found the answer says how far was looked and where the case holds no more.
import type { AssetView } from '../../../../shared/contract/account.ts';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { type CanvasItem, itemName, readItem } from '../../../../shared/model/canvasItem.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, CaseSession } from '../../casefile/index.ts';
import { type BitcoinNetwork, bitcoinNetwork } from '../../chains/index.ts';
import { bySteps, type Handlers, type Step, type Work } from '../../kernel/index.ts';
import {
  assetOfCoins,
  type AccountPath,
  accountViewOf,
  caseKnowledge,
  type CaseAccounts,
  chainName,
  type ChainView,
  type CoinPath,
  counterfeitsOf,
  findAccountPaths,
  findCoinPaths,
  INCOMPLETE,
  ONE_SIDED,
  outpointText,
  type PathConversion,
  readAnyCoinjoin,
  timeOf,
  transferName,
  txidOf,
  viewOf,
  viewOfAsset,
} from '../../trace/index.ts';
import { accountPlaces, type CoinMeaning, coinPlaces, type MembersOf } from './places.ts';

type Asked = Parameters<Handlers<'canvas.paths'>['canvas.paths']>[0];
type Answer = CallOutput<'canvas.paths'>;
type Path = Answer['paths'][number];

/** Paths given at most, over all assets. */
const MOST_PATHS = 500;

export interface PathSetting {
  readonly session: CaseSession;
  readonly membersOf: MembersOf;
  /** Names of the rules that clusters rest on. */
  readonly clusterRules: readonly string[];
  /** What a group or an item made by hand stands for; itself where it stands for itself. */
  readonly resolve: (item: CanvasItem) => readonly CanvasItem[];
}

export async function answerPaths(setting: PathSetting, asked: Asked, work: Work<Step>): Promise<Answer> {
  const { session } = setting;
  const from = itemsOf(setting, asked.from);
  const to = itemsOf(setting, asked.to);
  const found = createAnswer(asked);
  const held = new Set(session.current().chain.chains());
  const coinChains = [...new Set([...from, ...to].map(({ chain }) => chain))].filter((chain) => bitcoinNetwork(chain) !== undefined).sort();
  for (const chain of coinChains) {
    const own = (items: readonly CanvasItem[]) => items.filter((item) => item.chain === chain);
    if (!held.has(chain)) found.end('notHeld', own([...from, ...to]).length);
    else await coinPaths(setting, bitcoinNetwork(chain) as BitcoinNetwork, own(from), own(to), asked, found, work);
  }
  const ofAccounts = (items: readonly CanvasItem[]) => items.filter(({ chain }) => bitcoinNetwork(chain) === undefined);
  const [fromAccounts, toAccounts] = [ofAccounts(from), ofAccounts(to)];
  if (fromAccounts.length + toAccounts.length > 0) {
    const view = await accountViewOf(session, work);
    await accountPaths(session.current(), view, fromAccounts, toAccounts, asked, found, work);
  }
  return found.answer();
}

function itemsOf({ resolve }: PathSetting, names: readonly string[]): CanvasItem[] {
  const found = new Map<string, CanvasItem>();
  for (const name of names) {
    const item = readItem(name);
    if (item === null) throw new Fault('canvas.itemUnknown', { item: name });
    for (const one of resolve(item)) found.set(itemName(one), one);
  }
  return [...found.values()];
}

function createAnswer(asked: Asked) {
  const assets: AssetView[] = [];
  const places = new Map<string, number>();
  const paths: Path[] = [];
  const ends = new Map<string, number>();
  const reach: Answer['reach'] = [];
  let hops = 0;
  let visited = 0;
  const end = (code: string, count: number): void => {
    if (count > 0) ends.set(code, (ends.get(code) ?? 0) + count);
  };
  return {
    end,
    asset(view: AssetView): number {
      const known = places.get(view.key);
      if (known !== undefined) return known;
      places.set(view.key, assets.length);
      return assets.push(view) - 1;
    },
    add(
      found: readonly Path[],
      reached: { readonly hops: number; readonly visited: number; readonly openEnds: ReadonlyMap<string, number> },
    ): void {
      paths.push(...found);
      hops = Math.max(hops, reached.hops);
      visited += reached.visited;
      for (const [code, count] of reached.openEnds) end(code, count);
    },
    reach: (one: Answer['reach'][number]) => void reach.push(one),
    answer(): Answer {
      // Nothing compares amounts of two assets: by value each asset stays by itself.
      if (asked.best === 'hops') paths.sort((a, b) => a.hops - b.hops);
      end('morePaths', paths.length - MOST_PATHS);
      const openEnds = [...ends].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, count]) => ({ code, count }));
      return { assets, paths: paths.slice(0, MOST_PATHS), hops, visited, openEnds, reach };
    },
  };
}
type Found = ReturnType<typeof createAnswer>;

async function coinPaths(
  { session, membersOf, clusterRules }: PathSetting,
  network: BitcoinNetwork,
  fromItems: readonly CanvasItem[],
  toItems: readonly CanvasItem[],
  asked: Asked,
  found: Found,
  work: Work<Step>,
): Promise<void> {
  const view = viewOf(session, network);
  found.reach({ chain: network.id, chainName: network.name, text: view.coverage.map(({ from, to }) => `${from}–${to}`).join(', ') });
  if (asked.assets.length > 0 && !asked.assets.includes(network.id)) return;
  const from = coinPlaces(view, fromItems, membersOf);
  const to = coinPlaces(view, toItems, membersOf);
  found.end('notHeld', from.notHeld + to.notHeld);
  if (isElsewhere(fromItems, toItems, found)) return;
  const made = await bySteps(findCoinPaths(view.slice, from, to, asked), work);
  const asset = made.paths.length === 0 ? 0 : found.asset(assetOfCoins(network));
  found.add(
    made.paths.map((path) => coinPath(view, path, asset, from, to, clusterRules)),
    made,
  );
}

/** What begins here and is to end on chains to which nothing recorded leads, or the other way round. */
function isElsewhere(from: readonly CanvasItem[], to: readonly CanvasItem[], found: Found): boolean {
  if (from.length > 0 && to.length > 0) return false;
  found.end('otherChain', from.length + to.length);
  return true;
}

function coinPath(
  view: ChainView,
  { outputs, transactions, beginsInside, hops, mostSat }: CoinPath,
  asset: number,
  from: CoinMeaning,
  to: CoinMeaning,
  clusterRules: readonly string[],
): Path {
  const { slice, network } = view;
  const items: string[] = [];
  const transaction = (number: number) => void items.push(itemName({ kind: 'transaction', chain: network.id, id: txidOf(view, number) }));
  const first = transactions[0] as number;
  const own = beginsInside ? transactions.slice(1) : transactions;
  if (beginsInside) transaction(first);
  outputs.forEach((output, place) => {
    items.push(itemName({ kind: 'output', chain: network.id, id: outpointText(view, output) }));
    const next = own[place];
    if (next !== undefined) transaction(next);
  });
  const isInferred = from.inferred.has(outputs[0] as number) || to.inferred.has(outputs.at(-1) as number);
  const through = transactions.flatMap((tx) => readAnyCoinjoin(slice, tx).rule ?? []);
  const at = (tx: number): number => slice.blockTime[slice.txBlock[tx] as number] as number;
  return {
    ...{ items, hops, asset, most: `${mostSat}`, fromSeconds: at(first), toSeconds: at(transactions.at(-1) as number) },
    statement: isInferred ? 'inference' : 'derivation',
    through: [...new Set([...through, ...(isInferred ? clusterRules : [])])],
  };
}

/** By what the case knows of a ledger; the same words as a node's gap. */
const LACKS: Readonly<Record<number, string>> = { [ONE_SIDED]: 'oneSided', [INCOMPLETE]: 'ledgerIncomplete' };

async function accountPaths(
  file: CaseFile,
  view: CaseAccounts,
  fromItems: readonly CanvasItem[],
  toItems: readonly CanvasItem[],
  asked: Asked,
  found: Found,
  work: Work<Step>,
): Promise<void> {
  const { slice, names } = view;
  const from = accountPlaces(view, fromItems);
  const to = accountPlaces(view, toItems);
  const chains = new Set(asked.conversions ? names.chains : [...fromItems, ...toItems].map(({ chain }) => chain));
  names.chains.forEach((chain, number) => {
    if (chains.has(chain)) found.reach({ chain, chainName: chainName(chain), text: spanText(view.totals[number]) });
  });
  found.end('notHeld', from.notHeld + to.notHeld);
  if (isElsewhere(fromItems, toItems, found)) return;
  const counterfeits = counterfeitsOf(view);
  const { state } = caseKnowledge(file, view);
  const meant = asked.assets.length === 0 ? null : new Set(asked.assets);
  const isMeant = names.assets.map(
    (asset, number) => asset !== null && !counterfeits.has(number) && (meant === null || meant.has(viewOfAsset(view, number).key)),
  );
  const conversions = asked.conversions ? conversionsOf(view, asked.acceptedLinks) : [];
  const question = {
    ...{ best: asked.best, count: asked.count, mostHops: asked.mostHops, fromTime: asked.fromTime, toTime: asked.toTime, from, to },
    ...{ isMeant: (asset: number) => isMeant[asset] === true, conversions },
    lacks: (ledger: number) => LACKS[state[ledger] as number] ?? null,
    leads: asked.conversions ? notFollowed(view, conversions) : new Map<number, string>(),
  };
  const made = await bySteps(findAccountPaths(slice, question), work);
  const [begun, ended] = [new Set(from.movements), new Set(to.movements)];
  found.add(
    made.paths.map((path) => accountPath(view, path, found.asset(viewOfAsset(view, path.asset)), begun, ended)),
    made,
  );
}

/** What a path says where it goes over a link that the examiner accepted: no ledger records it. */
const ACCEPTED = 'acceptedLink';

/** What the ledgers record first, then what the examiner accepted, so that no movement stands in two and none comes out before it goes in. */
function conversionsOf(view: CaseAccounts, withAccepted: boolean): PathConversion[] {
  const recorded = [...view.links.map(() => 'ledgerLink@1'), ...view.recognised.recorded.map(({ rule }) => rule)];
  const rules = withAccepted ? [...recorded, ...view.accepted.map(() => ACCEPTED)] : recorded;
  const ins = new Set<number>();
  const outs = new Set<number>();
  return rules.flatMap((rule, number): PathConversion[] => {
    const one = view.conversions[number];
    if (one === undefined || one.ins.some((into) => ins.has(into)) || one.outs.some((out) => outs.has(out))) return [];
    if (Math.max(...one.ins) >= Math.min(...one.outs)) return [];
    for (const into of one.ins) ins.add(into);
    for (const out of one.outs) outs.add(out);
    return [{ ins: one.ins, outs: one.outs, rule }];
  });
}

/** Where value goes on in a way that is not followed: links accepted but left out, and hops to other chains whose arrival is not recorded. */
function notFollowed(view: CaseAccounts, followed: readonly PathConversion[]): Map<number, string> {
  const leads = new Map<number, string>();
  const gone = new Set(followed.flatMap(({ ins }) => ins));
  for (const one of view.conversions.slice(view.links.length + view.recognised.recorded.length))
    for (const into of one.ins) if (!gone.has(into)) leads.set(into, ACCEPTED);
  for (const key of view.recognised.openHops.keys()) {
    // As conversions name movements: chain, transaction, path.
    const [chain = '', transaction = '', path = ''] = key.split(' ');
    const departure = view.names.transfer({ chain, transaction, path: path.split('.').map(Number) });
    if (departure !== null) leads.set(departure, 'openHop');
  }
  return leads;
}

/** Days in UTC: which of a ledger's rows the case holds in between, its sources say. */
function spanText(total: CaseAccounts['totals'][number] | undefined): string {
  if (total === undefined || total.fromTime === null || total.toTime === null) return '';
  const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);
  return `${day(total.fromTime)} – ${day(total.toTime)} UTC`;
}

function accountPath(
  view: CaseAccounts,
  { movements, most, through }: AccountPath,
  asset: number,
  from: ReadonlySet<number>,
  to: ReadonlySet<number>,
): Path {
  const { slice, names } = view;
  const items: string[] = [];
  const account = (ledger: number): void => {
    if (ledger === 0) return;
    const number = slice.ledgerAccount[ledger] as number;
    const chain = names.chains[slice.accountChain[number] as number] as string;
    const name = itemName({ kind: 'address', chain, id: names.accounts[number] as string });
    if (items.at(-1) !== name) items.push(name);
  };
  for (const [place, movement] of movements.entries()) {
    if (place > 0 || !from.has(movement)) account(slice.fromLedger[movement] as number);
    const { chain, id } = { chain: chainOfMovement(view, movement), id: transferName(view, movement) };
    items.push(itemName({ kind: 'movement', chain, id }));
    if (place < movements.length - 1 || !to.has(movement)) account(slice.toLedger[movement] as number);
  }
  const at = (movement: number): number | null => (timeOf(slice, movement) < 0 ? null : timeOf(slice, movement));
  return {
    ...{ items, hops: movements.length, asset, most: `${most}`, through: [...through] },
    statement: through.includes(ACCEPTED) ? 'assumption' : 'derivation',
    ...{ fromSeconds: at(movements[0] as number), toSeconds: at(movements.at(-1) as number) },
  };
}

function chainOfMovement({ slice, names }: CaseAccounts, movement: number): string {
  const block = slice.transactionBlock[slice.transferTransaction[movement] as number] as number;
  return names.chains[slice.blockChain[block] as number] as string;
}
