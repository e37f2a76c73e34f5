/**
 * `npm run doctor`: looks at what Parley stands on and how its channels do, and says of each thing what to do about it.
 * Ends with 0 when nothing is bad, 1 when something is, 78 when the settings are wrong.
 */
import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Check, Finding } from '../adapters/contract.ts';
import type { ServiceState } from '../adapters/web/protocol.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { accountName } from './conversation/names.ts';
import { peekDataFolder } from './data-folder.ts';
import { metaChecks } from './meta-channels.ts';
import { isPaired } from './paired.ts';
import { ownerToken } from './session.ts';

const USAGE = 'Usage: npm run doctor [-- AREA] [--json]';
const ANSWER_MS = 5_000;
/** Below this much room conversations and models soon have none. */
const ROOM_BYTES = 2e9;

/** What is looked at, by area. Another channel is another line. */
const AREAS: Record<string, (config: Config, asked: boolean) => Promise<Finding[]>> = {
  machine: examineMachine,
  service: examineService,
  photos: examinePhotos,
  whatsapp: examineWhatsApp,
  telegram: examineTelegram,
  meta: examineMeta,
};

const MARKS = { fine: '✓', note: '•', bad: '✖' } as const satisfies Record<Finding['state'], string>;

process.exitCode = await main(process.argv.slice(2));

