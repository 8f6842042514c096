// Sentences and amounts of exposure as the screen shows them. It computes nothing.
import { useMemo } from 'react';
import type { FindingWords } from '../../../shared/words/index.ts';
import { useWords } from '../../session/words.ts';
import { assetText, unitsText } from '../accounts/figures.ts';

export function useExposureWords(): FindingWords {
  const say = useWords();
  return useMemo(
    () => ({
      say: (key, parameters) => say.any(`exposure.${key}`, parameters) ?? key,
      amount: (value, asset) => `${unitsText(value, asset)} ${assetText(asset)}`,
    }),
    [say],
  );
}
