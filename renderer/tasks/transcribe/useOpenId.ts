// Opens an id where the window shows such ones: coins in Explore, accounts in Accounts.
import { useSession } from '../../session/session.ts';

export function useOpenId(): (id: string, chain: string) => void {
  const { catalog, go } = useSession();
  return (id, chain) => {
    const text = id.split(/[#]|:(?=\d+$)/)[0] ?? id;
    if (catalog.chains.some((one) => one.id === chain)) go({ task: 'explore', text });
    else go({ task: 'accounts', accountsTab: 'held', text, chain });
  };
}
