// Answers canvas.*: canvases by name, their pictures, changes to them, and what lies beside a thing. Every change is one edit of the journal.
import { labelTexts } from '../labelTexts.ts';
import type { CanvasChange, canvasContract, CanvasPicture } from '../../../../shared/contract/canvas.ts';
import { itemName, readItem } from '../../../../shared/model/canvasItem.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, CaseSession } from '../../casefile/index.ts';
import type { Handlers, Step, Work } from '../../kernel/index.ts';
import { factsOf, type NeighbourQuestion as NeighbourAsked, type NeighbourSide } from '../facts/index.ts';
import { arrange } from './arrange.ts';
import { createAssetTable } from './assetTable.ts';
import { addItems, applyChange, changesWhatIsShown } from './changes.ts';
import { clusterBook, clusterBookBefore } from './clusterBook.ts';
import { bears, type Labelled, wantedText } from './counterparty.ts';
import { type Draft, draftOf, type Place, readCanvas } from './document.ts';
import { drawn, MOST_PLACED, pictureOf } from './drawing.ts';
import { expand, questionOf } from './expand.ts';
import { CANVAS_EDITED, type CanvasEdit, documentAfter, editSummary } from './history.ts';
import { type Material, shownOn } from './shown.ts';

type Answered = 'list' | 'create' | 'delete' | 'picture' | 'edit' | 'neighbours' | 'expand';
type CanvasCalls = Handlers<Extract<keyof typeof canvasContract, `canvas.${Answered}`>>;

export function canvasCalls(session: CaseSession): CanvasCalls {
  session.onEnter(registerCanvasEdits);
  return {
    'canvas.list': () => {
      const file = session.current();
      return {
        canvases: file.canvases.list().map((row) => ({ ...row, time: file.journal.get(row.event)?.header.time ?? file.details.created })),
      };
    },
    'canvas.create': ({ name, copyOf }) => {
      const file = session.current();
      if (copyOf !== undefined) documentOf(file, copyOf);
      const canvas = file.canvases.nextNumber();
      const draft = draftOf(new Map());
      if (copyOf !== undefined)
        for (const [key, value] of file.canvases.document(copyOf)) if (!key.startsWith('checkpoint/')) draft.set(key, value);
      draft.set('name', name);
      perform(file, canvas, 'create', draft);
      return { canvas };
    },
    'canvas.delete': ({ canvas }) => {
      const file = session.current();
      const draft = draftOf(documentOf(file, canvas));
      draft.set('deleted', true);
      perform(file, canvas, 'delete', draft);
      return {};
    },
    'canvas.picture': ({ canvas }, work) => canvasPicture(session, canvas, work),
    'canvas.edit': async ({ canvas, change }, work) => {
      const file = session.current();
      const draft = draftOf(documentOf(file, canvas));
      const before = draft.state().items;
      applyAny(file, canvas, draft, change);
      const near = change.do === 'add' ? change.near : null;
      if (changesWhatIsShown(change)) await settle(session, draft, change, near, work);
      return changed(file, canvas, change.do, draft, before);
    },
    'canvas.neighbours': async (asked, work) => {
      const file = session.current();
      const state = asked.canvas === undefined ? null : readCanvas(documentOf(file, asked.canvas));
      const material = await materialOf(session, state?.rules ?? null, work);
      const item = readItem(asked.item);
      const chain = item === null ? undefined : material.facts.get(item.chain);
      if (item === null || chain === undefined) throw new Fault('canvas.itemUnknown', { item: asked.item });
      const question = questionOf(item, asked.side, asked.level, asked.order, asked.filter, state, material);
      const beside = chain.neighbours({ ...question, isMeant: meant(material.labelled, [asked.text, asked.filter.counterparty]) });
      const assets = createAssetTable(material.facts);
      const own = new Set(state?.items ?? []);
      const rows = beside.page(asked.after, asked.limit).map((row) => {
        const name = itemName(row.item);
        const { side, address, count, shared, firstSeconds, lastSeconds } = row;
        return {
          ...{ item: name, side, name: row.item.id, address, labels: labelTexts(file, row.item.chain, address ?? row.item.id) },
          ...{
            amounts: assets.amounts(row.amounts),
            count,
            shared,
            firstSeconds,
            lastSeconds,
            marks: [...row.marks],
            shown: own.has(name),
          },
        };
      });
      const side = ({ count, transactions, amounts, firstSeconds, lastSeconds }: NeighbourSide) => ({
        ...{ count, transactions, amounts: assets.amounts(amounts), firstSeconds, lastSeconds },
      });
      const end = asked.after + rows.length;
      const answer = {
        ...{ in: side(beside.in), out: side(beside.out), rows, gap: beside.gap, fetch: beside.fetch },
        remaining: { count: Math.max(0, beside.total - end), amounts: assets.amounts(beside.amountsFrom(end)) },
      };
      return { ...answer, assets: assets.views() };
    },
    'canvas.expand': async ({ canvas, text, ...asked }, work) => {
      const file = session.current();
      const draft = draftOf(documentOf(file, canvas));
      const state = draft.state();
      const material = await materialOf(session, state.rules, work);
      const { found, remaining, stopped } = expand(asked, state, material, meant(material.labelled, [text, asked.filter.counterparty]));
      if (found.length > 0) addItems(draft, found);
      await settle(session, draft, null, asked.items[0] ?? null, work);
      return { ...changed(file, canvas, 'expand', draft, state.items), remaining, stopped };
    },
  };
}

