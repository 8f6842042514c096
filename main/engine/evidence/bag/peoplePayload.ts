// The shape of `data/people.json` and `data/requests.json` (SPEC.md [N1], [N5]) and their bytes. Builders take values; they read no case.
import type { BareChain } from '../../trace/index.ts';
import type { LinkDetail, LinkShown } from '../../../../shared/contract/people.ts';
import type { RequestView } from '../../../../shared/contract/requests.ts';
import { jsonFile } from './payload.ts';

export interface BagLink extends Omit<LinkShown, 'entity' | 'source' | 'withdrawn' | 'detail'> {
  readonly detail: LinkDetail;
  /** Number of the source; null where it is by hand and names none. */
  readonly source: number | null;
  /** Sequence of the edit that made it; null for one of a register. */
  readonly event: number | null;
}

export interface BagEntry {
  readonly id: number;
  readonly kind: string;
  readonly title: string;
  readonly source: number | null;
  readonly row: number;
  readonly event: number | null;
  /** Entries that the examiner takes for it. */
  readonly joined: readonly number[];
  readonly links: readonly BagLink[];
  /** Links that stand and are not listed, and those that were withdrawn. */
  readonly leftOut: number;
  readonly withdrawnLinks: number;
  readonly chains: readonly BareChain[];
  readonly moreChains: number;
}

/** Two entries that the examiner takes for one, and what the lead was when that was decided. */
export interface BagJoin {
  readonly a: number;
  readonly b: number;
  readonly kind: string;
  readonly rules: readonly string[];
  readonly texts: readonly [string, string];
  readonly reason: string;
  readonly event: number;
}

export interface BagPeople {
  /** Whether the examiner named the entries; else they are those that a chain of evidence reaches. */
  readonly chosen: boolean;
  readonly fullLinks: boolean;
  readonly entries: readonly BagEntry[];
  readonly joins: readonly BagJoin[];
  /** Entries of the case that stand and are not listed, and those that were withdrawn. */
  readonly notListed: number;
  readonly withdrawn: number;
}

export interface BagRequest extends Pick<RequestView, 'request' | 'kind' | 'state' | 'recipient' | 'answerBy' | 'prepared' | 'examiner'> {
  /** Sequence of its edit in the journal. */
  readonly event: number;
  /** SHA-256 of what its sheets state: the canonical JSON of the edit's payload. */
  readonly statement: string;
  readonly legalBasis: { readonly file: string; readonly sha256: string } | null;
  readonly subjects: readonly {
    readonly chain: string;
    readonly chainName: string;
    readonly address: string;
    readonly transfers: number;
    readonly more: number;
  }[];
  readonly steps: readonly {
    readonly event: number;
    readonly state: RequestView['state'];
    readonly day: string;
    readonly note: string;
    readonly time: string;
    readonly answer: { readonly name: string; readonly sizeBytes: number; readonly sha256: string; readonly source: number | null } | null;
  }[];
}

/** `data/people.json`, [N1]. */
export function peopleFile(people: BagPeople): Uint8Array {
  return jsonFile({ format: 'tracehold-people/1', ...people });
}

/** `data/requests.json`, [N5]: all requests of the case, by number. */
export function requestsFile(requests: readonly BagRequest[]): Uint8Array {
  return jsonFile({ format: 'tracehold-requests/1', requests });
}
