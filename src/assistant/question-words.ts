/**
 * Words by which people ask about what they sent, in the eleven languages. Folded when compared; a language that
 * glues words together lists the glued forms.
 */

/** A list as it is easiest to read and to add to: "more | most | highest". */
export const phrases = (text: string): string[] => text.split('|').map((phrase) => phrase.trim());

export const MOST = [
  ...['most', 'highest', 'more', 'higher', 'max', 'maximum', 'richest', 'high', 'greatest'],
  ...['mas', 'mayor', 'mucha', 'mucho', 'alto', 'alta', 'mais', 'maior', 'plus', 'riche', 'eleve'],
  ...['terbanyak', 'tertinggi', 'banyak', 'tinggi', 'nhiều', 'cao', 'fazla', 'çok', 'yüksek', 'yüksektir'],
  ...['ज़्यादा', 'ज्यादा', 'अधिक', 'सबसे ज़्यादा', 'أكثر', 'الأكثر', 'أعلى', 'الأعلى', 'اكثر', 'اعلى'],
  ...['বেশি', 'সর্বাধিক', 'больше', 'выше', 'самый высокий', 'максимум', 'много', 'побольше'],
];
export const LEAST = [
  ...['least', 'lowest', 'less', 'lower', 'fewest', 'fewer', 'min', 'minimum', 'low'],
  ...['menos', 'menor', 'baja', 'bajo', 'baixo', 'baixa', 'moins', 'faible'],
  ...[
    'tersedikit',
    'terendah',
    'sedikit',
    'rendah',
    'kurang',
    'ít',
    'ít nhất',
    'ít hơn',
    'thấp',
    'az',
    'düşük',
    'en az',
  ],
  ...[
    'कम',
    'सबसे कम',
    'أقل',
    'الأقل',
    'اقل',
    'الاقل',
    'কম',
    'সবচেয়ে কম',
    'меньше',
    'ниже',
    'минимум',
    'мало',
    'поменьше',
  ],
];
export const COMPARE = [
  ...['compare', 'comparison', 'better', 'vs', 'versus', 'difference', 'healthier', 'best', 'compara', 'comparar'],
  ...['mejor', 'diferencia', 'comparacion', 'melhor', 'diferença', 'comparação', 'comparer', 'mieux', 'meilleur'],
  ...[
    'meilleure',
    'différence',
    'bandingkan',
    'lebih baik',
    'perbandingan',
    'bedanya',
    'so sánh',
    'tốt hơn',
    'khác nhau',
  ],
  ...[
    'karşılaştır',
    'daha iyi',
    'fark',
    'farkı',
    'तुलना',
    'बेहतर',
    'अंतर',
    'قارن',
    'أفضل',
    'مقارنة',
    'الفرق',
    'তুলনা',
    'ভালো',
  ],
  ...['পার্থক্য', 'сравни', 'сравнить', 'лучше', 'разница', 'сравнение'],
  ...phrases(`
    compáralas | compáralos | compárelas | compárelos | comparalas | comparémoslas | compare | comparem | compará las | compare as
    | comparez | compares | comparons | bandingin | bandingkanlah | perbandingkan | karşılaştırır | karşılaştırın | karşılaştırsana
    | kıyasla | kıyaslar mısın | तुलना करें | قارنهما | قارنها | قارنهم | قارني | مقارنتهما | তুলনা করুন | তুলনা কর | сравните
    | сравнить | сравни | сравнишь | сравнивай`),
];
/** What was paid, for all or for one thing: the words around it tell which. */
export const PAID = phrases(`
  cost | costs | price | prices | priced | pay | paid | spend | spent
  | gasté | gastado | pagué | pagado | cuesta | cuestan | costó | costaron | precio | vale
  | gastei | paguei | gastou | pagou | custa | custam | custou | custaram | preço
  | dépensé | payé | coûte | coûtent | coûté | prix | ai je dépensé
  | harga | harganya | bayar | dibayar | habis | belanja | biaya
  | giá | giá tiền | trả | đã trả | tiêu hết | chi tiêu | chi bao nhiêu | chi hết | tốn
  | fiyat | fiyatı | fiyati | ödedim | ödendi | harcadım | tuttu | kaça | tutar
  | कीमत | क़ीमत | दाम | खर्च | ख़र्च | भुगतान
  | سعر | ثمن | بكم | دفعت | أنفقت | صرفت | كلف | تكلفة
  | দাম | দাম কত | মূল্য | খরচ | দিয়েছি
  | стоит | стоят | стоил | стоила | стоило | стоили | цена | потратил | потратила | потрачено | заплатил | заплатила | почем`);
