/**
 * Words by which somebody says that a thing is not in a food, or that it may be eaten, in the eleven languages. Folded when
 * compared; accents may be left out.
 */
import { phrases } from './question-words.ts';

export interface Marker {
  phrases: readonly string[];
  /** So many words may stand between it and what is absent. */
  within: number;
}

/** Before what is absent: "contains no added milk". */
export const BEFORE: readonly Marker[] = [
  {
    within: 2,
    phrases: phrases(`
      no | without | zero | free of | free from | devoid of | absence of | sin | sem | sans | tanpa | bebas | bebas dari | không | chẳng
      | hiç | hiçbir | sıfır | बिना | बगैर | शून्य | بدون | بلا | دون | خال من | خالي من | خالية من | خاليا من | خلوه من | বিনা | без | нет | ни
      | никаких`),
  },
  {
    within: 4,
    phrases: phrases(`
      not contain | t contain | cannot contain | never contains | not have | t have | not include | t include | not list | t list
      | not mention | t mention | not made with | not made from | t made with | not any | t any | none of | lack | lacks | lacking | neither
      | nor | exclude | excludes | not see | t see | not find | t find | not show | t show
      | no contiene | no contienen | no tiene | no tienen | no lleva | no llevan | no incluye | no incluyen | no hay | no menciona
      | no lista | no figura | no figuran | no aparece | no aparecen | no veo | libre de | libres de | carece de | exento de | exenta de
      | exentos de | exentas de | ningún | ninguna | ninguno de | nada de | ausencia de
      | não contém | não contêm | não tem | não têm | não leva | não inclui | não há | não menciona | não lista | não consta | não constam
      | não vejo | livre de | livres de | isento de | isenta de | isentos de | isentas de | nenhum | nenhuma | nada de | ausência de
      | pas de | pas d | contient pas | contiennent pas | n a pas | n ont pas | n y a pas | mentionne pas | inclut pas | comporte pas
      | vois pas | aucun | aucune | exempt de | exempte de | exempts de | exempt d | exempte d | dépourvu de | dépourvu d | dépourvue de | absence de | contient ni | libre de
      | tidak mengandung | tidak ada | tidak memiliki | tidak berisi | tidak terdapat | tidak termasuk | tidak menyebut
      | tidak menyebutkan | tidak mencantumkan | tidak menggunakan | tak mengandung | tak ada
      | không có | không chứa | không bao gồm | không gồm | không dùng | không thấy | không ghi | không liệt kê | chẳng có
      | لا يحتوي | لا تحتوي | لا يحتوى | لا يوجد | لا توجد | ليس فيه | ليس فيها | ليس به | لا يتضمن | لا تتضمن | لا يشمل | لا يذكر | لم يذكر
      | لا أرى | من غير
      | কোনো | কোন
      | не содержит | не содержат | не содержится | не имеет | не включает | не указан | не указана | не указано | не указаны
      | не упоминает | не входит | не входят | не вижу | отсутствует | отсутствуют | свободен от | свободно от | свободна от`),
  },
];

/** Behind what is absent: "milk-free", "süt içermez". */
export const BEHIND: readonly Marker[] = [
  {
    within: 0,
    phrases: phrases(
      'free | no | none | zero | frei | ninguno | ninguna | nenhum | nenhuma | non | nihil | فري | फ्री | ফ্রি',
    ),
  },
  {
    within: 3,
    phrases: phrases(`
      not in | t in | not present | not listed | not included | not found | not mentioned | not used | not among | t listed | t included
      | t mentioned | t present | absent
      | no figura | no figuran | no aparece | no aparecen | no está | no están | no hay | ausente | ausentes
      | não consta | não constam | não aparece | não aparecem | não está | não estão | não há
      | n est pas | ne figure pas | ne figurent pas | ne sont pas | absente | absents | absentes
      | tidak ada | tidak tercantum | tidak disebutkan | tidak disebut | tidak terdapat | tidak terkandung
      | không có | không được | không xuất hiện
      | yok | yoktur | içermez | içermiyor | içermemektedir | içermeyen | bulunmaz | bulunmuyor | bulunmamaktadır | bulunmayan
      | barındırmaz | değil | geçmiyor | belirtilmemiş | kullanılmamış | katılmamış | olmadan
      | नहीं | नही | मुक्त | रहित | के बिना | अनुपस्थित
      | غير موجود | غير موجودة | غير مذكور | غير مذكورة | غير مدرج | لا يوجد | لا توجد
      | নেই | নাই | মুক্ত | ছাড়া | না | নয় | বিহীন | অনুপস্থিত
      | нет | не содержит | не содержится | отсутствует | отсутствуют | не указан | не указана | не указано | не указаны | не входит
      | не входят | не обнаружено`),
  },
];

