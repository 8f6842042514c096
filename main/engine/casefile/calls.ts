// Answers case.* and journal.*: turns grants into paths and the case's own records into the contract's shapes.
import { join } from 'node:path';
import { type caseContract, journalContract, type CaseInfo } from '../../../shared/contract/case.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { type Handlers, type Host, implement, type SelfTestStep } from '../kernel/index.ts';
import { createCase, openCase } from './caseFile.ts';
import type { LoggedEvent } from './chainLog.ts';
import { matchCode } from './checkpoint.ts';
import type { CaseFile, KeyRequest, Notice } from './openedCase.ts';
import { nodePolicyOf, policyAct } from './nodePolicy.ts';
import { SCHEMA_VERSION } from './schema.ts';
import { selfTestOfBuild, type SelfTestRecord } from './firstStart.ts';
import { selfTest } from './selfTest.ts';
import type { CaseSession } from './session.ts';
import { fingerprintOf } from './signing.ts';

type CaseCalls = Handlers<keyof typeof caseContract>;

export function caseCalls(host: Host, session: CaseSession, selfTests: readonly SelfTestStep[]): CaseCalls {
  const keyRequest = (input: { keyFile?: string | undefined; keyPassphrase?: string | undefined; passphrase: string }): KeyRequest => ({
    path: input.keyFile === undefined ? join(host.profileFolder(), 'signing-key.json') : host.resolveGrant(input.keyFile).path,
    passphrase: input.keyPassphrase ?? input.passphrase,
  });
  const slots = () => ({
    slots: session
      .current()
      .slots()
      .filter((slot) => slot.kind !== 'secrets') as CaseInfo['slots'],
  });
  let tested: SelfTestRecord | null = null;
  // Before a case is touched by this build for the first time, the build shows that it works on this machine.
  const enter = async (open: () => Promise<CaseFile>) => {
    const { record, isNew } = await selfTestOfBuild(host, selfTests);
    const file = await open();
    if (isNew) file.noteAccess('case.selfTest', record);
    tested = record;
    session.enter(file);
    return describeCase(session, tested);
  };
  return {
    'case.create': async (input) => {
      if (session.isOpen()) throw new Fault('usage.caseOpen');
      const { title, reference, agency, authority, examiner, timeZone } = input;
      const folder = host.resolveGrant(input.folder).path;
      const details = { title, reference, agency, authority, examiner, timeZone: knownZone(timeZone) };
      return enter(() => createCase(host, folder, details, input.passphrase, keyRequest(input)));
    },
    'case.open': async (input) => {
      if (session.isOpen()) throw new Fault('usage.caseOpen');
      return enter(() => openCase(host, host.resolveGrant(input.folder).path, input.passphrase, keyRequest(input), input.referenceTime));
    },
    'case.close': async () => {
      const file = session.leave();
      return { checkpoint: file === null ? null : await file.close() };
    },
    'case.info': () => describeCase(session, tested),
    'case.slotAdd': async ({ kind, name, passphrase }) => {
      await session.current().addSlot(kind, name, passphrase);
      return slots();
    },
    'case.slotRemove': ({ id }) => {
      session.current().removeSlot(id);
      return slots();
    },
    'case.rekey': async ({ passphrase }) => {
      await session.current().rekey(passphrase);
      return slots();
    },
    'case.policy': () => ({ node: nodePolicyOf(session.current().journal) }),
    'case.setPolicy': ({ node, reason }) => {
      const file = session.current();
      const { name, payload } = policyAct(file.journal, node, reason);
      file.act(name, payload);
      return { node: nodePolicyOf(file.journal) };
    },
    'case.selfTest': async (_input, work) => {
      const result = await selfTest(host, selfTests, work);
      if (session.isOpen()) session.current().noteAccess('case.selfTest', result);
      return result;
    },
  };
}

function knownZone(zone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch (error) {
    throw new Fault('usage.invalid', { call: 'case.create', field: 'timeZone', reason: zone }, error);
  }
}

function failedSelfTest(tested: SelfTestRecord | null): Notice[] {
  const failed = tested?.steps.find((step) => !step.ok);
  return failed === undefined ? [] : [{ code: 'selfTestFailed', parameters: { step: failed.id, detail: failed.detail } }];
}

