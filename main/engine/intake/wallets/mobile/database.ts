// Databases of mobile wallets: which program's it is by its tables, then its public parts row by row. What each table and column means is cited where
// it is read.
import { isSqlite, type Readable, sqliteRows } from '../../scanners/contents/sqlitePages.ts';
import { lastName } from '../../scanners/contents/source.ts';
import { readable, withLogOf } from '../../scanners/sqliteDatabase.ts';
import type { WalletReader } from '../../scanners/seized.ts';
import { headText } from '../jsonValue.ts';
import { draftReading } from '../reading.ts';
import { MOST_DATABASE, tooLarge } from '../wholeFile.ts';
import { bdk } from './bdk.ts';
import { bitcoinKit } from './bitcoinKit.ts';
import { bither } from './bither.ts';
import { brd } from './brd.ts';
import type { MobileForm } from './form.ts';
import { mycelium } from './mycelium.ts';
import { phoenix } from './phoenix.ts';

const FORMS: readonly MobileForm[] = [mycelium, brd, bither, bdk, bitcoinKit, phoenix];
/** The schema goes on behind the first page: its texts are not in the head. */
const INTERIOR = 5;
/** Of a file of which neither name nor first page says anything. */
const MOST_UNKNOWN = 64 * 2 ** 20;

export const mobileDatabase: WalletReader = {
  id: 'mobileDatabase',
  takes({ path, size, head }) {
    if (!isSqlite(head)) return false;
    const text = headText(head);
    return FORMS.some((form) => isNamed(form, path) || form.mark.test(text)) || (head[100] === INTERIOR && size <= MOST_UNKNOWN);
  },
  async read(file) {
    const named = FORMS.find((form) => isNamed(form, file.path));
    const own = file.size > MOST_DATABASE ? null : await file.bytes(MOST_DATABASE);
    if (own === null) return named === undefined ? null : tooLarge(named.form);
    // Of a file that merely may be one the log is not sought: that costs a second look in an archive.
    const before = tablesOf(readable(own));
    if (named === undefined && !FORMS.some((form) => form.fits(before))) return null;
    const database = await withLogOf(file, own, MOST_DATABASE);
    const tables = tablesOf(database.source);
    const form = FORMS.find((one) => one.fits(tables));
    if (form === undefined) return null;
    const draft = draftReading(form.form, '', 'bip122');
    const taker = form.begin(draft, file.path);
    const rows = sqliteRows(
      database.source,
      () => draft.notRead('damagedPages'),
      (table) => form.wants(table),
    );
    for (const row of rows) {
      try {
        taker.row(row);
      } catch {
        draft.notRead('damagedRecords');
      }
    }
    taker.end();
    if (database.isLogLeft) draft.notRead('writeAheadLog');
    return draft.finish();
  },
};

const isNamed = ({ name }: MobileForm, path: string): boolean => name?.test(lastName(path)) === true;

function tablesOf(source: Readable): ReadonlySet<string> {
  const names = new Set<string>();
  const unread = (name: string): boolean => {
    names.add(name);
    return false;
  };
  for (const _ of sqliteRows(source, () => undefined, unread));
  return names;
}
