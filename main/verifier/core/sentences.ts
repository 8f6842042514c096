// Every sentence the verifier says, in one place: neutral, about what was compared, never about what anybody did.
// Kept in English: the verifier is short enough to be read by an expert, and a second language would be a second text to check.

const many = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;
/** Text from the bag is quoted in short and without control characters: those must not reach a terminal. */
const quote = (text: string): string => `"${text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?').slice(0, 120)}"`;

// The first line
export const trainingFirstLine = () => 'training material: proves nothing about real coins';
export const failedFirstLine = (failures: number) =>
  `${many(failures, 'check')} failed: this file is not what it says it is, or it was changed`;
export const knownFirstLine = () => 'every check holds, and the seal was made with the key whose fingerprint you gave';
export const unknownFirstLine = () =>
  'every check holds; signer unknown: the seal shows that nothing changed since somebody made it, not who that was';
export const signerUnknownSentence = () =>
  'signer unknown: no fingerprint was given. Anybody can make a key and seal a changed file again; compare the fingerprint with the slip that came by another way';

// Container
export const damageSentence = (problem: string) => `the container is damaged: ${problem}`;
export const irregularSentence = () => 'is a link, a special file, a folder that does not belong, or a name that is not allowed';
export const twiceSentence = () => 'stands in the bag twice';
export const systemFileSentence = (name: string) => `${name} is not part of the bag: delete it; the system added it`;
export const addedFileSentence = () => 'is not part of a bag: it was added';
export const tooManyFilesSentence = (count: number) => `${count} files are more than a bag holds`;
export const missingFileSentence = () => 'is missing';
export const unreadableSentence = () => 'cannot be read';
export const filesHold = (count: number) => `${many(count, 'file')}, none missing and none added`;
export const manifestLineSentence = (line: number) =>
  `line ${line} is not a hash, two spaces and a path inside the bag, ended by a line feed`;
export const manifestOrderSentence = (line: number) => `line ${line} is out of order or names a file again`;
export const notListedSentence = (manifest: string) => `is not listed in ${manifest}`;
export const listedMissingSentence = (manifest: string) => `is listed in ${manifest} but is not there`;
export const listedWronglySentence = (manifest: string) => `must not be listed in ${manifest}`;
export const hashDiffersSentence = (manifest: string) => `does not have the hash stated in ${manifest}: one of the two was changed`;
export const manifestHolds = (count: number) => `${many(count, 'file')} have the stated hash`;
export const declarationSentence = () => 'must say BagIt 1.0 and UTF-8 in its two lines and nothing else';
export const bagInfoLineSentence = (line: number) => `line ${line} is not one of the eight entries, or is there twice`;
export const bagInfoMissingSentence = (name: string) => `${name} is missing or not understood`;
export const oxumSentence = (stated: string, actual: string) => `Payload-Oxum says ${quote(stated)}; the files give ${actual}`;
export const baggingDateSentence = () => "Bagging-Date is not the date of the journal's last event";
export const bagInfoHolds = () => 'description and Payload-Oxum agree with the files';

// Seal
export const notCanonicalSentence = () => 'is not JSON in canonical form (RFC 8785): damaged or rewritten';
export const signatureFormSentence = () => 'must be 128 lower-case hexadecimal digits and a line feed';
export const signatureWrongSentence = () => 'the signature does not fit the key and signature.json';
export const signatureHolds = (fingerprint: string) => `signature.json was sealed with the key of fingerprint ${fingerprint}`;
export const fingerprintDiffersSentence = (actual: string, wanted: string) =>
  `sealed with the key ${actual}; you asked for ${quote(wanted)}`;
export const fingerprintHolds = () => 'the key is the one whose fingerprint you gave';

// Shapes
export const shapeSentence = (at: string) => `${quote(at)} is missing or has the wrong form`;
export const unexpectedMemberSentence = (at: string, name: string) => `${quote(at)} has a member ${quote(name)} that does not belong there`;
export const moreNotCheckedSentence = (count: number) => `${count} more of the kind: too many to list`;
export const tooManySentence = (more: number) => `and ${more} more of the same check`;
export const internalSentence = (message: string) => `the verifier could not finish: ${quote(message)}`;

