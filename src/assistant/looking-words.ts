/** Words by which people ask to have a photo looked at, in the eleven languages. Folded when compared. */
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
