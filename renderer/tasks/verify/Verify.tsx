// Checking a bag: what holds, what fails, and what was not checked. Works without a case.
import { Button, Checkbox, FormGroup, InputGroup, Intent } from '@blueprintjs/core';
import { Document, Endorsed, FolderOpen } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { Notice } from '../../design/Notice.tsx';
import { Counts, Facts, Id, Panel, ScreenHead } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

export function Verify(): ReactNode {
  const say = useWords();
  const { work } = useSession();
  const [bag, setBag] = useState<readonly Granted[]>([]);
  const [fingerprint, setFingerprint] = useState('');
  const [asEvidence, setAsEvidence] = useState(false);
  const [report, setReport] = useState<CallOutput<'evidence.verify'> | null>(null);
  const start = async () => {
    const chosen = bag[0];
    if (chosen === undefined) return;
    setReport(null);
    setReport(
      await work('evidence.verify', say('verify.working', { name: chosen.name }), {
        bag: chosen.grant,
        asEvidence,
        ...(fingerprint.trim() === '' ? {} : { fingerprint: fingerprint.trim() }),
      }),
    );
  };
  const failures = report?.findings.filter((finding) => !finding.ok) ?? [];
  const passed = report?.findings.filter((finding) => finding.ok) ?? [];
  return (
    <div className="th-screen">
      <ScreenHead title={say('verify.title')} about={say('verify.about')} />
      <Panel>
        <div className="th-form-two">
          <FormGroup label={<Term id="bag">{say('verify.bag')}</Term>}>
            <div className="th-actions">
              <ChooseButton purpose="openFolder" icon={<FolderOpen />} text={say('verify.chooseFolder')} onChosen={setBag} />
              <ChooseButton purpose="openFiles" icon={<Document />} text={say('verify.chooseZip')} onChosen={setBag} />
              <span className={bag.length === 0 ? 'th-muted' : 'th-chosen'}>{bag[0]?.name ?? say('chooser.nothing')}</span>
            </div>
          </FormGroup>
          <FormGroup
            label={<Term id="fingerprint">{say('verify.fingerprint')}</Term>}
            labelFor="verify-fingerprint"
            labelInfo={say('form.optional')}
            helperText={say('verify.fingerprintHelp')}
          >
            <InputGroup id="verify-fingerprint" className="th-mono" value={fingerprint} onValueChange={setFingerprint} />
          </FormGroup>
        </div>
        <Checkbox checked={asEvidence} onChange={(event) => setAsEvidence(event.currentTarget.checked)} label={say('verify.asEvidence')} />
        <Button
          intent={Intent.PRIMARY}
          icon={<Endorsed />}
          text={say('verify.start')}
          disabled={bag.length === 0}
          onClick={() => void start()}
        />
        <JobPanel names={['evidence.verify']} />
      </Panel>
      {report === null ? null : (
        <>
          <Notice
            intent={report.ok ? (report.training ? Intent.WARNING : Intent.SUCCESS) : Intent.DANGER}
            title={report.ok ? `✓ ${say('verify.holds')}` : `✗ ${say('verify.fails')}`}
          >
            <p>{report.firstLine}</p>
            <Facts
              rows={[
                [
                  <Term key="s" id="fingerprint">
                    {say('verify.signer')}
                  </Term>,
                  <span key="f">
                    <Id value={report.signer.fingerprint} full /> {say(report.signer.known ? 'verify.signerKnown' : 'verify.signerUnknown')}
                  </span>,
                ],
              ]}
            />
            <Counts counts={report.counts} />
          </Notice>
          <div className="th-columns th-columns-wide">
            <Panel title={say('verify.findings', { passed: passed.length, failed: failures.length })}>
              <ul className="th-checks">
                {[...failures, ...passed].map((finding) => (
                  <li key={`${finding.check} ${finding.file} ${finding.detail}`} className={finding.ok ? '' : 'th-check-fails'}>
                    <span aria-hidden="true">{finding.ok ? '✓' : '✗'}</span>{' '}
                    <strong>{say.has(`checks.${finding.check}`) ? say(`checks.${finding.check}`) : finding.check}</strong>{' '}
                    {finding.file === '' ? null : <code>{finding.file}</code>} <span className="th-muted">{finding.detail}</span>
                  </li>
                ))}
              </ul>
            </Panel>
            <Panel title={say('verify.notChecked')}>
              <ul className="th-plain-list">
                {report.notChecked.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </Panel>
          </div>
        </>
      )}
    </div>
  );
}
