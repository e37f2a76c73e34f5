/** What the terminal says once the page can be opened, and while the model is on its way. */
import type { Channel } from '../adapters/contract.ts';
import type { RuntimeStatus } from '../model-runtime/contract.ts';
import type { Config } from './config.ts';
import type { Terminal } from './terminal.ts';

export function greet(terminal: Terminal, config: Config, link: string, port: number): void {
  if (config.port !== 0 && port !== config.port)
    terminal.line('•', 'page', `port ${config.port} is taken, so ${port} is used`);
  terminal.line(
    '✓',
    'page',
    'open this link in a browser; it works once, for 10 minutes (npm run link makes another):',
  );
  terminal.alone(link);
  const { ssh } = config.surroundings;
  if (ssh)
    terminal.line(
      '•',
      'ssh',
      `from your own computer: ssh -L ${port}:127.0.0.1:${port} ${ssh}, then open the link there`,
    );
  terminal.line('•', 'stop', 'Ctrl+C');
}

/** Says how a channel stands after its start, and what can be done where it does not. */
export function tellChannel(terminal: Terminal, { id, health }: Channel): void {
  const { state, reason, remedy } = health();
  const well = state === 'ok' || state === 'unproven';
  terminal.line(well ? '✓' : '✖', id, well ? 'connected' : (reason ?? `${state}…`));
  if (remedy) terminal.line('•', '', remedy);
}

/** Says each change of the model's state once, and its progress in one line. */
export function createModelLines(terminal: Terminal): (status: RuntimeStatus) => void {
  let said = '';
  return (status) => {
    switch (status.state) {
      case 'getting': {
        const { step, model, doneBytes, totalBytes, bytesPerSecond, share, source, paused } = status.progress;
        const part = share ?? (doneBytes !== undefined && totalBytes ? doneBytes / totalBytes : undefined);
        const words = [
          `${model === '' ? '' : `${model}: `}${step}${source ? ` (${source})` : ''}`,
          doneBytes === undefined
            ? ''
            : `${gigabytes(doneBytes)}${totalBytes ? ` of ${gigabytes(totalBytes)}` : ''} GB`,
          bytesPerSecond ? `${(bytesPerSecond / 1e6).toFixed(1)} MB/s` : '',
          paused ?? '',
        ];
        terminal.progress('model', `${model} ${step}`, part, words.filter(Boolean).join('  '));
        return;
      }
      case 'ready':
        return once(`ready ${status.card.id}`, () =>
          terminal.line('✓', 'model', `${status.card.id} is ready (loaded in ${(status.loadMs / 1000).toFixed(1)} s)`),
        );
      case 'failed':
        return once(`failed ${status.message}`, () => {
          terminal.line('✖', 'model', status.message);
          for (const { source, why } of status.tried) terminal.line('•', '', `${source}: ${why}`);
          terminal.line('•', '', status.remedy);
        });
      case 'stopped':
        return;
      default:
        status satisfies never;
    }
  };

  function once(what: string, say: () => void): void {
    if (what === said) return;
    said = what;
    say();
  }
}

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(2);
