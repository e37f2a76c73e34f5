/**
 * The events of Messenger's and Instagram's webhooks, after the types that another's package publishes. Where those lag behind
 * Meta's documentation, or leave Instagram out, the difference stands here and nowhere else, each with the page that says so.
 */
import type {
  MessageAttachment,
  MessageEditWebhookEvent,
  MessageReactionWebhookEvent,
  MessageReadsWebhookEvent,
  MessagingPostbackWebhookEvent,
  WebhookEntry,
  WebhookMessage,
} from '@warriorteam/messenger-sdk';

/** What arrives is JSON: the members of their enums are plain words in it. */
type Plain<Value> = Value extends string
  ? `${Value}`
  : Value extends object
    ? { [Name in keyof Value]: Plain<Value[Name]> }
    : Value;

/** `type` is their own mark on an event once it is sorted; no webhook bears it. */
type AsSent<Event> = Plain<Omit<Event, 'type'>>;

type Parties = Pick<AsSent<MessageEditWebhookEvent>, 'sender' | 'recipient' | 'timestamp'>;

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/messages */
type Attachment =
  | Plain<MessageAttachment>
  /** Of its own kind since 30 August 2026, with the picture's address and the sticker's id. */
  | { type: 'sticker'; payload: { url: string; sticker_id: number } }
  /** Has a place and no address. */
  | { type: 'location'; title?: string; payload: { coordinates: { lat: number; long: number } } }
  /** Instagram's: https://developers.facebook.com/documentation/instagram-platform/webhooks/examples */
  | { type: 'share' | 'story_mention' | 'ig_post' | 'ephemeral'; payload: { url: string } }
  | { type: 'like_heart' };

type Message = Omit<Plain<WebhookMessage>, 'attachments' | 'reply_to'> & {
  attachments?: Attachment[];
  reply_to?: Plain<WebhookMessage>['reply_to'] | { story: { id: string; url: string } };
  /** Instagram's; unsent messages bear no more than their id. */
  is_deleted?: true;
  is_unsupported?: true;
  is_self?: true;
};

/** Left out there: https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/message-deliveries and …/messaging_referrals */
interface Delivery {
  mids?: string[];
  watermark: number;
}
interface Referral {
  ref?: string;
  source: string;
  type: string;
}

export type MessagingEvent = Parties &
  (
    | { message: Message }
    | Pick<AsSent<MessagingPostbackWebhookEvent>, 'postback'>
    | Pick<AsSent<MessageEditWebhookEvent>, 'message_edit'>
    | Pick<AsSent<MessageReactionWebhookEvent>, 'reaction'>
    /** Instagram names the message instead of a time. */
    | Pick<AsSent<MessageReadsWebhookEvent>, 'read'>
    | { read: { mid: string } }
    | { delivery: Delivery }
    | { referral: Referral }
  );

/** Theirs knows pages only; the body of an account differs by its `object`. */
export interface MessagingBody {
  object: 'page' | 'instagram';
  entry: (Omit<WebhookEntry, 'messaging'> & { messaging: MessagingEvent[] })[];
}
