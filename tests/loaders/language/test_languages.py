import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.language.document import split_sentences
from loaders.language.languages import ENGLISH, LanguageSplit, language_of, split_languages

FOREIGN = {
    "fr": "Au moins douze soldats ont été tués mardi dans une embuscade près de Gao, selon "
    "l'armée. Les assaillants, qui sont venus à moto, se sont enfuis vers la frontière avec le "
    "Niger.",
    "es": "Al menos cinco policías murieron el martes en un ataque con explosivos cerca de Cali, "
    "según informó el ejército. Los vecinos dijeron que se oyeron disparos hasta la noche.",
    "pt": "Pelo menos seis pessoas foram mortas na terça-feira em um ataque perto de Pemba, disse "
    "a polícia. Os moradores contaram que os homens armados não levaram nada da aldeia.",
    "it": "Almeno quattro soldati sono stati uccisi martedì in un attacco vicino a Herat, secondo "
    "il ministero. Gli abitanti hanno detto che gli spari si sentivano anche nella notte.",
    "ro": "Cel puțin trei oameni au fost uciși marți într-un atac lângă Odesa, a spus poliția. "
    "Locuitorii au auzit mai multe explozii și nu au putut pleca din oraș.",
    "de": "Bei einem Angriff nahe Kundus sind am Dienstag mindestens acht Soldaten getötet worden. "
    "Nach Angaben der Polizei wurde auch ein Krankenhaus getroffen, das nicht mehr arbeitet.",
    "nl": "Bij een aanval in het noorden van Mali zijn dinsdag zeker tien soldaten gedood. "
    "Volgens het leger werd het konvooi door een bermbom geraakt, maar er is nog niet veel bekend.",
    "sv": "Minst sju personer dödades på tisdagen i en attack nära Goma, säger polisen. "
    "Det är inte känt vem som ligger bakom, men flera byar har övergetts efter striderna.",
    "nb": "Minst sju personer ble drept tirsdag i et angrep ved Goma, sier politiet. "
    "Det er ikke kjent hvem som står bak, men flere landsbyer ble forlatt etter kampene.",
    "fi": "Ainakin viisi sotilasta kuoli tiistaina iskussa lähellä Gomaa, poliisi sanoi. "
    "Ei ole vielä selvää, kuka iskun teki, mutta useita kyliä on tyhjennetty ja tiet ovat poikki.",
    "pl": "Co najmniej ośmiu żołnierzy zginęło we wtorek w zasadzce w pobliżu Gao. Jak podało "
    "wojsko, konwój został zaatakowany przez ludzi, którzy uciekli w stronę granicy.",
    "cs": "Při útoku poblíž Gao zahynulo v úterý nejméně osm vojáků. Podle armády byla kolona "
    "napadena ozbrojenci, kteří se po střelbě stáhli směrem k hranici, ale škody jsou velké.",
    "hu": "Legalább nyolc katona meghalt kedden egy támadásban Gao közelében. A hadsereg szerint "
    "az autók egy aknára futottak, és többen meg is sebesültek, de ez még nem biztos.",
    "sh": "Najmanje osam vojnika ubijeno je u utorak u napadu kod mesta Gao. Vojska kaže da su "
    "napadači koji su došli noću pobegli prema granici, ali to nije potvrđeno.",
    "tr": "Salı günü Gao yakınında düzenlenen bir saldırıda en az sekiz asker öldü. Ordu, "
    "konvoyun bir mayına çarptığını ve daha sonra ateş açıldığını bildirdi; ancak bu çok geç oldu.",
    "ru": "Не менее восьми солдат погибли во вторник при нападении на колонну под Гао. По данным "
    "военных, нападавшие скрылись в направлении границы, а также увели скот.",
    "uk": "Щонайменше вісім військових загинули у вівторок під час нападу на колону біля Гао. "
    "За даними поліції, нападники втекли до кордону, але їх ще шукають і не знайшли.",
    "bg": "Най-малко осем войници бяха убити във вторник при нападение край Гао. По данни на "
    "армията нападателите са избягали към границата, след като са запалили и три коли.",
    "ar": "قتل ثمانية جنود على الأقل يوم الثلاثاء في هجوم قرب مدينة غاو، كما قال الجيش. "
    "وفر المهاجمون إلى الحدود بعد أن أحرقوا عددا من السيارات التي كانت في القافلة.",
    "fa": "دست کم هشت سرباز روز سه شنبه در حمله ای نزدیک شهر غزنی کشته شدند. "
    "پلیس گفت که مهاجمان پس از تیراندازی به سوی مرز فرار کردند و این حمله بود که شب شد.",
    "ur": "منگل کو پشاور کے قریب ایک حملے میں کم از کم آٹھ فوجی ہلاک ہو گئے۔ "
    "پولیس نے کہا کہ حملہ آور سرحد کی طرف بھاگ گئے اور ان کی تلاش جاری ہے۔",
    "ps": "د سه‌شنبې په ورځ د غزني ښار ته نږدې په یوه برید کې لږ تر لږه اته سرتېري ووژل شول. "
    "پولیسو وویل چې بریدګر له پېښې وروسته د پولې په لور تښتېدلي دي.",
    "he": "לפחות שמונה חיילים נהרגו ביום שלישי בתקיפה ליד העיר, כך מסר הצבא.",
    "el": "Τουλάχιστον οκτώ στρατιώτες σκοτώθηκαν την Τρίτη σε επίθεση κοντά στην πόλη.",
    "hi": "मंगलवार को श्रीनगर के पास एक हमले में कम से कम आठ जवान मारे गए और कई लोग घायल हैं।",
    "zh": "周二，一支车队在加奥附近遭到袭击，至少八名士兵死亡，军方说袭击者已逃往边境。",
    "ja": "火曜日にガオ近郊で車列が襲撃され、少なくとも兵士八人が死亡したと軍が発表した。",
    "ko": "화요일 가오 인근에서 호송대가 공격을 받아 군인 최소 여덟 명이 숨졌다고 군이 밝혔다.",
    "th": "ทหารอย่างน้อยแปดนายเสียชีวิตเมื่อวันอังคารจากการโจมตีใกล้เมือง",
    "my": "အင်္ဂါနေ့က တိုက်ခိုက်မှုတစ်ခုတွင် စစ်သားရှစ်ဦး သေဆုံးခဲ့သည်ဟု ဒေသခံများက ပြောသည်။",
    "am": "ማክሰኞ ዕለት በደረሰ ጥቃት ቢያንስ ስምንት ወታደሮች ተገድለዋል ሲል ሠራዊቱ ገልጿል ነው የተባለው።",
    "id": "Sedikitnya delapan tentara tewas pada Selasa dalam serangan di dekat Poso. Polisi "
    "mengatakan bahwa para penyerang melarikan diri ke hutan dan belum ada yang ditangkap.",
    "sw": "Watu wanane wameuawa siku ya Jumanne katika shambulio karibu na mji wa Goma. Jeshi "
    "limesema kuwa washambuliaji hao walikimbia baada ya kuchoma nyumba za wakazi.",
    "so": "Ugu yaraan siddeed askari ayaa lagu dilay weerar ka dhacay agagaarka Baydhabo, sida ay "
    "sheegtay booliisku. Dadka deegaanka ayaa sheegay in la maqlay rasaas badan oo waxaa la xiray.",
    "vi": "Ít nhất tám binh sĩ đã thiệt mạng hôm thứ Ba trong một vụ tấn công gần thị trấn, theo "
    "quân đội. Những người này bị phục kích khi đang trên đường về căn cứ và không có ai sống sót.",
}
ENGLISH_TEXTS = [
    "Eight soldiers were killed on Tuesday in an ambush near the town of Gao, the army said.",
    "The attackers fled, and nobody has claimed the attack. It was the third one this month.",
    'The mayor said: "No pasarán". The crowd answered him, and the police did not come.',
    (
        "A SPOKESMAN FOR THE FRENTE FARABUNDO MARTI PARA LA LIBERACION NACIONAL SAID THAT IT WAS "
        "NOT INVOLVED IN THE ATTACK ON THE BARRACKS."
    ),
    "Reporters sans frontières and Médecins sans frontières were among the groups that signed it.",
]
UNSURE = [
    "",
    " \n ",
    "Kabul",
    "12 killed",
    "Five killed in Kabul blast",
    "KABUL, Oct. 9 (Reuters)",
    "GOMA, DR Congo",
    "SAN SALVADOR, 12 JAN 90 (RADIO VENCEREMOS)",
    "Deadly blast rocks Peshawar mosque",
    "TROOPS SEIZE SENADOR TOWN HALL AMID PROTESTS",
    "Attentat à Kaboul",
    "Kabul, Herat, Kandahar, Mazar-i-Sharif, Jalalabad, Kunduz, Ghazni, Khost, Zaranj, Farah",
    (
        "San Juan de los Lagos, La Paz, Santa Cruz de la Sierra, El Paso del Norte, Los Mochis, "
        "Puerto de la Libertad, San Pedro de las Colonias, Villa de la Paz, La Unión de San Antonio"
    ),
    (
        "Aix-en-Provence, Saint-Rémy-lès-Chevreuse, Bourg-la-Reine, Villeneuve-sur-Lot, "
        "Sainte-Marie-aux-Mines, Boulogne-sur-Mer, Saint-Denis, Le Havre, La Rochelle, Les Sables"
    ),
    (
        "Frankfurt an der Oder, Rothenburg ob der Tauber, Neustadt an der Weinstraße, Bad Homburg "
        "vor der Höhe, Brandenburg an der Havel, Mülheim an der Ruhr, Freiburg im Breisgau"
    ),
    "1,204 3.5 12:30 2025-10-09 70 % 1,204 3.5 12:30 2025-10-09 70 % 1,204 3.5 12:30 2025-10-09",
    "كابول",
    "Сегодня в Kabul",
    "😀 😀 😀 😀 😀 😀 😀 😀 😀 😀 😀 😀 😀 😀 😀",
    "x " * 500,
    "alpha bravo charlie delta " * 100,
]


