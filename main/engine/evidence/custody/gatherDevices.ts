// What a bag and its report say of seized things: everything that was taken in with its custody, scans, what they found without any secret, wallets'
// public parts, keys and the addresses of theirs that are used.
import type { KeyOrigin, KeysFound } from '../../../../shared/contract/keysToCoins.ts';
import { type KeptTrace, NAMED_KINDS } from '../../../../shared/contract/device.ts';
import type { WalletReading } from '../../../../shared/contract/deviceReadings.ts';
import { chainSight } from '../../canvas/index.ts';
import type { CaseFile, CaseSession } from '../../casefile/index.ts';
import { type AccountKey, fingerprintOfKey } from '../../chains/index.ts';
import { exhibitsOf, scansOf, tracesOf } from '../../intake/index.ts';
import type { Work } from '../../kernel/index.ts';
import {
  type BagDevices,
  type BagKey,
  type BagLook,
  type BagScan,
  type BagTrace,
  type BagWallet,
  type DeviceFigures,
  isKnown,
} from '../bag/devicesPayload.ts';

/** Values of one kind in one scan that are listed beside those that chain data know; the case holds all. */
const MOST_OF_KIND = 5_000;
const MOST_KNOWN = 20_000;
/** Addresses and transactions that are listed of one wallet. */
const MOST_OF_WALLET = 5_000;

type Progress = Parameters<Parameters<typeof tracesOf>[3]['report']>[0];

/** Null where the case has no exhibit and no key. */
export async function gatherDevices(session: CaseSession, work: Work<Progress>): Promise<BagDevices | null> {
  const file = session.current();
  const exhibits = exhibitsOf(file).map(({ scans: _scans, ...exhibit }) => exhibit);
  const keys = file.keys.list().map(keyOf);
  if (exhibits.length + keys.length === 0) return null;
  const scans = bagScans(file);
  const traces = await listedTraces(session, scans, work);
  const wallets = file.devices.wallets().map(({ id, scan, path, data }) => walletOf({ id, scan, path }, data as WalletReading));
  const said = { exhibits, scans, traces, wallets, keys, look: lastLook(file) };
  return {
    ...said,
    notListed: notListed(scans, traces),
    tries: payloads<BagDevices['tries'][number] & { readonly path: string }>(file, 'wallet.passwordTried').map(
      ({ path: _path, ...tried }) => tried,
    ),
    reveals: payloads<Shown>(file, 'secret.revealed').map(({ event, trace = null, phrase = null, kind, what, reason, authority }) => ({
      ...{ event, trace, phrase, kind, what, reason, authority },
    })),
    figures: figuresOf(said, file),
  };
}

/** The act also has the masked value and its place: they stay in the journal. A phrase that the case keeps is of no scan. */
type Shown = Omit<BagDevices['reveals'][number], 'trace' | 'phrase'> & { readonly trace?: number; readonly phrase?: number };

/** What acts of this name say, each with its number. */
function payloads<Payload>(file: CaseFile, name: string): Payload[] {
  return file.journal.named(name).map(({ header, payload }) => ({ ...(payload as Payload), event: header.sequence }));
}

function bagScans(file: CaseFile): BagScan[] {
  const rows = new Map(file.devices.scans().map((row) => [row.id, row]));
  const ended = new Map(payloads<{ scan: number; event: number }>(file, 'device.scanned').map(({ scan, event }) => [scan, event]));
  return scansOf(file).map(({ traces: _traces, ...scan }) => ({
    ...scan,
    event: rows.get(scan.scan)?.event ?? 0,
    finished: ended.get(scan.scan) ?? null,
    kinds: [...file.devices.kinds({ scan: scan.scan, text: '', withExamples: true })].sort((a, b) => (a.kind < b.kind ? -1 : 1)),
  }));
}

