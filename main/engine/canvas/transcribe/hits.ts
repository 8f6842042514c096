// What a search finds among typed ids: the id, what was typed, the exhibit, the place and the note. What waits for the searcher's own typing
// is found by where it was read, and never by what was read.
import type { SearchHit } from '../../../../shared/contract/canvas.ts';
import { itemName, readItem } from '../../../../shared/model/canvasItem.ts';
import type { CaseSession } from '../../casefile/index.ts';
import type { Step, Work } from '../../kernel/index.ts';
import { folded, hitOf } from '../find/hits.ts';
import { entriesOf } from './entries.ts';

/** `text` in small letters, blanks folded. */
export async function transcriptionHits(session: CaseSession, text: string, work: Work<Step>): Promise<SearchHit[]> {
  return (await entriesOf(session, work)).flatMap(({ entry, state, id, typed, exhibit, place, note, seen }): SearchHit[] => {
    if (state === 'withdrawn') return [];
    const found = [id, typed, exhibit, place, note].find((one) => folded(one).includes(text));
    if (found === undefined) return [];
    const [item = null] = seen.flatMap((one) => (one.item === null ? [] : [one.item]));
    const own = item === null ? null : readItem(item);
    return [
      { ...hitOf('transcription', null, `#${entry} ${id}`.trim(), found, { number: entry }), item: own === null ? null : itemName(own) },
    ];
  });
}
