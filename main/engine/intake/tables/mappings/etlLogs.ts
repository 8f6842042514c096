// Logs as tables of ethereum-etl and GraphSense list them, one to a row and in any order: read by the same catalogue as the logs of a
// receipt, so that a swap or a wrapped coin is the same whichever file brought it. What only other logs or calls could tell stays open.
import { fromHex } from '../../../../../shared/model/bytes.ts';
import { type AccountTransfer, type EvmLog, knownToken, readLogs } from '../../../chains/index.ts';
import { columnOf, isRejection, type Mapped, type MappingContext, readCount, reject, type RowMapper, type TableHead } from '../mapping.ts';
import type { Row } from '../rows.ts';
import { readerOf } from './etlRows.ts';

const TOPIC = /0x[0-9a-f]{64}/g;
/** Transfer(address,address,uint256): keccak-256 of the signature (EIP-20). */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const BYTES = /^0x(?:[0-9a-f]{2})*$/;

export function openLogs(head: TableHead, context: Pick<MappingContext, 'chain'>): RowMapper {
  const reader = readerOf(head, context.chain);
  const { columns } = reader;
  const separate = [0, 1, 2, 3].map((n) => columnOf(head, `topic${n}`));
  const saidBefore = createOnce(context.chain.id);
  const topicsOf = (row: Row): readonly string[] => {
    const listed = columns.topics >= 0 ? reader.cell(row, columns.topics) : separate.map((column) => reader.cell(row, column)).join(' ');
    return listed.toLowerCase().match(TOPIC) ?? [];
  };
  return {
    map(row): Mapped {
      const place = reader.place(row);
      if (isRejection(place)) return place;
      const contract = reader.address(row, columns.address);
      if (isRejection(contract)) return contract;
      const index = readCount(reader.cell(row, columns.logIndex));
      if (index === null) return reject('badNumber', reader.name(columns.logIndex), reader.cell(row, columns.logIndex));
      const data = reader.cell(row, columns.data).toLowerCase() || '0x';
      if (!BYTES.test(data)) return reject('badNumber', reader.name(columns.data), data);
      // A log is kept only of a transaction that was carried out; one whose contract is not stated says nothing else.
      const transaction = { ...place, status: 'ok', from: null, to: null, transfers: [], events: [] } as const;
      if (contract === null) return { transaction, facts: null, names: null };
      const topics = topicsOf(row);
      const log: EvmLog = {
        address: fromHex(contract.slice(2)),
        topics: topics.map((topic) => fromHex(topic.slice(2))),
        data: fromHex(data.slice(2)),
      };
      const blockHash = place.blockHash === null ? null : fromHex(place.blockHash.slice(2));
      const read = readLogs([log], [index], { chain: context.chain.id, blockHash, sender: null, callerOf: () => null });
      const transfers = read.transfers.filter((transfer) => !saidBefore(place.id, topics[0], transfer));
      return { transaction: { ...transaction, transfers, events: read.events }, facts: null, names: null };
    },
  };
}

const MOST_REMEMBERED = 50_000;

/**
 * Wrapping contracts say that tokens were made or destroyed by a log of their own, some by a Transfer from or to nobody too: of two rows
 * that say the same of one transaction the later one is no movement of its own.
 */
function createOnce(chain: string): (transaction: string, topic: string | undefined, transfer: AccountTransfer) => boolean {
  const said = new Map<string, { transfer: number; own: number }>();
  return (transaction, topic, { kind, from, to, asset, amount }) => {
    if (kind === 'token' || asset.kind !== 'token' || asset.contract === null) return false;
    // Nobody to nobody: the log leaves out whose tokens they were.
    if (from === null && to === null) return true;
    const form = knownToken(chain, asset.contract)?.form;
    if (form !== 'wrapped' && form !== 'tether2017') return false;
    const key = `${transaction} ${asset.contract} ${from} ${to} ${amount}`;
    const counts = said.get(key) ?? { transfer: 0, own: 0 };
    if (said.size >= MOST_REMEMBERED) said.clear();
    said.set(key, counts);
    const [own, other] = topic === TRANSFER ? (['transfer', 'own'] as const) : (['own', 'transfer'] as const);
    counts[own]++;
    return counts[own] <= counts[other];
  };
}
