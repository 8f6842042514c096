// The middle of a seizure sheet of accounts: expected balances with what they rest on, and the fields of each transfer. Nothing is shortened.
import type { SeizureView } from '../../../../shared/contract/seizure.ts';
import { coinText, grouped } from '../report/format.ts';
import type { Sheet } from '../report/sheet.ts';
import type { Words } from '../report/words.ts';

type Balance = NonNullable<SeizureView['balances']>[number];
const MONO = { style: 'mono', size: 7.3 } as const;
const SMALL = { size: 7.8 } as const;

/** `level` of its headings. */
export function balanceTables(sheet: Sheet, { balances }: SeizureView, { say }: Words, level: 2 | 3): void {
  const rows = balances ?? [];
  const amount = (text: string, { symbol, decimals }: Balance['asset']): string => {
    const value = BigInt(text);
    if (decimals === null) return say('transfer.smallest', { amount: text });
    const shown = coinText(value < 0n ? -value : value, { symbol: symbol ?? '', decimals }).trim();
    return value < 0n ? `-${shown}` : shown;
  };
  sheet.heading(level, say('heading.balances'));
  if (rows.length === 0) {
    sheet.text(say('balances.none'));
    return;
  }
  sheet.text(say('balances.means'));
  sheet.table(
    [
      { title: say('column.asset'), share: 16 },
      { title: say('column.amount'), share: 40, align: 'right' },
      { title: say('column.complete'), share: 44 },
    ],
    rows.map(({ address, asset, amount: held, complete, movements, unplaced, stated, why }) => ({
      cells: [asset.symbol ?? '', amount(held, asset), say(`complete.${complete ? 'yes' : 'no'}`, { count: grouped(movements) })],
      under: [
        { text: address, style: 'mono', size: 8.2 },
        ...(asset.contract === null ? [] : [{ text: say('balance.contract', { contract: asset.contract }), ...MONO }]),
        ...(asset.standing === 'counterfeit' ? [{ text: say('balance.counterfeit'), style: 'bold' as const, size: 7.8 }] : []),
        ...(unplaced === 0 ? [] : [{ text: say('balance.unplaced', { count: grouped(unplaced) }), ...SMALL }]),
        ...(stated === null
          ? []
          : [
              {
                text: say('balance.stated', {
                  ...{ source: stated.source, block: grouped(stated.block), amount: amount(stated.amount, asset) },
                  grade: say(`grade.${stated.grade}`),
                }),
                ...SMALL,
              },
            ]),
        ...(why === null ? [] : [{ text: say(`balanceWhy.${why}`), ...SMALL }]),
      ],
    })),
  );
  const transfers = rows.flatMap(({ address, asset, transfer }) => (transfer === null ? [] : [{ address, asset, transfer }]));
  if (transfers.length === 0) return;
  sheet.heading(level, say('heading.transfers'));
  sheet.text(say('transfers.means'));
  for (const { address, asset, transfer } of transfers) {
    const mono = (text: string) => ({ text, style: 'mono' as const, size: 8 });
    sheet.need(110);
    sheet.pairs([
      [say('transfer.from'), mono(address)],
      [say('transfer.to'), mono(transfer.to)],
      [say('transfer.value'), mono(transfer.form === 'native' ? transfer.amount : '0')],
      ...(transfer.data === '' ? [] : [[say('transfer.data'), mono(transfer.data)] as const]),
      [say('transfer.moves'), `${amount(transfer.amount, asset)} (${say('transfer.smallest', { amount: transfer.amount })})`],
      ...(transfer.feeTaken === null ? [] : [[say('transfer.fee'), amount(transfer.feeTaken, asset)] as const]),
    ]);
  }
}
