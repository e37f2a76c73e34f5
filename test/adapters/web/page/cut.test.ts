import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { renderBlocks } from '../../../../adapters/web/encode.ts';
import { drawSvg } from '../../../vision/render.ts';
import { cut } from './cut.ts';
import { eachVisit, type Given } from './each-visit.ts';
import type { StandIn } from './stand-in.ts';
import { NOTICE, openChat, READY } from './visit.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const CHAT = 'chat-one';
/** Phones, a tablet, and desks; at 1180 px notes move into the margin. */
const WIDTHS = [320, 390, 768, 1024, 1180, 1280, 1440];

interface Told {
  direction: 'ltr' | 'rtl';
  title: string;
  question: string;
  answer: string;
  labels: string[];
  file: string;
}

/** Words as long as they come; in Arabic the page as a whole is turned. */
const TEXTS: Record<string, Told> = {
  German: {
    direction: 'ltr',
    title: 'Lebensmittelinformationsdurchführungsverordnungsentwürfe im Vergleich',
    question: `Was steht zur Nährwertkennzeichnungspflichtausnahmegenehmigung in ${'https://beispiel.example/verordnung/'.repeat(4)}?`,
    answer: `**Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz**, außer Kraft seit 2013.

Die Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung und \`donaudampfschifffahrtsgesellschaftskapitaen.beispiel\` sind länger als eine schmale Zeile.

| Nährwertkennzeichnungspflichtausnahmen | je 100 Gramm verzehrfertiger Zubereitung | Tagesbedarf |
| --- | ---: | --- |
| Gesättigte Fettsäuren und Transfettsäuren | 1.234,5 g | Durchschnittsverbraucherreferenzmenge |

- Erstens eine Aufzählung mit Straßenverkehrszulassungsordnungsänderungen
  1. und darin eine weitere mit Arbeiterunfallversicherungsgesetzesnovellierung

> Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft

\`\`\`js
const durchschnittsverbraucherreferenzmenge = gesaettigteFettsaeuren + transfettsaeuren + zuckeralkohole;
\`\`\``,
    labels: ['Durchschnittsverbraucherreferenzmengen zeigen', 'Inhaltsstoffverzeichnis', 'Nein'],
    file: 'Naehrwertkennzeichnungspflichtausnahmegenehmigung-2026-11-21-endgueltige-Fassung.csv',
  },
  Arabic: {
    direction: 'rtl',
    title: 'مقارنة بين ملصقات القيم الغذائية لجميع المنتجات التي صورتها هذا الأسبوع',
    question: 'ما مقدار البروتين في كل ١٠٠ غرام من المنتج الثاني، وكيف يقارن بالمنتج الأول والثالث من حيث السكر؟',
    answer: `**إدامامي** يحتوي على ١٤ غ من البروتين، وهو الثاني بين تسعة منتجات أمكنني قراءتها.

النص الطويل يلتف عند نهاية السطر، ويبقى \`npm run models -- pull smolvlm2-500m\` من اليسار إلى اليمين.

| المنتج | البروتين لكل ١٠٠ غرام من المنتج الجاهز للأكل | السكريات المضافة والطبيعية معا |
| --- | ---: | --- |
| مقرمشات الجبن بالأعشاب | ١٬٢٣٤٫٥ غ | أقل من الحد الأدنى للقياس |

- أولا هذه نقطة طويلة تمتد على أكثر من سطر واحد في الشاشات الضيقة

> اقتباس من الملصق كما هو مطبوع عليه`,
    labels: ['اعرض ما قرأته في الصورة كلها', 'كل المنتجات التسعة', 'لا'],
    file: 'جدول-القيم-الغذائية-للمنتجات-التسعة-2026-11-21.csv',
  },
};

let given: Given;
eachVisit((now) => {
  given = now;
});

