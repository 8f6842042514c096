// The currency that a statement names above its table or in its columns: the rows of many say none. It reads words and believes no layout.
import { plainText, widthFolded } from '../cellText.ts';
import { CURRENCY_CODES, CURRENCY_WORDS } from '../ledgerAssets.ts';
import type { TableHead } from '../mapping.ts';

const SIGNS: Readonly<Record<string, string>> = { HK$: 'HKD', NT$: 'TWD', US$: 'USD', S$: 'SGD', MOP$: 'MOP' };
/** Words that mean the currency of the country they stand in, whichever that is. */
const OWN_UNIT: Readonly<Record<string, RegExp>> = { CNY: /[(]元[)]/, TWD: /[(]元[)]/, JPY: /円/ };

/** Null where none is named, or several are. `usual` is that of the form: what only says "元" or "円" means it. */
export function currencyOfTable(head: TableHead, usual: string | null): string | null {
  const columns = head.columns.map((name) => widthFolded(plainText(name)));
  const above = head.preamble.map((row) => widthFolded(row.cells.map(plainText).join(' ')));
  const found = new Set<string>();
  for (const text of [...columns, ...above]) {
    for (const [code] of text.matchAll(/(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])/g)) if (CURRENCY_CODES.has(code)) found.add(code);
    for (const [word, code] of CURRENCY_WORDS) if (text.includes(word)) found.add(code);
    for (const [sign, code] of Object.entries(SIGNS)) if (new RegExp(`(?<![A-Z])${sign.replace('$', '\\$')}`).test(text)) found.add(code);
  }
  if (found.size === 0 && usual !== null && columns.some((name) => OWN_UNIT[usual]?.test(name) === true)) return usual;
  return found.size === 1 ? ([...found][0] as string) : null;
}
