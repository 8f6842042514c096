// The kernel's door.
export { NoAnswer, runAlone } from './alone.ts';
export { type Argon2Cost, argon2idKey } from './argon2.ts';
export { csvField } from './csv.ts';
export { canonicalDigest, canonicalJson, sha256, sha256Hex, sha256Stream } from './digest.ts';
export type {
  FileSystemTools,
  GrantedPath,
  Host,
  NodeAccess,
  NodeConnection,
  NodeLimits,
  NodeParameter,
  NodeQuestion,
  WorkerThread,
  WorkerThreads,
} from './host.ts';
export { type NewFile, openNewFile, writeNewFile } from './newFile.ts';
export { outPath } from './outPath.ts';
export { openPool, type Pool } from './pool.ts';
export { defineRegistry, type Registered, type Registry } from './registry.ts';
export { recallWindow, rememberWindow } from './remembered.ts';
export { createRouter, type Handlers, implement, type Router, serve } from './router.ts';
export { storageFault } from './storageFault.ts';
export { definePoolTask, type PoolTask } from './poolTask.ts';
export { expectAnswer, type SelfTestStep } from './selfTest.ts';
export { atOnce, breathe, bySteps, SLICE, type Step, type Steps, throwIfCancelled, type Work } from './work.ts';
