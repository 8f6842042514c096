// Entries about people that answer a search: names by every rule of folding, everything else said of them by its letters. What answers only when
// folded is marked: it is a lead.
import type { CaseSession } from '../../casefile/index.ts';
import { answering, bookOf } from '../../intake/index.ts';
import { breathe, type Step, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { hitOf, type Hits, NO_HITS, type Ranked, rankIn } from './hits.ts';

const SLICE = 2_000;

export async function peopleHits(session: CaseSession, typed: string, text: string, limit: number, work: Work<Step>): Promise<Hits> {
  const { entities } = session.current();
  // A single letter is in every name once it is folded.
  if (typed.length < 2 || entities.lastEntity() === 0) return NO_HITS;
  const book = await bookOf(session, work);
  const hits: Ranked[] = [];
  let seen = 0;
  for (const [id, entry] of book.entries) {
    if (++seen % SLICE === 0) {
      await breathe();
      throwIfCancelled(work);
    }
    const found = answering(book, entry, typed);
    if (found === null) continue;
    if (hits.length === limit) return { hits, more: true };
    const hit = hitOf('person', null, entry.title, found.text, { number: id, ...(found.isFolded ? { folded: true as const } : {}) });
    hits.push({ rank: found.isFolded ? 2 : rankIn(text, found.text), hit });
  }
  return { hits, more: false };
}
