// Known answers of the EVM family: Keccak, and the first block of Ethereum with what everybody can look up about it.
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { expectAnswer, type SelfTestStep } from '../../kernel/index.ts';
import { readEvmAddress } from './addresses.ts';
import { headerOf } from './header.ts';
import { EMPTY_TRIE_ROOT, keccak256 } from './keccak.ts';
import { encodeRlp, integerBytes } from './rlp.ts';
import { decodeEvmTransaction, senderOf } from './transaction.ts';

/** EIP-155, "Example": signed by the key 0x4646…46 for chain 1. */
const EIP155_EXAMPLE =
  'f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83';

export const evmSelfTests: readonly SelfTestStep[] = [
  {
    id: 'evmHashes',
    run() {
      const zeros = (length: number): Uint8Array => new Uint8Array(length);
      const genesis = encodeRlp([
        ...[zeros(32), fromHex('1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347'), zeros(20)],
        fromHex('d7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544'),
        ...[EMPTY_TRIE_ROOT, EMPTY_TRIE_ROOT, zeros(256), integerBytes(0x400000000n), zeros(0), integerBytes(0x1388n), zeros(0), zeros(0)],
        fromHex('11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa'),
        ...[zeros(32), fromHex('0000000000000042')],
      ]);
      expectAnswer(hex(headerOf(genesis).hash), 'd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3');
      expectAnswer(hex(keccak256(zeros(0))), 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
      expectAnswer(readEvmAddress('0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'), '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed');
      expectAnswer(hex(senderOf(decodeEvmTransaction(fromHex(EIP155_EXAMPLE)))), '9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f');
      return 'Keccak-256, RLP, header, signature';
    },
  },
];
