// The questions that the canvas asks before a change: a note, a name, colours, an area's text, whether to delete.
import { FormGroup, InputGroup, TextArea } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import { CANVAS_COLOURS } from '../../../shared/contract/canvas.ts';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { SaveGraphDialog } from '../export/SaveGraphDialog.tsx';
import { Asking } from './Asking.tsx';
import { ClusterRulesDialog } from './ClusterRules.tsx';
import { type Dialog, useDesk } from './desk.ts';
import { EventForm } from './EventForm.tsx';
import { FigureDialog } from './FigureDialog.tsx';

export function Dialogs(): ReactNode {
  const { dialog } = useDesk();
  if (dialog === null) return null;
  switch (dialog.kind) {
    case 'event':
      return <EventForm from={dialog.from} to={dialog.to} />;
    case 'colour':
      return <ColourDialog targets={dialog.targets} />;
    case 'figure':
      return <FigureDialog />;
    case 'graph':
      return <GraphDialog />;
    case 'delete':
      return <DeleteDialog />;
    case 'rules':
      return <ClusterRulesDialog />;
    case 'note':
    case 'area':
      return <TextDialog dialog={dialog} />;
    default:
      return <NameDialog dialog={dialog} />;
  }
}

function GraphDialog(): ReactNode {
  const { picture, openDialog, stage } = useDesk();
  const close = () => {
    openDialog(null);
    window.setTimeout(() => stage.current?.focus(), 0);
  };
  return <SaveGraphDialog of={{ what: 'canvas', canvas: picture.canvas }} onClose={close} />;
}

function TextDialog({ dialog }: { readonly dialog: Extract<Dialog, { kind: 'note' | 'area' }> }): ReactNode {
  const say = useWords();
  const { nodes, edges, edit } = useDesk();
  const before =
    dialog.kind === 'area' ? (dialog.area?.text ?? '') : (nodes.get(dialog.target)?.note ?? edges.get(dialog.target)?.note ?? '');
  const [text, setText] = useState(before);
  const save = () => {
    if (dialog.kind === 'note') return void edit({ do: 'note', target: dialog.target, text: text.trim() });
    const { x, y, width, height } = dialog.box;
    const colour = dialog.area?.colour ?? null;
    void edit({ do: 'area', area: dialog.area?.id ?? null, value: { x, y, width, height, text: text.trim(), colour } });
  };
  return (
    <Asking
      title={say(dialog.kind === 'note' ? 'canvas.noteTitle' : 'canvas.area')}
      done={say('canvas.save')}
      ready={dialog.kind === 'note' || text.trim() !== ''}
      onDone={save}
    >
      <FormGroup
        label={say('canvas.text')}
        labelFor="canvas-text"
        helperText={say(dialog.kind === 'note' ? 'canvas.noteHelp' : 'canvas.areaHelp')}
      >
        <TextArea
          id="canvas-text"
          autoFocus
          fill
          rows={5}
          maxLength={20_000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
          }}
        />
      </FormGroup>
    </Asking>
  );
}

function NameDialog({ dialog }: { readonly dialog: Extract<Dialog, { kind: 'name' | 'group' | 'regroup' }> }): ReactNode {
  const say = useWords();
  const { act, report } = useSession();
  const { picture, edit, openCanvas } = useDesk();
  const what = dialog.kind === 'name' ? dialog.what : dialog.kind;
  const before =
    what === 'rename'
      ? picture.name
      : what === 'copy'
        ? say('canvas.copyOf', { name: picture.name })
        : dialog.kind === 'regroup'
          ? (picture.groups.find(({ id }) => id === dialog.group)?.name ?? '')
          : '';
  const [name, setName] = useState(before);
  const save = async () => {
    const clean = name.trim();
    if (dialog.kind === 'group') await edit({ do: 'group', items: [...dialog.items], name: clean });
    else if (dialog.kind === 'regroup') await edit({ do: 'regroup', group: dialog.group, name: clean });
    else if (what === 'rename') await edit({ do: 'rename', name: clean });
    else if (what === 'checkpoint') await edit({ do: 'checkpoint', name: clean });
    else {
      const made = await act('canvas.create', what === 'copy' ? { name: clean, copyOf: picture.canvas } : { name: clean });
      if (made !== null) openCanvas(made.canvas);
    }
  };
  return (
    <Asking
      title={say(`canvas.names.${what}`)}
      done={say('canvas.save')}
      ready={name.trim() !== ''}
      onDone={() => void save().catch(report)}
    >
      <FormGroup
        label={say('canvas.name')}
        labelFor="canvas-text"
        helperText={what === 'checkpoint' ? say('canvas.checkpointHelp') : what === 'group' ? say('canvas.groupHelp') : undefined}
      >
        <InputGroup id="canvas-text" autoFocus maxLength={200} value={name} onValueChange={setName} />
      </FormGroup>
    </Asking>
  );
}

function ColourDialog({ targets }: { readonly targets: readonly string[] }): ReactNode {
  const say = useWords();
  const { picture, edit } = useDesk();
  const [colour, setColour] = useState<(typeof CANVAS_COLOURS)[number] | null>(CANVAS_COLOURS[0]);
  const meaning = (of: typeof colour) => picture.legend.find((entry) => entry.colour === of)?.text ?? '';
  const [text, setText] = useState(meaning(colour));
  const save = async () => {
    const done = await edit({ do: 'colour', targets: [...targets], colour });
    if (done !== null && colour !== null && text.trim() !== meaning(colour)) await edit({ do: 'legend', colour, text: text.trim() });
  };
  return (
    <Asking title={say('canvas.colourTitle', { count: targets.length })} done={say('canvas.save')} onDone={() => void save()}>
      <div className="th-swatches" role="radiogroup" aria-label={say('canvas.colour')}>
        {[...CANVAS_COLOURS, null].map((one) => (
          // biome-ignore lint/a11y/useSemanticElements: a swatch is pressed like a button; its role says that one of them holds
          <button
            type="button"
            role="radio"
            key={one ?? 'none'}
            aria-checked={one === colour}
            className={one === colour ? 'th-swatch-choice th-swatch-chosen' : 'th-swatch-choice'}
            onClick={() => {
              setColour(one);
              setText(meaning(one));
            }}
          >
            <span className={`th-swatch th-swatch-${one ?? 'none'}`} />
            {say(`canvas.colours.${one ?? 'none'}`)}
          </button>
        ))}
      </div>
      {colour === null ? null : (
        <FormGroup label={say('canvas.colourMeans')} labelFor="canvas-text" helperText={say('canvas.colourHelp')}>
          <InputGroup id="canvas-text" maxLength={400} value={text} onValueChange={setText} />
        </FormGroup>
      )}
    </Asking>
  );
}

function DeleteDialog(): ReactNode {
  const say = useWords();
  const { act } = useSession();
  const { picture, openCanvas } = useDesk();
  return (
    <Asking
      title={say('canvas.deleteTitle', { name: picture.name })}
      done={say('canvas.delete')}
      danger
      onDone={() =>
        void act('canvas.delete', { canvas: picture.canvas }).then((done) => {
          if (done !== null) openCanvas(null);
        })
      }
    >
      <p>{say('canvas.deleteIs')}</p>
    </Asking>
  );
}
