// Every file of the real account-chain data, one by one: what it is read as, held against its own rows counted by other readers, or why it
// is not taken in. A file that this list does not know fails the test. Skipped where the data is absent.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { keccak256 } from 'ethers/crypto';
import { decodeRlp, encodeRlp } from 'ethers/utils';
import { beforeAll, describe, expect, it } from 'vitest';
import { SHARED_DATA } from '../../../../tests/vectors/sharedData.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { importers, probePath, recognise } from '../recognise.ts';
import { NOTHING_GIVEN } from './knownDecimals.ts';
import { openNodeObjects } from './nodeObjects.ts';
import { openRlp } from './rlpSource.ts';
import { openStatedTable } from './statedSource.ts';
import { openTable, type TableReading } from './tableSource.ts';
import type { AccountBatch, AccountMaterial } from './takeInAccounts.ts';

const FOLDER = 'eth-tron';
type Cells = Readonly<Record<string, string>>;

/** What a file is, by its path: the reader and the reasons of the rows that it must refuse, or the reason why the file is refused whole. */
type Known = readonly [path: RegExp, as: string, refusedRow?: (cells: Cells) => string | null];

/** 199e17: a float's or a spreadsheet's work, in files that GraphSense's authors wrote. */
const rounded = ({ value = '' }: Cells): string | null => (/e/i.test(value) ? 'scientific' : null);
const madeUpHash = ({ txHash = '' }: Cells): string | null => (/^0x[0-9a-f]{64}$/.test(txHash) ? null : 'badHash');
const madeUpTrace = ({ traceId = '' }: Cells): string | null => (/^call_\d+_\d+$/.test(traceId) ? 'badHash' : null);
const negative = ({ callValue = '' }: Cells): string | null => (callValue.startsWith('-') ? 'negative' : null);
/** Rows and answers of geth's tracer name no transaction; the case of this test holds none. */
const unplaced = (): string => 'placeUnknown';
const unnamed = (): string => 'traceUnnamed';

