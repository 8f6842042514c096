// Set-ups of wallets as text: output descriptors (BIP380, BIP389), BSMS (BIP129), Coldcard's multisig files, Specter-DIY's commands and keys.
// Source: bitcoin/bips; Coldcard docs, "Multisig wallet import file"; cryptoadvance/specter-diy, docs/descriptors.md; Sparrow's vectors.
import type { SeizedFile, WalletRead, WalletReader } from '../../scanners/seized.ts';
import { headText, plainText } from '../jsonValue.ts';
import { draftReading, type ReadingDraft } from '../reading.ts';
import { wholeOf } from '../wholeFile.ts';

const MOST = 2 ** 20;
const MOST_LINES = 5000;
const DESCRIPTOR = /^(?:[^:\n]{1,60}: ?)?((?:wpkh|pkh|pk|sh|wsh|tr|combo|multi|sortedmulti|addr|rawtr|sp)\(.{20,}\)(?:#[a-z0-9]{8})?)$/;
/** A line of prose may have brackets, too: a key makes it a descriptor. */
const KEY_WITHIN = /[a-zA-Z]pub[1-9A-HJ-NP-Za-km-z]{100}|\b0[23][0-9a-f]{64}\b|spscan1|prv[1-9A-HJ-NP-Za-km-z]{100}/;
const KEY = /^\[([0-9a-fA-F]{8})((?:\/[0-9]+[h'H]?)*)\](\S{60,200})$/;
const COSIGNER = /^([0-9A-Fa-f]{8}): ?([a-zA-Z]pub[1-9A-HJ-NP-Za-km-z]{100,})$/;
const SCAN_KEY = /t?spscan1[02-9ac-hj-np-z]{60,}/;

export const setupText: WalletReader = {
  id: 'setupText',
  takes: ({ head, size }) => size <= MOST && headText(head).split(/\r?\n/, 40).some(isOfSetup),
  read: readSetup,
};

const isOfSetup = (line: string): boolean =>
  /^BSMS 1\.0$|^addwallet [^&]{1,100}&\w+\(|^# (?:Coldcard|Keystone|Passport) .*(?:setup|Multisig)/i.test(line) ||
  (DESCRIPTOR.test(line) && KEY_WITHIN.test(line)) ||
  COSIGNER.test(line) ||
  (KEY.test(line) && /\]\s*(?:[a-zA-Z]pub|t?spscan1)/.test(line));

async function readSetup(file: SeizedFile): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST);
  if (bytes === null) return null;
  const lines = plainText(bytes).split(/\r?\n/, MOST_LINES);
  const form = lines.some((line) => COSIGNER.test(line))
    ? 'multisigSetup'
    : lines.some((line) => line.startsWith('addwallet '))
      ? 'specterDiy'
      : 'descriptors';
  const draft = draftReading(form, '', 'bip122');
  let path = '';
  let found = 0;
  for (const line of lines.map((text) => text.trim())) {
    const stated = /^(Name|Policy|Derivation|Format): ?(.{1,200})$/.exec(line);
    if (stated?.[1] === 'Derivation') path = stated[2] as string;
    else if (stated !== null) draft.fact((stated[1] as string).toLowerCase(), stated[2] as string);
    else if (readLine(line, path, draft)) found++;
  }
  return found === 0 ? null : draft.finish();
}

function readLine(line: string, path: string, draft: ReadingDraft): boolean {
  const scan = SCAN_KEY.exec(line);
  // BIP392: the scan key in it is a private one. It shows what came in, and spends nothing.
  if (scan !== null) {
    draft.secret('privateKey', line, 'silentPaymentScan');
    return true;
  }
  const added = /^addwallet ([^&]{1,100})&(.+)$/.exec(line);
  if (added !== null) {
    draft.fact('name', added[1] as string);
    draft.key('descriptor', added[2] as string, '');
    return true;
  }
  const descriptor = DESCRIPTOR.exec(line)?.[1];
  if (descriptor !== undefined && KEY_WITHIN.test(descriptor)) {
    draft.key('descriptor', descriptor, '');
    return true;
  }
  const cosigner = COSIGNER.exec(line);
  if (cosigner !== null) {
    draft.key('extendedPublicKey', cosigner[2] as string, path);
    draft.fact('fingerprint', (cosigner[1] as string).toLowerCase());
    return true;
  }
  const key = KEY.exec(line);
  if (key === null) return false;
  draft.key('extendedPublicKey', key[3] as string, `m${key[2] as string}`);
  draft.fact('fingerprint', (key[1] as string).toLowerCase());
  return true;
}
