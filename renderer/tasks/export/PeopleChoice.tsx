// Which entries about people go into the court file, and how much of them: only what its chains of evidence reach unless somebody says otherwise.
import { Checkbox, InputGroup, Radio, RadioGroup } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import { Panel } from '../../design/pieces.tsx';
import { useAsk } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

export interface ChosenPeople {
  readonly which: 'reached' | 'chosen' | 'none';
  readonly entries: ReadonlySet<number>;
  readonly fullLinks: boolean;
  readonly requests: boolean;
}

export const PEOPLE_REACHED: ChosenPeople = { which: 'reached', entries: new Set(), fullLinks: false, requests: true };

/** As the call wants it. */
export function peopleAsked({ which, entries, fullLinks, requests }: ChosenPeople) {
  const people = which === 'none' ? [] : [...entries].sort((a, b) => a - b);
  return { ...(which === 'reached' ? {} : { people }), fullLinks, requests };
}

const LISTED = 100;

interface Props {
  readonly chosen: ChosenPeople;
  readonly onChosen: (chosen: ChosenPeople) => void;
}

export function PeopleChoice({ chosen, onChosen }: Props): ReactNode {
  const say = useWords();
  const [search, setSearch] = useState('');
  const people = useAsk('people.list', { search: search.trim(), limit: LISTED });
  const asked = useAsk('requests.list', {});
  const { which, entries, fullLinks, requests } = chosen;
  const listed = people.data?.people ?? [];
  const hasPeople = listed.length > 0 || search !== '';
  const hasRequests = (asked.data?.requests ?? []).length > 0;
  if (!hasPeople && !hasRequests) return null;
  const toggle = (id: number): void => {
    const after = new Set(entries);
    if (!after.delete(id)) after.add(id);
    onChosen({ ...chosen, entries: after });
  };
  return (
    <Panel title={say('export.people')}>
      {hasPeople ? (
        <>
          <p className="th-muted th-small">{say('export.peopleNote')}</p>
          <RadioGroup
            selectedValue={which}
            onChange={(event) => onChosen({ ...chosen, which: event.currentTarget.value as ChosenPeople['which'] })}
          >
            {(['reached', 'chosen', 'none'] as const).map((one) => (
              <Radio key={one} value={one} label={say(`export.peopleWhich.${one}`)} />
            ))}
          </RadioGroup>
          {which === 'chosen' ? (
            <>
              <InputGroup
                fill
                value={search}
                aria-label={say.any('people.search') ?? ''}
                placeholder={say.any('people.search') ?? ''}
                onValueChange={setSearch}
              />
              <div className="th-export-entries">
                {listed.map(({ id, title }) => (
                  <Checkbox key={id} checked={entries.has(id)} onChange={() => toggle(id)} label={`#${id} ${title}`} />
                ))}
              </div>
              <p className="th-muted th-small">{say('export.peopleTicked', { count: entries.size })}</p>
            </>
          ) : null}
          <Checkbox
            checked={fullLinks}
            disabled={which === 'none'}
            onChange={(event) => onChosen({ ...chosen, fullLinks: event.currentTarget.checked })}
          >
            {say('export.fullLinks')} <span className="th-muted th-small">{say('export.fullLinksHelp')}</span>
          </Checkbox>
        </>
      ) : null}
      {hasRequests ? (
        <Checkbox
          checked={requests}
          onChange={(event) => onChosen({ ...chosen, requests: event.currentTarget.checked })}
          label={say('export.requests')}
        />
      ) : null}
    </Panel>
  );
}
