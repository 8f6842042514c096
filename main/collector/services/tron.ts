// TRON: a java-tron node's HTTP interface, and TronGrid, which offers the same and the history of accounts beside it.
import type { Asker } from '../asker.ts';
import type { ListItem } from '../lists.ts';
import { fieldOf, type Gap, jsonOf, type Reach, type Service } from './service.ts';

const NAMESPACE = 'tron:';
const BLOCK_ID = /^[0-9a-f]{64}$/;
/** TronGrid's most (developers.tron.network). */
const ROWS = 200;
const MOST_PAGES = 500;

async function wallet(asker: Asker, role: string, about: string, method: string, body: unknown): Promise<unknown> {
  const answer = await asker.ask({ role, about, path: `/wallet/${method}`, body });
  return answer.status === 200 ? jsonOf(answer) : undefined;
}

async function identify(asker: Asker): Promise<string | null> {
  const id = fieldOf(await wallet(asker, 'tron.genesis', '0', 'getblockbynum', { num: 0 }), 'blockID');
  // The last four bytes of block 0's id (CAIP-2, namespace tron).
  return typeof id === 'string' && BLOCK_ID.test(id) ? `${NAMESPACE}0x${id.slice(-8)}` : null;
}

async function fetchTransaction(id: string, asker: Asker): Promise<readonly Gap[]> {
  const transaction = await wallet(asker, 'tron.transaction', id, 'gettransactionbyid', { value: id });
  if (transaction === undefined) return ['refused'];
  if (fieldOf(transaction, 'txID') === undefined) return ['notFound'];
  const info = await wallet(asker, 'tron.info', id, 'gettransactioninfobyid', { value: id });
  const number = fieldOf(info, 'blockNumber');
  if (!Number.isSafeInteger(number)) return ['unconfirmed'];
  return fetchBlock(String(number), asker, 'noProof');
}

async function fetchBlock(item: string, asker: Asker, lacking: Gap): Promise<readonly Gap[]> {
  const byNumber = /^\d+$/.test(item) && item.length < 16;
  const block = byNumber
    ? await wallet(asker, 'tron.block', item, 'getblockbynum', { num: Number(item) })
    : await wallet(asker, 'tron.block', item, 'getblockbyid', { value: item });
  return fieldOf(block, 'blockID') === undefined ? [lacking] : [];
}

/** Who may sign for the account: its permissions as they are now. */
async function fetchAccount(address: string, asker: Asker): Promise<void> {
  await wallet(asker, 'tron.account', address, 'getaccount', { address, visible: true });
}

export const tronHttp: Service = {
  kind: 'tron-http',
  namespace: NAMESPACE,
  keyPlace: { in: 'header', name: 'tron-pro-api-key' },
  identify,
  async collect(item, asker) {
    if (item.kind === 'transaction') return fetchTransaction(item.item, asker);
    if (item.kind === 'block') return fetchBlock(item.item, asker, 'notFound');
    await fetchAccount(item.item, asker);
    return ['noHistory'];
  },
};

export const tronGrid: Service = {
  kind: 'trongrid',
  namespace: NAMESPACE,
  keyPlace: { in: 'header', name: 'tron-pro-api-key' },
  identify,
  async collect(item, asker, reach) {
    if (item.kind === 'transaction') return fetchTransaction(item.item, asker);
    if (item.kind === 'block') return fetchBlock(item.item, asker, 'notFound');
    await fetchAccount(item.item, asker);
    const { times, gaps } = await timesOf(item, asker);
    const all = new Set<Gap>(gaps);
    for (const list of ['transactions', 'transactions/trc20'] as const)
      for (const gap of await fetchPages(list, item.item, times, asker, reach)) all.add(gap);
    return [...all];
  },
};

/** TronGrid knows times alone: those of the range's blocks stand for their numbers. */
async function timesOf({ fromBlock, toBlock }: ListItem, asker: Asker): Promise<{ readonly times: string; readonly gaps: readonly Gap[] }> {
  let times = '';
  for (const [name, number] of [
    ['min_timestamp', fromBlock],
    ['max_timestamp', toBlock],
  ] as const) {
    if (number === null) continue;
    const block = await wallet(asker, 'tron.block', String(number), 'getblockbynum', { num: number });
    const time = fieldOf(fieldOf(fieldOf(block, 'block_header'), 'raw_data'), 'timestamp');
    if (!Number.isSafeInteger(time)) return { times: '', gaps: ['rangeNotApplied'] };
    times += `&${name}=${time}`;
  }
  return { times, gaps: [] };
}

async function fetchPages(list: string, address: string, times: string, asker: Asker, reach: Reach): Promise<readonly Gap[]> {
  const role = list === 'transactions' ? 'grid.transactions' : 'grid.trc20';
  const seen = new Set<string>();
  let rows = 0;
  let mark = '';
  for (let page = 0; page < MOST_PAGES; page++) {
    const path = `/v1/accounts/${address}/${list}?only_confirmed=true&limit=${ROWS}&order_by=block_timestamp,asc${times}${mark}`;
    const answer = await asker.ask({ role, about: address, path });
    const json = jsonOf(answer);
    const data = fieldOf(json, 'data');
    if (answer.status !== 200 || !Array.isArray(data)) return [json === undefined ? 'badAnswer' : 'refused'];
    rows += data.length;
    const next = fieldOf(fieldOf(json, 'meta'), 'fingerprint');
    if (typeof next !== 'string' || data.length === 0) return [];
    // A mark that comes again would lead in a circle.
    if (seen.has(next) || next.length > 500) return ['badAnswer'];
    seen.add(next);
    if (rows >= reach.transactions * 10) return ['rowLimit'];
    mark = `&fingerprint=${encodeURIComponent(next)}`;
  }
  return ['rowLimit'];
}
