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
      if (mapped === null || isRejection(mapped)) return mapped;
      const { transfers } = mapped.transaction;
      // Nearly no row names nobody: what a row says is copied only where it does.
      for (const transfer of transfers)
        if (named(transfer) !== transfer) return { ...mapped, transaction: { ...mapped.transaction, transfers: transfers.map(named) } };
      return mapped;
    },
  };
}
