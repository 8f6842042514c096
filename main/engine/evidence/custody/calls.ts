// Answers custody.save: the form of all exhibits or some, as a PDF.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { custodyContract } from '../../../../shared/contract/custody.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { exhibitsOf } from '../../intake/index.ts';
import { type Handlers, type Host, implement, outPath, writeNewFile } from '../../kernel/index.ts';
import { reportWords } from '../report/words.ts';
import { custodyForm } from './custodyForm.ts';

export function custodyCalls(host: Host, session: CaseSession): Handlers<keyof typeof custodyContract> {
  return implement(custodyContract, {
    'custody.save': async ({ exhibits, out, locale }, work) => {
      const file = session.current();
      const all = exhibitsOf(file);
      const unknown = exhibits.find((id) => all.every((one) => one.id !== id));
      if (unknown !== undefined) throw new Fault('exhibit.unknown', { exhibit: unknown });
      const chosen = exhibits.length === 0 ? all : all.filter(({ id }) => exhibits.includes(id));
      if (chosen.length === 0) throw new Fault('exhibit.none');
      const { path, name: granted } = host.resolveGrant(out);
      const target = outPath(path, !/\.pdf$/i.test(granted), `custody-event-${file.journal.head().size}-${locale}.pdf`);
      if (existsSync(target)) throw new Fault('export.exists', { name: basename(target) });
      work.report({ phase: 'sheet', done: 0, total: 1, unit: 'steps' });
      const read = (section: string) => JSON.parse(Buffer.from(host.resource(`locales/${locale}/${section}.json`)).toString('utf8'));
      const { size, headHash, time } = file.journal.head();
      const { bytes, pages } = await custodyForm(chosen, reportWords(locale, { ...read('report'), ...read('custody') }), {
        ...{ details: file.details, training: file.isTraining(), program: `Tracehold ${host.version.program}` },
        ...{ event: size, head: headHash, time: new Date(time ?? file.details.created), font: (name) => host.resource(`fonts/${name}`) },
      });
      const sha256 = writeNewFile(target, [bytes]);
      file.noteAccess('custody.saved', { name: basename(target), locale, exhibits: chosen.length, sha256 });
      return { name: basename(target), sha256, pages };
    },
  });
}
