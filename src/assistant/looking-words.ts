/** Words by which people ask to have a photo looked at, in the eleven languages. Folded when compared. */
import { phrases } from './question-words.ts';

/** What is to be seen and not to be read. */
export const LOOK = [
  ...['what is in this photo', 'what s in this photo', 'what is in the photo', 'what s in the photo'],
  ...['what is in this picture', 'what s in this picture', 'what is in the picture', 'what s in the picture'],
  ...['what is in this image', 'what is in the image', 'what is on this photo', 'what is on the photo'],
  ...['do you see', 'can you see', 'you see', 'describe', 'color', 'colors', 'colour', 'colours'],
  ...['que hay en la foto', 'que hay en esta foto', 'que ves', 'describe', 'describir', 'de que color'],
  ...['o que há na foto', 'o que tem na foto', 'o que há nesta foto', 'o que vê', 'o que você vê', 'descreva', 'cor'],
  ...['qu y a t il sur la photo', 'y a t il sur cette photo', 'que vois tu', 'que voyez vous', 'décris', 'décrivez'],
  ...['couleur', 'couleurs', 'apa isi foto', 'apa yang ada di foto', 'apa yang kamu lihat', 'jelaskan foto', 'warna'],
  ...['trong ảnh có gì', 'bạn thấy gì', 'mô tả', 'màu gì', 'fotoğrafta ne var', 'resimde ne var', 'ne görüyorsun'],
  ...['betimle', 'tarif et', 'ne renk', 'rengi', 'renk', 'что на фото', 'что на картинке', 'что ты видишь'],
  ...['что вы видите', 'опиши', 'опишите', 'какого цвета', 'цвет', 'इस फ़ोटो में क्या है', 'फोटो में क्या है'],
  ...['क्या दिख रहा है', 'वर्णन', 'रंग', 'ماذا في الصورة', 'ماذا يوجد في الصورة', 'ماذا ترى', 'صف الصورة', 'صف'],
  ...['لون', 'اللون', 'ছবিতে কী আছে', 'কী দেখছ', 'কী দেখতে পাচ্ছ', 'বর্ণনা', 'রং', 'রঙ'],
];

/** What colour it is; a part of what is to be seen. */
export const COLOUR = [
  ...['color', 'colors', 'colour', 'colours', 'de que color', 'que color', 'que colores', 'cor', 'cores', 'couleur'],
  ...['couleurs', 'warna', 'warnanya', 'màu gì', 'ne renk', 'hangi renk', 'rengi', 'renk', 'какого цвета', 'цвет'],
  ...['цвета', 'रंग', 'لون', 'اللون', 'ألوان', 'রং', 'রঙ'],
];

/** A photo, by name: the question may be about one that came long before. */
export const PICTURE = [
  ...['photo', 'photos', 'picture', 'pictures', 'image', 'pic', 'foto', 'imagen', 'imagem', 'gambar', 'ảnh', 'hình'],
  ...['fotoğraf', 'fotoğrafta', 'resim', 'resimde', 'фото', 'фотографии', 'картинке', 'снимке', 'फ़ोटो', 'फोटो'],
  ...['तस्वीर', 'चित्र', 'صورة', 'الصورة', 'ছবি', 'ছবিতে', 'ছবির'],
];

/** More tiles, and more patience. */
export const CLOSER = [
  ...['look closer', 'look closely', 'look more closely', 'closer look', 'in detail', 'zoom in', 'look carefully'],
  ...['mira mejor', 'mira más de cerca', 'más de cerca', 'fíjate bien', 'en detalle', 'olhe melhor', 'mais de perto'],
  ...['em detalhe', 'em detalhes', 'regarde mieux', 'regardez mieux', 'de plus près', 'en détail', 'lihat lebih dekat'],
  ...[
    'lebih teliti',
    'secara detail',
    'nhìn kỹ',
    'xem kỹ',
    'chi tiết',
    'daha yakından',
    'yakından bak',
    'dikkatli bak',
  ],
  ...['ayrıntılı', 'посмотри внимательнее', 'внимательнее', 'присмотрись', 'подробно', 'подробнее', 'ध्यान से देखो'],
  ...['ध्यान से देखें', 'और पास से', 'विस्तार से', 'انظر عن قرب', 'بدقة', 'بالتفصيل', 'عن كثب', 'ভালো করে দেখো'],
  ...['ভালো করে দেখ', 'খুঁটিয়ে দেখো', 'বিস্তারিত'],
];

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

/** "Is this …?", before a name. Hindi, Arabic and Bengali have no capitals to tell a name by. */
export const IS_THIS = phrases(`
  is this | is that | is it | is he | is she | is the man | is the woman | is the person | is this man | is this woman | isn t this | isn t that | es este | es esta | es ese | es esa | este es | esta es
  | es él | es ella | es | é este | é esta | este é | esta é | esse é | essa é | é o | é a | é | c est | est ce | est ce que c est
  | s agit il de | apakah ini | apa ini | ini | apakah dia | dia | đây là | đây có phải là | đây có phải | có phải | bu | это
  | क्या यह | क्या ये | هل هذا | هل هذه | এটা কি | ইনি কি`);
