// What the verifier says of account runs, ledgers and their proofs: about what was compared, never about what anybody did.
import { isList, parseJson } from './canonicalJson.ts';

const many = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;
const quote = (text: string): string => `"${text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?').slice(0, 160)}"`;

const CHAINS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ 'eip155:1': 'Ethereum', 'eip155:10': 'OP Mainnet', 'eip155:56': 'BNB Smart Chain', 'eip155:137': 'Polygon PoS' },
    ...{
      'eip155:8453': 'Base',
      'eip155:42161': 'Arbitrum One',
      'eip155:43114': 'Avalanche C-Chain',
      'eip155:31337': 'a development chain',
    },
    ...{ 'tron:0x2b6653dc': 'TRON', 'tron:training': 'TRON (training)' },
  }),
);
const chainText = (chain: string): string => CHAINS.get(chain) ?? quote(chain);

/** Ledgers are named by asset (`chain [kind, contract, token id]`) and account with a tab between. */
function ledgerText(ledger: string): string {
  const [asset = '', account = ''] = ledger.split('\t');
  const [, chain, list] = /^(.{1,120}?) (\[.*\])$/s.exec(asset) ?? [];
  const read = list === undefined ? undefined : parseJson(list);
  if (chain === undefined || !isList(read)) return quote(ledger.replace('\t', ' at '));
  const [kind, contract, tokenId] = read.map((one) => (typeof one === 'string' ? one : null));
  const id = tokenId === null || tokenId === undefined ? '' : ` number ${quote(tokenId)}`;
  const what =
    contract === null || contract === undefined ? "the chain's own coin" : `${ASSETS.get(kind ?? '') ?? 'asset'} ${quote(contract)}${id}`;
  return `${quote(account)} (${what} on ${chainText(chain)})`;
}
const ASSETS: ReadonlyMap<string, string> = new Map(
  Object.entries({ token: 'token', item: 'item of', fiat: 'currency', listed: 'listed asset' }),
);
const runText = (run: number): string => `account run ${run}`;
const POLICIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ fifo: 'first in, first out', lifo: 'last in, first out', haircut: 'by share', poison: 'all that touched it' },
    lowestBalance: 'lowest intermediate balance',
  }),
);
const policyName = (policy: string): string => (POLICIES.has(policy) ? `${quote(policy)} (${POLICIES.get(policy)})` : quote(policy));
const policyText = (run: number, policy: string): string => `${runText(run)} ${policyName(policy)}`;

export const accountFileMissingSentence = (file: string) => `${file} is missing, although the file holds other parts about account runs`;
export const orderSentence = (run: number) => `${runText(run)} is out of order or there twice`;
export const ordinalSentence = (run: number) => `${runText(run)} miscounts the runs it belongs to`;
export const notExportedSentence = (run: number) => `${runText(run)} is named but its result is not in this file`;
export const digestSentence = (run: number) => `${runText(run)}: the result does not have the stated digest`;
export const inputsSentence = (run: number) =>
  `${runText(run)}: the digest of its inputs, which covers transactions that are not in this file`;
export const membersSentence = (run: number, members: readonly string[]) =>
  `${runText(run)}: what its result says beside seeds and figures: ${members.join(', ')}`;
export const policiesSentence = (run: number) => `${runText(run)}: the policies asked for and those of the result do not match`;
export const ledgerFileSentence = (run: number, file: string) =>
  `${runText(run)}: ${quote(file)} is missing or does not have the stated number of rows`;
export const unlistedLedgerSentence = () => 'is not named by any exported account run';
export const rowSentence = (line: number) => `line ${line} is not canonical JSON of a row, ended by a line feed, or is out of order`;
export const rowOrderSentence = (line: number) => `line ${line} stands before the row it follows in the order of its chain`;
export const rowAgreesSentence = (line: number) => `line ${line} says of its transaction what another row of it does not`;
export const rowReasonSentence = (line: number) => `line ${line}: whether it moves anything does not follow from its status and amount`;
export const rowTwiceSentence = (line: number) => `line ${line} repeats a movement`;
export const ledgersHold = (rows: number, files: number) => `${many(rows, 'row')} in ${many(files, 'ledger file')}, in order`;
export const rowsByWordSentence = (rows: number) =>
  `${many(rows, 'row')} of account ledgers that are one source's word, as the file itself says`;
