// Sentences about seized things and what was found in them, codes of readers included; sizes and places as people compare them.
import { type ReactNode, useMemo } from 'react';
import type { Exhibit } from '../../../shared/contract/exhibit.ts';
import type { Parameters } from '../../../shared/words/index.ts';
import { formatBytes, groupThousands } from '../../design/amounts.ts';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

interface DeviceWords {
  (key: string, parameters?: Parameters): string;
  /** Words for a code of a group; the code itself where nobody has written words for it yet. */
  readonly coded: (group: string, code: string) => string;
}

export function useDeviceWords(): DeviceWords {
  const say = useWords();
  return useMemo(() => {
    const speak = (key: string, parameters?: Parameters): string => say.any(`devices.${key}`, parameters) ?? key;
    return Object.assign(speak, { coded: (group: string, code: string) => say.any(`devices.${group}.${code}`) ?? code });
  }, [say]);
}

/** Why something was not read; `encrypted (…)` says with what, `unpack: …` and `image: …` bring the reader's own words. */
export function whyUnread(word: DeviceWords, reason: string): string {
  const [, means] = /^encrypted( \(.*\))$/.exec(reason) ?? [];
  if (means !== undefined) return `${word.coded('why', 'encrypted')}${means}`;
  const [, from, detail] = /^(unpack|image): (.*)$/.exec(reason) ?? [];
  return detail === undefined ? word.coded('why', reason) : word(from === 'image' ? 'whyImage' : 'whyUnpack', { reason: detail });
}

/** `27.4 MB (27 412 388 bytes)`. */
export function sizeText(word: DeviceWords, bytes: number): string {
  return bytes < 1000
    ? word('bytes', { count: groupThousands(bytes) })
    : `${formatBytes(bytes)} (${word('bytes', { count: groupThousands(bytes) })})`;
}

/** Of a part of a phrase only the number of its words is told: `… (6)`. */
export function partText(word: DeviceWords, mask: string): string {
  return word('join.count', { count: Number(/\((\d+)\)/.exec(mask)?.[1] ?? 0) });
}

/** `18 432 (0x4800)`. */
export function offsetText(offset: number): string {
  return `${groupThousands(offset)} (0x${offset.toString(16)})`;
}

/** Names of chains by their ids. */
export function useChainNames(): (ids: readonly string[]) => readonly string[] {
  const { catalog } = useSession();
  return useMemo(() => {
    const names = new Map<string, string>([
      ...catalog.accountChains.map(({ id, title }) => [id, title] as const),
      ...catalog.chains.map(({ id, name }) => [id, name] as const),
    ]);
    return (ids: readonly string[]) => ids.map((id) => names.get(id) ?? id);
  }, [catalog]);
}

/** Whether what is stated of a copy fits what was read: words and a sign, never colour alone. */
export function SumsState({ copy }: { readonly copy: Exhibit['copy'] }): ReactNode {
  const word = useDeviceWords();
  if (copy === null) return null;
  if (copy.stated.length === 0) return <span className="th-muted">{word('sums.none')}</span>;
  const wrong = copy.stated.filter(({ fits }) => !fits).length;
  return wrong === 0 ? (
    <span className="th-sums-fit">✓ {word('sums.fit')}</span>
  ) : (
    <strong className="th-sums-misfit">✗ {word('sums.misfit')}</strong>
  );
}
