/**
 * `npm start`: reads the settings, takes the data folder, opens the store, listens, and sets the journey going. The
 * only place where rooms are put together.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Address } from '../adapters/contract.ts';
import { createPageFiles } from '../adapters/web/page-files.ts';
import { createWebChannel } from '../adapters/web/web.ts';
import type { Runtime } from '../model-runtime/contract.ts';
import { createCommandReplies } from './assistant/command-replies.ts';
import { createRouter } from './assistant/router.ts';
import { openSqliteStore } from './bus/sqlite/open.ts';
import { type ChannelsOptions, configuredChannels, createChannels } from './channels.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { limitsOf } from './conversation/limits.ts';
import { removeLost } from './conversation/lost-files.ts';
import { type Facts, factsText, type Notice } from './conversation/notices.ts';
import { asking, tablesModule } from './conversation/record.ts';
import { startRetention } from './conversation/retention.ts';
import { DataFolderError, openDataFolder } from './data-folder.ts';
import { createDesk } from './desk.ts';
import { createModelLines, greet, tellChannel } from './greeting.ts';
import { openDoor } from './http.ts';
import { createAdmissions } from './journey/admit.ts';
import { createByHand } from './journey/by-hand.ts';
import { startDelivery } from './journey/deliver.ts';
import { createScrubber } from './journey/erase.ts';
import { forgetChat } from './journey/forget-chat.ts';
import { type ErasureReceipt, startInbox } from './journey/inbox.ts';
import { startIntake } from './journey/intake.ts';
import { createPace } from './journey/pace.ts';
import { createPhotoTurns } from './journey/photo-turn.ts';
import { createTimes } from './journey/times.ts';
import { openLog } from './log.ts';
import { createFiles } from './media/files.ts';
import { metaChannels } from './meta-channels.ts';
import { openPage } from './open-page.ts';
import { offerPairing } from './pairing.ts';
import { productsIn } from './products.ts';
import { chooseRuntime } from './runtime.ts';
import { createSessions } from './session.ts';
import { onStop } from './stopping.ts';
import { createTerminal } from './terminal.ts';
import { createWhatsAppAccounts } from './whatsapp-web.ts';

/** A running answer gets this long when the service is asked to stop. */
const GRACE_MS = 10_000;
const MINUTE_MS = 60_000;

const terminal = createTerminal(process.stdout);

try {
  await start();
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof DataFolderError;
  const words = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
  terminal.line('✖', 'stopped', words);
  process.exit(error instanceof ConfigError ? error.exitCode : 1);
}