export const TAXES = phrases(`
  tax | taxes | vat | gst | impuesto | impuestos | iva | imposto | impostos | taxe | tva | pajak | ppn | thuế | vat | vergi
  | vergisi | kdv | कर | टैक्स | जीएसटी | ضريبة | الضريبة | ضرائب | কর | ট্যাক্স | ভ্যাট | налог | налога | налогов | ндс`);
/** "Which is cheaper?": prices that no label prints. */
export const CHEAPER = phrases(`
  cheaper | cheapest | best value | better value | best deal | value for money | más barato | más barata | más baratos | más baratas
  | más económico | más económica | mais barato | mais barata | mais em conta | moins cher | moins chère | meilleur prix | lebih murah
  | paling murah | termurah | rẻ hơn | rẻ nhất | daha ucuz | en ucuz | सस्ता | सस्ती | أرخص | الأرخص | সস্তা | дешевле | самый дешёвый | самая дешёвая | самое дешёвое | самым дешёвым | самой дешёвой | en ucuzu | en ucuzları
  | выгоднее`);
/** Energy in the other of its units. */
export const KILOJOULES = phrases(`
  kilojoule | kilojoules | kj | kilojulios | quilojoules | kilojul | किलोजूल | كيلوجول | কিলোজুল | кдж | килоджоулей`);
/** Of a receipt and of who paid, naming nothing on it. */
export const RECEIPT = phrases(`
  items | articles | artículos | artigos | itens | barang | món | ürün | चीज़ें | वस्तुएँ | أغراض | জিনিস | товаров | позиций
  | item | thing | things | product | buy | bought | artículo | cosa | producto | compré | artigo | item | coisa | produto | comprei
  | article | chose | produit | acheté | produk | beli | dibeli | thứ | mua | kalem | şey | aldım | aldığım | चीज़ | वस्तु | ख़रीदा | खरीदा
  | شيء | منتج | سلعة | اشتريت | اشتريته | পণ্য | কিনেছি | товар | позиция | вещь | купил | купила
  | right | correct | check | match | correcto | cuadra | certo | correto | juste | correct | benar | betul | đúng | doğru | सही | صحيح | ঠিক
  | верно | правильно | сходится | верный | верен | верна | bien | c'est | neydi | olan
  | ceux | celles | celui | celle | achetés | achetées | comprado | comprados | compradas
  | receipt | bill | ticket | we | was | were | it | here | money | everything
  | recibo | cuenta | compra | yo | fue | eran | dinero | conta | nota | eu | foi | dinheiro | reçu | facture | addition | ai | je
  | argent | c | était | struk | nota | saya | aku | uang | itu | hóa đơn | tôi | đã | hết | tiền | là | fiş | fişte | ben | para
  | bu | रसीद | बिल | मैंने | हमने | किया | दिया | हुआ | रुपये | पैसे | था | थी | الإيصال | الفاتورة | إيصال | فاتورة | أنا | كان
  | রসিদ | বিল | আমি | করেছি | টাকা | হয়েছে | ছিল | чек | чека | чеке | чеку | я | мы | было | денег | рублей | за | по`);
