// The confidence ids of the TagPack schema with the level each stands for: an ordering of its makers, no probability.
const LEVELS: Readonly<Record<string, number>> = {
  override: 100,
  ownership: 100,
  ledger_immanent: 100,
  manual_transaction: 90,
  service_api: 70,
  forensic_investigation: 70,
  authority_data: 60,
  trusted_provider: 50,
  service_data: 50,
  forensic: 50,
  untrusted_transaction: 40,
  web_crawl: 20,
  heuristic: 10,
  unknown: 5,
};

export const CONFIDENCES: readonly string[] = Object.keys(LEVELS);

/** Null for a word that is none of them. */
export function confidenceLevel(id: string): number | null {
  return Object.hasOwn(LEVELS, id) ? (LEVELS[id] as number) : null;
}
