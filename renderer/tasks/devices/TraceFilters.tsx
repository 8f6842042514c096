// What of the traces is shown: kinds as chips with their counts, part of a value or path, only what the chain data know, published examples or not.
import { InputGroup, Switch } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { TRACE_KINDS, type TraceKind } from '../../../shared/contract/device.ts';
import { groupThousands } from '../../design/amounts.ts';
import { useDeviceWords } from './words.tsx';

export interface TraceFilter {
  readonly kinds: readonly TraceKind[];
  readonly text: string;
  readonly onlyOnChain: boolean;
  readonly withExamples: boolean;
}
export const NO_FILTER: TraceFilter = { kinds: [], text: '', onlyOnChain: false, withExamples: true };

interface Props {
  readonly filter: TraceFilter;
  readonly counts: readonly { readonly kind: TraceKind; readonly count: number }[];
  readonly onFilter: (filter: TraceFilter) => void;
}

export function TraceFilters({ filter, counts, onFilter }: Props): ReactNode {
  const word = useDeviceWords();
  const countOf = new Map(counts.map(({ kind, count }) => [kind, count]));
  // A kind that is chosen stays in sight even where the other filters leave none of it.
  const present = TRACE_KINDS.filter((kind) => (countOf.get(kind) ?? 0) > 0 || filter.kinds.includes(kind));
  const toggle = (kind: TraceKind) => {
    const kinds = filter.kinds.includes(kind) ? filter.kinds.filter((one) => one !== kind) : [...filter.kinds, kind];
    onFilter({ ...filter, kinds });
  };
  return (
    <div className="th-trace-filters">
      <fieldset className="th-chips">
        <legend className="th-offscreen">{word('kinds')}</legend>
        {present.map((kind) => (
          <button key={kind} type="button" className="th-chip" aria-pressed={filter.kinds.includes(kind)} onClick={() => toggle(kind)}>
            {word(`kind.${kind}`)} <span className="th-chip-count">{groupThousands(countOf.get(kind) ?? 0)}</span>
          </button>
        ))}
        {filter.kinds.length === 0 ? null : (
          <button type="button" className="th-link" onClick={() => onFilter({ ...filter, kinds: [] })}>
            {word('allKinds')}
          </button>
        )}
      </fieldset>
      <div className="th-actions">
        <InputGroup
          className="th-trace-text"
          leftIcon={<Search />}
          value={filter.text}
          maxLength={400}
          onValueChange={(text) => onFilter({ ...filter, text })}
          placeholder={word('filterText')}
          aria-label={word('filterText')}
        />
        <Switch
          checked={filter.onlyOnChain}
          label={word('onlyOnChain')}
          onChange={(event) => onFilter({ ...filter, onlyOnChain: event.currentTarget.checked })}
        />
        <Switch
          checked={filter.withExamples}
          label={word('withExamples')}
          onChange={(event) => onFilter({ ...filter, withExamples: event.currentTarget.checked })}
        />
      </div>
    </div>
  );
}
