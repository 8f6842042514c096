// LINE's text export: a heading with the chat, lines with a day, lines with time, name and text parted by tabs; messages of several lines stand in
// quotation marks. It states no zone.
import type { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import type { MessageReader } from '../scanners/seized.ts';
import { linesOf } from './lines.ts';
import { messagesRead } from './reading.ts';
import { headText } from './headText.ts';
import { openMessages } from './openMessages.ts';
import { byteLength, nameOf, readText } from './textPieces.ts';

const HEADING = /^\ufeff?\[LINE\]\s*(.+)$/;
const SAVED = /^(?:保存日時|保存日期|儲存日期|储存日期|Saved on)\s*[:：]/i;
/** 2024/05/01(水), 2024.05.01 Wednesday, R6/05/01(水), Wed, 05/01/2024. */
const DAY = /^(?:[RHS]?\d{1,4}[/.]\d{1,2}[/.]\d{1,2}\s?(?:[(（]?[^\t\d]{1,12}[)）]?)?|[A-Z][a-z]{2,8},\s?\d{1,2}\/\d{1,2}\/\d{4})$/;
const CLOCK = '(?:(?:午前|午後|上午|下午)\\s?)?\\d{1,2}:\\d{2}(?::\\d{2})?(?:\\s?[AaPp][Mm])?';
const TABBED = new RegExp(`^(${CLOCK})\\t([^\\t]*)(?:\\t(.*))?$`, 's');
/** The desktop program parts by blanks. */
const SPACED = new RegExp(`^(${CLOCK}) +(\\S.*)$`, 's');

const CHAT_OF_HEADING = [
  /^Chat history (?:with|in) (.+)$/i,
  /^(.+?)とのトーク履歴$/,
  /^(.+?)のトーク履歴$/,
  /^[與与和跟]\s?(.+?)\s?的(?:聊天|對話|对话)(?:記錄|记录|紀錄|内容|內容)?$/,
  /^(.+?)\s?的(?:聊天|對話|对话)(?:記錄|记录|紀錄|内容|內容)?$/,
];

export const lineText: MessageReader = {
  id: 'lineText',
  takes: ({ head }) => HEADING.test(headText(head).split(/\r?\n/, 1)[0] ?? ''),
  async read(file) {
    const text = await readText(file);
    return messagesRead(
      'lineText',
      { name: text.encoding, isLikely: text.isLikely },
      async function* (notes) {
        let chat = '';
        let day = '';
        let quotedDay = '';
        let row = 0;
        const open = openMessages(nameOf(file), byteLength('"', text.encoding), true);
        for await (const lines of linesOf(text, nameOf(file)))
          for (const line of lines) {
            row++;
            const heading = row === 1 ? HEADING.exec(line.text)?.[1] : undefined;
            if (heading !== undefined) {
              chat = chatOf(heading.replace(/\.txt$/, '').trim());
              continue;
            }
            if (row < 4 && SAVED.test(line.text)) continue;
            const isDay = !open.isQuoted() && DAY.test(line.text.trim());
            const written = isDay ? null : (TABBED.exec(line.text) ?? (open.isQuoted() ? null : SPACED.exec(line.text)));
            if (!isDay && written === null) {
              const isQuotedDay = open.isQuoted() && DAY.test(line.text.trim());
              if (isQuotedDay) quotedDay = line.text.trim();
              open.goOn(line, isQuotedDay);
              continue;
            }
            // A mark that nothing closes was text, and the days behind it were days.
            if (open.isQuoted() && quotedDay !== '') day = quotedDay;
            quotedDay = '';
            const ready = open.close();
            if (ready !== null) yield ready;
            if (isDay) {
              day = line.text.trim();
              continue;
            }
            const { clock, sender, said } = partsOf(written as RegExpExecArray, chat);
            if (sender === null) notes.add('senderByFirstWord');
            const who = sender ?? said.split(' ', 1)[0] ?? '';
            const words = sender === null ? said.slice(who.length).trimStart() : said;
            const begin = line.end - byteLength(words, text.encoding);
            open.begin(messageOf(chat, who, `${day} ${clock}`.trim()), words, begin, line.end);
          }
        const last = open.close();
        if (last !== null) yield last;
        if (text.undecodable() > 0) notes.add('undecodable', text.undecodable());
      },
      'fromMessages',
    );
  },
};

function chatOf(heading: string): string {
  for (const pattern of CHAT_OF_HEADING) {
    const name = pattern.exec(heading)?.[1];
    if (name !== undefined) return name.replace(/^[「"](.*)[」"]$/, '$1');
  }
  return heading;
}

/** `sender` null: parted by blanks, and the name may hold some. */
function partsOf(
  written: RegExpExecArray,
  chat: string,
): { readonly clock: string; readonly sender: string | null; readonly said: string } {
  const [, clock = '', second = '', third] = written;
  if (written[0].includes('\t', clock.length)) {
    // Two cells: the program itself says something.
    return third === undefined ? { clock, sender: '', said: second } : { clock, sender: second, said: third };
  }
  if (chat !== '' && second.startsWith(`${chat} `)) return { clock, sender: chat, said: second.slice(chat.length + 1) };
  return { clock, sender: null, said: second };
}

/** Whose name the chat bears is the other side; of anybody else the export does not say whose phone it was. */
function messageOf(chat: string, sender: string, time: string): Omit<SeizedMessage, 'text' | 'place'> {
  return {
    ...{ app: 'LINE', chat, participants: [], sender, time, instant: null },
    direction: sender !== '' && sender === chat ? 'in' : 'unknown',
    ...(sender === '' ? { about: [{ code: 'service', value: '' }] } : {}),
  };
}