/** "Rank these by protein", "the best protein": asks for all of them in order. */
export const RANK = phrases(`
  rank | ranking | ranked | sort | sorted | order | in order | top | best
  | ordena | ordenar | ordénalos | ordénalas | clasifica | clasifícalos | clasifícalas | los mejores | el mejor | mejor
  | ordene | ordenado | classifica | classifique | classificação | melhor | melhores
  | classe | classer | classez | classement | trie | trier | triez | meilleur | meilleure | meilleurs | meilleures
  | urutkan | urutan | peringkat | rangking | terbaik
  | xếp hạng | xếp | sắp xếp | thứ tự | hàng đầu | tốt nhất
  | sırala | sıralama | sıralayın | sıralar mısın | en iyi
  | क्रम | क्रमबद्ध | रैंक | रैंकिंग | टॉप | शीर्ष | सबसे अच्छा | सबसे अच्छी
  | رتب | رتبها | رتبهم | ترتيب | أفضل | الأفضل | أفضلها
  | ক্রম | ক্রমানুসারে | সাজাও | সাজান | র‍্যাঙ্ক | র‍্যাঙ্কিং | শীর্ষ | সেরা
  | отсортируй | отсортируйте | сортируй | сортировка | рейтинг | расположи | ранжируй | упорядочи | по порядку | топ | лучший
  | лучшая | лучшее | лучшие`);
/** "Protein per serving?" names no product. */
export const SERVING = phrases(`
  serving | servings | portion | portions | each | piece | pieces | ración | raciones | porción | porciones | cada
  | porção | porções | sajian | takaran saji | porsi | setiap | chaque | khẩu phần | mỗi | porsiyon | başına | her
  | सर्विंग | प्रति | हर | حصة | الحصة | لكل | পরিবেশন | প্রতি | порция | порцию | порции | каждой`);
export const HOW_MUCH = [
  ...['how much', 'how many', 'cuanto', 'cuanta', 'cuantos', 'cuantas', 'quanto', 'quanta', 'quantos'],
  ...[
    'quantas',
    'combien',
    'quelle quantité',
    'berapa',
    'bao nhiêu',
    'mấy',
    'ne kadar',
    'kaç',
    'कितना',
    'कितनी',
    'कितने',
  ],
  ...['كم', 'ما مقدار', 'কত', 'কতটা', 'কতটুকু', 'сколько'],
];
/** Asks how much of what it names, where that is printed in numbers; "what is the capital?" is no question about a photo. */
export const WHAT_IS = ['what is the', 'what s the', 'what is its'];
export const TOTAL = [
  ...['total', 'sum', 'add up', 'altogether', 'in all', 'total a pagar', 'suma', 'soma'],
  ...['somme', 'en tout', 'jumlah', 'totalnya', 'tổng', 'tổng cộng', 'toplam', 'toplamı', 'कुल', 'योग', 'जोड़'],
  ...['المجموع', 'مجموع', 'الإجمالي', 'إجمالي', 'মোট', 'যোগফল', 'итого', 'итог', 'всего', 'сумма', 'общая сумма'],
];
/** Of a sign, a note, a page: what is written there. */
export const SAYS = [
  ...['say', 'says', 'written', 'writes', 'dice', 'pone', 'escrito', 'escrita', 'diz', 'écrit', 'écrite', 'dit'],
  ...['tertulis', 'tulisannya', 'bunyinya', 'viết gì', 'ghi gì', 'nói gì', 'yazıyor', 'yazan', 'yazılı'],
  ...[
    'लिखा',
    'लिखी',
    'कहता',
    'कहती',
    'مكتوب',
    'المكتوب',
    'مكتوبة',
    'تقول',
    'يقول',
    'লেখা',
    'লিখেছে',
    'написано',
    'говорит',
  ],
];