// Case and training
export const caseHolds = () => 'the case description has the expected form';
export const trainingAsEvidenceSentence = () => 'training material was offered as evidence';
export const trainingDisagreesSentence = () => 'the files of the bag disagree on whether this is training material';
export const testChainSentence = (chains: string) => `holds data of a test network (${quote(chains)}) but says it is not training material`;
export const notTrainingHolds = () => 'not marked as training material and no test network in it';

// Journal
export const journalLineSentence = (line: number) => `line ${line} is not canonical JSON ended by a line feed`;
export const chainBrokenSentence = (line: number) =>
  `event ${line} does not follow the event before it: events were removed, added, changed or reordered`;
export const commitmentSentence = (line: number) => `the payload of event ${line} is not the one its header commits to`;
export const headDiffersSentence = () => 'the last event is not the one the seal names: events are missing at the end, or were added';
export const withheldSentence = (count: number) =>
  `the payload of ${many(count, 'journal event')} is withheld: the chain holds, what they say is not in this file`;
export const journalHolds = (events: number, withheld: number) => `${many(events, 'event')} in unbroken order, ${withheld} without payload`;

// Headers
export const segmentFileSentence = () => 'the header file is missing, has the wrong name or is named twice';
export const segmentSizeSentence = (count: number, size: number) =>
  `${count} headers of 80 bytes were announced; the file has ${size} bytes`;
export const unlistedSegmentSentence = () => 'is not named in headers.json';
export const anchorDiffersSentence = () => "the first header is not the anchor's block";
export const tipDiffersSentence = () => 'the last header is not the stated tip';
export const workDiffersSentence = (stated: string, actual: string) => `states the work ${stated}; the headers give ${actual}`;
export const linkBrokenSentence = (height: number) => `the header at height ${height} does not follow the one before it`;
export const workMissingSentence = (height: number) => `the header at height ${height} does not carry the work its target asks for`;
export const retargetSentence = (height: number) =>
  `the header at height ${height} states another difficulty than the rules of the chain give`;
export const checkpointDiffersSentence = (height: number) => `the block at height ${height} is not the one the verifier knows`;
export const anchorUnknownSentence = (kind: string, height: number) =>
  `the anchor is called ${quote(kind)} at height ${height}, which the verifier does not know`;
export const anchorWrongSentence = (kind: string, height: number) =>
  `the anchor is called ${quote(kind)} at height ${height}, but its block is another`;
export const anchorHolds = (chain: string, kind: string, height: number) =>
  `begins at the ${kind} of ${chain} at height ${height} that is built into the verifier`;
export const examinerAnchorSentence = (chain: string, height: number, hash: string) =>
  `the headers of ${quote(chain)} begin at block ${hash} at height ${height} on the examiner's word: compare it with an independent source`;
export const segmentsDisagreeSentence = (chain: string, height: number) => `two header files of ${quote(chain)} differ at height ${height}`;
export const unknownChainSentence = (chain: string) => `the work of ${quote(chain)}: the verifier does not know the rules of this chain`;
export const testRetargetSentence = (chain: string) => `the difficulty rule of the test network ${quote(chain)}`;
export const retargetsOpenSentence = (chain: string, count: number) =>
  `${many(count, 'change')} of difficulty on ${quote(chain)}: the headers they follow from are not in this file`;
export const chainEndsSentence = (height: number, work: string) =>
  `the chain ends at height ${height} with work ${work}; later blocks are not part of this file`;
export const chainEndsEarlySentence = (height: number) =>
  `the chain ends at height ${height}, below the highest block built into the verifier; later blocks are not part of this file`;
export const cheapSentence = (chain: string, work: string) =>
  `the headers of ${quote(chain)} after the anchor stand for work ${work}: work this low is cheap to forge`;
export const headersHold = (chain: string, from: number, to: number, work: string) =>
  `${quote(chain)} heights ${from} to ${to}: linked, with the stated work ${work}`;

