// What a source states of an account at a place or a time, beside its transactions: balances, and who may sign. Kept as it came, with the
// row; whether a balance was proven under a block's state root stands beside it.
import type { CaseFile } from '../../casefile/index.ts';
import {
  type AccountAsset,
  detailsOfPermissions,
  type PermissionSet,
  type PermissionStatement,
  permissionsOfDetails,
} from '../../chains/index.ts';
import { sha256Stream } from '../../kernel/index.ts';

export type StatedFact =
  | {
      readonly kind: 'balance';
      readonly account: string;
      readonly asset: AccountAsset;
      readonly blockNumber: number | null;
      readonly blockHash: string | null;
      readonly timeSeconds: number | null;
      readonly amount: bigint;
      /** It follows from the state root of the block with this hash. */
      readonly proof: boolean;
      readonly row: number;
    }
  | {
      readonly kind: 'control';
      readonly account: string;
      readonly timeSeconds: number;
      /** Null where the account shows none. */
      readonly permissions: PermissionSet | null;
      readonly row: number;
    };

export function keepFact(file: CaseFile, source: number, chain: string, fact: StatedFact): void {
  const { account, row } = fact;
  if (fact.kind === 'balance') {
    const { blockNumber, blockHash, timeSeconds, amount, proof } = fact;
    const asset = assetText(fact.asset);
    file.accountFacts.addBalance({ source, chain, account, asset, blockNumber, blockHash, timeSeconds, amount, proof, row });
    return;
  }
  const { timeSeconds, permissions } = fact;
  file.accountFacts.addControl({ source, chain, account, timeSeconds, permissions: permissionText(permissions), row });
}

export function digestOfFacts(facts: readonly StatedFact[]): string {
  const digest = sha256Stream();
  for (const fact of facts) {
    const { kind, account, timeSeconds, row } = fact;
    const said =
      fact.kind === 'balance'
        ? [assetText(fact.asset), fact.blockNumber, fact.blockHash, `${fact.amount}`, fact.proof]
        : [permissionText(fact.permissions)];
    digest.update(`${JSON.stringify([kind, account, timeSeconds, row, ...said])}\n`);
  }
  return digest.digest('hex');
}

/** Who could sign for accounts of TRON when a node was asked, as sources that are not withdrawn say. */
export function permissionStatements(file: CaseFile, chain: string): PermissionStatement[] {
  const names = new Map(file.sources.list().map(({ id, name }) => [id, name]));
  return file.accountFacts
    .controls()
    .filter((row) => row.chain === chain)
    .map(({ account, timeSeconds, permissions, source }) => {
      const details = JSON.parse(permissions) as Readonly<Record<string, string>> | null;
      const set = details === null ? null : permissionsOfDetails(details);
      return { address: account, timeSeconds, permissions: set, source: names.get(source) ?? '' };
    });
}

const assetText = ({ kind, contract, tokenId }: AccountAsset): string => JSON.stringify({ kind, contract, tokenId });
const permissionText = (permissions: PermissionSet | null): string =>
  JSON.stringify(permissions === null ? null : detailsOfPermissions(permissions));
