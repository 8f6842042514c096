// Answers what a canvas takes in at once: transactions between its parties, and the picture of a run. Each is one edit of the journal.
import { canvasPutContract } from '../../../../shared/contract/canvasPut.ts';
import { edgeEnds } from '../../../../shared/model/canvasItem.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { type Handlers, implement, type Step, type Work } from '../../kernel/index.ts';
import { createAssetTable } from './assetTable.ts';
import { type BetweenAsked, betweenOn, itemsOfRows } from './between.ts';
import { changed, documentOf, materialOf, settle } from './calls.ts';
import { addItems } from './changes.ts';
import { draftOf, readCanvas } from './document.ts';
import { type RunAsked, type RunPictures, runItems } from './runItems.ts';

export function canvasPutCalls(session: CaseSession, pictures: RunPictures): Handlers<keyof typeof canvasPutContract> {
  return implement(canvasPutContract, {
    'canvas.between': async ({ canvas, ...asked }, work) => {
      const state = readCanvas(documentOf(session.current(), canvas));
      const material = await materialOf(session, state.rules, work);
      const { count, drawn, amounts, hidden } = betweenOn(asked, state, material, 'value');
      const assets = createAssetTable(material.facts);
      return { count, drawn, amounts: assets.amounts(amounts), hidden, assets: assets.views() };
    },
    'canvas.showBetween': async ({ canvas, order, top, ...asked }, work) => {
      const file = session.current();
      const draft = draftOf(documentOf(file, canvas));
      const state = draft.state();
      const { count, drawn, hidden, first } = betweenOn(asked, state, await materialOf(session, state.rules, work), order);
      const rows = first(top);
      const items = itemsOfRows(rows);
      if (items.length > 0) {
        addItems(draft, items);
        draft.set('level', 'transactions');
        await settle(session, draft, null, nearOf(asked), work);
      }
      const left = {
        taken: rows.length,
        remaining: Math.max(0, count - drawn - rows.length),
        hidden,
        cut: rows.reduce((all, { cut }) => all + cut, 0),
      };
      return { ...changed(file, canvas, 'showBetween', draft, state.items), items, ...left };
    },
    'canvas.addRun': async ({ canvas: given, name, note, ...asked }, work) => {
      const file = session.current();
      const canvas = given ?? file.canvases.nextNumber();
      const draft = draftOf(given === null ? new Map() : documentOf(file, given));
      if (given === null) draft.set('name', name.trim() === '' ? String(canvas) : name);
      const before = draft.state().items;
      const { items, seeds, hiddenNodes, hiddenMovements } = await heldItems(session, asked, pictures, work);
      if (items.length > 0) addItems(draft, items);
      if (note.trim() !== '') for (const seed of seeds) if (draft.get(`note/${seed}`) === undefined) draft.set(`note/${seed}`, note);
      draft.set('level', 'transactions');
      await settle(session, draft, null, null, work);
      return { ...changed(file, canvas, 'addRun', draft, before), canvas, items: [...items], hiddenNodes, hiddenMovements };
    },
  });
}

/** Of a run's picture what the case still holds: a source may have been withdrawn since. */
async function heldItems(session: CaseSession, asked: RunAsked, pictures: RunPictures, work: Work<Step>) {
  const found = await runItems(asked, pictures, work);
  const { facts } = await materialOf(session, null, work);
  const held = new Set(found.items.flatMap(({ name, item }) => (facts.get(item.chain)?.node(item) == null ? [] : [name])));
  return { ...found, items: [...held], seeds: found.seeds.filter((name) => held.has(name)) };
}

/** Beside what was asked about. */
function nearOf({ edges, items }: BetweenAsked): string | null {
  return edgeEnds(edges[0] ?? '')?.target ?? items[0] ?? null;
}
