/** `/status` and `/about`: measured figures, and which model answers. */
import type { ModelCard, Runtime } from '../../model-runtime/contract.ts';
import { type Facts, factValues, say } from '../conversation/notices.ts';
import type { Ask } from '../conversation/record.ts';
import type { CommandContext } from './reply-context.ts';

/** What brings the model that looks at photos. */
export const GET_EYES = 'npm run models -- pull smolvlm2-500m';

export interface StatusOptions {
  ask: Ask;
  runtime: Runtime;
  version: string;
  startedAt: number;
}

type Asking = Pick<CommandContext, 'facts' | 'language' | 'conversation' | 'item' | 'group' | 'channel'>;

/** Said in the moment between the model's end and ours. */
const STOPPED = { message: 'The model has been stopped.', remedy: 'Start Parley again with npm start.' };

/** `facts`: where the model runs, as the notice says it. */
export function createStatusReplies({ ask, runtime, version, startedAt }: StatusOptions) {
  return { status, about };

  async function status({ facts, language, conversation, item, group, channel }: Asking): Promise<string> {
    const [tally, own] = await Promise.all([ask('tally', {}), ask('isWaiting', { conversation, item })]);
    const { status } = runtime;
    const ended = (prefix: string) =>
      Object.entries(tally).reduce(
        (sum, [name, n]) => (name === prefix || name.startsWith(`${prefix}: `) ? sum + n : sum),
        0,
      );
    const [answered, merged, other] = [
      ended('answered'),
      ended('merged'),
      ended('refused') + ended('superseded') + ended('ignored'),
    ];
    // The command that asks is no message that waits for an answer.
    const admitted = (tally.admitted ?? 0) - Number(own);
    const counts = {
      admitted,
      answered,
      merged,
      other,
      waiting: admitted - answered - merged - other,
      running: status.state === 'ready' ? status.running : 0,
    };
    const lines = say(
      'status',
      {
        model: [
          modelWords(facts, language),
          eyesWords(language),
          ...(group && channel.onlySpokenTo ? [say('status.spoken-to', {}, language)] : []),
        ].join('\n\n'),
        ...counts,
        up: upTime(Date.now() - startedAt, language),
      },
      language,
    );
    // What should not happen is only told of where it did.
    const mishaps = (
      [
        ['status.unsure', tally['sends unsure']],
        ['status.lost', tally['not admitted: broken']],
      ] as const
    ).flatMap(([key, n]) => (n ? [`- ${say(key, { n }, language)}`] : []));
    return [lines, ...mishaps].join('\n');
  }

  function modelWords(facts: Facts, language: string): string {
    const { status } = runtime;
    switch (status.state) {
      case 'ready':
        return say('status.ready', { name: status.card.id, ...factValues(facts) }, language);
      case 'getting':
        return say('status.getting', { name: status.progress.model, step: status.progress.step }, language);
      case 'failed':
        return say('status.failed', { message: status.message, remedy: status.remedy }, language);
      case 'stopped':
        return say('status.failed', STOPPED, language);
      default:
        return status satisfies never;
    }
  }

  function eyesWords(language: string): string {
    const { eyes } = runtime;
    if (!eyes) return say('status.eyes.none', { command: GET_EYES }, language);
    if (eyes.kind === 'text model') return say('status.eyes.both', {}, language);
    const { name, status } = eyes;
    if (status.state !== 'failed') return say('status.eyes', { name }, language);
    return say('status.eyes.failed', { name, message: status.message, remedy: status.remedy }, language);
  }

  function about(facts: Facts, language: string): string {
    const { status } = runtime;
    if (status.state !== 'ready') return say('about.none', { version }, language);
    const { eyes } = runtime;
    const seeing = eyes?.kind === 'own model' && eyes.status.state === 'ready' ? [eyes.status.card] : [];
    return [status.card, ...seeing].map((card) => cardWords(card, facts, language)).join('\n\n');
  }

  function cardWords(
    { id, size, licence, languages, sha256, caveat }: ModelCard,
    facts: Facts,
    language: string,
  ): string {
    const names = new Intl.DisplayNames([language], { type: 'language' });
    const text = say(
      'about.model',
      {
        name: id,
        size,
        licence,
        // A remote server tells none.
        languages: languages.map((tag) => names.of(tag) ?? tag).join(', ') || '–',
        fingerprint: sha256 ?? '–',
        version,
        ...factValues(facts),
      },
      language,
    );
    return caveat ? `${text}\n${say('about.caveat', { caveat }, language)}` : text;
  }
}

function upTime(ms: number, language: string): string {
  const minutes = Math.floor(ms / 60_000);
  const unit = (value: number, name: 'minute' | 'hour' | 'day') =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'long' }).format(value);
  if (minutes < 60) return unit(minutes, 'minute');
  return minutes < 48 * 60 ? unit(Math.floor(minutes / 60), 'hour') : unit(Math.floor(minutes / 1440), 'day');
}
