// What a node states about a transaction whose own bytes are not at hand: logs and internal transactions, nothing else. Who signed, what
// was called and who paid the fee stay unknown until the transaction itself comes from another file.
import { contractType } from './contracts.ts';
import type { TronInfo } from './info.ts';
import { NO_PLACE, readTronTransaction, type TronReading } from './readTransaction.ts';

/** TriggerSmartContract: only the virtual machine writes logs and internal transactions. */
const TRIGGER = 31;
const NOTHING = new Uint8Array(0);

/** `logsBefore`: logs of the block before this transaction's; infos of one block come in the order of its transactions. */
export function readTronInfoAlone(info: TronInfo, logsBefore: number): TronReading {
  const reading = readTronTransaction(
    {
      ...{ bytes: null, rawData: NOTHING, txid: info.txid, signatures: [], results: [] },
      contract: { type: contractType(TRIGGER), typeUrl: '', values: {}, unknownFields: [], permissionId: 0 },
      ...{ refBlockBytes: NOTHING, refBlockHash: NOTHING, expirationMs: 0n, timestampMs: 0n, feeLimitSun: 0n, data: NOTHING },
    },
    info,
    { ...NO_PLACE, logsBefore },
  );
  const { transaction, provable, grounds } = reading;
  // A fee that nobody is named for would contradict the one that the transaction's own record states.
  const kept = transaction.transfers.map(({ kind, from }) => kind !== 'fee' || from !== null);
  const those = <Value>(list: readonly Value[]): readonly Value[] => list.filter((_, i) => kept[i]);
  return {
    transaction: { ...transaction, transfers: those(transaction.transfers) },
    provable: those(provable),
    grounds: those(grounds),
    notices: [...new Set([...reading.notices, 'noTransaction' as const])],
  };
}
