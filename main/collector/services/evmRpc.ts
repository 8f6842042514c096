// A node of an Ethereum-like chain by JSON-RPC: the transaction, its receipt, what ran inside it, and its whole block with all receipts,
// from which inclusion can be proven. For an address the Transfer logs in the range, and the account's proof at the range's end.
import type { Asker } from '../asker.ts';
import type { ListItem } from '../lists.ts';
import { fieldOf, type Gap, type Reach, type RpcAnswer, rpcOf, type Service } from './service.ts';

type Method =
  | 'eth_chainId'
  | 'eth_blockNumber'
  | 'eth_getTransactionByHash'
  | 'eth_getTransactionReceipt'
  | 'eth_getBlockByHash'
  | 'eth_getBlockByNumber'
  | 'eth_getBlockReceipts'
  | 'debug_traceTransaction'
  | 'trace_transaction'
  | 'eth_getLogs'
  | 'eth_getProof';

const HASH = /^0x[0-9a-fA-F]{64}$/;
const QUANTITY = /^0x[0-9a-fA-F]{1,16}$/;
/** keccak256('Transfer(address,address,uint256)'), of ERC-20 and ERC-721 alike (EIP-20, EIP-721). */
const TRANSFER_TOPIC = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
/** A range that a node refuses is halved; no address may cost more questions than this. */
const MOST_LOG_QUESTIONS = 1000;

async function call(asker: Asker, role: string, about: string, method: Method, ...params: readonly unknown[]): Promise<RpcAnswer> {
  return rpcOf(await asker.ask({ role, about, path: '', body: { jsonrpc: '2.0', id: 1, method, params }, isBusy: isRateLimit }));
}

/** Providers say "slow down" with status 200 too: -32005 limit exceeded (EIP-1474), and by their own words. */
function isRateLimit(body: Buffer): boolean {
  if (body.length > 4096) return false;
  const text = body.toString('latin1');
  return /"code"\s*:\s*(429|-32029)\b/.test(text) || (/"code"\s*:\s*-32005\b/.test(text) && /rate|second|too many requests/i.test(text));
}

export const evmRpc: Service = {
  kind: 'evm-rpc',
  namespace: 'eip155:',
  keyPlace: { in: 'header', name: 'authorization' },
  async identify(asker) {
    const { result } = await call(asker, 'evm.chainId', '', 'eth_chainId');
    return typeof result === 'string' && QUANTITY.test(result) ? `eip155:${BigInt(result)}` : null;
  },
  async collect(item, asker, reach) {
    if (item.kind === 'transaction') return fetchTransaction(item.item, asker);
    if (item.kind === 'block') return fetchBlock(item.item, asker);
    return fetchAddress(item, asker, reach);
  },
};

async function fetchTransaction(hash: string, asker: Asker): Promise<readonly Gap[]> {
  const transaction = await call(asker, 'evm.transaction', hash, 'eth_getTransactionByHash', hash);
  if (transaction.error !== null) return ['refused'];
  if (transaction.result === null) return [transaction.isRpc ? 'notFound' : 'badAnswer'];
  const blockHash = fieldOf(transaction.result, 'blockHash');
  if (blockHash === null || blockHash === undefined) return ['unconfirmed'];
  if (typeof blockHash !== 'string' || !HASH.test(blockHash)) return ['badAnswer'];
  const gaps: Gap[] = [];
  const receipt = await call(asker, 'evm.receipt', hash, 'eth_getTransactionReceipt', hash);
  if (receipt.result === null) gaps.push('refused');
  gaps.push(...(await fetchTrace(hash, asker)));
  gaps.push(...(await fetchWholeBlock(blockHash, asker)));
  return gaps;
}

async function fetchTrace(hash: string, asker: Asker): Promise<readonly Gap[]> {
  const tree = await call(asker, 'evm.trace', hash, 'debug_traceTransaction', hash, { tracer: 'callTracer' });
  if (tree.result !== null) return [];
  const flat = await call(asker, 'evm.flatTrace', hash, 'trace_transaction', hash);
  return flat.result === null ? ['noTraces'] : [];
}

