// The rules that stand in the case: the unit's own, taken in from a file, or the program's example, which says that it is one.
import { Button, Intent } from '@blueprintjs/core';
import { Document } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { bookText } from '../../../shared/words/index.ts';
import { Notice } from '../../design/Notice.tsx';
import { FaultNotice, Loading, Panel } from '../../design/pieces.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useExposureWords } from './words.ts';

export function Rules(): ReactNode {
  const words = useExposureWords();
  const { act, ask, announce, report } = useSession();
  const { data, fault } = useAsk('exposure.rules', {});
  if (fault !== null) return <FaultNotice fault={fault} />;
  if (data === null) return <Loading />;
  const set = async (file?: string) => {
    if ((await act('exposure.setRules', file === undefined ? {} : { file })) !== null) announce(words.say('setLine'));
  };
  const copy = () =>
    ask('exposure.example', {})
      .then(({ text }) => navigator.clipboard.writeText(text))
      .then(() => announce(words.say('copied')), report);
  return (
    <Panel title={words.say('rules')}>
      <Notice compact intent={data.example ? Intent.WARNING : Intent.NONE}>
        {bookText(words, data)}
      </Notice>
      <ul className="th-exposure-rules">
        {data.rules.map(({ id, title }) => (
          <li key={id}>
            {title} <span className="th-muted th-mono">{id}</span>
          </li>
        ))}
      </ul>
      <div className="th-actions">
        <ChooseButton
          purpose="openFiles"
          icon={<Document />}
          text={words.say('takeIn')}
          onChosen={([file]) => (file === undefined ? undefined : void set(file.grant))}
        />
        <Button variant="outlined" text={words.say('copyExample')} onClick={() => void copy()} />
        {data.example ? null : <Button variant="outlined" text={words.say('backToExample')} onClick={() => void set()} />}
      </div>
      <p className="th-muted">{words.say('takeInHelp')}</p>
    </Panel>
  );
}