export const SHOWN = [
  ...['show what you read', 'show me what you read', 'show what i read', 'what did you read', 'what you read'],
  ...[
    'what can you read',
    'what does it say',
    'show the boxes',
    'where did you read',
    'que leiste',
    'muestra lo que leiste',
  ],
  ...[
    'que dice',
    'o que você leu',
    'mostra o que leste',
    'mostre o que leu',
    'o que diz',
    "qu'as-tu lu",
    'montre ce que tu as lu',
  ],
  ...['que dit', 'apa yang kamu baca', 'tunjukkan yang kamu baca', 'apa yang tertulis', 'bạn đọc được gì', 'viết gì'],
  ...['ne okudun', 'okuduğunu göster', 'ne yazıyor', 'क्या पढ़ा', 'क्या लिखा', 'ماذا قرأت', 'أرني ما قرأت', 'ماذا مكتوب'],
  ...['কী পড়েছ', 'কি পড়েছ', 'কী লেখা', 'что ты прочитал', 'покажи, что прочитал', 'что вы прочитали', 'что написано'],
];
export const AS_FILE = phrases(`
  csv | excel | spreadsheet | xlsx | as a file | as file | a file | in a file | into a file | to a file | a file please | the file | send a file
  | table as a file | hoja de cálculo | como archivo | en un archivo | en archivo | como fichero | en un fichero | el archivo
  | un archivo | planilha | como arquivo | em arquivo | num arquivo | em um arquivo | como ficheiro | o arquivo | um arquivo
  | tableur | en fichier | comme fichier | dans un fichier | sous forme de fichier | un fichier | le fichier
  | sebagai berkas | sebagai file | jadi file | dalam file | berbentuk file | berkasnya | filenya | jadikan berkas
  | bảng tính | dưới dạng tệp | thành tệp | dạng tệp | tệp | gửi file | thành file | dạng file | dưới dạng file | file excel
  | dosya olarak | dosyası | dosyasını | dosya halinde | dosyaya | tablo dosyası | bir dosya
  | फ़ाइल में | फ़ाइल के रूप में | फ़ाइल बना | फ़ाइल बनाओ | फ़ाइल भेजो | फ़ाइल दो | फ़ाइल चाहिए | फाइल के रूप में
  | كملف | ملف | في ملف | ملفا | الجدول كملف | ফাইল হিসেবে | ফাইল হিসাবে | ফাইলে | ফাইল দাও | ফাইল দিন | ফাইল আকারে | ফাইল করে
  | файлом | файл | в файл | в файле | в виде файла | таблицей | электронная таблица`);
export const AS_CHART = [
  ...['chart', 'bar chart', 'graph', 'grafico', 'gráfico', 'graphique', 'grafik', 'biểu đồ', 'चार्ट', 'رسم بياني'],
  ...['চার্ট', 'диаграмма', 'график'],
];
export const ALL = [
  ...['all', 'everything', 'whole', 'todo', 'todos', 'todas', 'tudo', 'tous', 'toutes', 'tout', 'semua', 'semuanya'],
  ...['tất cả', 'hepsi', 'tümü', 'सब', 'सभी', 'الكل', 'كل', 'সব', 'সবগুলো', 'все', 'всё'],
];
/** How a follow-up begins: "and the jerky?" */
export const AND = [
  ...[
    'and',
    'what about',
    'how about',
    'y',
    'e',
    'et',
    'dan',
    'kalau',
    'còn',
    'và',
    've',
    'peki',
    'और',
    'و',
    'وماذا عن',
  ],
  ...['এবং', 'আর', 'а', 'и'],
  'ya',
];
/** Stems with each of their endings. */
const ended = (stems: string, endings: string): string[] =>
  phrases(stems).flatMap((stem) => ['', ...endings.split(' ')].map((ending) => stem + ending));
const BENGALI = 'টা টি টায় টার টাতে টিতে টির টাকে টিকে টায় টো';
const TURKISH = 'de den ye yi nin si sinde sinden sine sini sinin';
const TURKISH_ROUND = 'de den ye yü nün sü sünde sünden süne sünü sünün';
const RUSSIAN = 'ый ой ая ое ого ому ом ым ую ые ых';

