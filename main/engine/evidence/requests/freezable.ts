// What lies at accounts in tokens that their issuer can freeze, by the movements that the case holds. It asks no chain and says nothing of whether an
// issuer would.
import type { CallInput, CallOutput } from '../../../../shared/contract/index.ts';
import type { FreezableRow } from '../../../../shared/contract/requests.ts';
import { canvasPicture, type ChainFacts, factsOf, runPictures } from '../../canvas/index.ts';
import type { CaseSession } from '../../casefile/index.ts';
import type { Host, Step, Work } from '../../kernel/index.ts';
import { accountViewOf, type CaseAccounts, issuerActsOn } from '../../trace/index.ts';

type Asked = CallInput<'requests.freezable'>;

interface FreezableToken {
  readonly chain: string;
  readonly contract: string;
  readonly issuer: string;
  /** The contract's function, and where its code can be read. */
  readonly by: string;
  readonly source: string;
}

export async function freezableNow(
  host: Host,
  session: CaseSession,
  asked: Asked,
  work: Work<Step>,
): Promise<CallOutput<'requests.freezable'>> {
  const table = JSON.parse(Buffer.from(host.resource('freezable/tokens.json')).toString('utf8')) as {
    of: string;
    tokens: FreezableToken[];
  };
  const tokens = new Map(table.tokens.map((token) => [`${token.chain}/${token.contract}`, token]));
  const accounts = await accountsOf(session, asked.of, work);
  const facts = await factsOf(session, work);
  const rows: FreezableRow[] = [];
  const heldTo: { chainName: string; seconds: number | null }[] = [];
  if (session.current().accounts.segments().length === 0) return { rows, accounts: accounts.length, tableOf: table.of, heldTo };
  const view = await accountViewOf(session, work);
  for (const chain of new Set(accounts.map((one) => one.chain))) {
    const own = facts.get(chain);
    if (own === undefined || own.family !== 'accounts') continue;
    const until = untilOf(view, chain, asked);
    heldTo.push({ chainName: own.chainName, seconds: newest(view, chain) });
    for (const { account } of accounts.filter((one) => one.chain === chain)) rows.push(...rowsOf(own, view, account, until, tokens));
  }
  // What is there to be frozen first: accounts that were emptied stay, for rows may be missing.
  rows.sort((a, b) => Number(isNothing(a)) - Number(isNothing(b)));
  return { rows, accounts: accounts.length, tableOf: table.of, heldTo };
}

const isNothing = ({ amount }: FreezableRow): boolean => amount === '0' || amount.startsWith('-');

interface Account {
  readonly chain: string;
  readonly account: string;
}

async function accountsOf(session: CaseSession, of: Asked['of'], work: Work<Step>): Promise<Account[]> {
  const found =
    of.what === 'canvas'
      ? (await canvasPicture(session, of.canvas, work)).nodes.flatMap(({ kind, chain, name }) =>
          kind === 'address' ? [{ chain, account: name }] : [],
        )
      : (await runPictures(session).accounts({ kind: 'accounts', run: of.run, limit: Number.MAX_SAFE_INTEGER }, work)).nodes.flatMap(
          ({ chain, account }) => (account === null ? [] : [{ chain, account }]),
        );
  return [...new Map(found.map((one) => [`${one.chain} ${one.account}`, one])).values()];
}

function rowsOf(
  { chain, chainName, transfers, asset: assetOf }: ChainFacts,
  view: CaseAccounts,
  account: string,
  until: number,
  tokens: ReadonlyMap<string, FreezableToken>,
): FreezableRow[] {
  const history = transfers.history([account]);
  const sums = new Map<number, { amount: bigint; movements: number; untimed: number; lastSeconds: number | null }>();
  history.changes((asset, seconds, amount) => {
    if (seconds !== null && seconds > until) return;
    const own = sums.get(asset) ?? { amount: history.opening(asset), movements: 0, untimed: 0, lastSeconds: null };
    sums.set(asset, own);
    own.amount += amount;
    own.movements++;
    if (seconds === null) own.untimed++;
    else own.lastSeconds = Math.max(own.lastSeconds ?? seconds, seconds);
  });
  return [...sums].flatMap(([number, { amount, ...rest }]): FreezableRow[] => {
    const asset = assetOf(transfers.assetKey(number));
    const token = asset?.contract == null ? undefined : tokens.get(`${chain}/${asset.contract}`);
    if (asset === null || token === undefined || (amount === 0n && history.isComplete(number))) return [];
    const { issuer, by, source } = token;
    const act = issuerActsOn(view, chain, account)
      .filter((one) => one.asset.key === asset.key && (one.timeSeconds === null || one.timeSeconds <= until))
      .at(-1);
    return [
      {
        ...{ chain, chainName, account, asset, issuer, by, source, amount: amount.toString(), ...rest },
        complete: rest.untimed === 0 && history.isComplete(number),
        blacklisted: act === undefined || act.kind === 'unblacklisted' ? 'no' : act.kind === 'blacklisted' ? 'yes' : 'destroyed',
      },
    ];
  });
}

/** Times of a chain rise with its blocks: what is in a later block has a later time. */
function untilOf(view: CaseAccounts, chain: string, { atSeconds, atBlock }: Asked): number {
  if (atBlock === undefined || atBlock.chain !== chain) return atSeconds ?? Number.POSITIVE_INFINITY;
  const times = blockTimes(view, chain, atBlock.block);
  return Math.min(atSeconds ?? Number.POSITIVE_INFINITY, times ?? Number.NEGATIVE_INFINITY);
}

const newest = (view: CaseAccounts, chain: string): number | null => blockTimes(view, chain, Number.POSITIVE_INFINITY);

/** The latest time of a transaction in a block up to this one. */
function blockTimes({ slice, names }: CaseAccounts, chain: string, most: number): number | null {
  const number = names.chains.indexOf(chain);
  let latest: number | null = null;
  for (let block = 0; block < slice.blockCount; block++) {
    if (slice.blockChain[block] !== number || (slice.blockNumber[block] as number) > most) continue;
    const time = slice.transactionTime[slice.blockStart[block] as number];
    if (time !== undefined && time >= 0 && (latest === null || time > latest)) latest = time;
  }
  return latest;
}
