/**
 * Words by which people ask of one kind of photo (a chart, a table, a receipt, a label) in the eleven languages, and by which
 * they ask of something else. Folded when compared.
 */
import { phrases } from './question-words.ts';

/** Of the values of a chart or table: the greatest of them. */
export const HIGHEST = phrases(`
  highest | most | largest | biggest | greatest | tallest | maximum | max
  | más alto | más alta | mayor | máximo | máxima | más grande | el que más | la que más
  | mais alto | mais alta | maior | máximo | máxima | o que mais | a que mais
  | plus haut | plus haute | plus élevé | plus élevée | plus grand | plus grande | maximum | maximal | maximale | le plus
  | tertinggi | terbesar | terbanyak | maksimum | paling tinggi | paling besar | paling banyak
  | cao nhất | lớn nhất | nhiều nhất | tối đa
  | en yüksek | en büyük | en çok | en fazla | maksimum | en büyüğü | en yükseği | en çoğu
  | सबसे ऊँचा | सबसे ऊंचा | सबसे ऊँची | सबसे ऊंची | सबसे बड़ा | सबसे बड़ी | सबसे ज़्यादा | सबसे ज्यादा | सबसे अधिक | अधिकतम
  | الأعلى | أعلى | الأكبر | أكبر | الأكثر | أكثر | الأطول | أطول | الحد الأقصى
  | সবচেয়ে বেশি | সবচেয়ে বড় | সবচেয়ে উঁচু | সর্বোচ্চ | সর্বাধিক
  | самый высокий | самая высокая | самое высокое | самый большой | самая большая | самое большое | наибольший | наибольшая
  | наибольшее | максимальный | максимальная | максимальное | максимум | больше всего | выше всего | самым высоким | самым большим
  | самой высокой | самой большой | самая большая | самый крупный | самая крупная`);
/** The least of them. */
export const LOWEST = phrases(`
  lowest | least | smallest | shortest | fewest | minimum | min
  | más bajo | más baja | menor | mínimo | mínima | más pequeño | más pequeña | el que menos | la que menos
  | mais baixo | mais baixa | menor | mínimo | mínima | o que menos | a que menos
  | plus bas | plus basse | plus faible | plus petit | plus petite | minimum | minimal | minimale | le moins
  | terendah | terkecil | tersedikit | minimum | paling rendah | paling kecil | paling sedikit
  | thấp nhất | nhỏ nhất | ít nhất | tối thiểu
  | en düşük | en küçük | en az | minimum | en küçüğü | en düşüğü | en azı
  | सबसे नीचा | सबसे नीची | सबसे छोटा | सबसे छोटी | सबसे कम | न्यूनतम
  | الأدنى | أدنى | الأصغر | أصغر | الأقل | أقل | الأقصر | أقصر | الحد الأدنى
  | সবচেয়ে কম | সবচেয়ে ছোট | সবচেয়ে নিচু | সর্বনিম্ন
  | самый низкий | самая низкая | самое низкое | самый маленький | самая маленькая | наименьший | наименьшая | наименьшее
  | минимальный | минимальная | минимальное | минимум | меньше всего | ниже всего | самым низким | самым маленьким | самой низкой
  | самой маленькой`);
export const AVERAGE = phrases(`
  average | the mean | mean value | promedio | la media | média | moyenne | rata rata | reratanya | trung bình | ortalama
  | ortalaması | औसत | متوسط | المتوسط | المعدل | গড় | среднее | средний | средняя | средние | в среднем`);
/** Of what was bought: what cost most. The least is CHEAPER. */
export const DEAREST = phrases(`
  most expensive | priciest | dearest | costliest | cost the most | cost most | más caro | más cara | costó más | mais caro | mais cara
  | custou mais | plus cher | plus chère | coûté le plus | termahal | paling mahal | đắt nhất | mắc nhất | en pahalı | सबसे महँगा
  | सबसे महंगा | सबसे महँगी | सबसे महंगी | الأغلى | أغلى | সবচেয়ে দামি | самый дорогой | самая дорогая | самое дорогое | дороже всего | самым дорогим | самой дорогой | en pahalısı`);
/** What the bars of a chart and the lines of a table often stand for: such a word names none of them. */
export const SERIES = phrases(`
  bar | bars | column | columns | row | rows | line | value | values | number | figure | category | cell | chart | graph | table
  | share | slice | part | percentage | month | quarter | year | week | day | region | country
  | barra | barras | columna | fila | valor | número | categoría | gráfico | tabla | mes | trimestre | año | semana | día | región | país
  | coluna | linha | categoria | tabela | mês | ano | dia | região
  | barre | colonne | ligne | valeur | chiffre | catégorie | graphique | tableau | mois | année | semaine | jour | région | pays
  | batang | kolom | baris | nilai | angka | kategori | grafik | tabel | bulan | kuartal | tahun | minggu | hari | wilayah | negara
  | cột | hàng | dòng | giá trị | số | biểu đồ | bảng | tháng | quý | năm | tuần | ngày | vùng | nước
  | çubuk | sütun | satır | değer | sayı | kategori | grafik | tablo | ay | ayda | çeyrek | yıl | hafta | gün | bölge | ülke
  | बार | स्तंभ | पंक्ति | मान | संख्या | श्रेणी | चार्ट | तालिका | महीना | महीने | तिमाही | साल | सप्ताह | दिन | क्षेत्र | देश
  | عمود | العمود | صف | الصف | قيمة | القيمة | رقم | فئة | مخطط | جدول | شهر | الشهر | ربع | سنة | أسبوع | يوم | منطقة | بلد
  | বার | কলাম | সারি | মান | সংখ্যা | চার্ট | সারণি | টেবিল | মাস | মাসে | প্রান্তিক | বছর | সপ্তাহ | দিন | অঞ্চল | দেশ
  | столбец | столбик | строка | значение | число | категория | график | диаграмма | таблица | месяц | месяце | квартал | квартале
  | год | году | неделя | день | регион | страна`);
