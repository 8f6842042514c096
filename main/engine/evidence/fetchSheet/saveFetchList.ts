// Answers fetch.save: the list as a file for the collector and as sheets to print. What it writes names no case; that it was written is
// noted in the case's access log.
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { fetchContract } from '../../../../shared/contract/fetch.ts';
import { hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { disclosureOf, fetchList } from '../../intake/index.ts';
import { type Handlers, type Host, outPath, sha256Hex } from '../../kernel/index.ts';
import { reportWords } from '../report/words.ts';
import { fetchFile, fetchParts, type ListItem } from './fetchFile.ts';
import { renderFetchSheet } from './fetchSheet.ts';

export function fetchSaveCalls(host: Host, session: CaseSession): Pick<Handlers<keyof typeof fetchContract>, 'fetch.save'> {
  return {
    'fetch.save': async ({ out, sheet, folder, locale, all, reasons }, work) => {
      const file = session.current();
      const wanted = fetchList(file).filter(({ arrived }) => all || !arrived);
      if (wanted.length === 0) throw new Fault('fetch.nothingToFetch');
      // Tied to the case by the examiner's own access log alone: whoever finds the list learns of no case.
      const list = hex(host.randomBytes(16));
      const granted = host.resolveGrant(out).path;
      const named = `fetch-list-${list.slice(0, 8)}`;
      const target = outPath(granted, folder !== null, `${named}.json`);
      const paper = folder?.sheet === true ? join(granted, `${named}.pdf`) : sheet === null ? null : host.resolveGrant(sheet).path;
      for (const path of [target, paper]) if (path !== null && existsSync(path)) throw new Fault('export.exists', { name: basename(path) });
      const items = wanted.map(
        ({ id, chain, kind, item, fromBlock, toBlock, why }): ListItem => ({
          ...{ number: id, chain, kind, item, fromBlock, toBlock },
          ...(reasons && why !== '' ? { why } : {}),
        }),
      );
      const text = `${fetchFile(list, items)}\n`;
      const sha256 = sha256Hex(text);
      const disclosed = disclosureOf(wanted);
      let pages: number | null = null;
      if (paper !== null) {
        work.report({ phase: 'sheet', done: 0, total: 1, unit: 'steps' });
        const words = reportWords(locale, JSON.parse(Buffer.from(host.resource(`locales/${locale}/fetchSheet.json`)).toString('utf8')));
        const chainNames = new Map(wanted.map(({ chain, chainName }) => [chain, chainName]));
        const program = `Tracehold ${host.version.program}`;
        const time = new Date(host.now());
        const parts = fetchParts(list, items);
        const model = { list, items: items.length, sha256, disclosed, parts, chainNames, program, time };
        const rendered = await renderFetchSheet(model, words, (name) => host.resource(`fonts/${name}`));
        pages = rendered.pages;
        writeNew(paper, rendered.bytes);
      }
      writeNew(target, Buffer.from(text));
      file.noteAccess('fetch.saved', { list, items: items.length, sha256, reasons, sheet: paper !== null });
      return {
        ...{ name: basename(target), list, items: items.length, sha256, disclosed },
        sheet: paper === null || pages === null ? null : { name: basename(paper), pages },
      };
    },
  };
}

function writeNew(path: string, bytes: Uint8Array): void {
  const pending = join(dirname(path), `.${basename(path)}.being-written`);
  try {
    writeFileSync(pending, bytes);
    renameSync(pending, path);
  } catch (error) {
    rmSync(pending, { force: true });
    const { code } = error as { code?: string };
    if (code === 'ENOSPC') throw new Fault('case.diskFull', {}, error);
    throw new Fault('export.notWritable', { name: basename(path), reason: code ?? 'unknown' }, error);
  }
}