export const counterfeitSentence = (count: number) =>
  `that the assets of ${many(count, 'row')} called counterfeit borrow another issuer's name`;

export const laterSentence = (run: number) =>
  `${runText(run)}: the case took more data in after it was made; what its rows lack of them counts for nothing here`;
export const seedSentence = (run: number, seed: string) =>
  `${runText(run)}: the seed ${quote(seed)} is not the row it names, or was not asked for`;
export const seedsOpenSentence = (run: number) => `${runText(run)}: whether the seeds are all that was asked for`;
export const stopsSentence = (run: number) => `${runText(run)}: the stops that the figures rest on are not those that were asked for`;
export const stopListSentence = (run: number, rule: string) =>
  `${runText(run)}: which accounts the rule ${quote(rule)} means; they come from a list or from labels`;
export const ledgerTwiceSentence = (run: number, ledger: string) =>
  `${runText(run)}: the ledger ${ledgerText(ledger)} is there twice or has the wrong form`;
export const assumedSentence = (run: number, ledger: string) =>
  `${runText(run)}: that the rows of ${ledgerText(ledger)} are complete, which the examiner assumes`;
export const assumedMoreSentence = (run: number, count: number) =>
  `${runText(run)}: that the rows of ${many(count, 'ledger')} more are complete, which the examiner assumes; the result lists their accounts`;
export const ownWordSentence = (run: number, count: number) =>
  `${runText(run)}: that the sources give the own rows of ${many(count, 'ledger')} of which they state no balance; ${count === 1 ? 'it counts' : 'they count'} as incomplete`;
export const ownRowsSentence = (run: number, ledger: string, source: number) =>
  `${runText(run)}: source ${source} is said to give the own rows of ${ledgerText(ledger)}, but no row of it is from there`;
export const statementsSentence = (run: number, by: string, count: number) =>
  `${runText(run)}: that ${many(count, 'balance')} ${count === 1 ? 'is' : 'are'} as ${STATED_BY[by] ?? 'stated'}; the ledgers were added up with ${count === 1 ? 'it' : 'them'}`;
const STATED_BY: Readonly<Record<string, string>> = {
  column: 'the sources state in their own rows',
  source: 'the sources state beside their rows',
  examiner: 'the examiner states',
  assumption: 'the examiner assumes (nothing before the first row)',
};
export const statementPlaceSentence = (run: number, ledger: string, rows: number) =>
  `${runText(run)}: the balance of ${ledgerText(ledger)} before row ${rows} is not where whoever states it puts it`;
export const openingSentence = (run: number, ledger: string) =>
  `${runText(run)}: an opening balance of ${ledgerText(ledger)} was not asked for`;
export const reconciledSentence = (run: number, ledger: string, state: string, problem: string) =>
  `${runText(run)}: ${ledgerText(ledger)} counts as ${state}, but added up again ${problem}`;
export const notAskedAssumedSentence = (run: number, ledger: string) =>
  `${runText(run)}: ${ledgerText(ledger)} counts as assumed complete, but that assumption was not asked for`;
export const conversionSentence = (run: number) => `${runText(run)}: a conversion names rows that are not there or are out of order`;
export const conversionFormSentence = (run: number, rule: string, name: string, problem: string) =>
  `${runText(run)}: the conversion ${quote(name)} by ${quote(rule)}: ${problem}`;
export const conversionAmountSentence = (run: number, policy: string, name: string, stated: string, actual: string) =>
  `${policyText(run, policy)}: states ${stated} through the conversion ${quote(name)}; recomputed: ${actual}`;
export const conversionsSentence = (run: number, rule: string, count: number) =>
  `${runText(run)}: that ${many(count, 'conversion')} by ${quote(rule)} joined what went in with what came out (${RULES[rule] ?? 'by a rule that the verifier does not know'}); their form and the amounts through them are recomputed`;