async function start(): Promise<void> {
  const startedAt = Date.now();
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const { config, warnings } = loadConfig();
  terminal.alone(
    `parley ${version}   node ${process.versions.node}   ${availableParallelism()} cores   ${(totalmem() / 1e9).toFixed(1)} GB memory`,
  );
  terminal.line('✓', 'settings', `${config.counts.set} set, ${config.counts.preset} default`);
  for (const warning of warnings) terminal.line('•', 'settings', warning);
  const meta = await metaChannels(config, {
    forget: (address) =>
      forgetChat({ ...journey, forget: (name) => runtime.forget(name), letGo: inbox.letGo }, address),
  });
  for (const warning of meta.warnings) terminal.line('•', 'channel', warning);

  const products = productsIn(config.products);

  // ------------------------------------------------------------------------------------------- the record and the model
  const folder = openDataFolder(config.dataFolder);
  const secrets = [...config.secrets];
  const { log, close: closeLog } = await openLog({
    folder: join(folder.path, 'log'),
    level: config.logLevel,
    secrets: () => secrets,
  });
  const store = await openSqliteStore({
    file: join(folder.path, 'parley.db'),
    modules: [tablesModule],
    onFatal(error) {
      log.fatal({ err: error }, 'the store ended');
      terminal.line('✖', 'stopped', `The conversations' file cannot be used any more: ${error.message}`);
      process.exit(1);
    },
  });
  const ask = asking(store);
  terminal.line('✓', 'record', join(folder.path, 'parley.db'));

  const runtime = await chooseRuntime(config, log);
  const facts = factsOf(config, runtime);
  const notice: Notice = { version: await ask('notice', { facts: factsText(facts) }), facts };
  const files = createFiles(join(folder.path, 'files'));
  await ask('alive', { started: true });
  const alive = setInterval(() => void ask('alive', { started: false }).catch(() => {}), MINUTE_MS);

  // ------------------------------------------------------------------------------------------- the journey
  const channels = createChannels();
  const stopped = new AbortController();
  const journey = {
    store,
    ask,
    secret: folder.secret,
    notice: () => notice,
    times: createTimes(),
    pace: createPace({ ask, log }),
    channel: channels.of,
    changed: (address: Address) => channels.of(address)?.changed?.(address),
    consentChanged: (receipt?: ErasureReceipt) => desk.tell(receipt),
    limits: limitsOf(config),
    policy: (address: Pick<Address, 'channel' | 'account'>) =>
      config.access[address.channel] ?? channels.of(address)?.capabilities.access ?? 'owner only',
    files,
    scrub: createScrubber(store, () => removeLost(ask, files), log),
    log,
  };
  const replies = createCommandReplies({ ...journey, runtime, version, startedAt });
  const router = createRouter();
  const intake = startIntake({ ...journey, channelOf: channels.byAccount, reader: runtime });
  const inbox = startInbox({
    ...journey,
    runtime,
    router,
    intake,
    photos: createPhotoTurns({ ...journey, runtime, wording: config.wording, products }),
    replies,
    book: meta.book,
    able: { units: true, labels: true, documents: false },
    handedOver({ channel }) {
      log.info({ channel }, 'a question is for a person');
      terminal.line('•', channel, 'somebody asks what your own answers do not say; see Status on the page');
      desk.tell();
    },
  });
  const delivery = startDelivery(journey);
  const admissions = createAdmissions({
    ...journey,
    listed: ({ channel }, member) => config.allow.includes(`${channel}:${member}`),
    running: inbox.running,
    keepOut: inbox.keepOut,
    settle: delivery.settle,
    brought: intake.wake,
    erased(conversation) {
      runtime.forget(conversation);
      journey.scrub.soon();
      // It may have been a question for the owner.
      desk.tell();
    },
  });
  const retention = startRetention({ ...journey, forget: (name) => runtime.forget(name), erased: journey.scrub.soon });

  // ------------------------------------------------------------------------------------------- the page
  const sessions = createSessions({ secret: folder.secret, id: folder.id, operatorToken: config.operatorToken });
  const door = openDoor({
    sessions,
    hostNames: config.hostNames,
    log,
    onLink: link,
    files: createPageFiles(),
    paced: config.perMinute !== 'none',
  });
  const offered: ChannelsOptions = {
    admit: admissions.admit,
    file: files.read,
    door,
    ask,
    secret: folder.secret,
    log,
    signal: stopped.signal,
  };
  const whatsApp = createWhatsAppAccounts({
    config,
    dataFolder: folder.path,
    start: (channel) => channels.start(channel, offered),
    changed: () => desk.tell(),
    terminal,
    log,
  });
  const desk = createDesk({
    ...journey,
    channels: () => channels.all,
    byHand: createByHand(journey),
    whatsApp,
    runtime,
    version,
    ownerName: config.ownerName,
    stopping: () => stopped.signal.aborted,
    letGo: inbox.letGo,
  });
  await channels.start(createWebChannel(desk), offered);
  door.open('get', '/healthz', (_request, response) => void response.json({ alive: true }));
  door.open('get', '/readyz', (_request, response) => {
    const reasons = [...(stopped.signal.aborted ? ['Parley is stopping.'] : []), ...notReady(runtime)];
    response.status(reasons.length === 0 ? 200 : 503).json({ ready: reasons.length === 0, reasons });
  });
  // Before the door opens: a platform that posts to us is never told that nobody is here.
  for (const channel of meta.channels) await channels.start(channel, offered);
  const { url, port } = await door.listen(config.host, config.port);
  folder.announce({ pid: process.pid, url });
  const first = link();
  greet(terminal, config, first, port);
  if (config.open === 'yes' || (config.open === 'auto' && config.surroundings.display && !config.surroundings.ssh))
    openPage(first);

  for (const channel of meta.channels) tellChannel(terminal, channel);
  for (const channel of channels.all)
    await offerPairing({ ask, terminal }, channel, journey.policy({ channel: channel.id, account: channel.account }));

  function link(): string {
    const key = sessions.mintKey();
    secrets.push(key);
    return `${url}/#k=${key}`;
  }

  // ------------------------------------------------------------------------------------------- from here on
  runtime.onStatus(createModelLines(terminal));
  runtime.start();
  await whatsApp.start();
  log.info({ version, node: process.versions.node, startMs: Math.round(performance.now()) }, 'started');

  onStop(
    async () => {
      stopped.abort();
      admissions.stop();
      desk.tell();
      await inbox.stop(GRACE_MS);
      await intake.stop();
      await delivery.stop(GRACE_MS);
      await channels.stop();
      await door.close(1_000);
      retention.end();
      clearInterval(alive);
      await ask('alive', { started: false });
      await router.close();
      await runtime.close();
      await store.close();
      log.info('stopped');
      await closeLog();
      folder.release();
    },
    (words) => terminal.line('•', 'stop', words),
  );

  for (const channel of await configuredChannels(config, folder.secret)) {
    await channels.start(channel, offered);
    tellChannel(terminal, channel);
    await offerPairing({ ask, terminal }, channel, journey.policy({ channel: channel.id, account: channel.account }));
  }
}

/** What the notice is made of. */
function factsOf(config: Config, { where }: Runtime): Facts {
  return {
    owner: config.ownerName ?? '',
    keepDays: config.keepDays,
    keepPhotoHours: config.keepPhotoHours,
    remoteHost: where.kind === 'remote' ? where.host : '',
  };
}

function notReady({ status }: Runtime): string[] {
  switch (status.state) {
    case 'ready':
      return [];
    case 'getting':
      return [`The model is on its way: ${status.progress.step}.`];
    case 'failed':
      return [status.message];
    case 'stopped':
      return ['The model is stopped.'];
    default:
      return status satisfies never;
  }
}
