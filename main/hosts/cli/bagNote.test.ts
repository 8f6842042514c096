// What a terminal says of another case's court file that was taken in: what stays that case's is counted by name.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { IntakeResult } from '../../../shared/contract/intake.ts';
import { createCatalogue, type Parameters, say } from '../../../shared/words/index.ts';
import type { Desk } from './command.ts';
import { intakeOutcome } from './intake.ts';

const locale = new URL('../../../resources/locales/en/cli.json', import.meta.url);
const catalogue = createCatalogue({ cli: JSON.parse(readFileSync(locale, 'utf8')) });
const desk = { say: (key: string, given?: Parameters) => say(catalogue, key, given), width: 100 } as unknown as Desk;
const TAKEN: IntakeResult = {
  ...{ source: 'ab', mode: 'bag', chain: null, blocks: 0, accepted: 0, new: 0, stale: 0, refused: [], headers: null, transactions: 2 },
  ...{ undo: 'none', partial: false, rejectedRows: [] },
  bag: {
    ...{ caseId: 'c', reference: 'HP-7/26', fingerprint: 'f', checkpoint: 'k', runs: [], valuesOnTrust: 0 },
    ...{ requests: 2, exhibits: 4, scans: 3, seizures: 1 },
  },
};

it('counts exhibits, scans and seizures beside requests, and nothing that the file does not hold', () => {
  const { text, document } = intakeOutcome([TAKEN], desk);
  const told = (text as string)
    .slice((text as string).indexOf('Of case HP-7/26, counted and not taken in'))
    .split('\n')
    .slice(1);
  expect(told.map((line) => line.split(/ {2,}/))).toEqual([
    ['Runs', '0'],
    ['Taken on trust', '0'],
    ['Requests', '2'],
    ['Exhibits', '4'],
    ['Scans', '3'],
    ['Seizures', '1'],
  ]);
  expect(document).toMatchObject({ bag: { exhibits: 4, scans: 3, seizures: 1 } });
});