/** What each rule rests on beyond the rows. */
const RULES: Readonly<Record<string, string>> = {
  'wrap@1': 'that the contract is one that wraps',
  'swap@1': 'that the pool is what its factory made, and its logs',
  'pass@1': 'that nothing else was paid by the contract in between',
  'bridge@1': 'the message that both sides name, and the bridge',
  'trade@1': 'the order that the reply states',
  'ledgerLink@1': 'the transaction that the reply names',
  'examiner@1': 'an inference that the examiner accepted',
};
export const conversionsUnnamedSentence = (run: number, count: number) =>
  `${runText(run)}: on what ground ${many(count, 'conversion')} that no traced amount went through ${count === 1 ? 'is' : 'are'} one`;
export const judgedHold = (run: number, count: number) =>
  `account run ${run}: the journal holds the acceptance of ${many(count, 'link')}, with its reason`;
export const judgedOpenSentence = (run: number) =>
  `${runText(run)}: that the examiner accepted a link that was followed; this part of the journal is withheld`;
export const excludedSentence = (run: number, reason: string, count: number) =>
  `${runText(run)}: that ${many(count, 'row')} ${count === 1 ? 'is' : 'are'} rightly left out as ${quote(reason)}; what follows from leaving them out is recomputed`;
export const excludedDiffersSentence = (run: number, transfer: string) =>
  `${runText(run)}: ${quote(transfer)} is listed as left out, which no row of it says`;
export const echoSentence = (run: number, member: string) => `${runText(run)}: ${member} of the result are not those that were asked for`;

export const placeText = (ledger: string, state: string) => `${ledgerText(ledger)} ${quote(state)}`;
export const rangeText = ({ low, high, why }: { readonly low: bigint; readonly high: bigint; readonly why: string | null }) =>
  why === null ? String(low) : `${low} to ${high}`;
export const victimsSentence = (run: number, why: string) => `${runText(run)}: table of victims: ${why.slice(0, 600)}`;
export const victimDiffers = (policy: string, reference: string, what: string, stated: string, actual: string) =>
  `${quote(policy)} states ${stated} for ${quote(reference)}, ${what}; recomputed from the rows: ${actual}`;
export const victimsOpenSentence = (run: number, policy: string) =>
  `${policyText(run, policy)}: the table of victims, since the figures it rests on are not recomputed`;
export const victimsMeantSentence = (run: number, count: number) =>
  `${runText(run)}: that ${many(count, 'row')} of the table of victims ${count === 1 ? 'means' : 'mean'} the movements named for ${count === 1 ? 'it' : 'them'}`;
export const victimsHold = (run: number, policy: string, count: number) =>
  `${policyText(run, policy)}: the shares of ${many(count, 'row')} of the table of victims, and the sums that count twice, recomputed`;

export const notRecomputedSentence = (run: number, policy: string, why: string) => `${policyText(run, policy)}: not recomputed, ${why}`;
export const whyDirection = 'because its direction is not the one asked for';
export const whyTooMuch = 'because it would take too long';
export const whyUnknownPolicy = 'because the verifier does not know this policy';
export const whyUnknownRule = (rule: string) => `because the verifier does not know the stop rule ${quote(rule)}`;
export const ordersOpenSentence = (run: number, policy: string, orders: string) =>
  `${policyText(run, policy)}: its figures under ${quote(orders)} orders of rows, which are too many to try again; they are held against bounds for every order`;
export const ordersDifferSentence = (run: number, policy: string, stated: string, actual: string) =>
  `${policyText(run, policy)}: states the order of rows as ${quote(stated)}; from the rows it follows as ${quote(actual)}`;
export const endTwiceSentence = (at: string, ledger: string, state: string) =>
  `${quote(at)}: ${ledgerText(ledger)} ${quote(state)} is listed twice or has the wrong form`;
export const figureDiffersSentence = (run: number, policy: string, ledger: string, state: string, stated: string, actual: string) =>
  `${policyText(run, policy)}: states ${stated} at ${ledgerText(ledger)} ${quote(state)}; recomputed from the rows: ${actual}`;
export const endMissingSentence = (run: number, policy: string, ledger: string, state: string, actual: string) =>
  `${policyText(run, policy)}: ${actual} at ${ledgerText(ledger)} ${quote(state)} follow from the rows and are not stated`;
export const sumDiffersSentence = (run: number, policy: string, what: string, asset: string, stated: string, actual: string) =>
  `${policyText(run, policy)}: states ${what} of ${stated} of ${quote(asset)}; recomputed: ${actual}`;
