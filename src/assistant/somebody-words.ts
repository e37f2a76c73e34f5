/** Words by which people ask who somebody in a photo is, in the eleven languages, and what else sounds so. Folded when compared. */
import { phrases } from './question-words.ts';

/** Who somebody is: never told from a face. */
export const WHO = [
  ...[
    'who is this',
    'who s this',
    'who is that',
    'who s that',
    'who is he',
    'who is she',
    'who are they',
    'who are these',
  ],
  ...[
    'who is in',
    'who s in',
    'who is on',
    'who is the man',
    'who is the woman',
    'who is the person',
    'who are the people',
  ],
  ...[
    'name this person',
    'name the person',
    'recognise him',
    'recognize him',
    'recognise her',
    'recognize her',
    'whose face',
  ],
  ...['quién es este', 'quién es esta', 'quién es él', 'quién es ella', 'quién es ese', 'quién sale', 'quiénes son'],
  ...[
    'quem é este',
    'quem é esta',
    'quem é esse',
    'quem é essa',
    'quem é ele',
    'quem é ela',
    'quem está na',
    'quem são',
  ],
  ...['qui est ce', 'qui est cette', 'qui est il', 'qui est elle', 'c est qui', 'qui est sur', 'qui sont ces'],
  ...[
    'siapa ini',
    'siapa itu',
    'siapa dia',
    'siapa orang',
    'siapa yang ada di',
    'ai đây',
    'đây là ai',
    'người này là ai',
  ],
  ...['ai trong ảnh', 'bu kim', 'kim bu', 'bu kişi kim', 'bu adam kim', 'bu kadın kim', 'fotoğraftaki kim', 'кто это'],
  ...[
    'кто он',
    'кто она',
    'кто на фото',
    'кто этот',
    'кто эта',
    'यह कौन है',
    'ये कौन हैं',
    'वह कौन है',
    'कौन है यह',
    'फोटो में कौन',
  ],
  ...[
    'من هذا',
    'من هذه',
    'من هو',
    'من هي',
    'من في الصورة',
    'من هؤلاء',
    'ইনি কে',
    'এটা কে',
    'এ কে',
    'ছবিতে কে',
    'লোকটি কে',
  ],
  ...phrases(`
    what is her name | what is his name | what s her name | what s his name | whats her name | whats his name
    | how old is she | how old is he | how old are they | how old is this person | how old is this man
    | how old is this woman | how old is the man | how old is the woman | which actor | which actress | what actor
    | which celebrity | which singer | which politician | which footballer | do you know her | do you know him
    | know this person | recognise this person | recognize this person | recognise this man | recognize this man
    | recognise this woman | recognize this woman | recognise this face | recognize this face | name of this person
    | name of the person | name of this man | name of this woman | name of the man | name of the woman | identify this person
    | identify the person | identify him | identify her | name him | name her
    | cómo se llama él | cómo se llama ella | cómo se llama esta persona | cómo se llama este hombre | cómo se llama esta mujer
    | cómo se llama el actor | cómo se llama la actriz | cuál es su nombre | qué edad tiene | cuántos años tiene | qué actor
    | qué actriz | qué cantante | qué famoso | conoces a esta persona | reconoces a | nombre de esta persona | quién es la persona
    | quién es el hombre | quién es la mujer | quién es el actor | quién es la actriz | quién es el de la foto
    | quién es la de la foto
    | como se chama ela | como se chama ele | como ela se chama | como ele se chama | como se chama esta pessoa
    | como se chama essa pessoa | nome dela | nome dele | nome desta pessoa | nome dessa pessoa | quantos anos ela tem
    | quantos anos ele tem | quantos anos tem | que idade tem | qual ator | qual atriz | que ator | que atriz | qual cantor
    | conhece essa pessoa | conhece esta pessoa | reconhece essa pessoa | reconhece esta pessoa | quem é o homem | quem é a mulher
    | quem é a pessoa | quem é o ator | quem é a atriz
    | comment s appelle t il | comment s appelle t elle | comment il s appelle | comment elle s appelle
    | comment s appelle cet homme | comment s appelle cette femme | comment s appelle cette personne | quel est son nom
    | nom de cette personne | quel âge a t il | quel âge a t elle | quel âge a | quel acteur | quelle actrice | quel chanteur
    | quelle chanteuse | quelle célébrité | reconnais tu cette personne | connais tu cette personne | qui est cet
    | qui est l homme | qui est la femme | qui est la personne | qui est l acteur | qui est l actrice
    | siapa nama | siapa namanya | namanya siapa | nama orang ini | nama pria ini | nama wanita ini | berapa umur | berapa umurnya
    | umurnya berapa | berapa usianya | usianya berapa | aktor siapa | aktor apa | aktor mana | aktor yang mana | aktris mana
    | aktris siapa | artis siapa | penyanyi siapa | kenal orang ini | siapa pria | siapa wanita | siapa aktor | siapa aktris
    | là ai | cô ấy tên | anh ấy tên | người này tên | tên cô ấy | tên anh ấy | tên của cô ấy | tên của anh ấy | tên người này
    | tên của người này | bao nhiêu tuổi | mấy tuổi | diễn viên nào | ca sĩ nào | nhận ra người này
    | onun adı | bu kişinin adı | bu kadının adı | bu adamın adı | kaç yaşında | hangi oyuncu | hangi aktör | hangi aktris
    | hangi şarkıcı | hangi ünlü | bu kişiyi tanıyor | onu tanıyor | bu oyuncu kim | o kim | kim o | kimdir
    | как ее зовут | как её зовут | как его зовут | как зовут | сколько ей лет | сколько ему лет | какой это актер | какой это актёр
    | какая это актриса | какой актер | какой актёр | какая актриса | что за актер | что за актёр | что за актриса | какой певец
    | имя этого человека | узнаешь его | узнаешь ее | узнаёшь её | знаешь этого человека
    | उसका नाम | उनका नाम | इनका नाम | इस आदमी का नाम | इस औरत का नाम | इस व्यक्ति का नाम | इस लड़की का नाम | इस लड़के का नाम | उम्र क्या
    | उम्र कितनी | कितनी उम्र | कितने साल की | कितने साल का | कितने साल के | कौन सा अभिनेता | कौन सी अभिनेत्री | कौनसा अभिनेता
    | कौन सा एक्टर | किस अभिनेता | इसे पहचानते | इन्हें पहचानते
    | ما اسمها | ما اسمه | ما اسم هذا الرجل | ما اسم هذه المرأة | ما اسم هذا الشخص | اسم هذا الشخص | كم عمرها | كم عمره | كم عمر هذا
    | كم عمر هذه | أي ممثل | أي ممثلة | من الممثل | من الممثلة | هل تعرفه | هل تعرفها | هل تعرف هذا الشخص | من يكون | من تكون
    | তার নাম | তাঁর নাম | ওর নাম | উনার নাম | ওনার নাম | লোকটির নাম | মেয়েটির নাম | বয়স কত | কত বয়স | কোন অভিনেতা | কোন অভিনেত্রী
    | কোন নায়ক | কোন গায়ক | এঁকে চেনেন | একে চেনো | কে ইনি`),
];

