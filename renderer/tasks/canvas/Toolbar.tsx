// The bar over the graph: which canvas, which level, how it is arranged, what is left out, and the box that finds and takes in.
import { Button, ButtonGroup, Menu, MenuDivider, MenuItem, PopoverNext, SegmentedControl, Switch } from '@blueprintjs/core';
import { CaretDown, DataLineage, Filter, Flag, Layout, Media, Minus, Plus, Th, ZoomToFit } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { TimeCell } from '../../design/localTimes.tsx';
import { TermMark } from '../../design/statements.tsx';
import { useWords } from '../../session/words.ts';
import { CanvasPicker } from './CanvasPicker.tsx';
import { type Desk, useDesk } from './desk.ts';
import { FilterForm, filterCount } from './FilterForm.tsx';
import { FindBox } from './FindBox.tsx';
import { useDoings } from './useDoings.ts';

const LAYOUTS = ['flow', 'time', 'timeLog', 'force'] as const;
const LANES = ['address', 'cluster', 'group', 'chain'] as const;

interface Props {
  readonly canvases: CallOutput<'canvas.list'>['canvases'];
  readonly tableOpen: boolean;
  readonly onTable: () => void;
}

export function Toolbar({ canvases, tableOpen, onTable }: Props): ReactNode {
  const say = useWords();
  const desk = useDesk();
  const doings = useDoings();
  const { picture, stage } = desk;
  const filters = filterCount(picture.filter);
  return (
    <div className="th-canvas-bar" role="toolbar" aria-label={say('canvas.bar')}>
      <CanvasPicker canvases={canvases} />
      <SegmentedControl
        size="small"
        options={(['transactions', 'relations'] as const).map((value) => ({ value, label: say(`canvas.levels.${value}`) }))}
        value={picture.level}
        onValueChange={(value) => {
          if (value !== picture.level) doings.level();
        }}
      />
      <TermMark id="canvasLevel" name={say(`canvas.levels.${picture.level}`)} />
      <PopoverNext placement="bottom-start" content={<LayoutMenu desk={desk} arrange={doings.arrange} />}>
        <Button
          size="small"
          icon={<Layout />}
          endIcon={<CaretDown />}
          text={say(`canvas.layouts.${picture.layout.kind}`)}
          aria-label={`${say('canvas.layout')}: ${say(`canvas.layouts.${picture.layout.kind}`)}`}
        />
      </PopoverNext>
      <PopoverNext placement="bottom-start" content={<FilterForm />}>
        <Button
          size="small"
          icon={<Filter />}
          {...(filters > 0 ? { intent: 'primary' as const } : {})}
          aria-label={filters > 0 ? say('canvas.filterCount', { count: filters }) : say('canvas.filter')}
          text={
            <>
              <span className="th-wide">{say('canvas.filter')}</span>
              {filters > 0 ? ` ${filters}` : ''}
            </>
          }
        />
      </PopoverNext>
      <Switch className="th-canvas-switch" checked={picture.filter.factsOnly} label={say('canvas.factsOnly')} onChange={doings.factsOnly} />
      <TermMark id="factsOnly" name={say('canvas.factsOnly')} />
      <FindBox />
      <span className="th-canvas-gap" />
      {picture.hidden > 0 ? <span className="th-muted th-small">{say('canvas.hidden', { count: picture.hidden })}</span> : null}
      <PopoverNext placement="bottom-end" content={<Checkpoints desk={desk} />}>
        <Button size="small" icon={<Flag />} aria-label={say('canvas.checkpoints')} title={say('canvas.checkpoints')} />
      </PopoverNext>
      <Button
        size="small"
        icon={<Media />}
        aria-label={say('figure.title')}
        title={say('figure.title')}
        onClick={() => desk.openDialog({ kind: 'figure' })}
      />
      <Button
        size="small"
        icon={<DataLineage />}
        aria-label={say('graph.title')}
        title={say('graph.title')}
        onClick={() => desk.openDialog({ kind: 'graph' })}
      />
      <Button
        size="small"
        icon={<Th />}
        active={tableOpen}
        aria-pressed={tableOpen}
        text={<span className="th-wide">{say('canvas.table')}</span>}
        aria-label={say('canvas.table')}
        onClick={onTable}
      />
      <ButtonGroup>
        <Button size="small" icon={<Minus />} aria-label={say('flow.zoomOut')} onClick={() => stage.current?.zoomBy(1 / 1.4)} />
        <Button
          size="small"
          icon={<ZoomToFit />}
          aria-label={say('canvas.fit')}
          title={say('canvas.fit')}
          onClick={() => stage.current?.fit()}
        />
        <Button size="small" icon={<Plus />} aria-label={say('flow.zoomIn')} onClick={() => stage.current?.zoomBy(1.4)} />
      </ButtonGroup>
    </div>
  );
}

function LayoutMenu({ desk, arrange }: { readonly desk: Desk; readonly arrange: () => void }): ReactNode {
  const say = useWords();
  const { layout } = desk.picture;
  const fit = () => window.setTimeout(() => desk.stage.current?.fit(), 60);
  return (
    <Menu>
      <MenuDivider title={say('canvas.layout')} />
      {LAYOUTS.map((kind) => (
        <MenuItem
          key={kind}
          roleStructure="listoption"
          selected={kind === layout.kind}
          text={say(`canvas.layouts.${kind}`)}
          labelElement={<span className="th-muted th-small">{say(`canvas.layoutsAre.${kind}`)}</span>}
          onClick={() => void desk.edit({ do: 'layout', layout: { ...layout, kind }, items: [] }).then(fit)}
        />
      ))}
      <MenuDivider title={say('canvas.lanes')} />
      {LANES.map((lanes) => (
        <MenuItem
          key={lanes}
          roleStructure="listoption"
          selected={lanes === layout.lanes}
          disabled={!layout.kind.startsWith('time')}
          text={say(`canvas.lanesBy.${lanes}`)}
          onClick={() => void desk.edit({ do: 'layout', layout: { ...layout, lanes }, items: [] }).then(fit)}
        />
      ))}
      <MenuDivider />
      <MenuItem text={say(desk.items.length > 1 ? 'canvas.arrangeChosen' : 'canvas.arrange')} label="L" onClick={arrange} />
    </Menu>
  );
}

function Checkpoints({ desk }: { readonly desk: Desk }): ReactNode {
  const say = useWords();
  return (
    <Menu>
      <MenuItem text={say('canvas.checkpointSave')} onClick={() => desk.openDialog({ kind: 'name', what: 'checkpoint' })} />
      {desk.picture.checkpoints.length > 0 ? <MenuDivider title={say('canvas.restore')} /> : null}
      {desk.picture.checkpoints.map(({ number, name, time }) => (
        <MenuItem
          key={number}
          text={name}
          labelElement={
            <span className="th-muted th-small">
              <TimeCell at={time} form="utc" />
            </span>
          }
          onClick={() => void desk.edit({ do: 'restore', checkpoint: number })}
        />
      ))}
    </Menu>
  );
}
