// Which canvas is open, by name, and what can be done with it whole.
import { Button, Menu, MenuDivider, MenuItem, PopoverNext } from '@blueprintjs/core';
import { CaretDown } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { useWords } from '../../session/words.ts';
import { useDesk } from './desk.ts';

export function CanvasPicker({ canvases }: { readonly canvases: CallOutput<'canvas.list'>['canvases'] }): ReactNode {
  const say = useWords();
  const { picture, openCanvas, openDialog } = useDesk();
  const menu = (
    <Menu>
      {canvases.map(({ canvas, name, items }) => (
        <MenuItem
          key={canvas}
          roleStructure="listoption"
          selected={canvas === picture.canvas}
          text={canvas === picture.canvas ? picture.name : name}
          labelElement={<span className="th-muted th-small">{say('canvas.things', { count: groupThousands(items) })}</span>}
          onClick={() => openCanvas(canvas)}
        />
      ))}
      <MenuDivider />
      <MenuItem text={say('canvas.new')} onClick={() => openDialog({ kind: 'name', what: 'create' })} />
      <MenuItem text={say('canvas.rename')} onClick={() => openDialog({ kind: 'name', what: 'rename' })} />
      <MenuItem text={say('canvas.copy')} onClick={() => openDialog({ kind: 'name', what: 'copy' })} />
      <MenuItem text={say('canvas.delete')} onClick={() => openDialog({ kind: 'delete' })} />
    </Menu>
  );
  return (
    <PopoverNext placement="bottom-start" content={menu}>
      <Button
        size="small"
        className="th-canvas-name"
        endIcon={<CaretDown />}
        ellipsizeText
        text={<strong>{picture.name}</strong>}
        aria-label={say('canvas.which', { name: picture.name })}
      />
    </PopoverNext>
  );
}
