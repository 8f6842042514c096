// The verifier's command line: node verify.cjs BAG [--fingerprint F] [--as-evidence] [--json].
// Exit 0 all holds, 1 anything wrong inside, 2 wrong use, 3 only if the path cannot be read.
import { parseArgs } from 'node:util';
import type { VerifyReport } from '../core/findings.ts';
import { verifyBag } from '../core/verify.ts';
import { openBag } from './files.ts';

const USAGE = 'usage: node verify.cjs BAG [--fingerprint F] [--as-evidence] [--json]\n';

export function printReport(report: VerifyReport): string {
  const lines = [report.firstLine, ''];
  lines.push(report.ok ? 'RESULT: every check holds' : `RESULT: ${report.counts['failures'] ?? 0} failed`);
  lines.push(
    `SIGNER: ${report.signer.fingerprint.replace(/(.{8})(?=.)/g, '$1 ') || '-'} (${report.signer.known ? 'the one you named' : 'unknown'})`,
    '',
  );
  for (const finding of report.findings)
    lines.push(`${finding.ok ? '  ok   ' : '  FAIL '} ${finding.check}${finding.file === '' ? '' : ` ${finding.file}`}: ${finding.detail}`);
  lines.push('', 'Not checked:');
  for (const sentence of report.notChecked) lines.push(`  -  ${sentence}`);
  // Names come from the bag and must not steer a terminal.
  return `${lines.join('\n').replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '?')}\n`;
}

export async function runVerifier(
  argv: readonly string[],
  write: (text: string) => void,
  writeError: (text: string) => void,
): Promise<number> {
  let parsed: { values: { fingerprint?: string; 'as-evidence'?: boolean; json?: boolean }; positionals: string[] };
  try {
    parsed = parseArgs({
      args: [...argv],
      options: { fingerprint: { type: 'string' }, 'as-evidence': { type: 'boolean' }, json: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch {
    writeError(USAGE);
    return 2;
  }
  const [path] = parsed.positionals;
  if (path === undefined || parsed.positionals.length !== 1) {
    writeError(USAGE);
    return 2;
  }
  let files: Awaited<ReturnType<typeof openBag>>;
  try {
    files = await openBag(path);
  } catch (error) {
    writeError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 3;
  }
  const { fingerprint, 'as-evidence': asEvidence, json } = parsed.values;
  const report = await verifyBag(files, { ...(fingerprint === undefined ? {} : { fingerprint }), asEvidence: asEvidence === true });
  write(json === true ? `${JSON.stringify(report)}\n` : printReport(report));
  return report.ok ? 0 : 1;
}
