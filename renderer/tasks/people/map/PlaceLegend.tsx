// What the marks and hatches of the map mean: only those that stand on it.
import { type ReactNode, useId } from 'react';
import { type MapPicture, PLACE_BASES, type PlaceBasis } from '../../../../shared/contract/place.ts';
import { PLACE_SHAPES } from '../../../../shared/model/placeMarks.ts';
import { usePeopleWords } from '../words.tsx';
import { HatchPattern } from './PlaceMap.tsx';

export function PlaceLegend({ picture }: { readonly picture: MapPicture }): ReactNode {
  const word = usePeopleWords();
  const id = useId();
  const areas = countsOf(picture.areas);
  const points = countsOf(picture.points);
  return (
    <ul className="th-map-legend" aria-label={word('map.legend')}>
      {PLACE_BASES.filter((basis) => areas.has(basis) || points.has(basis)).map((basis) => (
        <li key={basis}>
          {points.has(basis) ? (
            <svg width={18} height={18} viewBox="-9 -9 18 18" className="th-map-point" aria-hidden="true">
              <path d={PLACE_SHAPES[basis]} />
            </svg>
          ) : null}
          {areas.has(basis) ? (
            <svg width={24} height={16} className="th-map-swatch" aria-hidden="true">
              <defs>
                <HatchPattern id={`${id}${basis}`} basis={basis} unit={1} />
              </defs>
              <rect x={0.5} y={0.5} width={23} height={15} fill={`url(#${id}${basis})`} />
            </svg>
          ) : null}
          {word(`map.basis.${basis}`)} <span className="th-muted">{(areas.get(basis) ?? 0) + (points.get(basis) ?? 0)}</span>
        </li>
      ))}
    </ul>
  );
}

function countsOf(marks: readonly { readonly bases: readonly { readonly basis: PlaceBasis; readonly count: number }[] }[]) {
  const counts = new Map<PlaceBasis, number>();
  for (const { basis, count } of marks.flatMap(({ bases }) => bases)) counts.set(basis, (counts.get(basis) ?? 0) + count);
  return counts;
}
