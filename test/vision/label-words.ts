/** What stands on packs of food, by language: enough words for labels that nobody has to buy. */

export const LATIN_WORDS = {
  en: 'Nutrition facts|Energy|Fat|of which saturates|Carbohydrate|of which sugars|Fibre|Protein|Salt|Serving size|Ingredients|Best before|Keep cool and dry|Contains milk and nuts',
  es: 'Información nutricional|Valor energético|Grasas|de las cuales saturadas|Hidratos de carbono|de los cuales azúcares|Fibra alimentaria|Proteínas|Sal|Porción|Ingredientes|Consumir antes de|Contiene leche y cacahuetes',
  pt: 'Informação nutricional|Valor energético|Gorduras totais|Gorduras saturadas|Carboidratos|Açúcares|Fibra alimentar|Proteínas|Sódio|Porção|Ingredientes|Consumir antes de|Contém glúten e amendoim',
  fr: 'Valeurs nutritionnelles|Énergie|Matières grasses|dont acides gras saturés|Glucides|dont sucres|Fibres alimentaires|Protéines|Sel|Portion|Ingrédients|À consommer avant|Contient du lait et des noisettes',
  id: 'Informasi nilai gizi|Energi total|Lemak total|Lemak jenuh|Karbohidrat total|Gula|Serat pangan|Protein|Garam|Takaran saji|Komposisi|Baik digunakan sebelum|Mengandung susu dan kacang',
  vi: 'Thành phần dinh dưỡng|Năng lượng|Chất béo|Chất béo bão hòa|Chất bột đường|Đường|Chất xơ|Chất đạm|Muối|Khẩu phần|Thành phần|Hạn sử dụng|Sản phẩm có chứa sữa và đậu phộng',
  tr: 'Besin değerleri|Enerji|Yağ|Doymuş yağ|Karbonhidrat|Şekerler|Lif|Protein|Tuz|Porsiyon|İçindekiler|Son tüketim tarihi|Süt ve fındık içerir',
  de: 'Nährwerte je 100 g|Brennwert|Fett|davon gesättigte Fettsäuren|Kohlenhydrate|davon Zucker|Ballaststoffe|Eiweiß|Salz|Portion|Zutaten|Mindestens haltbar bis|Enthält Milch und Nüsse',
  it: 'Valori nutrizionali|Energia|Grassi|di cui acidi grassi saturi|Carboidrati|di cui zuccheri|Fibre|Proteine|Sale|Porzione|Ingredienti|Da consumarsi preferibilmente entro|Contiene latte e nocciole',
} satisfies Record<string, string>;

/** With what is written behind numbers, and the first of the script's own digits where it has some. */
export const OTHER_WORDS = {
  hi: {
    words:
      'पोषण संबंधी जानकारी|ऊर्जा|वसा|संतृप्त वसा|कार्बोहाइड्रेट|शर्करा|आहारीय रेशा|प्रोटीन|नमक|परोसने की मात्रा|सामग्री|उपयोग की अंतिम तिथि|दूध और मेवे शामिल हैं',
    units: ['ग्राम', 'किलो कैलोरी', 'मि.ग्रा.', 'g'],
    zero: '०',
  },
  bn: {
    words:
      'পুষ্টি তথ্য|শক্তি|চর্বি|সম্পৃক্ত চর্বি|শর্করা|চিনি|খাদ্য আঁশ|প্রোটিন|লবণ|পরিবেশনের পরিমাণ|উপাদান|মেয়াদ উত্তীর্ণের তারিখ|দুধ ও বাদাম আছে',
    units: ['গ্রাম', 'কিলোক্যালরি', 'মি.গ্রা.', 'g'],
    zero: '০',
  },
  ar: {
    words:
      'الحقائق الغذائية|الطاقة|الدهون|الدهون المشبعة|الكربوهيدرات|السكريات|الألياف الغذائية|البروتين|الملح|حجم الحصة|المكونات|تاريخ انتهاء الصلاحية|يحتوي على الحليب والمكسرات',
    units: ['غ', 'غرام', 'سعرة', 'ملغ'],
    zero: '٠',
  },
  ru: {
    words:
      'Пищевая ценность|Энергетическая ценность|Жиры|в том числе насыщенные|Углеводы|в том числе сахара|Пищевые волокна|Белки|Соль|Размер порции|Состав|Годен до|Содержит молоко и орехи',
    units: ['г', 'ккал', 'мг', 'кДж'],
    zero: '0',
  },
  th: {
    words: 'ข้อมูลโภชนาการ|พลังงาน|ไขมัน|ไขมันอิ่มตัว|คาร์โบไฮเดรต|น้ำตาล|ใยอาหาร|โปรตีน|เกลือ|ส่วนประกอบ|ควรบริโภคก่อน',
    units: ['กรัม', 'กิโลแคลอรี', 'มก.', 'g'],
    zero: '๐',
  },
} satisfies Record<string, { words: string; units: string[]; zero: string }>;
