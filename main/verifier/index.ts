// The door of the verifier room: the core's one question, and how a bag on disk is opened.
export type { BagFiles } from './core/bagit.ts';
export type { VerifyFinding, VerifyReport } from './core/findings.ts';
export { verifyBag, type VerifyOptions } from './core/verify.ts';
export { openBag, zipFiles } from './node/files.ts';
export { printReport, runVerifier } from './node/verify.ts';