const KNOWN: readonly Known[] = [
  // Coins are read by other rooms, and not from these forms.
  [/^bitcoin-etl\//, 'another family: chains of coins, whose tests are in node/ and importers/'],
  [/^graphsense-utxo\/.*exchange_rates\.json$/, 'refused: rates'],
  [/^graphsense-utxo\/.*overview\.txt$/, 'unrecognised: a drawing of a chain that was made up for tests'],
  [/^graphsense-utxo\/(?:cassandra\/)?test_(?:block_txs|blocks|txs)\.json$/, 'refused: utxoDerived'],
  [/^graphsense-utxo\/reference\/regular_(?:in|out)puts\.json$/, 'refused: utxoDerived'],
  [/^graphsense-utxo\//, 'refused: derived'],

  [/^ethereum-etl\/.*\/ipfs_Qmc.*\.json$/, 'unrecognised: goods of a shop on IPFS'],
  [/^ethereum-etl\/test_export_origin_job\/.*\/(?:expected_|ipfs_)/, 'refused: listing'],
  [/(?:eth_call|eth_chainId|eth_newFilter|eth_uninstallFilter|eth_getCode)[^/]*\.json$/, 'refused: bareAnswer'],
  [/^ethereum-etl\/.*block_without_transactions\/.*(?:trace_block|debug_trace|geth_traces)[^/]*\.json$/, 'refused: emptyAnswer'],
  [/^ethereum-etl\/.*block_without_transactions\/expected_(?:transactions|traces)\.csv$/, 'refused: empty'],
  [/^ethereum-etl\/test_stream\/blocks_508110_508110\/expected_tokens\.json$/, 'refused: empty'],
  [/^ethereum-etl\/.*expected_blocks\.(?:csv|json)$/, 'ethereumEtl.blocks'],
  [/^ethereum-etl\/.*expected_transactions\.(?:csv|json)$/, 'ethereumEtl.transactions'],
  [/^ethereum-etl\/.*expected_token_transfers\.(?:csv|json)$/, 'ethereumEtl.tokenTransfers'],
  [/^ethereum-etl\/.*(?:expected_)?logs\.(?:csv|json)$/, 'ethereumEtl.logs'],
  [/^ethereum-etl\/.*expected_receipts\.(?:csv|json)$/, 'ethereumEtl.receipts'],
  [/^ethereum-etl\/.*expected_tokens\.(?:csv|json)$/, 'ethereumEtl.tokens'],
  [/^ethereum-etl\/.*expected_contracts\.json$/, 'ethereumEtl.contracts'],
  [/^ethereum-etl\/test_extract_geth_traces_job\/.*expected_traces\.csv$/, 'ethereumEtl.traces', unplaced],
  [/^ethereum-etl\/.*expected_traces\.(?:csv|json)$/, 'ethereumEtl.traces'],
  [/^ethereum-etl\/.*geth_traces\.json$/, 'node.evm', unplaced],
  [/^ethereum-etl\/.*debug_traceBlockByNumber[^/]*\.json$/, 'node.evm', unnamed],
  [/^ethereum-etl\/.*(?:eth_get|trace_block)[^/]*\.json$/, 'node.evm'],

  [/^go-ipld-eth\/eth-(?:state|storage)-trie-rlp-/, 'refused: trieNode'],
  [/^go-ipld-eth\/eth-block-(?:body|header)-rlp-/, 'rlp.evm'],
  [/^go-ipld-eth\/.*json/, 'node.evm'],

  [/^graphsense-(?:eth|trx)\/.*exchange_rates\.json$/, 'refused: rates'],
  [/^graphsense-eth\/.*\/reference\//, 'refused: derived'],
  [/^graphsense-eth\/.*blocks\.csv$/, 'ethereumEtl.blocks'],
  [/^graphsense-eth\/.*transactions\.csv$/, 'ethereumEtl.transactions'],
  [/^graphsense-eth\/balance\/traces\.csv$/, 'ethereumEtl.traces', madeUpTrace],
  [/^graphsense-eth\/.*traces\.csv(?:\.bak)?$/, 'ethereumEtl.traces', rounded],
  [/^graphsense-eth\/.*logs\.json$/, 'ethereumEtl.logs', madeUpHash],

  [/^graphsense-trx\/0to10000\/(?:token_transfers|traces)\.json$/, 'refused: empty'],
  [/^graphsense-trx\/.*token_configuration\.json$/, 'graphSense.tronTokens'],
  [/^graphsense-trx\/.*transactions\.json$/, 'graphSense.tronTransactions'],
  [/^graphsense-trx\/.*tx_fee\.json$/, 'graphSense.tronFees'],
  [/^graphsense-trx\/.*blocks\.json$/, 'graphSense.tronBlocks'],
  [/^graphsense-trx\/.*traces\.json$/, 'graphSense.tronInternals', negative],
];

const root = SHARED_DATA === null ? '' : join(SHARED_DATA, FOLDER);
const files =
  SHARED_DATA === null
    ? []
    : (readdirSync(root, { recursive: true }) as string[]).filter((path) => statSync(join(root, path)).isFile()).sort();
const readingOf = (path: string): TableReading => ({
  ...{ chain: path.startsWith('graphsense-trx') ? 'tron' : 'ethereum', account: undefined, zoneMinutes: undefined, dayOrder: undefined },
  ...{ mapping: null, form: {}, saved: [], decimals: NOTHING_GIVEN },
});

/** As the intake asks: the readers in their order, then what else it could be. */
async function openAny(path: string): Promise<readonly AccountMaterial[]> {
  const whole = join(root, path);
  const probe = probePath(whole);
  const reading = readingOf(path);
  const binary = importers.entries.some((importer) => importer.id !== 'labels' && importer.id !== 'labelFile' && importer.sniff(probe));
  const opened = binary
    ? null
    : (openRlp(whole, reading) ??
      (await openTable(whole, reading)) ??
      (await openStatedTable(whole, reading)) ??
      (await openNodeObjects(whole, reading)));
  if (opened !== null) return opened.materials;
  recognise(probe);
  throw new Error(`${path}: taken for something else`);
}

interface Read {
  readonly importer: string;
  readonly batches: readonly AccountBatch[];
  readonly rejected: readonly { readonly row: number; readonly reason: string }[];
  readonly table: { readonly rows: number; readonly taken: number };
}

async function readAll(material: AccountMaterial): Promise<Read> {
  const batches: AccountBatch[] = [];
  for await (const batch of material.batches()) batches.push(batch);
  const { rejected, table } = material.summary();
  const all = [...batches.flatMap((batch) => batch.rejected ?? []), ...rejected];
  return { importer: material.importer.replace(/@.*/, ''), batches, rejected: all, table: table ?? { rows: -1, taken: -1 } };
}

/** Numbers as the text they were written as. */
const asWritten = ((_: string, value: unknown, { source }: { readonly source?: string }) =>
  typeof value === 'number' ? source : value) as (key: string, value: unknown) => unknown;

/** Rows by other readers: csv-parse, JSON.parse line by line, or the objects of an answer. Numbers keep their text. */
function rowsOf(path: string): readonly (Cells & { readonly at: string })[] {
  const text = readFileSync(join(root, path), 'utf8');
  if (/\.csv(?:\.bak)?$/.test(path))
    return (parse(text, { columns: true, skip_empty_lines: true, relax_column_count: true }) as Cells[]).map((cells, i) => ({
      ...cells,
      at: `${i + 2}`,
    }));
  const lines = text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [{ line, at: `${i + 1}` }]));
  if (lines.every(({ line }) => /^\{.*\}$/.test(line.trim())))
    return lines.map(({ line, at }) => ({ ...(JSON.parse(line, asWritten) as Cells), at }));
  const answer = JSON.parse(text) as { result?: unknown };
  const result = answer.result ?? answer;
  return (Array.isArray(result) ? result : [result]).map((_, i) => ({ at: `${i + 1}` }));
}

describe.skipIf(SHARED_DATA === null)('real account-chain files', () => {
  const read = new Map<string, Read>();
  const refused = new Map<string, string>();
  const reached = new Set<Known>();
  const knownOf = (path: string): Known | undefined => KNOWN.find(([pattern]) => pattern.test(path));

  beforeAll(async () => {
    for (const path of files) {
      const known = knownOf(path);
      if (known !== undefined) reached.add(known);
      if (known === undefined || known[1].startsWith('another family')) continue;
      try {
        const materials = await openAny(path);
        expect(materials.length, path).toBe(1);
        read.set(path, await readAll(materials[0] as AccountMaterial));
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        refused.set(path, error.code === 'intake.noMovements' ? `refused: ${error.parameters['reason']}` : error.code);
      }
    }
  }, 120_000);

  it('are all known to this list, and the list names none that is not there', () => {
    expect(files.filter((path) => knownOf(path) === undefined)).toEqual([]);
    expect(KNOWN.filter((known) => !reached.has(known)).map(([pattern]) => String(pattern))).toEqual([]);
  });

  it.each(files.filter((path) => !/^(?:bitcoin-etl)\//.test(path)))('%s', (path) => {
    const [, as, refusedRow = () => null] = knownOf(path) as Known;
    if (as.startsWith('refused')) return expect(refused.get(path)).toBe(as);
    if (as.startsWith('unrecognised')) return expect(refused.get(path)).toBe('intake.unrecognised');
    expect(refused.get(path)).toBeUndefined();
    const { importer, batches, rejected, table } = read.get(path) as Read;
    expect(importer).toBe(as);
    if (as === 'rlp.evm') return;
    const rows = rowsOf(path);
    const wrong = rows.flatMap((cells) => {
      const reason = refusedRow(cells);
      return reason === null ? [] : [`${cells.at} ${reason}`];
    });
    // One row of ethereum-etl's geth traces is a block, and each of its traces is refused by itself.
    const own = [...new Set(rejected.map(({ row, reason }) => `${row} ${reason}`))];
    expect(own).toEqual(wrong);
    expect(table.rows).toBe(rows.length);
    if (as !== 'node.evm') expect(table.taken).toBe(rows.length - wrong.length);
    // Every row that was taken stands behind a transaction, a statement or a block.
    const told = new Set<string>(own.map((one) => one.split(' ')[0] as string));
    for (const { transactions, statements = [], blocks = [] } of batches) {
      for (const { rows: of } of transactions) for (const row of of) told.add(`${row}`);
      for (const { row } of statements) told.add(`${row}`);
      if (blocks.length > 0) told.add('1');
    }
    if (as !== 'node.evm' || batches.some(({ transactions }) => transactions.length > 0))
      expect(rows.filter(({ at }) => !told.has(at))).toEqual([]);
  });

  it('give, in RLP, the hash of the header, and what JSON gives of the same block', () => {
    for (const path of files.filter((one) => /eth-block-\w+-rlp-/.test(one))) {
      const bytes = readFileSync(join(root, path));
      const header = path.includes('header') ? bytes : encodeRlp((decodeRlp(bytes) as string[])[0] as string);
      expect(
        read
          .get(path)
          ?.batches.flatMap(({ blocks = [] }) => blocks)
          .map(({ hash }) => hash),
      ).toEqual([keccak256(header)]);
    }
    // Of 997522 the folder has two blocks: the one in RLP is a sibling of the one in JSON.
    for (const number of ['999999']) {
      const [rlp, json] = [read.get(`go-ipld-eth/eth-block-body-rlp-${number}`), read.get(`go-ipld-eth/eth-block-body-json-${number}`)];
      const movements = (one: Read | undefined): unknown =>
        one?.batches.flatMap(({ transactions }) => transactions.map(({ transaction: { events: _, ...transaction } }) => transaction));
      expect(movements(rlp)).toEqual(movements(json));
      const bodies = (one: Read | undefined): unknown => one?.batches.flatMap(({ blocks = [] }) => blocks);
      expect(bodies(rlp)).toEqual(bodies(json));
      expect(rlp?.batches.flatMap(({ blocks = [] }) => blocks)[0]?.transactions).not.toBeNull();
    }
  });

  it('give the sums of the files of GraphSense on TRON', () => {
    const text = (path: string): string => readFileSync(join(root, path), 'utf8');
    const sum = (values: readonly bigint[]): bigint => values.reduce((all, one) => all + one, 0n);
    const fees = 'graphsense-trx/0to10000/tx_fee.json';
    const stated = [...text(fees).matchAll(/"fee":(\d+)/g)].map((match) => BigInt(match[1] as string));
    const facts = read.get(fees)?.batches.flatMap(({ transactions }) => transactions.map((one) => BigInt(one.facts?.['fee'] ?? -1))) ?? [];
    expect(sum(facts)).toBe(sum(stated));
    const internals = 'graphsense-trx/56804500to56805500/traces.json';
    const moved = text(internals)
      .split('\n')
      .filter((line) => line.includes('"rejected":false'))
      .map((line) => BigInt(/"callValue":(-?\d+)/.exec(line)?.[1] ?? 0))
      .filter((value) => value > 0n);
    const transfers =
      read.get(internals)?.batches.flatMap(({ transactions }) => transactions.flatMap((one) => one.transaction.transfers)) ?? [];
    expect(transfers.length).toBe(moved.length);
    expect(sum(transfers.map(({ amount }) => amount))).toBe(sum(moved));
    // Base64 and base58check against each other, by the address that TRON's own USDT is known by.
    const tokens = read.get('graphsense-trx/0to10000/token_configuration.json')?.batches.flatMap(({ statements = [] }) => statements);
    expect(tokens?.[0]).toMatchObject({ contract: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', symbol: 'USDT', decimals: 6, row: 1 });
    // The ids of blocks begin with their numbers, and times rise by three seconds or multiples of it.
    const blocks = read.get('graphsense-trx/56804500to56805500/blocks.json')?.batches.flatMap(({ statements = [] }) => statements) ?? [];
    expect(blocks.length).toBe(1001);
    expect(blocks[0]).toMatchObject({ kind: 'block', number: 56804500, timeSeconds: 1701046164 });
  });
});
