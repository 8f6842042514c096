// What an error of the disk or of the database means for a case. One table, used where a case is opened and where calls
// are answered. It must not guess: an error it does not know is not a storage error.
import { Fault } from '../../../shared/model/fault.ts';

/** The fault that an error of SQLite or of the file system stands for, or null when it is neither. */
export function storageFault(error: unknown): Fault | null {
  if (error instanceof Fault) return error;
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code !== 'string') return null;
  const is = (...families: string[]) => families.some((family) => code === family || code.startsWith(`${family}_`));
  if (is('SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT')) return new Fault('case.diskFull', {}, error);
  if (is('SQLITE_READONLY', 'EROFS')) return new Fault('case.readOnly', {}, error);
  if (is('SQLITE_BUSY')) return new Fault('case.locked', {}, error);
  // A stick that is pulled out or a failing disk shows as an input/output error.
  if (is('SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_IOERR', 'EIO')) return new Fault('case.damaged', { detail: String(message) }, error);
  return null;
}
