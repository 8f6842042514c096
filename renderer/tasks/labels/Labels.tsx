// Labels: attributions by named sources. Search over all of them, the lists they came in with their versions, where lists contradict each
// other, and the examiner's own.
import { SegmentedControl } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useKept } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { AllLabels } from './AllLabels.tsx';
import { Conflicts } from './Conflicts.tsx';
import { Lists } from './Lists.tsx';
import { OwnLabels } from './OwnLabels.tsx';

const PARTS = ['all', 'lists', 'conflicts', 'own'] as const;
type Part = (typeof PARTS)[number];

export function Labels(): ReactNode {
  const say = useWords();
  const [part, choose] = useKept<Part>('labels', 'all');
  return (
    <>
      <SegmentedControl
        options={PARTS.map((value) => ({ value, label: say(`labels.part.${value}`) }))}
        value={part}
        onValueChange={(next) => choose(next as Part)}
        className="th-labels-parts"
      />
      <JobPanel names={['labels.add', 'labels.preview']} />
      {part === 'all' ? (
        <AllLabels onLists={() => choose('lists')} />
      ) : part === 'lists' ? (
        <Lists />
      ) : part === 'conflicts' ? (
        <Conflicts />
      ) : (
        <OwnLabels />
      )}
    </>
  );
}
