// Columns of a table of messages by the words of their headings, in the languages of forensic programs and exporters.
import type { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import { matchName } from '../tables/cellText.ts';
import { zoneOfName } from '../tables/index.ts';
import { instantOf, unixInstant } from './reading.ts';

const ROLES = [
  'text',
  'time',
  'date',
  'unix',
  'sender',
  'recipients',
  'participants',
  'chat',
  'app',
  'direction',
  'isSender',
  'deleted',
] as const;
type Role = (typeof ROLES)[number];

/** Best first; compared without case, width, blanks and `_ - . " ' * :`. */
const WORDS: Readonly<Record<Role, readonly string[]>> = {
  text: [
    ...['body', 'message', 'messagetext', 'text', 'content', 'snippet', 'messagebody', 'messagecontent', 'strcontent'],
    ...['本文', 'メッセージ', 'メッセージ本文', '内容', 'メッセージ内容', 'テキスト'],
    ...[
      '正文',
      '消息内容',
      '消息',
      '聊天内容',
      '短信内容',
      '信息内容',
      '內容',
      '訊息內容',
      '訊息',
      '簡訊內容',
      '内文',
      '內文',
      '文本',
      '文字',
    ],
  ],
  time: [
    ...[
      'timestamptime',
      'timestamp',
      'datetime',
      'messagesentdate/time',
      'sentdate/time',
      'messagedate/time',
      'date/time',
      'senttime',
      'time',
      'timesent',
      'strtime',
      'createddate/time',
    ],
    ...['日時', 'タイムスタンプ', '送信日時', '送受信日時', '受信日時', '時刻'],
    ...['时间', '发送时间', '时间戳', '消息时间', '日期时间', '時間', '發送時間', '傳送時間', '時間戳', '時間戳記', '日期時間'],
  ],
  date: ['timestampdate', 'date', 'sentdate', '日付', '送信日', '日期', '发送日期', '發送日期'],
  unix: ['createtime', 'unixtime', 'timestampunix', 'epoch'],
  sender: [
    ...['from', 'nickname', 'sendername', 'sender', 'author', 'fromname', 'senderid'],
    ...['送信者', '差出人', '発信者', '送信元'],
    ...['发件人', '发送人', '发送者', '发信人', '發件人', '寄件者', '發送者', '傳送者', '發送人', '寄件人'],
  ],
  recipients: [
    ...['to', 'recipient', 'recipients', 'recipient(s)', 'receiver', '受信者', '宛先', '送信先'],
    ...['收件人', '接收人', '接收者', '收信人', '收件者'],
  ],
  participants: [
    'participants',
    'parties',
    'participant',
    'party',
    '参加者',
    '参加メンバー',
    '参与者',
    '参与人',
    '成员',
    '參與者',
    '參與人',
    '成員',
  ],
  chat: [
    ...[
      'chat#',
      'chat',
      'chatid',
      'chatname',
      'thread',
      'threadid',
      'chat/threadid',
      'conversation',
      'conversationid',
      'groupname',
      'talkername',
      'remark',
      'talkerid',
      'talker',
    ],
    ...['チャット', 'チャット#', 'チャット名', 'トーク', 'トークルーム', 'スレッド', 'グループ名'],
    ...['聊天', '聊天#', '聊天名称', '会话', '会话名称', '群组', '群名称', '群聊', '聊天名稱', '對話', '會話', '群組', '群組名稱'],
  ],
  app: [
    ...['source', 'application', 'app', 'service', 'platform', 'sourceapplication', 'artifact'],
    ...['アプリ', 'アプリケーション', 'ソース', 'サービス', '应用', '应用程序', '来源', '應用程式', '應用', '來源'],
  ],
  direction: ['direction', 'messagedirection', 'folder', '方向', '送受信', '送受信区分', '收发', '收發', '消息方向', '訊息方向'],
  isSender: ['issender', 'issend', 'isself', 'isoutgoing', '是否发送'],
  deleted: ['deletedinstantmessage', 'deleted', 'deletedstate', '削除', '削除済み', '已删除', '删除', '已刪除', '刪除'],
};

const OUT = /^(?:out|outgoing|sent|outbox|送信|送信済み|发送|发出|已发送|發送|傳送|寄件|寄出|发|1)$/i;
const IN = /^(?:in|incoming|received|inbox|受信|受信済み|接收|收到|已接收|收件|收)$/i;

export interface Columns {
  readonly of: ReadonlyMap<Role, number>;
  /** As the heading states them: `Message Sent Date/Time - UTC+00:00 (dd/MM/yyyy)`. */
  readonly zone: number | null;
  readonly order: 'dmy' | 'mdy' | null;
  readonly isWechat: boolean;
}

/** Null: these cells are no headings of a table of messages. They need a text, a time, and who wrote. */
export function columnsOf(cells: readonly string[]): Columns | null {
  const names = cells.map((cell) => (cell.length > 120 ? '' : matchName(cell)));
  // Units and orders in brackets, zones behind the name.
  const short = names.map((name) => name.replace(/utc.*$/, '').replace(/[(（].*$/, ''));
  const of = new Map<Role, number>();
  for (const role of ROLES)
    for (const word of WORDS[role]) {
      let at = names.indexOf(word);
      if (at < 0) at = short.indexOf(word);
      if (at >= 0 && ![...of.values()].includes(at)) {
        of.set(role, at);
        break;
      }
    }
  const isTimed = of.has('time') || of.has('date') || of.has('unix');
  const saysWho = (['sender', 'recipients', 'participants', 'direction', 'isSender'] as const).some((role) => of.has(role));
  if (!of.has('text') || !isTimed || !saysWho) return null;
  const heading = cells[of.get('time') ?? of.get('date') ?? -1] ?? '';
  return {
    of,
    zone: zoneOfName(heading),
    order: /\(\s*d{1,2}[/.-]m/i.test(heading) ? 'dmy' : /\(\s*m{1,2}[/.-]d/i.test(heading) ? 'mdy' : null,
    isWechat: names.includes('strcontent') || names.includes('strtime'),
  };
}

/** Null: a row without a text. `cellOf` gives text without what a table dresses it in. */
export function messageOfRow(
  columns: Columns,
  cells: readonly string[],
  fallback: { readonly app: string; readonly chat: string },
): Omit<SeizedMessage, 'place'> | null {
  const cell = (role: Role): string => (cells[columns.of.get(role) ?? -1] ?? '').trim();
  const text = cells[columns.of.get('text') ?? -1] ?? '';
  if (text.trim() === '') return null;
  const [date, clock, unix] = [cell('date'), cell('time'), cell('unix')];
  // Day and time of the day in columns of their own.
  const time = clock === '' ? date : date !== '' && !/\d{4}/.test(clock) ? `${date} ${clock}` : clock;
  const deleted = cell('deleted');
  return {
    app: cell('app') || (columns.isWechat ? 'WeChat' : fallback.app),
    chat: cell('chat') || fallback.chat,
    participants: [...listed(cell('participants')), ...(cell('participants') === '' ? listed(cell('recipients')) : [])],
    sender: cell('sender'),
    direction: directionOf(cell('direction'), cell('isSender')),
    time: time || unix,
    instant: (unix === '' ? null : unixInstant(unix)) ?? (time === '' ? null : instantOf(time, columns.order, columns.zone)),
    text,
    ...(deleted === '' || /^(?:no|intact|false|0|-|否|いいえ)$/i.test(deleted) ? {} : { about: [{ code: 'deleted', value: deleted }] }),
  };
}

const listed = (cell: string): string[] =>
  cell
    .split(/[\n;]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

function directionOf(direction: string, isSender: string): SeizedMessage['direction'] {
  if (/^(?:1|true|yes|是)$/i.test(isSender) || OUT.test(direction)) return 'out';
  return /^(?:0|false|no|否)$/i.test(isSender) || IN.test(direction) ? 'in' : 'unknown';
}
