// Explorers' account lists past their caps, and TRON's two interfaces, by stand-ins that speak them; the captures into a case.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ETHEREUM } from '../../main/engine/chains/evm/networks.ts';
import { BLOCKS_IN_JSON } from '../../main/engine/chains/tron/chainVectors.ts';
import { TRON_NILE } from '../../main/engine/chains/tron/networks.ts';
import { createEngine } from '../../main/engine/index.ts';
import { createRejections } from '../../main/engine/intake/capture/answers.ts';
import { openCapture } from '../../main/engine/intake/capture/readCapture.ts';
import { tableTransactions } from '../../main/engine/intake/capture/tableAnswers.ts';
import { caseDesk, type CaseDesk, DETAILS } from '../fixtures/caseDesk.ts';
import type { ChainStatement } from '../../main/engine/intake/tables/index.ts';
import { type Asked, collectInto, startStandIn } from '../fixtures/serviceStandIns.ts';

const A = '0x52908400098527886E0F7030069857D2E4169EE7';
const B = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const USDT = '0xdAC17F958D2ee523a2206206994597C13D831ec7';
let desk: CaseDesk;
let engine: Awaited<ReturnType<typeof createEngine>>;
const ask: Awaited<ReturnType<typeof createEngine>>['router']['call'] = (name, input) => engine.router.call(name, input);
async function newCase(name: string): Promise<void> {
  if ((await ask('app.info', {})).caseOpen) await ask('case.close', {});
  await ask('case.create', { folder: desk.grantPath(desk.at(name)), passphrase: 'a long passphrase', ...DETAILS } as never);
}
interface Read {
  readonly answers: readonly { readonly role: string; readonly url: string }[];
}
const manifestOf = (name: string): Read => (JSON.parse(readFileSync(desk.at(name, 'capture.json'), 'utf8')) as { manifest: Read }).manifest;

beforeAll(async () => {
  desk = await caseDesk();
  engine = await createEngine(desk.host);
});
afterAll(async () => {
  await engine.dispose();
  desk.clear();
});

