// JSON as exporters of WeChat write it: a list of objects with the columns of WeChat's own database, or with names near them.
import type { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import type { MessageReader } from '../scanners/seized.ts';
import { headText } from './headText.ts';
import { createJsonWalk, type JsonValue } from './json.ts';
import { instantOf, messagesRead, unixInstant } from './reading.ts';
import { nameOf, readText } from './textPieces.ts';
import { SAYS_WECHAT } from './wechatText.ts';

const TEXTS = ['StrContent', 'content', 'msg', 'message', 'text'] as const;
const SENDERS = [
  'NickName',
  'senderDisplayName',
  'senderName',
  'accountName',
  'sender_name',
  'Sender',
  'sender',
  'senderUsername',
  'talker',
] as const;
const UNIX = ['CreateTime', 'createTime', 'create_time', 'timestamp', 'ts'] as const;
const TIMES = ['StrTime', 'formattedTime', 'str_time', 'time', 'Time', 'datetime'] as const;
const OWN = ['IsSender', 'isSender', 'is_sender', 'isSend', 'is_send', 'isSelf', 'is_self'] as const;
const CHATS = ['talkerName', 'talker_name', 'TalkerName', 'room_name', 'StrTalker', 'talker', 'TalkerId', 'conversation_id'] as const;
const CHAT_NAMES: ReadonlySet<string> = new Set(['displayName', 'nickname', 'remark', 'name', 'title', 'talker', 'wxid']);
const LISTS: ReadonlySet<string | undefined> = new Set([
  'messages',
  'message',
  'msgs',
  'data',
  'list',
  'records',
  'chatMessages',
  undefined,
]);
const KNOWN =
  /"(?:StrContent|IsSender|StrTime|MsgSvrID|TalkerId|StrTalker|localType|senderUsername|is_sender|isSend|isSelf|is_self|sender_wxid)"\s*:/g;

export const wechatJson: MessageReader = {
  id: 'wechatJson',
  takes({ path, head }) {
    const text = headText(head);
    if (!/^\s*[[{]/.test(text)) return false;
    const known = new Set(text.match(KNOWN)).size;
    return known > 1 || (known === 1 && (SAYS_WECHAT.test(path) || SAYS_WECHAT.test(text)));
  },
  async read(file) {
    const text = await readText(file);
    const name = nameOf(file);
    return messagesRead(
      'wechatJson',
      { name: text.encoding, isLikely: text.isLikely },
      async function* (notes) {
        let ready: SeizedMessage[] = [];
        let taken = 0;
        const names = new Map<string, string>();
        const fallback = name.replace(/\.[a-z]+$/i, '');
        const walk = createJsonWalk(
          {
            isTaken: (path) => path.length <= 3 && LISTS.has(path.filter((one) => one !== '*').at(-1)),
            opens: () => undefined,
            // What the document says of the chat beside its messages: session, meta.
            plain(value, path) {
              const own = path.at(-1) ?? '';
              if (path.length <= 2 && value.kind === 'string' && CHAT_NAMES.has(own) && !names.has(own)) names.set(own, value.text);
            },
            element(value) {
              if (value.kind !== 'object') return;
              const chat = [...CHAT_NAMES].map((one) => names.get(one) ?? '').find((one) => one !== '') ?? fallback;
              const message = messageOf(value, chat);
              if (message === null) notes.add('otherElements');
              else if (message.text === '') notes.add('withoutText');
              else ready.push(message);
              taken++;
            },
          },
          name,
        );
        for await (const piece of text.pieces()) {
          try {
            walk.write(piece);
          } finally {
            yield* ready;
            ready = [];
          }
        }
        if (!walk.end()) notes.add('truncated', 1, `after message ${taken}`);
        if (text.undecodable() > 0) notes.add('undecodable', text.undecodable());
      },
      'fromMessages',
    );
  },
};

/** Null: an object without a text or without a time is no message. */
function messageOf(value: JsonValue, chatOfFile: string): SeizedMessage | null {
  const member = (names: readonly string[]): JsonValue | undefined =>
    names.map((one) => value.members.get(one)).find((one) => one !== undefined && one.text !== '' && one.text !== 'null');
  const written = TEXTS.map((one) => value.members.get(one)).find((one) => one !== undefined);
  const unix = member(UNIX);
  const time = member(TIMES);
  if (written === undefined || (unix === undefined && time === undefined)) return null;
  const own = member(OWN)?.text.toLowerCase();
  const isText = written.kind === 'string';
  const stamp = unix === undefined ? null : unixInstant(unix.text);
  return {
    ...{ app: 'WeChat', chat: member(CHATS)?.text ?? chatOfFile, participants: [], sender: member(SENDERS)?.text ?? '' },
    direction: own === '1' || own === 'true' ? 'out' : own === '0' || own === 'false' ? 'in' : 'unknown',
    time: time?.text ?? unix?.text ?? '',
    instant: stamp ?? (time === undefined ? null : instantOf(time.text)),
    text: isText ? written.text : '',
    place: { offset: written.offset, bytes: written.end - written.offset, row: '' },
  };
}
