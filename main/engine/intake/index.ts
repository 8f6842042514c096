// Intake's door: bytes in. Files are opened read-only and never changed.
export { type BagIntake, describeLabel, intakeCalls, labelCalls } from './calls.ts';
export type { Importer, Material, Probe, Progress } from './material.ts';
export { importers, probePath, recognise } from './recognise.ts';
export { createScriptTable, type ScriptTable } from './scriptTable.ts';
export { createSegmentWriter, NO_UNDO, readSegment, type Segment } from './segments.ts';
export { openSourceFile } from './sourceFile.ts';
export { takeIn, type TakeInResult } from './takeIn.ts';
export { chainsOfAddress } from './takeInLabels.ts';
