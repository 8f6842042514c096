// Reports written by hand after the two families of the schema; nobody's real report.
const head = (more: string): string => `<?xml version="1.0" encoding="utf-8"?>
<report xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
${more}`;

/** Family 4: one submission date, signatories, identifications side by side, parties without sides. */
export const FOURTH = `${head(`  <rentity_id>17</rentity_id>
  <rentity_branch>Harbour Branch</rentity_branch>
  <submission_code>E</submission_code>
  <report_code>STR</report_code>
  <entity_reference>HB-2026-044</entity_reference>
  <submission_date>2026-03-05T00:00:00</submission_date>
  <currency_code_local>EUR</currency_code_local>
  <reporting_person><first_name>Ada</first_name><last_name>Lind</last_name><email>ada@harbourbank.example</email></reporting_person>
  <reason>Payments of a new company &amp; its directors
that nothing explains.</reason>
  <action>Account watched</action>`)}
  <transaction>
    <transactionnumber>T-1</transactionnumber>
    <transaction_description>invoice 7</transaction_description>
    <date_transaction>2026-03-01T09:30:00</date_transaction>
    <transmode_code>E</transmode_code>
    <amount_local>1250.50</amount_local>
    <t_from_my_client>
      <from_funds_code>K</from_funds_code>
      <from_foreign_currency><foreign_currency_code>USD</foreign_currency_code><foreign_amount>1400.00</foreign_amount></from_foreign_currency>
      <from_account>
        <institution_name>Harbour Bank</institution_name>
        <swift>HARBXX2A</swift>
        <account>100 200</account>
        <currency_code>EUR</currency_code>
        <account_name>Blue Sea Ltd</account_name>
        <t_entity>
          <name>Blue Sea Ltd</name>
          <incorporation_number>C-998</incorporation_number>
          <incorporation_country_code>MT</incorporation_country_code>
          <director_id><first_name>Mara</first_name><last_name>Voss</last_name><birthdate>1980-02-03T00:00:00</birthdate><role>D</role></director_id>
        </t_entity>
        <signatory>
          <is_primary>1</is_primary>
          <t_person>
            <first_name>Jon</first_name><last_name>Vale</last_name><birthdate>1975-01-09T00:00:00</birthdate>
            <phones>
              <phone><tph_contact_type>P</tph_contact_type><tph_country_prefix>356</tph_country_prefix><tph_number>2123 4567</tph_number></phone>
              <phone><tph_contact_type>B</tph_contact_type><tph_number>no number</tph_number></phone>
            </phones>
            <addresses><address><address_type>P</address_type><address>1 Quay St</address><city>Valletta</city><country_code>MT</country_code></address></addresses>
            <email>jon@example.org</email>
            <identification><type>ID</type><number>MT-5512</number><issue_country>MT</issue_country></identification>
          </t_person>
          <role>A</role>
        </signatory>
        <balance>77.00</balance>
      </from_account>
      <from_country>MT</from_country>
    </t_from_my_client>
    <t_to>
      <to_funds_code>K</to_funds_code>
      <to_account><swift>OTHRXX33</swift><account>555</account></to_account>
      <to_country>CY</to_country>
    </t_to>
  </transaction>
  <transaction>
    <transactionnumber>T-2</transactionnumber>
    <date_transaction>2026-03-02T00:00:00</date_transaction>
    <amount_local>9000</amount_local>
    <t_from>
      <from_person><first_name>Jon</first_name><last_name>Vale</last_name><birthdate>1975-01-09T00:00:00</birthdate></from_person>
    </t_from>
    <t_to_my_client><to_account><institution_name>Harbour Bank</institution_name><account>100 200</account></to_account></t_to_my_client>
  </transaction>
  <transaction>
    <transactionnumber>T-3</transactionnumber>
    <date_transaction>2026-03-02T10:00:00</date_transaction>
    <amount_local>20.005</amount_local>
    <t_from><from_account><swift>OTHRXX33</swift><account>1</account></from_account></t_from>
    <t_to><to_account><swift>OTHRXX33</swift><account>2</account></to_account></t_to>
  </transaction>
  <transaction>
    <transactionnumber>T-4</transactionnumber>
    <date_transaction>2026-03-02T10:00:00</date_transaction>
    <amount_local>10</amount_local>
    <involved_parties><party><role>S</role><person><first_name>Kim</first_name><last_name>Oha</last_name><ssn>SSN-1</ssn></person></party></involved_parties>
  </transaction>
  <transaction>
    <transactionnumber>T-5</transactionnumber>
    <date_transaction>2026-03-02T10:00:00</date_transaction>
    <amount_local>10</amount_local>
    <t_from><from_account><swift>OTHRXX33</swift><account>1</account></from_account></t_from>
    <local_extension><inside>x</inside></local_extension>
  </transaction>
  <transaction>
    <transactionnumber>T-1</transactionnumber>
    <date_transaction>2026-03-02T10:00:00</date_transaction>
    <amount_local>10</amount_local>
    <t_from><from_account><swift>OTHRXX33</swift><account>1</account></from_account></t_from>
    <t_to><to_account><swift>OTHRXX33</swift><account>2</account></to_account></t_to>
  </transaction>
  <report_indicators><indicator>SHELL</indicator><indicator>ROUND</indicator></report_indicators>
</report>
`;

