// The one case that an engine has open, and what is thrown away when it changes.
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile } from './openedCase.ts';

export interface CaseSession {
  /** The open case; throws `usage.noCase`. */
  current(): CaseFile;
  isOpen(): boolean;
  enter(file: CaseFile): void;
  leave(): CaseFile | null;
  /** A value worked out from the case, kept until `forget`. */
  remember<T>(key: string, make: () => T): T;
  /** Drops remembered values: chain data, labels or merges have changed. */
  forget(): void;
  /** Rooms add what has to happen whenever a case is opened, e.g. registering their edits. */
  onEnter(listener: (file: CaseFile) => void): void;
}

export function createCaseSession(): CaseSession {
  let open: CaseFile | null = null;
  const remembered = new Map<string, unknown>();
  const listeners: ((file: CaseFile) => void)[] = [];
  return {
    current() {
      if (open === null) throw new Fault('usage.noCase');
      return open;
    },
    isOpen: () => open !== null,
    enter(file) {
      remembered.clear();
      open = file;
      for (const listener of listeners) listener(file);
    },
    leave() {
      const left = open;
      open = null;
      remembered.clear();
      return left;
    },
    remember<T>(key: string, make: () => T): T {
      if (!remembered.has(key)) remembered.set(key, make());
      return remembered.get(key) as T;
    },
    forget: () => remembered.clear(),
    onEnter: (listener) => void listeners.push(listener),
  };
}