async function listedTraces(session: CaseSession, scans: readonly BagScan[], work: Work<Progress>): Promise<BagTrace[]> {
  const file = session.current();
  const asked = { text: '', onlyOnChain: false, withExamples: true, after: 0 };
  const listed = new Map<number, KeptTrace>();
  const sight = chainSight(session);
  const meet = (traces: readonly KeptTrace[]): void => {
    for (const one of traces) listed.set(one.trace, one);
  };
  meet((await tracesOf(file, sight, { ...asked, kinds: [...NAMED_KINDS], onlyOnChain: true, limit: MOST_KNOWN }, work)).traces);
  for (const { scan, kinds } of scans)
    for (const { kind } of kinds)
      meet((await tracesOf(file, sight, { ...asked, scan, kinds: [kind as KeptTrace['kind']], limit: MOST_OF_KIND }, work)).traces);
  const first = new Map<string, number>();
  return [...listed.values()]
    .sort((a, b) => a.trace - b.trace)
    .map(({ exhibit: _exhibit, value, ...one }) => {
      // What follows from keys, and where it was looked for, the look tells.
      const trace = { ...one, onChain: NAMED_KINDS.includes(one.kind) ? one.onChain : null };
      if (!trace.isSecret) return { ...trace, value, same: null };
      const secret = `${trace.kind} ${Buffer.from(file.devices.trace(trace.trace)?.fingerprint ?? []).toString('hex')}`;
      const same = first.get(secret) ?? trace.trace;
      first.set(secret, same);
      return { ...trace, value: null, same };
    });
}

function notListed(scans: readonly BagScan[], traces: readonly BagTrace[]): BagDevices['notListed'] {
  const counted = new Map<string, number>();
  for (const { scan, kind } of traces) counted.set(`${scan} ${kind}`, (counted.get(`${scan} ${kind}`) ?? 0) + 1);
  return scans.flatMap(({ scan, kinds }) =>
    kinds.flatMap(({ kind, count }) => {
      const left = count - (counted.get(`${scan} ${kind}`) ?? 0);
      return left === 0 ? [] : [{ scan, kind, count: left }];
    }),
  );
}

function walletOf(place: Pick<BagWallet, 'id' | 'scan' | 'path'>, { addresses, transactions, ...wallet }: WalletReading): BagWallet {
  return {
    ...place,
    ...wallet,
    addresses: addresses.slice(0, MOST_OF_WALLET),
    moreAddresses: Math.max(0, addresses.length - MOST_OF_WALLET),
    transactions: transactions.slice(0, MOST_OF_WALLET),
    moreTransactions: Math.max(0, transactions.length - MOST_OF_WALLET),
  };
}

/** Of what keys came from the digits that name it alone: the whole sum is the secret's. */
const NAMING_DIGITS = 8;

function keyOf({ kind, trace, origin, data }: ReturnType<CaseFile['keys']['list']>[number]): BagKey {
  const { scheme, path, account, script, chains, keys, required, isSorted, branches, isRanged } = data as AccountKey;
  const from: KeyOrigin = { kind, trace, fingerprint: origin.slice(0, NAMING_DIGITS) };
  return {
    origin: from,
    fingerprint: fingerprintOfKey(data as AccountKey),
    ...{ scheme, path, account, script, chains, keys, required, isSorted, branches, isRanged },
  };
}

function lastLook(file: CaseFile): BagLook | null {
  const last = file.keys.lastRun() as KeysFound | null;
  if (last === null) return null;
  const { run, gap, accountGap, addresses, asked, origins } = last;
  const whole = new Map(file.keys.list().map(({ id, data }) => [id, fingerprintOfKey(data as AccountKey)]));
  const act = payloads<{ run: number; event: number }>(file, 'keys.expanded').find((one) => one.run === run);
  return {
    ...{ run, gap, ...(accountGap === undefined ? {} : { accountGap }), addresses, asked, event: act?.event ?? 0 },
    findings: origins.flatMap(({ origin, findings }) =>
      findings.map(({ key, ...finding }) => ({ origin: origin.fingerprint, key: whole.get(key.id) ?? key.fingerprint, ...finding })),
    ),
  };
}

type Said = Pick<BagDevices, 'exhibits' | 'scans' | 'traces' | 'wallets' | 'look'>;

function figuresOf({ exhibits, scans, traces, wallets, look }: Said, file: CaseFile): DeviceFigures {
  return {
    exhibits: exhibits.length,
    copies: exhibits.filter(({ copy }) => copy !== null).length,
    scans: scans.length,
    secrets: file.devices.secretKinds(),
    known: traces.filter(isKnown).length,
    wallets: wallets.length,
    messages: scans.reduce((sum, { messages }) => sum + messages, 0),
    used: (look?.findings ?? []).reduce((sum, { used }) => sum + used.length, 0),
  };
}
