/**
 * Who a person is on WhatsApp. Everybody has an id that is theirs with this business only (BSUID, "US.1349…"); the number may
 * be hidden behind a user name. So the id names the chat, and the number does only where there is no id.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
import type { Member } from '../contract.ts';
import { type Fields, fields, identifier, records, text } from '../meta/json.ts';

const BUSINESS_SCOPED = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

/** The two ways to name a recipient. */
export const recipientOf = (chat: string): { recipient: string } | { to: string } =>
  BUSINESS_SCOPED.test(chat) ? { recipient: chat } : { to: chat };

/** Who sent a message, with the name of the profile that belongs to it. */
export function senderOf(message: Fields, contacts: unknown): Member | undefined {
  const number = identifier(message.from);
  const ownId = identifier(message.from_user_id);
  const profiles = records(contacts);
  const named = profiles.find(
    (profile) =>
      (ownId !== undefined && identifier(profile.user_id) === ownId) ||
      (number !== undefined && identifier(profile.wa_id) === number),
  );
  // Older bodies name nobody in the message itself; then the only profile is the sender's.
  const profile =
    named ?? (ownId === undefined && number === undefined && profiles.length === 1 ? profiles[0] : undefined);
  const id = ownId ?? identifier(profile?.user_id) ?? number ?? identifier(profile?.wa_id);
  if (id === undefined) return undefined;
  const name = text(fields(profile?.profile)?.name) ?? text(fields(profile?.profile)?.username);
  return { id, ...(name === undefined ? {} : { name }) };
}
