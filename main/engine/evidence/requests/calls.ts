// Answers requests.*. A request is kept as it was prepared; what becomes of it are edits that can be undone. Nothing is sent by the program.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { requestsContract } from '../../../../shared/contract/requests.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { type Handlers, type Host, implement, outPath, sha256Hex, writeNewFile } from '../../kernel/index.ts';
import { reportWords } from '../report/words.ts';
import { freezableNow } from './freezable.ts';
import { answerSource, PREPARED, type Prepared, registerRequestEdits, requestOf, requestsOf, STEPPED, type Stepped } from './kept.ts';
import { requestBlocks } from './requestBlocks.ts';
import { requestHtml } from './requestHtml.ts';
import { requestPdf } from './requestPdf.ts';
import { subjectsOf } from './subjects.ts';
import { readDirectory, readTemplate } from './unitFiles.ts';

/** An answer is a table, a letter, a few pictures; what is larger is taken in as a source, in place. */
const MOST_BYTES = 256 << 20;

export function requestCalls(host: Host, session: CaseSession): Handlers<keyof typeof requestsContract> {
  session.onEnter(registerRequestEdits);
  return implement(requestsContract, {
    'requests.list': () => ({ requests: requestsOf(session.current()) }),
    'requests.new': async (asked, work) => {
      const file = session.current();
      const { details, examiner, journal } = file;
      const directory = asked.directory === undefined ? null : readDirectory(host.resolveGrant(asked.directory));
      const contactOf = (name: string) => (directory === null || name === '' ? [] : directory.contactOf(name));
      const { agency, authority, reference } = details;
      const fill = { agency, authority, reference, examiner, recipient: asked.recipient };
      const { size, headHash } = journal.head();
      const prepared: Prepared = {
        ...{
          request: journal.named(PREPARED).filter(({ header }) => header.kind === 'edit').length + 1,
          kind: asked.kind,
          recipient: asked.recipient.trim(),
        },
        ...{ contact: contactOf(asked.recipient), sender: contactOf(asked.sender ?? '') },
        ...(await subjectsOf(session, asked, work)),
        ...{ asked: asked.asked.trim(), answerBy: asked.answerBy.trim() },
        legalBasis: asked.template === undefined ? null : readTemplate(host.resolveGrant(asked.template), fill),
        ...{ prepared: new Date(host.now()).toISOString(), examiner, event: size, head: headHash },
      };
      file.edits.perform(PREPARED, prepared);
      return { request: prepared.request };
    },
    'requests.set': ({ request, state, day, note }) => {
      const file = session.current();
      requestOf(file, request);
      file.edits.perform(STEPPED, { request, state, day, note: note.trim(), answer: null } satisfies Stepped);
      return { request, state };
    },
    'requests.answer': ({ request, file: grant, day, note }) => {
      const file = session.current();
      requestOf(file, request);
      const { path, name } = host.resolveGrant(grant);
      const bytes = readAnswer(path, name);
      const answer = { name, sizeBytes: bytes.length, sha256: sha256Hex(bytes) };
      file.transaction(() => {
        file.requests.keepFile(answer.sha256, bytes);
        file.edits.perform(STEPPED, { request, state: 'answered', day, note: note.trim(), answer } satisfies Stepped);
      });
      return { ...answer, source: answerSource(file, answer.sha256) };
    },
    'requests.saveAnswer': ({ request, sha256, out }) => {
      const file = session.current();
      const answer = requestOf(file, request).steps.find((step) => step.answer?.sha256 === sha256)?.answer;
      const parts = file.requests.file(sha256);
      if (answer == null || parts.length === 0) throw new Fault('request.answerUnknown', { request });
      const { path, name } = host.resolveGrant(out);
      const target = outPath(path, name !== answer.name, basename(answer.name));
      if (existsSync(target)) throw new Fault('export.exists', { name: basename(target) });
      writeNewFile(target, parts);
      file.noteAccess('request.answerSaved', { request, sha256, name: basename(target) });
      return { name: basename(target) };
    },
    'requests.saveSheet': async ({ request, out, format, locale }, work) => {
      const file = session.current();
      const view = requestOf(file, request);
      const { path, name } = host.resolveGrant(out);
      const target = outPath(path, !name.toLowerCase().endsWith(`.${format}`), `request-${request}-${locale}.${format}`);
      if (existsSync(target)) throw new Fault('export.exists', { name: basename(target) });
      work.report({ phase: 'sheet', done: 0, total: 1, unit: 'steps' });
      const read = (section: string) => JSON.parse(Buffer.from(host.resource(`locales/${locale}/${section}.json`)).toString('utf8'));
      const words = reportWords(locale, { ...read('report'), ...read('requests') });
      const program = `Tracehold ${host.version.program}`;
      const sheet = requestBlocks(view, file.details, file.isTraining(), program, words);
      const made =
        format === 'pdf'
          ? await requestPdf(sheet, new Date(view.prepared), program, words, (font) => host.resource(`fonts/${font}`))
          : { bytes: Buffer.from(requestHtml(sheet, words), 'utf8'), pages: 0 };
      const sha256 = writeNewFile(target, [made.bytes]);
      file.noteAccess('request.sheetSaved', { request, name: basename(target), sha256, locale });
      return { name: basename(target), sha256, pages: made.pages };
    },
    'requests.freezable': (asked, work) => freezableNow(host, session, asked, work),
  });
}

function readAnswer(path: string, name: string): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES) throw new Fault('request.answerTooLarge', { name, size, most: MOST_BYTES });
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('request.badFile', { name, reason: (error as { code?: string }).code ?? 'unknown' }, error);
  }
}
