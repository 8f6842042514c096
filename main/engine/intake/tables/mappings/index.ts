// The known forms of tables: one line each, in the order in which they are asked.
import { defineRegistry } from '../../../kernel/index.ts';
import type { TableMapping } from '../mapping.ts';
import { etlLogs, etlReceipts, etlTokenTransfers, etlTraces, etlTransactions } from './ethereumEtl.ts';
import { etherscanInternal, etherscanItems, etherscanNormal, etherscanTokens } from './etherscan.ts';
import { tronscanTokens, tronscanTransactions } from './tronscan.ts';

export const tableMappings = defineRegistry<TableMapping>('table mapping', [
  tronscanTokens,
  tronscanTransactions,
  etherscanNormal,
  etherscanInternal,
  etherscanTokens,
  etherscanItems,
  etlTransactions,
  etlTokenTransfers,
  etlReceipts,
  etlLogs,
  etlTraces,
]);
