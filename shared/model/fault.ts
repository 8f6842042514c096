// The closed list of ways a request can fail. A fault carries a code and parameters; the sentence a
// person reads is made from resources/locales. It must not carry stacks, secrets or raw paths of the host.

/** Exit code of the command line per fault family (docs/FORMATS.md §10). */
export const FAULTS = {
  'usage.invalid': 2,
  'usage.unknownCall': 2,
  'usage.noCase': 2,
  'usage.caseOpen': 2,
  'usage.chainRequired': 2,
  'usage.grantUnknown': 2,
  'usage.unknownCommand': 2,
  'usage.unknownOption': 2,
  'usage.missingOption': 2,
  'usage.missingValue': 2,
  'usage.missingArgument': 2,
  'usage.optionTwice': 2,
  'usage.optionTakesNoValue': 2,
  'usage.tooManyArguments': 2,
  'usage.badValue': 2,
  'usage.noPassphrase': 2,
  'usage.passphraseFile': 2,
  'usage.passphraseMismatch': 2,
  'case.exists': 3,
  'case.notFound': 3,
  'case.notACase': 3,
  'case.passphrase': 4,
  'case.locked': 4,
  'case.keysMissing': 3,
  'case.keysDamaged': 3,
  'case.damaged': 3,
  'case.truncated': 3,
  'case.newer': 3,
  'case.readOnly': 3,
  'case.walOnReadOnly': 3,
  'case.rekeyIncomplete': 4,
  'case.rekeyUnfinished': 4,
  'case.slotUnknown': 3,
  'case.slotLast': 3,
  'case.secretsKeyThere': 3,
  'case.secretsKeyMissing': 3,
  'case.secretsPassphrase': 4,
  'case.keyFile': 3,
  'case.keyFilePassphrase': 4,
  'case.keyUnknown': 3,
  'case.revoked': 3,
  'case.diskFull': 3,
  'journal.nothingToUndo': 1,
  'journal.nothingToRedo': 1,
  'journal.undoRefused': 1,
  'journal.headMismatch': 1,
  'journal.broken': 3,
  'intake.notFound': 3,
  'intake.unreadable': 3,
  'intake.unrecognised': 3,
  'intake.noMovements': 3,
  'intake.noRowTaken': 3,
  'intake.tooLarge': 3,
  'intake.sourceChanged': 3,
  'intake.trainingMixed': 3,
  'intake.anchor': 3,
  'intake.malformed': 3,
  'intake.report': 3,
  'intake.reportZone': 3,
  'intake.capture': 3,
  'intake.profileFits': 3,
  'intake.profileMisfit': 3,
  'intake.profileUnknown': 3,
  'document.unknown': 3,
  'document.tooLarge': 3,
  'document.otherFormat': 3,
  'document.unreadable': 3,
  'document.damaged': 3,
  'document.encrypted': 3,
  'document.noPage': 2,
  'document.tooMuch': 3,
  'document.tooManyPixels': 3,
  'document.noThread': 3,
  'fetch.itemUnknown': 3,
  'fetch.nothingToFetch': 1,
  'chain.unknown': 3,
  'chain.otherFamily': 3,
  'chain.badAddress': 3,
  'chain.badTransaction': 3,
  'chain.badProof': 3,
  'labels.malformed': 3,
  'labels.noSuchList': 3,
  'labels.signature': 3,
  'canvas.unknown': 3,
  'canvas.itemUnknown': 3,
  'canvas.tooMany': 3,
  'canvas.groupEmpty': 2,
  'canvas.eventNeedsExhibit': 2,
  'canvas.checkpointUnknown': 3,
  'trace.seedUnknown': 3,
  'trace.policyUnknown': 2,
  'trace.policyDirection': 2,
  'trace.ruleUnknown': 2,
  'trace.runUnknown': 3,
  'trace.questionRequired': 2,
  'trace.linkDirection': 2,
  'trace.linkTurned': 2,
  'trace.linkCircle': 2,
  'question.noSource': 3,
  'question.unknown': 3,
  'question.notOpen': 1,
  'question.badBlock': 3,
  'question.nothingToAsk': 1,
  'question.needsHeight': 3,
  'question.needsNode': 3,
  'question.noHeights': 3,
  'cluster.notJoined': 1,
  'cluster.notDirect': 1,
  'cluster.notRejected': 1,
  'cluster.badRule': 2,
  'lead.unknown': 1,
  'lead.badRule': 2,
  'typology.badRule': 2,
  'typology.badParameter': 2,
  'typology.badLimit': 2,
  'typology.findingUnknown': 3,
  'people.unknown': 3,
  'people.linkUnknown': 3,
  'people.leadUnknown': 3,
  'people.noEvidence': 2,
  'people.badValue': 2,
  'people.sourceUnknown': 3,
  'people.noDay': 2,
  'transcribe.noPlace': 2,
  'transcribe.regionAlone': 2,
  'transcribe.secret': 3,
  'exhibit.unknown': 3,
  'exhibit.numberTaken': 3,
  'exhibit.nothingRead': 3,
  'device.noCopy': 3,
  'device.exhibitChanged': 3,
  'device.needsSecretsKey': 2,
  'device.scanUnknown': 3,
  'device.traceUnknown': 3,
  'device.walletUnknown': 3,
  'device.notSecret': 3,
  'device.nothingAround': 3,
  'device.cannotOpen': 3,
  'device.wrongPassword': 4,
  'transcribe.notProposed': 3,
  'transcribe.unknown': 3,
  'transcribe.samePerson': 3,
  'transcribe.tooShort': 2,
  'exposure.badRules': 3,
  'exposure.nothingAsked': 2,
  'exposure.tooMany': 3,
  'exposure.unknownScreening': 3,
  'show.notFound': 1,
  'request.unknown': 3,
  'request.addressUnknown': 3,
  'request.recipientUnknown': 3,
  'request.badFile': 3,
  'request.answerTooLarge': 3,
  'request.answerUnknown': 3,
  'deconflict.badFile': 3,
  'deconflict.notApproved': 3,
  'deconflict.otherKey': 3,
  'export.exists': 3,
  'export.noRuns': 3,
  'export.notWritable': 3,
  'bag.unreadable': 3,
  'bag.fails': 1,
  'bag.accountsOnly': 3,
  'node.notAllowed': 2,
  'node.unreachable': 3,
  'node.unauthorised': 4,
  'node.tooLarge': 3,
  'node.tooSlow': 3,
  'node.badAnswer': 3,
  'node.rpc': 3,
  'node.withholds': 3,
  'node.lies': 3,
  'job.cancelled': 1,
  'engine.restarted': 70,
  'engine.unreachable': 70,
  internal: 70,
} as const;

export type FaultCode = keyof typeof FAULTS;
export type FaultParameters = Readonly<Record<string, string | number>>;

/** What crosses the wire when a call fails. */
export type FaultRecord = Readonly<{ code: FaultCode; parameters: FaultParameters }>;

/** The one error type that the engine throws on purpose. Anything else becomes `internal`. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly parameters: FaultParameters;
  constructor(code: FaultCode, parameters: FaultParameters = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(parameters)}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.parameters = parameters;
  }
  toRecord(): FaultRecord {
    return { code: this.code, parameters: this.parameters };
  }
}

/** Whether something is read without a fault; any other error is thrown on. */
export function isFaultless(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

/** Compile-time proof that a closed union was handled whole. */
export function assertNever(value: never, where: string): never {
  throw new Error(`${where}: unhandled ${JSON.stringify(value)}`);
}
