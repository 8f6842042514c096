// What the wizard is opened with.
import type { Granted } from '../../../../shared/chooser/contract.ts';

export interface TableToMap {
  readonly file: Granted;
  readonly exhibit: string;
  /** The saved mapping that the engine offered. */
  readonly profile?: string;
}
