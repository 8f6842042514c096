// The sentences of saved tables in one language. What the report and figures say already is said with their words.
import { createCatalogue, type Parameters, say } from '../../../../shared/words/index.ts';
import type { Host } from '../../kernel/index.ts';
import type { SayCode } from './cells.ts';

export interface TableWords {
  say(key: string, parameters?: Parameters): string;
  /** As the foot of a figure says it. */
  figure(key: string, parameters?: Parameters): string;
  readonly code: SayCode;
  readonly training: string;
}

export function tableWords(host: Host, locale: string): TableWords {
  const read = (section: string): unknown => JSON.parse(Buffer.from(host.resource(`locales/${locale}/${section}.json`)).toString('utf8'));
  const catalogue = createCatalogue({ canvas: read('canvas'), report: read('report') });
  return {
    say: (key, parameters) => say(catalogue, `canvas.rows.${key}`, parameters),
    figure: (key, parameters) => say(catalogue, `report.figure.foot.${key}`, parameters),
    code(family, code) {
      const key = family === 'statement' ? `report.kind.${code}` : `canvas.rows.${family}.${code}`;
      // A code of a registry may have no words; it says itself.
      return Object.hasOwn(catalogue, key) ? say(catalogue, key) : code;
    },
    training: say(catalogue, 'report.training.banner'),
  };
}
