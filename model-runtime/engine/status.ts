/** What is known of the model's whereabouts, and the one status that follows from it. */
import type { ModelCard, Progress, RuntimeStatus } from '../contract.ts';

type Trouble = Omit<Extract<RuntimeStatus, { state: 'failed' }>, 'state'>;

export interface Whereabouts {
  stage: 'new' | 'open' | 'closed';
  /** A model, or a better one, is being got. */
  getting: boolean;
  /** A model that has served is being loaded again. */
  restarting: boolean;
  /** Of what is being got, or loaded again. */
  progress?: Progress;
  /** The model that serves, or served last. */
  card?: ModelCard;
  serving?: { loadMs: number; running: number; waiting: number };
  trouble?: Trouble;
}

export type Change =
  | { kind: 'getting' }
  | { kind: 'progress'; progress: Progress }
  | { kind: 'serving'; card: ModelCard; loadMs: number }
  | { kind: 'counts'; running: number; waiting: number }
  /** Nothing more is to be got. */
  | { kind: 'got' }
  /** The serving model's process died; it is started again. */
  | { kind: 'lost' }
  | { kind: 'gave up'; on: 'getting' | 'restarting'; trouble: Trouble }
  | { kind: 'closed' };

export const NOWHERE: Whereabouts = { stage: 'new', getting: false, restarting: false };

const FINDING: Progress = { step: 'finding', model: '' };

export function change(known: Whereabouts, event: Change): Whereabouts {
  if (known.stage === 'closed') return known;
  const { serving, trouble, progress, ...rest } = known;
  const kept = { ...(serving && { serving }), ...(trouble && { trouble }), ...(progress && { progress }) };
  switch (event.kind) {
    case 'getting':
      return { ...rest, ...(serving && { serving }), stage: 'open', getting: true };
    case 'progress':
      return { ...rest, ...kept, progress: event.progress };
    case 'serving':
      return {
        ...rest,
        restarting: false,
        card: event.card,
        serving: { loadMs: event.loadMs, running: 0, waiting: 0 },
      };
    case 'counts': {
      const { running, waiting } = event;
      return serving ? { ...rest, ...kept, serving: { ...serving, running, waiting } } : known;
    }
    case 'got':
      return { ...rest, ...kept, getting: false };
    case 'lost':
      if (!serving) return known;
      return { ...rest, restarting: true, progress: { step: 'loading', model: rest.card?.id ?? '' } };
    case 'gave up':
      return { ...rest, ...(serving && { serving }), trouble: event.trouble, [event.on]: false };
    case 'closed':
      return { ...rest, stage: 'closed', getting: false, restarting: false };
    default:
      return event satisfies never;
  }
}

export function statusOf(known: Whereabouts): RuntimeStatus {
  const { stage, getting, restarting, progress = FINDING, card, serving, trouble } = known;
  if (stage === 'closed') return { state: 'stopped' };
  if (serving && card) return { state: 'ready', card, ...serving };
  if (trouble && !getting && !restarting) return { state: 'failed', ...trouble };
  return { state: 'getting', progress, ...(card && { card }) };
}

/** What is on its way while a model already serves: a better one. */
export const nextOf = ({ getting, serving, progress }: Whereabouts): Progress | undefined =>
  getting && serving ? progress : undefined;
