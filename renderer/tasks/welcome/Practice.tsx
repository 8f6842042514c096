// Practice cases with known truth: each is made in a new folder and opened with its files taken in. Nothing of them is evidence.
import { FolderNew } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import { Panel } from '../../design/pieces.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

/** Each with where one begins. */
const TASKS = { theft: 'sources', ring: 'accounts', trade: 'accounts', device: 'devices' } as const;
const STORIES = ['theft', 'ring', 'trade', 'device'] as const;

export function Practice(): ReactNode {
  const say = useWords();
  const { work, noteDone, go, jobs } = useSession();
  const make = async (story: (typeof STORIES)[number], [folder]: readonly Granted[]) => {
    if (folder === undefined) return;
    const made = await work('learn.practice', say('practice.making'), {
      ...{ story, out: folder.grant, title: say(`practice.${story}.title`) },
      ...{ examiner: say('practice.examiner'), agency: say('practice.agency') },
    });
    if (made === null) return;
    go({ task: TASKS[story] });
    const { folderName, passphrase, truth, task } = made;
    const said = { folder: folderName, passphrase, truth };
    noteDone(task === null ? say('practice.made', said) : say('practice.madeTask', { ...said, task }));
  };
  const busy = jobs.some(({ name }) => name === 'learn.practice');
  return (
    <Panel title={say('practice.title')} className="th-panel-slim">
      <p>{say('practice.about')}</p>
      {STORIES.map((story) => (
        <div key={story} className="th-practice">
          <strong>{say(`practice.${story}.title`)}</strong>
          <p className="th-muted th-small">{say(`practice.${story}.about`)}</p>
          {busy ? null : (
            <ChooseButton
              purpose="newFolder"
              icon={<FolderNew />}
              text={say(`practice.${story}.make`)}
              suggestedName={`practice-${story}`}
              onChosen={(chosen) => void make(story, chosen)}
            />
          )}
        </div>
      ))}
      <JobPanel names={['learn.practice']} />
    </Panel>
  );
}
