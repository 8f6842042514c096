// Small exports in each form and language, made up here: their addresses and phrases come from hashes of words and are nobody's.
import { createHash } from 'node:crypto';
import { address as bitcoinAddress } from 'bitcoinjs-lib';
import { Mnemonic } from 'ethers/wallet';
import { strToU8, zipSync } from 'fflate';
import type { SeizedFile } from '../../scanners/seized.ts';

export function fileOf(path: string, bytes: Uint8Array, pieceBytes = 0): SeizedFile {
  const pieces = {
    async *pieces() {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
    },
  };
  return {
    ...{ path, head: bytes.subarray(0, 4096), size: pieceBytes > 0 ? 1 << 30 : bytes.length },
    bytes: async (most) => (bytes.length <= most ? bytes : null),
    beside: async () => null,
    ...(pieceBytes > 0 ? pieces : {}),
  };
}

export const addressOf = (word: string): string => bitcoinAddress.toBech32(createHash('ripemd160').update(word).digest(), 0, 'bc');
export const phraseOf = (word: string): string => Mnemonic.fromEntropy(createHash('sha256').update(word).digest().subarray(0, 16)).phrase;

const utf8 = (text: string): Uint8Array => Buffer.from(text);
const utf16 = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf16le');
const utf16be = (text: string): Uint8Array => Buffer.from(utf16(text)).swap16();

/** GBK of the few characters that are asked for, by reading all there are. */
export function gbk(text: string): Uint8Array {
  const of = new Map<string, readonly number[]>();
  for (let first = 0x81; first <= 0xfe; first++)
    for (let second = 0x40; second <= 0xfe; second++) {
      if (second === 0x7f) continue;
      const character = new TextDecoder('gbk').decode(Uint8Array.of(first, second));
      if (!of.has(character)) of.set(character, [first, second]);
    }
  return Uint8Array.from([...text].flatMap((one) => (one.charCodeAt(0) < 0x80 ? [one.charCodeAt(0)] : (of.get(one) ?? [0x3f]))));
}

export interface Expected {
  readonly sender: string;
  readonly text: string;
  readonly time: string;
  readonly instant?: string | null;
  readonly direction?: 'in' | 'out' | 'unknown';
  readonly about?: readonly string[];
}
export interface Export {
  readonly name: string;
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly form: string;
  readonly encoding: string | null;
  readonly app: string;
  readonly chat: string;
  readonly participants: readonly string[];
  readonly messages: readonly Expected[];
  /** What stands at a message's place, as the text that it says. */
  said(bytes: Uint8Array): string;
}

