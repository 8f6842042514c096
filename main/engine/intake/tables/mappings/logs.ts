// Logs as a built-in form: what monitoring of file sharing and web servers commonly call their columns. Its rows are sightings, of whom they
// name or of nobody known.
import { builtInProfile, type ColumnRole, type Profile } from '../profile.ts';

const WORDS: readonly (readonly [ColumnRole, readonly string[]])[] = [
  [
    'ip',
    [
      ...[
        'ip',
        'ip address',
        'ipaddr',
        'client ip',
        'peer ip',
        'remote ip',
        'source ip',
        'src ip',
        'c-ip',
        'remote addr',
        'remote address',
      ],
      ...['remote host', 'peer address', 'client address', 'ipアドレス', '接続元ip', 'ip地址', '客户端ip', '來源ip', '来源ip'],
    ],
  ],
  ['port', ['port', 'peer port', 'client port', 'remote port', 'source port', 'src port', 'ポート', '送信元ポート', '端口', '連接埠']],
  [
    'time',
    [
      ...[
        'time',
        'timestamp',
        'datetime',
        'date time',
        'date',
        'time local',
        'observed',
        'observed at',
        'first seen',
        'start',
        'start time',
      ],
      ...['日時', '検知日時', '观测时间', '时间', '時間', '日期'],
    ],
  ],
  ['timeEnd', ['last seen', 'end', 'end time', '終了日時', '结束时间', '結束時間']],
  ['unixTime', ['ts', 'epoch', 'unix time', 'unixtime', 'msec']],
  [
    'handle',
    [
      ...['user', 'username', 'user name', 'login', 'nickname', 'nick', 'handle', 'remote user', 'member', 'cs-username'],
      ...['ユーザー名', 'ハンドル', '用户名', '昵称', '使用者名稱', '暱稱'],
    ],
  ],
  ['email', ['email', 'e-mail', 'mail', 'email address', 'メールアドレス', '邮箱', '電子郵件']],
  ['customer', ['user id', 'userid', 'uid', 'account id', 'member id', '会員番号', '用户id', '用戶id']],
  ['provider', ['provider', 'platform', 'site', 'service', 'tracker', 'サイト', '平台', '网站', '網站']],
  [
    'address',
    [
      ...[
        'payment address',
        'donation address',
        'wallet',
        'wallet address',
        'crypto address',
        'deposit address',
        'bitcoin address',
        'btc address',
      ],
      ...['入金アドレス', '寄付アドレス', '钱包地址', '捐款地址', '錢包地址'],
    ],
  ],
  ['network', ['network', 'chain', 'blockchain', 'coin', 'ネットワーク', '网络', '網路']],
  [
    'session',
    [
      ...['peer id', 'peer', 'client id', 'session', 'session id', 'sid', 'user agent', 'http user agent', 'agent', 'cs(user-agent)'],
      ...['client', 'user hash', 'guid', 'セッション', '会话', '工作階段'],
    ],
  ],
  [
    'fileHash',
    [
      'info hash',
      'infohash',
      'btih',
      'file hash',
      'hash',
      'sha1',
      'sha-1',
      'sha256',
      'md4',
      'ed2k',
      'ed2k hash',
      'ファイルハッシュ',
      '文件哈希',
      '檔案雜湊',
    ],
  ],
  ['fileName', ['file name', 'filename', 'file', 'torrent', 'torrent name', 'title', 'content', 'ファイル名', '文件名', '檔案名稱']],
  ['operation', ['request', 'url', 'uri', 'request uri', 'path', 'cs-uri-stem', 'action', 'event', '操作', '動作', '请求', '請求']],
];

/** Names of times with the zone that they often state. */
export const LOG_WORDS = WORDS.map(([role, names]): readonly [ColumnRole, readonly string[]] =>
  role === 'time' || role === 'timeEnd' ? [role, names.flatMap((name) => [name, `${name} (UTC)`])] : [role, names],
);

export const log: Profile = builtInProfile({
  id: 'log',
  version: '1',
  title: '',
  family: 'people',
  log: true,
  columns: LOG_WORDS.map(([role, names]) => ({ role, names: [...names], optional: true })),
});