/** Of somebody, where the question ends there; "¿cómo se llama este queso?" is of a thing. */
export const CALLED = phrases(`
  cómo se llama | cómo se llaman | como se chama | como se chamam | qual é o nome | comment s appelle | tên là gì | tên gì | adı ne
  | ismi ne | adı nedir | ismi nedir | नाम क्या है | नाम क्या | ما الاسم | নাম কী | নাম কি`);

/** What is no somebody, right behind "who is this". */
export const THINGS = phrases(`
  product | products | brand | company | book | song | movie | film | message | letter | email | manufacturer | maker | producer | seller
  | producto | marca | empresa | fabricante | libro | canción | mensaje | produto | livro | mensagem | produit | marque | entreprise
  | fabricant | livre | chanson | produk | merek | perusahaan | produsen | pabrik | buku | pesan | sản phẩm | hãng | công ty
  | thương hiệu | nhà sản xuất | cuốn sách | tin nhắn | ürün | ürünü | marka | firma | üretici | kitap | mesaj | продукт | товар | марка
  | фирма | компания | производитель | сообщение | книга | उत्पाद | कंपनी | ब्रांड | निर्माता | المنتج | الشركة | المصنع | পণ্য | কোম্পানি
  | ব্র্যান্ড | নির্মাতা`);

