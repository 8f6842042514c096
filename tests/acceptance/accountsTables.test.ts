// Three exports of one address as an explorer gives them, worked by hand, through the engine's router; and tables that somebody made to
// do harm or that a spreadsheet has spoilt: each ends in a clear error or a named row.
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallOutput } from '../../shared/contract/index.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

// EIP-55's own example addresses.
const OWN = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const PAYER = '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359';
const FRIEND = '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB';
const ROUTER = '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb';
const TETHER = '0xdAC17F958D2ee523a2206206994597C13D831ec7';
const ETHER = 10n ** 18n;
const hash = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`;
const csv = (rows: readonly (readonly string[])[]): string =>
  `${rows.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\r\n')}\r\n`;

const PLACE = (n: number, block: number): string[] => {
  const seconds = 1_680_000_000 + 12 * block;
  return [hash(n), String(block), String(seconds), new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')];
};
const NORMAL = csv([
  [
    ...[
      'Transaction Hash',
      'Blockno',
      'UnixTimestamp',
      'DateTime (UTC)',
      'From',
      'To',
      'ContractAddress',
      'Value_IN(ETH)',
      'Value_OUT(ETH)',
    ],
    ...['CurrentValue @ $1843.94/Eth', 'TxnFee(ETH)', 'TxnFee(USD)', 'Historical $Price/Eth', 'Status', 'ErrCode', 'Method'],
  ],
  [...PLACE(1, 100), PAYER, OWN, '', '10', '0', '', '0.01', '', '', '', '', 'Transfer'],
  [...PLACE(2, 110), OWN, FRIEND, '', '0', '4', '', '0.001', '', '', '', '', 'Transfer'],
  [...PLACE(3, 120), OWN, ROUTER, '', '0', '1', '', '0.002', '', '', '', '', 'Swap'],
  [...PLACE(4, 130), OWN, TETHER, '', '0', '0', '', '0.0015', '', '', '', '', 'Transfer'],
  [...PLACE(5, 140), OWN, FRIEND, '', '0', '5', '', '0.003', '', '', 'Error(0)', 'Out of gas', 'Transfer'],
]);
const INTERNAL = csv([
  [
    ...[
      'Transaction Hash',
      'Blockno',
      'UnixTimestamp',
      'DateTime (UTC)',
      'ParentTxFrom',
      'ParentTxTo',
      'ParentTxETH_Value',
      'From',
      'TxTo',
    ],
    ...[
      'ContractAddress',
      'Value_IN(ETH)',
      'Value_OUT(ETH)',
      'CurrentValue @ $1843.94/Eth',
      'Historical $Price/Eth',
      'Status',
      'ErrCode',
      'Type',
    ],
  ],
  [...PLACE(3, 120), OWN, ROUTER, '1', ROUTER, OWN, '', '0.25', '0', '', '', '0', '', 'call'],
]);
const TOKENS = csv([
  [
    ...['Transaction Hash', 'Blockno', 'UnixTimestamp', 'DateTime (UTC)', 'From', 'To', 'TokenValue', 'USDValueDayOfTx', 'ContractAddress'],
    ...['TokenName', 'TokenSymbol'],
  ],
  [...PLACE(3, 120), ROUTER, OWN, '1,350.5', '', TETHER.toLowerCase(), 'Tether USD', 'USDT'],
  [...PLACE(4, 130), OWN, FRIEND, '300', '', TETHER.toLowerCase(), 'Tether USD', 'USDT'],
  // Address poisoning: somebody else's call, nothing sent.
  [...PLACE(6, 150), OWN, ROUTER, '0', '', TETHER.toLowerCase(), 'Tether USD', 'USDT'],
]);

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
}, 60_000);
afterAll(async () => {
  await desk?.end();
});

