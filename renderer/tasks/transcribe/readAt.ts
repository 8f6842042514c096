// Where an id is read: kept while several are typed from one sheet.
import type { PageRegion } from '../../../shared/contract/region.ts';

export interface ReadAt {
  readonly exhibit: string;
  readonly place: string;
  /** A document of the case, and the piece of its page. */
  readonly source: number | null;
  readonly region: PageRegion | null;
}

/** A word of a page's text layer that was chosen; a new value each time. */
export interface Offered {
  readonly text: string;
}

export const NOWHERE: ReadAt = { exhibit: '', place: '', source: null, region: null };
