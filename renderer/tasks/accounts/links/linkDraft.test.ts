// What is asked of payments beside movements, from what is typed.
import { expect, it } from 'vitest';
import { EMPTY_LINKS, linkRequest } from './linkDraft.ts';

const rates = { grant: 'g', name: 'rates.csv' };

it('asks in hundredths of a percent and in seconds', () => {
  expect(linkRequest({ ...EMPTY_LINKS, rates, tolerance: '0.5', before: '0', after: '48', account: ' 622 ' })).toEqual({
    request: { rates: 'g', toleranceBasisPoints: 50, beforeSeconds: 0, afterSeconds: 172_800, account: '622' },
  });
  expect(linkRequest({ ...EMPTY_LINKS, rates, tolerance: '1.05' })).toMatchObject({ request: { toleranceBasisPoints: 105 } });
});

it.each([
  [{}, 'links.needRates'],
  [{ rates, tolerance: '1.005' }, 'links.needTolerance'],
  [{ rates, tolerance: '101' }, 'links.needTolerance'],
  [{ rates, after: '1.5' }, 'links.needHours'],
  [{ rates, before: '' }, 'links.needHours'],
])('says what is missing: %o', (part, needs) => {
  expect(linkRequest({ ...EMPTY_LINKS, ...part })).toEqual({ needs });
});
