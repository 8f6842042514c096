// Known answers of the chain room: the first blocks of Bitcoin and Litecoin, whose ids and work everybody can look up.
import { displayHash, fromHex } from '../../../../shared/model/bytes.ts';
import { expectAnswer, type SelfTestStep } from '../../kernel/index.ts';
import { activeKernel, nodeKernel } from './hashKernel.ts';
import { LITECOIN } from './litecoinNetworks.ts';
import { BITCOIN } from './networks.ts';
import { headerHashes, txidsOf } from './txids.ts';
import { readTransaction } from './walkBlock.ts';

const GENESIS_COINBASE =
  '01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054696d65732030332f4a616e2f' +
  '32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73ffffffff0100f2052a010000004341' +
  '04678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000';

export const chainSelfTests: readonly SelfTestStep[] = [
  {
    id: 'blockHashes',
    run() {
      const kernel = activeKernel();
      expectAnswer(
        displayHash(headerHashes(BITCOIN.genesisHeader, kernel)),
        '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f',
      );
      const work = new Uint8Array(32);
      kernel.scrypt(LITECOIN.genesisHeader, work);
      expectAnswer(displayHash(work), '0000050c34a64b415b6b15b37f2216634b5b1669cb9a2e38d76f7213b0671e00');
      const coinbase = fromHex(GENESIS_COINBASE);
      expectAnswer(
        displayHash(txidsOf(coinbase, readTransaction(coinbase), kernel)),
        '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b',
      );
      return kernel === nodeKernel ? 'SHA-256 and scrypt, without WebAssembly' : 'SHA-256 and scrypt, WebAssembly';
    },
  },
];
