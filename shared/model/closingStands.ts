// Whether what was recorded of a seizure is what the chain data of the case still show: blocks can leave a chain, and further ones can be taken in.
interface Became {
  readonly state: string;
  readonly transactions: readonly { readonly txid: string; readonly blockHash: string }[];
}

/** A withdrawn record is no longer compared. */
export function closingStands(closing: Became, now: Became): boolean {
  return now.state === 'withdrawn' || (closing.state === now.state && placesOf(closing) === placesOf(now));
}

function placesOf({ transactions }: Became): string {
  return transactions
    .map(({ txid, blockHash }) => `${txid} ${blockHash}`)
    .sort()
    .join();
}
