// Columns of found traces: what it is, what was tested, whether the chain data know it, where it stands first.
import { Lock } from '@blueprintjs/icons';
import { type ReactNode, useMemo } from 'react';
import { type KeptTrace, NAMED_KINDS } from '../../../shared/contract/device.ts';
import { groupThousands } from '../../design/amounts.ts';
import type { Column } from '../../design/DataTable.tsx';
import { shortId } from '../../design/ids.ts';
import { Unseen } from '../../design/pieces.tsx';
import { useLanguage } from '../../session/language.ts';
import { partText, useChainNames, useDeviceWords } from './words.tsx';

/** The value as it may be shown: of a secret only its mask, with a lock before it. */
export function TraceValue({ trace, whole = false }: { readonly trace: KeptTrace; readonly whole?: boolean }): ReactNode {
  const word = useDeviceWords();
  const isPart = trace.kind === 'phrasePart';
  return (
    <span className="th-trace-value" title={isPart ? word('maskedPartIs') : trace.isSecret ? word('maskedIs') : trace.value}>
      {trace.isSecret ? (
        <>
          <Lock size={12} aria-hidden="true" />
          <Unseen text={word('masked')} />
        </>
      ) : null}
      <span className={isPart ? '' : 'th-mono'}>
        {isPart ? partText(word, trace.value) : whole || trace.isSecret || trace.kind === 'url' ? trace.value : shortId(trace.value, 14, 8)}
      </span>
    </span>
  );
}

/** A language by BCP 47, as lists of words name theirs. */
const LANGUAGE = /^[a-z]{2}(-[A-Z][a-z]{3})?$/;

/** What the detail of a trace says, in words: chains by their names, languages, forms of wallets. */
export function useTraceDetail(): (trace: Pick<KeptTrace, 'kind' | 'detail'>) => string {
  const word = useDeviceWords();
  const chainNames = useChainNames();
  const { locale } = useLanguage();
  return useMemo(() => {
    const languages = new Intl.DisplayNames([locale], { type: 'language' });
    return ({ kind, detail }) => {
      const wordsOf = (one: string): string =>
        LANGUAGE.test(one) ? word('wordsOf', { language: languages.of(one) ?? one }) : word.coded('detail', one);
      if (kind === 'phrase' || kind === 'phrasePart' || kind === 'electrumSeed') return detail.map(wordsOf).join(', ');
      if (kind === 'address' || kind === 'wif')
        return chainNames(detail)
          .map((one) => word.coded('detail', one))
          .join(', ');
      return detail.map((one) => (kind === 'wallet' ? word.coded('walletForm', one) : word.coded('detail', one))).join(', ');
    };
  }, [word, chainNames, locale]);
}

/** An address stands in chain data; of a key an address that follows from it does. `Is`: as a sentence. */
export function onChainWord({ kind, onChain }: Pick<KeptTrace, 'kind' | 'onChain'>, ending: '' | 'Is' = ''): string {
  const of = NAMED_KINDS.includes(kind) ? 'onChain' : 'onChain.key';
  return `${of}.${onChain === true ? 'yes' : 'no'}${ending}`;
}

export function useTraceColumns(isNarrow: boolean): readonly Column<KeptTrace>[] {
  const word = useDeviceWords();
  const detailOf = useTraceDetail();
  return useMemo(() => {
    const kind: Column<KeptTrace> = {
      id: 'kind',
      header: word('column.kind'),
      width: isNarrow ? 'minmax(124px, .55fr)' : '160px',
      cell: (one) => <span title={word(`kind.${one.kind}`)}>{word(`kind.${one.kind}`)}</span>,
      compare: (a, b) => a.kind.localeCompare(b.kind),
    };
    const value: Column<KeptTrace> = {
      id: 'value',
      header: word('column.value'),
      width: isNarrow ? 'minmax(180px, 1fr)' : 'minmax(190px, 1.3fr)',
      cell: (one) => (
        <>
          <TraceValue trace={one} />
          {one.isExample ? <em className="th-muted"> {word('example')}</em> : null}
        </>
      ),
      compare: (a, b) => a.value.localeCompare(b.value),
    };
    const onChain: Column<KeptTrace> = {
      id: 'chain',
      header: word('column.onChain'),
      width: '92px',
      cell: (one) =>
        one.onChain === null ? (
          ''
        ) : one.onChain ? (
          <strong>✓ {word(onChainWord(one))}</strong>
        ) : (
          <span className="th-muted">{word(onChainWord(one))}</span>
        ),
    };
    const times: Column<KeptTrace> = {
      id: 'times',
      header: word('column.times'),
      width: '72px',
      end: true,
      cell: ({ count }) => groupThousands(count),
      compare: (a, b) => a.count - b.count,
    };
    const tested: Column<KeptTrace> = {
      id: 'tested',
      header: word('column.tested'),
      width: 'minmax(130px, .9fr)',
      cell: ({ checks }) => {
        const text = checks.map((one) => word(`check.${one}`)).join('; ');
        return <span title={text}>{text}</span>;
      },
    };
    const about: Column<KeptTrace> = {
      id: 'about',
      header: word('column.about'),
      width: 'minmax(90px, .5fr)',
      cell: (one) => <span title={detailOf(one)}>{detailOf(one)}</span>,
    };
    const first: Column<KeptTrace> = {
      id: 'first',
      header: word('column.first'),
      width: 'minmax(150px, 1.2fr)',
      cell: ({ exhibit, first: place }) => (
        <span title={`${exhibit.number}: ${place.path}`}>
          {exhibit.number}: {place.path}
        </span>
      ),
      compare: (a, b) => a.first.path.localeCompare(b.first.path) || a.first.offset - b.first.offset,
    };
    return isNarrow ? [kind, value, onChain, times] : [kind, value, about, tested, onChain, times, first];
  }, [word, detailOf, isNarrow]);
}
