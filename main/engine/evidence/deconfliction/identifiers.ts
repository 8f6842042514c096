// What of a case is compared: what somebody put on a canvas, traced from or to, labelled, watched, asked about or entered among people. Everybody else in the data is none of
// the other unit's business. Each identifier in one form, so that two units that write it differently meet.
import { readFileSync, statSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { IDENTIFIER_TYPES } from '../../../../shared/contract/deconflict.ts';
import { readItem } from '../../../../shared/model/canvasItem.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { isLedger } from '../../../../shared/model/ledger.ts';
import type { CaseFile } from '../../casefile/index.ts';
import type { GrantedPath } from '../../kernel/index.ts';
import { identifierKey } from '../../labels/index.ts';
import { identifiersOfPeople, type PeopleChosen } from './ofPeople.ts';

export type IdentifierType = (typeof IDENTIFIER_TYPES)[number];

export interface Identifier {
  readonly type: IdentifierType;
  /** As the case has it. */
  readonly value: string;
  readonly normal: string;
  readonly where: readonly string[];
}

/** One form of an identifier; empty where nothing is left of it. */
export function normalised(type: IdentifierType, text: string): string {
  const plain = text.normalize('NFKC').trim();
  switch (type) {
    case 'address':
      // Only forms without capitals of their own: base58 tells letters apart by case.
      return /^0x[0-9a-fA-F]{40}$/.test(plain) || /^(bc|tb|bcrt|ltc|tltc|rltc)1/i.test(plain) ? plain.toLowerCase() : plain;
    case 'transaction':
      return plain.toLowerCase().replace(/^0x/, '');
    // By the rules of leads between entries: there they are folded alike.
    case 'account':
    case 'phone':
    case 'email':
    case 'handle':
    case 'document':
      return identifierKey(type, plain) ?? '';
  }
}

/** What a unit lets be compared. */
export interface Chosen {
  /** Kinds of identifiers; the others stay out of the set and are not looked for. */
  readonly kinds: readonly IdentifierType[];
  readonly people: PeopleChosen;
}

export function identifiersOf(file: CaseFile, list: GrantedPath | undefined, { kinds, people }: Chosen): Identifier[] {
  const found = new Map<string, { type: IdentifierType; value: string; normal: string; where: Set<string> }>();
  const add = (type: IdentifierType, value: string, where: string): void => {
    const normal = kinds.includes(type) ? normalised(type, value) : '';
    if (normal === '') return;
    const key = `${type}\n${normal}`;
    const known = found.get(key) ?? { type, value, normal, where: new Set<string>() };
    known.where.add(where);
    found.set(key, known);
  };
  const party = (chain: string, address: string, where: string): void => add(isLedger(chain) ? 'account' : 'address', address, where);
  const transaction = (chain: string, id: string, where: string): void => {
    // The number of a row in one bank's table names nothing outside of it.
    if (!isLedger(chain)) add('transaction', id, where);
  };
  const typed = (chain: string, text: string, where: string): void => {
    const id = text.split(/[:#]/)[0] ?? '';
    if (/^(0x)?[0-9a-fA-F]{64}$/.test(id)) transaction(chain, id, where);
    else party(chain, text, where);
  };
  for (const { canvas } of file.canvases.list())
    for (const key of file.canvases.document(canvas).keys()) {
      const item = key.startsWith('item/') ? readItem(key.slice('item/'.length)) : null;
      if (item === null) continue;
      const where = `canvas ${canvas}`;
      if (item.kind === 'address' || item.kind === 'cluster') party(item.chain, item.id, where);
      else if (item.kind === 'transaction') transaction(item.chain, item.id, where);
      else if (item.kind === 'output') transaction(item.chain, item.id.slice(0, item.id.lastIndexOf(':')), where);
      else if (item.kind === 'movement') transaction(item.chain, item.id.slice(0, item.id.lastIndexOf('#')), where);
    }
  for (const { id, chain, request, result } of file.runs.list()) {
    for (const text of (request as { from?: readonly string[] }).from ?? []) typed(chain, text, `run ${id}`);
    for (const address of endsOf(result, 'holdings')) party(chain, address, `run ${id}`);
  }
  for (const { id, chain, request, result } of file.accounts.runs()) {
    for (const text of (request as { from?: readonly string[] }).from ?? []) typed(chain, text, `accountRun ${id}`);
    for (const one of accountEnds(result)) party(one.chain, one.account, `accountRun ${id}`);
  }
  for (const { chain, address, subject } of file.labels.all().filter(({ own }) => own))
    if (subject === 'address') party(chain ?? '', address, 'label');
    else typed(chain ?? '', address, 'label');
  for (const { chain, item } of file.questions.watched()) typed(chain, item, 'watch');
  for (const { id, data } of file.requests.list())
    for (const { chain, address } of (data as { subjects: readonly { chain: string; address: string }[] }).subjects)
      party(chain, address, `request ${id}`);
  for (const { type, value, where } of identifiersOfPeople(file, people)) add(type, value, where);
  if (list !== undefined) for (const { type, value } of readList(list)) add(type, value, 'list');
  return [...found.values()].map(({ where, ...one }) => ({ ...one, where: [...where] }));
}

/** Addresses at the ends of a run over coins, of whatever policy. */
function endsOf(result: unknown, name: 'holdings'): string[] {
  const policies = (result as { policies?: Record<string, { holdings?: readonly { address: string | null }[] }> }).policies ?? {};
  return Object.values(policies).flatMap((policy) => (policy[name] ?? []).flatMap(({ address }) => address ?? []));
}

function accountEnds(result: unknown): { readonly chain: string; readonly account: string }[] {
  const policies = (result as { policies?: Record<string, { ends?: readonly { chain: string; account: string }[] }> }).policies ?? {};
  return Object.values(policies).flatMap(({ ends }) => [...(ends ?? [])]);
}

const MOST_BYTES = 16 << 20;

/** Faults: deconflict.badList. */
function readList({ path, name }: GrantedPath): { readonly type: IdentifierType; readonly value: string }[] {
  try {
    if (statSync(path).size > MOST_BYTES) throw new Error(`> ${MOST_BYTES}`);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
    const rows = parse(text, { columns: true, skip_empty_lines: true, trim: true }) as Record<string, string>[];
    return rows.map((row, at) => {
      const type = IDENTIFIER_TYPES.find((one) => one === row['type']);
      if (type === undefined || row['value'] === undefined) throw new Error(`row ${at + 1}: type, value; ${IDENTIFIER_TYPES.join(', ')}`);
      return { type, value: row['value'] };
    });
  } catch (error) {
    throw new Fault('deconflict.badFile', { name, reason: (error as Error).message }, error);
  }
}
