// The form of a seizure: what is to be moved, where to, and at which fee. It asks for no key but a public one, and says so.
import { Button, Checkbox, FormGroup, HTMLSelect } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import { FormBlock, FormLine } from '../../design/FormLine.tsx';
import { Panel } from '../../design/pieces.tsx';
import type { KeysFound } from '../../../shared/contract/keysToCoins.ts';
import { SEIZURE_FORMS } from '../../../shared/contract/seizure.ts';
import { useAsk, useKept, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

interface Draft {
  readonly addresses: string;
  readonly chain: string;
  readonly height: string;
  readonly xpub: string;
  readonly fingerprint: string;
  readonly path: string;
  readonly agency: string;
  readonly agencyAgain: string;
  readonly agencyBy: string;
  readonly feeRate: string;
  readonly fee: string;
  readonly exhibits: string;
  readonly authority: string;
  readonly note: string;
  readonly withUnknown: boolean;
  readonly acceptHighFee: boolean;
}

const EMPTY: Draft = {
  ...{ addresses: '', chain: '', height: '', xpub: '', fingerprint: '', path: '', agency: '', agencyAgain: '', agencyBy: '' },
  ...{ feeRate: '', fee: '', exhibits: '', authority: '', note: '', withUnknown: false, acceptHighFee: false },
};

const FORMED = ['height', 'feeRate', 'fee', 'fingerprint', 'path'] as const satisfies readonly (keyof typeof SEIZURE_FORMS)[];

type TextField = { [K in keyof Draft]: Draft[K] extends string ? K : never }[keyof Draft];

interface Props {
  readonly onMade: (seizure: number) => void;
  readonly onBack: () => void;
}

export function NewSeizure({ onMade, onBack }: Props): ReactNode {
  const say = useWords();
  const { act } = useSession();
  const catalogue = useAsk('catalog.get', {});
  const keys = useAsk('keys.list', {});
  const [draft, setDraft] = useKept<Draft>('seizure.draft', EMPTY);
  const [busy, setBusy] = useState(false);
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const differs = draft.agencyAgain.trim() !== '' && draft.agencyAgain.trim() !== draft.agency.trim();
  const addresses = addressesOf(draft.addresses);
  const isWrong = (name: keyof typeof SEIZURE_FORMS): boolean => {
    const text = draft[name].trim();
    const isNeeded = draft.xpub.trim() !== '' && (name === 'fingerprint' || name === 'path');
    return text === '' ? isNeeded : !SEIZURE_FORMS[name].form.test(name === 'fingerprint' ? text.toLowerCase() : text);
  };
  const ready =
    FORMED.every((name) => !isWrong(name)) &&
    addresses.length > 0 &&
    draft.agency.trim() !== '' &&
    draft.agencyAgain.trim() === draft.agency.trim() &&
    draft.agencyBy.trim() !== '';
  const prepare = async () => {
    setBusy(true);
    const made = await act('seizure.prepare', askedOf(draft, addresses));
    setBusy(false);
    if (made === null) return;
    setDraft(EMPTY);
    onMade(made.seizure);
  };
  const field = (name: TextField) => ({
    ...{ id: `seizure-${name}`, label: say(`seizure.${name}`), value: draft[name] },
    onValue: (text: string) => set({ [name]: text }),
  });
  const formed = (name: keyof typeof SEIZURE_FORMS) => ({
    ...field(name),
    warn: isWrong(name) ? say('seizure.notForm', { example: SEIZURE_FORMS[name].example }) : undefined,
  });
  const chains = [
    { value: '', label: '' },
    ...(catalogue.data?.chains ?? []).map(({ id, name }) => ({ value: id, label: name })),
    ...(catalogue.data?.accountChains ?? []).map(({ id, title }) => ({ value: id, label: title })),
  ];
  return (
    <div className="th-columns th-columns-wide">
      <Panel title={say('seizure.what')}>
        <FormBlock {...field('addresses')} mono rows={4} help={say('seizure.addressesHelp')} />
        {foundOf(keys.data?.last ?? null).map(({ chain, chainName, addresses: found }) => (
          <Button
            key={chain}
            variant="outlined"
            className="th-take-found"
            text={say('seizure.takeFound', { count: found.length, chain: chainName })}
            onClick={() => set({ addresses: found.join('\n'), chain })}
          />
        ))}
        <div className="th-form-two">
          <FormGroup label={say('seizure.chain')} labelFor="seizure-chain" helperText={say('seizure.chainHelp')}>
            <HTMLSelect
              id="seizure-chain"
              fill
              value={draft.chain}
              options={chains}
              onChange={(event) => set({ chain: event.currentTarget.value })}
            />
          </FormGroup>
          <FormLine {...formed('height')} help={say('seizure.heightHelp')} />
        </div>
        <FormLine {...field('xpub')} mono help={say('seizure.xpubHelp')} />
        <div className="th-form-two">
          <FormLine {...formed('fingerprint')} mono />
          <FormLine {...formed('path')} mono />
        </div>
        <Checkbox
          label={say('seizure.withUnknown')}
          checked={draft.withUnknown}
          onChange={(event) => set({ withUnknown: event.currentTarget.checked })}
        />
      </Panel>
      <Panel title={say('seizure.where')}>
        <FormLine {...field('agency')} mono />
        <FormLine {...field('agencyAgain')} mono noPaste warn={differs ? say('seizure.agencyDiffers') : undefined} />
        <FormLine {...field('agencyBy')} help={say('seizure.agencyByHelp')} />
        <div className="th-form-two">
          <FormLine {...formed('feeRate')} />
          <FormLine {...formed('fee')} help={say('seizure.feeHelp')} />
        </div>
        <Checkbox
          label={say('seizure.acceptHighFee')}
          checked={draft.acceptHighFee}
          onChange={(event) => set({ acceptHighFee: event.currentTarget.checked })}
        />
        <div className="th-form-two">
          <FormLine {...field('exhibits')} />
          <FormLine {...field('authority')} />
        </div>
        <FormLine {...field('note')} />
        <div className="th-actions">
          <Button intent="primary" loading={busy} disabled={!ready} text={say('seizure.prepare')} onClick={() => void prepare()} />
          <Button text={say('seizure.back')} onClick={onBack} />
        </div>
        <p className="th-muted th-small th-form-gap">{say('seizure.prepareIs')}</p>
      </Panel>
    </div>
  );
}

interface Typed {
  readonly text: string;
  readonly path?: string;
}

/** One a line; behind a blank its path below the account. */
function addressesOf(text: string): Typed[] {
  return text.split('\n').flatMap((row): Typed[] => {
    const [address = '', path] = row.trim().split(/[\s,;]+/);
    return address === '' ? [] : [{ text: address, ...(path === undefined ? {} : { path }) }];
  });
}

function askedOf(draft: Draft, addresses: Typed[]) {
  const { chain, height, xpub, fingerprint, path, feeRate, fee } = draft;
  return {
    addresses,
    ...(chain === '' ? {} : { chain }),
    ...(height.trim() === '' ? {} : { height: Number(height) }),
    ...(xpub.trim() === '' ? {} : { account: { xpub: xpub.trim(), fingerprint: fingerprint.trim().toLowerCase(), path: path.trim() } }),
    ...{ agency: draft.agency.trim(), agencyAgain: draft.agencyAgain.trim(), agencyBy: draft.agencyBy.trim() },
    ...(feeRate.trim() === '' ? {} : { feeRate: feeRate.trim() }),
    ...(fee.trim() === '' ? {} : { fee: fee.trim() }),
    ...{ exhibits: draft.exhibits.trim(), authority: draft.authority.trim(), note: draft.note.trim() },
    ...{ withUnknown: draft.withUnknown, acceptHighFee: draft.acceptHighFee },
  };
}

/** Addresses that found keys make and the case's data know, by chain. */
function foundOf(last: KeysFound | null): { readonly chain: string; readonly chainName: string; readonly addresses: readonly string[] }[] {
  const byChain = new Map<string, { readonly chainName: string; readonly addresses: Set<string> }>();
  for (const { chain, chainName, address } of last?.origins.flatMap(({ findings }) => findings.flatMap(({ used }) => used)) ?? []) {
    // What has no address has no place in a list of addresses.
    if (address.startsWith('script:')) continue;
    const own = byChain.get(chain) ?? { chainName, addresses: new Set<string>() };
    own.addresses.add(address);
    byChain.set(chain, own);
  }
  return [...byChain].map(([chain, { chainName, addresses }]) => ({ chain, chainName, addresses: [...addresses] }));
}
