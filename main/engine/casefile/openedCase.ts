// What the rest of the program holds of an open case: its logs, its stores, its keys, and the way to close it. It is
// handed connections that were found sound; it must not judge files.
import { basename } from 'node:path';
import { Fault } from '../../../shared/model/fault.ts';
import type { Host } from '../kernel/index.ts';
import { type ChainLog, openChainLog } from './chainLog.ts';
import { type ChainStore, openChainStore } from './chainStore.ts';
import { type Checkpoint, makeCheckpoint } from './checkpoint.ts';
import { type Connection, startBulk, startWriting, stopWriting } from './connection.ts';
import { type CanvasStore, openCanvasStore } from './canvasStore.ts';
import { type Edits, openEdits } from './edits.ts';
import { type MergeStore, type NoteStore, openMergeStore, openNoteStore, openRunStore, type RunStore } from './findingStores.ts';
import { type LabelStore, openLabelStore } from './labelStore.ts';
import type { FolderLock } from './folderLock.ts';
import { openKeyring, type SlotDescription } from './keyring.ts';
import type { KeyFile, OpenedSlot, PersonsKind } from './keySlots.ts';
import { openMeta } from './meta.ts';
import { type AccountFactStore, openAccountFactStore } from './accountFactStore.ts';
import { type AccountStore, openAccountStore } from './accountStore.ts';
import { type EntityStore, openEntityStore } from './entityStore.ts';
import { openQuestionStore, type QuestionStore } from './questionStore.ts';
import { type KeyStore, openKeyStore } from './keyStore.ts';
import { type LeadStore, openLeadStore } from './leadStore.ts';
import { nodePolicyOf } from './nodePolicy.ts';
import { type DeviceStore, openDeviceStore } from './deviceStore.ts';
import { type ExhibitStore, openExhibitStore } from './exhibitStore.ts';
import { type DocumentStore, openDocumentStore } from './documentStore.ts';
import { openRequestStore, type RequestStore } from './requestStore.ts';
import { openSeizureStore, type SeizureStore } from './seizureStore.ts';
import { createSealer, type Sealer } from './sealing.ts';
import { openSigner, statedPublicKey, type Signer } from './signing.ts';
import { openSourceStore, type SourceStore } from './sourceStore.ts';
import { type ExposureStore, openExposureStore } from './exposureStore.ts';
import { openTranscriptionStore, type TranscriptionStore } from './transcriptionStore.ts';
import { openTypologyStore, type TypologyStore } from './typologyStore.ts';

export interface CaseDetails {
  readonly caseId: string;
  readonly title: string;
  readonly reference: string;
  readonly agency: string;
  readonly authority: string;
  readonly examiner: string;
  readonly timeZone: string;
  readonly created: string;
}
export interface Notice {
  readonly code: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}
export interface KeyRequest {
  readonly path: string;
  readonly passphrase: string;
}

