// What a reader gathers of one wallet: bounded, each address once, and nothing in it that is a secret.
import type { TraceKind } from '../../../../shared/contract/device.ts';
import type { WalletReading } from '../../../../shared/contract/deviceReadings.ts';
import type { ReadSecret, WalletRead } from '../scanners/seized.ts';
import { placesOfLabel } from '../labelledChains.ts';

type Address = WalletReading['addresses'][number];
type Role = Address['role'];

export interface ReadingDraft {
  version: string;
  isOpened: boolean;
  /** No address more is listed: whoever works them out may end there. */
  readonly isFull: boolean;
  address(text: string, told: { role: Role; label?: string; path?: string; used?: boolean | null }): void;
  /** Of addresses that the file lists as its own those that it also lists as paid. */
  markUsed(addresses: ReadonlySet<string>): void;
  key(kind: WalletReading['keys'][number]['kind'], value: string, path: string): void;
  transaction(id: string, time: string, label: string, height?: bigint | null): void;
  fact(code: string, value: string): void;
  notRead(code: string): void;
  secret(kind: TraceKind, value: string, ...detail: readonly string[]): void;
  protect(cipher: string, kdf: string, parameters?: Readonly<Record<string, string>>): void;
  finish(): WalletRead;
}

/** Of each list; a wallet of an exchange may hold more, and says so in `notRead`. */
const MOST = 100_000;
const LONGEST = 2000;
/** Programs write the largest number of their type for what no block holds yet. */
const MOST_HEIGHT = 0x7fff_ffffn;
const ADDRESS_TEXT = /^[0-9A-Za-z:._-]{14,150}$/;
const TRANSACTION_ID = /^(0x)?[0-9a-f]{64}$/i;
/** Extended private keys and keys for one coin: wherever people write texts of their own, one may stand. */
const KEY_TEXTS = /[A-Za-z]{1,4}prv[1-9A-HJ-NP-Za-km-z]{90,120}|\b[1-9A-HJ-NP-Za-km-z]{51,52}\b|\b6P[1-9A-HJ-NP-Za-km-z]{56}\b/g;
/** A label that is twelve short words and more may be a phrase. */
const PHRASE = /(?:\b[a-z]{3,8}\b[\s,]+){11,}\b[a-z]{3,8}\b/g;

