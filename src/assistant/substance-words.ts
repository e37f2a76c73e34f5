/**
 * What people ask about that no skill reads as a value of its own: vitamins, minerals, caffeine. Each line is one
 * substance, by its names in the eleven languages and as labels print it. Folded when compared.
 */
import { phrases } from './question-words.ts';

/** Before a letter: "vitamin C". */
export const VITAMIN = phrases(`
  vitamin | vitamins | vitamina | vitaminas | vitamine | vitamines | vit | vi ta min | vitamini | vitaminler | विटामिन | فيتامين
  | الفيتامين | فيتامينات | ভিটামিন | витамин | витамина | витамины | витаминов`);

export const SUBSTANCES: readonly (readonly string[])[] = `
  caffeine | caffein | cafeína | caféine | kafein | kafeini | koffein | कैफीन | कैफ़ीन | كافيين | الكافيين | ক্যাফেইন | ক্যাফিন | кофеин | кофеина
  calcium | calcio | cálcio | kalsium | canxi | kalsiyum | कैल्शियम | كالسيوم | الكالسيوم | ক্যালসিয়াম | кальций | кальция
  iron | hierro | ferro | fer | zat besi | besi | sắt | demir | आयरन | लोहा | حديد | الحديد | আয়রন | লোহা | железо | железа
  potassium | potasio | potássio | kalium | kali | potasyum | पोटैशियम | पोटेशियम | بوتاسيوم | البوتاسيوم | পটাসিয়াম | калий | калия
  magnesium | magnesio | magnésio | magnésium | magiê | magnezyum | मैग्नीशियम | مغنيسيوم | المغنيسيوم | ম্যাগনেসিয়াম | магний | магния
  zinc | zinco | seng | kẽm | çinko | जिंक | ज़िंक | زنك | الزنك | জিঙ্ক | দস্তা | цинк | цинка
  phosphorus | fósforo | phosphore | fosfor | phốt pho | फॉस्फोरस | فوسفور | الفوسفور | ফসফরাস | фосфор | фосфора
  iodine | yodo | iodo | iode | yodium | i ốt | iyot | आयोडीन | يود | اليود | আয়োডিন | йод | йода
  selenium | selenio | selênio | sélénium | selen | selenyum | सेलेनियम | سيلينيوم | সেলেনিয়াম | селен | селена
  folate | folic acid | folato | ácido fólico | acide folique | asam folat | axit folic | folik asit | फोलिक एसिड | حمض الفوليك | ফলিক অ্যাসিড | фолиевая кислота | фолиевой кислоты
  cholesterol | colesterol | cholestérol | kolesterol | कोलेस्ट्रॉल | كوليسترول | الكوليسترول | কোলেস্টেরল | холестерин | холестерина
  alcohol | álcool | alcool | alkohol | cồn | alkol | अल्कोहल | كحول | الكحول | অ্যালকোহল | алкоголь | алкоголя | спирт | спирта
  trans fat | trans fats | grasas trans | gorduras trans | acides gras trans | lemak trans | chất béo trans | trans yağ | ट्रांस फैट | دهون متحولة | ট্রান্স ফ্যাট | трансжиры | трансжиров
  omega 3 | ômega 3 | oméga 3 | omega 6 | ओमेगा 3 | أوميغا 3 | ওমেগা 3 | омега 3
  taurine | taurina | taurin | टॉरिन | تورين | টরিন | таурин | таурина
  starch | almidón | amido | amidon | pati | tinh bột | nişasta | स्टार्च | نشا | النشا | স্টার্চ | крахмал | крахмала
  polyols | polioles | polióis | poliol | sugar alcohol | sugar alcohols | полиолы | полиолов
  creatine | creatina | créatine | kreatin | क्रिएटिन | كرياتين | ক্রিয়েটিন | креатин | креатина
  collagen | colágeno | collagène | kolagen | kolajen | कोलेजन | كولاجين | কোলাজেন | коллаген | коллагена
  aspartame | aspartamo | aspartam | एस्पार्टेम | أسبارتام | অ্যাসপারটেম | аспартам | аспартама
  palm oil | aceite de palma | óleo de palma | huile de palme | minyak sawit | dầu cọ | palm yağı | पाम ऑयल | زيت النخيل | পাম তেল | пальмовое масло | пальмового масла
  cocoa | cacao | cacau | kakao | ca cao | कोको | كاكاو | الكاكاو | কোকো | какао`
  .trim()
  .split('\n')
  .map(phrases);