/** Places in an order, from the first on. */
export const ORDINALS: readonly (readonly string[])[] = [
  [
    ...phrases(`
      first | 1st | number one | primero | primera | primer | número uno | primeiro | primeira | número um | premier | première
      | numéro un | pertama | nomor satu | thứ nhất | đầu tiên | số một | ilk | ilki | ilkinde | ilkinin | bir numara | पहला | पहली
      | पहले | नंबर एक | الأول | الأولى | الاول | الاولى | بالأول | للأول | رقم واحد | এক নম্বর | номер один`),
    ...ended('birinci', TURKISH),
    ...ended('প্রথম', BENGALI),
    ...ended('перв', RUSSIAN),
  ],
  [
    ...phrases(`
      second | 2nd | number two | segundo | segunda | número dos | número dois | deuxième | second | seconde | numéro deux | kedua
      | nomor dua | thứ hai | thứ nhì | số hai | iki numara | दूसरा | दूसरी | दूसरे | नंबर दो | الثاني | الثانية | بالثاني | للثاني
      | والثاني | والثانية | رقم اثنين | দুই নম্বর | номер два`),
    ...ended('ikinci', TURKISH),
    ...ended('দ্বিতীয়', BENGALI),
    ...ended('втор', RUSSIAN),
  ],
  [
    ...phrases(`
      third | 3rd | number three | tercero | tercera | tercer | número tres | terceiro | terceira | número três | troisième
      | numéro trois | ketiga | nomor tiga | thứ ba | số ba | üç numara | तीसरा | तीसरी | तीसरे | नंबर तीन | الثالث | الثالثة | والثالث
      | رقم ثلاثة | তিন নম্বর | номер три | третий | третья | третье | третьего | третьему | третьем | третьей | третью`),
    ...ended('üçüncü', TURKISH_ROUND),
    ...ended('তৃতীয়', BENGALI),
  ],
  [
    ...phrases(`
      fourth | 4th | cuarto | cuarta | quarto | quarta | quatrième | keempat | thứ tư | चौथा | चौथी | चौथे | الرابع | الرابعة`),
    ...ended('dördüncü', TURKISH_ROUND),
    ...ended('চতুর্থ', BENGALI),
    ...ended('четверт | четвёрт', RUSSIAN),
  ],
  [
    ...phrases(`
      fifth | 5th | quinto | quinta | cinquième | kelima | thứ năm | पांचवां | पाँचवाँ | पांचवीं | पांचवें | الخامس | الخامسة`),
    ...ended('beşinci', TURKISH),
    ...ended('পঞ্চম', BENGALI),
    ...ended('пят', RUSSIAN),
  ],
];
/** Words that name nothing, so that what is left of a question may be a product's name. */
export const EMPTY = [
  ...[
    'the',
    'a',
    'an',
    'in',
    'of',
    'is',
    'are',
    'it',
    'its',
    'one',
    'ones',
    'this',
    'that',
    'these',
    'those',
    'has',
    'have',
  ],
  ...[
    'does',
    'do',
    'did',
    'for',
    'on',
    'to',
    'me',
    'my',
    'i',
    'you',
    'what',
    'which',
    'who',
    'how',
    'much',
    'many',
    'about',
  ],
  ...[
    'per',
    'par',
    'pour',
    'with',
    'and',
    'or',
    'at',
    'there',
    'please',
    'can',
    'show',
    'tell',
    'free',
    'from',
    'by',
    'than',
    'pack',
    'bar',
  ],
  ...[
    'el',
    'la',
    'los',
    'las',
    'de',
    'del',
    'en',
    'un',
    'una',
    'que',
    'tiene',
    'hay',
    'y',
    'o',
    'al',
    'es',
    'por',
    'cual',
  ],
  ...[
    'os',
    'as',
    'do',
    'da',
    'no',
    'na',
    'tem',
    'e',
    'qual',
    'le',
    'les',
    'des',
    'du',
    'dans',
    'et',
    'est',
    'a',
    'au',
    'quel',
  ],
  ...[
    'yang',
    'di',
    'dan',
    'mana',
    'punya',
    'nya',
    'cua',
    'trong',
    'co',
    'la',
    'cai',
    'nao',
    'con',
    'va',
    'bir',
    've',
    'hangi',
  ],
  ...[
    'hangisi',
    'var',
    'da',
    'en',
    'ne',
    'में',
    'का',
    'की',
    'के',
    'है',
    'और',
    'किस',
    'किसमें',
    'इसमें',
    'इनमें',
    'उसमें',
    'कौन',
    'في',
    'من',
    'ما',
    'هو',
    'هي',
    'على',
  ],
  ...[
    'أي',
    'عن',
    'و',
    'এর',
    'কোন',
    'কোনটায়',
    'কোনটি',
    'আছে',
    'আর',
    'এবং',
    'в',
    'на',
    'и',
    'а',
    'из',
    'у',
    'что',
    'как',
    'где',
    'каком',
  ],
];
/** Words that join others, in the languages that EMPTY has few of. */
export const JOINTS = phrases(`
  em | um | uma | num | numa | nos | nas | das | dos | sur | dans | une | aux | y a | t | qu | dalam | pada | untuk | ini | itu | apakah
  | của | cho | thế | thì | bao | này | cái | sản phẩm | için | içinde | mi | mı | mu | mü | से | पर | को | कि | क्या | इन | सबसे | फिर
  | إلى | مع | هل | هذا | هذه | ماذا | থেকে | কি | কী | জন্য | সবচেয়ে | для | ли | есть | или | с | по | о | там | это
  | lequel | laquelle | lesquels | neydi | hangisiydi | सा | सी | कौनसा | कौनसी | কোনটা | কোনগুলো | кто | какой | какая | какое | какие | который
  | которая | которое | cuáles | quais | quelle | quelles
  | pls | plz | thanks | thx | hey | hi | hello | ok | okay | gracias | favor | hola | obrigado | obrigada | olá | oi | merci | stp | svp
  | bonjour | tolong | terima | kasih | halo | cảm | ơn | làm | lütfen | teşekkürler | merhaba | कृपया | धन्यवाद | नमस्ते | فضلك | شكرا
  | مرحبا | দয়া | করে | ধন্যবাদ | пожалуйста | спасибо | привет`);
