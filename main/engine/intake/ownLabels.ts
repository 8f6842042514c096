// Labels of the examiner's own: each change is an edit of the journal, with what stood before, so that it can be taken back.
import type { z } from 'zod';
import type { labelsContract } from '../../../shared/contract/labels.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile, LabelRow } from '../casefile/index.ts';
import { accountChain, bitcoinNetwork } from '../chains/index.ts';
import type { Host } from '../kernel/index.ts';

type Asked = z.output<(typeof labelsContract)['labels.set']['input']>;

/** What is said beside the text; absent in events of earlier programs. */
interface Said {
  readonly source: string;
  readonly confidence: string;
  readonly abuse: string;
  readonly date: string;
}

interface OwnLabel {
  readonly chain: string;
  readonly address: string;
  readonly before: string;
  readonly after: string;
  /** What kind of account it is, e.g. `exchange`; absent in events of earlier programs. */
  readonly category?: string;
  readonly categoryBefore?: string;
  readonly said?: Said;
  readonly saidBefore?: Said;
}

/** Faults: chain.unknown, chain.badAddress. */
export function setOwnLabel(file: CaseFile, { chain, address: text, label, category, reason, ...rest }: Asked): void {
  const network = bitcoinNetwork(chain);
  const accounts = accountChain(chain);
  const id = network?.id ?? accounts?.id;
  if (id === undefined) throw new Fault('chain.unknown', { chain, known: '' });
  network?.scriptOfAddress(text);
  const address = accounts?.readAddress(text) ?? text;
  const own = file.labels.own(id, address);
  const said = saidOf(file, { origin: rest.source, confidence: rest.confidence, abuse: rest.abuse, date: rest.date });
  const saidBefore = own === undefined ? null : saidOf(file, own);
  file.edits.perform('label.set', {
    ...{ chain: id, address, before: own?.label ?? '', after: label, reason },
    ...(own === undefined ? {} : { categoryBefore: own.category }),
    ...(category === '' ? {} : { category }),
    ...(said === null ? {} : { said }),
    ...(saidBefore === null ? {} : { saidBefore }),
  });
}

/** Null where nothing is said that the label would not have of itself. */
function saidOf(
  file: CaseFile,
  { origin, confidence, abuse, date }: Pick<LabelRow, 'origin' | 'confidence' | 'abuse' | 'date'>,
): Said | null {
  const source = origin === file.details.examiner ? '' : origin;
  return [source, confidence, abuse, date].every((text) => text === '') ? null : { source, confidence, abuse, date };
}

export function registerOwnLabels(host: Host, file: CaseFile): void {
  const write = ({ chain, address }: OwnLabel, text: string, category: string, said: Said | undefined) => {
    file.labels.removeOwn(chain, address);
    if (text === '') return;
    file.labels.add({
      source: ownSource(host, file),
      row: 0,
      chain,
      address,
      label: text,
      origin: said === undefined || said.source === '' ? file.details.examiner : said.source,
      category,
      confidence: said?.confidence ?? '',
      date: said?.date ?? '',
      own: true,
      ...(said === undefined || said.abuse === '' ? {} : { abuse: said.abuse }),
    });
  };
  file.edits.register({
    name: 'label.set',
    apply: (payload: OwnLabel) => write(payload, payload.after, payload.category ?? '', payload.said),
    undo: (payload: OwnLabel) => write(payload, payload.before, payload.categoryBefore ?? '', payload.saidBefore),
  });
}

/** Labels of the examiner have a source too: the examiner. */
function ownSource(host: Host, file: CaseFile): number {
  const known = file.sources.byPublicId('examiner');
  if (known !== undefined) return known.id;
  const id = file.sources.add({
    publicId: 'examiner',
    name: file.details.examiner,
    importer: 'examiner@1',
    mode: 'labels',
    chain: null,
    exhibit: '',
    size: '0',
    sha256: null,
    taken: new Date(host.now()).toISOString(),
    state: 'partial',
    training: false,
    request: {},
  });
  file.sources.setState(id, 'complete');
  return id;
}