async function main(all: string[]): Promise<number> {
  const json = all.includes('--json');
  const [area, ...rest] = all.filter((word) => word !== '--json');
  if (rest.length > 0 || (area !== undefined && !Object.hasOwn(AREAS, area))) {
    process.stderr.write(`${USAGE}\nAREA is one of: ${Object.keys(AREAS).join(', ')}.\n`);
    return 2;
  }
  let config: Config;
  let warnings: string[];
  try {
    ({ config, warnings } = loadConfig());
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  const report: Record<string, Finding[]> = {
    settings: [
      ...warnings.map((words): Finding => ({ what: 'settings', state: 'note', words })),
      { what: 'settings', state: 'fine', words: `${config.counts.set} set, ${config.counts.preset} default` },
    ],
  };
  if (!json) show('settings', report.settings!);
  for (const [name, examine] of Object.entries(AREAS)) {
    if (area !== undefined && area !== name) continue;
    const findings = await examine(config, area === name);
    report[name] = findings;
    if (!json) show(name, findings);
  }
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
  const bad = Object.values(report)
    .flat()
    .filter(({ state }) => state === 'bad').length;
  if (!json) process.stdout.write(bad === 0 ? '\nNothing is wrong.\n' : `\n${bad} to do.\n`);
  return bad === 0 ? 0 : 1;
}

function show(area: string, findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  process.stdout.write(`\n${area}\n`);
  for (const { what, state, words, remedy } of findings) {
    process.stdout.write(`${MARKS[state]} ${what.padEnd(18)} ${words}\n`);
    if (remedy !== undefined && state !== 'fine') process.stdout.write(`  ${''.padEnd(18)} → ${remedy}\n`);
  }
}

async function examineMachine({ dataFolder }: Config): Promise<Finding[]> {
  // The folder may not be there yet; what counts is where it would be.
  const place = existsSync(dataFolder) ? dataFolder : dirname(dataFolder);
  const { bavail, bsize } = statfsSync(place);
  const free = bavail * bsize;
  const room = `${(free / 1e9).toFixed(1)} GB free in ${place}`;
  return [
    { what: 'node', state: 'fine', words: process.versions.node },
    writable(place)
      ? { what: 'data folder', state: 'fine', words: dataFolder }
      : {
          what: 'data folder',
          state: 'bad',
          words: `${place} cannot be written to`,
          remedy: 'Give it to the user who runs Parley, or choose another with PARLEY_DATA.',
        },
    free > ROOM_BYTES
      ? { what: 'disk', state: 'fine', words: room }
      : { what: 'disk', state: 'bad', words: room, remedy: 'Make room, or choose another place with PARLEY_DATA.' },
  ];
}

function writable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** What looks at photos, by the settings and by what lies here. */
async function examinePhotos({ eyes, cacheFolder }: Config): Promise<Finding[]> {
  const what = 'model that sees';
  if (eyes === 'off') return [{ what, state: 'note', words: 'is switched off', remedy: 'Leave PARLEY_EYES out.' }];
  if (typeof eyes === 'object' && eyes.kind === 'files') {
    const missing = [eyes.file, eyes.projectorFile].find((file) => !existsSync(file));
    if (missing === undefined) return [{ what, state: 'fine', words: eyes.file }];
    return [{ what, state: 'bad', words: `${missing} is not there`, remedy: 'Name both files in PARLEY_EYES.' }];
  }
  const { eyesHere, seeingEntries } = await import('../model-runtime/weights/eyes.ts');
  const here = await eyesHere({ cacheFolder });
  const wanted = eyes === 'auto' ? here : eyes.id;
  if (wanted !== undefined && wanted === here) return [{ what, state: 'fine', words: wanted }];
  const get = `npm run models -- pull ${wanted ?? seeingEntries()[0]?.entry.id}`;
  return wanted === undefined
    ? [
        {
          what,
          state: 'note',
          words: 'is not here: photos are read for print and codes, and nothing in them is recognised',
          remedy: `${get}, then start Parley again.`,
        },
      ]
    : [{ what, state: 'note', words: `${wanted} is fetched with the first question about a photo`, remedy: get }];
}

/** The instance that runs with this data folder, as its own page would show it. */
async function examineService({ dataFolder }: Config): Promise<Finding[]> {
  const known = peekDataFolder(dataFolder);
  const start = 'Start it with npm start.';
  if (!known) return [{ what: 'service', state: 'note', words: 'does not run', remedy: start }];
  try {
    const state = await serviceState(known.instance.url, ownerToken(known.secret));
    const { model, channels, version } = state;
    return [
      { what: 'service', state: 'fine', words: `Parley ${version} at ${known.instance.url}` },
      model.state === 'failed'
        ? { what: 'model', state: 'bad', words: model.message, remedy: model.remedy }
        : {
            what: 'model',
            state: model.state === 'ready' ? 'fine' : 'note',
            words: `${model.name || 'model'} ${model.state}`,
          },
      ...channels.map(
        ({ name, state, words }): Finding => ({
          what: name,
          state: state === 'on' ? 'fine' : state === 'trouble' ? 'bad' : 'note',
          words,
          ...(state === 'trouble' ? { remedy: 'Open the page, under Status.' } : {}),
        }),
      ),
    ];
  } catch {
    return [{ what: 'service', state: 'bad', words: `does not answer at ${known.instance.url}`, remedy: start }];
  }
}

async function serviceState(url: string, token: string): Promise<ServiceState> {
  const response = await fetch(`${url}/api/stream?chat=doctor`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  const events = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of events) if (event === 'service') return JSON.parse(data) as ServiceState;
  throw new Error('The service did not say how it is.');
}

// A function, as all below: while `main` runs at the top, no constant from here on has its value yet.
function findings(checks: readonly Check[]): Promise<Finding[]> {
  return Promise.all(checks.map(async ({ name, run }): Promise<Finding> => ({ what: name, ...(await run()) })));
}

/** `asked`: by name; otherwise only where it is used. */
async function examineTelegram({ telegram, access, dataFolder }: Config, asked: boolean): Promise<Finding[]> {
  if (!telegram) return asked ? [notSet('Telegram', 'PARLEY_TELEGRAM_TOKEN')] : [];
  const [{ telegramChecks }, { botIdOf }, { TELEGRAM }] = await Promise.all([
    import('../adapters/telegram/doctor.ts'),
    import('../adapters/telegram/telegram.ts'),
    import('../adapters/telegram/address.ts'),
  ]);
  const policy = access[TELEGRAM] ?? (telegram.open ? 'open' : 'pairing');
  const paired = isPaired(dataFolder, accountName({ channel: TELEGRAM, account: botIdOf(telegram.token) }));
  return findings(telegramChecks({ ...telegram, open: policy !== 'pairing', paired }));
}

async function examineMeta(config: Config, asked: boolean): Promise<Finding[]> {
  if (!config.meta) return asked ? [notSet('Meta', 'PARLEY_META_APP_SECRET')] : [];
  return findings(await metaChecks(config));
}

function notSet(what: string, setting: string): Finding {
  return {
    what,
    state: 'note',
    words: 'is not set up',
    remedy: `It begins with ${setting}; .env.example says what it is.`,
  };
}

async function examineWhatsApp(config: Config, asked: boolean): Promise<Finding[]> {
  const { examineWhatsAppWeb } = await import('../adapters/whatsapp-web/examine.ts');
  const { accounts, browser, flags, page } = config.whatsAppWeb;
  const profiles = join(config.dataFolder, 'whatsapp-web');
  if (!asked && accounts.length === 0 && !existsSync(profiles))
    return [
      {
        what: 'whatsapp',
        state: 'note',
        words: 'not used',
        remedy: 'npm run doctor -- whatsapp looks at what it would need.',
      },
    ];
  return examineWhatsAppWeb({
    named: browser,
    platform: process.platform,
    environment: config.surroundings.environment,
    cacheFolder: config.cacheFolder,
    profiles,
    accounts,
    flags,
    sandbox: process.getuid?.() !== 0,
    page,
  });
}
