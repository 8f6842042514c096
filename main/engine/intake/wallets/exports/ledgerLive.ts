// app.json of Ledger Live: the accounts of a hardware wallet with their names, addresses and operations. Source: LedgerHQ/ledger-live,
// libs/ledgerjs/packages/types-live/src/account.ts (AccountRaw), operation.ts (OperationRaw). Encrypted with a password the accounts are one text.
import type { SeizedFile, WalletRead, WalletReader } from '../../scanners/seized.ts';
import { headText, type JsonRecord, listOf, plainText, recordOf, statedOf, textOf, tryJson } from '../jsonValue.ts';
import { draftReading, type ReadingDraft } from '../reading.ts';
import { MOST_TEXT, tooLarge, wholeOf } from '../wholeFile.ts';

export const ledgerLive: WalletReader = {
  id: 'ledgerLive',
  takes: ({ head, path }) => /(^|[/!])app\.json$/.test(path) && /^\s*\{\s*"data"\s*:/.test(headText(head)),
  read: readAccounts,
};

async function readAccounts(file: SeizedFile): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST_TEXT);
  if (bytes === null) return tooLarge('ledgerLive');
  const data = recordOf(recordOf(tryJson(plainText(bytes)))['data']);
  if (!('accounts' in data)) return null;
  const draft = draftReading('ledgerLive', '', 'any');
  if (typeof data['accounts'] === 'string') {
    draft.protect('', 'password');
    draft.notRead('accounts');
    return draft.finish();
  }
  for (const entry of listOf(data['accounts'])) readAccount(recordOf(recordOf(entry)['data']), draft);
  return draft.finish();
}

function readAccount(account: JsonRecord, draft: ReadingDraft): void {
  const name = statedOf(account['name']);
  const path = statedOf(account['freshAddressPath']);
  const xpub = textOf(account['xpub']);
  if (xpub.includes('pub')) draft.key('extendedPublicKey', xpub, path.split('/').slice(0, 3).join('/'));
  draft.fact(
    'account',
    [name, statedOf(account['currencyId']), statedOf(account['derivationMode']), statedOf(account['lastSyncDate'])]
      .filter((text) => text !== '')
      .join(' · '),
  );
  // Fresh: shown for the next receipt, of coins like Bitcoin not used yet.
  draft.address(textOf(account['freshAddress']), { role: 'receive', label: name, path });
  for (const entry of [...listOf(account['operations']), ...listOf(account['pendingOperations'])]) {
    const operation = recordOf(entry);
    const parties = [listOf(operation['senders']), listOf(operation['recipients'])]
      .map((list) => list.slice(0, 5).map(statedOf).join(', '))
      .join(' → ');
    draft.transaction(textOf(operation['hash']), statedOf(operation['date']), `${statedOf(operation['type'])} ${parties}`.trim());
  }
}