/** Many transactions of one block ask for it once: the capture has it then. */
async function fetchWholeBlock(hash: string, asker: Asker): Promise<readonly Gap[]> {
  const block = await call(asker, 'evm.block', hash, 'eth_getBlockByHash', hash, true);
  if (block.result === null) return ['noProof'];
  const receipts = await call(asker, 'evm.blockReceipts', hash, 'eth_getBlockReceipts', hash);
  return receipts.result === null ? ['noBlockReceipts'] : [];
}

const quantity = (value: number): string => `0x${value.toString(16)}`;

async function fetchBlock(item: string, asker: Asker): Promise<readonly Gap[]> {
  if (HASH.test(item)) return fetchWholeBlock(item, asker);
  const block = await call(asker, 'evm.block', item, 'eth_getBlockByNumber', quantity(Number(item)), true);
  const hash = fieldOf(block.result, 'hash');
  if (typeof hash !== 'string' || !HASH.test(hash)) return ['notFound'];
  const receipts = await call(asker, 'evm.blockReceipts', hash, 'eth_getBlockReceipts', hash);
  return receipts.result === null ? ['noBlockReceipts'] : [];
}

async function fetchAddress({ item, fromBlock, toBlock }: ListItem, asker: Asker, reach: Reach): Promise<readonly Gap[]> {
  // A node lists no payments in the chain's own coin: only a trace of every block would.
  const gaps = new Set<Gap>(['noNativeHistory']);
  const tip = await call(asker, 'evm.blockNumber', item, 'eth_blockNumber');
  if (typeof tip.result !== 'string' || !QUANTITY.test(tip.result)) return ['badAnswer'];
  const end = Math.min(toBlock ?? Number.MAX_SAFE_INTEGER, Number(BigInt(tip.result)));
  const found = new Set<string>();
  const topic = `0x${item.slice(2).toLowerCase().padStart(64, '0')}`;
  const budget = { left: MOST_LOG_QUESTIONS };
  for (const topics of [
    [TRANSFER_TOPIC, topic],
    [TRANSFER_TOPIC, null, topic],
  ])
    for (const gap of await fetchLogs(item, topics, fromBlock ?? 0, end, asker, budget, found)) gaps.add(gap);
  // The account as the state root has it, before the range and at its end: what the ledger must add up to.
  for (const at of [...new Set([Math.max(0, (fromBlock ?? 0) - 1), end])]) {
    await call(asker, 'evm.stateBlock', quantity(at), 'eth_getBlockByNumber', quantity(at), false);
    const proof = await call(asker, 'evm.accountProof', `${item} ${at}`, 'eth_getProof', item, [], quantity(at));
    if (proof.result === null) gaps.add('noAccountProof');
  }
  if (found.size > reach.transactions) gaps.add('rowLimit');
  for (const hash of [...found].slice(0, reach.transactions)) for (const gap of await fetchTransaction(hash, asker)) gaps.add(gap);
  return [...gaps];
}

async function fetchLogs(
  address: string,
  topics: readonly (string | null)[],
  from: number,
  to: number,
  asker: Asker,
  budget: { left: number },
  found: Set<string>,
): Promise<readonly Gap[]> {
  const waiting: (readonly [number, number])[] = from <= to ? [[from, to]] : [];
  for (let range = waiting.pop(); range !== undefined; range = waiting.pop()) {
    if (budget.left-- <= 0) return ['rowLimit'];
    const [low, high] = range;
    const filter = { fromBlock: quantity(low), toBlock: quantity(high), topics };
    const logs = await call(asker, 'evm.logs', address, 'eth_getLogs', filter);
    if (Array.isArray(logs.result)) {
      for (const log of logs.result as readonly unknown[]) {
        const hash = fieldOf(log, 'transactionHash');
        if (typeof hash !== 'string' || !HASH.test(hash)) return ['badAnswer'];
        found.add(hash.toLowerCase());
      }
    } else if (low < high) {
      const middle = low + Math.floor((high - low) / 2);
      waiting.push([middle + 1, high], [low, middle]);
    } else return ['refused'];
  }
  return [];
}
