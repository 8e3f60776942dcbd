"""Words that carry little or mean the same: legal forms, titles, particles, look-alike letters."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# One canonical form each, in its spellings after normalising. Source: ISO 20275 (the common ones), OFAC and EU practice.
LEGAL_FORMS = {
    "limited": """
        limited, ltd, limited liability company, llc, ltd liability co, limited liability partnership, llp, lc, ooo,
        obshchestvo s ogranichennoi otvetstvennostyu, obshchestvo s ogranichennoy otvetstvennostyu, tov, too, gmbh,
        gesellschaft mit beschrankter haftung, sarl, societe a responsabilite limitee, srl, sro, spol s ro, s de rl,
        s de rl de cv, sl, sociedad limitada, lda, ltda, limitada, bv, besloten vennootschap, doo, dooel, eood, ood, kft,
        oy, ab, as, aps, sp z oo, sia, uab, ou, sdn bhd, pte ltd, pty ltd, pvt ltd, private limited, co ltd, company limited,
        limited company, fze, fzc, fzco, fz llc, wll, limited sirketi, ltd sti""",
    "stock": """
        joint stock company, public joint stock company, open joint stock company, closed joint stock company,
        private joint stock company, jsc, pjsc, ojsc, cjsc, ao, pao, oao, zao, aktsionernoe obshchestvo,
        aktsionernoye obshchestvo, publichnoe aktsionernoe obshchestvo, incorporated, inc, corporation, corp,
        public limited company, plc, ag, aktiengesellschaft, sa, sociedad anonima, societe anonyme, sa de cv, spa,
        societa per azioni, nv, naamloze vennootschap, se, kk, kabushiki kaisha, ad, sas, tbk, bhd, anonim sirketi, pjs, pt""",
    "partnership": "limited partnership, lp, partnership, kg, kommanditgesellschaft, gmbh and co kg, gmbh co kg, ohg, snc",
    "state": "federal state unitary enterprise, fsue, fgup, state unitary enterprise, unitary enterprise, up, rue",
    "foundation": "foundation, stiftung, fondation, fundacion, ev, trust",
}
FORM_OF = {tuple(spelling.split()): form for form, spellings in LEGAL_FORMS.items() for spelling in spellings.split(",")}
FORM_WORDS = frozenset(word for spelling in FORM_OF for word in spelling if len(word) > 2 or len(spelling) == 1)
LONGEST_FORM = max(map(len, FORM_OF))
# Spellings that are ordinary words or initials too: a legal form only at the end of a name.
ONLY_LAST = _words("as ab up pt se too sa ad ao ou lc ev trust sl tov partnership foundation")

TITLES = _words(
    "mr mrs ms miss dr prof professor sir general gen colonel col major brigadier commander captain sheikh shaykh sheik shaikh haji "
    "hajji hadji mullah mawlawi maulvi maulavi mawlana maulana sayyid sayed ayatollah hojjatoleslam imam engineer ing"
)
PARTICLES = _words("al el ul bin ben ibn bint ould abu de del der den di da do dos du la le los las van von zu y e")
# Words of little weight wherever they stand; rarer ones get theirs from how often they are listed.
LITTLE_WORDS = _words("and of the for in co company und et y")

# Letters of other scripts that look Latin: one inside a Latin word is a sign of evasion.
LOOK_ALIKES = str.maketrans("аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧαοντ", "aeopcyxijshdqwABEKMHOPCTYXIJSABEZHIKMNOPTYXaovt")


def is_light(part: str) -> bool:
    """Whether a part says next to nothing about who somebody is."""
    return part in PARTICLES or part in LITTLE_WORDS or part in FORM_WORDS