def split(text: str) -> LanguageSplit:
    return split_languages(split_sentences(text))


@pytest.mark.parametrize("code", FOREIGN)
def test_language_is_told(code: str) -> None:
    found = split(FOREIGN[code])
    assert found.language is not None
    assert found.language.code == code
    assert found.english == []
    assert found.warning == (
        f"is in {found.language.name}: only English is understood, so nothing was read"
    )


@pytest.mark.parametrize("text", ENGLISH_TEXTS)
def test_english_is_known(text: str) -> None:
    found = split(text)
    assert (found.language, found.left_out, found.warning) == (ENGLISH, [], None)
    assert found.english == split_sentences(text)


@pytest.mark.parametrize("text", UNSURE)
def test_nothing_is_said_when_unsure(text: str) -> None:
    found = split(text)
    assert (found.language, found.left_out, found.warning) == (None, [], None)
    assert found.english == split_sentences(text)


def test_capitals_do_not_matter() -> None:
    assert language_of(ENGLISH_TEXTS[0].upper()) == ENGLISH
    french = language_of(FOREIGN["fr"].upper())
    assert french is not None
    assert french.code == "fr"


def test_a_language_that_is_not_in_the_table_is_another() -> None:
    # Esperanto, which no report is in.
    found = split(
        "Almenaŭ ok soldatoj mortis marde apud urbo kiam nekonataj viroj atakis ilian kolonon. "
        "Laŭ loĝantoj oni aŭdis multajn pafojn ĝis malfrua vespero sed neniu sciis kio okazis. "
        "Poste kelkaj familioj forlasis siajn domojn kaj iris piede al sekura loko trans rivero, "
        "kie helpantoj donis al infanoj manĝaĵon kun akvo. Ĝis nun neniu grupo diris ke ĝi faris "
        "tion, kvankam polico jam serĉas tri fremdulojn kiujn vidis ŝafistoj sur monta pado."
    )
    assert found.language is not None
    assert found.language.code is None
    assert found.warning == (
        "is in another language: only English is understood, so nothing was read"
    )


