// What a table of movements gave: rows read, taken and rejected, and what the table as a whole gives away.
import { Intent } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { IntakeResult } from '../../../shared/contract/intake.ts';
import { Notice } from '../../design/Notice.tsx';
import { groupThousands } from '../../design/amounts.ts';
import { Facts } from '../../design/pieces.tsx';
import { useWords, type Words } from '../../session/words.ts';

/** Notes that say what holds, not what to beware of. */
const REASSURING: ReadonlySet<string> = new Set([
  'blockProven',
  'zoneOfColumn',
  'zoneOfForm',
  'zoneStated',
  'zoneUsual',
  'daysOnly',
  'ownRowsNamed',
  'ownRowsRead',
]);

/** Why a row was not taken. */
export function rowReason(say: Words, reason: string): string {
  return say.has(`rowReasons.${reason}`) ? say(`rowReasons.${reason}`) : say.reason(reason);
}

export function rejectedRows({ rejectedRows: rows }: Pick<IntakeResult, 'rejectedRows'>): number {
  // Beyond the first thousand only their number is kept, in a row of its own.
  return rows.reduce((sum, { reason, row, text }) => sum + (reason === 'more' && row === 0 ? Number(text) : 1), 0);
}

export function TableNote({ result }: { readonly result: IntakeResult }): ReactNode {
  const say = useWords();
  const { table } = result;
  if (table === undefined) return null;
  // What stands beside the rejected rows with its way out is not told twice.
  const warnings = table.flags.filter(({ code }) => !REASSURING.has(code) && code !== 'decimalsUnknown');
  return (
    <>
      <Facts
        rows={[
          [
            say('tables.rows'),
            say('tables.rowCounts', {
              rows: groupThousands(table.rows),
              taken: groupThousands(table.taken),
              rejected: groupThousands(rejectedRows(result)),
            }),
          ],
          table.sheet === '' ? null : [say('tables.sheet'), table.sheet],
          [say('tables.encoding'), table.encoding],
          ...table.flags
            .filter(({ code }) => REASSURING.has(code))
            .map(({ code, values }): [string, string] => [
              say(code === 'blockProven' ? 'tables.rebuilt' : 'tables.times'),
              flagText(say, code, values),
            ]),
        ]}
      />
      {warnings.length === 0 ? null : (
        <Notice compact intent={Intent.WARNING} title={say('tables.flags', { count: warnings.length })}>
          <ul className="th-plain-list">
            {warnings.slice(0, 100).map(({ code, values }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the flags of one table never move
              <li key={index}>{flagText(say, code, values)}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

export function flagText(say: Words, code: string, values: Readonly<Record<string, string>>): string {
  if (say.has(`tableFlags.${code}`)) return say(`tableFlags.${code}`, values);
  return `${code}: ${Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')}`;
}