/** Of a thing, where "who is this" ends so: who made it, or is to have it. */
export const OF_A_THING = phrases('by | for | from | to');

/** He and she may be spoken of in words, too; these point at a picture, however long it is ago. */
export const POINTS = phrases(
  'c est qui | ইনি কে | কে ইনি | what is the name | этот человек | эта женщина | bu kişi | इस व्यक्ति',
);

/** "Is this …?", before a name. Hindi, Arabic and Bengali have no capitals to tell a name by. */
export const IS_THIS = phrases(`
  is this | is that | is it | is he | is she | is the man | is the woman | is the person | is this man | is this woman | isn t this | isn t that | es este | es esta | es ese | es esa | este es | esta es
  | es él | es ella | es | é este | é esta | este é | esta é | esse é | essa é | é o | é a | é | c est | est ce | est ce que c est
  | s agit il de | apakah ini | apa ini | ini | apakah dia | dia | đây là | đây có phải là | đây có phải | có phải | bu | это
  | क्या यह | क्या ये | क्या वह | क्या वे | यह | ये | هل هذا | هل هذه | هل هو | هل هي | أهذا | هذا | هذه | এটা কি | এটি কি | ইনি কি | এ কি | উনি কি`);

/** Without a "this" or "he": any word may follow. */
export const BARE_IS = phrases('es | é | é o | é a | is it');

/** Ends such a question, and is no part of a name. */
export const TAILS = phrases(`
  mi | mı | mu | mü | không | phải không | à | nhỉ | right | or not | ya | kan | bukan | है | हैं | है क्या | क्या | हैं क्या | ना | या | তো | না | нет | или нет
  | verdad | no | né | certo | non | ou pas`);

