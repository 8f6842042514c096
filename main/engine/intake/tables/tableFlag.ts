// What a table as a whole gives away: a closed list of codes, whose sentences are in the locale files.

export type TableFlag =
  /** As many rows as an export holds at most: what lies beyond was probably cut off. */
  | { readonly code: 'rowCap'; readonly rows: number }
  /** Rows that say exactly the same and have no index to tell them apart: one movement written twice, or two equal ones. */
  | { readonly code: 'equalRows'; readonly transaction: string; readonly rows: readonly number[] }
  /** One transfer under one id, written in the ledgers of both its sides: counted once. */
  | { readonly code: 'bothSides'; readonly transaction: string; readonly rows: readonly number[] }
  /** By far the longest time between neighbouring rows. */
  | { readonly code: 'timeGap'; readonly fromRow: number; readonly toRow: number; readonly seconds: number }
  /** Rows of one transaction that contradict each other in block, time, status or signer. */
  | {
      readonly code: 'disagree';
      readonly transaction: string;
      readonly what: 'block' | 'time' | 'status' | 'from' | 'to';
      readonly rows: readonly number[];
    }
  /** A ledger's running balance that does not follow from the row before. */
  | { readonly code: 'balanceBreak'; readonly row: number; readonly expected: string; readonly stated: string }
  | { readonly code: 'rejectedRows'; readonly rows: number }
  /** The zone taken for times that name none: the column's name says it, the form, the caller, or nobody (explorers print UTC). */
  | { readonly code: 'zoneOfColumn' | 'zoneOfForm' | 'zoneStated' | 'zoneUsual'; readonly zone: string }
  /** Rows that give a day and no time of the day: they stand somewhere inside it. */
  | { readonly code: 'daysOnly'; readonly rows: number; readonly zone: string }
  /** Whose own rows they are taken for: as somebody named it, or as the rows have it. */
  | { readonly code: 'ownRowsNamed' | 'ownRowsRead'; readonly accounts: readonly string[]; readonly count: number }
  /** A trailer says how many rows there should be, and there are not. */
  | { readonly code: 'trailerCount'; readonly stated: number; readonly found: number }
  /** Rows, columns or a whole sheet that the spreadsheet did not show; they were read all the same. */
  | { readonly code: 'hidden'; readonly rows: number; readonly columns: number; readonly sheet: boolean }
  /** Cells that hold a formula's stored result, which nobody here has calculated again. */
  | { readonly code: 'formulas'; readonly cells: number }
  /** Years of an era that the file does not name. */
  | { readonly code: 'eraAssumed'; readonly row: number; readonly era: 'R' | 'H' }
  /** Nothing in the table names its currency: it is read in the one that its form or mapping is for. */
  | { readonly code: 'currencyAssumed'; readonly currency: string; readonly mapping: string }
  /** The zone that was stated for the file gives way to the form's or its column's. */
  | { readonly code: 'zoneNotUsed'; readonly zone: string }
  /** Amounts of rows that name no asset: they stand beside the transactions and move nothing. */
  | { readonly code: 'amountsWithoutAsset'; readonly rows: number }
  /** The same, counted in the chain's coin because the examiner said so. */
  | { readonly code: 'amountsTakenAsCoin'; readonly rows: number }
  /** Amounts below zero: the column is too narrow for them, so any amount of the file may be short by a multiple of 2^32. */
  | { readonly code: 'narrowAmounts'; readonly rows: number }
  /** What the rows state beside movements. */
  | { readonly code: 'statedBlocks' | 'statedTokens' | 'statedContracts'; readonly rows: number }
  /** Tokens whose rows were rejected because nothing says how many decimals they have: contracts, the first of them. */
  | { readonly code: 'decimalsUnknown'; readonly tokens: readonly string[]; readonly count: number }
  /** Decimals of tokens that the program does not know, by whom they come: `contract=decimals`, the first of them. */
  | { readonly code: 'decimalsAssumed' | 'decimalsOfCase' | 'decimalsOfRows'; readonly tokens: readonly string[]; readonly count: number };
