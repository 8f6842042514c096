// What a goAML report says of itself, and how many of its parties became entries.
import type { ReactNode } from 'react';
import type { IntakeResult } from '../../../shared/contract/intake.ts';
import { reportTexts } from '../../../shared/words/index.ts';
import { Facts } from '../../design/pieces.tsx';
import { useWords } from '../../session/words.ts';

export function ReportFacts({ result: { report, people } }: { readonly result: Pick<IntakeResult, 'report' | 'people'> }): ReactNode {
  const say = useWords();
  if (report === undefined) return null;
  const word = (key: string, parameters: Readonly<Record<string, string | number>> = {}): string => say.any(key, parameters) ?? key;
  const parties =
    people === undefined
      ? []
      : [
          [word('people.report.people'), word('people.report.parties', { entries: people.entries, links: people.links })] as [
            string,
            string,
          ],
        ];
  return (
    <>
      <h3>{word('people.report.title')}</h3>
      <Facts rows={[...reportTexts(word, report), ...parties]} />
    </>
  );
}
