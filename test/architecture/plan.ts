/**
 * The plan of the house: its rooms, what happens in them, and which room may import which. The picture in
 * docs/house.svg is drawn from the same rooms and from the imports that are really there.
 */

export interface Room {
  /** A folder, or a single file that is a room of its own. A file belongs to the room with the longest name that fits. */
  name: string;
  /** What it does, in a few words for the picture. */
  does: string;
  /** The steps of a message's journey that are taken here; see `JOURNEY`. */
  steps?: readonly Step[];
  /** Files, or folders with all below. A room may always import itself. */
  mayImport: readonly Doorway[];
  /** Packages it may use; absent: any that package.json declares. */
  packages?: readonly string[];
  /** Runs in a browser: nothing of Node's. */
  inBrowser?: true;
  /** Where it is drawn: 0 is the roof, and imports mostly go down. Within a wing rooms stand as they are listed. */
  floor: number;
}

/** `types` opens the way for what is gone before the program runs. */
export type Doorway = string | { types: string };

/** The way of one message through the house. */
export const JOURNEY = [
  'connect',
  'decode',
  'admit',
  'lane',
  'turn',
  'generate',
  'reply',
  'encode',
  'deliver',
] as const;
export type Step = (typeof JOURNEY)[number];

/** What every channel speaks; whoever keeps or answers messages speaks it too. */
const CHANNEL_WORDS = ['adapters/contract.ts', 'adapters/errors.ts', 'adapters/again.ts'];
const RUNTIME_WORDS = 'model-runtime/contract.ts';
/** Rooms are handed a log; this is its shape. */
const LOG: Doorway = { types: 'src/log.ts' };

const CHANNEL = [...CHANNEL_WORDS, 'adapters/text'];
const META_CHANNEL = [...CHANNEL, 'adapters/meta'];

export const ROOMS: readonly Room[] = [
  {
    name: 'src',
    does: 'main.ts wires · settings · HTTP · log',
    floor: 0,
    mayImport: ['src', 'adapters', 'model-runtime'],
  },

  {
    name: 'adapters/web/page',
    does: 'the page, in a browser',
    floor: 1,
    mayImport: ['adapters/web/protocol.ts', 'adapters/web/tree.ts'],
    packages: ['preact'],
    inBrowser: true,
  },
  {
    name: 'adapters/web',
    does: 'the page, served',
    floor: 1,
    steps: ['connect', 'decode', 'encode'],
    mayImport: CHANNEL,
  },
  { name: 'adapters/telegram', does: 'Telegram', floor: 1, mayImport: CHANNEL },
  { name: 'adapters/whatsapp-web', does: 'WhatsApp, own number', floor: 1, mayImport: CHANNEL },
  { name: 'adapters/whatsapp-cloud', does: 'WhatsApp Cloud', floor: 1, mayImport: META_CHANNEL },
  { name: 'adapters/messenger', does: 'Messenger', floor: 1, mayImport: META_CHANNEL },
  { name: 'adapters/instagram', does: 'Instagram', floor: 1, mayImport: META_CHANNEL },
  { name: 'examples', does: 'a channel to start from', floor: 2, mayImport: CHANNEL },
  { name: 'adapters/meta', does: 'what three channels share', floor: 2, mayImport: CHANNEL },
  { name: 'adapters/text', does: 'Markdown, formulas, limits', floor: 2, mayImport: CHANNEL_WORDS },
  { name: 'scripts', does: 'the launcher', floor: 4, mayImport: [], packages: [] },
  { name: 'adapters', does: 'what channels speak', floor: 4, mayImport: [], packages: [] },

  {
    name: 'src/journey',
    does: 'the story of a message',
    floor: 1,
    steps: ['admit', 'lane', 'deliver'],
    mayImport: [
      ...['src/bus', 'src/conversation', 'src/assistant', 'src/media'],
      ...CHANNEL,
      // To pass on what the runtime says; what it is asked is made in src/assistant/turn.ts alone.
      RUNTIME_WORDS,
      LOG,
    ],
  },
  {
    name: 'src/assistant',
    does: 'commands and answers',
    floor: 1,
    steps: ['turn', 'reply'],
    mayImport: [RUNTIME_WORDS, 'src/conversation', 'src/media', { types: 'adapters/contract.ts' }, LOG],
  },
  {
    name: 'src/conversation',
    does: 'consent, history, notices',
    floor: 2,
    mayImport: [
      ...['src/bus/store.ts', 'src/media'],
      // Its tables live in the store's file and thread; this is the shape of such a module.
      { types: 'src/bus/sqlite/module.ts' },
      { types: 'adapters/contract.ts' },
      { types: RUNTIME_WORDS },
      LOG,
    ],
  },
  {
    name: 'src/media',
    does: 'fetch, type, normalise',
    floor: 3,
    mayImport: ['adapters/contract.ts', { types: RUNTIME_WORDS }, LOG],
  },
  { name: 'src/bus/sqlite', does: 'mailboxes in SQLite', floor: 3, mayImport: ['src/bus'], packages: [] },
  { name: 'src/bus', does: 'durable mailboxes', floor: 4, mayImport: [], packages: [] },

  { name: 'model-runtime', does: 'a child process', floor: 1, mayImport: ['model-runtime'] },
  {
    name: 'model-runtime/weights',
    does: 'gets the weights',
    floor: 1,
    mayImport: [RUNTIME_WORDS, 'model-runtime/import'],
  },
  {
    name: 'model-runtime/engine',
    does: 'sessions, K/V, sampling',
    floor: 2,
    steps: ['generate'],
    mayImport: [RUNTIME_WORDS, 'model-runtime/import', 'model-runtime/text', 'model-runtime/vision'],
  },
  {
    name: 'model-runtime/remote',
    does: "another's server",
    floor: 2,
    mayImport: [RUNTIME_WORDS, 'model-runtime/text'],
  },
  {
    name: 'model-runtime/text',
    does: 'tokens, templates',
    floor: 3,
    mayImport: [RUNTIME_WORDS, { types: 'model-runtime/import' }],
  },
  { name: 'model-runtime/import', does: 'GGUF to graph', floor: 3, mayImport: [RUNTIME_WORDS] },
  {
    name: 'model-runtime/vision',
    does: 'pictures in',
    floor: 3,
    mayImport: [RUNTIME_WORDS, 'model-runtime/import'],
  },
  { name: RUNTIME_WORDS, does: 'what runtimes speak', floor: 4, mayImport: [] },
];

/** These may import everything, and nothing may import them. */
export const OUTSIDE = ['test', 'bench'] as const;

/** The one file that reads the environment; `scripts`, `test` and `bench` run before and around it. */
export const READS_ENVIRONMENT = ['src/config.ts', 'scripts', ...OUTSIDE];

/** Packages that only one file of ours may import, because everything about them is to be found there. */
export const ONE_FILE_PACKAGES = ['onnxruntime-node'];

/** Loads what it is handed the path of; whoever hands it over names the path, and that is the import that counts. */
export const LOADS_BY_PATH = ['src/bus/sqlite/procedures.ts'];

/** Names that say nothing about what is inside. */
export const EMPTY_NAMES = ['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'service', 'misc'];

/** The room a file lies in. */
export function roomOf(path: string): Room | undefined {
  return ROOMS.filter(({ name }) => isWithin(path, name)).sort((a, b) => b.name.length - a.name.length)[0];
}

/** Whether `path` is `place` or lies below it. */
export function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}
