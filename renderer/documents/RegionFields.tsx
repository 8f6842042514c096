// The chosen region as numbers: read, and typed where no pointer is at hand.
import { InputGroup } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import { type PageRegion, regionText } from '../../shared/contract/region.ts';
import { useWords } from '../session/words.ts';
import { within } from './regions.ts';

interface Props {
  readonly region: PageRegion | null;
  readonly page: number;
  readonly onRegion: (region: PageRegion) => void;
}

const FIELDS = [
  ['x', 'regionLeft'],
  ['y', 'regionTop'],
  ['width', 'regionWidth'],
  ['height', 'regionHeight'],
] as const;

const percent = (tenThousandths: number): string => (tenThousandths / 100).toFixed(2);

export function RegionFields({ region, page, onRegion }: Props): ReactNode {
  const say = useWords();
  const [typed, setTyped] = useState<{ readonly field: string; readonly text: string } | null>(null);
  const take = () => {
    const value = typed === null ? Number.NaN : Number(typed.text.replace(',', '.'));
    if (typed !== null && typed.text.trim() !== '' && Number.isFinite(value)) {
      const base = region ?? { page, x: 0, y: 0, width: 1000, height: 300 };
      onRegion(within({ ...base, [typed.field]: Math.round(value * 100) }));
    }
    setTyped(null);
  };
  return (
    <div className="th-page-fields">
      <strong>{say('documents.region')}</strong>
      <span className="th-page-said">{region === null ? say('documents.regionNone') : regionText(region)}</span>
      {FIELDS.map(([field, words]) => (
        // biome-ignore lint/a11y/noLabelWithoutControl: the field is within
        <label key={field}>
          <span className="th-muted th-small">{say(`documents.${words}`)}</span>
          <InputGroup
            size="small"
            inputMode="decimal"
            value={typed?.field === field ? typed.text : region === null ? '' : percent(region[field])}
            onChange={(event) => setTyped({ field, text: event.target.value })}
            onBlur={take}
            onKeyDown={(event) => (event.key === 'Enter' ? take() : undefined)}
          />
        </label>
      ))}
    </div>
  );
}