/** Everything a chat can hold, in these words. */
function fill(service: StandIn, { title, question, answer, labels, file }: Told): void {
  const at = Date.now();
  service.chats = [{ id: CHAT, title, at, last: question, working: false }];
  service.service.model = {
    ...READY,
    name: 'SmolLM2-1.7B-Instruct-Q4_K_M',
    next: { name: 'large', step: 'downloading', share: 0.42 },
    caveat: 'Better answers come with the larger model, which is still on its way',
  };
  service.service.channels = ['Telegram', 'WhatsApp', 'WhatsApp Cloud', 'Messenger', 'Instagram'].map((name) => ({
    ...{ name, state: 'trouble', words: 'logged out since 11:40' },
  }));
  service.photos.set('wide', drawSvg('<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="300"/>'));
  const photo = `/api/chats/${CHAT}/photos/wide`;
  const blocks = renderBlocks(answer, { lead: true });
  const strip = { admit: 0.4, lane: 120, firstWord: 61_200, tokensPerSecond: 14.2 };
  const asked = service.person(CHAT, question, { photos: [photo, photo, null] });
  service.parley(CHAT, { ...{ answers: [asked], blocks, source: answer, fromModel: true, strip }, ended: 'limit' });
  service.parley(CHAT, {
    ...{ answers: [asked], blocks: blocks.slice(0, 1), source: answer, fromModel: true },
    files: [{ id: 'f', name: file, bytes: 123_456 }],
  });
  service.journey = {
    steps: [{ step: 'generate', startMs: 0, ms: 61_200 }],
    ...{ model: 'SmolLM2-1.7B-Instruct-Q4_K_M', promptTokens: 12_345, cachedTokens: 12_000, answerTokens: 999 },
  };
  service.parley(CHAT, {
    kind: 'notice',
    blocks: blocks.slice(1, 2),
    buttons: labels.map((label) => ({ label, value: label })),
    trouble: true,
  });
  const next = service.person(CHAT, `/forget ${question}`, { state: 'waiting' });
  service.setWaiting(CHAT, [next]);
  service.preview(CHAT, { answers: [next], blocks: blocks.slice(0, 1) });
}

/** Where something is cut, at every width and in both themes. */
async function everywhere(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 860 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await cut(page)).map((what) => `at ${width}, ${colorScheme}: ${what}`));
      const beyond = await page.locator('#log').evaluate((log) => log.scrollWidth - log.clientWidth);
      if (beyond > 0) found.push(`at ${width}, ${colorScheme}: the log goes on ${beyond} px sideways`);
    }
  }
  return found;
}

describe.each(Object.entries(TEXTS))('nothing is cut at an edge, in %s:', (_language, told) => {
  const turn = (page: Page) =>
    page.evaluate((direction) => {
      document.documentElement.dir = direction;
    }, told.direction);

  test('a conversation with everything in it, and a message being written', async () => {
    const { page, service } = given;
    fill(service, told);
    await openChat(page, service, CHAT);
    await turn(page);
    await page
      .getByRole('button', { name: /first word/ })
      .first()
      .click();
    await page.locator('.waterfall').waitFor();
    const buffer = service.photos.get('wide')!;
    await page.locator('input[type=file]').setInputFiles({ name: 'wide.png', mimeType: 'image/png', buffer });
    await page.getByRole('list', { name: 'Attached photos' }).waitFor();
    await page.getByRole('textbox', { name: 'Message to Parley' }).fill(told.question);
    await page.getByText('from the model’s memory').first().waitFor();
    expect(await everywhere(page)).toEqual([]);
  });

  test('the notice', async () => {
    const { page, service } = given;
    const line = told.answer.split('\n\n')[1]!;
    const notice = { ...NOTICE, title: told.title, lead: told.question, lines: [line, line], more: [line] };
    service.service.notice = { ...notice, footer: line };
    await openChat(page, service, CHAT);
    await turn(page);
    await page.getByRole('button', { name: 'Read more' }).click();
    expect(await everywhere(page)).toEqual([]);
  });
});
