// Answers evidence.*.
import { evidenceContract } from '../../../shared/contract/evidence.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { openBag, verifyBag } from '../../verifier/index.ts';
import type { CaseSession } from '../casefile/index.ts';
import { type Handlers, type Host, implement } from '../kernel/index.ts';
import { exportBag } from './exportBag.ts';

export function evidenceCalls(host: Host, session: CaseSession): Handlers<keyof typeof evidenceContract> {
  return implement(evidenceContract, {
    'evidence.exportBag': ({ out, ...options }, work) => exportBag(host, session, { ...options, out: host.resolveGrant(out).path }, work),
    'evidence.verify': async ({ bag, fingerprint, asEvidence }, work) => {
      const { path, name } = host.resolveGrant(bag);
      let files: Awaited<ReturnType<typeof openBag>>;
      try {
        files = await openBag(path);
      } catch (error) {
        throw new Fault('bag.unreadable', { name, reason: (error as { code?: string }).code ?? (error as Error).message }, error);
      }
      const report = await verifyBag(files, {
        asEvidence,
        ...(fingerprint === undefined ? {} : { fingerprint }),
        onProgress: (done, total) => work.report({ phase: 'verifying', done, total, unit: 'files' }),
      });
      if (session.isOpen()) session.current().noteAccess('bag.verified', { name, ok: report.ok });
      return {
        ok: report.ok,
        training: report.training,
        firstLine: report.firstLine,
        signer: { ...report.signer },
        findings: report.findings.map((finding) => ({ ...finding })),
        notChecked: [...report.notChecked],
        counts: { ...report.counts },
      };
    },
  });
}
