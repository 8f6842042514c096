// Files that are known and tell no movement a case could prove, by their first bytes as the services write them.
import { describe, expect, it } from 'vitest';
import { unreadKind } from './unread.ts';

const kindOf = (text: string) => unreadKind(Buffer.from(text), text.length);

describe('known and not taken in', () => {
  it.each([
    ['a node', JSON.stringify([{ txid: 'ab', version: 1, locktime: 0, vin: [], vout: [], size: 1, weight: 4 }])],
    ['outputs of Blockchair', 'block_id\ttransaction_hash\tindex\ttime\tvalue\tvalue_usd\trecipient\ttype\tscript_hex\n170\tf4'],
    ['transactions of Blockchair', 'block_id\thash\ttime\tsize\tweight\tinput_count\toutput_count\tinput_total\n170\tf4'],
    ['bitcoin-etl', JSON.stringify({ hash: 'ab', size: 1, inputs: [], outputs: [], input_count: 1, output_count: 1 })],
  ])('%s tells coins without their bytes', (_, text) => {
    expect(kindOf(text)).toBe('coinsWithoutBytes');
  });
  it('says nothing of what it does not know', () => {
    expect(kindOf('a,b\n1,2')).toBeNull();
    expect(kindOf(JSON.stringify({ transaction_hash: 'ab', recipient: 'x' }))).toBeNull();
  });
});
