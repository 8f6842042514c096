// The map of places: countries as hatched areas, coordinates as marks, moved and zoomed by buttons, keys and pointer. What is drawn the
// engine says; nothing is fetched.
import { Button, ButtonGroup } from '@blueprintjs/core';
import { Minus, Plus, Reset, ZoomToFit } from '@blueprintjs/icons';
import { type KeyboardEvent, memo, type PointerEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { type MapPicture, PLACE_BASES, type PlaceBasis } from '../../../../shared/contract/place.ts';
import { PLACE_HATCHES, PLACE_SHAPES } from '../../../../shared/model/placeMarks.ts';
import { useSize } from '../../canvas/charts/useSize.ts';
import { usePeopleWords } from '../words.tsx';
import { countryName, useRegions } from './countryName.ts';
import { FACTOR, fitted, keyed, type MapView, moved, WHOLE, zoomed } from './mapView.ts';

export interface MapChoice {
  readonly country: string | null;
  /** Keys of the places of one mark. */
  readonly places: readonly string[];
}

interface Props {
  readonly picture: MapPicture;
  readonly chosen: MapChoice | null;
  readonly onChoose: (choice: MapChoice | null) => void;
  /** Degrees as written, by the key of a place. */
  readonly written: (place: string) => string;
}

export function PlaceMap({ picture, chosen, onChoose, written }: Props): ReactNode {
  const word = usePeopleWords();
  const regions = useRegions();
  const [box, { width }] = useSize<HTMLDivElement>();
  const [view, setView] = useState<MapView>(WHOLE);
  const hatches = useId();
  const drag = useRef<{ readonly x: number; readonly y: number; readonly from: MapView; moved: boolean } | null>(null);
  const pointer = useRef<HTMLDivElement>(null);
  const height = (width * picture.height) / picture.width;
  /** Units of the map in a pixel: marks and hatches keep their size. */
  const unit = width === 0 ? 1 : picture.width / view.zoom / width;
  useEffect(() => {
    const element = pointer.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent) => {
      // Without the key a wheel scrolls the page that the map stands in.
      if (!event.ctrlKey) return;
      event.preventDefault();
      const { left, top, width: wide, height: high } = element.getBoundingClientRect();
      const at = { x: (event.clientX - left) / wide, y: (event.clientY - top) / high };
      setView((before) => zoomed(before, picture, event.deltaY < 0 ? FACTOR : 1 / FACTOR, at));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [picture]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = keyed(view, picture, event.key);
    if (next === null) return;
    event.preventDefault();
    setView(next);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const from = drag.current;
    if (from === null || event.buttons === 0) return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    if (!from.moved && Math.hypot(x, y) < 4) return;
    from.moved = true;
    setView(moved(from.from, picture, -x / width, -y / height));
  };
  /** A drag that ends on a mark chooses nothing. */
  const choose = (choice: MapChoice) => () => {
    if (drag.current?.moved === true) return;
    const isSame = chosen !== null && chosen.country === choice.country && chosen.places.join() === choice.places.join();
    onChoose(isSame ? null : choice);
  };
  const label = word('map.picture', { areas: picture.areas.length, points: picture.points.length });
  return (
    <div className="th-map" ref={box}>
      {/* biome-ignore lint/a11y/useSemanticElements: a map is no set of fields */}
      <div
        className="th-map-box"
        ref={pointer}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys need the focus
        tabIndex={0}
        aria-label={label}
        onKeyDown={onKeyDown}
        onPointerDown={({ clientX: x, clientY: y }) => {
          drag.current = { x, y, from: view, moved: false };
        }}
        onPointerMove={onPointerMove}
      >
        {/* biome-ignore lint/a11y/noSvgWithoutTitle: its marks have names of their own, and the group around it names the whole */}
        <svg
          width={width}
          height={height}
          viewBox={`${view.x} ${picture.top + view.y} ${picture.width / view.zoom} ${picture.height / view.zoom}`}
          aria-hidden={picture.areas.length + picture.points.length === 0}
        >
          <defs>
            {PLACE_BASES.map((basis) => (
              <HatchPattern key={basis} id={`${hatches}${basis}`} basis={basis} unit={unit} />
            ))}
          </defs>
          <Lands picture={picture} />
          {picture.areas.map(({ country, count, bases, box: own, ring }) => (
            <Mark
              key={country}
              className="th-map-area"
              label={`${country} ${count} · ${word('map.area', { country: countryName(regions, country), count })}`}
              isChosen={chosen?.country === country}
              onChoose={choose({ country, places: [] })}
            >
              <path className="th-map-country" d={picture.lands.find(({ code }) => code === country)?.path ?? ''} />
              {bases.map(({ basis }) => (
                <path
                  key={basis}
                  className="th-map-hatched"
                  d={picture.lands.find(({ code }) => code === country)?.path ?? ''}
                  fill={`url(#${hatches}${basis})`}
                />
              ))}
              {ring === null ? null : (
                <circle className="th-map-ring" cx={own.x + own.width / 2} cy={own.y + own.height / 2} r={Math.max(ring, 7 * unit)} />
              )}
              <text
                x={own.x + own.width / 2}
                y={own.y + own.height / 2 + (ring === null ? 4 : Math.max(ring, 7 * unit) / unit + 12) * unit}
                fontSize={11 * unit}
                strokeWidth={3 * unit}
              >
                {country} {count}
              </text>
            </Mark>
          ))}
          {picture.points.map(({ x, y, count, bases, places }) => (
            <Mark
              key={places.join(' ')}
              className="th-map-point"
              label={`${written(places[0] ?? '')} · ${bases.map(({ basis }) => word(`map.basis.${basis}`)).join(', ')} ×${count}`}
              isChosen={places.some((place) => chosen?.places.includes(place) === true)}
              onChoose={choose({ country: null, places })}
            >
              <g transform={`translate(${x} ${y}) scale(${unit})`}>
                {bases.map(({ basis }) => (
                  <path key={basis} d={PLACE_SHAPES[basis]} />
                ))}
                <circle className="th-map-exact" r={1.4} />
                {count > 1 ? <text x={10} y={4}>{`×${count}`}</text> : null}
              </g>
            </Mark>
          ))}
        </svg>
      </div>
      <ButtonGroup className="th-map-buttons" vertical>
        <Button
          icon={<Plus />}
          aria-label={word('map.zoomIn')}
          title={word('map.zoomIn')}
          onClick={() => setView(zoomed(view, picture, FACTOR))}
        />
        <Button
          icon={<Minus />}
          aria-label={word('map.zoomOut')}
          title={word('map.zoomOut')}
          onClick={() => setView(zoomed(view, picture, 1 / FACTOR))}
        />
        <Button
          icon={<ZoomToFit />}
          aria-label={word('map.fit')}
          title={word('map.fit')}
          onClick={() => setView(fitted(boxesOf(picture), picture))}
        />
        <Button icon={<Reset />} aria-label={word('map.reset')} title={word('map.reset')} onClick={() => setView(WHOLE)} />
      </ButtonGroup>
    </div>
  );
}

function boxesOf({ areas, points, top }: MapPicture) {
  const seen = ({ x, y, width, height }: MapPicture['areas'][number]['box']) => ({ x, y: y - top, width, height });
  return [...areas.map(({ box }) => seen(box)), ...points.map(({ x, y }) => seen({ x, y, width: 0, height: 0 }))];
}

/** Drawn once: moving the map changes none of them. */
const Lands = memo(function Lands({ picture }: { readonly picture: MapPicture }): ReactNode {
  const path = useMemo(() => picture.lands.map((land) => land.path), [picture]);
  return (
    <g className="th-map-lands">
      {path.map((d) => (
        <path key={d.slice(0, 40)} d={d} />
      ))}
    </g>
  );
});

interface MarkProps {
  readonly className: string;
  readonly label: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}

function Mark({ className, label, isChosen, onChoose, children }: MarkProps): ReactNode {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand in a drawing
    <g
      className={isChosen ? `${className} th-map-chosen` : className}
      role="button"
      tabIndex={0}
      aria-label={label}
      aria-pressed={isChosen}
      onClick={onChoose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onChoose();
      }}
    >
      <title>{label}</title>
      {children}
    </g>
  );
}

export function HatchPattern({ id, basis, unit }: { readonly id: string; readonly basis: PlaceBasis; readonly unit: number }): ReactNode {
  const { size, path, degrees } = PLACE_HATCHES[basis];
  return (
    <pattern id={id} width={size} height={size} patternUnits="userSpaceOnUse" patternTransform={`scale(${unit}) rotate(${degrees})`}>
      <path className="th-map-hatch" d={path} />
    </pattern>
  );
}
