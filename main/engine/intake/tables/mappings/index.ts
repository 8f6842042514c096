// The known forms of tables: one line each, in the order in which they are asked.
import { defineRegistry } from '../../../kernel/index.ts';
import type { TableMapping } from '../mapping.ts';
import type { Profile } from '../profile.ts';
import { blockchair } from './blockchair.ts';
import { etlLogs, etlReceipts, etlTokenTransfers, etlTraces, etlTransactions } from './ethereumEtl.ts';
import { etherscanInternal, etherscanItems, etherscanNormal, etherscanTokens } from './etherscan.ts';
import { bankChina, bankJapan, bankPlain, bankTaiwan } from './banks.ts';
import { binanceDeposits, binanceStatement, binanceWithdrawals, exchangeLedger, okxFunding } from './exchanges.ts';
import { alipay, wechatPay } from './payments.ts';
import { etherscanApi, graphSenseTransactions, trongridTokens } from './explorerJson.ts';
import { graphSenseTron, inBase64 } from './graphSenseIngest.ts';
import { profileMapping } from './profileMapping.ts';
import { zengin } from './zengin.ts';
import { tronscanTokens, tronscanTransactions } from './tronscan.ts';

/** Forms that are profiles: what the wizard may begin with. */
export const BUILT_IN_PROFILES: readonly Profile[] = [
  alipay,
  wechatPay,
  binanceStatement,
  okxFunding,
  bankChina,
  bankJapan,
  bankTaiwan,
  bankPlain,
  exchangeLedger,
  binanceWithdrawals,
  binanceDeposits,
];

export const tableMappings = defineRegistry<TableMapping>('table mapping', [
  tronscanTokens,
  tronscanTransactions,
  etherscanNormal,
  etherscanInternal,
  etherscanTokens,
  etherscanItems,
  ...graphSenseTron,
  ...[etlTransactions, etlLogs, etlTraces].map(inBase64),
  etlTransactions,
  etlTokenTransfers,
  etlReceipts,
  etlLogs,
  etlTraces,
  trongridTokens,
  ...etherscanApi,
  graphSenseTransactions,
  ...blockchair,
  zengin,
  ...BUILT_IN_PROFILES.map(profileMapping),
]);
