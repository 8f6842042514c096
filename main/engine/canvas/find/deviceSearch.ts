// Seized things that answer a search: exhibits by number and words, wallets by what their public parts say, seizures by number, addresses and ids. No
// secret is looked at: readings of wallets hold none.
import type { ExhibitCopy } from '../../../../shared/contract/exhibit.ts';
import type { WalletReading } from '../../../../shared/contract/deviceReadings.ts';
import type { SeizureView } from '../../../../shared/contract/seizure.ts';
import type { CaseFile, CaseSession } from '../../casefile/index.ts';
import { folded, hitOf, type Hits, type Ranked, rankIn } from './hits.ts';

interface Entry {
  readonly kind: 'exhibit' | 'wallet' | 'seizure';
  readonly number: number;
  readonly title: string;
  readonly chain: string;
  /** The closest first. */
  readonly texts: readonly string[];
}

export function deviceHits(session: CaseSession, text: string, limit: number): Hits {
  const file = session.current();
  const { size } = file.journal.head();
  session.drop((key) => key.startsWith(REMEMBERED) && key !== `${REMEMBERED}${size}`);
  const entries = session.remember(`${REMEMBERED}${size}`, () => [...exhibits(file), ...wallets(file), ...seizures(file)]);
  const hits = entries.flatMap(({ kind, number, title, chain, texts }): Ranked[] => {
    const found = texts.find((one) => folded(one).includes(text));
    return found === undefined ? [] : [{ rank: rankIn(text, found), hit: hitOf(kind, null, title, found, { number, chain }) }];
  });
  return { hits: hits.slice(0, limit), more: hits.length > limit };
}

const REMEMBERED = 'search devices ';

function exhibits(file: CaseFile): Entry[] {
  return file.exhibits.list().map(({ id, number, data }) => {
    const { description, note, copy } = data as { readonly description: string; readonly note: string; readonly copy: ExhibitCopy | null };
    const texts = [number, description, note, ...(copy === null ? [] : [...copy.names, copy.sha256])];
    return { kind: 'exhibit', number: id, chain: '', title: [number, description].filter((one) => one !== '').join(' · '), texts };
  });
}

function wallets(file: CaseFile): Entry[] {
  return file.devices.wallets().map(({ id, path, data }) => {
    const { form, addresses, keys, transactions, facts } = data as WalletReading;
    const texts = [
      ...facts.map(({ value }) => value),
      ...addresses.flatMap(({ label, address }) => [label, address]),
      ...transactions.flatMap(({ label, id: transaction }) => [label, transaction]),
      ...keys.map(({ value }) => value),
      ...[form, path],
    ];
    return { kind: 'wallet', number: id, chain: '', title: path, texts };
  });
}

function seizures(file: CaseFile): Entry[] {
  return file.seizures.list().map(({ id, data }) => {
    const { chain, chainName, agency, exhibits: of, authority, note, coins, balances } = data as SeizureView;
    const addresses = [...(coins?.addresses ?? []), ...(balances ?? [])].map(({ address }) => address);
    const txids = (coins?.parts ?? []).flatMap(({ txid, sha256 }) => [...(txid === null ? [] : [txid]), sha256]);
    const texts = [
      `#${id}`,
      of,
      authority,
      note,
      agency,
      ...addresses,
      ...(coins?.outputs ?? []).map(({ outpoint }) => outpoint),
      ...txids,
    ];
    return { kind: 'seizure', number: id, chain, title: `#${id} · ${chainName} · ${agency}`, texts };
  });
}
