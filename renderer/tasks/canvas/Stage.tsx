// The graph on the desk: keys, menu, drop and paste around the stage. It turns what a person does into the desk's calls and draws nothing.
import { ContextMenuPopover } from '@blueprintjs/core';
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, type ReactNode, useEffect, useMemo, useState } from 'react';
import { groupThousands } from '../../design/amounts.ts';
import { copyText } from '../../design/ids.ts';
import { CanvasStage } from '../../graph/CanvasStage.tsx';
import { drawnBy } from '../../graph/areaGrip.ts';
import { nodesWithin, nodeThatWay, type Way } from '../../graph/stageModel.ts';
import type { CameraPlace } from '../../graph/stageView.ts';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { useDesk } from './desk.ts';
import { readDropped } from './dropped.ts';
import { FIND_BOX, offer } from './finding.ts';
import { Fallen } from './Fallen.tsx';
import { type MenuAt, ItemMenu } from './ItemMenu.tsx';
import { StillView } from './StillView.tsx';
import { useDoings } from './useDoings.ts';
import { stageWording } from './words.ts';

const DROPS = ['text/plain', 'Files'];
const ARROWS: readonly string[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
/** Points that one press of Shift and an arrow moves what is chosen. */
const NUDGE = 20;

export function Stage({ onFailed }: { readonly onFailed: (failed: boolean) => void }): ReactNode {
  const say = useWords();
  const { kept, announce, go } = useSession();
  const desk = useDesk();
  const doings = useDoings();
  const { picture, selection, items, stage, nodes } = desk;
  const [menu, setMenu] = useState<MenuAt | null>(null);
  const [over, setOver] = useState(false);
  const wording = useMemo(
    () => stageWording(say, { assets: picture.assets, groups: picture.groups }),
    [say, picture.assets, picture.groups],
  );
  const cameraKey = `canvas.camera.${picture.canvas}`;
  useEffect(() => {
    const handle = stage.current;
    return () => {
      const camera = handle?.camera();
      if (camera !== undefined) kept.set(cameraKey, camera);
    };
  }, [kept, cameraKey, stage]);

  const last = items.at(-1) ?? null;
  const openMenu = (id: string | null, client: MenuAt['client'], at: MenuAt['at']) => {
    if (id !== null && !selection.has(id)) desk.choose([id]);
    setMenu({ id, client, at });
  };
  const walk = (way: Way) => {
    const next = nodeThatWay(picture, last, way);
    if (next === null) return;
    desk.choose([next]);
    stage.current?.show(new Set([next]));
  };
  const nudge = (way: string) => {
    const x = way === 'ArrowLeft' ? -NUDGE : way === 'ArrowRight' ? NUDGE : 0;
    const y = way === 'ArrowUp' ? -NUDGE : way === 'ArrowDown' ? NUDGE : 0;
    const places = items.flatMap((id) => {
      const node = nodes.get(id);
      return node === undefined ? [] : [{ item: id, x: node.x + x, y: node.y + y }];
    });
    if (places.length > 0) void desk.edit({ do: 'move', places });
  };
  const areaKey = (key: string, resize: boolean): boolean => {
    const area = last === null ? doings.chosenArea : null;
    if (area === null) return false;
    const x = key === 'ArrowLeft' ? -NUDGE : key === 'ArrowRight' ? NUDGE : 0;
    const y = key === 'ArrowUp' ? -NUDGE : key === 'ArrowDown' ? NUDGE : 0;
    const { left, top, right, bottom } = { left: area.x, top: area.y, right: area.x + area.width, bottom: area.y + area.height };
    if (resize) doings.placeArea(area.id, drawnBy(area, { left: false, top: false, right: x !== 0, bottom: y !== 0 }, { x, y }), []);
    else {
      const inside = nodesWithin(picture.nodes, { left, top, right, bottom }).flatMap((id) => {
        const node = nodes.get(id);
        return node === undefined ? [] : [{ item: id, x: node.x + x, y: node.y + y }];
      });
      doings.placeArea(area.id, { ...area, x: area.x + x, y: area.y + y }, inside);
    }
    return true;
  };
  const byKey: Readonly<Record<string, () => void>> = {
    e: () => void desk.expand(items, 'both'),
    i: () => void desk.expand(items, 'in'),
    o: () => void desk.expand(items, 'out'),
    delete: doings.remove,
    backspace: doings.remove,
    n: doings.note,
    g: doings.group,
    p: doings.pin,
    f: doings.factsOnly,
    t: doings.level,
    c: () => void doings.copy(),
    l: doings.arrange,
    b: doings.between,
    a: () => desk.setMode(desk.mode === 'area' ? 'choose' : 'area'),
    m: () => desk.openTab('neighbours', last ?? undefined),
    enter: () => {
      if (last !== null) desk.openTab('details');
    },
    escape: () => {
      if (desk.mode === 'area') desk.setMode('choose');
      else desk.choose([]);
    },
    '/': () => document.getElementById(FIND_BOX)?.focus(),
    '+': () => stage.current?.zoomBy(1.4),
    '=': () => stage.current?.zoomBy(1.4),
    '-': () => stage.current?.zoomBy(1 / 1.4),
    '0': () => stage.current?.fit(),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const control = event.ctrlKey || event.metaKey;
    if (event.altKey) return;
    if (menu !== null) {
      // The menu takes the keys a moment after it opens.
      event.preventDefault();
      if (event.key === 'Escape') setMenu(null);
      else document.querySelector<HTMLElement>('.th-canvas-menu [role="menuitem"]')?.focus();
      return;
    }
    if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
      event.preventDefault();
      const id = [...selection].at(-1) ?? null;
      const place = id === null ? null : stage.current?.clientPlace(id);
      const around = event.currentTarget.getBoundingClientRect();
      const middle = { x: around.left + around.width / 2, y: around.top + around.height / 2 };
      openMenu(id, place ?? middle, stage.current?.middle() ?? { x: 0, y: 0 });
    } else if (ARROWS.includes(event.key) && control && event.shiftKey) {
      event.preventDefault();
      areaKey(event.key, true);
    } else if (ARROWS.includes(event.key) && !control) {
      event.preventDefault();
      if (event.shiftKey && areaKey(event.key, false)) return;
      if (event.shiftKey) nudge(event.key);
      else walk(event.key as Way);
    } else if (control && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      desk.choose(picture.nodes.map(({ id }) => id));
    } else if (control && event.key.toLowerCase() === 'c') {
      event.preventDefault();
      void doings.copy();
    } else if (!control) {
      const act = byKey[event.key.toLowerCase()];
      if (act === undefined) return;
      event.preventDefault();
      act();
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain');
    if (text.trim() === '') return;
    event.preventDefault();
    offer(text);
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    event.preventDefault();
    void readDropped(event.dataTransfer).then((dropped) => {
      if (dropped.kind === 'text') offer(dropped.text);
      else if (dropped.kind === 'source')
        announce(say('canvas.droppedSource', { name: dropped.name }), {
          text: say('canvas.takeIn'),
          onClick: () => go({ task: 'sources' }),
        });
    });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is dropped can be typed in the box above as well
    <div
      className={over ? 'th-canvas-stage th-canvas-over' : 'th-canvas-stage'}
      onPaste={onPaste}
      onDragOver={(event) => {
        if (!DROPS.some((type) => event.dataTransfer.types.includes(type))) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <CanvasStage
        handle={stage}
        label={say('canvas.graphLabel', { name: picture.name })}
        picture={picture}
        wording={wording}
        selection={selection}
        same={desk.same}
        camera={kept.get(cameraKey) as CameraPlace | undefined}
        mode={desk.mode}
        onChoose={(ids, add) => {
          if (ids.length > 0 || !add) desk.choose(ids, add);
        }}
        onOpen={(id) => void desk.expand([id], 'both')}
        onArea={(box) => {
          desk.setMode('choose');
          const size = { width: Math.max(1, Math.round(box.right - box.left)), height: Math.max(1, Math.round(box.bottom - box.top)) };
          desk.openDialog({ kind: 'area', area: null, box: { x: Math.round(box.left), y: Math.round(box.top), ...size } });
        }}
        onAreaMoved={doings.placeArea}
        onMoved={(places) => void desk.edit({ do: 'move', places: [...places] })}
        onMenu={openMenu}
        onKeyDown={onKeyDown}
        onFailed={onFailed}
        still={<StillView />}
      />
      {picture.nodes.length === 0 ? <Beginning hidden={picture.hidden} /> : null}
      <div className="th-canvas-hints">
        {desk.mode === 'area' ? <div className="th-canvas-hint">{say('canvas.areaHint')}</div> : null}
        {picture.simplified ? (
          <div className="th-canvas-hint">{say('canvas.simplified', { count: groupThousands(picture.nodes.length) })}</div>
        ) : null}
        <Fallen />
        {picture.missing.length > 0 ? (
          <div className="th-canvas-hint">
            {say('canvas.missing', { count: picture.missing.length })}{' '}
            <button
              type="button"
              className="th-link"
              onClick={() =>
                void copyText(picture.missing.join('\n')).then(() => announce(say('canvas.copied', { count: picture.missing.length })))
              }
            >
              {say('canvas.copyIds')}
            </button>
          </div>
        ) : null}
      </div>
      <ContextMenuPopover
        isOpen={menu !== null}
        targetOffset={menu === null ? { left: 0, top: 0 } : { left: menu.client.x, top: menu.client.y }}
        content={menu === null ? <span /> : <ItemMenu menu={menu} onDone={() => setMenu(null)} />}
        onClose={() => {
          setMenu(null);
          stage.current?.focus();
        }}
      />
    </div>
  );
}

function Beginning({ hidden }: { readonly hidden: number }): ReactNode {
  const say = useWords();
  return (
    <div className="th-canvas-beginning">
      <strong>{say(hidden > 0 ? 'canvas.allHidden' : 'canvas.emptyTitle')}</strong>
      <p>{say(hidden > 0 ? 'canvas.allHiddenNext' : 'canvas.emptyNext', { count: hidden })}</p>
    </div>
  );
}
