// What a goAML report says of itself, in words, for window and command line alike. Sentences stand in resources/locales/*/people.json.
import type { ReportNote } from '../contract/goaml.ts';
import type { Parameters } from './say.ts';

export function reportTexts(say: (key: string, parameters?: Parameters) => string, note: ReportNote): [label: string, text: string][] {
  const { form, schemaVersion, reportingEntity, branch, reportCode, submissionCode, indicators, transactions, movements, refused } = note;
  const names = (of: ReportNote['unknown']): string => of.map(({ name, count }) => `${name} × ${count}`).join(', ');
  const rows: [string, string][] = [
    ['schema', say('people.report.family', { form, version: schemaVersion }).trim()],
    ['entity', [reportingEntity, branch].filter((text) => text !== '').join(' · ')],
    ['code', [reportCode, submissionCode].filter((text) => text !== '').join(' · ')],
    ...(['reference', 'date', 'currency', 'reason', 'action'] as const).map((name): [string, string] => [name, note[name]]),
    ['authority', note.authorityReference],
    ['indicators', indicators.join(', ')],
    ['counts', say('people.report.transactionsCounted', { transactions, movements, refused })],
    ['unknown', names(note.unknown)],
    ['unread', names(note.unread)],
  ];
  return rows.flatMap(([name, text]) => (text === '' ? [] : [[say(`people.report.${name}`), text]]));
}