it('Etherscan’s lists: page by page, past the window of 10,000 rows, a rate limit waited for, the key kept out', async () => {
  // Three transfers a block, and one transaction of the coin.
  const tokens = Array.from({ length: 12_500 }, (_, i) => ({
    ...{
      blockNumber: String(1000 + Math.floor(i / 3)),
      timeStamp: String(1_680_000_000 + i),
      hash: `0x${(i + 1).toString(16).padStart(64, '0')}`,
    },
    ...{
      nonce: '1',
      blockHash: `0x${'0'.repeat(64)}`,
      from: B.toLowerCase(),
      to: A.toLowerCase(),
      contractAddress: USDT.toLowerCase(),
      value: String(i + 1),
    },
    ...{ tokenName: 'Tether USD', tokenSymbol: 'USDT', tokenDecimal: '6', transactionIndex: '3', gas: '1', gasPrice: '1', gasUsed: '1' },
    ...{ cumulativeGasUsed: '1', input: 'deprecated', confirmations: '9' },
  }));
  // One transaction with two equal transfers, the first the last row of a page; and one across the window's end.
  for (const [first, second] of [
    [999, 1000],
    [9999, 10_000],
  ] as const)
    tokens[second] = { ...(tokens[first] as (typeof tokens)[number]) };
  const normal = [
    {
      ...{
        blockNumber: '1001',
        timeStamp: '1680000001',
        hash: `0x${'ab'.repeat(32)}`,
        nonce: '7',
        blockHash: `0x${'cd'.repeat(32)}`,
        transactionIndex: '0',
      },
      ...{
        from: A.toLowerCase(),
        to: B.toLowerCase(),
        value: '1000000000000000001',
        gas: '21000',
        gasPrice: '1000000000',
        isError: '0',
        txreceipt_status: '1',
      },
      ...{
        input: '0x',
        contractAddress: '',
        cumulativeGasUsed: '21000',
        gasUsed: '21000',
        confirmations: '9',
        methodId: '0x',
        functionName: '',
      },
    },
  ];
  let busy = 1;
  const service = await startStandIn(({ url }: Asked) => {
    const query = new URL(url, 'http://x').searchParams;
    const number = (name: string): number => Number(query.get(name));
    if (query.get('apikey') !== 'SECRETKEY123' || query.get('chainid') !== '1')
      return { json: { status: '0', message: 'NOTOK', result: 'Missing/Invalid API Key' } };
    if (busy-- > 0)
      return { json: { status: '0', message: 'NOTOK', result: 'Max rate limit reached, please use API Key for higher rate limit' } };
    if (number('page') * number('offset') > 10_000)
      return { json: { status: '0', message: 'NOTOK', result: 'Result window is too large' } };
    const all = query.get('action') === 'tokentx' ? tokens : query.get('action') === 'txlist' ? normal : [];
    const inRange = all.filter(
      ({ blockNumber }) => Number(blockNumber) >= number('startblock') && Number(blockNumber) <= number('endblock'),
    );
    const rows = inRange.slice((number('page') - 1) * number('offset'), number('page') * number('offset'));
    return {
      json:
        rows.length === 0 ? { status: '0', message: 'No transactions found', result: [] } : { status: '1', message: 'OK', result: rows },
    };
  });
  await newCase('etherscan');
  await ask('fetch.add', { items: [{ chain: 'ethereum', kind: 'address', item: A, why: '' }] });
  await ask('fetch.save', { out: desk.grantPath(desk.at('etherscan.json')) });
  writeFileSync(desk.at('api.key'), 'SECRETKEY123');
  const argv = [
    '--kind',
    'etherscan',
    '--source',
    `${service.url}/v2/api`,
    '--key-file',
    desk.at('api.key'),
    '--out',
    desk.at('etherscan'),
  ];
  const run = await collectInto(desk.folder, [], argv, { list: desk.at('etherscan.json') });
  expect(run.exit, run.text).toBe(0);
  await service.close();
  const { answers } = manifestOf('etherscan');
  expect(JSON.stringify(answers)).not.toContain('SECRETKEY123');
  // Ten pages, then from the last block on: three more.
  expect(
    answers
      .filter(({ role }) => role === 'etherscan.tokentx')
      .map(({ url }) => /startblock=(\d+).*page=(\d+)/.exec(url)?.slice(1, 3).join('/')),
  ).toEqual([...Array.from({ length: 10 }, (_, i) => `0/${i + 1}`), ...[1, 2, 3].map((page) => `4333/${page}`)]);
  const { results } = await ask('intake.run', { paths: [desk.grantPath(desk.at('etherscan'))] });
  expect(results).toMatchObject([{ chain: 'eip155:1', transactions: 12_499, new: 12_499, rejectedRows: [] }]);
  expect((await ask('fetch.list', {})).items).toMatchObject([{ arrived: true, gaps: [] }]);

  const capture = await openCapture(desk.at('etherscan'), { report: () => undefined, signal: new AbortController().signal });
  const read = new Map<string, { rows: readonly number[]; amounts: bigint[] }>();
  const stated: ChainStatement[] = [];
  const state = (one: ChainStatement): void => void stated.push(one);
  for await (const { placed } of tableTransactions(capture as NonNullable<typeof capture>, ETHEREUM, createRejections(), state))
    read.set(placed.transaction.id, { rows: placed.rows, amounts: placed.transaction.transfers.map(({ amount }) => amount) });
  // The service was asked for this account's rows: they are its own, as far as they came.
  const own = stated.map((one) => (one.kind === 'ownRows' ? [one.account, one.by, one.assets.map(({ kind }) => kind)] : []));
  expect(own).toEqual([
    [A, 'named', ['native']],
    [A, 'named', ['token']],
  ]);
  const numberOf = (part: string) => answers.findIndex(({ role, url }) => role === 'etherscan.tokentx' && url.includes(part)) + 1;
  expect(read.get(tokens[999]?.hash as string)).toEqual({
    rows: [numberOf('startblock=0&endblock=999999999&page=1&'), numberOf('page=2&')],
    amounts: [1000n, 1000n],
  });
  // Asked anew behind the window, whole: its first row is not counted a second time.
  expect(read.get(tokens[9999]?.hash as string)).toEqual({ rows: [numberOf('startblock=4333&')], amounts: [10_000n, 10_000n] });
});

