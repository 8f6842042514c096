// The kind of entry that a list or a map is narrowed to.
import { HTMLSelect } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { ENTITY_KINDS, type EntityKind } from '../../../shared/contract/people.ts';
import { usePeopleWords } from './words.tsx';

interface Props {
  /** Empty for all. */
  readonly kind: EntityKind | '';
  readonly onChoose: (kind: EntityKind | '') => void;
}

export function KindSelect({ kind, onChoose }: Props): ReactNode {
  const word = usePeopleWords();
  return (
    <HTMLSelect
      aria-label={word('kindIs')}
      value={kind}
      onChange={(event) => onChoose(event.currentTarget.value as EntityKind | '')}
      options={[{ value: '', label: word('all') }, ...ENTITY_KINDS.map((value) => ({ value, label: word(`kind.${value}`) }))]}
    />
  );
}
