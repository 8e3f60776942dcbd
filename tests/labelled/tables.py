"""What the variations draw on: neighbours on a keyboard, romanisations, legal forms, nicknames. Made for the tests,
apart from the engine's own."""

KEYBOARD = {
    "a": "sqz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok", "j": "hku",
    "k": "jli", "l": "kop", "m": "nk", "n": "bmh", "o": "ipl", "p": "ol", "q": "wa", "r": "etf", "s": "adw", "t": "ryg",
    "u": "yij", "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xas",
}  # fmt: skip
SCANNED = [
    ("o", "0"),
    ("l", "1"),
    ("i", "1"),
    ("s", "5"),
    ("b", "8"),
    ("rn", "m"),
    ("m", "rn"),
    ("cl", "d"),
    ("vv", "w"),
    ("e", "c"),
    ("g", "9"),
    ("h", "li"),
]
ROMANISATIONS = [
    ("y", "i"), ("kh", "h"), ("kh", "ch"), ("ou", "u"), ("(?<=[a-z])u(?=[a-z])", "ou"), ("ov\\b", "off"), ("ev\\b", "eff"),
    ("sh", "ch"), ("q", "k"),
    ("gh", "g"), ("dh", "d"), ("th", "t"), ("oo", "u"), ("ee", "i"), ("iy\\b", "y"), ("yev", "ev"), ("zh", "j"), ("j", "dj"), ("ts", "tz"),
    ("w", "v"), ("mohammed|mohammad", "muhammad"), ("muhammad", "mohamed"), ("hussein|husayn", "hossein"), ("abd al-",
    "abdul "), ("abdul", "abdel"),
    ("\\bal-", "el-"), ("\\bal-", "al "), ("ss", "s"), ("mm", "m"), ("ei", "ey"), ("ai", "ay"), ("e(?=[a-z])", "i"), ("iya\\b",
    "ia"), ("yu", "iu"), ("ya", "ia"),
    ("ch", "tch"), ("v", "w"), ("k", "c"), ("f", "ph"), ("'", ""), ("x", "ks"), ("aa", "a"), ("ah\\b", "a"), ("a\\b", "ah"),
]  # fmt: skip
TITLES = ["Mr", "Dr.", "Mrs", "Sheikh", "Haji", "General", "Prof.", "Mr.", "Mullah", "Col."]
FORMS = {
    "LIMITED LIABILITY COMPANY": ["OOO", "LLC", "Ltd.", "L.L.C.", "Obshchestvo s Ogranichennoi Otvetstvennostyu"],
    "OBSHCHESTVO S OGRANICHENNOI OTVETSTVENNOSTYU": ["OOO", "LLC", "Limited Liability Company"],
    "OBSHCHESTVO S OGRANICHENNOY OTVETSTVENNOSTYU": ["OOO", "LLC", "Limited Liability Company"],
    "OOO": ["LLC", "Limited Liability Company", "Ltd"],
    "LLC": ["OOO", "Limited Liability Company", "L.L.C.", "Ltd"],
    "LTD": ["Limited", "LLC", "Ltd.", "Co., Ltd."],
    "LTD.": ["Limited", "LLC", "Ltd", "Co., Ltd."],
    "LIMITED": ["Ltd", "Ltd.", "LLC"],
    "JOINT STOCK COMPANY": ["AO", "JSC", "J.S.C."],
    "PUBLIC JOINT STOCK COMPANY": ["PAO", "PJSC"],
    "AKTSIONERNOE OBSHCHESTVO": ["AO", "JSC", "Joint Stock Company"],
    "AO": ["JSC", "Joint Stock Company"], "JSC": ["AO", "Joint Stock Company"], "PJSC": ["PAO", "Public Joint Stock Company"],
    "PAO": ["PJSC", "Public Joint Stock Company"],
    "S.A. DE C.V.": ["SA de CV", "Sociedad Anonima de Capital Variable"], "S.A.": ["SA", "Sociedad Anonima"],
    "GMBH": ["Gesellschaft mit beschrankter Haftung", "GesmbH"], "CO., LTD.": ["Company Limited", "Co Ltd", "Limited"],
    "CO. LTD.": ["Company Limited", "Co Ltd", "Limited"], "CO., LTD": ["Company Limited", "Limited"], "COMPANY LIMITED": ["Co. Ltd", "Ltd"],
    "INC.": ["Incorporated", "Corp."], "CORPORATION": ["Corp.", "Corp"], "COMPANY": ["Co.", "Co"], "S.R.L.": ["SRL"], "E.U.": ["EU"],
    "LTDA.": ["Limitada", "Ltda"], "FZE": ["F.Z.E.", "FZ-E"], "FZCO": ["FZ Co"], "SARL": ["S.A.R.L."],
    "PTE. LTD.": ["Private Limited", "Pte Ltd"],
    "ANONIM SIRKETI": ["A.S.", "AS"], "LIMITED SIRKETI": ["Ltd. Sti.", "Limited"],
}  # fmt: skip
ABBREVIATIONS = {
    "company": "Co", "international": "Intl", "corporation": "Corp", "general": "Gen", "trading": "Trdg", "industries": "Ind.",
    "brothers": "Bros",
    "and": "&", "manufacturing": "Mfg", "technology": "Tech", "technologies": "Tech", "engineering": "Eng",
    "management": "Mgmt", "group": "Grp",
    "institute": "Inst", "national": "Natl", "government": "Govt", "department": "Dept", "services": "Svcs",
    "university": "Univ", "development": "Dev",
}  # fmt: skip
TRANSLATIONS = {
    "bank": "Banco", "company": "Kompaniya", "group": "Gruppa", "trading": "Comercial", "plant": "Zavod", "factory": "Fabrika",
    "institute": "Institut",
    "international": "Internacional", "industry": "Industria", "university": "Universitet", "zavod": "Plant",
    "nauchno": "Scientific", "kompaniya": "Company",
    "center": "Tsentr", "centre": "Tsentr", "foundation": "Fondation", "transport": "Transporte",
    "construction": "Construcciones", "insurance": "Seguros",
    "gruppa": "Group", "fond": "Fund", "fund": "Fond", "holding": "Kholding", "kholding": "Holding", "sindicate": "Syndicate",
    "inversiones": "Investments",
    "comercializadora": "Trading", "transportes": "Transport", "distribuidora": "Distributor",
}  # fmt: skip
NICKNAMES = {
    "william": ["Bill", "Will"], "robert": ["Bob", "Rob"], "michael": ["Mike"], "mikhail": ["Misha"], "alexander": ["Alex", "Sasha"],
    "aleksandr": ["Sasha", "Alex"], "jose": ["Pepe"], "francisco": ["Paco", "Pancho"], "ivan": ["Vanya"], "dmitry": ["Dima"],
    "dmitriy": ["Dima"],
    "sergey": ["Seryozha"], "vladimir": ["Volodya", "Vova"], "nikolai": ["Kolya"], "nikolay": ["Kolya"], "alexei": ["Alyosha"],
    "aleksey": ["Alyosha"],
    "anastasia": ["Nastya"], "ekaterina": ["Katya"], "james": ["Jim"], "joseph": ["Joe"], "thomas": ["Tom"], "daniel": ["Dan"],
    "samuel": ["Sam"],
    "benjamin": ["Ben"], "anthony": ["Tony"], "antonio": ["Tony", "Tono"], "jesus": ["Chuy"], "guadalupe": ["Lupe"], "ignacio": ["Nacho"],
    "yevgeny": ["Zhenya"], "evgeny": ["Zhenya"], "svetlana": ["Sveta"], "tatiana": ["Tanya"], "tatyana": ["Tanya"], "natalia": ["Natasha"],
    "elena": ["Lena"], "maria": ["Masha"], "pavel": ["Pasha"], "konstantin": ["Kostya"], "grigory": ["Grisha"],
    "mohammed": ["Mo"], "manuel": ["Manny"],
}  # fmt: skip
LOOK_ALIKE = dict(zip("aeopcyx", "аеорсух", strict=True))
CYRILLIC_LETTERS = {
    "shch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "yu": "ю", "ya": "я", "yo": "ё", "ye": "е", "iy": "ий",
    "yy": "ый", "a": "а", "b": "б",
    "v": "в", "g": "г", "d": "д", "e": "е", "z": "з", "i": "и", "y": "й", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о",
    "p": "п", "r": "р", "s": "с",
    "t": "т", "u": "у", "f": "ф", "h": "х", "c": "к", "w": "в", "x": "кс", "j": "дж", "q": "к", "'": "ь",
}  # fmt: skip
ARABIC_LETTERS = {
    "sh": "ش", "kh": "خ", "gh": "غ", "th": "ث", "dh": "ذ", "aa": "ا", "ee": "ي", "oo": "و", "ou": "و", "ch": "تش", "al-": "ال",
    "a": "ا", "b": "ب", "t": "ت",
    "j": "ج", "h": "ه", "d": "د", "r": "ر", "z": "ز", "s": "س", "f": "ف", "q": "ق", "k": "ك", "l": "ل", "m": "م", "n": "ن",
    "w": "و", "y": "ي", "i": "ي",
    "u": "و", "o": "و", "e": "ي", "g": "غ", "p": "ب", "v": "ف", "x": "كس", "c": "ك", "'": "",
}  # fmt: skip
