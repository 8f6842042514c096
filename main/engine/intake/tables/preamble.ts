// What a statement says above its table: whose account it is, by number and by name.
import { plainText, widthFolded } from './cellText.ts';
import type { TableHead } from './mapping.ts';

/** "账号：6222 0000 …" above the table. */
export function accountIn(head: TableHead): string | null {
  for (const row of head.preamble) {
    const text = widthFolded(row.cells.map(plainText).join(' '));
    const match =
      /(?:账号|帐号|账户号|卡号|帳號|口座番号|支付宝账户|account (?:no\.?|number)|user ?id|uid)\s*[:：]?\s*\[?([0-9A-Za-z*@._-][0-9A-Za-z*@._ -]{4,63})/i.exec(
        text,
      );
    if (match !== null)
      return (
        (match[1] as string)
          .trim()
          .split(/\s{2,}|\s(?=[^\d*])/)[0]
          ?.replaceAll(' ', '') ?? null
      );
  }
  return null;
}

const HOLDER =
  /(?<!对方|對方|对手|對手|相手|交易|付款人|收款人)(?:户名|戶名|账户名称|帐户名称|帳戶名稱|客户姓名|客戶姓名|客户名称|口座名義人?|account\s*(?:name|holder|title)|name of account|customer name)(?:\s*[（(][^）)]*[）)])?\s*[:：]?\s*/i;
/** A name ends where the next pair of the line begins. */
const NEXT_PAIR = /\s{2,}|\t|[,，;；]|\s+(?=\S{1,14}\s*[:：])/;
const LONGEST_NAME = 120;

export interface StatedHolder {
  readonly name: string;
  readonly row: number;
}

/** "户名：张三", "口座名義 | ヤマダ タロウ", "Account name: Chan Tai Man" above the table, as it stands there. */
export function holderIn(head: TableHead): StatedHolder | null {
  for (const { cells, number } of head.preamble)
    for (const [i, cell] of cells.entries()) {
      const text = plainText(cell);
      const match = HOLDER.exec(text);
      if (match === null) continue;
      const beside = text.slice(match.index + match[0].length);
      const name = (
        beside === ''
          ? (cells
              .slice(i + 1)
              .map(plainText)
              .find((one) => one !== '') ?? '')
          : beside
      )
        .replace(/^\[(.*)\]$/, '$1')
        .split(NEXT_PAIR)[0]
        ?.trim();
      if (name !== undefined && name !== '' && name.length <= LONGEST_NAME) return { name, row: number };
    }
  return null;
}
