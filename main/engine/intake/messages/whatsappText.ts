// WhatsApp's text export: `[01/05/24, 12:34:56] Name: text` or `01/05/2024, 12:34 - Name: text`, further lines of a message below. It states no zone,
// and the order of day and month is the phone's.
import type { MessageReader } from '../scanners/seized.ts';
import { headText } from './headText.ts';
import { linesOf } from './lines.ts';
import { openMessages } from './openMessages.ts';
import { messagesRead } from './reading.ts';
import { byteLength, nameOf, readText } from './textPieces.ts';

const MARKS = '[\\u200e\\u200f\\ufeff]*';
const DAY = '\\d{1,4}[/.]\\d{1,2}[/.]\\d{2,4}';
const HALF = '(?:午前|午後|上午|下午)';
const CLOCK = `${HALF}?\\s?\\d{1,2}[:.]\\d{2}(?:[:.]\\d{2})?(?:[\\s\\u202f]?[AaPp]\\.?\\s?[Mm]\\.?)?`;
const HEAD = new RegExp(`^${MARKS}(?:\\[(${DAY},?\\s${CLOCK})\\]\\s|(${DAY},?\\s${CLOCK})\\s-\\s)${MARKS}(.*)$`, 's');
const NAMED = /^([^:]{1,80}): (.*)$/s;
const CHAT_OF_PATH = /WhatsApp(?: Chat with| Chat -|とのチャット|与|與)?[ _-]*(.*?)(?:とのチャット|的聊天)?\.txt$/i;

export const whatsappText: MessageReader = {
  id: 'whatsappText',
  takes({ path, head }) {
    const lines = headText(head).split(/\r?\n/, 40);
    if (!HEAD.test(lines[0] ?? '')) return false;
    return /whatsapp/i.test(path) || lines.filter((line) => NAMED.test(HEAD.exec(line)?.[3] ?? '')).length > 1;
  },
  async read(file) {
    const text = await readText(file);
    const name = nameOf(file);
    const chat = CHAT_OF_PATH.exec(name)?.[1] || name.replace(/\.[a-z]+$/i, '');
    return messagesRead(
      'whatsappText',
      { name: text.encoding, isLikely: text.isLikely },
      async function* (notes) {
        const open = openMessages(name, 0);
        for await (const lines of linesOf(text, name))
          for (const line of lines) {
            const head = HEAD.exec(line.text);
            if (head === null) {
              open.goOn(line);
              continue;
            }
            const ready = open.close();
            if (ready !== null) yield ready;
            const [, bracketed, dashed, rest = ''] = head;
            const named = NAMED.exec(rest);
            const [sender, said] = named === null ? ['', rest] : [named[1] as string, named[2] as string];
            const about = named === null ? { about: [{ code: 'service', value: '' }] } : {};
            open.begin(
              {
                ...{ app: 'WhatsApp', chat, participants: [], sender, time: bracketed ?? dashed ?? '', instant: null },
                ...{ direction: 'unknown' as const, ...about },
              },
              said,
              line.end - byteLength(said, text.encoding),
              line.end,
            );
          }
        const last = open.close();
        if (last !== null) yield last;
        if (text.undecodable() > 0) notes.add('undecodable', text.undecodable());
      },
      'fromMessages',
    );
  },
};
