// Answers that state something of an account rather than of a transaction: an EVM account's proof (EIP-1186) under the header that came with
// it, and a TRON account as the node showed it. What does not follow from the header it names is refused, not weakened.
import { Fault } from '../../../../shared/model/fault.ts';
import { type AccountChain, checkAccountProof, type EvmNetwork, parseTronJson, readHeader, readTronAccount } from '../../chains/index.ts';
import type { ProvenBlock } from '../accounts/blockBodies.ts';
import { provenBlock } from '../accounts/evmObjects.ts';
import type { StatedFact } from '../accounts/statedFacts.ts';
import { answersOf, type NumberedAnswer, type Rejections, rpcResult, textOf } from './answers.ts';
import type { Capture } from './readCapture.ts';

export async function statedAnswers(
  capture: Capture,
  chain: AccountChain,
  rejected: Rejections,
  keep: (block: ProvenBlock) => void,
): Promise<StatedFact[]> {
  return chain.family === 'tron' ? tronAccounts(capture, rejected) : evmAccounts(capture, chain as EvmNetwork, rejected, keep);
}

async function evmAccounts(
  capture: Capture,
  chain: EvmNetwork,
  rejected: Rejections,
  keep: (block: ProvenBlock) => void,
): Promise<StatedFact[]> {
  const answers = answersOf(capture).filter(({ status }) => status === 200);
  const headers = new Map<number, NonNullable<ReturnType<typeof headerIn>>>();
  for (const answer of answers) {
    if (answer.role !== 'evm.stateBlock') continue;
    const value = rpcResult(await capture.read(answer));
    const header = value === null ? null : guarded(answer, rejected, () => headerIn(value, chain));
    if (header === null) continue;
    if (header.number !== Number(BigInt(answer.about))) {
      rejected.add(answer, 'otherThanAsked');
      continue;
    }
    headers.set(header.number, header);
    const block = provenBlock({ header: { kind: 'rebuilt', header }, transactions: { kind: 'absent' }, receipts: { kind: 'absent' } });
    if (block !== null) keep(block);
  }
  const facts: StatedFact[] = [];
  for (const answer of answers) {
    if (answer.role !== 'evm.accountProof') continue;
    const value = rpcResult(await capture.read(answer));
    const [asked = '', at = ''] = answer.about.split(' ');
    const header = headers.get(Number(at));
    if (value === null) continue;
    // Without a header whose hash comes out there is nothing that the proof could be held against.
    if (header === undefined) {
      rejected.add(answer, 'noHeader');
      continue;
    }
    const fact = guarded(answer, rejected, (): StatedFact | null => {
      const { address, balanceWei } = checkAccountProof(header.stateRoot, value);
      const account = chain.readAddress(`0x${Buffer.from(address).toString('hex')}`);
      if (account !== chain.readAddress(asked)) {
        rejected.add(answer, 'otherThanAsked', `${asked}: ${account}`);
        return null;
      }
      return {
        ...{ kind: 'balance', account, asset: { kind: 'native', contract: null, tokenId: null }, amount: balanceWei, proof: true },
        ...{ blockNumber: header.number, blockHash: `0x${Buffer.from(header.hash).toString('hex')}`, timeSeconds: header.timeSeconds },
        row: answer.number,
      };
    });
    if (fact !== null) facts.push(fact);
  }
  return facts;
}

function headerIn(value: unknown, chain: EvmNetwork) {
  const reading = readHeader(value, chain.headerForm);
  if (reading.kind === 'rebuilt') return reading.header;
  if (reading.kind === 'mismatch') throw new Fault('chain.badProof', { reason: 'blockHash' });
  return null;
}

async function tronAccounts(capture: Capture, rejected: Rejections): Promise<StatedFact[]> {
  const facts: StatedFact[] = [];
  for (const answer of answersOf(capture)) {
    if (answer.role !== 'tron.account' || answer.status !== 200) continue;
    const text = textOf(await capture.read(answer));
    const state = guarded(answer, rejected, () => readTronAccount(parseTronJson(text)));
    if (state === null) continue;
    if (state.address !== answer.about) {
      rejected.add(answer, 'otherThanAsked', `${answer.about}: ${state.address}`);
      continue;
    }
    const said = { account: state.address, timeSeconds: Math.floor(Date.parse(answer.time) / 1000), row: answer.number };
    for (const { asset, amount } of state.balances)
      facts.push({ kind: 'balance', ...said, asset, amount, blockNumber: null, blockHash: null, proof: false });
    facts.push({ kind: 'control', ...said, permissions: state.permissions });
  }
  return facts;
}

/** A fault of one answer refuses that answer. */
function guarded<T>(answer: NumberedAnswer, rejected: Rejections, read: () => T | null): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const reason = String(error.parameters.reason ?? error.code);
    rejected.add(answer, reason === 'blockHash' ? reason : `answer:${reason}`);
    return null;
  }
}
