// The rows of a 全銀 statement as a ledger. Years are those of an era without its name: that is stated as an assumption, not guessed in
// silence.
import { readAmount } from '../amounts.ts';
import {
  addressReader,
  DAY,
  type Mapped,
  type MappingContext,
  NO_EVENTS,
  reject,
  type RowMapper,
  type TableHead,
  type TableMapping,
} from '../mapping.ts';
import type { StatedHolder } from '../preamble.ts';
import type { Row } from '../rows.ts';
import type { TableFlag } from '../tableFlag.ts';
import { createTimeWatch } from '../timeWatch.ts';
import { readTime } from '../times.ts';
import { ZENGIN_COLUMNS, type ZenginColumn } from '../zengin.ts';

const JAPAN = { zoneMinutes: 540, dayOrder: null } as const;
const ASSET = { kind: 'fiat', contract: 'JPY', tokenId: null } as const;

/** Two digits of a year: Reiwa up to 18 (2036), Heisei from 19 on (2007 to 2019). */
function eraOf(year: string): 'R' | 'H' {
  return Number(year) <= 18 ? 'R' : 'H';
}

function open(head: TableHead, context: MappingContext): RowMapper {
  const column = new Map(ZENGIN_COLUMNS.map((name) => [name, head.names.indexOf(`zengin${name.toLowerCase()}`)]));
  const readAddress = addressReader(context.chain);
  const flags: TableFlag[] = [];
  const times = createTimeWatch('zoneOfForm');
  let account = context.account ?? '';
  let holder: StatedHolder | null = null;
  let balance: bigint | null = null;
  let sums = { inCount: 0, inSum: 0n, outCount: 0, outSum: 0n };
  const flag = (one: TableFlag): void => {
    if (flags.length < 1000) flags.push(one);
  };
  const yen = (text: string): bigint | null => {
    const reading = readAmount(text.replace(/^0+(?=\d)/, ''), 0);
    return text === '' ? 0n : reading.ok && !reading.negative ? reading.amount : null;
  };
  const stated = (row: Row, name: string, found: bigint, text: string): void => {
    const value = yen(text);
    if (text !== '' && value !== found) flag({ code: 'balanceBreak', row: row.number, expected: `${name} ${found}`, stated: text });
  };
  return {
    map(row): Mapped {
      const cell = (name: ZenginColumn): string => row.cells[column.get(name) ?? -1] ?? '';
      switch (cell('record')) {
        case '1': {
          account = cell('account') || account;
          holder = cell('holder') === '' ? null : { name: cell('holder'), row: row.number };
          const before = cell('before');
          balance = before === '' ? null : (yen(before) ?? 0n) * (cell('overdrawn') === '2' ? -1n : 1n);
          sums = { inCount: 0, inSum: 0n, outCount: 0, outSum: 0n };
          return null;
        }
        case '9':
          return null;
        case '8': {
          stated(row, 'incoming rows', BigInt(sums.inCount), cell('countIn'));
          stated(row, 'incoming sum', sums.inSum, cell('sumIn'));
          stated(row, 'outgoing rows', BigInt(sums.outCount), cell('countOut'));
          stated(row, 'outgoing sum', sums.outSum, cell('sumOut'));
          const after = cell('after');
          const closing = balance === null ? null : balance + sums.inSum - sums.outSum;
          if (closing !== null && after !== '') {
            const value = (yen(after) ?? 0n) * (cell('overdrawn') === '2' ? -1n : 1n);
            if (value !== closing) flag({ code: 'balanceBreak', row: row.number, expected: closing.toString(), stated: value.toString() });
          }
          return null;
        }
        case '2':
          break;
        default:
          return reject('otherShape', 'record', row.cells.join(' '));
      }
      const own = account === '' ? null : readAddress(account);
      if (own === null) return reject('accountUnknown', 'account', account);
      const amount = yen(cell('amount'));
      if (amount === null) return reject('notANumber', 'amount', cell('amount'));
      const date = cell('booked');
      const era = eraOf(date.slice(0, 2));
      const time = /^\d{6}$/.test(date) ? readTime(`${era}${Number(date.slice(0, 2))}.${date.slice(2, 4)}.${date.slice(4)}`, JAPAN) : null;
      if (time === null || !time.ok) return reject(time === null ? 'notATime' : time.problem, 'booked', date);
      const notice = cell('kind') === '01';
      const inOut = notice ? (cell('cancelled') === '1' ? '2' : '1') : cell('inOut');
      if (inOut !== '1' && inOut !== '2') return reject('directionUnknown', 'inOut', inOut);
      const incoming = inOut === '1';
      if (incoming) sums = { ...sums, inCount: sums.inCount + 1, inSum: sums.inSum + amount };
      else sums = { ...sums, outCount: sums.outCount + 1, outSum: sums.outSum + amount };
      if (!flags.some((one) => one.code === 'eraAssumed')) flag({ code: 'eraAssumed', row: row.number, era });
      const day = times.see(time);
      const facts: Record<string, string> = day === null ? {} : { [DAY]: day };
      for (const [role, text] of [
        ['counterpartyName', cell('sender')],
        ['counterpartyBank', [cell('senderBank'), cell('senderBranch')].filter((one) => one !== '').join(' ')],
        ['remark', cell('remark')],
        ['operation', cell('type')],
        ['reference', cell('reference')],
      ] as const)
        if (text !== '') facts[role] = text;
      return {
        transaction: {
          // The reference number counts within one statement only: account and day make it a name.
          id: `${account}:${date}:${cell('reference') || row.number}`,
          blockHash: null,
          blockNumber: null,
          position: null,
          timeSeconds: time.seconds,
          status: 'ok',
          from: null,
          to: null,
          transfers:
            amount === 0n
              ? []
              : [{ path: [row.number], kind: 'ledger', from: incoming ? null : own, to: incoming ? own : null, asset: ASSET, amount }],
          events: NO_EVENTS,
        },
        facts,
        names: holder === null ? null : [{ address: own, name: holder.name, source: 'zengin', row: holder.row }],
      };
    },
    flags: () => [...times.flags(), ...flags],
  };
}

export const zengin: TableMapping = {
  id: 'zengin',
  version: '1',
  family: 'ledger',
  rowCaps: [],
  sniff: (head) => (head.names.includes('zenginrecord') ? { score: 98, reason: '全銀 200-byte records', coin: null } : null),
  open,
};
