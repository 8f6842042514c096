// On which chains a label's address may stand, and how the case writes it there: coins, account chains and ledgers alike. It reads no
// file and keeps nothing.
import { Fault } from '../../../shared/model/fault.ts';
import {
  ACCOUNT_CHAINS,
  type AccountChain,
  accountChain,
  BITCOIN_NETWORKS,
  isLedger,
  KNOWN_TOKENS,
  networksOfAddress,
  TRON_NETWORKS,
} from '../chains/index.ts';

interface Place {
  readonly id: string;
  /** What decides whether a text is an address there; networks of one kind share it. */
  readonly kind: 'coins' | 'evm' | 'tron' | 'ledger';
  /** Of a network of coins: its short name. */
  readonly name: string;
  /** The address as the case writes it. Faults where it is none. */
  read(address: string): string;
}

const COINS: readonly Place[] = BITCOIN_NETWORKS.map(({ id, name }) => ({ id, kind: 'coins', name, read: (address) => address }));
const ACCOUNTS: readonly Place[] = ACCOUNT_CHAINS.map(placeOf);

function placeOf({ id, family, name, readAddress }: AccountChain): Place {
  return { id, kind: family, name, read: readAddress };
}

/** Chains that a currency or network of a label file may mean: all where it names none, none where the program does not know it. */
function placesNamed(named: string | undefined): readonly Place[] {
  const word = (named ?? '').trim();
  if (word === '') return [...COINS, ...ACCOUNTS];
  if (isLedger(word.toLowerCase())) {
    const ledger = accountChain(word.toLowerCase());
    return ledger === undefined ? [] : [placeOf(ledger)];
  }
  const upper = word.toUpperCase();
  const coins = BITCOIN_NETWORKS.filter(
    // Tether began on Bitcoin (Omni): lists still name such addresses.
    ({ id, name, labelCurrencies }) =>
      labelCurrencies.includes(upper) || [id, name].includes(word.toLowerCase()) || (upper === 'USDT' && name === 'bitcoin'),
  );
  const accounts = ACCOUNT_CHAINS.filter(
    ({ id, name, title, coin }) =>
      coin?.symbol.toUpperCase() === upper ||
      [id, name, title].some((own) => own.toUpperCase() === upper) ||
      KNOWN_TOKENS.some((token) => token.chain === id && token.symbol.toUpperCase() === upper) ||
      (upper === 'USDT' && TRON_NETWORKS.some((network) => network.id === id)),
  );
  const ids = new Set([...coins, ...accounts].map(({ id }) => id));
  return [...COINS, ...ACCOUNTS].filter(({ id }) => ids.has(id));
}

/** The address as it is written on each place where it is one. Each kind of text is decoded once. */
function textsOf(address: string, places: readonly Place[]): { readonly id: string; readonly text: string }[] {
  let coins: readonly string[] | null = null;
  const byKind = new Map<Place['kind'], string | null>();
  return places.flatMap((place) => {
    if (place.kind === 'coins') {
      coins ??= networksOfAddress(address);
      return coins.includes(place.name) ? [{ id: place.id, text: address }] : [];
    }
    let text = byKind.get(place.kind);
    if (text === undefined) {
      text = readIn(place, address);
      byKind.set(place.kind, text);
    }
    return text === null ? [] : [{ id: place.id, text }];
  });
}

function readIn({ kind, read }: Place, address: string): string | null {
  // The twenty bytes of an EVM address make a TRON address too; a label in the one form says nothing of the other. A text that begins
  // otherwise is refused at once: the reader's refusal says why, which costs more than reading.
  if (kind === 'evm' ? !/^0x/i.test(address) : kind === 'tron' && !/^(T|41)/.test(address)) return null;
  try {
    return read(address);
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}

/**
 * Chains on which the address is a valid one, of those that the currency may mean, practice networks included; and its text there. For a
 * currency that the program does not know the address counts wherever its form is one, and stands as it is where it is none.
 */
export function placesOfLabel(address: string, named?: string): { readonly chains: readonly string[]; readonly address: string } {
  return placesAmong(address, placesNamed(named));
}

function placesAmong(address: string, places: readonly Place[]): ReturnType<typeof placesOfLabel> {
  const found = textsOf(address, places.length === 0 ? ACCOUNTS : places);
  return { chains: places.length === 0 ? [] : found.map(({ id }) => id), address: found[0]?.text ?? address };
}

type Placed = ReturnType<typeof placesOfLabel> & { readonly valid: boolean };

/** The same for a file of labels, and whether an address is one: checked for the chains the program knows, taken as it stands for other
 * currencies. Each address of a currency is tested once, for a checksum costs more than all else of a row. */
export interface LabelPlaces {
  isAddress(address: string, named: string | undefined): boolean | 'otherChain';
  of(address: string, named: string | undefined): Placed;
}

export function labelPlaces(): LabelPlaces {
  const byName = new Map<string, { readonly places: readonly Place[]; readonly placed: Map<string, Placed> }>();
  const of = (address: string, named: string | undefined): Placed => {
    const name = named ?? '';
    let known = byName.get(name);
    if (known === undefined) {
      known = { places: placesNamed(named), placed: new Map() };
      byName.set(name, known);
    }
    let placed = known.placed.get(address);
    if (placed === undefined) {
      const found = placesAmong(address, known.places);
      placed = { ...found, valid: known.places.length === 0 || found.chains.length > 0 };
      known.placed.set(address, placed);
    }
    return placed;
  };
  const elsewhere = (address: string, named: string | undefined) =>
    named !== undefined && placesOfLabel(address).chains.length > 0 ? ('otherChain' as const) : false;
  return { of, isAddress: (address, named) => of(address, named).valid || elsewhere(address, named) };
}
