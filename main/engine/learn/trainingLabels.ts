// Label files that go with a practice chain: a GraphSense TagPack and a CSV, as a trainee would be given them.
// They name the exchange and a few others; they must not give the thief away.
import type { StoryTruth } from './storyTruth.ts';

const LABEL_DATE = '2024-01-05';
const SOURCE = 'https://training.invalid/kestrel-exchange';

/** YAML double-quoted scalars are JSON strings, which covers everything we write. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

export const trainingTagPack = ({ exchange }: StoryTruth): string =>
  exchangeTagPack({ hotAddress: exchange.hotAddress, deposits: exchange.depositAddresses.map(({ address }) => address) });

export function exchangeTagPack({ hotAddress, deposits }: { readonly hotAddress: string; readonly deposits: readonly string[] }): string {
  const lines = [
    'title: "TRACEHOLD TRAINING: Kestrel Exchange"',
    'creator: "Tracehold training desk"',
    'description: "Training material: proves nothing about real coins"',
    `source: ${quoted(SOURCE)}`,
    `lastmod: ${LABEL_DATE}`,
    'network: regtest',
    'currency: BTC',
    'category: exchange',
    'confidence: service_data',
    'tags:',
    `- address: ${quoted(hotAddress)}`,
    `  label: ${quoted('Kestrel Exchange hot wallet')}`,
  ];
  for (const address of deposits) {
    lines.push(`- address: ${quoted(address)}`, `  label: ${quoted('Kestrel Exchange deposit')}`);
  }
  return `${lines.join('\n')}\n`;
}

export function trainingLabelCsv(truth: StoryTruth): string {
  const rows = [['address', 'label', 'source', 'category', 'confidence', 'network', 'date']];
  const add = (address: string | null | undefined, label: string, category: string, confidence: string): void => {
    if (typeof address === 'string') rows.push([address, label, 'TRACEHOLD TRAINING', category, confidence, 'regtest', LABEL_DATE]);
  };
  add(truth.exchange.hotAddress, 'Kestrel Exchange', 'exchange', 'service_data');
  for (const { name, role, addresses } of truth.wallets) {
    if (role === 'merchant') add(addresses[0]?.address, `${name} (shop)`, 'merchant', 'web_crawl');
    if (role === 'miner') add(addresses[0]?.address, name, 'miner', 'web_crawl');
  }
  add(truth.theft.stolenOutpoints[0]?.address, "Address named in the victim's report", 'theft', 'untrusted_transaction');
  return rows
    .map((row) => `${row.map((field) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',')}\n`)
    .join('');
}
