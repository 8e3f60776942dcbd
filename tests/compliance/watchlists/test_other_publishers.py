"""The files of the other publishers: what is read from them, in small samples of their layouts."""

import gzip
import json

import pytest

from o2c.compliance.watchlists.readers import BirthDate, Identifier, Listed, ListedName, ListError, ListFile, Reading, read

UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID>
<FIRST_NAME> MARA </FIRST_NAME><SECOND_NAME>TESTOVA</SECOND_NAME><THIRD_NAME/><UN_LIST_TYPE>DRC</UN_LIST_TYPE>
<REFERENCE_NUMBER>CDi.900</REFERENCE_NUMBER><NAME_ORIGINAL_SCRIPT>Мара Тестова</NAME_ORIGINAL_SCRIPT><GENDER>Female</GENDER>
<NATIONALITY><VALUE>Democratic Republic of the Congo</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Mara Testowa</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The Owl</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1973</FROM_YEAR><TO_YEAR>1974</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1971</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>OB 024</NUMBER><ISSUING_COUNTRY>Rwanda</ISSUING_COUNTRY>
</INDIVIDUAL_DOCUMENT></INDIVIDUAL></INDIVIDUALS>
<ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>Testania Group</FIRST_NAME><REFERENCE_NUMBER>CDe.901</REFERENCE_NUMBER>
<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Old Testania</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ADDRESS><CITY>Goma</CITY><COUNTRY>Uganda</COUNTRY></ENTITY_ADDRESS></ENTITY></ENTITIES></CONSOLIDATED_LIST>"""

SDN_XML = """<?xml version="1.0"?><sdnList xmlns="https://lists.example/XML"><publshInformation><Publish_Date>05/03/2024</Publish_Date>
<Record_Count>1</Record_Count></publshInformation><sdnEntry><uid>2676</uid><firstName>Dr. Ayman</firstName><lastName>AL ZAWAHIRI</lastName>
<sdnType>Individual</sdnType><programList><program>SDGT</program><program>IRAQ2</program></programList>
<idList><id><uid>1</uid><idType>Passport</idType><idNumber>1084010</idNumber><idCountry>Egypt</idCountry></id>
<id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id></idList>
<akaList><aka><uid>3</uid><type>a.k.a.</type><category>strong</category><lastName>AL-ZAWAHIRI</lastName><firstName>Aiman</firstName></aka>
<aka><uid>4</uid><type>a.k.a.</type><category>weak</category><lastName>THE DOCTOR</lastName></aka></akaList>
<nationalityList><nationality><uid>5</uid><country>Egypt</country><mainEntry>true</mainEntry></nationality></nationalityList>
<dateOfBirthList><dateOfBirthItem><uid>6</uid><dateOfBirth>19 Jun 1951</dateOfBirth></dateOfBirthItem></dateOfBirthList>
</sdnEntry></sdnList>"""

ADVANCED_XML = """<?xml version="1.0"?><Sanctions xmlns="https://lists.example/ADVANCED_XML"><DateOfIssue><Year>2024</Year>
<Month>5</Month><Day>3</Day></DateOfIssue><ReferenceValueSets><AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType>
<AliasType ID="1403">Name</AliasType></AliasTypeValues><CountryValues><Country ID="11" ISO2="EG">Egypt</Country></CountryValues>
<DetailReferenceValues><DetailReference ID="91526">Male</DetailReference></DetailReferenceValues><FeatureTypeValues>
<FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="10">Nationality Country</FeatureType><FeatureType ID="224">Gender</FeatureType>
</FeatureTypeValues><IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType></IDRegDocTypeValues><NamePartTypeValues>
<NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType></NamePartTypeValues><PartySubTypeValues>
<PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues><PartyTypeValues><PartyType ID="1">Individual</PartyType>
</PartyTypeValues><SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType><SanctionsType ID="2">Block</SanctionsType>
</SanctionsTypeValues></ReferenceValueSets><Locations><Location ID="5"><LocationPart LocPartTypeID="1"><LocationPartValue Primary="true">
<Value>Egypt</Value></LocationPartValue></LocationPart></Location></Locations><IDRegDocuments>
<IDRegDocument ID="1" IDRegDocTypeID="1571" IdentityID="70" IssuedBy-CountryID="11"><IDRegistrationNo>1084010</IDRegistrationNo>
</IDRegDocument></IDRegDocuments><DistinctParties><DistinctParty FixedRef="2676"><Comment/><Profile ID="9" PartySubTypeID="4">
<Identity ID="70" Primary="true"><Alias AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName ID="1"><DocumentedNamePart>
<NamePartValue NamePartGroupID="41">Dr. Ayman</NamePartValue></DocumentedNamePart><DocumentedNamePart>
<NamePartValue NamePartGroupID="40">AL ZAWAHIRI</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
<Alias AliasTypeID="1400" Primary="false" LowQuality="false"><DocumentedName ID="2"><DocumentedNamePart>
<NamePartValue NamePartGroupID="40">AL-ZAWAHIRI</NamePartValue></DocumentedNamePart><DocumentedNamePart>
<NamePartValue NamePartGroupID="41">Aiman</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
<Alias AliasTypeID="1400" Primary="false" LowQuality="true"><DocumentedName ID="3"><DocumentedNamePart>
<NamePartValue NamePartGroupID="40">THE DOCTOR</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
<NamePartGroups><MasterNamePartGroup><NamePartGroup ID="40" NamePartTypeID="1520"/></MasterNamePartGroup><MasterNamePartGroup>
<NamePartGroup ID="41" NamePartTypeID="1521"/></MasterNamePartGroup></NamePartGroups></Identity>
<Feature ID="1" FeatureTypeID="8"><FeatureVersion ID="1"><DatePeriod><Start Approximate="false"><From><Year>1951</Year><Month>6</Month>
<Day>19</Day></From><To><Year>1951</Year><Month>6</Month><Day>19</Day></To></Start><End Approximate="false"><From><Year>1951</Year>
<Month>6</Month><Day>19</Day></From><To><Year>1951</Year><Month>6</Month><Day>19</Day></To></End></DatePeriod></FeatureVersion></Feature>
<Feature ID="2" FeatureTypeID="10"><FeatureVersion ID="2"><VersionLocation LocationID="5"/></FeatureVersion></Feature>
<Feature ID="3" FeatureTypeID="224"><FeatureVersion ID="3"><VersionDetail DetailTypeID="1431" DetailReferenceID="91526"/></FeatureVersion>
</Feature></Profile></DistinctParty></DistinctParties><SanctionsEntries><SanctionsEntry ID="3" ProfileID="9" ListID="1550">
<SanctionsMeasure ID="1" SanctionsTypeID="1"><Comment>SDGT</Comment></SanctionsMeasure><SanctionsMeasure ID="2" SanctionsTypeID="1">
<Comment>IRAQ2</Comment></SanctionsMeasure><SanctionsMeasure ID="3" SanctionsTypeID="2"><Comment/></SanctionsMeasure></SanctionsEntry>
</SanctionsEntries></Sanctions>"""

ENHANCED_XML = """<?xml version="1.0"?><sanctionsData xmlns="https://lists.example/ENHANCED_XML"><publicationInfo>
<dataAsOf>2024-05-03T00:00:00</dataAsOf></publicationInfo><entities><entity id="2676"><generalInfo><identityId>70</identityId>
<entityType refId="600">Individual</entityType></generalInfo><sanctionsPrograms><sanctionsProgram id="1">SDGT</sanctionsProgram>
<sanctionsProgram id="2">IRAQ2</sanctionsProgram></sanctionsPrograms><names><name id="1"><isPrimary>true</isPrimary>
<isLowQuality>false</isLowQuality><translations><translation id="1"><isPrimary>true</isPrimary><script>Latin</script>
<formattedFullName>AL ZAWAHIRI, Dr. Ayman</formattedFullName></translation></translations></name><name id="2"><isPrimary>false</isPrimary>
<aliasType refId="1400">A.K.A.</aliasType><isLowQuality>false</isLowQuality><translations><translation id="2">
<formattedFullName>AL-ZAWAHIRI, Aiman</formattedFullName></translation></translations></name><name id="3"><isPrimary>false</isPrimary>
<aliasType refId="1400">A.K.A.</aliasType><isLowQuality>true</isLowQuality><translations><translation id="3">
<formattedFullName>THE DOCTOR</formattedFullName></translation></translations></name></names><features><feature id="1">
<type featureTypeId="8">Birthdate</type><value>19 Jun 1951</value></feature><feature id="2"><type>Nationality Country</type>
<value>Egypt</value></feature><feature id="3"><type>Gender</type><value>Male</value></feature></features>
<identityDocuments><identityDocument id="1">
<type refId="1571">Passport</type><documentNumber>1084010</documentNumber><issuingCountry refId="11">Egypt</issuingCountry>
</identityDocument></identityDocuments></entity></entities></sanctionsData>"""

EU_XML = """<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-05-04T10:00:00.000+02:00">
<sanctionEntity unitedNationId="QDi.900" euReferenceNumber="EU.27.28" logicalId="13"><remark>note</remark>
<regulation programme="IRQ" numberTitle="1210/2003"/><subjectType code="person" classificationCode="P"/>
<nameAlias wholeName="Mara Testova" firstName="Mara" lastName="Testova" gender="F" strong="true"/>
<nameAlias wholeName="Owl" strong="false"/><citizenship countryIso2Code="IQ"/>
<birthdate circa="true" birthdate="" year="1937" monthOfYear="" dayOfMonth=""/>
<birthdate circa="false" birthdate="1937-04-28" year="1937"/>
<identification number="88/1993" identificationTypeCode="passport" countryIso2Code="IQ"/>
<address city="Mosul" street="" countryIso2Code="IQ" countryDescription="IRAQ"/></sanctionEntity></export>"""

EU_COLUMNS = (
    "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_UnitedNationId;Entity_SubjectType;"
    "Entity_SubjectType_ClassificationCode;Entity_Regulation_Programme;NameAlias_WholeName;NameAlias_Gender;"
    "BirthDate_BirthDate;Citizenship_CountryIso2Code;Identification_Number;Identification_TypeCode;Identification_CountryIso2Code"
)
EU_ROWS = [
    "04/05/2026;13;EU.27.28;;P;person;IRQ;Mara Testova;F;;;;;",
    "04/05/2026;13;EU.27.28;;P;person;IRQ;Мара Тестова;;;;;;",
    "04/05/2026;13;EU.27.28;;P;person;IRQ;;;1937-04-28;IQ;;;",
    "04/05/2026;13;EU.27.28;;P;person;IRQ;;;;;88/1993;passport;IQ",
]
UK_COLUMNS = (
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,Alias strength,Title,"
    "Name non-latin script,Regime Name,Designation Type,Address Line 1,Address Country,D.O.B,Nationality(/ies),Passport number,Gender,"
    "IMO number"
)
UK = "\n".join(
    [
        "Report Date: 28-Jan-2026",
        UK_COLUMNS,
        "04/08/2026,CTI0001,7,QDi.900,TESTOVA,Mara,,,,,Primary Name,,,Мара,Terror,Individual,1 Lane,Syria,00/00/1975,Syrian,,Female,",
        "04/08/2026,CTI0001,7,QDi.900,OWL,,,,,,Alias,Low quality,,,Counter Terrorism,Individual,,,dd/mm/1976,,Passport no: AB12345 (old),,",
        "04/08/2026,RUS9000,8,,TEST STAR,,,,,,Primary Name,,,,Russia,Ship,,,,,,,9296406",
    ]
)
OPENSANCTIONS = (
    '"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","dataset"\n'
    '"NK-1","Company","Testania Oil","Testania Neft;Тестания","","ru;ae","1 Lane, Moscow","7707083893;IMO9296406","","Test set"\n'
    '"NK-2","Person","Mara Testova","","1971;yesterday","","","","","Test set"\n'
)
SENZING = json.dumps(
    {
        "DATA_SOURCE": "OS_TEST",
        "RECORD_ID": "NK-3",
        "RECORD_TYPE": "PERSON",
        "NAMES": [{"NAME_TYPE": "PRIMARY", "NAME_FULL": "Mara Testova"}, {"NAME_TYPE": "ALIAS", "NAME_FULL": "Mara Testowa"}],
        "RISKS": [{"TOPIC": "role.pep"}],
        "DATES": [{"DATE_OF_BIRTH": "1972"}],
        "COUNTRIES": [{"NATIONALITY": "us"}],
        "IDENTIFIERS": [{"PASSPORT_NUMBER": "X1", "PASSPORT_COUNTRY": "us"}, {"OTHER_ID_TYPE": "OPEN_SANCTIONS", "OTHER_ID_NUMBER": "Q1"}],
    }
)
CSL = (
    "_id,source,entity_number,type,programs,name,addresses,remarks,vessel_flag,alt_names,citizenships,dates_of_birth,nationalities,ids\n"
    '9,Specially Designated Nationals (SDN) - Treasury Department,9,Individual,SYRIA; IRAN,"TESTOVA, Mara","Damascus, SY",,,'
    '"TESTOWA, Mara",SY,1973-03-25; 1974,SY,"Female, Gender; K048787, Passport, SY; 5030056754, Tax ID No."\n'
    '9,Sectoral Sanctions Identifications List (SSI) - Treasury Department,9,Individual,X,"TESTOVA, Mara",,,,,,,,\n'
)
DPL = (
    '"Name"\t"Street_Address"\t"City"\t"State"\t"Country"\t"Postal_Code"\t"Effective_Date"\t"Expiration_Date"\n'
    '" MARA TESTOVA"\t"1 LANE"\t"EL PASO"\t"TX"\t"US"\t"79905"\t"08/24/2022"\t"01/14/2056"\n'
    '"MARA TESTOVA"\t"2 LANE"\t"AUSTIN"\t"TX"\t"US"\t"79905"\t"08/24/2022"\t"01/14/2056"\n'
)


def reading(kind: str, *texts: str, names: tuple[str, ...] = ()) -> Reading:
    labels = names or tuple(f"{at}.txt" for at in range(len(texts)))
    return read(kind, [ListFile(name, text.encode()) for name, text in zip(labels, texts, strict=True)])


def parties(kind: str, *texts: str) -> dict[str, Listed]:
    return {party.key: party for party in reading(kind, *texts).parties}


def test_the_united_nations_keep_their_reference_precision_and_weak_aliases():
    found = reading("un", UN)
    assert str(found.published_on) == "2026-02-27"
    assert found.counts == {"INDIVIDUAL": 1, "ENTITY": 1}
    person, group = found.parties
    assert (person.key, person.kind, person.gender, person.countries) == ("CDi.900", "person", "female", ("CD",))
    assert person.names[0] == ListedName("MARA TESTOVA")
    assert ListedName("The Owl", "aka", weak=True) in person.names
    assert {name.script for name in person.names} == {"latin", "cyrillic"}
    assert [str(birth) for birth in person.births] == ["1971~", "1973/1974"]
    assert Identifier("passport", "OB 024", "RW") in person.identifiers
    assert (group.names[1], group.countries) == (ListedName("Old Testania", "fka"), ("UG",))


def test_the_treasury_says_the_same_in_xml_as_in_its_csv_files():
    nulls = ",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- "
    remarks = "DOB 19 Jun 1951; Passport 1084010 (Egypt); nationality Egypt; Gender Male; a.k.a. 'THE DOCTOR'."
    table = f'2676,"AL ZAWAHIRI, Dr. Ayman","individual","SDGT] [IRAQ2"{nulls},"{remarks}"\r\n'
    alternates = '2676,12,"aka","AL-ZAWAHIRI, Aiman",-0- \r\n'
    one, other = parties("ofac_sdn", SDN_XML)["2676"], parties("ofac_sdn", table, alternates)["2676"]
    assert one.content_hash == other.content_hash
    assert one.names == other.names


@pytest.mark.parametrize("text", [ADVANCED_XML, ENHANCED_XML], ids=["advanced", "enhanced"])
def test_the_treasurys_other_forms_say_what_its_classic_one_does(text):
    found = reading("ofac_sdn", text)
    (one,), (classic,) = found.parties, reading("ofac_sdn", SDN_XML).parties
    assert (one.names, one.births, one.identifiers, one.countries) == (
        classic.names,
        classic.births,
        classic.identifiers,
        classic.countries,
    )
    assert one.content_hash == classic.content_hash
    assert str(found.published_on) == "2024-05-03"


def test_whom_a_party_is_linked_to_is_read_from_every_form_of_the_treasurys_list():
    """The remarks of the classic files say "Linked To"; the advanced form has relationships of profiles, the enhanced one of entities."""
    named = '<Alias AliasTypeID="1403" Primary="true"><DocumentedName><DocumentedNamePart><NamePartValue>HEZBOLLAH</NamePartValue>'
    named += "</DocumentedNamePart></DocumentedName></Alias>"
    other = (
        f'<DistinctParty FixedRef="6366"><Profile ID="10" PartySubTypeID="4"><Identity ID="71">{named}</Identity></Profile></DistinctParty>'
    )
    ways = "".join(
        f'<ProfileRelationship From-ProfileID="9" To-ProfileID="{to}" RelationTypeID="15003" Former="{former}"/>'
        for to, former in [("10", "false"), ("9", "true"), ("404", "false")]
    )
    advanced = ADVANCED_XML.replace("</DistinctParties>", f"{other}</DistinctParties><ProfileRelationships>{ways}</ProfileRelationships>")
    related = (
        '<relationships><relationship id="1"><type>Leader or official of</type><relatedEntity entityId="6366">HEZBOLLAH</relatedEntity>'
    )
    enhanced = ENHANCED_XML.replace("</entity></entities>", f"{related}</relationship></relationships></entity></entities>")
    remarks = '2676,"AL ZAWAHIRI, Dr. Ayman","individual","SDGT",-0-,-0-,-0-,-0-,-0-,-0-,-0-,"(Linked To: HEZBOLLAH)."\r\n'
    assert [parties("ofac_sdn", text)["2676"].linked_to for text in (remarks, advanced, enhanced)] == [("HEZBOLLAH",)] * 3


@pytest.mark.parametrize(
    ("first", "last", "circa", "read"),
    [
        ((1962, 1, 1), (1962, 12, 31), "false", "1962"),
        ((1962, 2, 1), (1962, 2, 28), "false", "1962-02"),
        ((1957, 1, 1), (1959, 12, 31), "true", "1957/1959~"),
    ],
)
def test_a_period_of_the_advanced_form_is_as_exact_as_it_is_meant(first, last, circa, read):
    ends = ["<Year>{}</Year><Month>{}</Month><Day>{}</Day>".format(*day) for day in (first, last)]
    said = f'<DatePeriod><Start Approximate="{circa}"><From>{ends[0]}</From></Start><End><To>{ends[1]}</To></End></DatePeriod>'
    start, rest = ADVANCED_XML.split("<DatePeriod>")
    (party,) = reading("ofac_sdn", start + said + rest.partition("</DatePeriod>")[2]).parties
    assert [str(birth) for birth in party.births] == [read]


def test_a_party_of_no_kind_is_refused():
    with pytest.raises(ListError) as refused:
        reading("ofac_sdn", ENHANCED_XML.replace(">Individual<", ">Wallet<"))
    assert refused.value.code == "party_unreadable"


@pytest.mark.parametrize(
    "text",
    [
        ENHANCED_XML.replace("https://lists.example/ENHANCED_XML", "https://www.treasury.gov/ofac/DeltaFile/1.0"),
        '<sanctionsData xmlns="https://www.treasury.gov/ofac/DeltaFile/1.0"><entities/></sanctionsData>',
        ENHANCED_XML.replace('<entity id="2676">', '<entity id="2676" action="remove">'),
    ],
    ids=["by its namespace", "nothing changed", "by what was done"],
)
def test_a_file_of_changes_is_never_read_as_the_whole_list(text):
    with pytest.raises(ListError) as refused:
        reading("ofac_sdn", text)
    assert refused.value.code == "only_changes"


def test_a_truncated_treasury_xml_is_refused_by_its_own_count():
    with pytest.raises(ListError) as refused:
        reading("ofac_sdn", SDN_XML.replace("<Record_Count>1<", "<Record_Count>14965<"))
    assert (refused.value.code, refused.value.values["found"]) == ("record_count", 1)


def test_the_union_says_the_same_in_both_formats():
    one = parties("eu_fsf", EU_XML)["EU.27.28"]
    assert one.names == (ListedName("Mara Testova"), ListedName("Owl", "aka", weak=True))
    assert {str(birth) for birth in one.births} == {"1937-04-28", "1937~"}
    other = parties("eu_fsf", "\n".join([EU_COLUMNS, *EU_ROWS]))["EU.27.28"]
    assert (one.kind, one.gender, one.countries, one.programmes) == (other.kind, other.gender, other.countries, other.programmes)
    assert one.primary_name == other.primary_name
    assert {Identifier("passport", "88/1993", "IQ")} == set(one.identifiers) & set(other.identifiers)
    assert Identifier("un", "QDi.900") in one.identifiers


def test_lines_of_the_union_that_are_one_quoted_cell_are_opened():
    header = EU_COLUMNS.replace("fileGenerationDate", "Date_filexxxx").replace("Entity_LogicalId", "Entity_logical_id")
    wrapped = "\n".join(f'"{line}\t\t\t"' for line in [header, *EU_ROWS])
    assert parties("eu_fsf", wrapped)["EU.27.28"].primary_name == "Mara Testova"


def test_the_kingdom_keeps_strength_script_and_half_known_dates():
    found = reading("uk", UK)
    assert str(found.published_on) == "2026-01-28"
    person, ship = found.parties
    assert person.names == (ListedName("Mara TESTOVA"), ListedName("OWL", "aka", weak=True), ListedName("Мара", "aka"))
    assert person.births == (BirthDate(1975), BirthDate(1976))
    assert (person.countries, person.gender, person.former_keys) == (("SY",), "female", ("7",))
    assert set(person.identifiers) == {Identifier("passport", "AB12345"), Identifier("un", "QDi.900")}
    assert (ship.kind, ship.identifiers) == ("vessel", (Identifier("imo", "9296406"),))


def test_a_text_in_windows_letters_is_read_where_publishers_write_them():
    text = UK.replace("Мара", "").replace("TESTOVA", "TESTÖVA")
    found = read("uk", [ListFile("uk.csv", text.encode("cp1252"))])
    assert found.parties[0].primary_name == "Mara TESTÖVA"


def test_opensanctions_names_aliases_numbers_and_what_could_not_be_read():
    found = reading("opensanctions", OPENSANCTIONS)
    company, person = found.parties
    assert company.identifiers == (Identifier("imo", "9296406"), Identifier("other", "7707083893"))
    assert (company.countries, len(company.names), person.births) == (("AE", "RU"), 3, (BirthDate(1971),))
    assert [(finding.row, finding.field, finding.value) for finding in found.findings] == [(3, "birth_date", "yesterday")]


def test_senzing_records_carry_topics_and_former_ids():
    person = parties("senzing", SENZING)["NK-3"]
    assert (person.topics, person.former_keys, person.countries) == (("role.pep",), ("Q1",), ("US",))
    assert person.identifiers == (Identifier("passport", "X1", "US"),)


def test_the_screening_list_merges_a_party_that_stands_on_two_lists():
    person = parties("us_csl", CSL)["9"]
    assert person.programmes == ("IRAN", "SDN", "SSI", "SYRIA", "X")
    assert [str(birth) for birth in person.births] == ["1973-03-25", "1974"]
    assert set(person.identifiers) == {Identifier("passport", "K048787", "SY"), Identifier("tax", "5030056754")}
    assert person.gender == "female"


def test_a_denied_person_has_one_key_for_all_addresses():
    (person,) = parties("us_dpl", DPL).values()
    assert (person.primary_name, len(person.addresses), person.kind) == ("MARA TESTOVA", 2, "")


def test_a_list_of_ones_own_with_and_without_a_mapping():
    plain = "id,schema,name,aliases,birth_date,country,identifier\n1,Person,Mara Testova,Mara T;Owl,1971 or 1972,Russia,passport:X1\n"
    (person,) = parties("csv", plain).values()
    assert (person.key, person.kind, person.countries, len(person.names)) == ("1", "person", ("RU",), 3)
    assert person.births == (BirthDate(1971), BirthDate(1972))
    table, mapping = "Nr|Firma|Land\n7|Testania GmbH|DE\n", {"key": "Nr", "name": "Firma", "country": "Land", "delimiter": "|"}
    found = reading("csv", table, json.dumps({**mapping, "constant": {"schema": "Company"}}), names=("own.csv", "own.json"))
    assert (found.parties[0].key, found.parties[0].kind, found.parties[0].countries) == ("7", "organisation", ("DE",))


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'
DEEP = "<a>" * 40 + "</a>" * 40


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("un", UN.replace("<CONSOLIDATED_LIST", BOMB + "<CONSOLIDATED_LIST", 1), "xml_forbidden"),
        ("un", UN.replace("<CONSOLIDATED_LIST", OUTSIDE + "<CONSOLIDATED_LIST", 1), "xml_forbidden"),
        ("un", UN[:-30], "xml_broken"),
        ("un", UN.replace("MARA", "&unknown;"), "xml_broken"),
        ("un", UN.replace("<THIRD_NAME/>", DEEP), "xml_too_deep"),
        ("un", UN.replace("MARA", "M" * 5_000_000), "record_too_long"),
        ("un", "<html><body>Please sign in</body></html>", "xml_root_unknown"),
        ("un", "Please sign in", "xml_broken"),
        ("un", UN.replace("CDe.901", "CDi.900"), "key_twice"),
        ("ofac_sdn", "<html/>", "xml_root_unknown"),
        (
            "eu_fsf",
            EU_XML.replace('wholeName="Mara Testova" firstName="Mara" lastName="Testova"', "").replace("Owl", ""),
            "party_unreadable",
        ),
        ("eu_fsf", "a;b;c\n1;2;3\n", "columns_missing"),
        ("csv", '[{"name": "A"}]', "not_a_table"),
        ("eu_fsf", "\n".join([EU_COLUMNS, EU_ROWS[0] + ";one too many"]), "columns_changed"),
        ("uk", "Name,Age\nx,1\n", "columns_missing"),
        ("opensanctions", OPENSANCTIONS + OPENSANCTIONS.split("\n")[1] + "\n", "key_twice"),
        ("opensanctions", OPENSANCTIONS.replace('"1971;yesterday"', '"' + "x" * 300_000 + '"'), "row_too_long"),
        ("senzing", SENZING[:-3], "row_broken"),
        ("senzing", "[" * 100_000, "row_broken"),
        ("senzing", "[]\n[]\n", "list_empty"),
        ("us_csl", "id,name\n1,x\n", "columns_missing"),
        ("csv", "name\n\n", "list_empty"),
        ("csv", "", "file_empty"),
        ("csv", "id,name\n" + "\n".join(f"{at},{'x' if at > 20 else ''}" for at in range(1, 40)), "too_many_lost"),
        ("nonsense", "", "unknown_list_kind"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_a_reason(kind: str, text: str, code: str):
    with pytest.raises(ListError) as refused:
        reading(kind, text)
    assert refused.value.code == code


@pytest.mark.parametrize("mapping", ["{", '{"surname": "Firma"}', '{"country": "Land"}', "[1]"])
def test_a_mapping_that_maps_nothing_is_refused(mapping: str):
    with pytest.raises(ListError) as refused:
        reading("csv", "Firma\nx\n", mapping, names=("own.csv", "own.json"))
    assert refused.value.code == "mapping_broken"


def test_a_list_may_come_packed_in_several_pieces():
    packed = gzip.compress(UN[:500].encode(), mtime=0) + gzip.compress(UN[500:].encode(), mtime=0)
    assert len(read("un", [ListFile("un.xml.gz", packed)]).parties) == 2


def test_every_reader_is_strict_about_how_many_files_it_takes():
    for kind in ("un", "uk", "us_csl", "us_dpl", "eu_fsf", "csv"):
        with pytest.raises(ListError) as refused:
            reading(kind, UN, UN)
        assert refused.value.code == "one_file_expected"
