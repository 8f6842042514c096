// Addresses and outputs whose movements are followed at each sync with a node: adding many at once, from a file, removing.
import { Button, Checkbox, FormGroup, HTMLSelect, InputGroup, Intent, TextArea } from '@blueprintjs/core';
import { Document, EyeOpen, Plus } from '@blueprintjs/icons';
import { type ChangeEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Empty, FaultNotice, OpenableId, Panel, Unseen } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { useAsk, useChain, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { seedsIn } from '../trace/request.ts';
import { idsInFile } from './asking.ts';

type Row = CallOutput<'question.list'>['watched'][number];
const NONE: readonly Row[] = [];
/** A list longer than this is no list of addresses; the page must not read it whole. */
const MOST_BYTES = 32 * 1024 * 1024;
const keyOf = (row: Row) => `${row.chain} ${row.item}`;

export function Watched(): ReactNode {
  const say = useWords();
  const { act, announce } = useSession();
  const answer = useAsk('question.list', {});
  const rows = answer.data?.watched ?? NONE;
  const [selected, setSelected] = useState<string | null>(null);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const chosen = rows.filter((row) => ticked.has(keyOf(row)));
  const columns = useWatchedColumns(ticked, setTicked);
  const remove = async () => {
    let removed = 0;
    for (const chain of new Set(chosen.map((row) => row.chain))) {
      const items = chosen.flatMap((row) => (row.chain === chain ? [row.item] : []));
      removed += (await act('question.unwatch', { items, chain }))?.removed ?? 0;
    }
    setTicked(new Set());
    if (removed > 0) announce(say('watched.removed', { count: groupThousands(removed) }));
  };
  return (
    <Panel
      className="th-panel-table th-panel-fill"
      title={<Term id="watched">{say('watched.title', { count: groupThousands(rows.length) })}</Term>}
      aside={
        <Button
          size="small"
          text={chosen.length === 0 ? say('watched.remove') : say('watched.removeCount', { count: groupThousands(chosen.length) })}
          disabled={chosen.length === 0}
          onClick={() => void remove()}
        />
      }
    >
      <div className="th-panel-inset">
        <AddWatched />
        <FaultNotice fault={answer.fault} />
      </div>
      <DataTable
        label={say('watched.label')}
        columns={columns}
        rows={rows}
        rowKey={keyOf}
        selected={selected}
        onSelect={(row) => setSelected(keyOf(row))}
        empty={<Empty icon={<EyeOpen size={40} />} title={say('watched.none')} next={say('watched.noneNext')} />}
      />
    </Panel>
  );
}

function useWatchedColumns(ticked: ReadonlySet<string>, onTicked: (ticked: ReadonlySet<string>) => void): readonly Column<Row>[] {
  const say = useWords();
  const chainOf = useChain();
  return useMemo(
    () => [
      {
        id: 'tick',
        header: <Unseen text={say('canvas.ticked')} />,
        width: '36px',
        cell: (row) => (
          <Checkbox
            className="th-tick"
            checked={ticked.has(keyOf(row))}
            aria-label={say('watched.tick', { item: row.item })}
            onChange={() => {
              const after = new Set(ticked);
              if (!after.delete(keyOf(row))) after.add(keyOf(row));
              onTicked(after);
            }}
          />
        ),
      },
      {
        id: 'item',
        header: say('watched.item'),
        width: 'minmax(220px, 2fr)',
        cell: (row) => <OpenableId value={row.item} full={row.item.length < 64} />,
        compare: (a, b) => a.item.localeCompare(b.item),
      },
      { id: 'chain', header: say('sources.chain'), width: '110px', cell: (row) => chainOf(row.chain).name },
      { id: 'note', header: say('watched.note'), width: 'minmax(120px, 1fr)', cell: (row) => <span title={row.note}>{row.note}</span> },
    ],
    [say, ticked, onTicked, chainOf],
  );
}

function AddWatched(): ReactNode {
  const say = useWords();
  const { act, announce, report, sources } = useSession();
  const [text, setText] = useState('');
  const [note, setNote] = useState('');
  const [chain, setChain] = useState('');
  const file = useRef<HTMLInputElement>(null);
  const chains = sources?.chains ?? [];
  const items = seedsIn(text);
  const add = async () => {
    const done = await act('question.watch', { items: [...items], note: note.trim(), ...(chain === '' ? {} : { chain }) });
    if (done === null) return;
    setText('');
    announce(say('watched.added', { count: groupThousands(done.added), known: groupThousands(items.length - done.added) }), {
      text: say('watched.undo'),
      onClick: () => void act('journal.undo', {}),
    });
  };
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const given = event.currentTarget.files?.[0];
    event.currentTarget.value = '';
    if (given === undefined) return;
    if (given.size > MOST_BYTES) return report(new Error(say('watched.fileTooLarge')));
    try {
      setText(idsInFile(await given.text()).join('\n'));
    } catch (error) {
      report(error);
    }
  };
  return (
    <div className="th-form">
      <FormGroup label={say('watched.add')} labelFor="watch-items" helperText={say('watched.addHelp')}>
        <TextArea id="watch-items" className="th-mono" fill value={text} onChange={(event) => setText(event.currentTarget.value)} />
      </FormGroup>
      <div className="th-form th-form-line">
        <FormGroup label={say('watched.note')} labelFor="watch-note" labelInfo={say('form.optional')}>
          <InputGroup id="watch-note" value={note} onValueChange={setNote} placeholder={say('watched.noteExample')} />
        </FormGroup>
        {chains.length > 1 ? (
          <FormGroup label={say('sources.chain')} labelFor="watch-chain">
            <HTMLSelect
              id="watch-chain"
              value={chain}
              onChange={(event) => setChain(event.currentTarget.value)}
              options={[{ value: '', label: say('sources.chainAuto') }, ...chains.map((one) => ({ value: one.chain, label: one.name }))]}
            />
          </FormGroup>
        ) : null}
        <input ref={file} type="file" className="th-offscreen" tabIndex={-1} aria-hidden="true" onChange={(event) => void read(event)} />
        <Button icon={<Document />} text={say('watched.fromFile')} onClick={() => file.current?.click()} />
        <Button
          intent={Intent.PRIMARY}
          icon={<Plus />}
          text={items.length < 2 ? say('watched.addOne') : say('watched.addCount', { count: groupThousands(items.length) })}
          disabled={items.length === 0}
          onClick={() => void add()}
        />
      </div>
    </div>
  );
}
