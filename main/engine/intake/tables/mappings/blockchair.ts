// Blockchair's daily dumps (TSV) of Ethereum: transactions, internal calls and ERC-20 transfers. Amounts count the smallest unit; hashes
// and addresses come with or without 0x. Its dumps of UTXO chains are read elsewhere: they are no accounts.
import type { AccountTransfer } from '../../../chains/index.ts';
import { readInteger } from '../amounts.ts';
import { plainText } from '../cellText.ts';
import {
  addressReader,
  columnOf,
  type Mapped,
  NATIVE,
  NO_EVENTS,
  NO_TRANSFERS,
  readCount,
  readHash,
  reject,
  type TableHead,
  type TableMapping,
  UNKNOWN_INDEX,
} from '../mapping.ts';
import { readTime, UTC } from '../times.ts';

type Table = 'transactions' | 'calls' | 'erc20';

const prefixed = (text: string): string => (text === '' || text.startsWith('0x') ? text : `0x${text}`);

function opener(table: Table): TableMapping['open'] {
  return (head, context) => {
    const readAddress = addressReader(context.chain);
    const index = new Map(
      [
        'hash',
        'transactionhash',
        'blockid',
        'index',
        'time',
        'failed',
        'type',
        'sender',
        'recipient',
        'value',
        'fee',
        'tokenaddress',
        'transferred',
      ].map((name) => [name, columnOf(head, name)]),
    );
    return {
      map(row): Mapped {
        const cell = (name: string): string => plainText(row.cells[index.get(name) ?? -1] ?? '');
        const hashText = table === 'transactions' ? cell('hash') : cell('transactionhash');
        const id = readHash(prefixed(hashText), 'evm');
        if (id === null) return reject('badHash', table === 'transactions' ? 'hash' : 'transaction_hash', hashText);
        const time = readTime(cell('time'), UTC);
        if (!time.ok) return reject(time.problem, 'time', cell('time'));
        const addresses: (string | null)[] = [];
        for (const name of ['sender', 'recipient', 'tokenaddress']) {
          const text = cell(name);
          const address = text === '' ? null : readAddress(prefixed(text));
          if (address === null && text !== '') return reject('badAddress', name, text);
          addresses.push(address);
        }
        const [from = null, to = null, contract = null] = addresses;
        const amount = readInteger(cell('value'));
        if (amount === null) return reject(/e[+-]?\d+$/i.test(cell('value')) ? 'scientific' : 'badNumber', 'value', cell('value'));
        const failed = cell('failed') === '1';
        const transfers: AccountTransfer[] = [];
        if (table === 'erc20') {
          if (contract === null) return reject('assetUnknown', 'token_address', '');
          transfers.push({
            path: [1, UNKNOWN_INDEX, 0],
            kind: 'token',
            from,
            to,
            asset: { kind: 'token', contract, tokenId: null },
            amount,
          });
        } else if (table === 'calls') {
          // index 0 is the transaction's own call, 0.1.2 a call inside it.
          const steps = cell('index').split('.').slice(1).map(Number);
          if (steps.some((step) => !Number.isInteger(step))) return reject('badNumber', 'index', cell('index'));
          const moved = !failed && cell('transferred') !== '0' && amount > 0n;
          if (moved)
            transfers.push({ path: [0, ...steps], kind: steps.length === 0 ? 'value' : 'internal', from, to, asset: NATIVE, amount });
        } else {
          if (!failed && amount > 0n) transfers.push({ path: [0], kind: 'value', from, to, asset: NATIVE, amount });
          const fee = readInteger(cell('fee') || '0');
          if (fee === null) return reject('badNumber', 'fee', cell('fee'));
          // A reward of a block stands among the transactions too, without a sender.
          if (fee > 0n && from !== null) transfers.push({ path: [2], kind: 'fee', from, to: null, asset: NATIVE, amount: fee });
        }
        const own = table === 'transactions';
        return {
          transaction: {
            id,
            blockHash: null,
            blockNumber: readCount(cell('blockid')),
            position: own ? readCount(cell('index')) : null,
            timeSeconds: time.seconds,
            status: table === 'calls' ? (failed ? 'unknown' : 'ok') : failed ? 'failed' : 'ok',
            from: own ? from : null,
            to: own ? to : null,
            transfers: transfers.length === 0 ? NO_TRANSFERS : transfers,
            events: NO_EVENTS,
          },
          facts: null,
          names: null,
        };
      },
    };
  };
}

const mapping = (table: Table, fits: readonly string[]): TableMapping => ({
  id: `blockchair.${table}`,
  version: '1',
  family: 'evm',
  rowCaps: [],
  sniff: (head: TableHead) => (fits.every((name) => head.names.includes(name)) ? { score: 92, reason: fits.join(', '), coin: null } : null),
  open: opener(table),
});

export const blockchair: readonly TableMapping[] = [
  mapping('transactions', ['blockid', 'hash', 'time', 'sender', 'recipient', 'value', 'callcount']),
  mapping('calls', ['blockid', 'transactionhash', 'index', 'depth', 'sender', 'recipient', 'value']),
  mapping('erc20', ['blockid', 'transactionhash', 'tokenaddress', 'sender', 'recipient', 'value']),
];
