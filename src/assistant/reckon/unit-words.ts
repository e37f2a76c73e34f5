/**
 * How people write units in the eleven languages, lower case, with the forms that stand behind a number or after "in".
 * All languages are read at once: the one that a chat speaks is not always the one of a short message, and English
 * is understood everywhere.
 */
import { UNITS, type Unit, type UnitId } from './units.ts';

/** Words for one unit, or for several of which the country or the other unit tells which is meant. */
interface Named {
  ids: readonly UnitId[];
  words: string;
}

const named = (ids: UnitId | readonly UnitId[], words: string): Named => ({
  ids: typeof ids === 'string' ? [ids] : ids,
  words,
});

/** Separated by commas; a word may have spaces. Arabic, Bengali and Turkish endings are added below. */
const NAMED: readonly Named[] = [
  named(
    'celsius',
    '°c, c, ºc, celsius, degc, degrees celsius, degree celsius, degrees c, centigrade, grados celsius, grados centígrados, graus celsius, सेल्सियस, डिग्री सेल्सियस, °से, °से॰, °م, درجة مئوية, مئوية, سيلسيوس, derajat celsius, derajat celcius, celcius, degrés celsius, degré celsius, সেলসিয়াস, ডিগ্রি সেলসিয়াস, °সে, độ c, độ celsius, santigrat, santigrat derece, derece santigrat, selsius, °с, с, цельсия, цельсию, градусов цельсия, градусы цельсия, градусах цельсия, по цельсию',
  ),
  named(
    'fahrenheit',
    '°f, f, ºf, fahrenheit, degf, degrees fahrenheit, degree fahrenheit, degrees f, grados fahrenheit, graus fahrenheit, फ़ारेनहाइट, फारेनहाइट, डिग्री फ़ारेनहाइट, डिग्री फारेनहाइट, °फ़ा, °फ़ा॰, °ف, ف, فهرنهايت, درجة فهرنهايت, derajat fahrenheit, degrés fahrenheit, degré fahrenheit, ফারেনহাইট, ডিগ্রি ফারেনহাইট, °ফা, độ f, độ fahrenheit, fahrenhayt, fahrenhayt derece, derece fahrenhayt, derece fahrenheit, фаренгейта, фаренгейту, градусов фаренгейта, градусы фаренгейта, градусах фаренгейта, по фаренгейту',
  ),
  named('kelvin', 'kelvin, kelvins, केल्विन, كلفن, কেলভিন, кельвин, кельвина, кельвинов, кельвины, кельвинах'),

  named(
    'millimetre',
    'mm, millimetre, millimetres, millimeter, millimeters, milímetro, milímetros, मिमी, मि॰मी॰, मिलीमीटर, مم, ملم, مليمتر, ملليمتر, milimeter, millimètre, millimètres, মিমি, মিলিমিটার, milimét, milimet, milimetre, мм, миллиметр, миллиметра, миллиметров, миллиметры, миллиметрах',
  ),
  named(
    'centimetre',
    'cm, cms, centimetre, centimetres, centimeter, centimeters, centímetro, centímetros, सेमी, से॰मी॰, सेंटीमीटर, سم, سنتيمتر, سنتمتر, sentimeter, centimètre, centimètres, সেমি, সেন্টিমিটার, xentimét, centimet, xăng ti mét, santim, santimetre, см, сантиметр, сантиметра, сантиметров, сантиметры, сантиметрах',
  ),
  named(
    'metre',
    'm, metre, metres, meter, meters, metro, metros, मीटर, मी॰, م, متر, أمتار, امتار, mètre, mètres, মি, মিটার, mét, м, метр, метра, метров, метры, метрах',
  ),
  named(
    'kilometre',
    'km, kms, kilometre, kilometres, kilometer, kilometers, kilómetro, kilómetros, kilometro, kilometros, quilômetro, quilômetros, quilometro, quilometros, किमी, कि॰मी॰, किलोमीटर, كم, كلم, كيلومتر, كيلو متر, كيلومترات, kilomètre, kilomètres, কিমি, কিলোমিটার, kilômét, kilomet, ki lô mét, cây số, км, километр, километра, километров, километры, километрах',
  ),
  named(
    'inch',
    'in, inch, inches, ", ″, pulgada, pulgadas, polegada, polegadas, इंच, بوصة, بوصات, إنش, انش, inci, po, pouce, pouces, ইঞ্চি, inch, inç, дюйм, дюйма, дюймов, дюймы, дюймах, дюйм.',
  ),
  named(
    'foot',
    "ft, foot, feet, ', ′, pie, pies, pé, pés, फ़ीट, फीट, फुट, फ़ुट, قدم, أقدام, اقدام, kaki, pi, pied, pieds, ফুট, foot, bộ, fit, фут, фута, футов, футы, футах, фт",
  ),
  named(
    'yard',
    'yd, yds, yard, yards, yarda, yardas, jarda, jardas, गज, गज़, ياردة, ياردات, verge, verges, গজ, yarda, ярд, ярда, ярдов, ярды, ярдах',
  ),
  named(
    'mile',
    'mi, mile, miles, milla, millas, milha, milhas, मील, ميل, أميال, اميال, mil, mille, milles, মাইল, dặm, ми, миля, мили, миль, милю, милях',
  ),
  named(
    'nauticalMile',
    'nmi, nautical mile, nautical miles, milla náutica, millas náuticas, milha náutica, milhas náuticas, समुद्री मील, ميل بحري, mil laut, mille nautique, milles nautiques, milles marins, নটিক্যাল মাইল, hải lý, deniz mili, м. мили, морская миля, морские мили, морских миль, морских милях, морскую милю',
  ),

  named(
    'milligram',
    'mg, milligram, milligrams, miligramo, miligramos, miligrama, miligramas, मिग्रा, मि॰ग्रा॰, मिलीग्राम, مغ, ملغ, مليغرام, ملليجرام, miligram, milligramme, milligrammes, মিগ্রা, মিলিগ্রাম, мг, миллиграмм, миллиграмма, миллиграммов, миллиграммы, миллиграммах',
  ),
  named(
    'gram',
    'g, gr, gram, grams, gramme, grammes, gramo, gramos, grama, gramas, ग्राम, ग्रा॰, غ, جم, غرام, جرام, غرامات, جرامات, গ্রাম, gam, г, гр, грамм, грамма, граммов, граммы, граммах',
  ),
  named(
    'kilogram',
    'kg, kgs, kilo, kilos, kilogram, kilograms, kilogramo, kilogramos, quilo, quilos, quilograma, quilogramas, किग्रा, कि॰ग्रा॰, किलो, किलोग्राम, كغ, كغم, كجم, كيلوغرام, كيلوجرام, كيلو, kilogramme, kilogrammes, কেজি, কিলোগ্রাম, কিলো, kilôgam, ki lô gam, cân, кг, килограмм, килограмма, килограммов, килограммы, килограммах, кило',
  ),
  named(
    'tonne',
    't, tonne, tonnes, metric ton, metric tons, tonelada, toneladas, टन, طن, أطنان, টন, tấn, ton metrik, т, тонна, тонны, тонн, тонну, тоннах',
  ),
  named(
    ['ounce', 'usFluidOunce', 'imperialFluidOunce'],
    'oz, ounce, ounces, onza, onzas, onça, onças, औंस, أونصة, أونصات, اونصة, ons, once, onces, আউন্স, aoxơ, унция, унции, унций, унцию, унциях, унц.',
  ),
  named(
    'pound',
    'lb, lbs, pound, pounds, libra, libras, पाउंड, رطل, أرطال, ارطال, pon, livre, livres, পাউন্ড, cân anh, libre, фунт, фунта, фунтов, фунты, фунтах, фнт',
  ),
  named('stone', 'st, stone, stones'),

  named(
    'millilitre',
    'ml, mls, millilitre, millilitres, milliliter, milliliters, mililitro, mililitros, मिली, मि॰ली॰, मिलीलीटर, مل, ملل, ملليلتر, مليلتر, mililiter, মিলি, মিলিলিটার, mililít, mililit, mililitre, мл, миллилитр, миллилитра, миллилитров, миллилитры, миллилитрах',
  ),
  named(
    'centilitre',
    'cl, centilitre, centilitres, centiliter, centiliters, centilitro, centilitros, से॰ली॰, سل, سنتيلتر, সেলি, santilitre, сл, сантилитр, сантилитров, сантилитрах',
  ),
  named(
    'decilitre',
    'dl, decilitre, decilitres, deciliter, deciliters, decilitro, decilitros, décilitre, décilitres, डे॰ली॰, دل, ديسيلتر, desiliter, ডেলি, desilitre, дл, децилитр, децилитров, децилитрах',
  ),
  named(
    'litre',
    'l, litre, litres, liter, liters, litro, litros, लीटर, ली॰, لتر, لترات, ليتر, লিটার, lít, л, литр, литра, литров, литры, литрах',
  ),
  named(
    'cubicMetre',
    'm³, m3, cubic metre, cubic metres, cubic meter, cubic meters, metro cúbico, metros cúbicos, मी॰³, متر مكعب, م³, meter kubik, mètre cube, mètres cubes, মি³, ঘনমিটার, mét khối, metreküp, м³, м3, кубометр, кубометра, кубометров, кубометрах',
  ),
  named(
    ['usCup', 'metricCup'],
    'cup, cups, taza, tazas, xícara, xícaras, xicara, xicaras, कप, كوب, أكواب, اكواب, cangkir, tasse, tasses, কাপ, cốc, su bardağı, bardak, чашка, чашки, чашек, чашку, чашках',
  ),
  named(
    'usCup',
    'us cup, us cups, taza de ee uu, tazas de ee uu, xícara dos eua, xícaras dos eua, अमेरिकी कप, كوب أمريكي, أكواب أمريكية, كوبًا أمريكيًا, cangkir as, tasse américaine, tasses américaines, মার্কিন কাপ, cốc mỹ, abd su bardağı, амер. чашка, амер. чашки, амер. чашек',
  ),
  named(
    'metricCup',
    'metric cup, metric cups, taza métrica, tazas métricas, xícara métrica, xícaras métricas, मीट्रिक कप, كوب متري, أكواب مترية, كوبًا متريًا, cangkir metrik, tasse métrique, tasses métriques, মেট্রিক কাপ, cốc hệ mét, metrik su bardağı, метр. чашка, метр. чашки, метр. чашек',
  ),
  named(
    ['usTablespoon', 'metricTablespoon'],
    'tbsp, tbs, tablespoon, tablespoons, cda, cdas, cucharada, cucharadas, colher de sopa, colheres de sopa, बड़ा चम्मच, बड़े चम्मच, ملعقة طعام, ملعقة كبيرة, ملاعق كبيرة, ملاعق طعام, sdm, sendok makan, cuillère à soupe, cuillères à soupe, টেবিল চামচ, muỗng canh, thìa canh, yemek kaşığı, ст л, ст. л., столовая ложка, столовые ложки, столовых ложек, столовых ложках',
  ),
  named(
    ['usTeaspoon', 'metricTeaspoon'],
    'tsp, teaspoon, teaspoons, cdta, cdtas, cucharadita, cucharaditas, colher de chá, colheres de chá, छोटा चम्मच, छोटे चम्मच, ملعقة شاي, ملعقة صغيرة, ملاعق صغيرة, ملاعق شاي, sdt, sendok teh, cuillère à café, cuillères à café, চা চামচ, muỗng cà phê, thìa cà phê, çay kaşığı, tatlı kaşığı, ч л, ч. л., чайная ложка, чайные ложки, чайных ложек, чайных ложках',
  ),
  named(
    ['usFluidOunce', 'imperialFluidOunce'],
    'fl oz, floz, fluid ounce, fluid ounces, onza líquida, onzas líquidas, onça líquida, onças líquidas, द्रव औंस, أونصة سائلة, ons cair, once liquide, onces liquides, তরল আউন্স, sıvı ons, жидкая унция, жидких унций, жидкие унции, жидких унциях',
  ),
  named(
    ['usPint', 'imperialPint'],
    'pint, pints, pinta, pintas, पिंट, باينت, pinte, pintes, পাইন্ট, пинта, пинты, пинт, пинту, пинтах',
  ),
  named(
    ['usQuart', 'imperialQuart'],
    'qt, quart, quarts, cuarto de galón, cuartos de galón, quarto de galão, क्वार्ट, كوارت, কোয়ার্ট, kuart, кварта, кварты, кварт, кварту, квартах',
  ),
  named(
    ['usGallon', 'imperialGallon'],
    'gal, gallon, gallons, galón, galones, galon, galão, galões, गैलन, غالون, جالون, غالونات, জ্যালন, গ্যালন, галлон, галлона, галлонов, галлоны, галлонах',
  ),

  named(
    'squareCentimetre',
    'cm², cm2, square centimetre, square centimetres, square centimeter, square centimeters, centímetros cuadrados, centímetros quadrados, سم², centimètres carrés, см², см2, квадратных сантиметров',
  ),
  named(
    'squareMetre',
    'm², m2, sqm, sq m, square metre, square metres, square meter, square meters, metro cuadrado, metros cuadrados, metro quadrado, metros quadrados, वर्ग मीटर, मी॰², متر مربع, م², meter persegi, mètre carré, mètres carrés, বর্গমিটার, বর্গ মিটার, mét vuông, metrekare, м², м2, квадратный метр, квадратных метра, квадратных метров, квадратные метры, квадратных метрах',
  ),
  named(
    'squareKilometre',
    'km², km2, sq km, square kilometre, square kilometres, square kilometer, square kilometers, kilómetros cuadrados, quilômetros quadrados, वर्ग किलोमीटर, वर्ग किमी, كم², كيلومتر مربع, kilometer persegi, kilomètres carrés, বর্গকিলোমিটার, বর্গ কিলোমিটার, kilomét vuông, kilometrekare, км², км2, квадратных километров, квадратные километры',
  ),
  named(
    'squareFoot',
    'ft², ft2, sqft, sq ft, square foot, square feet, pie cuadrado, pies cuadrados, pé quadrado, pés quadrados, वर्ग फ़ुट, वर्ग फुट, قدم مربع, قدم², kaki persegi, pi², pied carré, pieds carrés, বর্গফুট, বর্গ ফুট, foot vuông, ayak kare, фт², квадратный фут, квадратных фута, квадратных футов, квадратные футы, квадратных футах',
  ),
  named(
    'squareMile',
    'mi², mi2, sq mi, square mile, square miles, millas cuadradas, milhas quadradas, वर्ग मील, ميل مربع, ميل², mil persegi, milles carrés, বর্গমাইল, dặm vuông, mil kare, ми², квадратных миль, квадратные мили',
  ),
  named(
    'hectare',
    'ha, hectare, hectares, hectárea, hectáreas, हेक्टेयर, هكتار, هكتارات, hektar, হেক্টর, héc ta, hecta, га, гектар, гектара, гектаров, гектары, гектарах',
  ),
  named('acre', 'ac, acre, acres, एकड़, एकड़, فدان إنجليزي, একর, mẫu anh, akre, акр, акра, акров, акры, акрах'),

  named(
    'metrePerSecond',
    'm/s, meters per second, metres per second, meter per second, metros por segundo, م/ث, متر في الثانية, m/d, meter per detik, mètres par seconde, মি/সে, mét trên giây, м/с, метров в секунду, метр в секунду, метры в секунду',
  ),
  named(
    'kilometrePerHour',
    'km/h, kmh, kph, km h, kilometers per hour, kilometres per hour, kilómetros por hora, quilômetros por hora, किमी/घंटा, किमी प्रति घंटा, कि॰मी॰/घं॰, كم/س, كيلومتر في الساعة, km/jam, kilometer per jam, kilomètres par heure, kilomètres heure, কিমি/ঘণ্টা, km/giờ, km/sa, km/saat, км/ч, километров в час, километры в час, километр в час',
  ),
  named(
    'milePerHour',
    'mph, mi/h, miles per hour, mile per hour, millas por hora, milhas por hora, मील प्रति घंटा, मील/घं॰, ميل/س, ميل في الساعة, mil per jam, milles par heure, miles par heure, মাইল/ঘণ্টা, dặm/giờ, mil/sa, mil/saat, ми/ч, миль в час, мили в час, миля в час',
  ),
  named(
    'knot',
    'kn, kt, knot, knots, nudo, nudos, nó, nós, नॉट, عقدة, عقد, nœud, nœuds, noeud, noeuds, নট, hải lý/giờ, уз, узел, узла, узлов, узлы, узлах',
  ),

  named(
    'second',
    's, sec, secs, second, seconds, segundo, segundos, सेकंड, सेकेंड, ثانية, ثوان, ثواني, ث, detik, seconde, secondes, সেকেন্ড, giây, sn, saniye, с, сек, секунда, секунды, секунд, секунду, секундах',
  ),
  named(
    'minute',
    'min, mins, minute, minutes, minuto, minutos, मिनट, मि॰, دقيقة, دقائق, د, menit, মিনিট, phút, dk, dakika, мин, минута, минуты, минут, минуту, минутах',
  ),
  named(
    'hour',
    'h, hr, hrs, hour, hours, hora, horas, घंटा, घंटे, घंटों, घं॰, ساعة, ساعات, jam, heure, heures, ঘণ্টা, ঘন্টা, giờ, tiếng, sa, saat, ч, час, часа, часов, часы, часах',
  ),
  named(
    'day',
    'd, day, days, día, días, dia, dias, दिन, दिनों, يوم, أيام, ايام, يومًا, hari, jour, jours, j, দিন, ngày, gün, дн, день, дня, дней, дни, днях',
  ),
  named(
    'week',
    'wk, week, weeks, sem, semana, semanas, सप्ताह, हफ़्ते, हफ्ते, हफ़्ता, أسبوع, أسابيع, اسبوع, اسابيع, minggu, semaine, semaines, সপ্তাহ, tuần, hf, hafta, нед, неделя, недели, недель, неделю, неделях',
  ),

  named('joule', 'j, joule, joules, julio, julios, जूल, جول, জুল, джоуль, джоуля, джоулей, джоули, джоулях, дж'),
  named(
    'kilojoule',
    'kj, kilojoule, kilojoules, kilojulio, kilojulios, quilojoule, quilojoules, किलोजूल, कि॰जूल, كيلو جول, كيلوجول, kilojoule, কিলোজুল, kilôjun, kilojul, кдж, килоджоуль, килоджоуля, килоджоулей, килоджоули, килоджоулях',
  ),
  named(
    'kilocalorie',
    'kcal, kcals, kilocalorie, kilocalories, kilocaloría, kilocalorías, quilocaloria, quilocalorias, किलोकैलोरी, कि॰कैलोरी, سعرة, سعرة حرارية, سعرات حرارية, كيلو كالوري, kilokalori, kkal, কিলোক্যালোরি, kilôcalo, ккал, килокалория, килокалории, килокалорий, килокалориях',
  ),
  named(
    'kilowattHour',
    'kwh, kilowatt hour, kilowatt hours, kilovatio hora, kilovatios hora, quilowatt hora, كيلوواط ساعة, квт·ч, квтч, киловатт час, киловатт часов',
  ),

  named('pascal', 'pa, pascal, pascals, pascales, па, паскаль, паскаля, паскалей, паскалях'),
  named('hectopascal', 'hpa, hectopascal, hectopascals, гпа'),
  named('kilopascal', 'kpa, kilopascal, kilopascals, кпа'),
  named('bar', 'bar, bars, bares, बार, بار, বার, бар, бара, барах'),
  named('psi', 'psi'),
];