/** `family`: chains of an address are those of it alone, for other coins' addresses may look like another family's. */
export function draftReading(form: string, version: string, family: 'bip122' | 'eip155' | 'any'): ReadingDraft {
  const addresses = new Map<string, Address>();
  const keys = new Map<string, WalletReading['keys'][number]>();
  const transactions = new Map<string, WalletReading['transactions'][number]>();
  const facts: WalletReading['facts'] = [];
  const notRead = new Set<string>();
  const secrets = new Map<string, ReadSecret>();
  let protection: WalletReading['protection'] = null;
  const hasRoom = (count: number): boolean => {
    if (count >= MOST) notRead.add('beyondBound');
    return count < MOST;
  };
  const draft: ReadingDraft = {
    version,
    isOpened: false,
    get isFull() {
      return !hasRoom(addresses.size);
    },
    address: (written, { role, label = '', path = '', used = null }) => {
      if (!ADDRESS_TEXT.test(written)) return;
      const known = addresses.get(written);
      if (known !== undefined) {
        // The file may tell of one address in several places: each may add to what is known.
        if (known.label === '') known.label = clean(label);
        if (known.path === '') known.path = path.slice(0, LONGEST);
        if (known.role === 'own' || (known.role === 'contact' && role !== 'own')) known.role = role;
        if (used !== null && known.used !== true) known.used = used;
        return;
      }
      if (!hasRoom(addresses.size)) return;
      const { chains, address } = placesOfLabel(written);
      const fitting = chains.filter((chain) => family === 'any' || chain.startsWith(`${family}:`));
      const usual = fitting.length > 0 ? address : written;
      addresses.set(written, { address: usual, chains: fitting, label: clean(label), role, path: path.slice(0, LONGEST), used });
    },
    markUsed: (used) => {
      for (const written of used) {
        const known = addresses.get(written);
        if (known !== undefined) known.used = true;
      }
    },
    key: (kind, value, path) => {
      const text = value.slice(0, 20_000);
      if (text === '') return;
      // A descriptor may hold private keys: it is one secret then.
      if (clean(text, 20_000) !== text) {
        draft.secret('privateDescriptor', text);
        return;
      }
      if (hasRoom(keys.size)) keys.set(`${text} ${path}`, { kind, value: text, path: path.slice(0, LONGEST) });
    },
    transaction: (id, time, label, stated = null) => {
      if (!TRANSACTION_ID.test(id)) return;
      const height = stated !== null && stated > 0n && stated < MOST_HEIGHT ? Number(stated) : null;
      const known = transactions.get(id);
      if (known !== undefined) {
        if (known.time === '') known.time = time;
        if (known.label === '') known.label = clean(label);
        if (height !== null) known.height ??= height;
      } else if (hasRoom(transactions.size))
        transactions.set(id, { id, time, label: clean(label), ...(height === null ? {} : { height }) });
    },
    fact: (code, value) => {
      const text = clean(value);
      if (text !== '' && hasRoom(facts.length) && !facts.some((fact) => fact.code === code && fact.value === text))
        facts.push({ code, value: text });
    },
    notRead: (code) => void notRead.add(code),
    secret: (kind, value, ...detail) => {
      if (value === '' || value.length > 20_000) return;
      if (!secrets.has(value) && hasRoom(secrets.size)) secrets.set(value, { kind, value, detail });
    },
    protect: (cipher, kdf, parameters = {}) => {
      const stated = Object.entries(parameters).filter(([, value]) => value !== '');
      protection = { cipher, kdf, parameters: Object.fromEntries(stated.map(([name, value]) => [name, value.slice(0, LONGEST)])) };
    },
    finish: () => {
      const wallet: WalletReading = {
        ...{ form, version: clean(draft.version), protection, isOpened: draft.isOpened },
        ...{ addresses: [...addresses.values()], keys: [...keys.values()], transactions: [...transactions.values()] },
        ...{ facts, notRead: [...notRead] },
      };
      return { wallet: withoutSecrets(wallet, [...secrets.keys()]), secrets: [...secrets.values()] };
    },
  };
  return draft;
}

/** A text that people wrote, without what looks like a key or a phrase. */
function clean(text: string, longest = LONGEST): string {
  return text.slice(0, longest).replace(KEY_TEXTS, '…').replace(PHRASE, '…');
}

/** Characters that are looked through for secrets: a wallet of an exchange has many of both. */
const MOST_COMPARED = 1e9;

/** What is a secret here stands in no label or fact, whatever its form is. */
function withoutSecrets(wallet: WalletReading, secrets: readonly string[]): WalletReading {
  const texts = [...wallet.addresses, ...wallet.transactions].map(({ label }) => label).concat(wallet.facts.map(({ value }) => value));
  const together = texts.filter((text) => text.length >= 4).join('\n');
  const compared = secrets.filter(({ length }) => length >= 4).slice(0, Math.ceil(MOST_COMPARED / (together.length + 1)));
  const within = compared.filter((secret) => together.includes(secret));
  if (within.length === 0) return wallet;
  const masked = (text: string): string =>
    within.reduce((rest, secret) => (rest.includes(secret) ? rest.replaceAll(secret, '…') : rest), text);
  return {
    ...wallet,
    addresses: wallet.addresses.map((address) => ({ ...address, label: masked(address.label) })),
    transactions: wallet.transactions.map((transaction) => ({ ...transaction, label: masked(transaction.label) })),
    facts: wallet.facts.map((fact) => ({ ...fact, value: masked(fact.value) })),
  };
}

/** Seconds since 1970 as RFC 3339; empty where they are none. */
export function instantOf(seconds: bigint | number): string {
  const count = Number(seconds);
  return Number.isSafeInteger(count) && count > 0 && count < 8_640_000_000
    ? new Date(count * 1000).toISOString().replace('.000Z', 'Z')
    : '';
}
