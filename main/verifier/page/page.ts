// The verifier as one page, opened from disk: takes a folder or a zip from the person and shows the report. Writes text only, never HTML.
import type { BagFiles } from '../core/bagit.ts';
import type { VerifyReport } from '../core/findings.ts';
import { verifyBag } from '../core/verify.ts';
import { zipFiles } from '../core/zip.ts';

const MOST_BYTES = 2 * 1024 ** 3;
const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

async function inflate(data: Uint8Array, size: number): Promise<Uint8Array> {
  const stream = new Blob([data as BlobPart]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  const whole = new Uint8Array(size);
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (at + value.length > size) {
      await reader.cancel();
      throw new Error('larger than announced');
    }
    whole.set(value, at);
    at += value.length;
  }
  return whole.subarray(0, at);
}

async function bytesOf(file: File): Promise<Uint8Array> {
  if (file.size > MOST_BYTES) throw new Error('too large');
  // Lets the page draw its progress between files.
  await new Promise((resolve) => setTimeout(resolve));
  return new Uint8Array(await file.arrayBuffer());
}

function folderFiles(entries: readonly (readonly [string, File])[]): BagFiles {
  const files = new Map(entries);
  return {
    names: entries.map(([name]) => name),
    read: (name) => {
      const file = files.get(name);
      return file === undefined ? Promise.reject(new Error('no such file')) : bytesOf(file);
    },
  };
}

async function droppedFiles(root: FileSystemDirectoryEntry): Promise<BagFiles> {
  const found: [string, File][] = [];
  const walk = async (folder: FileSystemDirectoryEntry, prefix: string): Promise<void> => {
    const reader = folder.createReader();
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0 || found.length > 200_000) return;
      for (const entry of some) {
        const name = prefix + entry.name;
        if (entry.isDirectory) await walk(entry as FileSystemDirectoryEntry, `${name}/`);
        else found.push([name, await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))]);
      }
    }
  };
  await walk(root, '');
  return folderFiles(found.sort((a, b) => (a[0] < b[0] ? -1 : 1)));
}

function line(word: string, middle: string | null, file: string, text: string): HTMLLIElement {
  const item = document.createElement('li');
  const add = (name: string, content: string): HTMLSpanElement => {
    const span = document.createElement('span');
    span.className = name;
    span.textContent = content;
    item.append(span);
    return span;
  };
  add('word', word);
  if (middle !== null) add('check', middle);
  const detail = add('detail', text);
  if (file !== '') {
    const where = document.createElement('span');
    where.className = 'file';
    where.textContent = file;
    detail.prepend(where);
  }
  return item;
}

function show(report: VerifyReport, name: string): void {
  const failures = report.findings.filter((finding) => !finding.ok);
  const held = report.findings.filter((finding) => finding.ok);
  const first = element('first');
  first.textContent = `${report.ok ? (report.training ? '△' : '✓') : '✗'} ${report.firstLine}`;
  first.className = !report.ok ? 'bad' : report.training ? 'training' : 'good';
  const fingerprint = report.signer.fingerprint.replace(/(.{8})(?=.)/g, '$1 ') || 'none';
  const facts: [string, string][] = [
    [
      'Result',
      report.ok ? '✓ every check holds' : `✗ ${report.counts['failures'] ?? failures.length} failed: do not rely on this file as it is`,
    ],
    ['File', name],
    ['Sealed with key', fingerprint],
    ['Signer', report.signer.known ? '✓ the key you named' : '? unknown'],
    [
      'Read',
      `${report.counts['files'] ?? 0} files, ${report.counts['headers'] ?? 0} headers, ${report.counts['transactions'] ?? 0} transactions, ${report.counts['policiesRecomputed'] ?? 0} results recomputed`,
    ],
  ];
  element('facts').replaceChildren(
    ...facts.flatMap(([term, text]) => {
      const dt = document.createElement('dt');
      const dd = document.createElement('dd');
      dt.textContent = term;
      dd.textContent = text;
      if (term === 'Sealed with key') dd.className = 'mono';
      if (term === 'Result') dd.className = 'word';
      return [dt, dd];
    }),
  );
  const none = (text: string): HTMLLIElement => line('–', '', '', text);
  element('failed').replaceChildren(
    ...(failures.length === 0 ? [none('none')] : failures.map((one) => line('✗ failed', one.check, one.file, one.detail))),
  );
  element('held').replaceChildren(
    ...(held.length === 0 ? [none('none')] : held.map((one) => line('✓ holds', one.check, one.file, one.detail))),
  );
  element('open').replaceChildren(...report.notChecked.map((sentence) => line('○ open', null, '', sentence)));
  element('result').hidden = false;
  element('progress').hidden = true;
}

async function check(files: Promise<BagFiles>, name: string): Promise<void> {
  const progress = element('progress');
  element('ask').hidden = true;
  element('result').hidden = true;
  progress.hidden = false;
  progress.textContent = 'Reading…';
  const fingerprint = element<HTMLInputElement>('fingerprint').value.trim();
  try {
    const report = await verifyBag(await files, {
      ...(fingerprint === '' ? {} : { fingerprint }),
      asEvidence: element<HTMLInputElement>('evidence').checked,
      onProgress: (done, total) => {
        progress.textContent = done < total ? `Reading file ${done + 1} of ${total}…` : 'Checking proofs and figures…';
      },
    });
    show(report, name);
  } catch (error) {
    progress.textContent = `✗ The file cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    element('ask').hidden = false;
  }
}

element<HTMLInputElement>('folder').addEventListener('change', (event) => {
  const input = event.target as HTMLInputElement;
  const chosen = [...(input.files ?? [])];
  const first = chosen[0];
  if (first === undefined) return;
  const entries = chosen
    .map((file) => [file.webkitRelativePath.split('/').slice(1).join('/'), file] as const)
    .sort((a, b) => (a[0] < b[0] ? -1 : 1));
  void check(Promise.resolve(folderFiles(entries)), first.webkitRelativePath.split('/')[0] ?? '');
  input.value = '';
});
element<HTMLInputElement>('zip').addEventListener('change', (event) => {
  const input = event.target as HTMLInputElement;
  const file = input.files?.[0];
  if (file === undefined) return;
  void check(
    bytesOf(file).then((bytes) => zipFiles(bytes, inflate)),
    file.name,
  );
  input.value = '';
});
element('again').addEventListener('click', () => {
  element('result').hidden = true;
  element('ask').hidden = false;
});
element('print').addEventListener('click', () => window.print());
addEventListener('dragover', (event) => {
  event.preventDefault();
  document.body.classList.add('over');
});
addEventListener('dragleave', () => document.body.classList.remove('over'));
addEventListener('drop', (event) => {
  event.preventDefault();
  document.body.classList.remove('over');
  const item = event.dataTransfer?.items[0];
  const entry = item?.webkitGetAsEntry() ?? null;
  const file = item?.getAsFile() ?? null;
  if (entry?.isDirectory) void check(droppedFiles(entry as FileSystemDirectoryEntry), entry.name);
  else if (file !== null)
    void check(
      bytesOf(file).then((bytes) => zipFiles(bytes, inflate)),
      file.name,
    );
});