/** "In two bars": how much of it, and no name. */
export const COUNTED = phrases(`
  one | two | three | four | five | half | bars | packs | packet | packets | package | bottle | can | whole
  | uno | dos | tres | cuatro | cinco | medio | media | barra | barras | barrita | barritas | paquete | paquetes | entero
  | dois | duas | três | quatro | meia | pacote | pacotes | barrinha | barrinhas
  | deux | trois | quatre | cinq | demi | barre | barres | paquet | paquets | entier
  | satu | dua | tiga | empat | setengah | batang | bungkus | kemasan | hai | ba | bốn | nửa | thanh | gói | hộp
  | bir | iki | üç | dört | yarım | barda | barı | çubuk | paket | pakette
  | एक | दो | तीन | चार | आधा | आधे | बार | बारों | पैक | पैकेट | واحد | واحدة | اثنين | ثلاثة | نصف | قطعة | قطعتين | لوح | لوحين | حبتين | علبة
  | عبوة | এক | একটি | দুই | দুটি | দুটো | তিন | তিনটি | অর্ধেক | বার | বারে | প্যাক | প্যাকেট | প্যাকেটে
  | один | одном | два | две | двух | три | трех | половина | половине | батончик | батончика | батончике | батончиках | пачка | пачке
  | упаковка | упаковке`);
/** Points at what was just photographed. */
export const THIS = phrases(`
  this | these | that | it | its | them | esto | este | esta | estos | estas | eso | isto | isso | esse | essa | ini | itu | ce | cet
  | cette | ceci | ça | cela | này | đây | nó | bu | bunu | bunda | bunun | şu | это | этот | эта | эти | этом | нем | ней
  | यह | ये | इस | इसमें | इनमें | هذا | هذه | فيه | فيها | এই | এটা | এটি | এতে | এটায়`);
