// Labels that reach addresses of the report only through a cluster, apart from those of the addresses themselves.
import { grouped } from './format.ts';
import type { ReportModel } from './model.ts';
import type { Sheet } from './sheet.ts';
import type { Words } from './words.ts';

export function inherited(sheet: Sheet, { inherited: all = [] }: ReportModel, words: Words): void {
  if (all.length === 0) return;
  sheet.heading(2, words.say('inherited.heading'));
  sheet.text(words.say('inherited.intro'));
  const more = (count: number) => (count === 0 ? [] : [{ text: words.say('inherited.more', { count: grouped(count) }), size: 8.2 }]);
  for (const { chainName, rule, size, addresses, moreAddresses, labels, moreLabels } of all)
    sheet.statement('inference', words.say('kind.inference'), [
      words.say('inherited.cluster', { chain: chainName, size: grouped(size), rule }),
      { text: words.say('statements.notMeasured'), size: 8.2 },
      { text: words.say('inherited.labels'), size: 8.2 },
      ...labels.flatMap(({ text, addresses: own, moreAddresses: others }) => [
        { text, size: 8.2, style: 'bold' as const },
        ...own.map((address) => ({ text: address, style: 'mono' as const, size: 8 })),
        ...more(others),
      ]),
      ...more(moreLabels),
      { text: words.say('inherited.addresses'), size: 8.2 },
      ...addresses.map((text) => ({ text, style: 'mono' as const, size: 8 })),
      ...more(moreAddresses),
    ]);
}
