// What accounts hold at block H by the movements of the case, what sources state beside it, and the fields of a transfer of all of it. Nothing is
// signed; the counter of the account (nonce, or TRON's reference block) is left to the signer, who asks the chain.
import type { SeizureView } from '../../../../shared/contract/seizure.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { type AccountChain, evmAddressOfTron } from '../../chains/index.ts';
import { assetKey, statedBalances } from '../../intake/index.ts';
import type { Step, Work } from '../../kernel/index.ts';
import {
  accountTransfers,
  accountViewOf,
  amountOf,
  assetOf,
  blockNumberOf,
  type CaseAccounts,
  caseKnowledge,
  COMPLETE,
  moves,
  payeeOf,
  payerOf,
  viewOfAsset,
} from '../../trace/index.ts';

type Balance = NonNullable<SeizureView['balances']>[number];

/** The call `transfer(address,uint256)` of ERC-20 and TRC-20. */
const TRANSFER = 'a9059cbb';
/** TRC-10 assets have a number and no contract: another kind of transfer. */
const CONTRACT = /^(0x|T)/;

export interface AccountsAsked {
  readonly chain: AccountChain;
  /** Canonical. */
  readonly addresses: readonly string[];
  readonly agency: string;
  readonly height: number | null;
  /** Greatest fee of a transfer of the chain's own coin. */
  readonly fee: bigint | null;
}

export async function balancesAt(
  session: CaseSession,
  asked: AccountsAsked,
  work: Work<Step>,
): Promise<{ height: number | null; balances: Balance[] }> {
  const file = session.current();
  const view = await accountViewOf(session, work);
  const height = asked.height ?? newestBlock(view, asked.chain.id);
  if (height === null) return { height, balances: [] };
  const stated = statedBalances(file).filter((one) => one.chain === asked.chain.id);
  const sources = new Map(file.sources.list().map((source) => [source.id, source.name]));
  const balances = asked.addresses.flatMap((address) =>
    assetsOf(view, asked.chain.id, address).map((asset): Balance => {
      const shown = viewOfAsset(view, asset);
      const sums = sumOf(session, view, asked.chain.id, address, asset, height);
      const said = stated
        .filter(
          ({ account, asset: of, blockNumber }) =>
            account === address &&
            blockNumber !== null &&
            blockNumber <= height &&
            assetKey(of) === assetKey(view.names.assets[asset] as typeof of),
        )
        .sort((a, b) => (b.blockNumber as number) - (a.blockNumber as number))[0];
      return {
        ...{ address, asset: shown, amount: `${sums.amount}`, complete: sums.complete, movements: sums.movements, unplaced: sums.unplaced },
        stated:
          said === undefined
            ? null
            : { amount: `${said.amount}`, block: said.blockNumber as number, grade: said.grade, source: sources.get(said.source) ?? '' },
        ...transferOf(asked, shown, sums.amount),
      };
    }),
  );
  return { height, balances };
}

function newestBlock({ slice, names }: CaseAccounts, chain: string): number | null {
  const number = names.chains.indexOf(chain);
  let newest: number | null = null;
  for (let block = 0; block < slice.blockCount; block++)
    if (slice.blockChain[block] === number && (slice.blockNumber[block] as number) >= 0)
      newest = Math.max(newest ?? 0, slice.blockNumber[block] as number);
  return newest;
}

/** Every asset that the account ever had a movement of, in the order of the movements. */
function assetsOf({ slice, names }: CaseAccounts, chain: string, address: string): number[] {
  const account = names.account(chain, address);
  if (account === 0) return [];
  const { in: into, out } = accountTransfers(slice);
  const own = [into, out].flatMap(({ start, transfers }) => [...transfers.subarray(start[account], start[account + 1])]);
  return [...new Set(own.sort((a, b) => a - b).map((transfer) => assetOf(slice, transfer)))];
}

function sumOf(session: CaseSession, view: CaseAccounts, chain: string, address: string, asset: number, height: number) {
  const { slice, names } = view;
  const account = names.account(chain, address);
  const ledger = names.ledger(chain, address, names.assets[asset] as Parameters<typeof names.ledger>[2]);
  const { state, opening } = caseKnowledge(session.current(), view);
  const isKnown = ledger !== 0 && state[ledger] === COMPLETE;
  const sums = { amount: isKnown ? (opening.get(ledger) ?? 0n) : 0n, movements: 0, unplaced: 0 };
  const { in: into, out } = accountTransfers(slice);
  const add = ({ start, transfers }: typeof into, sign: bigint) => {
    for (let at = start[account] as number; at < (start[account + 1] as number); at++) {
      const transfer = transfers[at] as number;
      if (assetOf(slice, transfer) !== asset || !moves(slice, transfer) || payerOf(slice, transfer) === payeeOf(slice, transfer)) continue;
      const block = blockNumberOf(slice, transfer);
      if (block < 0) sums.unplaced++;
      else if (block <= height) {
        sums.movements++;
        sums.amount += sign * amountOf(slice, transfer);
      }
    }
  };
  add(into, 1n);
  add(out, -1n);
  return { ...sums, complete: isKnown && sums.unplaced === 0 };
}

function transferOf({ chain, agency, fee }: AccountsAsked, asset: Balance['asset'], amount: bigint): Pick<Balance, 'transfer' | 'why'> {
  if (amount <= 0n) return { transfer: null, why: 'nothing' };
  if (asset.kind === 'native') {
    if (fee === null) return { transfer: null, why: 'feeUnknown' };
    if (fee >= amount) return { transfer: null, why: 'feeTooLarge' };
    return { transfer: { form: 'native', to: agency, amount: `${amount - fee}`, data: '', feeTaken: `${fee}` }, why: null };
  }
  if (asset.kind !== 'token' || asset.contract === null || !CONTRACT.test(asset.contract) || asset.standing === 'counterfeit')
    return { transfer: null, why: 'notTransferable' };
  return {
    transfer: { form: 'token', to: asset.contract, amount: `${amount}`, data: transferCall(chain, agency, amount), feeTaken: null },
    why: null,
  };
}

/** Solidity's ABI: each argument in 32 bytes; TRON's contracts see an account without its prefix. */
export function transferCall({ family }: Pick<AccountChain, 'family'>, agency: string, amount: bigint): string {
  const account = (family === 'tron' ? evmAddressOfTron(agency) : agency).slice(2).toLowerCase();
  return `0x${TRANSFER}${account.padStart(64, '0')}${amount.toString(16).padStart(64, '0')}`;
}
