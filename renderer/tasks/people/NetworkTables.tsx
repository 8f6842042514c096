// Tables of networks and lists of shared addresses that the case was given, and taking one in.
import { Button, FormGroup, HTMLSelect, InputGroup, Intent } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import { groupThousands } from '../../design/amounts.ts';
import { Panel } from '../../design/pieces.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { usePeopleWords } from './words.tsx';

const KINDS = ['networks', 'vpn', 'tor'] as const;
const DAY = /^(\d{4}-\d\d-\d\d)?$/;

export function NetworkTables(): ReactNode {
  const say = useWords();
  const word = usePeopleWords();
  const { work, noteDone } = useSession();
  const tables = useAsk('people.tables', {}).data?.tables ?? [];
  const [chosen, setChosen] = useState<readonly Granted[]>([]);
  const [kind, setKind] = useState<(typeof KINDS)[number]>('networks');
  const [texts, setTexts] = useState({ asOf: '', exhibit: '' });
  const [file] = chosen;
  const take = async () => {
    if (file === undefined) return;
    const asked = { path: file.grant, kind, asOf: texts.asOf.trim(), exhibit: texts.exhibit.trim() };
    const taken = await work('people.networks', word('taking'), asked);
    if (taken === null) return;
    noteDone(word('tookTable', { ranges: groupThousands(taken.ranges), refused: taken.refused, day: taken.asOf }));
    setChosen([]);
  };
  return (
    <Panel title={word('tab.tables')}>
      <p className="th-muted">{word('tablesAbout')}</p>
      <table className="th-plain">
        {tables.length === 0 ? null : (
          <thead>
            <tr>
              <th>{word('column.source')}</th>
              <th>{word('tableKind')}</th>
              <th>{word('asOf')}</th>
              <th className="th-end">{word('column.ranges')}</th>
              <th>{word('form.exhibit')}</th>
            </tr>
          </thead>
        )}
        <tbody>
          {tables.map(({ number, name, kind: of, asOf, ranges, exhibit, withdrawn }) => (
            <tr key={number} className={withdrawn ? 'th-people-withdrawn' : undefined}>
              <th scope="row">{`${number} · ${name}`}</th>
              <td>{word(`tableKinds.${of}`)}</td>
              <td>{asOf}</td>
              <td className="th-end">{groupThousands(ranges)}</td>
              <td>{exhibit}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="th-form">
        <ChooseButton purpose="openFiles" text={word('chooseTable')} chosen={chosen} onChosen={setChosen} />
        <div className="th-form-two">
          <FormGroup label={word('tableKind')} labelFor="table-kind">
            <HTMLSelect
              id="table-kind"
              fill
              value={kind}
              onChange={(event) => setKind(event.currentTarget.value as typeof kind)}
              options={KINDS.map((value) => ({ value, label: word(`tableKinds.${value}`) }))}
            />
          </FormGroup>
          <FormGroup label={word('asOf')} labelFor="table-day" helperText={word('asOfHelp')}>
            <InputGroup id="table-day" value={texts.asOf} onValueChange={(asOf) => setTexts({ ...texts, asOf })} placeholder="YYYY-MM-DD" />
          </FormGroup>
          <FormGroup label={word('form.exhibit')} labelFor="table-exhibit">
            <InputGroup id="table-exhibit" value={texts.exhibit} onValueChange={(exhibit) => setTexts({ ...texts, exhibit })} />
          </FormGroup>
        </div>
        <Button
          intent={Intent.PRIMARY}
          text={say('sources.start')}
          disabled={file === undefined || !DAY.test(texts.asOf.trim())}
          onClick={() => void take()}
        />
      </div>
    </Panel>
  );
}
