// What a search finds among requests: whom they went to, what they ask about, notes and names of answers.
import type { SearchHit } from '../../../../shared/contract/canvas.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { requestsOf } from './kept.ts';

/** `text` in small letters, blanks folded. */
export function requestHits(session: CaseSession, text: string): SearchHit[] {
  const holds = (one: string): boolean => one.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').includes(text);
  return requestsOf(session.current()).flatMap(({ request, recipient, subjects, asked, steps }): SearchHit[] => {
    const texts = [
      ...[recipient, asked, ...subjects.map(({ address }) => address)],
      ...subjects.flatMap(({ transfers }) => transfers.map(({ transaction }) => transaction)),
      ...steps.flatMap(({ note, answer }) => [note, ...(answer === null ? [] : [answer.name, answer.sha256])]),
    ];
    const found = texts.find(holds);
    if (found === undefined) return [];
    return [{ kind: 'request', item: null, chain: '', title: recipient, found: found.slice(0, 200), timeSeconds: null, number: request }];
  });
}
