// Sentences, figures and links of findings as the screen shows them. They compute nothing.
import { type ReactNode, useMemo } from 'react';
import type { FindingDetail } from '../../../shared/contract/typology.ts';
import type { FindingWords } from '../../../shared/words/index.ts';
import { Id } from '../../design/pieces.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { assetText, unitsText } from '../accounts/figures.ts';

export function useFindingWords(): FindingWords {
  const say = useWords();
  return useMemo(
    () => ({
      say: (key, parameters) => say.any(`typologies.${key}`, parameters) ?? key,
      amount: (value, asset) => `${unitsText(value, asset)} ${assetText(asset)}`,
    }),
    [say],
  );
}

export function PartyLink({ party, full = false }: { readonly party: FindingDetail['subject']; readonly full?: boolean }): ReactNode {
  return <ThingLink chain={party.chain} id={party.id} full={full} />;
}

/** An address or transaction on the screen that knows its chain. */
export function ThingLink({
  chain,
  id,
  full = false,
}: {
  readonly chain: string;
  readonly id: string;
  readonly full?: boolean;
}): ReactNode {
  const { go, catalog } = useSession();
  const ofCoins = catalog.chains.some((one) => one.id === chain);
  return (
    <Id value={id} full={full} whole onOpen={() => go(ofCoins ? { task: 'explore', text: id } : { task: 'accounts', text: id, chain })} />
  );
}