/** The picture of a canvas as it stands. Faults: canvas.unknown, job.cancelled. */
export async function canvasPicture(session: CaseSession, canvas: number, work: Work<Step>): Promise<CanvasPicture> {
  const file = session.current();
  const state = readCanvas(documentOf(file, canvas));
  const material = await materialOf(session, state.rules, work);
  const event = file.canvases.list().find((row) => row.canvas === canvas)?.event ?? 0;
  return pictureOf(canvas, event, file, state, material, drawn(state, material));
}

function registerCanvasEdits(file: CaseFile): void {
  file.edits.register({
    name: CANVAS_EDITED,
    leavesData: true,
    apply: ({ canvas, entries }: CanvasEdit, event) => file.canvases.change(canvas, entries, 'after', event),
    undo: ({ canvas, entries }: CanvasEdit, event) => file.canvases.change(canvas, entries, 'before', event),
    summarise: (edit: CanvasEdit) => editSummary(edit, file.canvases.nameOf(edit.canvas)),
  });
}

export function documentOf(file: CaseFile, canvas: number) {
  const document = file.canvases.document(canvas);
  if (!document.has('name') || document.has('deleted')) throw new Fault('canvas.unknown', { canvas });
  return document;
}

export async function materialOf(session: CaseSession, rules: readonly string[] | null, work: Work<Step>): Promise<Material> {
  const facts = await factsOf(session, work);
  const file = session.current();
  return { facts, clusters: clusterBook(session, rules), before: clusterBookBefore(session, rules), labelled: labelledIn(file) };
}

function applyAny(file: CaseFile, canvas: number, draft: Draft, change: CanvasChange): void {
  if (change.do === 'checkpoint') {
    const { size, time } = file.journal.head();
    const number = Math.max(0, ...draft.state().checkpoints.keys()) + 1;
    draft.set(`checkpoint/${number}`, { name: change.name, time: time ?? file.details.created, event: size });
  } else if (change.do === 'restore') {
    const checkpoint = draft.state().checkpoints.get(change.checkpoint);
    if (checkpoint === undefined) throw new Fault('canvas.checkpointUnknown', { checkpoint: change.checkpoint });
    const then = documentAfter(file, canvas, checkpoint.event);
    // What is restored is the picture; the list of checkpoints stays.
    for (const key of draft.keys('')) if (!then.has(key) && !key.startsWith('checkpoint/')) draft.set(key, null);
    for (const [key, value] of then) if (!key.startsWith('checkpoint/')) draft.set(key, value);
  } else applyChange(draft, change);
}

/** Gives every node that is now shown its place, in the same edit. */
export async function settle(
  session: CaseSession,
  draft: Draft,
  change: CanvasChange | null,
  near: string | null,
  work: Work<Step>,
): Promise<void> {
  const state = draft.state();
  const material = await materialOf(session, state.rules, work);
  const shown = shownOn(state, material);
  if (shown.nodes.length > MOST_PLACED) return;
  const anew = change?.do !== 'layout' ? 'none' : change.items.length === 0 ? 'all' : new Set(change.items);
  const { places } = arrange(shown, state, material.clusters, anew, near);
  for (const [name, place] of places) {
    const known: Place | undefined = state.places.get(name);
    if (known === undefined || known[0] !== place[0] || known[1] !== place[1]) draft.set(`place/${state.level}/${name}`, place);
  }
}

function perform(file: CaseFile, canvas: number, change: string, draft: Draft): number {
  const entries = draft.entries();
  if (entries.length === 0) return file.journal.head().size;
  const edit: CanvasEdit = { canvas, change, entries };
  return file.edits.perform(CANVAS_EDITED, edit).header.sequence;
}

export function changed(file: CaseFile, canvas: number, change: string, draft: Draft, before: readonly string[]) {
  const after = draft.state().items;
  const [was, is] = [new Set(before), new Set(after)];
  return {
    event: perform(file, canvas, change, draft),
    added: after.filter((name) => !was.has(name)),
    removed: before.filter((name) => !is.has(name)),
  };
}

/** Items whose id, address or label holds each of the texts; null where there are none. */
function meant(labelled: Labelled, texts: readonly string[]): NeighbourAsked['isMeant'] {
  const wanted = texts.map(wantedText).filter((text) => text !== '');
  if (wanted.length === 0) return null;
  return ({ chain, id }, address) => wanted.every((text) => bears(labelled, chain, [id, address], text));
}

function labelledIn(file: CaseFile): Labelled {
  return {
    texts: (chain, address) => labelTexts(file, chain, address),
    holding: (text) => file.labels.search({ text }, 0, MOST_LABELS).rows,
  };
}

/** Labels that one text may name; whoever has more of them narrows the text. */
const MOST_LABELS = 10_000;