/** Glued to what is absent: "sütsüz", "দুধমুক্ত", "безлактозный". */
export const GLUED =
  /(?:s[iu]z(?:d[iu]r)?|মুক্ত|বিহীন|मुक्त|रहित|free|frei)$|^без(?=глютен|лактоз|молоч|орех|яичн|белков)/u;

/** That it may be eaten, by whom it is asked for or by anybody. */
export const SAFE = phrases(`
  safe for you | safe for him | safe for her | safe for them | safe for me | safe for us | safe for your | safe for my | safe for people
  | safe for anyone | safe for everyone | safe for someone | safe for those | safe for kids | safe for children | safe for babies
  | safe for a | safe for the | safe to eat | safe to drink | safe to consume | safe for consumption | safely eat | safely drink
  | safely consume | it is safe | it s safe | this is safe | that is safe | these are safe | they are safe | product is safe
  | bar is safe | is completely safe | is perfectly safe | can eat it | can eat this | can eat them | can eat these | can have it
  | can have this | suitable for you | suitable for people with | suitable for someone | suitable for him | suitable for her
  | suitable for vegans | suitable for vegetarians | suitable for coeliacs | fine for you to | okay for you to | ok for you to
  | fine for her | fine for him | okay for her | okay for him | ok for her | ok for him
  | es seguro | es segura | son seguros | son seguras | seguro para ti | segura para ti | seguro para usted | segura para usted
  | seguro para ella | seguro para él | seguro para tu | seguro para su | seguro para comer | seguro para consumir | sin riesgo
  | apto para ti | apto para usted | apto para tu | apto para su | apto para ella | apta para ti | apto para personas | puedes comerlo
  | puedes comerla | puedes comer | puede comerlo | puede comerla | puedes consumirlo | puede consumirlo
  | é seguro | é segura | são seguros | são seguras | seguro para você | segura para você | seguro para ela | seguro para ele
  | seguro para sua | seguro para seu | seguro para comer | seguro para consumo | sem risco | pode comer | podes comer | pode consumir
  | adequado para você | adequado para pessoas | apto para você
  | sans danger | sans risque | sûr pour vous | sûr pour toi | sûre pour vous | est sûr | est sûre | pouvez le manger | pouvez la manger
  | peux le manger | peux la manger | pouvez en manger | peux en manger | peut en manger | peut le manger | peut la manger
  | convient aux personnes | convient aux enfants | convient à votre | convient à ta | convient à ton | adapté aux personnes
  | aman dikonsumsi | aman dimakan | aman untuk dikonsumsi | aman untuk dimakan | aman untukmu | aman untuk anda | aman untuk kamu
  | aman untuk anak | aman bagi | ini aman | bisa dimakan | boleh dimakan | bisa memakannya | boleh memakannya
  | an toàn cho bạn | an toàn với bạn | an toàn cho con | an toàn cho người | an toàn để ăn | an toàn để dùng | là an toàn
  | này an toàn | ăn được | có thể ăn | phù hợp với bạn | phù hợp cho người
  | için güvenli | için güvenlidir | ürün güvenli | bu güvenli | güvenle yiyebilir | güvenle tüketebilir | yiyebilirsin
  | yiyebilirsiniz | yiyebilir | tüketebilirsiniz | tüketebilirsin | tüketebilir
  | के लिए सुरक्षित | सुरक्षित है | सुरक्षित हैं | खा सकते | खा सकती | खा सकता | आपके लिए ठीक
  | آمن لك | آمن للأكل | آمن للاستهلاك | آمن لها | آمن له | آمن لطفلك | آمن تماما | المنتج آمن | هو آمن | إنه آمن | آمنة لك | آمنة للأكل
  | يمكنك أكله | يمكنك تناوله | يمكنها تناوله | يمكنه تناوله | يمكنك أن تأكله | مناسب لك | مناسبة لك | مناسب لها
  | জন্য নিরাপদ | এটি নিরাপদ | এটা নিরাপদ | খাওয়া নিরাপদ | খেতে পারেন | খেতে পারবেন | খেতে পারে | খেতে পারো
  | безопасно для | безопасен для | безопасна для | это безопасно | безопасно есть | можно есть | можно ему | можно ей | вам можно
  | можете есть | можете это есть | может есть | может это есть | подходит вам | подходит ей | подходит ему | подходит для людей`);

