// Where an id is read: kept while several are typed from one sheet.
import type { PageRegion } from '../../../shared/contract/region.ts';

export interface ReadAt {
  readonly exhibit: string;
  readonly place: string;
  /** A document of the case, and the piece of its page. */
  readonly source: number | null;
  readonly region: PageRegion | null;
}

export const NOWHERE: ReadAt = { exhibit: '', place: '', source: null, region: null };