// Proofs
export const blockHashSentence = () => 'the file name, the stated block hash and the header do not agree';
export const unanchoredSentence = (block: string) => `block ${block} is not connected to an anchor: only its own work was checked`;
export const ownWorkSentence = () => 'the header does not carry the work its target asks for';
export const notInSegmentSentence = (height: number) => `the block does not stand at height ${height} in the header files`;
export const transactionCountSentence = (count: number) => `a block cannot hold ${count} transactions`;
export const rawSentence = (txid: string) => `the bytes of ${txid} are not one whole transaction`;
export const txidSentence = (stated: string, actual: string) => `the bytes of ${stated} hash to ${actual}`;
export const sixtyFourSentence = (txid: string) => `${txid} has 64 bytes and could be two hashes of the tree instead of a transaction`;
export const positionSentence = (txid: string) => `${txid} stands at a position it cannot have, or out of order`;
export const branchSentence = (txid: string, fault: string) =>
  ({
    position: `${txid} has a position beyond the number of transactions`,
    length: `the branch of ${txid} does not have the length the number of transactions asks for`,
    repeated: `the branch of ${txid} repeats a hash where the tree does not`,
    'missing-repeat': `the branch of ${txid} does not repeat the hash where the tree must`,
  })[fault] ?? `the branch of ${txid} is wrong`;
export const rootSentence = (txid: string) => `the branch of ${txid} does not lead to the header's Merkle root`;
export const txidTwiceSentence = (txid: string) => `${txid} stands in more than one block`;
export const spentTwiceSentence = (outpoint: string) => `${outpoint} is spent by two transactions of connected blocks`;
export const noSuchOutputSentence = (by: string, outpoint: string) => `${by} refers to ${outpoint}, which that transaction does not have`;
export const proofsHold = (transactions: number, blocks: number) =>
  `${many(transactions, 'transaction')} in ${many(blocks, 'block')}: bytes, hash and branch agree with the header`;

// Limits
export const valueTwiceSentence = (outpoint: string) => `gives a value for ${outpoint} twice`;
export const valueContradictedSentence = (outpoint: string) => `gives ${outpoint} another value than its own transaction`;
export const notCoveredSentence = (chain: string, from: string, to: string) =>
  `blocks ${from} to ${to} of ${quote(chain)} were not read by the examiner`;
export const withheldCountSentence = (stated: number, actual: number) => `states ${stated} withheld payloads; the journal has ${actual}`;
export const unanchoredUnstatedSentence = (block: string) => `does not say that block ${block} is not connected to an anchor`;
export const unanchoredUnfoundSentence = (block: string) => `names block ${block} as not connected, which no proof of the bag is`;
export const cheapUnstatedSentence = (chain: string) => `does not say that the headers of ${quote(chain)} are cheap to forge`;
export const limitsHold = (values: number) => `agrees with what was found; ${many(values, 'value')} known from one source`;

// Runs
export const runOrderSentence = (run: number) => `run ${run} is out of order or there twice`;
export const ordinalSentence = (run: number) => `run ${run} miscounts the runs it belongs to`;
export const policiesSentence = (run: number) => `run ${run}: the policies named, the results and the transactions do not match`;
export const notExportedSentence = (run: number) => `run ${run} is marked as not exported but has results`;
export const runNotExportedSentence = (run: number) => `run ${run} is named but its result is not in this file`;
export const resultDigestSentence = (run: number) => `run ${run}: the result does not have the stated digest`;
export const inputsDigestSentence = (run: number) =>
  `run ${run}: the digest of its inputs, which covers transactions and labels that are not in this file`;
export const seedSentence = (run: number, outpoint: string) => `run ${run}: the seed ${outpoint} is there twice, or was not asked for`;
export const seedMissingSentence = (run: number, outpoint: string) => `run ${run}: ${outpoint} was asked for but is not among the seeds`;
export const seedsOpenSentence = (run: number) => `run ${run}: whether the seeds are all outputs of the address or transaction asked for`;
export const seedUnprovenSentence = (run: number, outpoint: string) =>
  `run ${run}: the seed ${outpoint} is neither proven nor listed as taken on trust`;
