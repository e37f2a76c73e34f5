/** `npm run models -- list|explain|pull|import|verify`: looks after the weights without starting the service. */
import { freemem } from 'node:os';
import type { Progress } from '../model-runtime/contract.ts';
import { sees } from '../model-runtime/weights/eyes.ts';
import { getModel } from '../model-runtime/weights/get.ts';
import { getEyes } from '../model-runtime/weights/get-eyes.ts';
import { importWeights } from '../model-runtime/weights/import.ts';
import { explainChoice, listModels, type State, verifyModels } from '../model-runtime/weights/operations.ts';
import { NoSource } from '../model-runtime/weights/trouble.ts';
import { ConfigError, loadConfig } from './config.ts';
import { createModelLines } from './greeting.ts';
import { createTerminal } from './terminal.ts';

const USAGE = `Usage: npm run models -- COMMAND [--json]
  list               every model Parley can get by itself, and where it stands here
  explain [MODEL]    which model a start would use and why, and how each source does now
  pull [MODEL]       gets a model now (auto, small, standard or an id)
  import PATH        takes a GGUF file, or the files of a folder, into the folder for models
  verify             reads every file from end to end and compares its fingerprint`;

const ended = new AbortController();
process.once('SIGINT', () => ended.abort(new Error('stopped')));
async function main(all: string[]): Promise<number> {
  const json = all.includes('--json');
  const [command, argument, ...rest] = all.filter((word) => word !== '--json');
  if (rest.length > 0) return use();
  try {
    return await run(command, argument, json);
  } catch (error) {
    if (error instanceof NoSource)
      return trouble(
        [error.message, ...error.tried.map(({ source, why }) => `  ${source}: ${why}`), error.remedy].join('\n'),
        1,
      );
    if (error instanceof ConfigError) return trouble(error.message, error.exitCode);
    return trouble(error instanceof Error ? error.message : String(error), 1);
  }
}

async function run(command: string | undefined, argument: string | undefined, json: boolean): Promise<number> {
  const { config } = loadConfig();
  const { cacheFolder, model, surroundings } = config;
  const { signal } = ended;
  const choice = argument ?? model.choice;
  const terminal = createTerminal(process.stderr);
  const lines = createModelLines(terminal);
  const onProgress = (progress: Progress) => lines({ state: 'getting', progress });
  const get = {
    cacheFolder,
    file: model.file,
    mirror: model.mirror,
    hub: model.hub,
    proxy: surroundings.proxy,
    environment: surroundings.environment,
    freeMemoryBytes: freemem(),
    signal,
  };
  switch (command) {
    case 'list': {
      const listed = await listModels({ cacheFolder });
      return show(
        json,
        listed,
        listed.map(
          ({ entry, state }) =>
            `${entry.id.padEnd(30)} ${entry.tier.padEnd(9)} ${entry.size.padEnd(26)} ${entry.licence.padEnd(11)} ${stateWords(state)}`,
        ),
      );
    }
    case 'explain': {
      const explained = await explainChoice(choice, get);
      const lines = explained.models.flatMap(({ entry, state, sources }) => [
        `${entry.id}: ${stateWords(state)}`,
        ...sources.map(({ source, works, detail }) => `  ${works ? '✓' : '✖'} ${source}: ${detail}`),
      ]);
      return show(json, explained, [explained.why, explained.outcome, '', ...lines]);
    }
    case 'pull': {
      const seen = sees(choice) ? await getEyes(choice, { ...get, onProgress }) : undefined;
      const { file, sha256, entry, source } = seen ?? (await getModel(choice, { ...get, onProgress }));
      const projectorFile = seen?.projectorFile;
      terminal.progressDone();
      return show(json, { id: entry.id, file, projectorFile, sha256, source }, [
        `${entry.id} from ${source}`,
        `${file}`,
        ...(projectorFile === undefined ? [] : [projectorFile, 'Start Parley again to let it look at photos.']),
        `sha256 ${sha256}`,
      ]);
    }
    case 'import': {
      if (argument === undefined) return use();
      const imported = await importWeights(argument, { cacheFolder, signal, onProgress });
      const bad = imported.filter((one) => 'refused' in one).length;
      show(
        json,
        imported,
        imported.map((one) => ('refused' in one ? `✖ ${one.file}: ${one.refused}` : `✓ ${one.id}: ${one.file}`)),
      );
      return imported.length > 0 && bad === 0 ? 0 : 1;
    }
    case 'verify': {
      const verified = await verifyModels({ cacheFolder }, { signal });
      show(
        json,
        verified,
        verified.length === 0
          ? ['There are no weights here yet.']
          : verified.map(({ id, right, want, got }) =>
              right
                ? `✓ ${id}: ${got.sha256}`
                : `✖ ${id}: expected ${want.sha256}, found ${got.sha256} (${got.bytes} bytes); it is fetched anew at the next start`,
            ),
      );
      return verified.every(({ right }) => right) ? 0 : 1;
    }
    default:
      return use();
  }
}

function stateWords(state: State): string {
  switch (state.kind) {
    case 'ready':
      return `ready (${state.file})`;
    case 'unchecked':
      return 'here, to be checked at the next start';
    case 'begun':
      return `begun: ${megabytes(state.bytes)}${state.of === undefined ? '' : ` of ${megabytes(state.of)}`} MB`;
    case 'absent':
      return 'not here';
    default:
      return state satisfies never;
  }
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);

function show(json: boolean, value: unknown, lines: string[]): number {
  process.stdout.write(`${json ? JSON.stringify(value) : lines.join('\n')}\n`);
  return 0;
}

function trouble(words: string, code: number): number {
  process.stderr.write(`${words}\n`);
  return code;
}

const use = (): number => trouble(USAGE, 2);

process.exitCode = await main(process.argv.slice(2));
