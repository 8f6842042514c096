// An Esplora explorer (Blockstream's electrs REST): transactions with their merkleblock proofs, headers, and the history of an address.
import { createHash } from 'node:crypto';
import type { Asker } from '../asker.ts';
import type { ListItem } from '../lists.ts';
import { fieldOf, type Gap, jsonOf, type Reach, type Service, textOf } from './service.ts';

const HASH = /^[0-9a-f]{64}$/;
const HEX = /^([0-9a-f]{2})+$/;
/** Esplora's own page of confirmed transactions. */
const PAGE = 25;

export const esplora: Service = {
  kind: 'esplora',
  namespace: 'bip122:',
  keyPlace: { in: 'header', name: 'authorization' },
  async identify(asker) {
    const genesis = textOf(await asker.ask({ role: 'genesisHash', about: '0', path: '/block-height/0' }), HASH);
    return genesis === null ? null : `bip122:${genesis.slice(0, 32)}`;
  },
  async collect(item, asker, reach) {
    if (item.kind === 'transaction') return fetchTransaction(item.item, asker, reach);
    if (item.kind === 'address') return fetchAddress(item, asker, reach);
    return fetchBlock(item.item, asker);
  },
};

async function fetchTransaction(txid: string, asker: Asker, { headersBehind }: Reach): Promise<readonly Gap[]> {
  const raw = await asker.ask({ role: 'transactionHex', about: txid, path: `/tx/${txid}/hex` });
  if (raw.status === 404) return ['notFound'];
  if (raw.status !== 200) return ['refused'];
  const status = await asker.ask({ role: 'transactionStatus', about: txid, path: `/tx/${txid}/status` });
  const placed = jsonOf(status);
  if (fieldOf(placed, 'confirmed') === false) return ['unconfirmed'];
  const proof = await asker.ask({ role: 'merkleBlock', about: txid, path: `/tx/${txid}/merkleblock-proof` });
  const text = proof.status === 200 ? proof.body.toString('latin1').trim() : '';
  if (!HEX.test(text) || text.length < 160) return ['noProof'];
  const height = fieldOf(placed, 'block_height');
  if (Number.isSafeInteger(height)) await fetchHeaders(height as number, headersBehind, asker);
  return [];
}

/** Headers that build on the block: each is asked for by the hash at its height. Where the chain ends, they end. */
async function fetchHeaders(height: number, behind: number, asker: Asker): Promise<void> {
  for (let at = height; at <= height + behind; at++) {
    const hash = textOf(await asker.ask({ role: 'blockHash', about: String(at), path: `/block-height/${at}` }), HASH);
    if (hash === null) return;
    await asker.ask({ role: 'headerHex', about: hash, path: `/block/${hash}/header` });
  }
}

async function fetchAddress(item: ListItem, asker: Asker, reach: Reach): Promise<readonly Gap[]> {
  const gaps = new Set<Gap>();
  const found: string[] = [];
  for (let last = ''; ; ) {
    const page = await asker.ask({
      role: 'addressPage',
      about: item.item,
      path: `/address/${item.item}/txs/chain${last === '' ? '' : `/${last}`}`,
    });
    const rows = jsonOf(page);
    if (page.status !== 200 || !Array.isArray(rows))
      return page.status === 404 ? ['notFound'] : page.status === 200 ? ['badAnswer'] : ['refused'];
    let below = false;
    for (const row of rows as readonly unknown[]) {
      const [id, height] = [fieldOf(row, 'txid'), fieldOf(fieldOf(row, 'status'), 'block_height')];
      if (typeof id !== 'string' || !HASH.test(id) || !Number.isSafeInteger(height)) return ['badAnswer'];
      if ((height as number) < (item.fromBlock ?? 0)) below = true;
      else if ((height as number) <= (item.toBlock ?? Number.MAX_SAFE_INTEGER)) found.push(id);
      if (id === last) return ['badAnswer'];
    }
    const end = rows.at(-1) as unknown;
    if (rows.length < PAGE || below) break;
    if (found.length >= reach.transactions) {
      gaps.add('rowLimit');
      break;
    }
    last = fieldOf(end, 'txid') as string;
  }
  if (found.length > reach.transactions) gaps.add('rowLimit');
  for (const txid of [...new Set(found)].slice(0, reach.transactions))
    for (const gap of await fetchTransaction(txid, asker, { ...reach, headersBehind: 0 })) gaps.add(gap);
  return [...gaps];
}

async function fetchBlock(item: string, asker: Asker): Promise<readonly Gap[]> {
  const hash = HASH.test(item) ? item : textOf(await asker.ask({ role: 'blockHash', about: item, path: `/block-height/${item}` }), HASH);
  if (hash === null) return ['notFound'];
  const { status } = await asker.ask({ role: 'block', about: hash, path: `/block/${hash}/raw` });
  return status === 200 ? [] : status === 404 ? ['notFound'] : ['refused'];
}

/** Display hash of a header given in hex: what the next question names. */
export function headerHash(hexText: string): string {
  const once = createHash('sha256')
    .update(Buffer.from(hexText.slice(0, 160), 'hex'))
    .digest();
  return createHash('sha256').update(once).digest().reverse().toString('hex');
}
