// Putting ids and addresses on the fetch list by hand. The engine reads and refuses them; this form only asks.
import { Button, FormGroup, HTMLSelect, InputGroup, TextArea } from '@blueprintjs/core';
import { Add } from '@blueprintjs/icons';
import { type FormEvent, type ReactNode, useState } from 'react';
import { isLedger } from '../../../shared/model/ledger.ts';
import { Panel } from '../../design/pieces.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { type NewItem, useAddToFetchList } from './AddToFetchList.tsx';

const KINDS = ['transaction', 'address', 'block'] as const;
const BLOCK = /^(\d{1,12})?$/;

export function AddForm(): ReactNode {
  const say = useWords();
  const { catalog } = useSession();
  const held = useAsk('account.summary', {});
  const add = useAddToFetchList();
  const [chain, setChain] = useState('');
  const [named, setNamed] = useState('');
  const [kind, setKind] = useState<NewItem['kind']>('transaction');
  const [items, setItems] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [why, setWhy] = useState('');
  const accountChains = (held.data?.chains ?? []).filter(({ chain: id }) => !isLedger(id));
  const meant = chain === 'named' ? named.trim() : chain;
  const wanted = items.split(/[\s,]+/).filter((item) => item !== '');
  const ready = meant !== '' && wanted.length > 0 && BLOCK.test(from) && BLOCK.test(to);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const range = { fromBlock: from === '' ? null : Number(from), toBlock: to === '' ? null : Number(to) };
    const done = await add(wanted.slice(0, 1000).map((item) => ({ chain: meant, kind, item, ...range, why: why.trim() })));
    if (!done) return;
    setItems('');
    setWhy('');
  };
  return (
    <Panel title={say('fetch.addTitle')}>
      <form onSubmit={(event) => void submit(event)} className="th-form">
        <div className="th-form-two">
          <FormGroup label={say('sources.chain')} labelFor="fetch-chain">
            <HTMLSelect
              id="fetch-chain"
              fill
              value={chain}
              onChange={(event) => setChain(event.currentTarget.value)}
              options={[
                { value: '', label: say('tables.chooseChain') },
                ...accountChains.map(({ chain: id, name }) => ({ value: id, label: name })),
                ...catalog.chains.map(({ id, name }) => ({ value: id, label: name })),
                { value: 'named', label: say('tables.chainNamed') },
              ]}
            />
          </FormGroup>
          {chain === 'named' ? (
            <FormGroup label={say('tables.chainName')} labelFor="fetch-chain-name" helperText={say('tables.chainNameHelp')}>
              <InputGroup id="fetch-chain-name" value={named} onValueChange={setNamed} />
            </FormGroup>
          ) : null}
          <FormGroup label={say('fetch.kind')} labelFor="fetch-kind">
            <HTMLSelect
              id="fetch-kind"
              fill
              value={kind}
              onChange={(event) => setKind(event.currentTarget.value as NewItem['kind'])}
              options={KINDS.map((one) => ({ value: one, label: say(`fetch.kinds.${one}`) }))}
            />
          </FormGroup>
          {kind === 'address' ? (
            <>
              <FormGroup label={say('fetch.fromBlock')} labelFor="fetch-from" labelInfo={say('form.optional')}>
                <InputGroup id="fetch-from" value={from} onValueChange={setFrom} />
              </FormGroup>
              <FormGroup label={say('fetch.toBlock')} labelFor="fetch-to" labelInfo={say('form.optional')}>
                <InputGroup id="fetch-to" value={to} onValueChange={setTo} />
              </FormGroup>
            </>
          ) : null}
        </div>
        <div className="th-form-two">
          <FormGroup label={say('fetch.addItems')} labelFor="fetch-items" helperText={say('fetch.addItemsHelp')}>
            <TextArea
              id="fetch-items"
              className="th-mono"
              fill
              value={items}
              onChange={(event) => setItems(event.currentTarget.value)}
              spellCheck={false}
            />
          </FormGroup>
          <FormGroup label={say('fetch.why')} labelFor="fetch-why" labelInfo={say('form.optional')} helperText={say('fetch.whyHelp')}>
            <TextArea id="fetch-why" fill value={why} onChange={(event) => setWhy(event.currentTarget.value)} />
          </FormGroup>
        </div>
        <Button type="submit" icon={<Add />} text={say('fetch.add')} disabled={!ready} />
      </form>
    </Panel>
  );
}
