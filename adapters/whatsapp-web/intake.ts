/** What people did, on its way from the page to the service: decoded, and offered in order until it is durable. */
import { againInMs, isLost } from '../again.ts';
import type { Host, Inbound } from '../contract.ts';
import { albumOf, type OpenAlbum } from './albums.ts';
import {
  type Decoded,
  decodeEdit,
  decodeGone,
  decodeMembership,
  decodeMessage,
  decodeMove,
  decodeReaction,
  decodeRenamed,
  type Surroundings,
} from './decode.ts';
import type { Both } from './ids.ts';
import type { People } from './people.ts';
import type { Position } from './position.ts';
import type { FromChild } from './wire.ts';

export interface IntakeOptions {
  account: string;
  /** A message older than this is not answered, in ms. */
  backlogMs: number;
  host: Host;
  people: People;
  position: Position;
  /** The owner's phone did something. */
  onPhone(): void;
}

export interface Intake {
  /** This account's own ids, once they are known. */
  me: Both;
  hear(told: FromChild): void;
  /** Other events of ours, in the same order. */
  offer(events: Inbound[]): void;
  /** Gives up what could not be stored, and resolves when nothing is under way. */
  stop(): Promise<void>;
}

const LOOK_MS = 50;

export function createIntake({ account, backlogMs, host, people, position, onPhone }: IntakeOptions): Intake {
  let albums: readonly OpenAlbum[] = [];
  let admitting: Promise<unknown> = Promise.resolve();
  let stopping = false;
  /** Chats whose move to another id was told. */
  const moved = new Set<string>();

  const intake: Intake = {
    me: {},
    hear,
    offer(events) {
      admitting = admitting.then(() => admit(events));
    },
    async stop() {
      stopping = true;
      await admitting;
    },
  };
  return intake;

  function hear(told: FromChild): void {
    switch (told.kind) {
      case 'message':
        return hearMessage(told);
      case 'edit':
        return take(decodeEdit(told, around()));
      case 'gone':
        return take(decodeGone(told, around()));
      case 'reaction':
        return take(decodeReaction(told, around()));
      case 'renamed':
        return take(decodeRenamed(told, account));
      case 'unreadable':
        return host.log.warn({ account, words: told.words }, 'a message could not be read');
      default:
      // The rest concerns the connection, or what was sent.
    }
  }

  function around(): Surroundings {
    return { account, me: intake.me, now: Date.now(), backlogMs };
  }

  function hearMessage(told: Extract<FromChild, { kind: 'message' }>): void {
    const { message } = told;
    people.know(message.chat, told.chat);
    people.know(message.author ?? message.chat, told.author);
    if (message.fromMe) onPhone();
    if (told.missed && position.has(message.id)) return;
    if (message.type === 'gp2') return take(decodeMembership(told, (id) => people.both(id), around()));
    const { open, album } = albumOf(albums, message);
    albums = open;
    const decoded = decodeMessage({ ...told, ...(album === undefined ? {} : { album }) }, around());
    if ('ignored' in decoded) return;
    const move = decodeMove(message.chat, told.chat, account, Date.now());
    if (move && !moved.has(move.eventId)) {
      moved.add(move.eventId);
      intake.offer([move]);
    }
    admitting = admitting.then(async () => {
      if (await admit(decoded.events)) await position.took(message.id, message.t);
    });
  }

  function take(decoded: Decoded): void {
    if ('events' in decoded) intake.offer(decoded.events);
  }

  /** The page has it already and cannot be asked for it again: what cannot be taken now waits. False: it was not taken. */
  async function admit(events: Inbound[]): Promise<boolean> {
    let left = events;
    let lost = false;
    while (!stopping) {
      const admissions = await host.admit(left);
      lost ||= admissions.some(isLost);
      const later = admissions.map(againInMs);
      left = left.filter((_, index) => later[index] !== undefined);
      if (left.length === 0) return !lost;
      await pause(Math.max(...later.map((ms) => ms ?? 0)));
    }
    return false;
  }

  async function pause(ms: number): Promise<void> {
    const until = Date.now() + ms;
    while (!stopping && Date.now() < until) await new Promise((done) => setTimeout(done, Math.min(LOOK_MS, ms)));
  }
}
