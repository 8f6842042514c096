// Passphrases come from a file or a hidden prompt. They are never taken from the argument list, where every user of the
// machine can read them, and never logged.
import { readFileSync, statSync } from 'node:fs';
import { Fault } from '../../../shared/model/fault.ts';

const LONGEST_FILE_BYTES = 4096;

/** The first line of the file; the line end is not part of the passphrase. */
export function passphraseFromFile(path: string): string {
  let text: string;
  try {
    if (statSync(path).size > LONGEST_FILE_BYTES) throw new Error('too long for a passphrase');
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Fault('usage.passphraseFile', { file: path, reason: (error as NodeJS.ErrnoException).code ?? (error as Error).message });
  }
  const line = text.replace(/\r?\n$/, '');
  if (line === '') throw new Fault('usage.passphraseFile', { file: path, reason: 'empty' });
  return line;
}

interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/** Asks without echo. Ctrl-C gives up. */
export async function promptHidden(question: string, terminal: Terminal): Promise<string> {
  const { input, output } = terminal;
  if (input.isTTY !== true) throw new Fault('usage.noPassphrase');
  output.write(`${question}: `);
  input.setRawMode(true);
  input.resume();
  try {
    return await new Promise<string>((resolve, reject) => {
      let typed = '';
      const finish = (act: () => void): void => {
        input.off('data', onData);
        act();
      };
      const onData = (data: Buffer): void => {
        for (const character of data.toString('utf8')) {
          if (character === '\r' || character === '\n') {
            finish(() => resolve(typed));
            return;
          }
          if (character === '\u0003' || character === '\u0004') {
            finish(() => reject(new Fault('job.cancelled')));
            return;
          }
          if (character === '\u007f' || character === '\b') typed = [...typed].slice(0, -1).join('');
          else if (character >= ' ') typed += character;
        }
      };
      input.on('data', onData);
    });
  } finally {
    input.setRawMode(false);
    input.pause();
    output.write('\n');
  }
}
