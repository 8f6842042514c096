// The register as a built-in form: names that columns of customer records, log-ins, subscriber data, invoices and company facts commonly have.
// Any of them may be missing; what a column of another name means, the wizard asks.
import { builtInProfile, type ColumnRole, type Profile } from '../profile.ts';

const WORDS: readonly (readonly [ColumnRole, readonly string[]])[] = [
  [
    'personName',
    [
      ...['name', 'full name', 'customer name', 'subscriber', 'subscriber name', 'holder', 'account holder', 'company', 'company name'],
      ...[
        '氏名',
        '名前',
        '契約者',
        '契約者名',
        '名義人',
        '会社名',
        '商号',
        '姓名',
        '客户姓名',
        '户名',
        '公司名称',
        '客戶姓名',
        '戶名',
        '公司名稱',
      ],
    ],
  ],
  ['nameReading', ['kana', 'name kana', 'reading', 'romanised name', 'latin name', 'フリガナ', 'ふりがな', '氏名カナ', '拼音', '英文姓名']],
  ['personKind', ['entity kind', 'customer type', '顧客種別', '客户类型', '客戶類型']],
  [
    'customer',
    [
      ...['customer id', 'customer number', 'customer no', 'user id', 'userid', 'uid', 'client id', 'subscriber id'],
      ...['顧客番号', '会員番号', '客户编号', '用户id', '客戶編號', '用戶id'],
    ],
  ],
  ['provider', ['provider', 'platform', 'exchange', '事業者', '平台', '交易所']],
  ['birthDate', ['birth date', 'date of birth', 'dob', 'birthday', '生年月日', '出生日期']],
  [
    'document',
    [
      ...['document', 'document number', 'document no', 'id number', 'id document', 'passport', 'passport number'],
      ...['本人確認書類番号', '旅券番号', '证件号码', '證件號碼', '身份证号', '身分證字號'],
    ],
  ],
  ['documentKind', ['document type', 'id type', '本人確認書類', '证件类型', '證件類型']],
  ['email', ['email', 'e-mail', 'mail', 'email address', 'メール', 'メールアドレス', '邮箱', '電子郵件', '电子邮件']],
  [
    'phone',
    ['phone', 'phone number', 'mobile', 'tel', 'telephone', '電話', '電話番号', '携帯電話', '手机', '手机号', '电话', '手機', '手機號碼'],
  ],
  ['handle', ['handle', 'nickname', 'username', 'user name', 'telegram', 'wechat', 'ハンドル', '昵称', '暱稱', '微信号', '微信號']],
  ['account', ['account number', 'bank account', '口座番号', '银行账号', '銀行帳號', '账号', '帳號']],
  [
    'address',
    [
      'deposit address',
      'deposit addresses',
      'wallet',
      'wallet address',
      'crypto address',
      '入金アドレス',
      'アドレス',
      '充值地址',
      '钱包地址',
    ],
  ],
  ['network', ['network', 'chain', 'blockchain', 'ネットワーク', '网络', '網路']],
  ['ip', ['ip', 'ip address', 'login ip', 'ip from', 'first ip', 'ipアドレス', 'ip地址', '登录ip', '登入ip']],
  ['ipEnd', ['ip to', 'last ip', 'ip end']],
  ['port', ['port', 'source port', 'src port', 'ポート', '送信元ポート', '端口', '連接埠']],
  [
    'time',
    [
      'time',
      'login time',
      'date',
      'datetime',
      'timestamp',
      'from',
      'start',
      'invoice date',
      '請求日',
      '開票日期',
      '开票日期',
      '日時',
      'ログイン日時',
      '时间',
      '時間',
      '登录时间',
      '日期',
    ],
  ],
  ['timeEnd', ['to', 'until', 'end', 'end time', '終了日時', '结束时间', '結束時間']],
  ['operation', ['action', 'event', 'activity', '操作', '動作']],
  ['vehicle', ['vehicle', 'plate', 'licence plate', 'license plate', '車両番号', '车牌', '車牌']],
  ['postal', ['address line', 'postal address', 'home address', 'residence', '住所', '住址', '地址']],
  ['founded', ['founded', 'founding date', 'incorporated', 'date of incorporation', '設立日', '设立年月日', '成立日期']],
  ['office', ['registered office', 'head office', '本店所在地', '注册地址', '註冊地址']],
  ['director', ['director', 'directors', 'representative', '代表者', '代表取締役', '取締役', '法定代表人', '董事']],
  ['invoice', ['invoice', 'invoice number', 'invoice no', '請求書番号', '发票号码', '發票號碼']],
  ['seller', ['seller', 'supplier', 'issuer', '売主', '請求元', '卖方', '销售方', '賣方']],
  ['buyer', ['buyer', 'purchaser', 'customer (invoice)', '買主', '請求先', '买方', '购买方', '買方']],
  ['amount', ['amount', 'total', 'total amount', '金額', '合計', '金额', '总额']],
  ['asset', ['currency', '通貨', '币种', '幣別']],
  ['remark', ['goods', 'description', 'item', 'remark', '品目', '摘要', '货物', '貨物', '备注', '備註']],
];

/** Names of times with the zone that they often state. */
export const REGISTER_WORDS = WORDS.map(([role, names]): readonly [ColumnRole, readonly string[]] =>
  role === 'time' || role === 'timeEnd' ? [role, names.flatMap((name) => [name, `${name} (UTC)`])] : [role, names],
);

export const register: Profile = builtInProfile({
  id: 'register',
  version: '1',
  title: '',
  family: 'people',
  columns: REGISTER_WORDS.map(([role, names]) => ({ role, names: [...names], optional: true })),
});
