// Tables of ethereum-etl and GraphSense beside each other in one case: what one lacks another gives, and every figure names its sources.
// Decimals that no source states are the examiner's word. Rejected rows are kept, however many.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHARED_DATA } from '../vectors/sharedData.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

// EIP-55's own example addresses.
const OWN = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const PAYER = '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359';
const TOKEN = '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB';
const FALSE_TETHER = '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb';
const hash = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`;
const lines = (...rows: readonly string[]): string => `${rows.join('\n')}\n`;

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
}, 60_000);
afterAll(() => desk.end());

async function transaction(id: string) {
  const { found } = await desk.call('account.find', { text: id });
  const [first] = found;
  if (first?.kind !== 'accountTransaction') throw new Error(`${id}: not found`);
  return first;
}

const ERC20 = lines(
  '"Transaction Hash","Blockno","UnixTimestamp","DateTime (UTC)","From","To","TokenValue","ContractAddress","TokenName","TokenSymbol"',
  `"${hash(1)}","100","1700000000","2023-11-14 22:13:20","${PAYER}","${OWN}","1.5","${TOKEN}","Own","OWN"`,
  `"${hash(2)}","101","1700000012","2023-11-14 22:13:32","${PAYER}","${OWN}","2.5","${FALSE_TETHER}","Nothing","NO"`,
);
const TOKENS = lines('address,symbol,name,decimals,total_supply,block_number', `${FALSE_TETHER},USDT,Tether USD,4,1,`);

describe('decimals of tokens that the program does not know', () => {
  beforeAll(() => desk.newCase('decimals'), 60_000);

  it('refuse the rows until somebody states them, and say the way out', async () => {
    expect(await faultOf(desk.intake(desk.write('erc20.csv', ERC20), { chain: 'ethereum' }))).toMatchObject({
      code: 'intake.noRowTaken',
      parameters: { row: 2, reason: 'decimalsUnknown' },
    });
  });

  it('come from another source of the case, and from the examiner, each told as what it is', async () => {
    const tokens = desk.write('tokens.csv', TOKENS);
    expect(await desk.intake(tokens, { chain: 'ethereum' })).toMatchObject([
      { accepted: 1, transactions: 0, table: { rows: 1, taken: 1 } },
    ]);
    const path = desk.write('erc20.csv', ERC20);
    const paths = [desk.grant(path)];
    const [stated] = (await desk.call('intake.run', { paths, chain: 'ethereum' })).results;
    expect(stated).toMatchObject({ transactions: 1, rejectedRows: [{ row: 2, reason: 'decimalsUnknown' }] });
    const [result] = (await desk.call('intake.run', { paths, chain: 'ethereum', decimals: { [TOKEN]: 1 } })).results;
    expect(result).toMatchObject({ transactions: 2, rejectedRows: [] });
    expect(result?.table?.flags).toEqual([
      { code: 'decimalsAssumed', values: { tokens: `${TOKEN}=1`, count: '1' } },
      { code: 'decimalsOfCase', values: { tokens: `${FALSE_TETHER}=4`, count: '1' } },
    ]);
    const first = await transaction(hash(1));
    // 1.5 at one decimal; what the examiner assumes reads rows and names no unit.
    expect(first.transfers).toMatchObject([{ amount: '15', asset: { decimals: null, standing: 'unknown' } }]);
    // 2.5 at four; the table calls the contract by an issuer's symbol, and the issuer's contract is another.
    const second = await transaction(hash(2));
    expect(second.transfers).toMatchObject([{ amount: '25000', asset: { symbol: 'USDT', decimals: 4, standing: 'counterfeit' } }]);
  });

  it('contradict nothing that is known', async () => {
    const paths = [desk.grant(desk.write('erc20.csv', ERC20))];
    const asked = desk.call('intake.run', { paths, chain: 'ethereum', decimals: { [FALSE_TETHER]: 6 } });
    expect(await faultOf(asked)).toMatchObject({ code: 'usage.badValue', parameters: { expected: `${FALSE_TETHER}=4` } });
    const own = ERC20.replace('"ContractAddress"', '"ContractAddress","TokenDecimal"')
      .replace(`"${TOKEN}"`, `"${TOKEN}","1"`)
      .replace(`"${FALSE_TETHER}"`, `"${FALSE_TETHER}","6"`);
    const [result] = await desk.intake(desk.write('own.csv', own), { chain: 'ethereum' });
    expect(result).toMatchObject({ transactions: 1, rejectedRows: [{ row: 3, reason: 'decimalsDisagree', text: 'TokenDecimal: 6 / 4' }] });
  });
});

describe('what one table lacks', () => {
  beforeAll(() => desk.newCase('joined'), 60_000);
  const transfers = lines(
    'token_address,from_address,to_address,value,transaction_hash,log_index,block_number',
    `${TOKEN},${PAYER},${OWN},7,${hash(5)},3,900`,
  );
  const blocks = lines(
    'number,hash,parent_hash,transactions_root,timestamp',
    `900,${hash(900)},${hash(899)},${hash(1)},1700000900`,
    `901,${hash(901)},${hash(900)},${hash(1)},1700000912`,
    `901,${hash(902)},${hash(900)},${hash(1)},1700000915`,
  );

  it('is the time of a block that another states, unless two blocks have its number', async () => {
    const second = transfers.replace(hash(5), hash(6)).replace(',900', ',901');
    await desk.intake([desk.write('transfers.csv', transfers), desk.write('other.csv', second)], { chain: 'ethereum' });
    expect((await transaction(hash(5))).timeSeconds).toBeNull();
    await desk.intake(desk.write('blocks.csv', blocks), { chain: 'ethereum' });
    const { timeSeconds, sources } = await transaction(hash(5));
    expect(timeSeconds).toBe(1700000900);
    expect(sources.map(({ name, rows }) => [name, rows])).toEqual([
      ['transfers.csv', [2]],
      ['blocks.csv', [2]],
    ]);
    expect((await transaction(hash(6))).timeSeconds).toBeNull();
    // A source withdrawn says nothing any more.
    const { sources: all } = await desk.call('intake.sources', {});
    await desk.call('intake.withdraw', { source: all.find(({ name }) => name === 'blocks.csv')?.id ?? '', reason: 'a wrong export' });
    expect((await transaction(hash(5))).timeSeconds).toBeNull();
  });

  it('contradicts a time that was stated', async () => {
    const timed = lines(
      'hash,nonce,block_hash,block_number,transaction_index,from_address,to_address,value,gas,gas_price,input,block_timestamp',
      `${hash(7)},0,${hash(900)},900,0,${PAYER},${OWN},1,21000,1,0x,1700000901`,
    );
    await desk.intake([desk.write('timed.csv', timed), desk.write('again.csv', blocks)], { chain: 'ethereum' });
    const { conflicts } = await desk.call('account.summary', {});
    expect(conflicts).toMatchObject([
      {
        transaction: hash(7),
        what: 'timeSeconds',
        said: [
          { source: 'timed.csv', value: '1700000901' },
          { source: 'again.csv', value: '1700000900' },
        ],
      },
    ]);
  });
});

describe('rejected rows', () => {
  it('are all written, in their order, beyond those that a result shows', async () => {
    await desk.newCase('rejected');
    const rows = Array.from({ length: 2500 }, (_, i) => `${TOKEN},${PAYER},${OWN},${i % 5 === 0 ? '1' : 'x'},${hash(i + 1)},3,900`);
    const text = lines('token_address,from_address,to_address,value,transaction_hash,log_index,block_number', ...rows);
    const [result] = await desk.intake(desk.write('many.csv', text), { chain: 'ethereum' });
    expect(result).toMatchObject({ transactions: 500 });
    expect(result?.rejectedRows.length).toBe(1001);
    expect(result?.rejectedRows.at(-1)).toEqual({ row: 0, reason: 'more', text: '1000' });
    const out = join(desk.folder, 'rejected.csv');
    expect(await desk.call('intake.rejected', { source: '1', out: desk.grant(out) })).toMatchObject({ rows: 2000 });
    const written = parse(readFileSync(out), { columns: true, bom: true }) as Record<string, string>[];
    expect(written.map(({ row }) => Number(row))).toEqual(rows.flatMap((_, i) => (i % 5 === 0 ? [] : [i + 2])));
    expect(new Set(written.map(({ reason }) => reason))).toEqual(new Set(['badNumber']));
  });
});

describe.skipIf(SHARED_DATA === null)('real tables', () => {
  const file = (path: string): string => join(SHARED_DATA ?? '', 'eth-tron', path);
  const rowsOf = (path: string): Record<string, string>[] => parse(readFileSync(file(path)), { columns: true }) as Record<string, string>[];

  it('make fees of receipts and of the transactions that name the payer', async () => {
    await desk.newCase('fees');
    const [receipts, transactions] = [
      'ethereum-etl/test_export_receipts_job/receipts_with_logs/expected_receipts.csv',
      'ethereum-etl/test_export_blocks_job/block_with_logs/expected_transactions.csv',
    ];
    await desk.intake([file(receipts), file(transactions)], { chain: 'ethereum' });
    for (const { transaction_hash: id = '', gas_used: gas = '', effective_gas_price: price = '' } of rowsOf(receipts)) {
      const { transfers, sources, from } = await transaction(id);
      const fees = transfers.filter(({ kind }) => kind === 'fee');
      expect(fees.map((one) => [one.from, BigInt(one.amount), one.grade])).toEqual([[from, BigInt(gas) * BigInt(price), 'S']]);
      expect(sources.length).toBe(2);
    }
  });

  it("give geth's traces their transactions by block and place", async () => {
    await desk.newCase('places');
    const geth = 'ethereum-etl/test_extract_geth_traces_job/block_with_subtraces';
    const parity = 'ethereum-etl/test_export_traces_job/block_with_subtraces/expected_traces.csv';
    for (const path of [`${geth}/expected_traces.csv`, `${geth}/geth_traces.json`])
      expect(await faultOf(desk.intake(file(path), { chain: 'ethereum' }))).toMatchObject({
        code: 'intake.noRowTaken',
        parameters: { reason: 'placeUnknown' },
      });
    await desk.intake(file(parity), { chain: 'ethereum' });
    const ids = [...new Set(rowsOf(parity).map(({ transaction_hash: id = '' }) => id))].filter((id) => id !== '');
    const before = await Promise.all(ids.map(transaction));
    const results = await desk.intake([file(`${geth}/expected_traces.csv`), file(`${geth}/geth_traces.json`)], { chain: 'ethereum' });
    expect(results).toMatchObject([
      { transactions: 2, new: 0, rejectedRows: [] },
      { transactions: 2, new: 0, rejectedRows: [] },
    ]);
    for (const [i, id] of ids.entries()) {
      const { transfers, sources, conflicts } = await transaction(id);
      expect(transfers.map(({ amount, from, to }) => [amount, from, to])).toEqual(
        before[i]?.transfers.map(({ amount, from, to }) => [amount, from, to]),
      );
      expect(conflicts).toEqual([]);
      expect(sources.length).toBe(3);
    }
  });

  it('of TRON move no amount of which the row names no asset, unless the examiner says what it is', async () => {
    await desk.newCase('tron');
    const path = file('graphsense-trx/0to10000/transactions.json');
    const [result] = await desk.intake([path, file('graphsense-trx/0to10000/tx_fee.json')], { chain: 'tron' });
    expect(result).toMatchObject({ transactions: 2172, rejectedRows: [] });
    const id = Buffer.from('1qgIU1nspO3U7hpAxQlg/Z4BsWqRWOyns82/lZstA40=', 'base64').toString('hex');
    const stated = await transaction(id);
    expect(stated).toMatchObject({ blockNumber: 9386, timeSeconds: 1529919702, status: 'ok', position: 0 });
    expect(stated.transfers.filter(({ kind }) => kind !== 'fee')).toEqual([]);
    const paths = [desk.grant(path)];
    const [assumed] = (await desk.call('intake.run', { paths, chain: 'tron', profile: 'graphSense.tronTransactionsAsTrx' })).results;
    expect(assumed?.table?.flags.map(({ code }) => code)).toEqual(['amountsTakenAsCoin']);
    expect((await transaction(id)).transfers.filter(({ kind }) => kind === 'value')).toMatchObject([{ amount: '5000000' }]);
  });
});
