/**
 * Commands in the words of the ten other languages: `/ayuda` is `/help`, and "para" alone ends a running answer. The
 * English names always work too. Words as they are typed behind a slash: one word, lower case by the root locale.
 */
import type { Language } from '../conversation/languages.ts';

/** The commands that have words of their own in other languages. */
export type NamedCommand =
  | 'start'
  | 'on'
  | 'off'
  | 'help'
  | 'about'
  | 'status'
  | 'privacy'
  | 'stop'
  | 'new'
  | 'forget'
  | 'export'
  | 'language'
  | 'region'
  | 'resume'
  | 'allow'
  | 'block';

type Words = Record<Exclude<Language, 'en'>, string>;

/** Separated by spaces. Vietnamese words are written together, because a command ends at a space. */
const WORDS: Readonly<Record<NamedCommand, Words>> = {
  start: {
    es: 'empezar iniciar comenzar',
    'pt-BR': 'começar',
    hi: 'शुरू आरंभ',
    ar: 'ابدأ ابدا بدء',
    id: 'mulai',
    fr: 'démarrer commencer',
    bn: 'শুরু',
    vi: 'bắtđầu',
    tr: 'başla başlat',
    ru: 'старт начать',
  },
  on: {
    es: 'activar encender',
    'pt-BR': 'ativar ligar',
    hi: 'चालू',
    ar: 'تشغيل شغل',
    id: 'aktifkan nyala nyalakan',
    fr: 'activer allumer',
    bn: 'চালু',
    vi: 'bật',
    tr: 'aç',
    ru: 'включить вкл',
  },
  off: {
    es: 'apagar desactivar',
    'pt-BR': 'desligar desativar',
    hi: 'बंद',
    ar: 'إيقاف ايقاف',
    id: 'matikan nonaktif nonaktifkan',
    fr: 'désactiver éteindre',
    bn: 'বন্ধ',
    vi: 'tắt',
    tr: 'kapat kapa',
    ru: 'выключить выкл',
  },
  help: {
    es: 'ayuda',
    'pt-BR': 'ajuda',
    hi: 'मदद सहायता',
    ar: 'مساعدة',
    id: 'bantuan tolong',
    fr: 'aide',
    bn: 'সাহায্য সহায়তা',
    vi: 'trợgiúp',
    tr: 'yardım',
    ru: 'помощь справка',
  },
  about: {
    es: 'acerca',
    'pt-BR': 'sobre',
    hi: 'परिचय',
    ar: 'حول',
    id: 'tentang',
    fr: 'apropos',
    bn: 'পরিচয়',
    vi: 'giớithiệu',
    tr: 'hakkında',
    ru: 'инфо',
  },
  status: {
    es: 'estado',
    'pt-BR': 'situação',
    hi: 'स्थिति',
    ar: 'الحالة حالة',
    id: 'keadaan',
    fr: 'état statut',
    bn: 'অবস্থা',
    vi: 'trạngthái',
    tr: 'durum',
    ru: 'статус состояние',
  },
  privacy: {
    es: 'privacidad',
    'pt-BR': 'privacidade',
    hi: 'निजता गोपनीयता',
    ar: 'الخصوصية خصوصية',
    id: 'privasi',
    fr: 'confidentialité',
    bn: 'গোপনীয়তা',
    vi: 'riêngtư',
    tr: 'gizlilik',
    ru: 'приватность конфиденциальность',
  },
  stop: {
    es: 'para parar detener',
    'pt-BR': 'pare parada',
    hi: 'रुको रुकें रुकिए',
    ar: 'قف توقف',
    id: 'berhenti henti setop',
    fr: 'arrête arrêter arrêtez',
    bn: 'থামো থামুন থাম',
    vi: 'dừng dừnglại ngừng',
    tr: 'dur durdur',
    ru: 'стоп хватит остановись',
  },
  new: {
    es: 'nuevo nueva',
    'pt-BR': 'novo',
    hi: 'नया नई',
    ar: 'جديد',
    id: 'baru',
    fr: 'nouveau nouvelle',
    bn: 'নতুন',
    vi: 'mới',
    tr: 'yeni',
    ru: 'новый сначала',
  },
  forget: {
    es: 'olvidar olvida borra borrar',
    'pt-BR': 'esquecer esqueça',
    hi: 'भूलो मिटाओ भूल',
    ar: 'انس انسَ احذف',
    id: 'lupakan hapus',
    fr: 'oublier oublie effacer',
    bn: 'ভুলে মুছো ভুলো',
    vi: 'quên xóa',
    tr: 'unut sil',
    ru: 'забыть забудь удалить',
  },
  export: {
    es: 'exportar',
    'pt-BR': 'exporta exporte',
    hi: 'निर्यात',
    ar: 'تصدير',
    id: 'ekspor',
    fr: 'exporter',
    bn: 'রপ্তানি',
    vi: 'xuất',
    tr: 'aktar',
    ru: 'экспорт',
  },
  language: {
    es: 'idioma lengua',
    'pt-BR': 'língua',
    hi: 'भाषा',
    ar: 'اللغة لغة',
    id: 'bahasa',
    fr: 'langue',
    bn: 'ভাষা',
    vi: 'ngônngữ',
    tr: 'dil',
    ru: 'язык',
  },
  region: {
    es: 'región país',
    'pt-BR': 'região',
    hi: 'क्षेत्र देश',
    ar: 'المنطقة منطقة',
    id: 'wilayah',
    fr: 'pays',
    bn: 'অঞ্চল দেশ',
    vi: 'vùng',
    tr: 'bölge',
    ru: 'регион страна',
  },
  resume: {
    es: 'continuar seguir',
    'pt-BR': 'retomar',
    hi: 'जारी',
    ar: 'استئناف',
    id: 'lanjut lanjutkan',
    fr: 'reprendre',
    bn: 'চালাও',
    vi: 'tiếptục',
    tr: 'devam',
    ru: 'продолжить',
  },
  allow: {
    es: 'permitir',
    'pt-BR': 'permita',
    hi: 'अनुमति',
    ar: 'اسمح سماح',
    id: 'izinkan',
    fr: 'autoriser',
    bn: 'অনুমতি',
    vi: 'chophép',
    tr: 'izin',
    ru: 'разрешить впустить',
  },
  block: {
    es: 'bloquear',
    'pt-BR': 'bloqueie',
    hi: 'रोको ब्लॉक',
    ar: 'احظر حظر',
    id: 'blokir',
    fr: 'bloquer',
    bn: 'ব্লক',
    vi: 'chặn',
    tr: 'engelle',
    ru: 'заблокировать',
  },
};

