// Answers deconflict.*. The key is in its file alone; the journal names it by its hash, and holds both units' approvals before anything is hashed.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { deconflictContract, IDENTIFIER_TYPES } from '../../../../shared/contract/deconflict.ts';
import { hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, CaseSession, LoggedEvent } from '../../casefile/index.ts';
import { type Handlers, type Host, implement, outPath, sha256Hex, writeNewFile } from '../../kernel/index.ts';
import { type ExchangeKey, hashed, keySha256, keyText, readKey, readSet, setText } from './hashSet.ts';
import { type Identifier, identifiersOf } from './identifiers.ts';

const APPROVED = 'deconflict.approved';
const EXPORTED = 'deconflict.exported';
const COMPARED = 'deconflict.compared';

interface Approved {
  readonly exchange: string;
  readonly keySha256: string;
  readonly purpose: string;
  readonly party: 'own' | 'other';
  readonly name: string;
  readonly note: string;
}

export function deconflictCalls(host: Host, session: CaseSession): Handlers<keyof typeof deconflictContract> {
  return implement(deconflictContract, {
    'deconflict.list': () => ({ exchanges: exchangesOf(session.current()) }),
    'deconflict.new': ({ out, purpose, name }) => {
      const file = session.current();
      const made = { exchange: hex(host.randomBytes(16)), key: hex(host.randomBytes(32)), purpose: purpose.trim(), madeBy: name.trim() };
      const target = targetOf(host, out, `deconflict-key-${made.exchange.slice(0, 8)}.json`);
      writeNewFile(target, [keyText({ ...made, warning: warnings(host, 'key') })]);
      approve(file, { ...made, format: 'tracehold-deconflict-key/1', warning: [] }, 'own', name, '');
      return { exchange: made.exchange, keySha256: keySha256(made), file: basename(target) };
    },
    'deconflict.approve': ({ key, party, name, note }) => {
      const file = session.current();
      const read = readKey(host.resolveGrant(key));
      approve(file, read, party, name, note);
      return { exchange: read.exchange, approved: isApproved(file, read) };
    },
    'deconflict.export': async ({ key, out, list, kinds, people }, work) => {
      const file = session.current();
      const read = approvedKey(file, readKey(host.resolveGrant(key)));
      const target = targetOf(host, out, `deconflict-set-${read.exchange.slice(0, 8)}.json`);
      const identifiers = identifiersOf(file, list === undefined ? undefined : host.resolveGrant(list), { kinds, people });
      const text = setText(read, (await hashed(read, identifiers, work)).keys(), warnings(host, 'set'));
      const sha256 = sha256Hex(text);
      const counts = countsOf(identifiers);
      writeNewFile(target, [text]);
      file.act(EXPORTED, { exchange: read.exchange, keySha256: keySha256(read), sha256, counts, people });
      return { exchange: read.exchange, file: basename(target), sha256, counts };
    },
    'deconflict.compare': async ({ key, theirs, list, kinds, people }, work) => {
      const file = session.current();
      const read = approvedKey(file, readKey(host.resolveGrant(key)));
      const granted = host.resolveGrant(theirs);
      const set = readSet(granted);
      if (set.exchange !== read.exchange || set.keySha256 !== keySha256(read))
        throw new Fault('deconflict.otherKey', { name: granted.name });
      const identifiers = identifiersOf(file, list === undefined ? undefined : host.resolveGrant(list), { kinds, people });
      const own = await hashed(read, identifiers, work);
      const hits = IDENTIFIER_TYPES.flatMap((type) =>
        [...new Set(set.sets[type])].flatMap((hash) => {
          const hit = own.get(`${type} ${hash}`);
          return hit === undefined ? [] : [{ type, value: hit.value, where: [...hit.where] }];
        }),
      ).sort((a, b) => (a.type === b.type ? (a.value < b.value ? -1 : 1) : 0));
      const counted = IDENTIFIER_TYPES.map((type) => ({ type, count: set.sets[type].length }));
      // What was hit stands in the other unit's case as much as here: the journal says how many, not which.
      file.act(COMPARED, { exchange: read.exchange, keySha256: keySha256(read), theirs: counted, hits: hits.length });
      return { exchange: read.exchange, hits, own: countsOf(identifiers), theirs: counted };
    },
  });
}

function targetOf(host: Host, out: string, name: string): string {
  const granted = host.resolveGrant(out);
  const target = outPath(granted.path, !granted.name.toLowerCase().endsWith('.json'), name);
  if (existsSync(target)) throw new Fault('export.exists', { name: basename(target) });
  return target;
}

function approve(file: CaseFile, key: ExchangeKey, party: Approved['party'], name: string, note: string): void {
  const { exchange, purpose } = key;
  file.act(APPROVED, { exchange, keySha256: keySha256(key), purpose, party, name: name.trim(), note: note.trim() } satisfies Approved);
}

const approvalsOf = (file: CaseFile): { readonly event: LoggedEvent; readonly payload: Approved }[] =>
  file.journal.named(APPROVED).map((event) => ({ event, payload: event.payload as Approved }));

/** Of this very key: another under the same number is another exchange. */
function isApproved(file: CaseFile, key: ExchangeKey): boolean {
  const own = approvalsOf(file).filter(({ payload }) => payload.exchange === key.exchange && payload.keySha256 === keySha256(key));
  return (['own', 'other'] as const).every((party) => own.some(({ payload }) => payload.party === party));
}

function approvedKey(file: CaseFile, key: ExchangeKey): ExchangeKey {
  if (!isApproved(file, key)) throw new Fault('deconflict.notApproved', { exchange: key.exchange });
  return key;
}

function exchangesOf(file: CaseFile) {
  const byExchange = new Map<string, { readonly event: LoggedEvent; readonly payload: Approved }[]>();
  for (const one of approvalsOf(file)) {
    const key = `${one.payload.exchange} ${one.payload.keySha256}`;
    byExchange.set(key, [...(byExchange.get(key) ?? []), one]);
  }
  const count = (name: string, exchange: string): number =>
    file.journal.named(name).filter(({ payload }) => (payload as { exchange: string }).exchange === exchange).length;
  return [...byExchange.values()].map((own) => {
    const { exchange, purpose, keySha256: sha256 } = (own[0] as (typeof own)[number]).payload;
    const approvals = own.map(({ event, payload: { party, name, note } }) => ({
      ...{ party, name, note, time: event.header.time, event: event.header.sequence },
    }));
    const approved = (['own', 'other'] as const).every((party) => approvals.some((one) => one.party === party));
    return {
      exchange,
      purpose,
      keySha256: sha256,
      approvals,
      approved,
      exported: count(EXPORTED, exchange),
      compared: count(COMPARED, exchange),
    };
  });
}

const countsOf = (identifiers: readonly Identifier[]) =>
  IDENTIFIER_TYPES.map((type) => ({ type, count: identifiers.filter((one) => one.type === type).length }));

/** In all four languages: a file is read by whoever gets it. */
function warnings(host: Host, what: 'key' | 'set'): string[] {
  return ['en', 'ja', 'zh-Hans', 'zh-Hant'].map((locale) => {
    const words = JSON.parse(Buffer.from(host.resource(`locales/${locale}/exchange.json`)).toString('utf8')) as Record<string, string>;
    return `${words[`deconflict.${what}`]} ${words['deconflict.guess']}`;
  });
}
