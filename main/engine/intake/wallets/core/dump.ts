// What Bitcoin Core writes out as text: `dumpwallet` (private keys, one a line) and `bitcoin-wallet dump` (the records themselves).
// Source: bitcoin/bitcoin, src/wallet/rpc/backup.cpp (dumpwallet), src/wallet/dump.cpp (BITCOIN_CORE_WALLET_DUMP,1).
import type { SeizedFile, WalletRead, WalletReader } from '../../scanners/seized.ts';
import { fromHex } from '../../../../../shared/model/bytes.ts';
import { headText, plainText } from '../jsonValue.ts';
import { draftReading } from '../reading.ts';
import { MOST_DATABASE, tooLarge, wholeOf } from '../wholeFile.ts';
import type { BtreeRecord } from './btreePages.ts';
import { coreReading } from './reading.ts';
import { readRecords } from './records.ts';

const RECORDS = /^BITCOIN_CORE_WALLET_DUMP,\d/;
const KEYS = /^# Wallet dump created by /;
const MOST_LINES = 2_000_000;

export const coreDump: WalletReader = {
  id: 'bitcoinCoreDump',
  takes: ({ head }) => RECORDS.test(headText(head)) || KEYS.test(headText(head)),
  read: (file) => readFile(file, null),
  open: readFile,
};

async function readFile(file: SeizedFile, password: string | null): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST_DATABASE);
  if (bytes === null) return tooLarge('bitcoinCoreDump');
  const lines = plainText(bytes).split(/\r?\n/, MOST_LINES);
  if (RECORDS.test(lines[0] ?? '')) {
    const records: BtreeRecord[] = [];
    for (const line of lines) {
      const [, key, value] = /^((?:[0-9a-f]{2})+),((?:[0-9a-f]{2})*)$/.exec(line) ?? [];
      if (key !== undefined && value !== undefined) records.push({ key: fromHex(key), value: fromHex(value) });
    }
    return coreReading('bitcoinCoreDump', readRecords(records), null, password);
  }
  return password === null ? readKeys(lines) : null;
}

/** `KEY TIME label=…|change=1|reserve=1|hdseed=1 # addr=A,B hdkeypath=m/…`, texts percent-encoded. */
function readKeys(lines: readonly string[]): WalletRead {
  const draft = draftReading('bitcoinCoreDump', '', 'bip122');
  for (const line of lines) {
    const created = /^# Wallet dump created by (.{1,100})$/.exec(line)?.[1];
    if (created !== undefined) draft.fact('createdBy', created);
    const best = /^# \* (?:Created on|Best block at time of backup was) (.{1,150})$/.exec(line)?.[1];
    if (best !== undefined) draft.fact('created', best);
    const master = /^# extended private masterkey: (\S{100,120})$/.exec(line)?.[1];
    if (master !== undefined) draft.secret('extendedPrivateKey', master, 'm');
    const [, key, time, what, addresses, path] = /^(\S{20,120}) (\S+) (\S*) ?# addr=(\S+)(?: hdkeypath=(\S+))?/.exec(line) ?? [];
    if (key === undefined) continue;
    const label = decoded(/^label=(.*)$/.exec(what ?? '')?.[1] ?? '');
    const role = what === 'change=1' ? 'change' : what?.startsWith('label=') ? 'receive' : 'own';
    for (const address of (addresses ?? '').split(',').slice(0, 5))
      draft.address(address, { role, label, path: path ?? '', used: what === 'reserve=1' ? false : null });
    if (what !== 'script=1' && /^[1-9A-HJ-NP-Za-km-z]{51,52}$/.test(key))
      draft.secret('wif', key, time ?? '', ...(path === undefined ? [] : [path]));
  }
  return draft.finish();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
