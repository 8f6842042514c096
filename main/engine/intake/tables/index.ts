// The door of the tables: files as officers get them, into transactions with the numbers of their rows.
export { readAmount, readInteger, type AmountProblem, type AmountReading, type NumberStyle } from './amounts.ts';
export { orderUnknown, type TableTransaction } from './assemble.ts';
export { type ByteSource, bytesSource } from './byteSource.ts';
export { detectEncoding, ENCODINGS, type Encoding, type EncodingAnswer } from './encoding.ts';
export { type GraphFile, type GraphThing, isGraphFile, readGraphFile } from './graphFile.ts';
export { isNodeDump, type JsonKind, jsonKind, type JsonObject, jsonObjectsOf, readJsonObjects } from './jsonObjects.ts';
export { plainText, shownCell } from './cellText.ts';
export { findLayout, type Layout, layoutAt, MOST_PREAMBLE, mergedNames, skippedKind, type SkippedKind } from './layout.ts';
export {
  chainsOfTable,
  DAY,
  type MappingContext,
  type NamedAddress,
  isRejected,
  type Piece,
  type Rejection,
  type RejectionReason,
  type RowMapper,
  type Sniff,
  type TableHead,
  type TableMapping,
  UNKNOWN_INDEX,
} from './mapping.ts';
export { BUILT_IN_PROFILES, tableMappings } from './mappings/index.ts';
export { isCombinedLog } from './combinedLog.ts';
export { log } from './mappings/logs.ts';
export { register } from './mappings/registers.ts';
export { profileMapping } from './mappings/profileMapping.ts';
export { columnsOf, lackingNames, missingRoles, rolesOf } from './profileRoles.ts';
export { createSavedProfiles, profileDigest, profileText, type SavedProfiles } from './savedProfiles.ts';
export { nameOfColumn, suggestProfile } from './suggestProfile.ts';
export { COLUMN_ROLES, type ColumnRole, type Profile, ProfileSchema, readProfile } from './profile.ts';
export {
  type HeaderPlace,
  type OpenedSource,
  openSource,
  readTransactions,
  recogniseSheet,
  type TableBatch,
  type TableOptions,
  type TableSummary,
} from './readTable.ts';
export { type Dialect, readLines, type Row, type RowProblem } from './rows.ts';
export { plainSheet, type Sheet, type SheetNotes } from './sheet.ts';
export { ownRowsFlags } from './ownRows.ts';
export type { ChainStatement, OwnRowsStatement, RowStatement } from './statement.ts';
export type { StatementMapping } from './statementMapping.ts';
export { statementMappings } from './mappings/stated.ts';
export type { TableFlag } from './tableFlag.ts';
export { decimalsFlag } from './tokenStatements.ts';
export { readTime, readUnixTime, serialTime, type TimeProblem, type TimeReading, type TimeStyle, zoneOfName } from './times.ts';