function describeCase(session: CaseSession, tested: SelfTestRecord | null): CaseInfo {
  const file = session.current();
  const { journal, edits } = file;
  const counts = file.chain.counts();
  const added = journal.named('key.added').at(-1)?.payload as { publicKey?: string } | undefined;
  const publicKey = file.signerPublicKey() ?? added?.publicKey;
  return {
    ...file.details,
    training: file.isTraining(),
    folderName: file.folderName,
    readOnly: file.readOnly,
    schema: SCHEMA_VERSION,
    slots: file.slots().filter((slot) => slot.kind !== 'secrets') as CaseInfo['slots'],
    signerFingerprint: publicKey === undefined ? '' : fingerprintOf(publicKey),
    journal: {
      size: journal.head().size,
      headHash: journal.head().headHash,
      undoable: editName(edits.undoable()),
      redoable: editName(edits.redoable()),
    },
    counts: { sources: file.sources.list().length, ...counts, labels: file.labels.count(), runs: file.runs.count() },
    notices: [...file.notices, ...failedSelfTest(tested)].map((notice) => ({ ...notice, parameters: { ...notice.parameters } })),
  };
}

export function journalCalls(session: CaseSession): Handlers<keyof typeof journalContract> {
  session.onEnter((file) => registerNotes(file));
  return implement(journalContract, {
    'journal.list': ({ before, limit, whole }) => {
      const file = session.current();
      const { journal } = file;
      const { size, headHash } = journal.head();
      return { size, headHash, entries: journal.list({ before, limit }).map((event) => describeEvent(file, event, whole)) };
    },
    'journal.entry': ({ sequence }) => {
      const event = session.current().journal.get(sequence);
      return event === undefined ? null : describeEvent(session.current(), event, true);
    },
    'journal.check': ({ code }) => {
      const { journal } = session.current();
      const { size, headHash } = journal.verify();
      const matchedSize = code === undefined ? null : matchCode(journal, code);
      return { ok: code === undefined || matchedSize !== null, size, headHash, matchedSize };
    },
    'journal.checkpoint': () => session.current().checkpoint(),
    'journal.undo': () => {
      const { edits } = session.current();
      const event = edits.undo();
      if (!edits.leavesData(event.header.name)) session.forget();
      return { undone: nameOfTarget(session.current(), event), sequence: event.header.sequence };
    },
    'journal.redo': () => {
      const { edits } = session.current();
      const event = edits.redo();
      if (!edits.leavesData(event.header.name)) session.forget();
      return { redone: nameOfTarget(session.current(), event), sequence: event.header.sequence };
    },
    'journal.note': ({ text }) => ({ sequence: session.current().edits.perform('note.added', { text }).header.sequence }),
  });
}

function registerNotes(file: CaseFile): void {
  file.edits.register({
    name: 'note.added',
    apply: (payload: { text: string }, event) => file.notes.add(event, payload.text),
    undo: (_payload, event) => {
      if (file.notes.remove(event) === 0) throw new Fault('journal.undoRefused', { event, reason: 'the note is gone' });
    },
  });
}

/** The edit's name, and where it says what it did within that name, that too: `canvas.edited.move`. */
function editName(edit: LoggedEvent | null | undefined): string | null {
  if (edit == null) return null;
  const { change } = (edit.payload ?? {}) as { readonly change?: unknown };
  return typeof change === 'string' ? `${edit.header.name}.${change}` : edit.header.name;
}

function nameOfTarget(file: CaseFile, { header, payload }: LoggedEvent): string {
  return editName(file.journal.get((payload as { readonly event: number }).event)) ?? header.name;
}

function describeEvent(file: CaseFile, event: LoggedEvent, whole: boolean) {
  const { sequence, kind, name, examiner, time } = event.header;
  const what = kind === 'undo' || kind === 'redo' ? nameOfTarget(file, event) : kind === 'edit' ? (editName(event) ?? name) : name;
  const summary = whole ? undefined : file.edits.summary(event);
  const payload = summary === undefined ? event.payload : summary;
  return { sequence, kind, name, what, examiner, time, headHash: event.hash, payload, isWhole: summary === undefined };
}
