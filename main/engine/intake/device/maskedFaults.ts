// Faults of calls that read exhibits.
import { Fault } from '../../../../shared/model/fault.ts';

/** What fails says why without secrets that stand in names. */
export async function withMaskedFaults<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    // The lists of words are code that a case at work never needs.
    const { maskedPath } = await import('../scanners/secretsInNames.ts');
    if (error instanceof Fault) {
      const masked = Object.entries(error.parameters).map(([name, value]) => [name, typeof value === 'string' ? maskedPath(value) : value]);
      throw new Fault(error.code, Object.fromEntries(masked));
    }
    if (error instanceof Error) error.message = maskedPath(error.message);
    throw error;
  }
}
