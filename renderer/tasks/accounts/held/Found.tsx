// What was found of one text: transactions and accounts of every account chain that holds it.
import type { ReactNode } from 'react';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { AccountPage } from './AccountPage.tsx';
import { TransactionPage } from './TransactionPage.tsx';

export function AccountFound({ found }: { readonly found: CallOutput<'account.find'>['found'] }): ReactNode {
  return found.map((view) =>
    view.kind === 'account' ? (
      <AccountPage key={`${view.chain} ${view.address}`} view={view} />
    ) : (
      <TransactionPage key={`${view.chain} ${view.id}`} view={view} />
    ),
  );
}