/** People leave accents out, and so do their keyboards: `/desactiver`, `/yardim`. Latin letters only. */
const plain = (word: string): string =>
  /^\p{Script=Latin}/u.test(word)
    ? word.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ı', 'i').replaceAll('đ', 'd').normalize('NFC')
    : word;

const COMMANDS = Object.keys(WORDS) as NamedCommand[];

/** All words of a command with their plain forms, each composed (NFC) and lower case. */
export function wordsOf(command: NamedCommand): string[] {
  const words = Object.values(WORDS[command]).flatMap((list) => list.normalize('NFC').split(' '));
  return [...new Set(words.flatMap((word) => [word, plain(word)]))];
}

/** Each word → its command, to be looked up with `word.normalize('NFC').toLowerCase()`. */
export const COMMAND_BY_WORD: ReadonlyMap<string, NamedCommand> = new Map(
  COMMANDS.flatMap((command) => wordsOf(command).map((word) => [word, command] as const)),
);

const STOP_WORDS: ReadonlySet<string> = new Set(['stop', ...wordsOf('stop')]);

/** A message that is nothing but one word for "stop", in any language, with a sign or two behind it. */
export const isStopWord = (message: string): boolean =>
  message.length <= 24 &&
  STOP_WORDS.has(
    message
      .normalize('NFC')
      .toLowerCase()
      .replace(/^[¡\s]+|[\s!.।…]+$/gu, '')
      .replace(/ +/g, ''),
  );
