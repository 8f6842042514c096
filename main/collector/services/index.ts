// The kinds of services that the collector can ask: a new one is one file and one line here.
import { bitcoinRpc } from './bitcoinRpc.ts';
import { esplora } from './esplora.ts';
import { etherscan } from './etherscan.ts';
import { evmRpc } from './evmRpc.ts';
import type { Service } from './service.ts';
import { tronGrid, tronHttp } from './tron.ts';

export const SERVICES: readonly Service[] = [esplora, bitcoinRpc, evmRpc, etherscan, tronHttp, tronGrid];
