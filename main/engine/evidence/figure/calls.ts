// Answers canvas.figure and canvas.saveFigure. That a figure was written is noted in the access log.
import { existsSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { canvasFigureContract } from '../../../../shared/contract/canvasTable.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { type Handlers, type Host, outPath, sha256Hex } from '../../kernel/index.ts';
import { type ReportLocale, reportWords, type Words } from '../report/words.ts';
import { figurePng, figureSvg } from './drawFigure.ts';
import { figureModel } from './figureModel.ts';
import { figurePdf } from './paperFigure.ts';

/** Points: what a screen shows at full size. */
const FILE_WIDTH = 1200;

export function figureCalls(host: Host, session: CaseSession): Handlers<keyof typeof canvasFigureContract> {
  const wordsOf = (locale: ReportLocale): Words =>
    reportWords(locale, JSON.parse(Buffer.from(host.resource(`locales/${locale}/report.json`)).toString('utf8')));
  return {
    'canvas.figure': async ({ width, annex, locale, ...asked }, work) => {
      const model = await figureModel(session, asked, work);
      const figure = figureSvg(model, wordsOf(locale), host.resource, width, annex);
      return { svg: figure.svg, width: figure.width, height: figure.height, digest: model.digest };
    },
    'canvas.saveFigure': async ({ out, format, locale, ...asked }, work) => {
      const file = session.current();
      const model = await figureModel(session, asked, work);
      const words = wordsOf(locale);
      const { path, name } = host.resolveGrant(out);
      const isFile = name.toLowerCase().endsWith(`.${format}`);
      const target = outPath(path, !isFile, `canvas-${model.picture.canvas}-event-${model.picture.event}.${format}`);
      if (existsSync(target)) throw new Fault('export.exists', { name: basename(target) });
      work.report({ phase: 'figure', done: 0, total: 1, unit: 'steps' });
      let bytes: Uint8Array;
      let pages = 1;
      if (format === 'svg') bytes = Buffer.from(figureSvg(model, words, host.resource, FILE_WIDTH, true).svg, 'utf8');
      else if (format === 'png') bytes = await figurePng(model, words, host.resource, FILE_WIDTH);
      else ({ bytes, pages } = await figurePdf(model, words, host.resource, `Tracehold ${host.version.program}`));
      try {
        writeFileSync(target, bytes, { flag: 'wx' });
      } catch (error) {
        throw new Fault('export.notWritable', { name: basename(target), reason: (error as { code?: string }).code ?? 'unknown' }, error);
      }
      const sha256 = sha256Hex(bytes);
      file.noteAccess('canvas.figureSaved', { canvas: asked.canvas, name: basename(target), sha256, digest: model.digest });
      return { name: basename(target), sizeBytes: bytes.length, sha256, digest: model.digest, pages };
    },
  };
}
