/** What is wrong with a connection, in words for its owner, and what they can do. */
import type { ChannelHealth } from '../contract.ts';
import type { Connection, LinkReason, StateName } from './connection.ts';

interface Words {
  what: string;
  /** Absent: nothing is to be done, it comes back by itself. */
  remedy?: string;
}

export const TROUBLE: Record<LinkReason, Words> = {
  'not linked': { what: 'No phone is linked.', remedy: 'Connect WhatsApp on the page.' },
  'no scan': { what: 'Nobody scanned the code.', remedy: 'Ask for new codes when the phone is at hand.' },
  'logged out': {
    what: 'WhatsApp logged this device out.',
    remedy: 'Link the phone again. If this repeats, stop using this number here.',
  },
  'unlinked here': { what: 'You unlinked this phone here.', remedy: 'Connect WhatsApp on the page to use it again.' },
  'used elsewhere': {
    what: 'The same linked device is open somewhere else.',
    remedy: 'Close it there, then connect again. A copy of the data folder must not run twice.',
  },
  'page too old': {
    what: 'WhatsApp does not accept this version of its page any more.',
    remedy: 'Remove PARLEY_WHATSAPP_WEB_VERSION, or set it to a newer one, and start Parley again.',
  },
  'page changed': {
    what: 'WhatsApp changed its page, and Parley does not understand it any more.',
    remedy: 'Update Parley. Nothing is lost: messages wait at WhatsApp.',
  },
  blocked: {
    what: 'WhatsApp blocked this account for using a program.',
    remedy: 'Open WhatsApp on the phone and follow what it says. Do not link this number here again.',
  },
  'phone or network offline': {
    what: 'WhatsApp cannot be reached.',
    remedy: 'Check the internet connection of this computer and of the phone.',
  },
  'proxy blocks': {
    what: 'A proxy on the way does not let WhatsApp through.',
    remedy: 'Allow web.whatsapp.com, or use another network.',
  },
  'page does not load': {
    what: 'The page of WhatsApp does not load.',
    remedy: 'Check the internet connection of this computer.',
  },
  'never ready': { what: 'WhatsApp was linked and then never became ready.' },
  'page does not answer': { what: 'The page of WhatsApp does not answer.' },
  deaf: { what: 'The page of WhatsApp got messages and did not pass them on.' },
  'browser gone': { what: 'The browser ended.' },
  'page crashed': { what: 'The page of WhatsApp crashed.' },
  'library failed': { what: 'The program that speaks to WhatsApp failed.' },
  'process ended': { what: 'The process with the browser ended.' },
  refresh: { what: 'The browser is started anew, as every night.' },
  'profile in use': {
    what: 'Another browser uses the folder of this account.',
    remedy: 'End the other Parley, or the browser it left behind.',
  },
  'profile not writable': {
    what: 'The folder of this account cannot be written to.',
    remedy: 'Check the disk, and that the data folder belongs to the user who runs Parley.',
  },
  'browser does not start': {
    what: 'The browser does not start.',
    remedy: 'Run npm run doctor. PARLEY_WHATSAPP_WEB_BROWSER names another Chrome or Chromium.',
  },
  'saved page missing': {
    what: 'The saved page of WhatsApp cannot be fetched.',
    remedy: 'Check PARLEY_WHATSAPP_WEB_PAGES, or remove it to use the live page.',
  },
};

const HEALTH: Record<StateName, ChannelHealth['state']> = {
  CONNECTING: 'connecting',
  WAITING_FOR_SCAN: 'connecting',
  CONNECTED_UNPROVEN: 'unproven',
  CONNECTED: 'ok',
  TRANSIENT_DISCONNECT: 'trouble',
  BAD_CREDENTIALS: 'trouble',
  CONFLICT: 'trouble',
  OUTDATED: 'trouble',
  BANNED: 'trouble',
};

const WAITING: Words = { what: 'waiting for a scan', remedy: 'Scan the code on the page.' };

export function healthOf({ state, reason, lastInboundAt }: Connection): ChannelHealth {
  const words = state === 'WAITING_FOR_SCAN' ? WAITING : reason && TROUBLE[reason];
  return {
    state: reason === 'not linked' ? 'off' : HEALTH[state],
    ...(lastInboundAt === undefined ? {} : { lastInboundAt }),
    ...(words ? { reason: words.what, ...(words.remedy === undefined ? {} : { remedy: words.remedy }) } : {}),
  };
}
