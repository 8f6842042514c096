// A node of the bitcoin family by JSON-RPC. Only methods that read the chain are sent, whatever the node would let us do.
import type { Asker } from '../asker.ts';
import type { ListItem } from '../lists.ts';
import { headerHash } from './esplora.ts';
import { fieldOf, type Gap, type Reach, type RpcAnswer, rpcOf, type Service } from './service.ts';

const HASH = /^[0-9a-f]{64}$/;
type Method = 'getblockhash' | 'getrawtransaction' | 'gettxoutproof' | 'getblockheader' | 'getblock';

async function call(asker: Asker, role: string, about: string, method: Method, ...params: readonly unknown[]): Promise<RpcAnswer> {
  return rpcOf(await asker.ask({ role, about, path: '', body: { jsonrpc: '1.0', id: 1, method, params } }));
}

export const bitcoinRpc: Service = {
  kind: 'bitcoin-rpc',
  namespace: 'bip122:',
  keyPlace: { in: 'basic' },
  async identify(asker) {
    const { result } = await call(asker, 'rpc.genesisHash', '0', 'getblockhash', 0);
    return typeof result === 'string' && HASH.test(result) ? `bip122:${result.slice(0, 32)}` : null;
  },
  async collect(item, asker, reach) {
    if (item.kind === 'transaction') return fetchTransaction(item.item, asker, reach);
    if (item.kind === 'block') return fetchBlock(item, asker);
    // A node keeps no history of addresses; scantxoutset would tell unspent coins alone.
    return ['noHistory'];
  },
};

async function fetchTransaction(txid: string, asker: Asker, { headersBehind }: Reach): Promise<readonly Gap[]> {
  const raw = await call(asker, 'rpc.transactionHex', txid, 'getrawtransaction', txid, false);
  if (typeof raw.result !== 'string') return [raw.isRpc ? 'notFound' : 'badAnswer'];
  const proof = await call(asker, 'rpc.merkleBlock', txid, 'gettxoutproof', [txid]);
  if (typeof proof.result !== 'string' || proof.result.length < 160) return ['noProof'];
  const hash = headerHash(proof.result);
  const placed = await call(asker, 'rpc.headerJson', hash, 'getblockheader', hash, true);
  const height = fieldOf(placed.result, 'height');
  if (!Number.isSafeInteger(height)) return [];
  for (let at = height as number; at <= (height as number) + headersBehind; at++) {
    const { result } = await call(asker, 'rpc.blockHash', String(at), 'getblockhash', at);
    if (typeof result !== 'string' || !HASH.test(result)) break;
    await call(asker, 'rpc.headerHex', result, 'getblockheader', result, false);
  }
  return [];
}

async function fetchBlock({ item }: ListItem, asker: Asker): Promise<readonly Gap[]> {
  const hash = HASH.test(item) ? item : (await call(asker, 'rpc.blockHash', item, 'getblockhash', Number(item))).result;
  if (typeof hash !== 'string' || !HASH.test(hash)) return ['notFound'];
  const block = await call(asker, 'rpc.block', hash, 'getblock', hash, 0);
  return typeof block.result === 'string' ? [] : ['notFound'];
}
