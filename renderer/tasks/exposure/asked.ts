// What is asked of exposure: policy and stop rules, as typed. It outlives a look at another screen.
import type { CallInput } from '../../../shared/contract/index.ts';
import { useKept } from '../../session/session.ts';

export interface Draft {
  readonly policy: string;
  /** As typed; empty: no limit. */
  readonly mostHops: string;
  readonly busy: string;
  readonly contracts: boolean;
  /** Categories with commas between. */
  readonly followed: string;
}

const USUAL: Draft = { policy: 'haircut', mostHops: '', busy: '1000', contracts: true, followed: '' };

export function useDraft(): readonly [Draft, (draft: Draft) => void] {
  return useKept('exposure.draft', USUAL);
}

type Asked = Pick<CallInput<'exposure.screen'>, 'policy' | 'mostHops' | 'busy' | 'contracts' | 'followed'>;

/** Empty is no limit. */
export function isNumber(text: string): boolean {
  return text.trim() === '' || /^[1-9]\d{0,8}$/.test(text.trim());
}

export function askedOf({ policy, mostHops, busy, contracts, followed }: Draft): Asked {
  const limit = (text: string): number | null => (text.trim() === '' || !isNumber(text) ? null : Number(text.trim()));
  return {
    ...{ policy, contracts, mostHops: limit(mostHops), busy: limit(busy) },
    followed: followed
      .split(/[,，、]/)
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  };
}
