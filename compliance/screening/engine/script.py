"""Names of other scripts in Latin letters, as the lists' publishers would write them."""

import re
import unicodedata

from anyascii import anyascii

from .words import CYRILLIC_LOOK_ALIKES, LOOK_ALIKES, PHRASES, READ_SO, SAME_LETTER

BARE = "~"  # before a part written without its short vowels
LATIN = re.compile(r"[A-Za-z]")
GREEK_OR_CYRILLIC = re.compile(r"[\u0370-\u052F]")
WORD = re.compile(r"\w+")
SHORT_VOWELS = re.compile(r"[\u0591-\u05C7\u064B-\u065F\u0670\u0640]")
VOWELLESS = re.compile(r"[\u0590-\u05FF\u0600-\u06FF\u0750-\u077F\uFB1D-\uFDFF\uFE70-\uFEFF]+")
SYLLABLES = re.compile(r"[\u3400-\u9FFF\uF900-\uFAFF\uAC00-\uD7AF]")
KANA = re.compile(r"[\u3040-\u30FF]")
PHRASE = re.compile("|".join(map(re.escape, PHRASES)))


def _letters(table: str) -> dict[str, str]:
    return {letter: written for letter, _, written in (pair.partition("=") for pair in table.split())}


SEMITIC = _letters("""
    ا=a أ=a إ=i آ=a ٱ=a ب=b پ=p ت=t ث=th ج=j چ=ch ح=h خ=kh د=d ذ=dh ر=r ز=z ژ=zh س=s ش=sh ص=s ض=d ط=t ظ=z ع=a غ=gh ف=f ڤ=v ق=q ك=k ک=k
    گ=g ل=l م=m ن=n ه=h ھ=h ہ=h ة=a ۀ=a و=w ؤ=u ي=y ی=y ى=a ئ=i ء= ے=y ں=n ٹ=t ڈ=d ڑ=r ۍ=i ې=e ټ=t ډ=d ړ=r ږ=zh ښ=sh ڼ=n ګ=g א=a ב=b
    ג=g ד=d ה=h ו=w ז=z ח=h ט=t י=y כ=k ך=k ל=l מ=m ם=m נ=n ן=n ס=s ע=a פ=p ף=p צ=ts ץ=ts ק=k ר=r ש=sh ת=t
""")
CYRILLIC = str.maketrans(
    _letters("""
    х=kh ц=ts щ=shch ы=y э=e ё=yo ь= ъ= й=y і=i ї=yi є=ye ґ=g ў=u ә=a ө=o ү=u ұ=u қ=k ғ=gh ң=ng һ=h ђ=dj ћ=c џ=dz љ=lj њ=nj ј=j ж=zh
    ч=ch ш=sh ю=yu я=ya
""")
)
# Korean syllables as North and South write them in Latin letters, where the common table goes its own way.
KOREAN = _letters("""
    김=kim 이=ri 리=ri 박=pak 최=choe 정=jong 조=jo 강=kang 윤=yun 장=jang 임=im 림=rim 오=o 한=han 신=sin 서=so 권=kwon
    황=hwang 안=an 송=song 류=ryu 유=yu
    홍=hong 전=jon 고=ko 문=mun 손=son 양=yang 배=pae 백=paek 허=ho 남=nam 심=sim 노=ro 로=ro 하=ha 영=yong 용=yong 철=chol
    성=song 명=myong 경=kyong
    광=kwang 국=guk 은=un 일=il 진=jin 혁=hyok 현=hyon 원=won 선=son 순=sun 준=jun 수=su 호=ho 길=gil 동=dong 천=chon 춘=chun
    학=hak 해=hae 희=hui 옥=ok
    석=sok 식=sik 덕=tok 태=tae 병=pyong 평=pyong 봉=pong 만=man
""")


def latin(text: str) -> tuple[str, bool]:
    """`text` in small Latin letters, and whether it hid letters of another script inside Latin words.

    Words of scripts that leave out short vowels begin with BARE; each Chinese or Korean character stands for itself.
    """
    if text.isascii():
        return text.lower(), False
    shown = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    folded = WORD.sub(lambda word: _unmasked(word[0]), shown)
    spaced = PHRASE.sub(lambda found: f" {PHRASES[found[0]]} ", SHORT_VOWELS.sub("", folded))
    if KANA.search(spaced):
        spaced = spaced.replace("・", " ").replace("·", " ")
    else:
        spaced = SYLLABLES.sub(lambda sign: f" {KOREAN.get(sign[0], sign[0])} ", spaced)
    spaced = VOWELLESS.sub(lambda word: _semitic(word[0]), spaced)
    return anyascii(spaced.lower().translate(CYRILLIC)).lower(), folded != shown


def _unmasked(word: str) -> str:
    """A word of two scripts in the one it is really of: letters that look the same everywhere decide nothing."""
    strange = GREEK_OR_CYRILLIC.findall(word)
    if not strange or not LATIN.search(word):
        return word
    is_latin = all(ord(letter) in LOOK_ALIKES for letter in strange)
    return word.translate(LOOK_ALIKES if is_latin else CYRILLIC_LOOK_ALIKES)


def _semitic(word: str) -> str:
    """A word in its usual reading where there is one, otherwise by its consonants."""
    same = word.translate(SAME_LETTER)
    if read := READ_SO.get(same):
        return read
    if same.startswith("ال") and (read := READ_SO.get(same[2:])):
        return "al " + read
    return BARE + "".join(SEMITIC.get(sign, "") for sign in word)