export const seedTrustSentence = (run: number, outpoint: string) => `run ${run}: the value of the seed ${outpoint} is taken on trust`;
export const seedAmountSentence = (run: number, outpoint: string, stated: string, actual: string) =>
  `run ${run}: the seed ${outpoint} is stated as ${stated} sat; its transaction says ${actual} sat`;
export const notLargeSentence = (run: number, policy: string, count: number) =>
  `run ${run} ${quote(policy)}: ${count} transactions are not too many to carry their proofs`;
export const largeSentence = (run: number, policy: string, count: number) =>
  `run ${run} ${quote(policy)}: touches ${count} transactions and does not carry their proofs`;
export const uncarriedSentence = (run: number, policy: string, reason: string) =>
  `run ${run} ${quote(policy)}: carries no proofs and was not recomputed, because ${
    reason === 'reorganised' ? 'blocks it rests on are no longer on the active chain' : 'not all it rests on is proven in the case'
  }`;
export const listTooLongSentence = (run: number, policy: string, count: number) =>
  `run ${run} ${quote(policy)}: lists ${count} transactions; above 5,000 it must be marked as not carrying its proofs`;
export const unprovenSentence = (run: number, policy: string, txid: string) =>
  `run ${run} ${quote(policy)}: ${txid} is listed but has no valid proof in the bag`;
export const orderSentence = (run: number, policy: string, txid: string) =>
  `run ${run} ${quote(policy)}: ${txid} is out of chain order or listed twice`;
export const parentMissingSentence = (run: number, txid: string, outpoint: string) =>
  `run ${run}: ${txid} spends ${outpoint}, which is neither proven nor listed as taken on trust`;
export const holdingSentence = (run: number, policy: string, outpoint: string) =>
  `run ${run} ${quote(policy)}: ${outpoint} is listed twice or with nothing`;
export const holdingOrderSentence = (run: number, policy: string, outpoint: string) =>
  `run ${run} ${quote(policy)}: the holding ${outpoint} is out of order`;
export const totalSentence = (run: number, policy: string, stated: string, actual: string) =>
  `run ${run} ${quote(policy)}: states a total of ${stated} sat; its holdings add up to ${actual} sat`;
export const holdingHeightSentence = (run: number, policy: string, outpoint: string) =>
  `run ${run} ${quote(policy)}: ${outpoint} does not have the height of its block`;
export const aboveValueSentence = (run: number, policy: string, outpoint: string) =>
  `run ${run} ${quote(policy)}: more is assigned to ${outpoint} than the output holds`;
export const addressSentence = (run: number, policy: string, outpoint: string) =>
  `run ${run} ${quote(policy)}: the address of ${outpoint} is not the one its script gives`;
export const stateUnknownSentence = (run: number, policy: string, outpoint: string, state: string) =>
  `run ${run} ${quote(policy)}: ${outpoint} has the state ${quote(state)}, which does not exist or names a stop rule that was not set`;
export const notCoinbaseSentence = (run: number, policy: string, outpoint: string) =>
  `run ${run} ${quote(policy)}: ${outpoint} is stated to be newly mined but is not`;
export const inputKnownSentence = (run: number, policy: string, outpoint: string) =>
  `run ${run} ${quote(policy)}: the trace ends at ${outpoint} as unknown, but the bag has what it spends`;
export const notCoveredUnspentSentence = (run: number, policy: string, outpoint: string) =>
  `run ${run} ${quote(policy)}: ${outpoint} is stated as unspent, but not all blocks since its creation were read`;
export const spentAfterAllSentence = (run: number, policy: string, outpoint: string, txid: string) =>
  `run ${run} ${quote(policy)}: ${outpoint} is stated as unspent, but ${txid} in this file spends it`;
export const spenderPresentSentence = (run: number, policy: string, outpoint: string, txid: string) =>
  `run ${run} ${quote(policy)}: the trace ends at ${outpoint} although ${txid} in this file spends it`;
export const inputValuesUnknownSentence = (run: number, policy: string, outpoint: string) =>
  `run ${run} ${quote(policy)}: the trace ends at ${outpoint} because the spending transaction has an input of unknown value`;
