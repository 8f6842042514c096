// The case file's door: the only room with SQL.
export { caseFolderName, createCase, openCase } from './caseFile.ts';
export type { CaseDetails, CaseFile, KeyRequest, Notice } from './openedCase.ts';
export { type ChainLog, commitmentOf, type EventHeader, type LoggedEvent, NO_PREVIOUS } from './chainLog.ts';
export type { AnchorRow, BlockRow, ChainStore, RawTransactionRow, SegmentRow } from './chainStore.ts';
export type { CanvasDocument, CanvasEntry, CanvasRow } from './canvasStore.ts';
export { type Checkpoint, checkpointCode, matchCode } from './checkpoint.ts';
export type { EditKind } from './edits.ts';
export type { LabelRow, RejectedMergeRow, RunRow } from './findingStores.ts';
export type { LeadJudgementRow } from './leadStore.ts';
export type { AccountBalanceRow, AccountBlockRow, AccountControlRow, AccountHeaderRow } from './accountFactStore.ts';
export type { AccountRunRow, AccountSegmentRow, AccountStore, FetchItemRow } from './accountStore.ts';
export type { QuestionRow, SearchRow, WatchedRow } from './questionStore.ts';
export { SCHEMA_VERSION } from './schema.ts';
export { fingerprintOf, type Signer } from './signing.ts';
export type { CoverageRow, RefusedRow, SourceFileRow, SourceRow } from './sourceStore.ts';
export { caseCalls, journalCalls } from './calls.ts';
export { caseSelfTests } from './selfTest.ts';
export { type CaseSession, createCaseSession } from './session.ts';
