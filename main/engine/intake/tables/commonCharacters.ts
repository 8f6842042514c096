// Characters that fill ordinary business text in three scripts. Only for deciding between encodings: never to correct a text.

/** Written in both Chinese scripts alike, and frequent. */
const BOTH_CHINESE =
  '的一是不了在人有我他中大上和地到出道也年得就那要下以生自去之然子好可是你起都把又很想只公司用日月元行市金利息本次入支付方式名卡分自信息收手本期定期活工代理品款代付提取存取通北京上海深南省江山天津重地址打印合小第共多少先生女士到付口令身份' +
  '正常成功商家消充值退回理由其他消息平台服基余今明早交易流水方式末首由保安全一二三四五六七八九十百千万';
const SIMPLIFIED =
  '账号户额余对转汇银时间币种类摘备注编费开闭业务单据张陈刘杨赵黄吴孙马罗郑谢韩冯邓叶苏卢农兴华邮储蓄贷收结算现购买卖订货物资产个们这来说为国过会还进发经动现关应实问题员头边长问样几从无记录说网络宝签约终场见记声语导链钱包验证传输统计额尔东广';
const TRADITIONAL =
  '帳號戶額餘對轉匯銀時間幣種類摘備註編費開閉業務單據張陳劉楊趙黃吳孫馬羅鄭謝韓馮鄧葉蘇盧農興華郵儲蓄貸結算現購買賣訂貨資產個們這來說為國過會還進發經動關應實問題員頭邊長樣幾從無記錄網絡寶簽約終場見聲語導鏈錢包驗證傳輸統計爾東廣臺灣港';
const JAPANESE =
  '日付取引金額残高摘要振込入金出金銀行口座番号名義手数料支払預普通当座店支店株式会社利息税現金引落給与年月送金受取人氏名住所電話東京大阪都区市町番地丁目円件数合計区分内容明細照会期間備考開始終了本部第一二三四五六七八九十令和平成昭田中山川佐藤鈴木高橋渡伊村小林加吉木';

const set = (...texts: readonly string[]): ReadonlySet<number> =>
  new Set([...texts.join('')].map((character) => character.codePointAt(0) ?? 0));

export const COMMON = {
  simplified: set(BOTH_CHINESE, SIMPLIFIED),
  traditional: set(BOTH_CHINESE, TRADITIONAL),
  japanese: set(JAPANESE),
} as const;