export interface CaseFile {
  readonly folder: string;
  readonly folderName: string;
  readonly details: CaseDetails;
  /** The person whose slot opened the case. */
  readonly examiner: string;
  readonly readOnly: boolean;
  readonly notices: readonly Notice[];
  readonly journal: ChainLog;
  readonly accessLog: ChainLog;
  readonly edits: Edits;
  readonly sources: SourceStore;
  readonly chain: ChainStore;
  readonly questions: QuestionStore;
  readonly accounts: AccountStore;
  readonly accountFacts: AccountFactStore;
  readonly labels: LabelStore;
  readonly runs: RunStore;
  readonly merges: MergeStore;
  readonly leads: LeadStore;
  readonly typologies: TypologyStore;
  readonly entities: EntityStore;
  readonly exposures: ExposureStore;
  readonly documents: DocumentStore;
  readonly requests: RequestStore;
  readonly seizures: SeizureStore;
  readonly transcriptions: TranscriptionStore;
  readonly exhibits: ExhibitStore;
  readonly devices: DeviceStore;
  readonly keys: KeyStore;
  readonly notes: NoteStore;
  readonly canvases: CanvasStore;
  transaction<T>(body: () => T): T;
  /** Runs `body`, whose transactions append much, with the cheaper journal; all other rules of writing stay. */
  bulk<T>(body: () => Promise<T>): Promise<T>;
  /** One act and the rows it stands for, in one transaction. */
  act<T>(name: string, payload: unknown, body?: () => T): T;
  /** Notes an opening, a check, an export or a reveal; silently nothing on read-only media. */
  noteAccess(name: string, payload: unknown): void;
  slots(): readonly SlotDescription[];
  addSlot(kind: PersonsKind, name: string, passphrase: string): Promise<void>;
  removeSlot(id: string): void;
  rekey(passphrase: string): Promise<void>;
  /** Seals what the secrets passphrase alone opens; null where no key was made for it. */
  sealer(): Sealer | null;
  makeSecretsKey(passphrase: string): Promise<void>;
  openSecretsKey(passphrase: string): Promise<Uint8Array>;
  signer(): Promise<Signer>;
  /** Key that this opening signs with; null where it is not made yet. */
  signerPublicKey(): string | null;
  checkpoint(): Promise<Checkpoint>;
  isTraining(): boolean;
  /** Canonical address of the one chain node that the case allows, or null. */
  nodePolicy(): string | null;
  /** Flushes, signs a checkpoint where a key is at hand, and frees the folder. */
  close(): Promise<Checkpoint | null>;
  /** Frees everything without a checkpoint; for a process that must end. */
  abandon(): void;
}

export interface Entrance {
  readonly folder: string;
  readonly details: CaseDetails;
  readonly keys: KeyFile;
  readonly opened: OpenedSlot;
  readonly databaseKey: Uint8Array;
  readonly connection: Connection;
  /** Null where the case is open for reading only. */
  readonly lock: FolderLock | null;
  /** True when the case was not closed cleanly before. */
  readonly unclean: boolean;
  readonly key: KeyRequest;
  readonly referenceTime: string | undefined;
}

