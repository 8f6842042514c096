// Text as exporters of WeChat write it: a line with time and name, the message below it, an empty line. Times are local and without a zone.
import type { MessageReader } from '../scanners/seized.ts';
import { headText } from './headText.ts';
import { linesOf } from './lines.ts';
import { openMessages } from './openMessages.ts';
import { messagesRead } from './reading.ts';
import { nameOf, readText } from './textPieces.ts';

const TIME = '\\d{4}(?:-\\d{1,2}-|/\\d{1,2}/|年\\d{1,2}月)\\d{1,2}日? \\d{1,2}:\\d{2}(?::\\d{2})?';
const TIME_FIRST = new RegExp(`^\\ufeff?(${TIME})\\s+(\\S[^\\t]{0,80}?)\\s*[:：]?$`);
const NAME_FIRST = new RegExp(`^\\ufeff?(\\S[^\\t]{0,80}?)\\s*[(（\\[]?(${TIME})[)）\\]]?\\s*[:：]?$`);
export const SAYS_WECHAT = /we ?chat|weixin|wxid_|微信|留痕|MemoTrace/i;
const OWN = /^(?:我|Me|自己|本人)$/;

/** Time and name of a line that begins a message. */
function headOf(line: string): { readonly time: string; readonly sender: string } | null {
  const first = TIME_FIRST.exec(line);
  if (first !== null) return { time: first[1] as string, sender: unquoted(first[2] as string) };
  const second = NAME_FIRST.exec(line);
  return second === null ? null : { time: second[2] as string, sender: unquoted(second[1] as string) };
}
const unquoted = (name: string): string => name.replace(/^(['"“])(.*)['"”]$/, '$2');

/** Logs of programs begin with times too: here each stands behind an empty line, with its text on the lines below. */
function looksLikeChat(text: string, saysWechat: boolean): boolean {
  const lines = text.split(/\r?\n/).slice(0, -1);
  let heads = 0;
  for (const [at, line] of lines.entries()) {
    if (headOf(line) === null) continue;
    const next = lines[at + 1];
    if (next !== undefined && (next.trim() === '' ? !saysWechat : headOf(next) !== null)) return false;
    if (!saysWechat && at > 0 && (lines[at - 1] as string).trim() !== '') return false;
    heads++;
  }
  return heads >= (saysWechat ? 1 : 2);
}

export const wechatText: MessageReader = {
  id: 'wechatText',
  takes({ path, head }) {
    if (!/\.(?:txt|log)$/i.test(path)) return false;
    const text = headText(head);
    return looksLikeChat(`${text}\n`, SAYS_WECHAT.test(path) || SAYS_WECHAT.test(text.slice(0, 200)));
  },
  async read(file) {
    const text = await readText(file);
    const name = nameOf(file);
    // The form is also that of other programs: it is WeChat's where file or heading say so.
    const app = SAYS_WECHAT.test(file.path) || SAYS_WECHAT.test(headText(file.head).slice(0, 200)) ? 'WeChat' : '';
    const chat = name.replace(/\.[a-z]+$/i, '');
    return messagesRead(
      'wechatText',
      { name: text.encoding, isLikely: text.isLikely },
      async function* (notes) {
        const open = openMessages(name, 0);
        for await (const lines of linesOf(text, name))
          for (const line of lines) {
            const head = headOf(line.text);
            if (head === null) {
              open.goOn(line);
              continue;
            }
            const ready = open.close();
            if (ready !== null) yield ready;
            const direction = OWN.test(head.sender) ? ('out' as const) : ('unknown' as const);
            open.begin({ app, chat, participants: [], ...head, direction, instant: null }, '', line.end, line.end);
          }
        const last = open.close();
        if (last !== null) yield last;
        if (text.undecodable() > 0) notes.add('undecodable', text.undecodable());
      },
      'fromMessages',
    );
  },
};
