// What MetaMask keeps in clear beside its vault: accounts, address book, transactions, pages that were let in. Source: MetaMask/metamask-extension,
// app/scripts/migrations and MetaMask/core, packages/*-controller (state of AccountsController, PreferencesController, AccountTrackerController,
// AddressBookController, TransactionController, PermissionController).
import { type JsonRecord, listOf, recordOf, statedOf, textOf } from '../jsonValue.ts';
import { instantOf, type ReadingDraft } from '../reading.ts';

const CONTROLLERS =
  /^(KeyringController|PreferencesController|AccountsController|AccountTracker|AccountTrackerController|AddressBookController|TransactionController|NetworkController)$/;

export const isMetamaskState = (state: JsonRecord): boolean => Object.keys(state).some((name) => CONTROLLERS.test(name));

export function readMetamaskState(state: JsonRecord, draft: ReadingDraft): void {
  const controller = (name: string): JsonRecord => recordOf(state[name]);
  draft.version = statedOf(controller('AppMetadataController')['currentAppVersion']) || draft.version;
  readAccounts(controller, draft);
  readAddressBook(controller('AddressBookController'), draft);
  readTransactions(controller('TransactionController')['transactions'], draft);
  for (const origin of Object.keys(recordOf(controller('PermissionController')['subjects'])).slice(0, 1000))
    draft.fact('connectedSite', origin);
  draft.fact('firstTimeInfo', statedOf(recordOf(controller('OnboardingController')['firstTimeInfo'] ?? state['firstTimeInfo'])['version']));
  if ('TokensController' in state || 'TokenBalancesController' in state) draft.notRead('tokens');
}

function readAccounts(controller: (name: string) => JsonRecord, draft: ReadingDraft): void {
  const own = (address: string, label = ''): void => draft.address(address, { role: 'own', label });
  for (const account of Object.values(recordOf(recordOf(controller('AccountsController')['internalAccounts'])['accounts']))) {
    const { address, metadata } = recordOf(account);
    own(textOf(address), textOf(recordOf(metadata)['name']));
    const imported = Number(recordOf(metadata)['importTime'] ?? 0);
    if (imported > 0) draft.fact('accountAdded', `${textOf(address)} ${instantOf(Math.floor(imported / 1000))}`);
  }
  const preferences = controller('PreferencesController');
  for (const [address, identity] of Object.entries(recordOf(preferences['identities']))) own(address, textOf(recordOf(identity)['name']));
  // Accounts that the user took out of sight.
  for (const [address, identity] of Object.entries(recordOf(preferences['lostIdentities'])))
    own(address, textOf(recordOf(identity)['name']));
  draft.fact('selectedAddress', textOf(preferences['selectedAddress']));
  for (const name of ['AccountTracker', 'AccountTrackerController'])
    for (const accounts of [controller(name)['accounts'], ...Object.values(recordOf(controller(name)['accountsByChainId']))])
      for (const address of Object.keys(recordOf(accounts))) own(address);
}

function readAddressBook(book: JsonRecord, draft: ReadingDraft): void {
  for (const entries of Object.values(recordOf(book['addressBook'])))
    for (const [address, entry] of Object.entries(recordOf(entries))) {
      const { name, memo } = recordOf(entry);
      draft.address(address, { role: 'contact', label: [textOf(name), textOf(memo)].filter((text) => text !== '').join(' · ') });
    }
}

/** A list, before 2022 by number; times are milliseconds. */
function readTransactions(transactions: unknown, draft: ReadingDraft): void {
  for (const entry of Array.isArray(transactions) ? listOf(transactions) : Object.values(recordOf(transactions))) {
    const transaction = recordOf(entry);
    const { from, to } = recordOf(transaction['txParams']);
    const id = textOf(transaction['hash']);
    const parties = textOf(to) === '' ? textOf(from) : `${textOf(from)} → ${textOf(to)}`;
    const chain = statedOf(transaction['chainId'] ?? transaction['metamaskNetworkId']);
    const label = [parties, chain === '' ? '' : `chain ${Number(chain)}`, statedOf(transaction['status'])]
      .filter((text) => text !== '')
      .join(' · ');
    draft.transaction(id, instantOf(Math.floor(Number(transaction['time'] ?? 0) / 1000)), label);
    // Received ones are told of accounts, too: only what was sent says whose it is.
    if (id !== '' && textOf(transaction['type']) !== 'incoming') draft.address(textOf(from), { role: 'own', used: true });
  }
}