/** What Arabic puts before, and Bengali behind, the word for "in kilometres". Turkish endings come after an apostrophe. */
const ARABIC_PREFIXES = ['ال', 'بال', 'ب', 'لل'];
const BENGALI_ENDINGS = ['ে', 'তে', 'এ', 'য়', 'য়', 'কে', 'ের', 'এর', 'র'];
const TURKISH_ENDINGS = ['ye', 'ya', 'e', 'a', 'de', 'da', 'i', 'ı', 'yi', 'yı', 'si', 'sı', 'dir', 'dır'];
const TURKISH = new Set([
  'kilometre',
  'metre',
  'santimetre',
  'milimetre',
  'mil',
  'fit',
  'inç',
  'yarda',
  'kilogram',
  'gram',
  'litre',
  'mililitre',
  'ons',
  'libre',
  'galon',
  'saat',
  'dakika',
  'saniye',
  'gün',
  'hafta',
  'santigrat',
  'fahrenhayt',
  'celsius',
  'fahrenheit',
]);

function formsOf(word: string): string[] {
  if (/^\p{Script=Arabic}{2,}/u.test(word)) return [word, ...ARABIC_PREFIXES.map((prefix) => prefix + word)];
  if (/\p{Script=Bengali}$/u.test(word)) return [word, ...BENGALI_ENDINGS.map((ending) => word + ending)];
  return TURKISH.has(word) ? [word, ...TURKISH_ENDINGS.map((ending) => word + ending)] : [word];
}

