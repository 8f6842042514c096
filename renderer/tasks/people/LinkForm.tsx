// One link by hand, or the first of a new entry: its value as it is written, and what it rests on. Without an exhibit it is an assumption.
import { Button, FormGroup, HTMLSelect, InputGroup, Intent } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import { ENTITY_KINDS, type EntityKind, LINK_BASES, LINK_KINDS, type LinkKind, PLACE_KINDS } from '../../../shared/contract/people.ts';
import { Panel } from '../../design/pieces.tsx';
import { StatementBadge } from '../../design/statements.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { usePeopleWords } from './words.tsx';

const EMPTY = {
  ...{ value: '', service: '', port: '', time: '', what: '', exhibit: '', place: '', says: '', date: '' },
  ...{ placeKind: '', country: '', latitude: '', longitude: '' },
};
const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/;
const DAY = /^(\d{4}-\d\d-\d\d)?$/;
const PORT = /^\d{0,5}$/;
/** Kinds of which a provider, a platform or a kind of document is said. */
const WITH_SERVICE: readonly LinkKind[] = ['account', 'handle', 'document', 'invoice', 'place'];
/** Kinds that may say where. */
const WITH_WHERE: readonly LinkKind[] = ['place', 'office', 'postal'];
const WITH_TIME: readonly LinkKind[] = ['ip', 'place'];
const DEGREES = /^[^a-z]*\d[^a-z]*[nsew]?$/i;

interface Props {
  /** Null: a new entry. */
  readonly entry: number | null;
  /** With the number of a new entry; null where none was made. */
  readonly onDone: (id: number | null) => void;
}

export function LinkForm({ entry, onDone }: Props): ReactNode {
  const say = useWords();
  const word = usePeopleWords();
  const { act } = useSession();
  const [of, setOf] = useState<EntityKind>('person');
  const [kind, setKind] = useState<LinkKind>('name');
  const [basis, setBasis] = useState<(typeof LINK_BASES)[number]>('attribution');
  const [texts, setTexts] = useState(EMPTY);
  const isSighting = kind === 'ip';
  const isTimed = WITH_TIME.includes(kind);
  const isWhere = WITH_WHERE.includes(kind);
  const bad = {
    time: isTimed && texts.time.trim() !== '' && !TIME.test(texts.time.trim()),
    port: isSighting && !PORT.test(texts.port.trim()),
    where: isWhere && !isPair(texts.latitude.trim(), texts.longitude.trim()),
    date: !DAY.test(texts.date.trim()),
    exhibit: basis !== 'assumption' && texts.exhibit.trim() === '',
  };
  const good = texts.value.trim() !== '' && !bad.time && !bad.port && !bad.where && !bad.date && !bad.exhibit;
  const add = async () => {
    const { value, service, port, time, what, exhibit, place, says, date, placeKind, country, latitude, longitude } = texts;
    const seconds = isTimed && time.trim() !== '' ? Date.parse(`${time.trim().replace(' ', 'T')}Z`) / 1000 : null;
    const link = {
      ...{ kind, value: value.trim() },
      detail: {
        ...{ service: WITH_SERVICE.includes(kind) ? service.trim() : '', timeSeconds: seconds },
        what: isSighting ? what.trim() : kind === 'place' ? placeKind : '',
        ...(isWhere ? { country: country.trim(), latitude: latitude.trim(), longitude: longitude.trim() } : {}),
        port: isSighting && port.trim() !== '' ? Number(port) : null,
      },
      evidence: { basis, exhibit: exhibit.trim(), place: place.trim(), says: says.trim(), date: date.trim() },
    };
    if (entry === null) {
      const made = await act('people.add', { kind: of, link });
      if (made !== null) onDone(made.id);
    } else if ((await act('people.link', { id: entry, link })) !== null) onDone(null);
  };
  const field = (
    name: keyof typeof EMPTY,
    more: { readonly help?: string; readonly wrong?: boolean; readonly placeholder?: string } = {},
  ) => (
    <FormGroup
      label={word(`form.${name}`)}
      labelFor={`link-${name}`}
      helperText={more.help}
      intent={more.wrong === true ? Intent.WARNING : Intent.NONE}
    >
      <InputGroup
        id={`link-${name}`}
        value={texts[name]}
        placeholder={more.placeholder}
        onValueChange={(value) => setTexts({ ...texts, [name]: value })}
      />
    </FormGroup>
  );
  return (
    <Panel
      className="th-people-card"
      title={
        <>
          {word(entry === null ? 'add' : 'addLink')} <StatementBadge kind={basis} />
        </>
      }
    >
      <div className="th-form-two">
        {entry === null ? (
          <FormGroup label={word('kindIs')} labelFor="entry-kind">
            <HTMLSelect
              id="entry-kind"
              fill
              value={of}
              onChange={(event) => setOf(event.currentTarget.value as EntityKind)}
              options={ENTITY_KINDS.map((value) => ({ value, label: word(`kind.${value}`) }))}
            />
          </FormGroup>
        ) : null}
        <FormGroup label={word('form.kind')} labelFor="link-kind">
          <HTMLSelect
            id="link-kind"
            fill
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value as LinkKind)}
            options={LINK_KINDS.map((value) => ({ value, label: word(`link.${value}`) }))}
          />
        </FormGroup>
        {field('value')}
        {WITH_SERVICE.includes(kind) ? field('service') : null}
        {kind === 'place' ? (
          <FormGroup label={word('form.placeKind')} labelFor="link-placeKind">
            <HTMLSelect
              id="link-placeKind"
              fill
              value={texts.placeKind}
              onChange={(event) => setTexts({ ...texts, placeKind: event.currentTarget.value })}
              options={['', ...PLACE_KINDS].map((value) => ({ value, label: word(`placeKind.${value}`) }))}
            />
          </FormGroup>
        ) : null}
        {isWhere ? (
          <>
            {field('country', { help: word('form.whereHelp') })}
            {field('latitude', { wrong: bad.where, help: bad.where ? word('form.whereBad') : '', placeholder: '35.6812' })}
            {field('longitude', { wrong: bad.where, placeholder: '139.7671' })}
          </>
        ) : null}
        {isSighting ? field('port', { wrong: bad.port }) : null}
        {isTimed
          ? field('time', { wrong: bad.time, help: bad.time ? word('form.timeBad') : '', placeholder: 'YYYY-MM-DD HH:MM:SS' })
          : null}
        {isSighting ? field('what') : null}
        <FormGroup label={word('form.basis')} labelFor="link-basis">
          <HTMLSelect
            id="link-basis"
            fill
            value={basis}
            onChange={(event) => setBasis(event.currentTarget.value as typeof basis)}
            options={LINK_BASES.map((value) => ({ value, label: word(`basis.${value}`) }))}
          />
        </FormGroup>
        {field('exhibit', { help: bad.exhibit ? word('form.exhibitNeeded') : '' })}
        {field('place')}
        {field('says')}
        {field('date', { wrong: bad.date, placeholder: 'YYYY-MM-DD' })}
      </div>
      <div className="th-actions">
        <Button intent={Intent.PRIMARY} text={word('addBoth')} disabled={!good} onClick={() => void add()} />
        <Button text={say('form.cancel')} onClick={() => onDone(null)} />
      </div>
    </Panel>
  );
}

/** Both or neither; whether they are a place on earth the engine says. */
function isPair(latitude: string, longitude: string): boolean {
  if (latitude === '' && longitude === '') return true;
  return DEGREES.test(latitude) && DEGREES.test(longitude);
}
