// An explorer of the Etherscan family (Etherscan v2, Blockscout and the like): the four lists of an account, page by page, past the cap of
// rows by moving the first block; a transaction by the explorer's proxy to its node.
import type { Answer, Asker } from '../asker.ts';
import type { ListItem } from '../lists.ts';
import { fieldOf, type Gap, jsonOf, type Reach, rpcOf, type Service } from './service.ts';

const LISTS = ['txlist', 'txlistinternal', 'tokentx', 'tokennfttx'] as const;
const ROWS = 1000;
/** Page times rows may not pass this (docs.etherscan.io, account module). */
const WINDOW = 10_000;
const HASH = /^0x[0-9a-fA-F]{64}$/;
const HIGHEST_BLOCK = 999_999_999;

/** `{status: "0", result: "Max rate limit reached"}` with status 200. */
function isRateLimit(body: Buffer): boolean {
  return body.length < 4096 && /rate limit|max calls per sec|too many requests/i.test(body.toString('latin1'));
}

function ask(
  asker: Asker,
  role: string,
  about: string,
  chain: string,
  parameters: Readonly<Record<string, string | number>>,
): Promise<Answer> {
  const query = Object.entries({ chainid: chain.slice(chain.indexOf(':') + 1), ...parameters }).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return asker.ask({ role, about, path: `?${query.join('&')}`, isBusy: isRateLimit });
}

export const etherscan: Service = {
  kind: 'etherscan',
  namespace: 'eip155:',
  keyPlace: { in: 'query', name: 'apikey' },
  // One address answers for many chains and says of none that it is the one: the person names it.
  identify: () => Promise.resolve(null),
  async collect(item, asker, reach) {
    if (item.kind === 'transaction') return fetchTransaction(item.item, asker, reach.chain);
    if (item.kind === 'address') return fetchAccount(item, asker, reach);
    return fetchBlock(item.item, asker, reach.chain);
  },
};

async function fetchTransaction(hash: string, asker: Asker, chain: string): Promise<readonly Gap[]> {
  const proxy = async (role: string, about: string, action: string, more: Readonly<Record<string, string>>) =>
    rpcOf(await ask(asker, role, about, chain, { module: 'proxy', action, ...more }));
  const transaction = await proxy('evm.transaction', hash, 'eth_getTransactionByHash', { txhash: hash });
  if (transaction.error !== null) return ['refused'];
  if (transaction.result === null) return [transaction.isRpc ? 'notFound' : 'badAnswer'];
  const gaps: Gap[] = ['noTraces', 'noBlockReceipts'];
  const receipt = await proxy('evm.receipt', hash, 'eth_getTransactionReceipt', { txhash: hash });
  if (receipt.result === null) gaps.push('refused');
  const blockNumber = fieldOf(transaction.result, 'blockNumber');
  if (typeof blockNumber === 'string' && /^0x[0-9a-f]{1,14}$/i.test(blockNumber)) {
    const block = await proxy('evm.block', blockNumber, 'eth_getBlockByNumber', { tag: blockNumber, boolean: 'true' });
    if (block.result === null) gaps.push('noProof');
  } else gaps.push('unconfirmed');
  const internal = await ask(asker, 'etherscan.internalOf', hash, chain, { module: 'account', action: 'txlistinternal', txhash: hash });
  if (!Array.isArray(fieldOf(jsonOf(internal), 'result'))) gaps.push('refused');
  return gaps;
}

async function fetchBlock(item: string, asker: Asker, chain: string): Promise<readonly Gap[]> {
  if (HASH.test(item)) return ['refused'];
  const tag = `0x${Number(item).toString(16)}`;
  const block = rpcOf(
    await ask(asker, 'evm.block', item, chain, { module: 'proxy', action: 'eth_getBlockByNumber', tag, boolean: 'true' }),
  );
  return block.result === null ? ['notFound'] : ['noBlockReceipts'];
}

async function fetchAccount(item: ListItem, asker: Asker, reach: Reach): Promise<readonly Gap[]> {
  const gaps = new Set<Gap>();
  for (const list of LISTS) for (const gap of await fetchList(list, item, asker, reach)) gaps.add(gap);
  return [...gaps];
}

async function fetchList(action: (typeof LISTS)[number], item: ListItem, asker: Asker, reach: Reach): Promise<readonly Gap[]> {
  const endblock = item.toBlock ?? HIGHEST_BLOCK;
  let startblock = item.fromBlock ?? 0;
  let rowsSeen = 0;
  for (let page = 1; ; ) {
    const parameters = { module: 'account', action, address: item.item, startblock, endblock, page, offset: ROWS, sort: 'asc' };
    const answer = await ask(asker, `etherscan.${action}`, item.item, reach.chain, parameters);
    const json = jsonOf(answer);
    const rows = fieldOf(json, 'result');
    if (answer.status !== 200 || !Array.isArray(rows)) return [json === undefined ? 'badAnswer' : 'refused'];
    rowsSeen += rows.length;
    if (rows.length < ROWS) return [];
    if (rowsSeen >= reach.transactions * ROWS) return ['rowLimit'];
    if ((page + 1) * ROWS <= WINDOW) {
      page++;
      continue;
    }
    // Behind the window the last block is asked for again, as it may have been cut in two; its rows then stand twice.
    const last = Number(fieldOf(rows.at(-1), 'blockNumber'));
    if (!Number.isSafeInteger(last) || last < startblock) return ['badAnswer'];
    if (last === startblock) return ['rowLimit'];
    startblock = last;
    page = 1;
  }
}
