// The answers of a node as material: blocks, transactions, receipts and traces of an EVM chain, blocks and infos of TRON, in any order of
// one file. What a header proves of its block is worked out here and told; nothing is claimed that was not rebuilt.
import { Fault } from '../../../../shared/model/fault.ts';
import { type AccountChain, accountChain, type EvmNetwork, EVM_NETWORKS } from '../../chains/index.ts';
import { openSourceFile, type SourceFile } from '../sourceFile.ts';
import { type JsonKind, type JsonObject, readJsonObjects } from '../tables/index.ts';
import { readEvmObjects } from './evmObjects.ts';
import type { NodeReading } from './nodeReading.ts';
import { byteSourceOf, chooseChain, type OpenedTable, type TableReading } from './tableSource.ts';
import type { TransactionAt } from './places.ts';
import type { AccountMaterial } from './takeInAccounts.ts';
import { readTronObjects } from './tronObjects.ts';

const EVM_KINDS: readonly JsonKind[] = [
  'evm.block',
  'evm.transaction',
  'evm.receipt',
  'evm.log',
  'evm.callTrace',
  'evm.parityTrace',
  'etl.gethTraces',
];
const TRON_KINDS: readonly JsonKind[] = ['tron.block', 'tron.transaction', 'tron.transactionInfo'];
const VERSION = '1';
/** Blocks and what belongs to them may stand far apart in a file: all of it is held at once, and more is refused. */
const LARGEST_DUMP = 256 << 20;
const BATCH = 256;

/** Null where the file is no JSON of a node. Faults: intake.tooLarge, intake.malformed, usage.chainRequired, chain.unknown. */
export async function openNodeObjects(path: string, reading: Pick<TableReading, 'chain' | 'transactionAt'>): Promise<OpenedTable | null> {
  const file = openSourceFile(path);
  try {
    const objects = await collect(file);
    const materials = objects === null ? [] : materialsOf(file, objects, reading);
    if (materials.length > 0) return { materials, close: () => file.close() };
  } catch (error) {
    file.close();
    throw error;
  }
  file.close();
  return null;
}

/** Every object, or null as soon as the first ones show that this is something else. */
async function collect(file: SourceFile): Promise<readonly JsonObject[] | null> {
  const all: JsonObject[] = [];
  for await (const batch of readJsonObjects(byteSourceOf(file))) {
    if (all.length === 0 && !batch.some(({ kind }) => isNodeKind(kind))) return null;
    if (file.size > LARGEST_DUMP) throw new Fault('intake.tooLarge', { file: file.name, bytes: file.size, limit: LARGEST_DUMP });
    all.push(...batch);
  }
  return all.every(isEmptyList) ? null : all;
}

/** Traces of a block without transactions: there is nothing to take in. */
function isEmptyList({ kind, value }: JsonObject): boolean {
  return kind === 'etl.gethTraces' && Array.isArray(value['transaction_traces']) && value['transaction_traces'].length === 0;
}

function isBareAnswer(value: JsonObject['value']): boolean {
  return value['jsonrpc'] === '2.0' && typeof value['result'] === 'string';
}

function isNodeKind(kind: JsonKind | null): boolean {
  return kind !== null && (EVM_KINDS.includes(kind) || TRON_KINDS.includes(kind));
}

function materialsOf(
  file: SourceFile,
  objects: readonly JsonObject[],
  { chain: asked, transactionAt }: Pick<TableReading, 'chain' | 'transactionAt'>,
): AccountMaterial[] {
  const evm = objects.filter(({ kind }) => kind !== null && EVM_KINDS.includes(kind));
  const tron = objects.filter(({ kind }) => kind !== null && TRON_KINDS.includes(kind));
  // A dump of a session holds what contracts answered about themselves, too: single values that name no question.
  const others = objects.filter(({ kind, value }) => !isNodeKind(kind) && !isBareAnswer(value));
  const families = [
    ...(evm.length === 0 ? [] : [{ family: 'evm' as const, own: evm, stated: statedChains(evm) }]),
    ...(tron.length === 0 ? [] : [{ family: 'tron' as const, own: tron, stated: [] }]),
  ];
  return families.map(({ family, own, stated }, i) => {
    const chain = chooseChain(file.name, family, stated, asked);
    return materialOf(file, chain, own, i === 0 ? others : [], transactionAt?.(chain.id) ?? (() => null));
  });
}

/** Chains that transactions name by their chain id (EIP-155); transactions before it name none. Faults: chain.unknown. */
function statedChains(objects: readonly JsonObject[]): readonly string[] {
  const ids = new Set<string>();
  for (const { value } of objects)
    for (const one of [value, ...(Array.isArray(value['transactions']) ? (value['transactions'] as readonly unknown[]) : [])]) {
      const chainId = typeof one === 'object' && one !== null ? (one as { readonly chainId?: unknown }).chainId : undefined;
      if (typeof chainId === 'string' && /^0x[0-9a-fA-F]{1,13}$/.test(chainId)) ids.add(`eip155:${BigInt(chainId)}`);
    }
  for (const id of ids)
    if (accountChain(id) === undefined)
      throw new Fault('chain.unknown', { chain: id, known: EVM_NETWORKS.map(({ name }) => name).join(', ') });
  return [...ids];
}

function materialOf(
  file: SourceFile,
  chain: AccountChain,
  own: readonly JsonObject[],
  others: readonly JsonObject[],
  transactionAt: TransactionAt,
): AccountMaterial {
  let read: NodeReading | null = null;
  return {
    chain,
    importer: `node.${chain.family}@${VERSION}`,
    files: [file],
    reading: '{}',
    async *batches() {
      read = chain.family === 'tron' ? readTronObjects(own) : readEvmObjects(own, chain as EvmNetwork, transactionAt);
      const { placed, blocks } = read;
      for (let i = 0; i < placed.length; i += BATCH) {
        const transactions = placed.slice(i, i + BATCH);
        yield { transactions, done: Math.floor((file.size * (i + transactions.length)) / placed.length) };
      }
      for (const block of blocks) yield { transactions: [], blocks: [block], done: file.size };
    },
    summary() {
      if (read === null) throw new Error('nodeObjects: asked before the last row');
      const unread = others.map(({ row, value }) => ({
        row,
        reason: 'otherShape',
        text: Object.keys(value).slice(0, 8).join(', ').slice(0, 200),
      }));
      const rejected = [...read.rejected, ...unread];
      return {
        rejected,
        names: [],
        table: {
          ...{ rows: own.length + others.length, taken: own.length - read.rejected.length, sheet: '', encoding: 'json' },
          flags: read.flags.map(({ code, ...values }) => ({
            code,
            values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
          })),
        },
      };
    },
  };
}
