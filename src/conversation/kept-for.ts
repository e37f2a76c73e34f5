/** For how long a chat's messages and photos are kept: as long as the notice says, or for the shorter time the chat chose. */
import type { ChatSettings } from './consent.tables.ts';
import type { Facts } from './notices.ts';

export const keptFor = (
  { keepDays, keepPhotoHours }: Pick<Facts, 'keepDays' | 'keepPhotoHours'>,
  chosen: Pick<ChatSettings, 'keepDays' | 'keepPhotoHours'>,
): { days: number; hours: number } => ({
  days: Math.min(chosen.keepDays ?? keepDays, keepDays),
  hours: Math.min(chosen.keepPhotoHours ?? keepPhotoHours, keepPhotoHours),
});
