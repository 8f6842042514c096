// What the verifier says of seized things and seizures: about what was compared, never about what anybody did.
const many = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;
const quote = (text: string): string => `"${text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?').slice(0, 120)}"`;

export const differsSentence = (what: string, member: string) => `${what}: ${quote(member)} is not what the journal says`;
export const missingSentence = (name: string, event: number) => `${quote(name)} of event ${event} is not listed`;
export const unknownSentence = (what: string) => `${what} is not one that the journal holds, or is out of order`;
export const withheldActSentence = (event: number) => `the payload of event ${event} is withheld, and what it says is listed`;
export const undoneSeizureSentence = () => 'an edit about seizures was taken back without saying which';

export const originSentence = (exhibit: number) => `exhibit ${exhibit} is said to be made from one that does not come before it`;
export const custodyNumberSentence = (event: number) => `the custody entry of event ${event} names another number than its exhibit has`;
export const sumFormSentence = (exhibit: number) => `exhibit ${exhibit}: a sum has not the length of its kind`;
export const sumFitsSentence = (exhibit: number) => `exhibit ${exhibit}: whether a stated SHA-256 fits is not what the two sums say`;
export const scanExhibitSentence = (scan: number) =>
  `scan ${scan} is not of the exhibit that it names, or its counts are not the exhibit's`;
export const countSentence = (scan: number, kind: string, stated: number, found: number) =>
  `scan ${scan}: ${quote(kind)} states ${stated}; the rows give ${found}`;
export const journalCountSentence = (scan: number, kind: string) =>
  `scan ${scan}: the count of ${quote(kind)} is not the one its act states`;
export const scanSumSentence = (scan: number, what: string) => `scan ${scan}: its number of ${what} is not that of the rows`;
export const traceOrderSentence = (trace: number) => `trace ${trace} is out of order, of no scan of this file, or there twice`;
export const secretSentence = (trace: number) => `trace ${trace} shows a value that is of a kind of secrets, or hides one that is not`;
export const sameSentence = (trace: number) => `trace ${trace} is said to be the same as one that is not`;
export const checksumSentence = (trace: number, check: string) => `trace ${trace}: ${quote(check)} does not hold`;
export const privateSentence = (what: string) => `${what} shows a private key`;
export const walletSentence = (wallet: number) => `wallet ${wallet} is out of order or of no scan of this file`;
export const trySentence = (event: number) => `the try of event ${event} is of no wallet of this file`;
export const revealSentence = (event: number) => `event ${event} is not the reveal of a listed secret`;
export const figureSentence = (name: string) => `the figure ${quote(name)} does not follow from the rows`;
export const devicesHold = (exhibits: number, custody: number, traces: number) =>
  `${many(exhibits, 'exhibit')}, ${many(custody, 'custody entry', 'custody entries')} and ${many(traces, 'find')} agree with the journal and with their counts`;

export const keyFingerprintSentence = (key: string) => `key ${quote(key)}: its fingerprint is not that of its public parts`;
export const keyUnknownSentence = (key: string) => `key ${quote(key)} is none that the act of the last look names`;
export const lookSentence = (member: string) => `the last look: ${quote(member)} is not what its act in the journal says`;
export const findingSentence = (key: string, what: string) => `key ${quote(key)}: ${what}`;
export const derivedSentence = (address: string) => `address ${quote(address)} does not follow from the key that it is said to come from`;
export const keysHold = (keys: number, derived: number) =>
  `${many(keys, 'public key')} have their fingerprint, and ${many(derived, 'used address', 'used addresses')} were derived again`;

export const statedSentence = () => 'custody entries: that they were written down so, not that it was so';
export const bytesSentence = (copies: number) =>
  `${many(copies, 'copy', 'copies')} of exhibits: the bytes are not in this file, only their sums; places, counts and sums are as the program found them`;
export const otherSumsSentence = (sums: number) =>
  `${many(sums, 'stated MD5 or SHA-1 sum')}: the sums they were held against are not in this file`;
export const notListedSentence = (count: number) => `${many(count, 'find')} that the case holds and this file counts only`;
export const onChainSentence = (finds: number) =>
  `that chain data know ${many(finds, 'find')}: those data are not in this file unless a proof carries them`;
export const walletTextSentence = (wallets: number) => `what ${many(wallets, 'wallet file')} say: the files are not in this file`;
export const partialScansSentence = (scans: number) => `${many(scans, 'scan')} without an end: no act states their counts`;
export const revealReasonSentence = (reveals: number) =>
  `reasons of ${many(reveals, 'reveal')}: the payloads are withheld, because they name the first characters of a secret`;
export const notDerivedSentence = (count: number) =>
  `${many(count, 'used address', 'used addresses')} of keys of a form that the verifier does not derive`;
export const pathSentence = () => 'that account keys lie at the paths named: the master keys are not in this file';
export const usedSentence = (count: number) => `what was received and sent at ${many(count, 'used address', 'used addresses')}`;

export const seizureSumSentence = (seizure: number, what: string) => `seizure ${seizure}: ${quote(what)} does not follow from its outputs`;
export const psbtSentence = (seizure: number, part: number, problem: string) => `seizure ${seizure}, transaction ${part}: ${problem}`;
export const seizedOutputSentence = (outpoint: string) => `output ${outpoint} is not what its transaction in this file says`;
export const movedSentence = (txid: string, problem: string) => `transaction ${txid}: ${problem}`;
export const stateSentence = (seizure: number, state: string) =>
  `seizure ${seizure}: the state ${quote(state)} does not follow from what is listed`;
export const seizuresHold = (seizures: number, parts: number) =>
  `${many(seizures, 'seizure')} agree with the journal; ${many(parts, 'transaction')} without signatures spend what is listed and pay the address named`;
export const notSentSentence = () =>
  'that an address of an agency is the agency’s, that anything was signed or sent, and how outputs stood at their height beyond what is proven here';
export const leftSentence = (seizure: number, count: number) =>
  `${many(count, 'transaction')} recorded of seizure ${seizure} in blocks that the chain data of the case no longer show: the journal says what was recorded`;
export const movedNotHereSentence = (count: number) =>
  `${many(count, 'transaction')} said to have moved what was listed, without a proof in this file`;
export const balancesSentence = (balances: number) =>
  `${many(balances, 'expected balance')} on account chains: the movements are not in this file`;
