/**
 * Words that hold a sentence together and state nothing: no number, no thing, no comparison, no negation, no judgement, and
 * nothing of what a value counts for ("per", "each pack") or is like ("with", "so").
 * They are all that a model may add to what a skill found (firewall.ts). Folded, as `wordsOf` gives them.
 */
import { wordsOf } from './printed/letters.ts';

const WORDS: Record<string, string> = {
  en: `a an and are as at based by for from has have here hello hi i in is it its label labels listed of on photo
    picture print printed read reads receipt says see shelf shows table that the there these they this to was were
    what which you your according chart contains lists then answer question`,
  es: `a al ahi aqui asi de del dice el ella en es esta estan este esta esto etiqueta foto grafico ha he hay hola la
    las le lo los lei leo leido muestra para pregunta que recibo respuesta segun son su sus tabla tambien te tiene
    tienen tu tus y`,
  pt: `a ai ao aqui as assim conforme da das de diz do dos e ela ele em essa esse esta este eu foto grafico ha isso
    isto la li leio mostra na nas no nos o ola os para pela pelo pergunta que recibo resposta rotulo sao segundo seu
    seus sua suas tabela tambem tem teu tua voce`,
  hi: `है हैं में के की का को पर से और यह ये वह वे इस उस आप आपके आपकी आपका यहाँ फोटो फ़ोटो लेबल तालिका रसीद चार्ट जो कि
    तो लिखा छपा पढ़ा अनुसार मैंने मुझे नमस्ते`,
  ar: `في من على هو هي هذا هذه ذلك تلك التي الذي إلى و أو هنا هناك صورة الصورة صورتك الملصق ملصق ملصقك جدول الجدول
    إيصال الإيصال حسب قرأت أقرأ مكتوب مطبوع مرحبا لك فيه فيها`,
  id: `ada adalah anda dalam dan dari di foto grafik halo ini itu juga kamu label maka menurut mu nya pada saya struk
    tabel tercetak tertulis terbaca untuk yang ke sini jawaban pertanyaan`,
  fr: `a au aux bonjour ce ces cet cette ceci contient d dans de des du elle en est et etiquette ici il ils j ai
    indique indiquent imprime je l la le les lis lu ont photo pour qui que question recu reponse selon son sa ses
    sont sur tableau ta te ton tes voici votre vos vous graphique`,
  bn: `এই এটি এটা এতে এবং ও আছে এর তে থেকে আপনার আপনি ছবি ছবিতে ছবির লেবেল লেবেলে টেবিল রসিদ চার্ট যা যে হল হলো লেখা
    ছাপা পড়েছি আমি অনুযায়ী এখানে নমস্কার`,
  vi: `anh ban bang bieu bang chao cho co cua dua do duoc ghi hoa don day in la may nay nhan nhu o theo thi toi trong
    tren tu va doc`,
  tr: `a bu bunlar burada da de etikette etiket etiketin etiketiniz fis fiste fotograf fotografta fotografinda gore
    grafik ben icin icinde ki merhaba olan okudum okudugum sen siz su tablo tabloda var ve yazan yazili yaziyor
    basili`,
  ru: `в во и на из с со к по у о это эта этот эти то есть как что который которая которое ваш ваша ваше ваши вашей
    вашем вас вы я мне здесь тут фото фотографии этикетка этикетке таблица таблице чек чеке график указано
    напечатано прочитал написано согласно для привет`,
};

const FILLERS = new Map(Object.entries(WORDS).map(([language, words]) => [language, new Set(wordsOf(words))]));

/** @param language BCP 47; its region makes no difference. Undefined: we have no list for it. */
export const fillersOf = (language: string): ReadonlySet<string> | undefined => FILLERS.get(language.split('-')[0]!);
