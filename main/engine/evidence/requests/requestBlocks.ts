// A request as what stands on its sheet, in order: the same for paper and for a page of HTML. Ids stand whole, amounts exactly, times in UTC.
import type { RequestView } from '../../../../shared/contract/requests.ts';
import { unitText } from '../../canvas/index.ts';
import type { CaseDetails } from '../../casefile/index.ts';
import { canonicalDigest } from '../../kernel/index.ts';
import { grouped } from '../report/format.ts';
import type { Words } from '../report/words.ts';

export type Block =
  | { readonly what: 'heading'; readonly text: string }
  | { readonly what: 'text'; readonly text: string; readonly style?: 'bold' | 'mono' }
  | { readonly what: 'pairs'; readonly rows: readonly (readonly [string, string])[] }
  | { readonly what: 'transfers'; readonly titles: readonly string[]; readonly rows: readonly TransferLine[] };

export interface TransferLine {
  readonly cells: readonly string[];
  /** Full ids, over the whole width. */
  readonly ids: readonly string[];
}

export interface RequestSheet {
  readonly title: string;
  readonly banner: string | null;
  readonly blocks: readonly Block[];
  readonly foot: string;
  readonly author: string;
}

export function requestBlocks(
  request: RequestView,
  details: CaseDetails,
  training: boolean,
  program: string,
  { say }: Words,
): RequestSheet {
  const { kind, recipient, contact, sender, legalBasis, subjects, asked, answerBy } = request;
  const day = `${request.prepared.slice(0, 19).replace('T', ' ')} UTC`;
  const heading = (key: string): Block => ({ what: 'heading', text: say(`heading.${key}`) });
  const text = (content: string): Block => ({ what: 'text', text: content });
  const pairs = (rows: readonly (readonly [string, string])[]): Block => ({
    what: 'pairs',
    rows: rows.filter(([, value]) => value !== ''),
  });
  const of = (rows: RequestView['contact']) => rows.map(({ name, value }): [string, string] => [name, value]);
  return {
    title: say(`title.${kind}`),
    banner: training ? say('training.banner') : null,
    author: details.examiner,
    foot: say('foot', { reference: details.reference, request: request.request, event: request.event, head: request.head, program }),
    blocks: [
      pairs([
        [say('field.to'), recipient],
        ...of(contact),
        [say('field.from'), details.agency],
        [say('field.examiner'), request.examiner],
        ...of(sender),
        [say('field.reference'), details.reference],
        [say('field.request'), String(request.request)],
        [say('field.prepared'), day],
        [say('field.answerBy'), answerBy],
        [say('report.statement'), statementDigest(request)],
      ]),
      heading('asked'),
      text(say(`asked.${kind}`)),
      ...(asked === '' ? [] : [text(asked)]),
      heading('basis'),
      text(legalBasis === null ? say('basis.none') : legalBasis.text),
      heading('subjects'),
      text(say('subjects.means')),
      ...subjects.flatMap((subject) => subjectBlocks(subject, request, { say })),
      heading('reply'),
      text(say('reply.text', { request: request.request, reference: details.reference })),
    ],
  };
}

/** What the journal commits to: the sheet can be held against the court file by it. */
function statementDigest({ state: _state, steps: _steps, ...prepared }: RequestView): string {
  return canonicalDigest(prepared);
}

function subjectBlocks(
  { chainName, address, labels, transfers, more }: RequestView['subjects'][number],
  { assets }: RequestView,
  { say }: Pick<Words, 'say'>,
): Block[] {
  const lines = transfers.map(({ transaction, id, side, amounts, timeSeconds, dayOnly, height, grade }): TransferLine => {
    const time =
      timeSeconds === null
        ? say('time.none')
        : new Date(timeSeconds * 1000)
            .toISOString()
            .slice(0, dayOnly ? 10 : 19)
            .replace('T', ' ');
    const sums = amounts.flatMap(({ asset, amount }) => {
      const view = assets[asset];
      if (view === undefined) return [];
      const exact = unitText(amount, view);
      return [`${exact === '' ? say('amount.smallest', { amount }) : exact} ${view.symbol ?? view.contract ?? ''}`.trim()];
    });
    const contracts = amounts.flatMap(({ asset }) => assets[asset]?.contract ?? []);
    return {
      cells: [
        time,
        say(`side.${side}`),
        sums.join(' + ') || say('amount.none'),
        height === null ? '' : grouped(height),
        grade === null ? '' : say(`grade.${grade}`),
      ],
      // Whoever is asked looks for the transaction; which movement of it is meant stands beside it.
      ids: [
        `${transaction} ${id.slice(transaction.length)}`.trim(),
        ...new Set(contracts.map((contract) => say('contract', { contract }))),
      ],
    };
  });
  const claimed = labels.map(({ label, source }) => say(source === '' ? 'label.own' : 'label.of', { label, source }));
  return [
    { what: 'text', text: `${chainName}`, style: 'bold' },
    { what: 'text', text: address, style: 'mono' },
    ...claimed.map((one): Block => ({ what: 'text', text: one })),
    ...(lines.length === 0
      ? [{ what: 'text', text: say('transfers.none') } as const]
      : [
          {
            what: 'transfers',
            titles: ['time', 'side', 'amount', 'block', 'grade'].map((key) => say(`column.${key}`)),
            rows: lines,
          } as const,
        ]),
    ...(more === 0 ? [] : [{ what: 'text', text: say('transfers.more', { count: more }) } as const]),
  ];
}
