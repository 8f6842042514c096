// Random tests try the same cases on every machine: a run that is green stays green, and a count of what they met can be asked for.
// TRACEHOLD_SEED=any tries others, TRACEHOLD_SEED=<integer> one of them again.
import fc from 'fast-check';

const asked = process.env['TRACEHOLD_SEED'] ?? '20261122';
if (asked !== 'any') {
  const seed = Number(asked);
  if (!Number.isSafeInteger(seed)) throw new Error(`TRACEHOLD_SEED is "${asked}": neither an integer nor "any"`);
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
}