/** What is often asked of a thing in so few words, and is nobody's name. */
export const SAID_OF_THINGS = phrases(`
  good | bad | better | ok | okay | fine | fresh | healthy | safe | real | fake | genuine | new | old | big | small | hot | cold | sweet | salty
  | spicy | expensive | cheap | right | wrong | true | false | correct | enough | open | closed | broken | ripe | edible | organic
  | mine | yours | normal | plastic | metal | gold | silver | wood | glass | leather | cotton | dog | cat | food | bread | chocolate
  | coffee | tea | water | juice | rice | meat | chicken | beef | pork | fruit | apple | banana | yogurt | yoghurt | greek | oil | honey | tasty
  | red | blue | green | black | white | yellow | orange | brown | pink | purple | grey | gray | rojo | azul | verde | negro | blanco
  | amarillo | vermelho | preto | branco | amarelo | rouge | bleu | vert | noir | blanc | jaune | merah | biru | hijau | hitam | putih
  | kuning | đỏ | xanh | đen | trắng | kırmızı | mavi | yeşil | siyah | beyaz | sarı | красный | красное | синий | зелёный | чёрный
  | белый | लाल | नीला | हरा | काला | सफ़ेद | पीला | أحمر | أزرق | أخضر | أسود | أبيض | أصفر | নীল | সবুজ | কালো | সাদা | হলুদ | quoi
  | legal | possible | allowed | spam | poisonous | dangerous | recyclable | how | why | where | when | all | it | all right | raw | cooked
  | bueno | buena | malo | mejor | fresco | fresca | sano | sana | saludable | seguro | real | falso | nuevo | nueva | viejo | grande | pequeño
  | caliente | frío | dulce | salado | caro | barato | correcto | verdad | suficiente | tuyo | mío | normal | plástico | metal | oro
  | plata | madera | vidrio | perro | gato | comida | pan | café | té | agua | zumo | jugo | arroz | carne | pollo | cerdo | fruta | manzana
  | yogur | aceite | miel | rico | posible | peligroso | venenoso | comestible
  | bom | boa | mau | ruim | melhor | fresco | saudável | seguro | novo | nova | velho | pequeno | quente | frio | doce | salgado | certo
  | verdade | suficiente | meu | seu | ouro | prata | madeira | vidro | cachorro | pão | chá | água | suco | frango | porco | maçã | iogurte
  | óleo | mel | gostoso | possível | perigoso | venenoso | comestível
  | bon | bonne | mauvais | mieux | frais | sain | sûr | vrai | faux | neuf | nouveau | vieux | grand | petit | chaud | froid | sucré | salé | cher
  | correct | assez | normal | plastique | métal | or | argent | bois | verre | chien | chat | pain | thé | eau | jus | riz | viande | poulet | porc
  | pomme | yaourt | huile | miel | possible | dangereux | comestible | bio | tout
  | bagus | baik | buruk | segar | sehat | aman | asli | palsu | baru | lama | besar | kecil | panas | dingin | manis | asin | pedas | mahal | murah
  | benar | salah | cukup | emas | perak | kayu | kaca | plastik | anjing | kucing | makanan | roti | cokelat | kopi | teh | air | jus | nasi | beras
  | daging | ayam | babi | sapi | buah | apel | minyak | madu | enak | boleh | bahaya | beracun | apa | mana | sama
  | tốt | xấu | tươi | an toàn | thật | giả | mới | cũ | to | nhỏ | nóng | lạnh | ngọt | mặn | cay | đắt | rẻ | đúng | sai | đủ | vàng | bạc | gỗ | nhựa
  | chó | mèo | thức ăn | bánh mì | sô cô la | cà phê | trà | nước | gạo | thịt | gà | lợn | bò | táo | dầu | mật ong | ngon | được | gì
  | iyi | kötü | taze | sağlıklı | güvenli | gerçek | sahte | yeni | eski | büyük | küçük | sıcak | soğuk | tatlı | tuzlu | acı | pahalı | ucuz | doğru
  | yanlış | yeterli | altın | gümüş | ahşap | cam | plastik | köpek | kedi | yemek | ekmek | çikolata | kahve | çay | su | pirinç | et | tavuk | elma
  | yoğurt | bal | lezzetli | ne | normal | zehirli | tehlikeli
  | вкусно | вкусный | хорошо | хороший | плохо | свежий | свежее | полезно | полезный | безопасно | настоящий | новый | старый | большой | горячий
  | сладкий | острый | дорого | дорогой | дешево | правда | правильно | достаточно | золото | серебро | дерево | стекло | пластик | собака | кот
  | кошка | еда | хлеб | шоколад | кофе | чай | вода | сок | рис | мясо | курица | свинина | яблоко | йогурт | мед | нормально | опасно | ядовитый
  | съедобно | что | всё | все
  | अच्छा | अच्छी | बुरा | बेहतर | ताज़ा | सेहतमंद | सुरक्षित | असली | नकली | नया | पुराना | बड़ा | छोटा | गरम | ठंडा | मीठा | नमकीन | तीखा | महंगा | सस्ता
  | सही | ग़लत | गलत | सच | काफ़ी | सोना | चांदी | लकड़ी | प्लास्टिक | कुत्ता | बिल्ली | खाना | रोटी | चॉकलेट | कॉफ़ी | चाय | पानी | चावल | मांस | चिकन | सेब | दही
  | तेल | शहद | ठीक | ख़तरनाक | ज़हरीला | क्या
  | جيد | جيدة | سيئ | أفضل | طازج | طازجة | صحي | صحية | آمن | حقيقي | مزيف | جديد | قديم | كبير | صغير | ساخن | بارد | حلو | مالح | حار | غال | رخيص
  | صحيح | خطأ | كاف | ذهب | فضة | خشب | زجاج | بلاستيك | كلب | قطة | طعام | خبز | شوكولاتة | قهوة | شاي | ماء | عصير | أرز | لحم | دجاج | تفاح | زبادي | زيت
  | عسل | لذيذ | خطير | سام | صالح | كل | ما
  | ভালো | খারাপ | তাজা | স্বাস্থ্যকর | নিরাপদ | আসল | নকল | নতুন | পুরোনো | বড় | ছোট | গরম | ঠান্ডা | মিষ্টি | নোনতা | ঝাল | দামি | সস্তা | ঠিক | ভুল
  | সত্যি | যথেষ্ট | সোনা | রুপা | কাঠ | কাচ | প্লাস্টিক | কুকুর | বিড়াল | খাবার | রুটি | চকোলেট | কফি | চা | পানি | জল | চাল | ভাত | মাংস | মুরগি | আপেল | দই
  | তেল | মধু | মজা | বিপজ্জনক | বিষাক্ত`);