const plain = (encoding: string) => (bytes: Uint8Array) => new TextDecoder(encoding).decode(bytes).replaceAll('\r\n', '\n');
const jsonSaid = (bytes: Uint8Array): string => {
  const text = Buffer.from(bytes).toString();
  if (!text.startsWith('[')) return JSON.parse(`"${text}"`) as string;
  return (JSON.parse(text) as (string | { text: string })[]).map((one) => (typeof one === 'string' ? one : one.text)).join('');
};
const markup = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString()
    .replace(/<br\s*\/?>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#49;', '1')
    .replaceAll('&amp;', '&');

const lineJa = `[LINE] 佐藤 花子とのトーク履歴
保存日時：2024/05/03 10:00

2024/05/01(水)
21:05\t佐藤 花子\tこのアドレスに送って
21:06\t佐藤 花子\t"${addressOf('ja')}
2024/05/01(水)
手数料は別です"
21:07\t森川 陽介\t[スタンプ]
2024/05/02(木)
午前0:15\t森川 陽介\t"まだ
7:00\t佐藤 花子\t急いで
22:00\t佐藤 花子がメッセージの送信を取り消しました
`;
const lineEn = `[LINE] Chat history with Jordan Lee\nSaved on: 05/03/2024, 10:00\n\nWed, 05/01/2024\n9:30 PM\tJordan Lee\tpay to ${addressOf('en')}\n9:31PM\tAlex\tdone\n`;
const lineHant = `[LINE] 與王小華的聊天記錄\n儲存日期：2024/05/03 10:00\n\n2024/05/01（三）\n上午10:00\t王大明\t地址是什麼？\n下午03:15\t王小華\t${addressOf('hant')}\n`;
const lineHans = `[LINE] 与张伟的聊天记录\n保存日期：2024/05/03 10:00\n\n2024.05.01 星期三\n12:34 张伟 ${addressOf('hans')} 快转\n12:35 李娜 好的 马上\n`;
const wechat = `2024-05-01 12:34:56 张伟\n把币转到这个地址\n${addressOf('wechat')}\n\n2024-05-01 12:35:10 我\n好的\n\n2024-05-01 12:36:00 张伟\n快\n`;

const cdata = (name: string, text: string, type = 'String'): string =>
  `<field name="${name}" type="${type}"><value type="${type}"><![CDATA[${text}]]></value></field>`;
const party = (id: string, name: string, owner = false): string =>
  `<model type="Party" id="p">${cdata('Identifier', id)}${cdata('Name', name)}${owner ? cdata('IsPhoneOwner', 'True') : ''}</model>`;
const message = (from: string, body: string, time: string, more = ''): string =>
  `<model type="InstantMessage" id="m" deleted_state="${more.includes('Gone') ? 'Deleted' : 'Intact'}">
<modelField name="From" type="Party">${from}</modelField>
<field name="Body" type="String">${body}</field>
<field name="TimeStamp" type="TimeStamp">${time}</field>${more}</model>`;
const ufdrText = `<?xml version="1.0" encoding="utf-8"?>
<project id="1" name="phone" xmlns="http://pa.cellebrite.com/report/2.0"><decodedData>
<modelType type="Call"><model type="Call" id="c">${cdata('Direction', 'Outgoing')}</model></modelType>
<modelType type="Chat"><model type="Chat" id="1">${cdata('Source', 'WhatsApp')}${cdata('Name', '仲間 group')}
<multiModelField name="Participants" type="Party">${party('819011112222', '花子')}${party('819033334444', 'Ken', true)}</multiModelField>
<multiModelField name="Messages" type="InstantMessage">
${message(party('819011112222', '花子'), `<value type="String"><![CDATA[送金先 ${addressOf('ufdr')}\nよろしく]]></value>`, '<value type="TimeStamp">2024-05-01T12:34:56.000+09:00</value>')}
${message(party('819033334444', 'Ken', true), '<value type="String">a &lt;b&gt; &amp; c</value>', '<value type="TimeStamp" formattedTimestamp="2024-05-01T03:40:00+00:00">2024-05-01T03:40:00.500</value>', '<!--Gone-->')}
${message(party('819011112222', '花子'), '<empty />', '<value type="TimeStamp">2024-05-01T12:41:00+09:00</value>')}
</multiModelField></model></modelType>
</decodedData></project>
`;

const telegramAccount = JSON.stringify(
  {
    about: 'Here is the data you requested.',
    personal_information: { user_id: 77001, first_name: 'Owner' },
    contacts: { list: [{ first_name: 'Sam', phone_number: '1' }] },
    chats: {
      list: [
        {
          ...{ name: 'Sam 金', type: 'personal_chat', id: 100 },
          messages: [
            {
              id: 1,
              type: 'service',
              date: '2024-05-01T12:00:00',
              date_unixtime: '1714532400',
              actor: 'Sam 金',
              action: 'phone_call',
              text: '',
            },
            {
              ...{ id: 2, type: 'message', date: '2024-05-01T12:34:56', date_unixtime: '1714534496', from: 'Sam 金', from_id: 'user100' },
              ...{
                forwarded_from: 'Boss',
                text: ['send to ', { type: 'code', text: addressOf('telegram') }, ' "now"\n'],
                text_entities: [],
              },
            },
            { id: 3, type: 'message', date: '2024-05-01T12:35:00', from: 'Owner', from_id: 'user77001', text: 'ok / ☃ \\ "q"' },
          ],
        },
      ],
    },
  },
  null,
  1,
);
const telegramPage = `<!DOCTYPE html>
<html><head><meta charset="utf-8"/><title>Exported Data</title><script>if (a < b) "</div>";</script></head><body><div class="page_wrap">
<div class="page_header"><div class="content"><div class="text bold">
Trade &amp; 群
</div></div></div>
<div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">
1 May 2024
</div></div>
<div class="message default clearfix" id="message2"><div class="body">
<div class="pull_right date details" title="01.05.2024 12:34:56 UTC+08:00">
12:34
</div>
<div class="from_name">
王小明
</div>
<div class="text">
&lt;pay&gt; <strong>${addressOf('page').slice(0, 10)}</strong>${addressOf('page').slice(10)}<br>now
</div></div></div>
<div class="message default clearfix joined" id="message3"><div class="body">
<div class="pull_right date details" title="02.05.2024 12:35:00">
12:35
</div>
<div class="forwarded body"><div class="from_name">
Boss <span class="date details" title="01.01.2024 00:00:00">01.01.2024</span>
</div>
<div class="text">
second
</div></div></div></div>
</div></div></div></body></html>
`;
const wechatCsvText = `\ufefflocalId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender\r
1,3,1,0,0,1714534496,,"到 ""这里"" ${addressOf('csv')}\r
快",2024-05-01 11:34:56,老王,王五,wxid_a\r
2,3,1,0,1,1714534500,,好,2024-05-01 11:35:00,老王,我,wxid_b\r
`;
const wechatJsonText = `{"session": {"wxid": "wxid_a", "displayName": "老王"}, "messages": [
 {"localId": 1, "createTime": 1714534496, "formattedTime": "2024-05-01 11:34:56", "isSend": 0, "senderDisplayName": "老王", "content": "\\u8f6c \\u0062${addressOf('json').slice(1)}"},
 {"localId": 2, "createTime": 1714534500, "isSend": 1, "senderDisplayName": "我", "content": "好"}]}`;
const htmlText = `<html><head><style>td > b { color: red }</style></head><body><table><tr><td><table border=1>
<tr><th>#</th><th>送信者</th><th>受信者</th><th>本文</th><th>日時</th><th>方向</th></tr>
<tr><td>1<td>花子<td>Ken<td> pay&#49; ${addressOf('html')}<br/>&lt;x&gt; <td>2024/05/01 12:34:56 (UTC+9)<td>受信</tr>
<tr><td>2</td><td>Ken</td><td>花子</td><td>&amp;ok</td><td>01/05/2024 12:35:00(UTC+9)</td><td>送信</td></tr>
</table></td></tr></table></body></html>`;
const whatsapp = `[13/05/24, 12:34:56] Alice: pay ${addressOf('whatsapp')}\nsecond line: yes\n\u200e[13/05/24, 12:35:00] 鈴木: ok\n[13/05/24, 12:36:00] Alice: thanks\n`;

const columnName = (at: number): string => String.fromCharCode(65 + at);
function workbook(sheets: Readonly<Record<string, readonly (readonly string[])[]>>): Uint8Array {
  const files: Record<string, Uint8Array> = {};
  const names = Object.keys(sheets);
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  files['_rels/.rels'] = strToU8('<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>');
  files['xl/workbook.xml'] = strToU8(
    `<workbook xmlns:r="r"><sheets>${names.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="r${at}"/>`).join('')}</sheets></workbook>`,
  );
  files['xl/_rels/workbook.xml.rels'] = strToU8(
    `<Relationships>${names.map((_, at) => `<Relationship Id="r${at}" Type="x/worksheet" Target="worksheets/s${at}.xml"/>`).join('')}</Relationships>`,
  );
  names.forEach((name, at) => {
    const rows = (sheets[name] as readonly (readonly string[])[]).map(
      (cells, row) =>
        `<row r="${row + 1}">${cells.map((cell, column) => `<c r="${columnName(column)}${row + 1}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`).join('')}</row>`,
    );
    files[`xl/worksheets/s${at}.xml`] = strToU8(`<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`);
  });
  return zipSync(files);
}
export const sheetBytes = workbook({
  Summary: [['Report', 'made up']],
  Chats: [
    ['Chats (2)'],
    ['#', 'Chat #', 'Participants', 'Source', 'From', 'Body', 'Timestamp: Time', 'Deleted - Instant Message'],
    ['1', '7', 'Ken\nHanako', 'Signal', 'Hanako', `pay & ${addressOf('sheet')}`, '2024/05/01 12:34:56(UTC+9)', 'Yes'],
    ['2', '7', 'Ken\nHanako', 'Signal', 'Ken', 'ok', '01/05/2024 12:35:00(UTC+9)', ''],
  ],
  簡訊: [
    ['寄件者', '收件者', '內容', '時間', '方向'],
    ['王', '李', addressOf('sheet2'), '2024-05-01 12:00:00', '接收'],
  ],
});

const lineJaMessages: readonly Expected[] = [
  { sender: '佐藤 花子', text: 'このアドレスに送って', time: '2024/05/01(水) 21:05', instant: null, direction: 'in' },
  { sender: '佐藤 花子', text: `${addressOf('ja')}\n2024/05/01(水)\n手数料は別です`, time: '2024/05/01(水) 21:06', direction: 'in' },
  { sender: '森川 陽介', text: '[スタンプ]', time: '2024/05/01(水) 21:07', direction: 'unknown' },
  { sender: '森川 陽介', text: '"まだ', time: '2024/05/02(木) 午前0:15' },
  { sender: '佐藤 花子', text: '急いで', time: '2024/05/02(木) 7:00' },
  { sender: '', text: '佐藤 花子がメッセージの送信を取り消しました', time: '2024/05/02(木) 22:00', about: ['service'] },
];
const line = { form: 'lineText', app: 'LINE' };
const ofJa = { ...line, chat: '佐藤 花子', participants: ['佐藤 花子', '森川 陽介'], messages: lineJaMessages };
const wechatMessages: readonly Expected[] = [
  { sender: '张伟', text: `把币转到这个地址\n${addressOf('wechat')}`, time: '2024-05-01 12:34:56', instant: null, direction: 'unknown' },
  { sender: '我', text: '好的', time: '2024-05-01 12:35:10', instant: null, direction: 'out' },
  { sender: '张伟', text: '快', time: '2024-05-01 12:36:00', instant: null, direction: 'unknown' },
];
const ofWechat = { form: 'wechatText', app: 'WeChat', chat: '张伟', participants: ['张伟', '我'], messages: wechatMessages };

export const EXPORTS: readonly Export[] = [
  { name: 'LINE ja', path: 'a/line.txt', bytes: utf8(lineJa), encoding: 'utf-8', said: plain('utf-8'), ...ofJa },
  {
    ...{ name: 'LINE ja, CRLF and mark', path: 'line.txt', bytes: utf8(`\ufeff${lineJa.replaceAll('\n', '\r\n')}`), encoding: 'utf-8' },
    ...{ said: plain('utf-8'), ...ofJa },
  },
  { name: 'LINE ja, UTF-16LE', path: 'line.txt', bytes: utf16(lineJa), encoding: 'utf-16le', said: plain('utf-16le'), ...ofJa },
  { name: 'LINE ja, UTF-16BE', path: 'line.txt', bytes: utf16be(lineJa), encoding: 'utf-16be', said: plain('utf-16be'), ...ofJa },
  {
    ...{ name: 'LINE en', path: '[LINE] Jordan.txt', bytes: utf8(lineEn), encoding: 'utf-8', said: plain('utf-8'), ...line },
    ...{ chat: 'Jordan Lee', participants: ['Jordan Lee', 'Alex'] },
    messages: [
      { sender: 'Jordan Lee', text: `pay to ${addressOf('en')}`, time: 'Wed, 05/01/2024 9:30 PM', instant: null, direction: 'in' },
      { sender: 'Alex', text: 'done', time: 'Wed, 05/01/2024 9:31PM', instant: null },
    ],
  },
  {
    ...{ name: 'LINE zh-Hant', path: 'line.txt', bytes: utf8(lineHant), encoding: 'utf-8', said: plain('utf-8'), ...line },
    ...{ chat: '王小華', participants: ['王大明', '王小華'] },
    messages: [
      { sender: '王大明', text: '地址是什麼？', time: '2024/05/01（三） 上午10:00' },
      { sender: '王小華', text: addressOf('hant'), time: '2024/05/01（三） 下午03:15', direction: 'in' },
    ],
  },
  {
    ...{
      name: 'LINE zh-Hans, parted by blanks',
      path: 'line.txt',
      bytes: utf8(lineHans),
      encoding: 'utf-8',
      said: plain('utf-8'),
      ...line,
    },
    ...{ chat: '张伟', participants: ['张伟', '李娜'] },
    messages: [
      { sender: '张伟', text: `${addressOf('hans')} 快转`, time: '2024.05.01 星期三 12:34', direction: 'in' },
      { sender: '李娜', text: '好的 马上', time: '2024.05.01 星期三 12:35', direction: 'unknown' },
    ],
  },
  { name: 'WeChat text', path: 'wechat/张伟.txt', bytes: utf8(wechat), encoding: 'utf-8', said: plain('utf-8'), ...ofWechat },
  { name: 'WeChat text, GBK', path: '微信/张伟.txt', bytes: gbk(wechat), encoding: 'gb18030', said: plain('gbk'), ...ofWechat },
  {
    ...{
      name: 'WeChat CSV',
      path: 'messages.csv',
      bytes: utf8(wechatCsvText),
      form: 'wechatCsv',
      encoding: 'utf-8',
      app: 'WeChat',
      chat: '老王',
    },
    ...{ participants: ['王五', '我'], said: (bytes) => plain('utf-8')(bytes).replaceAll('""', '"') },
    messages: [
      {
        ...{ sender: '王五', text: `到 "这里" ${addressOf('csv')}\n快`, time: '2024-05-01 11:34:56', direction: 'in' },
        instant: '2024-05-01T03:34:56Z',
      },
      { sender: '我', text: '好', time: '2024-05-01 11:35:00', instant: '2024-05-01T03:35:00Z', direction: 'out' },
    ],
  },
  {
    ...{
      name: 'WeChat JSON',
      path: 'wxid_a.json',
      bytes: utf8(wechatJsonText),
      form: 'wechatJson',
      encoding: 'utf-8',
      app: 'WeChat',
      chat: '老王',
    },
    ...{ participants: ['老王', '我'], said: jsonSaid },
    messages: [
      {
        ...{ sender: '老王', time: '2024-05-01 11:34:56', instant: '2024-05-01T03:34:56Z', direction: 'in' },
        text: `转 ${addressOf('json')}`,
      },
      { sender: '我', text: '好', time: '1714534500', instant: '2024-05-01T03:35:00Z', direction: 'out' },
    ],
  },
  {
    ...{
      name: 'Telegram JSON',
      path: 'result.json',
      bytes: utf8(telegramAccount),
      form: 'telegramJson',
      encoding: 'utf-8',
      app: 'Telegram',
    },
    ...{ chat: 'Sam 金', participants: ['Sam 金', 'Owner'], said: jsonSaid },
    messages: [
      {
        sender: 'Sam 金',
        text: '',
        time: '2024-05-01T12:00:00',
        instant: '2024-05-01T03:00:00Z',
        direction: 'unknown',
        about: ['service'],
      },
      {
        ...{ sender: 'Sam 金', text: `send to ${addressOf('telegram')} "now"\n`, time: '2024-05-01T12:34:56' },
        ...{ instant: '2024-05-01T03:34:56Z', direction: 'in', about: ['forwardedFrom'] },
      },
      { sender: 'Owner', text: 'ok / ☃ \\ "q"', time: '2024-05-01T12:35:00', instant: null, direction: 'out' },
    ],
  },
  {
    ...{
      name: 'Telegram page',
      path: 'messages.html',
      bytes: utf8(telegramPage),
      form: 'telegramHtml',
      encoding: 'utf-8',
      app: 'Telegram',
    },
    ...{ chat: 'Trade & 群', participants: ['王小明'], said: markup },
    messages: [
      { sender: '', text: '1 May 2024', time: '', about: ['service'] },
      {
        sender: '王小明',
        text: `<pay> ${addressOf('page')}\nnow`,
        time: '01.05.2024 12:34:56 UTC+08:00',
        instant: '2024-05-01T12:34:56+08:00',
      },
      { sender: '王小明', text: 'second', time: '02.05.2024 12:35:00', instant: null, about: ['forwardedFrom'] },
    ],
  },
  {
    ...{ name: 'WhatsApp text', path: 'WhatsApp Chat with Alice.txt', bytes: utf8(whatsapp), form: 'whatsappText', encoding: 'utf-8' },
    ...{ app: 'WhatsApp', chat: 'Alice', participants: ['Alice', '鈴木'], said: plain('utf-8') },
    messages: [
      { sender: 'Alice', text: `pay ${addressOf('whatsapp')}\nsecond line: yes`, time: '13/05/24, 12:34:56', instant: null },
      { sender: '鈴木', text: 'ok', time: '13/05/24, 12:35:00', instant: null },
      { sender: 'Alice', text: 'thanks', time: '13/05/24, 12:36:00', instant: null },
    ],
  },
  {
    ...{
      name: 'UFDR',
      path: 'phone.ufdr!report.xml',
      bytes: utf8(ufdrText),
      form: 'ufdr',
      encoding: 'utf-8',
      app: 'WhatsApp',
      chat: '仲間 group',
    },
    ...{ participants: ['花子 <819011112222>', 'Ken <819033334444>'], said: markup },
    messages: [
      {
        ...{ sender: '花子 <819011112222>', text: `送金先 ${addressOf('ufdr')}\nよろしく`, time: '2024-05-01T12:34:56.000+09:00' },
        ...{ instant: '2024-05-01T12:34:56+09:00', direction: 'in' },
      },
      {
        ...{ sender: 'Ken <819033334444>', text: 'a <b> & c', time: '2024-05-01T03:40:00.500', instant: '2024-05-01T03:40:00Z' },
        direction: 'out',
      },
    ],
  },
  {
    ...{
      name: 'HTML tables ja',
      path: 'report.html',
      bytes: utf8(htmlText),
      form: 'htmlReport',
      encoding: 'utf-8',
      app: '',
      chat: 'report',
    },
    ...{ participants: [], said: markup },
    messages: [
      {
        ...{ sender: '花子', text: `pay1 ${addressOf('html')}\n<x>`, time: '2024/05/01 12:34:56 (UTC+9)', direction: 'in' },
        instant: '2024-05-01T12:34:56+09:00',
      },
      { sender: 'Ken', text: '&ok', time: '01/05/2024 12:35:00(UTC+9)', instant: null, direction: 'out' },
    ],
  },
];
