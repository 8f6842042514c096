// Answers transcribe.*: what a typed text may be, entries and their further typings, matches of a part. Who types is whoever opened the case.
import { type Transcription, transcribeContract } from '../../../../shared/contract/transcribe.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession } from '../../casefile/index.ts';
import type { Handlers } from '../../kernel/index.ts';
import { implement } from '../../kernel/index.ts';
import { heldIn } from '../find/identify.ts';
import { registerTranscriptionEdits, TYPED, TYPED_AGAIN, type Typed, type TypedAgain, WITHDRAWN, type Withdrawn } from './edits.ts';
import { alike, entriesOf, entryOf, inOrder, LOOKED, lookedAt, samePerson } from './entries.ts';
import { matchesOf } from './matches.ts';
import { holdsSecret, verdictOf } from './verdict.ts';

export function transcribeCalls(session: CaseSession): Handlers<keyof typeof transcribeContract> {
  session.onEnter(registerTranscriptionEdits);
  return implement(transcribeContract, {
    'transcribe.check': async ({ text }, work) => verdictOf(await heldIn(session, work), text, work),
    'transcribe.matches': ({ text, limit }, work) => matchesOf(session, text, limit, work),
    'transcribe.list': async ({ states, id, after, limit }, work) => {
      const all = await entriesOf(session, work);
      const asked = inOrder(all).filter(
        (one) => (states.length === 0 || states.includes(one.state)) && (id === undefined || one.id === id),
      );
      const counts = new Map<Transcription['state'], number>();
      for (const { state } of all) counts.set(state, (counts.get(state) ?? 0) + 1);
      return {
        ...{ total: asked.length, entries: asked.slice(after, after + limit) },
        counts: [...counts].map(([state, count]) => ({ state, count })),
      };
    },
    'transcribe.add': async ({ text, proposal, exhibit, source, region, place, note }, work) => {
      const file = session.current();
      if (exhibit.trim() === '' && source === null) throw new Fault('transcribe.noPlace');
      if (region !== null && source === null) throw new Fault('transcribe.regionAlone');
      const of = source === null ? undefined : file.sources.list().find(({ id }) => id === source);
      if (source !== null && (of === undefined || of.state === 'withdrawn')) throw new Fault('people.sourceUnknown', { source });
      const verdict = await verdictOf(await heldIn(session, work), text, work);
      if (verdict.secret || [exhibit, place, note].some(holdsSecret)) throw new Fault('transcribe.secret');
      const taken = proposal === undefined ? undefined : verdict.proposals.find((one) => one.text === proposal);
      if (proposal !== undefined && taken === undefined) throw new Fault('transcribe.notProposed', { proposal });
      const typed: Typed = {
        ...{ entry: file.transcriptions.last() + 1, typed: text, note: note.trim() },
        proposal: taken === undefined ? null : { text: taken.text, changes: taken.changes },
        where: { exhibit: exhibit.trim() || (of?.exhibit ?? ''), source, region, place: place.trim() },
      };
      file.edits.perform(TYPED, typed);
      return { entry: typed.entry, state: (await entryOf(session, typed.entry, work)).state };
    },
    'transcribe.again': async ({ entry, text }, work) => {
      const file = session.current();
      const own = await entryOf(session, entry, work);
      if (own.state === 'withdrawn') throw new Fault('transcribe.unknown', { entry });
      if (samePerson(own.examiner, file.examiner)) throw new Fault('transcribe.samePerson', { examiner: own.examiner });
      if ((await verdictOf(await heldIn(session, work), text, work)).secret) throw new Fault('transcribe.secret');
      // What they have typed of it before was answered with whether it reads alike.
      const isFirst = file.transcriptions
        .of(entry)
        .every(({ event }) => !samePerson(file.journal.get(event)?.header.examiner ?? '', file.examiner));
      const again: TypedAgain = { entry, typed: text, blind: isFirst && own.hidden && !lookedAt(file).has(entry) };
      file.edits.perform(TYPED_AGAIN, again);
      const { state, id } = await entryOf(session, entry, work);
      return { alike: alike(text, id), state };
    },
    'transcribe.look': async ({ entry }, work) => {
      const file = session.current();
      if (!(await entryOf(session, entry, work)).hidden) return {};
      if (file.readOnly) throw new Fault('case.readOnly', { folder: file.folderName });
      file.noteAccess(LOOKED, { entry });
      return {};
    },
    'transcribe.withdraw': async ({ entry, reason }, work) => {
      if ((await entryOf(session, entry, work)).state === 'withdrawn') throw new Fault('transcribe.unknown', { entry });
      if (holdsSecret(reason)) throw new Fault('transcribe.secret');
      session.current().edits.perform(WITHDRAWN, { entry, reason: reason.trim() } satisfies Withdrawn);
      return {};
    },
  });
}
