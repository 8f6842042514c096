// The case: create, open, close, key slots, journal. Passphrases enter here and go nowhere else.
import { z } from 'zod';
import { command, defineDomain, job, query } from './define.ts';
import { Empty, Grant, HashText, LongText, Passphrase, Progress, ShortText, TimeText } from './values.ts';

export const SlotKind = z.enum(['examiner', 'secondExaminer', 'agencyRecovery']);
export const Slot = z.strictObject({ id: z.string(), kind: SlotKind, name: ShortText, created: TimeText });

export const Checkpoint = z.strictObject({
  size: z.number().int(),
  headHash: HashText,
  time: TimeText,
  /** Short code to note on paper, e.g. `12-ABCD-EFGH-JKLM`. */
  code: z.string(),
  publicKey: z.string(),
  signature: z.string(),
});

/** What a case allows beyond its own files. `address`: of the one chain node, or null. */
export const CasePolicy = z.strictObject({
  node: z.strictObject({
    address: z.string().nullable(),
    reason: z.string(),
    since: TimeText.nullable(),
    examiner: ShortText.nullable(),
  }),
});
export type CasePolicy = z.output<typeof CasePolicy>;

export const SelfTestStep = z.strictObject({ id: z.string(), ok: z.boolean(), detail: z.string() });
export const SelfTest = z.strictObject({ ok: z.boolean(), steps: z.array(SelfTestStep) });

export const CaseInfo = z.strictObject({
  caseId: z.string(),
  title: ShortText,
  reference: ShortText,
  agency: ShortText,
  authority: ShortText,
  examiner: ShortText,
  timeZone: z.string(),
  training: z.boolean(),
  created: TimeText,
  folderName: z.string(),
  readOnly: z.boolean(),
  schema: z.number().int(),
  slots: z.array(Slot),
  signerFingerprint: z.string(),
  journal: z.strictObject({ size: z.number().int(), headHash: HashText, undoable: z.string().nullable(), redoable: z.string().nullable() }),
  counts: z.strictObject({
    sources: z.number().int(),
    blocks: z.number().int(),
    transactions: z.number().int(),
    labels: z.number().int(),
    runs: z.number().int(),
  }),
  /** Codes of what the person should know at opening, e.g. `uncleanClose`, `clockBackwards`, `oldKeysPossible`. */
  notices: z.array(z.strictObject({ code: z.string(), parameters: z.record(z.string(), z.union([z.string(), z.number()])) })),
});
export type CaseInfo = z.output<typeof CaseInfo>;

export const JournalEntry = z.strictObject({
  sequence: z.number().int(),
  kind: z.enum(['edit', 'act', 'undo', 'redo']),
  name: z.string(),
  /** The name with what was done within it (`canvas.edited.add`); of an undo or redo, of what it took back or brought again. */
  what: z.string(),
  examiner: z.string(),
  time: TimeText,
  headHash: HashText,
  /** Whole, or names and counts of what is in it. */
  payload: z.unknown(),
  isWhole: z.boolean(),
});

export const caseContract = defineDomain('case', {
  'case.create': command({
    input: z.strictObject({
      /** A folder that does not exist yet, or is empty; `.tracehold` is appended when missing. */
      folder: Grant,
      title: ShortText.min(1),
      examiner: ShortText.min(1),
      agency: ShortText.min(1),
      reference: ShortText.min(1),
      authority: ShortText.default(''),
      timeZone: z.string().max(64).default('UTC'),
      passphrase: Passphrase,
      /** The examiner's signing key file; the profile's default keystore when absent. */
      keyFile: Grant.optional(),
      keyPassphrase: Passphrase.optional(),
    }),
    output: CaseInfo,
  }),
  'case.open': command({
    input: z.strictObject({
      folder: Grant,
      passphrase: Passphrase,
      keyFile: Grant.optional(),
      keyPassphrase: Passphrase.optional(),
      /** The time the examiner states by their own watch, if any. */
      referenceTime: TimeText.optional(),
    }),
    output: CaseInfo,
  }),
  'case.close': command({ input: Empty, output: z.strictObject({ checkpoint: Checkpoint.nullable() }) }),
  'case.info': query({ input: Empty, output: CaseInfo }),
  'case.slotAdd': command({
    input: z.strictObject({ kind: SlotKind, name: ShortText.min(1), passphrase: Passphrase }),
    output: z.strictObject({ slots: z.array(Slot) }),
  }),
  'case.slotRemove': command({ input: z.strictObject({ id: z.string() }), output: z.strictObject({ slots: z.array(Slot) }) }),
  /** Re-encrypts the database under a new key; every slot but the given passphrase's is dropped. */
  'case.rekey': job({
    input: z.strictObject({ passphrase: Passphrase }),
    output: z.strictObject({ slots: z.array(Slot) }),
    progress: Progress,
  }),
  'case.policy': query({ input: Empty, output: CasePolicy }),
  /** An act: never undone, only set anew. `address`: `http://` and an IP literal with its port. */
  'case.setPolicy': command({
    input: z.strictObject({
      node: z.union([z.literal('off'), z.strictObject({ address: z.string().max(80) })]),
      reason: ShortText.min(1),
    }),
    output: CasePolicy,
  }),
  'case.selfTest': job({ input: Empty, output: SelfTest, progress: Progress }),
});

export const journalContract = defineDomain('journal', {
  'journal.list': query({
    input: z.strictObject({
      before: z.number().int().optional(),
      limit: z.number().int().min(1).max(500).default(100),
      /** Large payloads too; otherwise a summary of them, and `journal.entry` gives one whole. */
      whole: z.boolean().default(false),
    }),
    output: z.strictObject({ size: z.number().int(), headHash: HashText, entries: z.array(JournalEntry) }),
  }),
  'journal.entry': query({ input: z.strictObject({ sequence: z.number().int() }), output: JournalEntry.nullable() }),
  /** Recomputes the whole chain; with `code`, says whether that checkpoint code lies on it. */
  'journal.check': query({
    input: z.strictObject({ code: z.string().max(80).optional() }),
    output: z.strictObject({ ok: z.boolean(), size: z.number().int(), headHash: HashText, matchedSize: z.number().int().nullable() }),
  }),
  'journal.checkpoint': command({ input: Empty, output: Checkpoint }),
  'journal.undo': command({ input: Empty, output: z.strictObject({ undone: z.string(), sequence: z.number().int() }) }),
  'journal.redo': command({ input: Empty, output: z.strictObject({ redone: z.string(), sequence: z.number().int() }) }),
  'journal.note': command({ input: z.strictObject({ text: LongText.min(1) }), output: z.strictObject({ sequence: z.number().int() }) }),
});