/** What turns it into its contrary, right before or behind: "not safe for you". */
export const NOT = phrases(`
  not | t | never | cannot | no | nunca | não | pas | jamais | tidak | bukan | không | değil | नहीं | غير | ليس | ليست | لا | নয় | না | не | нельзя`);

/** What is eaten without something, and said of a whole food. */
export const DIETS = phrases(`
  vegan | vegans | vegetarian | vegetarians | halal | kosher | vegano | vegana | veganos | vegetariano | vegetariana | végan | végane
  | végétalien | végétarien | thuần chay | ăn chay | vejetaryen | helal | वीगन | शाकाहारी | हलाल | نباتي | نباتية | حلال | ভেগান | নিরামিষ
  | হালাল | веган | веганский | вегетарианский | халяль`);

/** Begins the answer to a question of its own: "Nuts? No." */
export const NAY = phrases(
  'no | none | nope | ninguno | não | nenhum | non | aucun | tidak | không | hayır | yok | नहीं | لا | না | নেই | нет',
);

/** An answer by itself. */
export const NOD = phrases(`
  yes | yeah | yep | yes it is | sure | certainly | absolutely | of course | definitely | no | nope | sí | claro | por supuesto | sim | claro que sim
  | com certeza | oui | bien sûr | tout à fait | ya | tentu | tentu saja | có | vâng | đúng | tất nhiên | evet | tabii | elbette | हाँ | हां | जी हाँ
  | बिल्कुल | نعم | بالتأكيد | بالطبع | হ্যাঁ | অবশ্যই | да | да конечно | конечно | не | não | non | tidak | không | hayır | नहीं | لا | না | нет`);

/** Whether it may be eaten, and by whom. */
export const ASKS_SAFE = phrases(`
  safe for | safe to eat | safe to drink | ok for | okay for | fine for | suitable for | can i eat | can she eat | can he eat | can they eat
  | can my | may i eat | allowed to eat | can you eat | good to eat | ok to eat | okay to eat | fine to eat | edible for
  | seguro para | segura para | apto para | apta para | puedo comer | puedo comerlo | puede comer | puede comerlo | pueden comer
  | posso comer | pode comer | podem comer | é seguro | adequado para
  | sûr pour | sans danger pour | puis je manger | puis je le manger | peut il manger | peut elle manger | peut manger | peut en manger
  | convient à | convient il | convient aux
  | aman untuk | aman bagi | amankah | aman dimakan | aman dikonsumsi | boleh makan | bisa makan | boleh dimakan | bisa dimakan
  | an toàn cho | an toàn với | ăn được không | có ăn được | có thể ăn
  | için güvenli mi | güvenli mi | yiyebilir mi | yiyebilir miyim | yenir mi | için uygun mu
  | के लिए सुरक्षित | सुरक्षित है | खा सकता | खा सकती | खा सकते
  | آمن | آمنة | هل يمكنني أكل | هل يمكنني تناول | هل يمكن أن يأكل | هل أستطيع أكل | مناسب ل | هل يناسب
  | জন্য নিরাপদ | নিরাপদ কি | খেতে পারি | খেতে পারে | খেতে পারবে | খাওয়া যাবে
  | безопасно для | безопасно ли | можно ли мне | можно мне | можно ли ему | можно ли ей | можно есть | можно ли есть | можно ли это
  | подходит ли`);