it('a service that refuses everything: the capture is taken in, and the list says what is missing and why', async () => {
  const service = await startStandIn(() => ({ json: { status: '0', message: 'NOTOK', result: 'Invalid API Key (#err2)|' } }));
  await newCase('refused');
  await ask('fetch.add', { items: [{ chain: 'ethereum', kind: 'address', item: A, why: '' }] });
  await ask('fetch.save', { out: desk.grantPath(desk.at('refused.json')) });
  const argv = ['--kind', 'etherscan', '--source', `${service.url}/api`, '--out', desk.at('refused-capture')];
  await collectInto(desk.folder, [], argv, { list: desk.at('refused.json') });
  await service.close();
  const { results } = await ask('intake.run', { paths: [desk.grantPath(desk.at('refused-capture'))] });
  expect(results).toMatchObject([{ transactions: 0, capture: { items: [{ gaps: ['refused'] }] } }]);
  expect((await ask('fetch.list', {})).items).toMatchObject([{ arrived: false, gaps: ['refused'] }]);
});

it('TronGrid: a transaction in its block, an account page by page; a mark that comes again ends', async () => {
  const block = BLOCKS_IN_JSON[1] as unknown as {
    blockID: string;
    transactions: { txID: string }[];
    block_header: { raw_data: { number: number; timestamp: number } };
  };
  const { number, timestamp } = block.block_header.raw_data;
  const txid = block.transactions[0]?.txID as string;
  const holder = 'TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8';
  const transfer = (i: number) => ({
    ...{
      transaction_id: i.toString(16).padStart(64, '0'),
      block_timestamp: 1_700_000_000_000 + i * 3000,
      from: holder,
      to: 'TNUC9Qb1rRpS5CbWLmNMxXBjyFoydXjWFR',
    },
    ...{
      type: 'Transfer',
      value: String(i),
      token_info: { symbol: 'USDT', address: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', decimals: 6, name: 'Tether USD' },
    },
  });
  let circle = false;
  const service = await startStandIn(({ url, body }: Asked) => {
    const asked = body === '' ? {} : (JSON.parse(body) as { num?: number; value?: string });
    if (url === '/wallet/getblockbynum')
      return { json: asked.num === 0 ? { blockID: TRON_NILE.genesisId } : asked.num === number ? block : {} };
    if (url === '/wallet/gettransactionbyid') return { json: asked.value === txid ? block.transactions[0] : {} };
    if (url === '/wallet/gettransactioninfobyid')
      return {
        json: {
          id: txid,
          fee: 345_000,
          blockNumber: number,
          blockTimeStamp: timestamp,
          contractResult: [''],
          receipt: { result: 'SUCCESS', net_fee: 345_000 },
        },
      };
    if (url === '/wallet/getaccount') return { json: { address: holder } };
    const query = new URL(url, 'http://x').searchParams;
    if (!url.startsWith(`/v1/accounts/${holder}/transactions`)) return { status: 404 };
    if (!url.includes('trc20')) return { json: { data: [], success: true, meta: { page_size: 0 } } };
    const page = Number(query.get('fingerprint') ?? 0);
    const data = Array.from({ length: page < 2 ? 200 : 50 }, (_, i) => transfer(page * 200 + i + 1));
    return {
      json: {
        data,
        success: true,
        meta: { page_size: data.length, ...(page < 2 ? { fingerprint: String(page + 1) } : circle ? { fingerprint: '1' } : {}) },
      },
    };
  });
  await newCase('tron');
  await ask('fetch.add', {
    items: [
      { chain: 'tron-nile', kind: 'transaction', item: txid, why: '' },
      { chain: 'tron-nile', kind: 'address', item: holder, why: '' },
      { chain: 'tron-nile', kind: 'transaction', item: 'ee'.repeat(32), why: '' },
    ],
  });
  await ask('fetch.save', { out: desk.grantPath(desk.at('tron.json')) });
  const argv = ['--kind', 'trongrid', '--source', service.url, '--out', desk.at('tron')];
  expect((await collectInto(desk.folder, [], argv, { list: desk.at('tron.json') })).exit).toBe(0);
  const { results } = await ask('intake.run', { paths: [desk.grantPath(desk.at('tron'))] });
  expect(results).toMatchObject([{ chain: TRON_NILE.id, transactions: 451, rejectedRows: [] }]);
  expect((await ask('fetch.list', {})).items.map(({ arrived, gaps }) => [arrived, gaps])).toEqual([
    [true, []],
    [true, []],
    [false, ['notFound']],
  ]);

  circle = true;
  const round = [...argv.slice(0, -1), desk.at('round')];
  expect((await collectInto(desk.folder, [{ chain: TRON_NILE.id, kind: 'address', item: holder }], round)).exit).toBe(0);
  expect(manifestOf('round')).toMatchObject({ items: [{ gaps: ['badAnswer'] }] });
  await service.close();
});
