/**
 * Words by which people ask about allergens, in the eleven languages: the fourteen of Regulation (EU) 1169/2011 annex II by
 * their everyday names and their commonest kinds, in the forms that stand in a question; and the words that ask whether
 * something is in it. Folded when compared.
 */
import { phrases } from './question-words.ts';

/** Ask about allergens by themselves. */
export const ALLERGENS = phrases(`
  gluten | gluten free | allergen | allergens | allergy | allergies | allergic | intolerant | intolerance | coeliac | coeliacs
  | celiac | celiacs | nut free | dairy free | soy free | lactose | vegan | vegans | vegetarian | halal | kosher | contains nuts
  | alergeno | alergenos | alergia | alergias | alergico | alergica | alergicos | celiaco | celiaca | celiacos | celiacas
  | intolerante | lactosa | vegano | vegana | veganos | vegetariano | vegetariana | sin gluten | alergenico | alergenicos
  | vegetarianos | allergène | allergènes | allergie | allergies | allergique | allergiques | cœliaque | cœliaques | coeliaque
  | intolérant | intolérante | végétalien | végétarien | végane | végan | sans gluten | alergen | alergi | seliak | intoleransi
  | laktosa | dị ứng | không dung nạp | celiac | thuần chay | ăn chay | alerjen | alerjenler | alerji | alerjim | alerjisi
  | alerjik | çölyak | glüten | glütensiz | glutensiz | laktoz | laktozsuz | vejetaryen | helal | एलर्जी | एलर्जन | ग्लूटेन
  | ग्लूटन | सीलिएक | लैक्टोज | वीगन | शाकाहारी | हलाल | حساسية | حساسيه | الحساسية | غلوتين | جلوتين | الغلوتين | الجلوتين
  | سيلياك | السيلياك | لاكتوز | اللاكتوز | نباتي | نباتية | حلال | অ্যালার্জি | এলার্জি | অ্যালার্জেন | গ্লুটেন | সিলিয়াক
  | ল্যাকটোজ | ভেগান | নিরামিষ | হালাল | аллерген | аллергены | аллергенов | аллергия | аллергии | аллергией | аллергик
  | аллергику | аллергикам | глютен | глютена | глютеном | целиакия | целиакии | целиакией | лактоза | лактозы | веган | веганам
  | веганский | вегетарианцам | вегетарианский | халяль`);