def test_paragraphs_in_another_language_are_left_out() -> None:
    english = " ".join(ENGLISH_TEXTS[:2])
    found = split(f"{english}\n\n{FOREIGN['es']}\n\n{english}\n\n{FOREIGN['es'][:40]}")
    assert found.language == ENGLISH
    assert [sentence.text for sentence in found.english[:4]] == [
        sentence.text for sentence in split_sentences(english)
    ] + [split_sentences(english)[0].text]
    assert "murieron el martes" not in " ".join(sentence.text for sentence in found.english)
    assert [sentence.index for sentence in found.english] == list(range(len(found.english)))
    assert found.warning == "is partly in Spanish: only its English was read"


def test_english_within_another_language_is_read() -> None:
    text = f"{FOREIGN['uk']}\n\n{FOREIGN['ru']}\n\n{FOREIGN['uk']}\n\n{ENGLISH_TEXTS[0]}"
    found = split(text)
    assert [sentence.text for sentence in found.english] == [ENGLISH_TEXTS[0]]
    assert found.warning == "is mostly in Ukrainian: only its English was read"


def test_a_quotation_does_not_make_a_report_foreign() -> None:
    found = split(f"{ENGLISH_TEXTS[0]} “{FOREIGN['fr'][:92]}” {ENGLISH_TEXTS[1]}")
    assert (found.language, found.left_out) == (ENGLISH, [])


@given(st.text(max_size=300))
def test_any_text_is_split_without_losing_its_place(text: str) -> None:
    found = split(text)
    kept = {sentence.start for sentence in found.english}
    assert kept <= {sentence.start for sentence in split_sentences(text)}
    assert bool(found.left_out) == (len(kept) < len(split_sentences(text)))
    assert found == split(text)
