// The evidence room's door: the court file and its report. Pure parts; they read no case and write no file.
export * from './bag/payload.ts';
export { TRANSFER_COLUMNS, type TransferLine, transfersCsv, utcSeconds } from './bag/transfers.ts';
export { type BagParts, keyFingerprint, writeBag } from './bag/write.ts';
export { zipBag } from './bag/zip.ts';
export { FONT_FILES } from './report/fonts.ts';
export * from './report/accountModel.ts';
export * from './report/model.ts';
export { renderReport, type ReportResources } from './report/render.ts';
export { REPORT_LOCALES, type ReportLocale, reportWords, type Words } from './report/words.ts';
export { figureCalls } from './figure/calls.ts';
export { exchangeCalls } from './exchange/calls.ts';
export { requestCalls } from './requests/calls.ts';
export { deconflictCalls } from './deconfliction/calls.ts';
export { evidenceCalls } from './calls.ts';
export { exportBag } from './exportBag.ts';
export { bagIntake } from './takeInBag.ts';
export { fetchSaveCalls } from './fetchSheet/saveFetchList.ts';
export { rejectedCalls } from './rejectedRows.ts';