/** What people are allergic to; in a question of whether it is in it. */
export const ALLERGENIC = phrases(`
  wheat | rye | barley | oats | spelt | crustacean | crustaceans | shellfish | shrimp | shrimps | prawn | prawns | crab | lobster
  | egg | eggs | fish | anchovy | anchovies | peanut | peanuts | groundnuts | soy | soya | soybean | soybeans | milk | dairy | whey
  | casein | cheese | butter | cream | nut | nuts | tree nuts | almond | almonds | hazelnut | hazelnuts | walnut | walnuts | cashew
  | cashews | pecan | pecans | pistachio | pistachios | macadamia | celery | mustard | sesame | sulphite | sulphites | sulfite
  | sulfites | lupin | lupine | mollusc | molluscs | mollusk | mollusks | mussel | mussels | oyster | oysters | squid | clams
  | trigo | centeno | cebada | avena | espelta | crustáceo | crustáceos | marisco | mariscos | camarón | camarones | gamba | gambas
  | cangrejo | langosta | huevo | huevos | pescado | cacahuete | cacahuetes | cacahuate | maní | soja | leche | lácteo | lácteos
  | queso | mantequilla | nata | suero de leche | fruto seco | frutos secos | nuez | nueces | almendra | almendras | avellana
  | avellanas | anacardos | pistacho | pistachos | apio | mostaza | sésamo | ajonjolí | sulfito | sulfitos | altramuz | altramuces
  | molusco | moluscos | mejillones | ostras | calamar
  | centeio | cevada | aveia | camarão | camarões | caranguejo | lagosta | ovo | ovos | peixe | amendoim | amendoins | leite
  | laticínio | laticínios | lacticínios | queijo | manteiga | creme de leite | noz | nozes | castanha | castanhas | amêndoa
  | amêndoas | avelã | avelãs | caju | pistache | aipo | mostarda | gergelim | tremoço | tremoços | mexilhão | lula
  | blé | seigle | orge | avoine | épeautre | crustacé | crustacés | fruits de mer | crevette | crevettes | crabe | homard | œuf
  | œufs | oeuf | oeufs | poisson | arachide | arachides | cacahuète | cacahuètes | lait | produits laitiers | fromage | beurre
  | crème | petit lait | lactosérum | noix | fruits à coque | amande | amandes | noisette | noisettes | noix de cajou | pistaches
  | céleri | moutarde | sésame | sulfites | lupins | mollusque | mollusques | moule | moules | huîtres | calmar
  | gandum | jelai | krustasea | udang | kepiting | lobster | telur | ikan | kacang | kacang tanah | kedelai | susu | keju | mentega
  | krim | kacang mete | kenari | seledri | mustar | wijen | sulfit | kerang | tiram | cumi
  | lúa mì | lúa mạch | yến mạch | giáp xác | hải sản | tôm | con cua | thịt cua | trứng | cá | lạc | đậu phộng | đậu nành | sữa | phô mai | bơ
  | hạt điều | hạnh nhân | óc chó | các loại hạt | cần tây | mù tạt | mè | vừng | động vật thân mềm | trai | hàu | mực
  | buğday | çavdar | arpa | yulaf | kabuklu | karides | yengeç | istakoz | yumurta | balık | yer fıstığı | fıstık | soya | süt
  | sütü | sütsüz | süt ürünü | peynir | tereyağı | krema | fındık | fındıksız | kuruyemiş | badem | ceviz | kaju | kereviz | hardal
  | susam | sülfit | acı bakla | yumuşakça | midye | istiridye | kalamar
  | गेहूं | गेहूँ | जौ | जई | झींगा | केकड़ा | अंडा | अंडे | अण्डा | अण्डे | मछली | मूंगफली | मूँगफली | सोया | सोयाबीन | दूध | डेयरी | पनीर | चीज़
  | मक्खन | क्रीम | मेवा | मेवे | नट्स | बादाम | काजू | अखरोट | पिस्ता | अजवाइन | सरसों | तिल | सल्फाइट | घोंघा | सीप
  | قمح | القمح | شعير | الشعير | شوفان | قشريات | روبيان | جمبري | سلطعون | بيض | البيض | بيضة | سمك | السمك | أسماك | فول سوداني
  | الفول السوداني | صويا | الصويا | حليب | الحليب | لبن | اللبن | ألبان | جبن | الجبن | زبدة | قشطة | مكسرات | المكسرات | جوز | لوز
  | بندق | كاجو | فستق | كرفس | خردل | الخردل | سمسم | السمسم | كبريتيت | ترمس | رخويات | محار
  | গম | যব | চিংড়ি | কাঁকড়া | ডিম | মাছ | চিনাবাদাম | সয়া | সয়াবিন | দুধ | দুগ্ধজাত | পনির | মাখন | ক্রিম | বাদাম | কাজু | কাজুবাদাম
  | আখরোট | পেস্তা | সেলারি | সরিষা | তিল | সালফাইট | ঝিনুক | শামুক
  | пшеница | пшеницы | пшеницу | рожь | ржи | ячмень | ячменя | овес | овса | ракообразные | ракообразных | креветки | креветок
  | краб | краба | яйцо | яйца | яиц | рыба | рыбы | рыбу | арахис | арахиса | соя | сои | сою | молоко | молока | молочные
  | молочное | сыр | сыра | масло | сливки | сливок | сыворотка | орех | орехи | орехов | миндаль | миндаля | фундук | фундука
  | кешью | фисташки | сельдерей | сельдерея | горчица | горчицы | горчицу | кунжут | кунжута | сульфиты | сульфитов | люпин
  | люпина | моллюски | моллюсков | мидии | кальмар`);

/** Ask whether something is in it, or may be eaten. */
export const CONTAINS = phrases(`
  contain | contains | containing | contained | is there | are there | any | in it | in this | in these | in them | in there | free
  | have | has | without | made with | made of | trace | traces | ingredient | ingredients | eat | safe
  | tiene | tienen | contiene | contienen | lleva | llevan | hay | sin | trazas | libre | comer | ingredientes
  | tem | têm | contém | contêm | leva | há | sem | traços | livre
  | contient | contiennent | il y a | y a t il | y en a t il | a t il | sans | traces | avec | dedans | manger | ingrédients
  | ada | adakah | mengandung | berisi | bebas | tanpa | makan | terbuat
  | có | chứa | không | thành phần | ăn
  | var | var mı | yok | yok mu | içeriyor mu | içeriyor | içerir | içeren | içinde | içerik | sütsüz | fındıksız | yiyebilir
  | है | हैं | क्या | बिना | मुक्त | शामिल | होता | खा
  | هل | فيه | فيها | يحتوي | تحتوي | يحتوى | بدون | خال | خالي | خالية | يوجد | به | بها
  | আছে | কি | রয়েছে | ছাড়া | মুক্ত | নেই | থাকে | খেতে
  | есть | есть ли | содержит | содержат | содержится | без | входит | следы | составе | можно | нет`);
