// What the court file of another case says that stays its case's: counts by the names that the counts of an export have, for window and command line
// alike. Sentences stand in the locale files.
import type { IntakeResult } from '../contract/intake.ts';

type BagNote = NonNullable<IntakeResult['bag']>;

export function countsOfBag({
  runs,
  accountRuns,
  accountRowsUnread,
  valuesOnTrust,
  people,
  requests,
  exhibits,
  scans,
  seizures,
}: BagNote): Readonly<Record<string, number>> {
  const counted = {
    ...{ runs: runs.length, accountRuns: accountRuns?.length, accountRows: accountRowsUnread, onTrust: valuesOnTrust },
    ...{ people, requests, exhibits, scans, seizures },
  };
  return Object.fromEntries(Object.entries(counted).flatMap(([name, count]) => (count === undefined ? [] : [[name, count]])));
}
