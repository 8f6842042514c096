// The menu of a node, a line, an area or the empty stage. Its entries are those of the keys and the side panel; arrow keys walk it.
import { Menu, MenuDivider, MenuItem } from '@blueprintjs/core';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { CANVAS_KINDS } from '../../../shared/model/canvasItem.ts';
import type { Point } from '../../graph/stagePointer.ts';
import { useWords } from '../../session/words.ts';
import { useDesk } from './desk.ts';
import { useDoings } from './useDoings.ts';

export interface MenuAt {
  /** Null for the empty stage. */
  readonly id: string | null;
  readonly client: Point;
  readonly at: Point;
}

/** Areas that the menu of the empty stage offers to choose. */
const LISTED_AREAS = 12;

export function ItemMenu({ menu, onDone }: { readonly menu: MenuAt; readonly onDone: () => void }): ReactNode {
  const say = useWords();
  const desk = useDesk();
  const doings = useDoings();
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // The popover places itself first; a focus before that would scroll the page to its corner.
    const timer = window.setTimeout(() => box.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus({ preventScroll: true }), 60);
    return () => window.clearTimeout(timer);
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const entries = [...(box.current?.querySelectorAll<HTMLElement>('[role="menuitem"]:not([aria-disabled="true"])') ?? [])];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    entries[(at + step + entries.length) % entries.length]?.focus();
  };
  const { id } = menu;
  const { items, selection, nodes, edges, areas, picture } = desk;
  const node = id === null ? undefined : nodes.get(id);
  const area = id === null ? undefined : areas.get(id);
  const cluster = node === undefined ? null : doings.clusterOf(node.id);
  const isFolded = node?.kind === 'group' && node.collapsed;
  const edge = id === null ? undefined : edges.get(id);
  const isSum = picture.level === 'relations' && (edge?.kind === 'relation' || edge?.kind === 'joins');
  const group = node?.kind === 'group' ? node.id : (node?.group ?? null);
  const entry = (key: string, act: () => void, keys = '', disabled = false): ReactNode => (
    <MenuItem
      key={key}
      text={say(`canvas.menu.${key}`)}
      label={keys}
      disabled={disabled}
      onClick={() => {
        onDone();
        act();
      }}
    />
  );
  const ofNodes =
    node === undefined
      ? []
      : [
          node.kind === 'group' || node.kind === 'event' ? null : (
            <div key="expand" className="th-menu-part">
              {entry('expandBoth', () => void desk.expand(items, 'both'), 'E')}
              {entry('expandIn', () => void desk.expand(items, 'in'), 'I')}
              {entry('expandOut', () => void desk.expand(items, 'out'), 'O')}
              {entry('expandTwice', () => void desk.expand(items, 'both', 2))}
              {entry('neighbours', () => desk.openTab('neighbours', node.id), 'M')}
              <MenuDivider />
            </div>
          ),
          group !== null ? (
            <div key="group" className="th-menu-part">
              {entry(isFolded ? 'unfold' : 'fold', () => void desk.edit({ do: 'regroup', group, collapsed: !isFolded }))}
              {entry('regroup', () => desk.openDialog({ kind: 'regroup', group }))}
              {entry('ungroup', () => void desk.edit({ do: 'ungroup', group }))}
              <MenuDivider />
            </div>
          ) : null,
          entry(node.pinned ? 'unpin' : 'pin', doings.pin, 'P'),
          entry('group', doings.group, 'G', items.length === 0),
          entry('event', () =>
            desk.openDialog({ kind: 'event', from: items[0] ?? null, to: items.length > 1 ? (items.at(-1) ?? null) : null }),
          ),
          cluster === null ? null : entry('cluster', cluster),
          doings.trace === null ? null : entry('trace', doings.trace),
          items.length > 1 ? entry('between', doings.between, 'B') : null,
          entry('pathFrom', () => {
            desk.setEnds({ ...desk.ends, from: items });
            desk.openTab('paths');
          }),
          entry('pathTo', () => {
            desk.setEnds({ ...desk.ends, to: items });
            desk.openTab('paths');
          }),
          <MenuDivider key="line" />,
        ];
  return (
    <Menu ulRef={box} onKeyDown={onKeyDown} className="th-canvas-menu" aria-label={say('canvas.menu.label')}>
      {id === null ? (
        <>
          {entry('all', () => desk.choose(picture.nodes.map((one) => one.id)), 'Ctrl A')}
          {CANVAS_KINDS.filter((kind) => picture.nodes.some((one) => one.kind === kind)).map((kind) => (
            <MenuItem
              key={kind}
              text={say('canvas.menu.allOf', { kind: say(`canvas.kindsMany.${kind}`) })}
              onClick={() => {
                onDone();
                desk.choose(picture.nodes.filter((one) => one.kind === kind).map((one) => one.id));
              }}
            />
          ))}
          <MenuDivider />
          {entry(
            'areaHere',
            () =>
              desk.openDialog({
                kind: 'area',
                area: null,
                box: { x: Math.round(menu.at.x), y: Math.round(menu.at.y), width: 420, height: 260 },
              }),
            'A',
          )}
          {picture.areas.slice(0, LISTED_AREAS).map((one) => (
            <MenuItem
              key={one.id}
              text={say('canvas.menu.areaNamed', { text: one.text.split('\n')[0] ?? '' })}
              onClick={() => {
                onDone();
                desk.choose([one.id]);
                desk.stage.current?.show(new Set([one.id]));
              }}
            />
          ))}
          {entry('eventHere', () => desk.openDialog({ kind: 'event', from: null, to: null }))}
          {picture.level === 'transactions' ? entry('betweenAll', doings.between, 'B') : null}
          {entry('arrange', doings.arrange, 'L')}
          {entry('fit', () => desk.stage.current?.fit(), '0')}
        </>
      ) : (
        <>
          {ofNodes}
          {isSum ? entry('behind', doings.between, 'B') : null}
          {id === null || area !== undefined || node?.kind === 'group' ? null : entry('why', () => desk.openWhy(id))}
          {entry(area === undefined ? 'note' : 'areaText', doings.note, 'N')}
          {entry('colour', doings.colour)}
          {node === undefined ? null : entry('copy', () => void doings.copy(), 'C')}
          {node !== undefined && doings.canOpen(node.id) ? entry('open', () => doings.open(node.id)) : null}
          {node === undefined && area === undefined ? null : <MenuDivider />}
          {node === undefined && area === undefined ? null : entry('remove', doings.remove, 'Del', selection.size === 0)}
        </>
      )}
    </Menu>
  );
}
