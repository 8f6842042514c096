// Opens a mapping, and gives its movements of tokens the one form that records of the same movement share. It reads no cell itself.
import { type AccountTransfer, tokenParties } from '../../chains/index.ts';
import { isRejection, type MappingContext, type RowMapper, type TableHead, type TableMapping } from './mapping.ts';

export function openMapping(mapping: TableMapping, head: TableHead, context: MappingContext): RowMapper {
  const mapper = mapping.open(head, context);
  const { family } = context.chain;
  if (family === 'ledger') return mapper;
  // An explorer writes the address of nobody where a log makes or destroys tokens: left so, the row would be a second movement beside it.
  const named = (transfer: AccountTransfer): AccountTransfer => {
    if (transfer.kind !== 'token') return transfer;
    const parties = tokenParties(family, transfer.from, transfer.to);
    return parties.from === transfer.from && parties.to === transfer.to ? transfer : { ...transfer, ...parties };
  };
  return {
    ...mapper,
    map(row) {
      const mapped = mapper.map(row);
      if (mapped === null || isRejection(mapped) || mapped.transaction.transfers.length === 0) return mapped;
      const before = mapped.transaction.transfers;
      const transfers = before.map(named);
      if (transfers.every((transfer, i) => transfer === before[i])) return mapped;
      return { ...mapped, transaction: { ...mapped.transaction, transfers } };
    },
  };
}
