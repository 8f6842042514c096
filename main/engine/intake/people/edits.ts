// Entries, links and judgements of the examiner's own: each an edit of the journal, so that it can be taken back. What was withdrawn stands on,
// marked; only undoing the edit that wrote a row removes it.
import type { EntityKind } from '../../../../shared/contract/people.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, EntityJudgementRow, NewLink } from '../../casefile/index.ts';

/** With the numbers that the rows get: doing it again gives the same ones. */
export interface EntryAdded {
  readonly id: number;
  readonly kind: EntityKind;
  readonly link: LinkAdded;
}
export type LinkAdded = Omit<NewLink, 'id' | 'event' | 'source'> & { readonly id: number; readonly source: string | null };
export interface Withdrawn {
  readonly what: 'entity' | 'link';
  readonly id: number;
  readonly reason: string;
}
export type Judged = Omit<EntityJudgementRow, 'event'>;

export const ENTRY_ADDED = 'person.added';
export const LINK_ADDED = 'person.linked';
export const WITHDRAWN = 'person.withdrawn';
export const LEAD_JUDGED = 'person.leadJudged';

export function registerPeopleEdits(file: CaseFile): void {
  const { entities } = file;
  const gone = (event: number): never => {
    throw new Fault('journal.undoRefused', { event, reason: 'what it wrote is gone' });
  };
  const addLink = ({ source, ...link }: LinkAdded, event: number): void => {
    const of = source === null ? null : (file.sources.list().find(({ publicId }) => publicId === source)?.id ?? null);
    entities.addLink({ ...link, source: of, event });
  };
  file.edits.register({
    name: ENTRY_ADDED,
    leavesData: true,
    apply({ id, kind, link }: EntryAdded, event) {
      entities.add({ id, kind, source: null, row: 0, event });
      addLink(link, event);
    },
    undo({ id, link }: EntryAdded, event) {
      entities.removeLink(link.id);
      if (entities.remove(id) === 0) gone(event);
    },
  });
  file.edits.register({
    name: LINK_ADDED,
    leavesData: true,
    apply: (link: LinkAdded, event) => addLink(link, event),
    undo({ id }: LinkAdded, event) {
      if (entities.removeLink(id) === 0) gone(event);
    },
  });
  file.edits.register({
    name: WITHDRAWN,
    leavesData: true,
    apply: ({ what, id, reason }: Withdrawn, event) => entities.withdraw(event, what, id, reason),
    undo(_payload: Withdrawn, event) {
      if (entities.restore(event) === 0) gone(event);
    },
  });
  file.edits.register({
    name: LEAD_JUDGED,
    leavesData: true,
    apply: (judged: Judged, event) => entities.judge({ ...judged, event }),
    undo(_payload: Judged, event) {
      if (entities.unjudge(event) === 0) gone(event);
    },
  });
}