/** What people need, should have or may have of something. */
export const NEED = phrases(`
  i need | we need | people need | do you need | should i | should we | should one | a day | per day | each day | every day | daily
  | bad for | good for | recommended | lose | gain
  | necesito | se necesita | debo | debería | al día | por día | cada día | diario | diaria | es malo para | es bueno para
  | preciso | devo | deveria | ao dia | por dia | todo dia | faz mal | faz bem
  | ai je besoin | faut il | dois je | par jour | chaque jour | mauvais pour | bon pour
  | saya butuhkan | kebutuhan | per hari | sehari | setiap hari | sebaiknya | baik untuk | buruk untuk
  | tôi cần | nên ăn | mỗi ngày | một ngày | hàng ngày | tốt cho | hại cho
  | ihtiyacım | almalıyım | yemeliyim | günde | günlük | zararlı | iyi gelir
  | ज़रूरत | जरूरत | चाहिए मुझे | रोज़ | रोज | प्रतिदिन | दिन में | एक दिन
  | أحتاج | يجب أن | يوميا | في اليوم | كل يوم | مضر | مفيد
  | দরকার | প্রয়োজন | প্রতিদিন | দিনে | দৈনিক
  | мне нужно | нужно ли | нужно есть | в день | ежедневно | каждый день | вредно | полезно`);
export const CODES = phrases(`
  barcode | code | qr | ean | código | código de barras | code barres | kode | kode batang | mã | mã vạch | mã qr | kod | barkod | karekod
  | कोड | बारकोड | क्यूआर | رمز | باركود | الباركود | কোড | বারকোড | код | штрихкод | штрих код | qr код`);
/** What anything on a photo of food may be called. */
export const EDIBLE = phrases(`
  snack | snacks | food | product | products | option | options | choice | one | pick | deal | brand | meal | drink | source | value
  | opción | producto | alimento | comida | marca | opção | produto | lanche | choix | produit | aliment | goûter | marque
  | pilihan | produk | makanan | camilan | lựa chọn | sản phẩm | món | thực phẩm | seçenek | ürün | gıda | atıştırmalık
  | विकल्प | उत्पाद | नाश्ता | خيار | منتج | وجبة | طعام | বিকল্প | পণ্য | খাবার | вариант | продукт | еда | перекус | выбор`);
/** All that was bought, line by line. */
export const LISTED = phrases(`
  list | what did i buy | what did we buy | what i bought | lista | qué compré | qué compramos | o que comprei | o que compramos | liste
  | qu ai je acheté | daftar | apa yang saya beli | danh sách | tôi đã mua gì | mua gì | listele | ne aldım | सूची | क्या खरीदा
  | क्या ख़रीदा | قائمة | ماذا اشتريت | তালিকা | কী কিনেছি | কি কিনেছি | список | что я купил | что я купила | что куплено`);
/** Money that came back. */
export const GIVEN_BACK = phrases(`
  change | cambio | vuelto | la vuelta | troco | monnaie | rendu | kembalian | kembaliannya | tiền thối | tiền thừa | para üstü | छुट्टा | बाकी पैसे | पैसे वापस | वापस मिले
  | الباقي | الفكة | খুচরা | ফেরত | сдача | сдачи | сдачу`);
export const TABLE = phrases(`
  table | tabla | tabela | tableau | tabel | bảng | tablo | tabloyu | तालिका | جدول | الجدول | সারণি | টেবিল | таблица | таблицу`);
/** How many there are in a pack. */
export const SERVINGS = phrases(`
  how many servings | how many portions | number of servings | cuántas raciones | cuántas porciones | quantas porções
  | combien de portions | berapa sajian | berapa porsi | berapa takaran saji | bao nhiêu khẩu phần | mấy khẩu phần | kaç porsiyon
  | कितनी सर्विंग | कितने सर्विंग | كم حصة | কয়টি পরিবেশন | কতগুলো পরিবেশন | কতটি পরিবেশন | сколько порций`);
/** How a receipt was paid. */
export const IN_CASH = phrases(`
  cash | in cash | efectivo | dinheiro | em dinheiro | espèces | en espèces | tunai | tiền mặt | nakit | नकद | नक़द | نقدا | نقدًا | كاش
  | নগদ | наличными | наличные`);
export const BY_CARD = phrases(`
  card | by card | tarjeta | cartão | carte | par carte | kartu | thẻ | kart | kartla | कार्ड | بطاقة | بالبطاقة | কার্ড | কার্ডে
  | карта | картой`);
/** Nutrition labels, by name: they are meant, and not the fronts on a shelf. */
export const LABELS = phrases(`
  label | labels | etiqueta | etiquetas | rótulo | rótulos | étiquette | étiquettes | nhãn | etiket | etiketler | etikette | लेबल | لصاقة
  | ملصق | الملصق | الملصقات | ملصقين | লেবেল | লেবেলে | этикетка | этикетки | этикетке | этикеток`);