export const ledgerMissingSentence = (run: number, policy: string, ledger: string) =>
  `${policyText(run, policy)}: traced money reaches ${ledgerText(ledger)}, which the run does not describe`;
export const transferSentence = (run: number, policy: string, state: string) =>
  `${policyText(run, policy)}: the transfer stated for an end ${quote(state)} is not a row of its ledger`;
export const recomputeHolds = (run: number, policy: string, ends: number, ranges: number, rows: number) =>
  `${policyText(run, policy)}: ${many(ends, 'end')}${ranges === 0 ? '' : ` (${many(ranges, 'range')})`}, fees and totals recomputed from ${many(rows, 'row')}`;
export const runsHold = (policies: number) => `results have the stated digest; ${many(policies, 'policy', 'policies')} recomputed`;

export const csvSentence = () => 'is not a table with the nineteen columns, comma separated, with CRLF line ends';
export const csvLineSentence = (line: number) =>
  `line ${line} does not belong to an exported account run, is out of order, or has the wrong form`;
export const csvCellSentence = (line: number, column: string, expected: string) => `line ${line}: ${column} must be ${quote(expected)}`;
export const csvMissingSentence = (run: number, policy: string, row: number) =>
  `${policyText(run, policy)}: the movement of row ${row} is missing`;
export const csvExtraSentence = (line: number) => `line ${line}: no traced money moves with this row`;
export const csvOpenSentence = (run: number, policy: string) =>
  `${policyText(run, policy)}: hop and traced amount of its rows in account-transfers.csv`;
export const csvHolds = (rows: number) => `${many(rows, 'row')} agree with the ledgers and the recomputed amounts`;

export const proofFormSentence = () => 'the file name, the stated block hash, its number and the header do not agree';
export const proofChainSentence = (chain: string) => `the verifier does not know how ${quote(chain)} proves anything`;
export const proofOrderSentence = (id: string) => `${quote(id)} is there twice or out of order`;
export const proofIdSentence = (id: string, actual: string) => `the bytes of ${quote(id)} hash to ${actual}`;
export const proofRootSentence = (id: string) => `the proof of ${quote(id)} does not lead to the header's root of transactions`;
export const receiptRootSentence = (id: string) =>
  `the proof of the receipt of ${quote(id)} does not lead to the header's root of receipts`;
export const proofReadSentence = (id: string) => `the bytes of ${quote(id)} cannot be read as its chain writes them`;
export const anchorSentence = () => 'the headers of this file do not lead from this block to the anchor it names';
export const anchorWordSentence = (chain: string, number: number, hash: string) =>
  `block ${number} of ${quote(chain)} with the hash ${hash} is taken as known on the examiner's word: compare it with an independent source`;
export const unanchoredSentence = (chain: string, count: number, first: string) =>
  `that ${many(count, 'block')} of ${quote(chain)} (the first: ${first}) ${count === 1 ? 'is' : 'are'} on that chain: nothing anchors them; what is in them is checked`;
export const unprovenSentence = (rows: number) => `${many(rows, 'row')} whose transaction has no proof in this file`;
export const headerUnusedSentence = (count: number) => `${many(count, 'header')} that lead from no proven block to its anchor`;
export const gradeSentence = (row: number) => `row ${row} is called proven under an anchor, but no proof of this file shows it`;
export const rowBlockSentence = (row: number) => `row ${row} states another block or place than the proof of its transaction`;
export const rowStatusSentence = (row: number) => `row ${row} states another outcome than the proof of its transaction`;
export const rowValueSentence = (row: number) => `row ${row} states another receiver or amount than the proven transaction`;
export const rowLogSentence = (row: number) => `row ${row} is not among the token movements of the proven receipt`;
export const logMissingSentence = (id: string, index: number) =>
  `log ${index} of the proven receipt of ${quote(id)} moves a token of a touched ledger, and no row says so`;
export const proofsHold = (transactions: number, blocks: number) =>
  `${many(transactions, 'transaction')} in ${many(blocks, 'block')}: bytes, hash and proof agree with the header`;
export const senderSentence = (count: number) => `who signed ${many(count, 'proven transaction')} of account chains`;
export const internalSentence = (count: number) =>
  `${many(count, 'row')} of proven transactions that no header commits to (internal calls, fees, TRON's logs)`;
