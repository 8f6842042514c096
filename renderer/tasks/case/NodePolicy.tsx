// Whether the case may speak to a chain node, and to which one: off unless an examiner allows exactly one address, with a reason.
import { Button, FormGroup, InputGroup, Intent } from '@blueprintjs/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { readNodeAddress } from '../../../shared/model/nodeAddress.ts';
import { Notice } from '../../design/Notice.tsx';
import { Facts, FaultNotice, Panel } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { useTimes } from '../../design/localTimes.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

export function NodePolicy(): ReactNode {
  const say = useWords();
  const times = useTimes();
  const { act, go, info } = useSession();
  const policy = useAsk('case.policy', {});
  const [changing, setChanging] = useState(false);
  const node = policy.data?.node;
  const off = node === undefined || node.address === null;
  const set = async (to: 'off' | { address: string }, reason: string) => {
    if ((await act('case.setPolicy', { node: to, reason })) !== null) setChanging(false);
  };
  return (
    <Panel
      title={<Term id="nodePolicy">{say('policy.title')}</Term>}
      aside={
        <Button
          size="small"
          text={say(off ? 'policy.allow' : 'policy.change')}
          aria-expanded={changing}
          disabled={info?.readOnly === true}
          onClick={() => setChanging(!changing)}
        />
      }
    >
      <FaultNotice fault={policy.fault} />
      {node === undefined ? null : (
        <>
          <p>
            <strong>{node.address === null ? say('policy.off') : say('policy.on', { address: node.address })}</strong>{' '}
            <span className="th-muted">{say(off ? 'policy.offMeans' : 'policy.onMeans')}</span>
          </p>
          {node.since === null ? null : (
            <Facts
              rows={[
                [say('policy.since'), say('policy.sinceText', { time: times.full(node.since), examiner: node.examiner ?? '–' })],
                [say('policy.reason'), node.reason],
              ]}
            />
          )}
          {off ? null : <Button size="small" text={say('policy.toSync')} onClick={() => go({ task: 'sources', tab: 'watched' })} />}
          {changing ? <PolicyForm address={node.address} onSet={set} /> : null}
        </>
      )}
    </Panel>
  );
}

interface FormProps {
  readonly address: string | null;
  readonly onSet: (to: 'off' | { address: string }, reason: string) => Promise<void>;
}

function PolicyForm({ address, onSet }: FormProps): ReactNode {
  const say = useWords();
  const [text, setText] = useState(address ?? '');
  const [reason, setReason] = useState('');
  const read = readNodeAddress(text.trim());
  const bad = text.trim() !== '' && read === null;
  const ready = read !== null && reason.trim() !== '';
  const allow = (event: FormEvent) => {
    event.preventDefault();
    if (read !== null) void onSet({ address: read.address }, reason.trim());
  };
  return (
    <form className="th-form th-form-gap" onSubmit={allow}>
      <FormGroup
        label={say('policy.address')}
        labelFor="policy-address"
        intent={bad ? Intent.DANGER : Intent.NONE}
        helperText={say(bad ? 'policy.addressBad' : 'policy.addressHelp')}
      >
        <InputGroup id="policy-address" className="th-mono" value={text} onValueChange={setText} placeholder="http://127.0.0.1:8332" />
      </FormGroup>
      {read !== null && !read.loopback ? (
        <Notice compact intent={Intent.WARNING} title={say('policy.elsewhere')}>
          {say('policy.elsewhereMeans')}
        </Notice>
      ) : null}
      <FormGroup label={say('policy.reason')} labelFor="policy-reason" helperText={say('policy.reasonHelp')}>
        <InputGroup id="policy-reason" value={reason} onValueChange={setReason} placeholder={say('policy.reasonExample')} />
      </FormGroup>
      <div className="th-actions">
        <Button type="submit" intent={Intent.PRIMARY} disabled={!ready} text={say('policy.allowThis')} />
        {address === null ? null : (
          <Button disabled={reason.trim() === ''} text={say('policy.turnOff')} onClick={() => void onSet('off', reason.trim())} />
        )}
      </div>
    </form>
  );
}
