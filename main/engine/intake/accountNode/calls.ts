// Answers intake.node and intake.answers: asking a node of an account chain, and writing what it answered.
import type { intakeContract } from '../../../../shared/contract/intake.ts';
import type { CaseSession } from '../../casefile/index.ts';
import type { Handlers, Host } from '../../kernel/index.ts';
import { saveAnswers } from './saveAnswers.ts';
import { takeInFromNode } from './takeInNode.ts';

export function nodeIntakeCalls(
  host: Host,
  session: CaseSession,
): Pick<Handlers<keyof typeof intakeContract>, 'intake.node' | 'intake.answers'> {
  return {
    'intake.node': async ({ address, cookie, user, password, chain, fromBlock, toBlock, anchor, operator, ...asked }, work) => {
      const access = {
        address,
        ...(cookie === undefined ? {} : { cookieFile: host.resolveGrant(cookie).path }),
        ...(user === undefined ? {} : { user }),
        ...(password === undefined ? {} : { password }),
      };
      const request = { ...asked, chain, anchor, operator, fromBlock: fromBlock ?? null, toBlock: toBlock ?? null };
      try {
        const { result, rolledBack } = await takeInFromNode(host, session.current(), access, request, work);
        const blocks = rolledBack.blocks.map(({ number, hash }) => ({ height: number, hash }));
        return { result, rolledBack: blocks, takenBack: rolledBack.transactions };
      } finally {
        session.forget();
      }
    },
    'intake.answers': ({ source, out, folder }) => saveAnswers(session.current(), source, { path: host.resolveGrant(out).path, folder }),
  };
}