export const factsOnTrustSentence = (run: number, outpoint: string) =>
  `run ${run}: height, address and value of ${outpoint}, whose transaction is not in this file`;
export const policyNotRecomputedSentence = (run: number, policy: string) =>
  `run ${run} ${quote(policy)}: the figures; this policy is not recomputed`;
export const tihoBackwardSentence = (run: number) => `run ${run}: tiho has no inverse and cannot be traced backwards`;
export const impossibleSentence = (run: number, policy: string, txid: string) =>
  `run ${run} ${quote(policy)}: ${txid} pays out more than its inputs hold`;
export const valueUnknownSentence = (run: number, policy: string, outpoint: string) =>
  `run ${run} ${quote(policy)}: not recomputed, the value of ${outpoint} is not known`;
export const tooLargeSentence = (run: number, policy: string) => `run ${run} ${quote(policy)}: not recomputed, it would take too long`;
export const restsOnSentence = (run: number, policy: string, count: number) =>
  `run ${run} ${quote(policy)}: rests on ${many(count, 'value')} known from one source`;
export const untouchedSentence = (run: number, policy: string, txid: string) =>
  `run ${run} ${quote(policy)}: ${txid} is listed, but no traced coin enters it`;
export const holdingDiffersSentence = (run: number, policy: string, outpoint: string, stated: string, actual: string) =>
  `run ${run} ${quote(policy)}: states ${stated} sat at ${outpoint}; recomputed from the transactions: ${actual} sat`;
export const feesDifferSentence = (run: number, policy: string, stated: string, actual: string) =>
  `run ${run} ${quote(policy)}: states ${stated} sat of fees; recomputed: ${actual} sat`;
export const recomputeHolds = (run: number, policy: string, transactions: number, holdings: number) =>
  `run ${run} ${quote(policy)}: ${many(holdings, 'holding')} and the fees recomputed from ${many(transactions, 'transaction')}`;
export const runsHold = (policies: number) => `results have the stated digest; ${many(policies, 'policy', 'policies')} recomputed`;

// transfers.csv
export const csvSentence = () => 'is not a table with the fourteen columns, comma separated, with CRLF line ends';
export const csvRowSentence = (line: number) => `line ${line} does not belong to an exported run, or has the wrong form`;
export const csvTwiceSentence = (line: number, outpoint: string) => `line ${line} repeats ${outpoint}`;
export const csvOrderSentence = (line: number) => `line ${line} is out of order`;
export const csvMissingSentence = (run: number, policy: string, outpoint: string) =>
  `run ${run} ${quote(policy)}: the row of ${outpoint} is missing`;
export const csvUntracedSentence = (line: number, outpoint: string) => `line ${line}: no traced coin reaches ${outpoint}`;
export const csvCellSentence = (line: number, column: string, expected: string) => `line ${line}: ${column} must be ${quote(expected)}`;
export const csvAmountsSentence = (run: number, policy: string) =>
  `run ${run} ${quote(policy)}: amounts of rows in transfers.csv that are not recomputed`;
export const csvColumnsSentence = () => 'the columns hop and labels of transfers.csv';
export const transfersHold = (rows: number) => `${many(rows, 'row')} agree with the transactions and the recomputed amounts`;

/** What Litecoin's extension block keeps from everybody, said where a file holds data of that chain. */
export const mwebSentence = (chain: string) =>
  `the extension block (MWEB) of ${quote(chain)}: amounts and owners inside it are hidden, its data is not read, and which coins paid into it came out where cannot be told`;

/** What no verifier can tell from a file like this, said every time. */
export const neverChecked = (): readonly string[] => [
  'report.pdf and START-HERE.html: only that they are the sealed bytes, not what they say',
  'completeness: a proof shows that a transaction is in a block, not that no other exists',
  'that outputs stated as unspent are unspent, beyond the transactions in this file',
  'control and identity: who held a key or stands behind an address',
  'labels, attributions, questions and reasons: they are statements of their authors',
  'that scripts and signatures inside the transactions are valid: the work of the blocks stands for it',
  'time: the journal proves order; block times are set by miners',
];
