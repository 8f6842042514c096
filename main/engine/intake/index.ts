// Intake's door: bytes in. Files are opened read-only and never changed.
export { assetKey, encodeAccounts } from './accounts/accountColumns.ts';
export { type AccountSegment, decodeAccounts, openSegment } from './accounts/accountSegment.ts';
export { columnsOf, type MergedColumns, mergeSegments, type StoredSegment } from './accounts/mergeSegments.ts';
export { type MergedTransaction, saying, type SourceConflict, type SourcedTransaction } from './accounts/mergeAccounts.ts';
export { type AccountGrade, gradeTransaction, type InclusionState, type TransactionGrades } from './accounts/grades.ts';
export { type Anchoring, readAnchoring } from './accounts/anchoring.ts';
export { accountInclusion, anchoredRecords } from './accounts/inclusion.ts';
export { permissionStatements } from './accounts/statedFacts.ts';
export { rejectedRowsOf } from './rejectedRows.ts';
export { readStatements, type SourcedStatements, type StatedToken, statedTokens } from './accounts/statements.ts';
export { type StatedBalance, statedBalances } from './accounts/statedBalances.ts';
export { nodeIntakeCalls } from './accountNode/calls.ts';
export { type AccountMaterial, takeInAccounts } from './accounts/takeInAccounts.ts';
export { currencyDecimals, LISTED_DECIMALS } from './tables/ledgerAssets.ts';
export { type PlainTable, readPlainTable } from './tables/plainTable.ts';
export { DAY } from './tables/mapping.ts';
export { readTime } from './tables/times.ts';
export { openArchiveBlocks } from './archiveSource.ts';
export { type Archive, openArchive } from './archive/archive.ts';
export { type BagIntake, intakeCalls } from './calls.ts';
export { documentCalls } from './documents/calls.ts';
export { labelsOn } from './describeLabels.ts';
export { labelCalls } from './labelCalls.ts';
export { disclosureOf, fetchCalls, fetchList, type ListedItem } from './fetchList.ts';
export type { BlockStore, BlockUndo, ReadBlock } from './blockStore.ts';
export {
  beginNodeSession,
  type JudgedNodeHeaders,
  judgeNodeHeaders,
  type KnownHeaders,
  knownOf,
  type Node,
  type NodeHeaders,
  type NodeSession,
  nodeStore,
  type NodeStoreOptions,
  openNode,
  type Place,
  requestsDigest,
  requestsOf,
  type RequestRun,
  type RequestSummary,
  syncHeaders,
  withNode,
} from './node/index.ts';
export { type SyncedNode, withSyncedNode } from './nodeSource.ts';
export { EMPTY_MATERIAL, type Importer, type Material, type Probe, type Progress } from './material.ts';
export { answering, type Book, bookOf } from './people/book.ts';
export { peopleCalls } from './people/calls.ts';
export { ENTRY_ADDED, LEAD_JUDGED, LINK_ADDED } from './people/edits.ts';
export { linkPlaces } from './people/linkPlaces.ts';
export { detailOf, SHARED_FILE } from './people/readLink.ts';
export { linkShower } from './people/showLink.ts';
export { networkTables } from './people/sighting.ts';
export { profileCalls } from './profiles.ts';
export { createSavedProfiles } from './tables/index.ts';
export { importers, probePath, recognise } from './recognise.ts';
export { phraseLists } from './scanners/phraseLists.ts';
export { deviceCalls } from './device/calls.ts';
export { exhibitsOf } from './device/exhibits.ts';
export { openSealed, wordsOfTrace } from './device/reveal.ts';
export { scansOf } from './device/scanViews.ts';
export { masked } from './scanners/kept.ts';
export { type ChainSight, tracesOf } from './device/traces.ts';
export { createScriptTable, type ScriptTable } from './scriptTable.ts';
export { createSegmentWriter, NO_HEIGHT, NO_UNDO, readSegment, type Segment, type SpentOutputs } from './segments.ts';
export { openIfMarked } from './openIfMarked.ts';
export { openSourceFile } from './sourceFile.ts';
export type { SourceBlocks } from './sourceBlocks.ts';
export { chainFromGenesis } from './sourceHeaders.ts';
export type { BagNote, TakeInResult } from './result.ts';
export { type Prepared, takeIn } from './takeIn.ts';
export { rangeHasUndo } from './undoColumns.ts';
