// Etherscan-family exports with the header variants of several years, made by hand.
import { describe, expect, it } from 'vitest';
import { contextOf, evm, readAll } from '../../../../../tests/tables/reading.ts';

// EIP-55's own example addresses.
const A = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const B = '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359';
const C = '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB';
const hash = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`;
const csv = (...rows: readonly (readonly string[])[]): string =>
  `${rows.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\r\n')}\r\n`;

const NORMAL = [
  'Txhash',
  'Blockno',
  'UnixTimestamp',
  'DateTime',
  'From',
  'To',
  'ContractAddress',
  'Value_IN(ETH)',
  'Value_OUT(ETH)',
  'CurrentValue @ $1843.94/Eth',
  'TxnFee(ETH)',
  'TxnFee(USD)',
  'Historical $Price/Eth',
  'Status',
  'ErrCode',
  'Method',
];
const normal = (id: number, from: string, to: string, contract: string, vin: string, vout: string, status = '', error = ''): string[] => [
  hash(id),
  '17000000',
  '1680000000',
  '2023-03-28 10:40:00',
  from,
  to,
  contract,
  vin,
  vout,
  '',
  '0.00042',
  '0.7',
  '1800',
  status,
  error,
  'Transfer',
];

describe('etherscan', () => {
  it('reads the normal export: value, fee, failure, creation', async () => {
    const { mapping, transactions, rejected, summary } = await readAll(
      csv(
        NORMAL,
        normal(1, A.toLowerCase(), B.toLowerCase(), '', '0', '1,234.000000000000000001'),
        normal(2, B, A, '', '0.5', '0'),
        normal(3, A, B, '', '0', '7', 'Error(0)', 'Out of gas'),
        normal(4, A, '', C, '0', '0'),
        normal(5, A, A, '', '2', '2'),
        normal(6, A, B, '', '1', '2'),
        normal(7, '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed', B, '', '0', '1'),
        normal(8, A, B, '', '1.2E+18', '0'),
        normal(9, A, B, '', '0', '1', 'Maybe'),
      ),
      contextOf(evm()),
    );
    expect(mapping).toBe('etherscan.normal');
    const fee = 420_000_000_000_000n;
    expect(transactions.map(({ transaction: t }) => [t.status, t.transfers.map((m) => [m.kind, m.from, m.to, m.amount])])).toEqual([
      [
        'ok',
        [
          ['value', A, B, 1234_000000000000000001n],
          ['fee', A, null, fee],
        ],
      ],
      [
        'ok',
        [
          ['value', B, A, 500000000000000000n],
          ['fee', B, null, fee],
        ],
      ],
      ['failed', [['fee', A, null, fee]]],
      ['ok', [['fee', A, null, fee]]],
      [
        'ok',
        [
          ['value', A, A, 2000000000000000000n],
          ['fee', A, null, fee],
        ],
      ],
    ]);
    expect(transactions[0]).toMatchObject({
      rows: [2],
      transaction: { id: hash(1), blockNumber: 17000000, timeSeconds: 1680000000, from: A, to: B },
    });
    expect(transactions[3]?.transaction.events).toMatchObject([{ kind: 'contractCreated', actor: A, subject: C }]);
    expect(rejected.map(({ row, column, reason }) => [row, column, reason])).toEqual([
      [7, 'Value_IN(ETH)', 'inAndOut'],
      [8, 'From', 'badAddress'],
      [9, 'Value_IN(ETH)', 'scientific'],
      [10, 'Status', 'statusUnknown'],
    ]);
    expect(summary).toMatchObject({ rows: 9, taken: 5, rejected: 4, importer: 'etherscan.normal@1' });
  });

  it('narrows the chain down by the symbol and refuses one that has another coin', async () => {
    const bnb = csv(
      NORMAL.map((name) => name.replaceAll('ETH', 'BNB').replaceAll('Eth', 'BNB')),
      normal(1, A, B, '', '1', '0'),
    );
    const right = await readAll(bnb, contextOf(evm('eip155:56', 'BNB')));
    expect(right.transactions.length).toBe(1);
    const wrong = await readAll(bnb, contextOf(evm()));
    expect(wrong.rejected.map((row) => row.reason)).toEqual(['assetUnknown']);
  });

  it('reads the form of 2024 with names, units and a date without seconds since 1970', async () => {
    const { transactions, summary } = await readAll(
      csv(
        [
          'Transaction Hash',
          'Status',
          'Method',
          'Blockno',
          'DateTime (UTC)',
          'From',
          'From_Nametag',
          'To',
          'To_Nametag',
          'Amount',
          'Value (USD)',
          'Txn Fee',
        ],
        [
          hash(1),
          'Success',
          'Transfer',
          '20000000',
          '2024-06-01 17:27:23',
          A,
          '',
          B,
          'Some Exchange 7',
          '0.456 ETH',
          '$1,700.00',
          '0.0001',
        ],
        [hash(2), 'Success', 'Transfer', '20000001', '2024-06-01 17:27:35', A, '', B, 'Some Exchange 7', '12 wei', '$0.00', '0.0001'],
        [hash(3), 'Fail', 'Transfer', '20000002', '2024-06-01 17:27:47', A, '', B, '', '3 ETH', '$0.00', '0.0001'],
      ),
      contextOf(evm(), { time: { zoneMinutes: 480, dayOrder: null } }),
    );
    expect(transactions.map(({ transaction }) => transaction.transfers.find((m) => m.kind === 'value')?.amount)).toEqual([
      456000000000000000n,
      12n,
      undefined,
    ]);
    expect(transactions[0]?.transaction.timeSeconds).toBe(Date.UTC(2024, 5, 1, 17, 27, 23) / 1000);
    expect(summary.names).toEqual([{ address: B, name: 'Some Exchange 7', source: 'etherscan.normal', row: 2 }]);
  });

  it('reads internal rows; a failed call moves nothing and says nothing of its transaction', async () => {
    const { mapping, transactions } = await readAll(
      csv(
        [
          'Txhash',
          'Blockno',
          'UnixTimestamp',
          'DateTime',
          'ParentTxFrom',
          'ParentTxTo',
          'ParentTxETH_Value',
          'From',
          'TxTo',
          'ContractAddress',
          'Value_IN(ETH)',
          'Value_OUT(ETH)',
          'CurrentValue @ $1/Eth',
          'Historical $Price/Eth',
          'Status',
          'ErrCode',
          'Type',
        ],
        [hash(1), '5', '1680000000', '2023-03-28 10:40:00', A, C, '0', C, B, '', '0.25', '0', '', '', '0', '', 'call'],
        [hash(1), '5', '1680000000', '2023-03-28 10:40:00', A, C, '0', C, B, '', '0.5', '0', '', '', '0', '', 'call'],
        [hash(2), '5', '1680000000', '2023-03-28 10:40:00', A, C, '0', C, B, '', '9', '0', '', '', '1', 'Reverted', 'call'],
      ),
      contextOf(evm()),
    );
    expect(mapping).toBe('etherscan.internal');
    expect(transactions).toMatchObject([
      {
        rows: [2, 3],
        transaction: {
          status: 'ok',
          from: null,
          transfers: [{ kind: 'internal', path: [0, -1, 0], amount: 250000000000000000n }, { path: [0, -1, 1] }],
        },
      },
      { rows: [4], transaction: { status: 'unknown', transfers: [] } },
    ]);
  });

  const ERC20 = ['Txhash', 'UnixTimestamp', 'DateTime', 'From', 'To', 'Value', 'ContractAddress', 'TokenName', 'TokenSymbol'];
  it('reads ERC-20 rows only with known decimals, and flags rows that are alike', async () => {
    const row = (id: number, value: string, contract = C): string[] => [
      hash(id),
      '1680000000',
      '2023-03-28 10:40:00',
      A,
      B,
      value,
      contract,
      'Tether USD',
      'USDT',
    ];
    const context = contextOf(evm(), { decimalsOf: (contract) => (contract === C ? 6 : null) });
    const { mapping, transactions, rejected, summary } = await readAll(
      csv(ERC20, row(1, '1,000.5'), row(1, '1,000.5'), row(1, '2'), row(2, '0'), row(3, '1', B), row(4, '0.0000001')),
      context,
    );
    expect(mapping).toBe('etherscan.erc20');
    expect(transactions[0]?.transaction.transfers.map((m) => [m.amount, m.path])).toEqual([
      [1000500000n, [1, -1, 0]],
      [1000500000n, [1, -1, 1]],
      [2000000n, [1, -1, 2]],
    ]);
    expect(summary.flags).toContainEqual({ code: 'equalRows', transaction: hash(1), rows: [2, 3] });
    expect(rejected.map((one) => one.reason)).toEqual(['decimalsUnknown', 'tooManyDecimals']);
    expect(transactions[1]?.transaction.transfers[0]?.amount).toBe(0n);
  });

  it('reads NFT rows with their token id', async () => {
    const { mapping, transactions } = await readAll(
      csv(
        ['Txhash', 'Blockno', 'UnixTimestamp', 'DateTime', 'From', 'To', 'ContractAddress', 'TokenId', 'TokenName', 'TokenSymbol'],
        [hash(1), '1', '1680000000', '', A, B, C, '0042', 'X', 'X'],
      ),
      contextOf(evm()),
    );
    expect(mapping).toBe('etherscan.nft');
    expect(transactions[0]?.transaction.transfers).toMatchObject([{ asset: { kind: 'item', contract: C, tokenId: '42' }, amount: 1n }]);
  });

  it('flags a table that ends where exports are cut', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => normal(i + 1, A, B, '', '0', '1'));
    expect((await readAll(csv(NORMAL, ...rows), contextOf(evm()))).summary.flags).toContainEqual({ code: 'rowCap', rows: 5000 });
    expect((await readAll(csv(NORMAL, ...rows.slice(1)), contextOf(evm()))).summary.flags).toEqual([]);
  });
});
