// An Android backup (`adb backup`): four lines of text, then a TAR, usually within zlib. An encrypted one is told with what its lines state.
import { begin } from './begin.ts';
import { inflated } from './gzip.ts';
import type { Opener } from './opener.ts';
import { entriesOf } from './tar.ts';

const MARK = 'ANDROID BACKUP\n';
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

export const androidBackupOpener: Opener = {
  id: 'androidBackup',
  level: 'archive',
  takes: ({ head }) => textOf(head.subarray(0, MARK.length)) === MARK,
  async *openStream(bytes, shown, context) {
    const { head, all } = await begin(bytes);
    const lines = textOf(head).split('\n').slice(1, 9);
    const [version = '', packed = '', cipher = ''] = lines;
    if (!/^\d{1,3}$/.test(version) || !/^[01]$/.test(packed))
      return context.onUnread({ path: shown, reason: 'unpack: the first lines are none of an Android backup' });
    if (cipher !== 'none') {
      // Salt of the password, salt of its checksum, rounds of PBKDF2: public parts, by which a lawful password can be tried elsewhere.
      const rounds = /^\d{1,9}$/.test(lines[5] ?? '') ? ` PBKDF2 ${lines[5]}` : '';
      return context.onUnread({ path: shown, reason: `encrypted (Android backup version ${version}, ${cipher.slice(0, 20)}${rounds})` });
    }
    const start = MARK.length + version.length + packed.length + cipher.length + 3;
    const content = after(all(), start);
    yield* entriesOf(packed === '1' ? inflated(content, 'zlib', shown, context) : content, shown, context);
  },
};

async function* after(bytes: AsyncIterable<Uint8Array>, start: number): AsyncGenerator<Uint8Array> {
  let left = start;
  for await (const piece of bytes) {
    if (left < piece.length) yield piece.subarray(left);
    left = Math.max(0, left - piece.length);
  }
}