/** Records the opening and gives out the case. */
export function enterCase(host: Host, entrance: Entrance): CaseFile {
  const { folder, details, connection, lock, unclean, opened } = entrance;
  const folderName = basename(folder);
  const readOnly = lock === null;
  const examiner = opened.slot.name;
  const meta = openMeta(connection);
  const journal = openChainLog(connection, 'journal', host, () => examiner);
  const accessLog = openChainLog(connection, 'access_log', host, () => examiner);
  const sources = openSourceStore(connection);
  const chain = openChainStore(connection);

  const inTransaction = <T>(body: () => T): T => {
    if (readOnly) throw new Fault('case.readOnly', { folder: folderName });
    return connection.transaction(body)();
  };
  const act = <T>(name: string, payload: unknown, body?: () => T): T =>
    inTransaction(() => {
      const result = body?.();
      journal.append('act', name, payload);
      return result as T;
    });
  const noteAccess = (name: string, payload: unknown): void => {
    if (!readOnly) inTransaction(() => accessLog.append('act', name, payload));
  };
  const keyring = openKeyring({ host, folder, connection, keys: entrance.keys, opened, databaseKey: entrance.databaseKey, meta, act });

  const clock = new Date(host.now()).toISOString();
  const latest =
    [journal.head().time, accessLog.head().time]
      .filter((time) => time !== null)
      .sort()
      .at(-1) ?? null;
  const clockBackwards = latest !== null && clock < latest;
  const notices: Notice[] = [];
  const notice = (code: string, parameters: Notice['parameters'] = {}) => void notices.push({ code, parameters });
  if (unclean) notice('uncleanClose', { time: latest ?? '' });
  if (clockBackwards) notice('clockBackwards', { now: clock, latest });
  const newestBlock = chain.newestHeaderTime();
  const clockBeforeBlock = newestBlock !== null && clock < newestBlock;
  if (clockBeforeBlock) notice('clockBeforeBlock', { now: clock, newest: newestBlock });
  if (oldKeysPossible(journal)) notice('oldKeysPossible');
  if (sources.list().some((source) => source.state === 'partial')) notice('partialSource');
  if (readOnly) notice('readOnly');

  if (!readOnly) {
    keyring.settle();
    inTransaction(() => {
      meta.set('state', 'open');
      noteAccess('case.opened', {
        examiner,
        program: host.version,
        slot: opened.slot.id,
        unclean,
        clock,
        referenceTime: entrance.referenceTime ?? null,
        clockBackwards,
        clockBeforeBlock,
        journal: journal.head(),
      });
    });
  }

  let signer: Signer | null = null;
  let ended = false;
  const free = (): void => {
    if (ended) return;
    ended = true;
    connection.close();
    lock?.release();
  };
  const theSigner = async (): Promise<Signer> => {
    signer ??= await openSigner(host, entrance.key.path, entrance.key.passphrase);
    return signer;
  };
  const checkpoint = async (): Promise<Checkpoint> => {
    const { publicKey } = await theSigner();
    const known = journal.named('key.added').some((event) => (event.payload as { publicKey?: string }).publicKey === publicKey);
    if (!known && !readOnly) act('key.added', { examiner, publicKey });
    return makeCheckpoint(readOnly ? null : connection, journal, await theSigner());
  };
  return {
    folder,
    folderName,
    details,
    examiner,
    readOnly,
    notices,
    journal,
    accessLog,
    sources,
    noteAccess,
    checkpoint,
    act,
    edits: openEdits(journal, inTransaction),
    chain,
    questions: openQuestionStore(connection),
    accounts: openAccountStore(connection),
    accountFacts: openAccountFactStore(connection),
    labels: openLabelStore(connection),
    runs: openRunStore(connection),
    merges: openMergeStore(connection),
    leads: openLeadStore(connection),
    typologies: openTypologyStore(connection),
    entities: openEntityStore(connection),
    exposures: openExposureStore(connection),
    documents: openDocumentStore(connection),
    requests: openRequestStore(connection),
    seizures: openSeizureStore(connection),
    transcriptions: openTranscriptionStore(connection),
    exhibits: openExhibitStore(connection),
    devices: openDeviceStore(connection),
    keys: openKeyStore(connection),
    notes: openNoteStore(connection),
    canvases: openCanvasStore(connection),
    transaction: inTransaction,
    async bulk(body) {
      if (readOnly) return body();
      startBulk(connection);
      try {
        return await body();
      } finally {
        if (!ended) startWriting(connection);
      }
    },
    slots: keyring.slots,
    addSlot: async (kind, name, passphrase) => keyring.add(kind, name, passphrase),
    removeSlot(id) {
      inTransaction(() => keyring.remove(id));
      if (!notices.some(({ code }) => code === 'oldKeysPossible')) notice('oldKeysPossible');
    },
    async rekey(passphrase) {
      await keyring.rekey(passphrase);
      const at = notices.findIndex(({ code }) => code === 'oldKeysPossible');
      if (at >= 0) notices.splice(at, 1);
    },
    sealer() {
      const publicKey = keyring.secretsPublicKey();
      return publicKey === null ? null : createSealer(publicKey, (length) => host.randomBytes(length));
    },
    makeSecretsKey: keyring.makeSecretsKey,
    openSecretsKey: keyring.openSecretsKey,
    signer: theSigner,
    signerPublicKey: () => signer?.publicKey ?? statedPublicKey(entrance.key.path),
    nodePolicy: () => nodePolicyOf(journal).address,
    isTraining: () => sources.list().some((source) => source.training && source.state !== 'withdrawn'),
    async close() {
      if (ended) return null;
      try {
        return readOnly ? null : await signOff();
      } finally {
        free();
      }
    },
    abandon: free,
  };

  /** A case closes cleanly even where nothing can be signed: the missing key is said, the files are left in order. */
  async function signOff(): Promise<Checkpoint> {
    try {
      const signed = await checkpoint();
      noteAccess('case.closed', { checkpoint: signed.code });
      return signed;
    } finally {
      meta.set('state', 'closed');
      stopWriting(connection);
    }
  }
}

/** Whether a slot was removed since the last rekey: copies of keys.json from before still open the case. */
function oldKeysPossible(journal: ChainLog): boolean {
  const last = (name: string) => journal.named(name).at(-1)?.header.sequence ?? 0;
  return last('key.slotRemoved') > last('key.rekeyed');
}
