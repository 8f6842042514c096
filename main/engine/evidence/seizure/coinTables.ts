// The middle of a seizure sheet of coins: addresses, outputs, and what each transaction costs. Ids stand whole.
import type { SeizureView } from '../../../../shared/contract/seizure.ts';
import { coinText, grouped, groupedId } from '../report/format.ts';
import type { Sheet } from '../report/sheet.ts';
import type { Words } from '../report/words.ts';
import { psbtName } from './seizureFiles.ts';

type Coins = NonNullable<SeizureView['coins']>;
const MONO = { style: 'mono', size: 7.3 } as const;
const SMALL = { size: 7.8 } as const;
/** Ranges without blocks that are printed of one address. */
const MOST_GAPS = 4;

/** `level` of its headings. */
export function coinTables(sheet: Sheet, view: SeizureView, coins: Coins, { say }: Words, level: 2 | 3): void {
  const coin = { symbol: coins.unit.symbol ?? '', decimals: coins.unit.decimals ?? 0 };
  const amount = (text: string): string => coinText(BigInt(text), coin);
  addresses(sheet, coins, say, amount, level);
  outputs(sheet, coins, say, amount, level);
  plan(sheet, view, coins, say, amount, level);
}

type Say = Words['say'];
type Amount = (text: string) => string;

function addresses(sheet: Sheet, coins: Coins, say: Say, amount: Amount, level: 2 | 3): void {
  sheet.heading(level, say('heading.addresses'));
  sheet.table(
    [
      { title: say('column.type'), share: 24 },
      { title: say('column.unspent'), share: 38, align: 'right' },
      { title: say('column.unknown'), share: 38, align: 'right' },
    ],
    coins.addresses.map(({ address, type, path, unspentSat, unknownSat, spent, gaps }) => ({
      cells: [type, amount(unspentSat), amount(unknownSat)],
      under: [
        { text: address, style: 'mono', size: 8.2 },
        ...(path === null ? [] : [{ text: say('address.path', { path }), ...SMALL }]),
        ...(spent === 0 ? [] : [{ text: say('address.spent', { count: grouped(spent) }), ...SMALL }]),
        { text: gapsText(gaps, say), ...SMALL },
      ],
    })),
  );
}

function gapsText(gaps: Coins['addresses'][number]['gaps'], say: Say): string {
  if (gaps.length === 0) return say('address.noGaps');
  const shown = gaps.slice(0, MOST_GAPS).map(({ from, to }) => (from === to ? grouped(from) : `${grouped(from)}–${grouped(to)}`));
  const text = shown.join(', ');
  const more = gaps.length - shown.length;
  return say('address.gaps', { gaps: more === 0 ? text : say('address.gapsMore', { gaps: text, more }) });
}

function outputs(sheet: Sheet, coins: Coins, say: Say, amount: Amount, level: 2 | 3): void {
  sheet.heading(level, say('heading.outputs'));
  if (coins.outputs.length === 0) {
    sheet.text(say('outputs.none'));
    return;
  }
  sheet.text(say('outputs.means'));
  sheet.table(
    [
      { title: say('column.amount'), share: 30, align: 'right' },
      { title: say('column.height'), share: 13, align: 'right' },
      { title: say('column.grade'), share: 20 },
      { title: say('column.spending'), share: 27 },
      { title: say('column.part'), share: 10, align: 'right' },
    ],
    coins.outputs.map(({ outpoint, address, amountSat, height, grade, state, knownTo, part, why }) => ({
      cells: [
        amount(amountSat),
        height === null ? say('notKnown') : grouped(height),
        say(`grade.${grade}`),
        state === 'unknown' && knownTo !== null
          ? `${say('output.unknown')}; ${say('output.unknownTo', { height: grouped(knownTo) })}`
          : say(`output.${state}`),
        part === null ? '–' : String(part),
      ],
      under: [
        { text: groupedId(outpoint), ...MONO },
        { text: address, ...MONO },
        ...(why === null ? [] : [{ text: say(`why.${why}`), ...SMALL }]),
      ],
    })),
  );
}

function plan(
  sheet: Sheet,
  { seizure }: SeizureView,
  { parts, totals, feeRateSatPerKvb }: Coins,
  say: Say,
  amount: Amount,
  level: 2 | 3,
): void {
  sheet.heading(level, say('heading.plan'));
  if (parts.length === 0) sheet.text(say('plan.none'));
  else {
    sheet.text(say('plan.means'));
    if (feeRateSatPerKvb !== null) sheet.text(say('plan.rate', { rate: grouped(BigInt(feeRateSatPerKvb)) }));
    sheet.table(
      [
        { title: say('column.transaction'), share: 10, align: 'right' },
        { title: say('column.inputs'), share: 9, align: 'right' },
        { title: say('column.size'), share: 8, align: 'right' },
        { title: say('column.sum'), share: 25, align: 'right' },
        { title: say('column.fee'), share: 25, align: 'right' },
        { title: say('column.paid'), share: 25, align: 'right' },
      ],
      parts.map(({ part, inputs, vsize, sumSat, feeSat, paidSat, txid, sha256 }) => ({
        cells: [String(part), grouped(inputs), grouped(vsize), amount(sumSat), amount(feeSat), amount(paidSat)],
        under: [
          { text: say('part.file', { name: psbtName(seizure, part) }), ...SMALL },
          { text: groupedId(sha256), ...MONO },
          { text: txid === null ? say('part.noTxid') : say('part.txid'), ...SMALL },
          ...(txid === null ? [] : [{ text: groupedId(txid), ...MONO }]),
        ],
      })),
    );
    sheet.bullets([...new Set(parts.flatMap(({ notes }) => notes))].map((note) => say(`note.${note}`)));
  }
  sheet.need(120);
  sheet.pairs([
    [say('total.unspent'), amount(totals.unspentSat)],
    [say('total.unknown'), amount(totals.unknownSat)],
    [say('total.taken'), amount(totals.takenSat)],
    [say('total.fee'), amount(totals.feeSat)],
    [say('total.paid'), { text: amount(totals.paidSat), style: 'bold' }],
  ]);
}