/** As words are compared: composed, lower case by the root locale, without the dots of abbreviations. */
export const unitWord = (text: string): string => text.normalize('NFC').toLowerCase().replaceAll('.', '').trim();

/** Every written form → the units it can mean. */
export const UNITS_BY_WORD: ReadonlyMap<string, readonly UnitId[]> = collect();

/** Words in the longest written form. */
export const LONGEST_UNIT = Math.max(...[...UNITS_BY_WORD.keys()].map((word) => word.split(' ').length));

function collect(): Map<string, readonly UnitId[]> {
  const found = new Map<string, readonly UnitId[]>();
  const add = (word: string, ids: readonly UnitId[]) =>
    void found.set(word, [...new Set([...(found.get(word) ?? []), ...ids])]);
  for (const { ids, words } of NAMED)
    for (const word of words.split(', ')) for (const form of formsOf(unitWord(word))) add(form, ids);
  for (const id of Object.keys(UNITS) as UnitId[]) for (const sign of signsOf(UNITS[id])) add(unitWord(sign), [id]);
  return found;
}

/** What answers print can be read again: a follow-up starts from it. */
function signsOf({ sign, signs }: Unit): string[] {
  const own = Object.values(signs ?? {}).flatMap((sign) => (typeof sign === 'string' ? sign : Object.values(sign)));
  return [sign, ...own].filter(Boolean);
}