describe('three exports of one address', () => {
  let results: CallOutput<'intake.run'>['results'];
  beforeAll(async () => {
    await desk.newCase('exports');
    const paths = [
      desk.write('export-address.csv', NORMAL),
      desk.write('export-internal.csv', INTERNAL),
      desk.write('export-tokens.csv', TOKENS),
    ];
    results = await desk.intake(paths, { chain: 'ethereum' });
  }, 60_000);

  it('are three sources of one ledger: sums as worked by hand', async () => {
    expect(results.map(({ transactions, new: fresh, rejectedRows }) => [transactions, fresh, rejectedRows])).toEqual([
      [5, 5, []],
      [1, 0, []],
      [3, 1, []],
    ]);
    const { found } = await desk.call('account.find', { text: OWN });
    const [own] = found;
    if (own?.kind !== 'account') throw new Error('no account');
    const sums = own.ledgers.map(({ asset, received, sent, fees }) => [asset.symbol, BigInt(received), BigInt(sent), BigInt(fees)]);
    expect(sums).toEqual([
      // 10 and the 0.25 that came back; 4 and 1; the fees of four transactions, the failed one's too.
      ['ETH', 10_250n * (ETHER / 1000n), 5n * ETHER, 75n * (ETHER / 10_000n)],
      ['USDT', 1_350_500_000n, 300_000_000n, 0n],
    ]);
    const swap = await desk.call('account.find', { text: hash(3) });
    expect(swap.found).toMatchObject([{ sources: [{ rows: [4] }, { rows: [2] }, { rows: [2] }], conflicts: [] }]);
    const poison = await desk.call('account.find', { text: hash(6) });
    expect(poison.found).toMatchObject([{ transfers: [{ moves: false, reason: 'zeroValue' }] }]);
    const failed = await desk.call('account.find', { text: hash(5) });
    expect(failed.found).toMatchObject([{ status: 'failed', transfers: [{ kind: 'fee', amount: String(3n * (ETHER / 1000n)) }] }]);
  });

  it('are traced by first in, first out as by hand', async () => {
    const traced = await desk.call('account.trace', {
      from: [hash(1)],
      chain: 'ethereum',
      asset: 'ETH',
      policies: ['fifo'],
      assume: [OWN],
    });
    const fifo = traced.policies['fifo'];
    expect(Object.fromEntries((fifo?.ends ?? []).map(({ account, figure }) => [account, BigInt(figure.amount ?? -1n)]))).toEqual({
      // Everything that went out was the first ten coins; the quarter that came back is not among them.
      [OWN]: 49_925n * (ETHER / 10_000n),
      [FRIEND]: 4n * ETHER,
      [ROUTER]: 1n * ETHER,
    });
    expect(fifo?.fees.map(({ amount }) => BigInt(amount))).toEqual([75n * (ETHER / 10_000n)]);
    const { runs } = await desk.call('account.replay', {});
    expect(runs.every(({ identical }) => identical)).toBe(true);
  });

  it('count once where exports overlap, and show where a second one says otherwise', async () => {
    const before = (await desk.call('account.summary', {})).chains;
    // What is drawn as held begins with the first transaction, ends with the last and never runs together.
    for (const { fromTime, toTime, stretches } of before) {
      expect([stretches[0]?.fromTime ?? null, stretches.at(-1)?.toTime ?? null]).toEqual([fromTime, toTime]);
      stretches.forEach((one, place) => {
        expect(one.toTime).toBeGreaterThanOrEqual(one.fromTime);
        if (place > 0) expect(one.fromTime).toBeGreaterThan((stretches[place - 1]?.toTime ?? 0) + 1);
      });
    }
    const lines = NORMAL.trimEnd().split('\r\n');
    await desk.intake(desk.write('overlap.csv', `${lines.slice(0, 4).join('\r\n')}\r\n`), { chain: 'ethereum' });
    expect((await desk.call('account.summary', {})).chains).toEqual(before);
    expect((await desk.call('account.summary', {})).conflicts).toEqual([]);
    const altered = lines.slice(0, 3).map((line) => line.replace('"4"', '"40"'));
    await desk.intake(desk.write('altered.csv', `${altered.join('\r\n')}\r\n`), { chain: 'ethereum' });
    const { conflicts } = await desk.call('account.summary', {});
    expect(conflicts).toMatchObject([{ transaction: hash(2), what: 'movement' }]);
    expect(conflicts[0]?.said.map(({ source }) => source)).toEqual(['export-address.csv', 'altered.csv']);
  });
});

describe('hostile tables', () => {
  beforeAll(async () => {
    await desk.newCase('hostile');
  }, 60_000);
  const head = NORMAL.split('\r\n')[0] as string;
  const good = NORMAL.split('\r\n')[1] as string;

  it('names a row of ten thousand columns and takes the others', async () => {
    const path = desk.write('wide.csv', `${head}\r\n${good}\r\n${'"1",'.repeat(10_000)}"1"\r\n`);
    const [result] = await desk.intake(path, { chain: 'ethereum' });
    expect(result).toMatchObject({ transactions: 1, rejectedRows: [{ row: 3, reason: 'tooManyColumns' }] });
  });

  it('refuses a number that a spreadsheet has spoilt, by row and column', async () => {
    const path = desk.write('rounded.csv', `${head}\r\n${good}\r\n${good.replace(hash(1), hash(9)).replace('"10"', '"1.23457E+19"')}\r\n`);
    const [result] = await desk.intake(path, { chain: 'ethereum' });
    expect(result).toMatchObject({
      transactions: 1,
      rejectedRows: [{ row: 3, reason: 'scientific', text: 'Value_IN(ETH): 1.23457E+19' }],
    });
  });

  it('refuses a workbook that unpacks without end', async () => {
    const relations = '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="s.xml"/></Relationships>';
    const bomb = zipSync({
      'xl/workbook.xml': strToU8('<workbook xmlns:r="r"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>'),
      'xl/_rels/workbook.xml.rels': strToU8(relations),
      'xl/s.xml': new Uint8Array(64 << 20).fill(0x20),
    });
    const started = performance.now();
    expect(await faultOf(desk.intake(desk.write('bomb.xlsx', bomb)))).toMatchObject({ code: 'intake.malformed' });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('refuses JSON that nests without end, and a dump that breaks off', async () => {
    const deep = desk.write('deep.json', `${'['.repeat(200_000)}${']'.repeat(200_000)}`);
    expect(await faultOf(desk.intake(deep, { chain: 'tron' }))).toMatchObject({ code: 'intake.malformed' });
    const cut = desk.write('cut.json', '{"blockID":"00","block_header":{"raw_data":{"number":1');
    expect(await faultOf(desk.intake(cut, { chain: 'tron' }))).toMatchObject({ code: 'intake.malformed' });
  });

  it('leaves nothing of a refused file in the case', async () => {
    const { chains } = await desk.call('account.summary', {});
    // The one good row, twice the same.
    expect(chains).toMatchObject([{ chain: 'eip155:1', transactions: 1 }]);
  });
});