/** Family 5: devices with addresses of the internet, an address on a chain, related persons, social accounts. */
export const FIFTH = (address: string): string => `${head(`  <schema_version>5.0.2</schema_version>
  <rentity_id>23</rentity_id>
  <submission_code>E</submission_code>
  <report_code>STR</report_code>
  <entity_reference>EX-9</entity_reference>
  <report_date>2026-04-01T08:00:00Z</report_date>
  <currency_code_local>EUR</currency_code_local>`)}
  <transaction>
    <transactionnumber>V-1</transactionnumber>
    <date_transaction>2026-03-30T10:00:00Z</date_transaction>
    <amount_local>300.00</amount_local>
    <t_from_my_client>
      <from_transaction_additional_info>
        <network_device>
          <device_number>IMEI-1</device_number>
          <ip_address><ipv4>1.0.16.9</ipv4><cgn_port>40001</cgn_port><first_seen_date>2026-03-30T09:59:00+01:00</first_seen_date></ip_address>
        </network_device>
        <virtual_address>${address}</virtual_address>
      </from_transaction_additional_info>
      <from_account>
        <institution_code>EX</institution_code>
        <account>u-77</account>
        <account_name>Iris Moreau</account_name>
        <related_persons>
          <account_related_person>
            <t_person>
              <first_name>Iris</first_name><last_name>Moreau</last_name><full_name_frn>イリス モロー</full_name_frn>
              <emails><email>iris@example.org</email></emails>
              <social_media><social_account><platform>Telegram</platform><user_name>@iris_m</user_name></social_account></social_media>
              <identifications><identification><type>PASS</type><number>FR-1</number><issue_country>FR</issue_country></identification></identifications>
            </t_person>
          </account_related_person>
        </related_persons>
      </from_account>
    </t_from_my_client>
    <t_to><to_entity><name>Old Mill</name></to_entity></t_to>
  </transaction>
  <activity><report_parties><report_party>
    <person><first_name>Max</first_name><last_name>Dahl</last_name><phones><phone><tph_number>+356 2123 4567</tph_number></phone></phones></person>
    <reason>knows her</reason>
  </report_party></report_parties></activity>
  <report_indicators><indicator>VA</indicator></report_indicators>
</report>
`;

/** A report of so many transactions, minified: everything on one line. */
export function many(count: number, random: () => number): string {
  const one = (n: number): string => {
    const whole = Math.floor(random() * 1e6);
    const cents = String(Math.floor(random() * 100)).padStart(2, '0');
    const day = String(1 + Math.floor(random() * 28)).padStart(2, '0');
    const side = (name: string): string =>
      `<t_${name}><${name}_account><swift>B${Math.floor(random() * 9)}</swift><account>${Math.floor(random() * 50)}</account></${name}_account></t_${name}>`;
    const isWhole = random() < 0.9;
    return `<transaction><transactionnumber>N${n}</transactionnumber><date_transaction>2026-02-${day}T00:00:00</date_transaction><amount_local>${whole}.${cents}</amount_local>${side('from')}${isWhole ? side('to') : ''}</transaction>`;
  };
  return `<report><rentity_id>1</rentity_id><submission_code>E</submission_code><report_code>CTR</report_code><entity_reference>R</entity_reference><currency_code_local>EUR</currency_code_local>${Array.from({ length: count }, (_, n) => one(n + 1)).join('')}<report_indicators/></report>`;
}
