/** Refusals in the Graph API's own form: https://developers.facebook.com/docs/graph-api/guides/error-handling */
import type { ServerErrorResponse } from 'whatsapp-api-js/types';

export class GraphRefusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly subcode: number | undefined;
  readonly retryAfterS: number | undefined;

  constructor(status: number, code: number, message: string, more: { subcode?: number; retryAfterS?: number } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.subcode = more.subcode;
    this.retryAfterS = more.retryAfterS;
  }

  body(trace: string): ServerErrorResponse {
    return {
      error: {
        message: `(#${this.code}) ${this.message}`,
        type: 'OAuthException',
        code: this.code,
        error_data: { messaging_product: 'whatsapp', details: this.message },
        error_subcode: this.subcode ?? 0,
        fbtrace_id: trace,
      },
    };
  }
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes */
export const WHATSAPP = {
  invalid: (why: string) => new GraphRefusal(400, 100, `Invalid parameter: ${why}`),
  window: () => new GraphRefusal(400, 131047, 'More than 24 hours have passed since the recipient last replied.'),
  pair: () => new GraphRefusal(400, 131056, 'Too many messages sent from this number to the same recipient.'),
  throughput: () => new GraphRefusal(429, 130429, 'Cloud API message throughput has been reached.'),
  media: () => new GraphRefusal(400, 131053, 'Unable to upload the media used in the message.'),
  unknownMedia: () => new GraphRefusal(400, 100, 'Unsupported get request. Object does not exist.', { subcode: 33 }),
};

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes */
export const SEND_API = {
  invalid: (why: string) => new GraphRefusal(400, 100, why),
  tooLong: () => new GraphRefusal(400, 100, 'Length of param message[text] must be less than or equal to the limit.'),
  noPerson: () => new GraphRefusal(400, 100, 'No matching user found.', { subcode: 2018001 }),
  messengerWindow: () =>
    new GraphRefusal(403, 10, 'This message is sent outside of allowed window.', { subcode: 2018278 }),
  instagramWindow: () =>
    new GraphRefusal(403, 10, 'This message is sent outside of allowed window.', { subcode: 2534022 }),
  attachment: () => new GraphRefusal(400, 100, 'Attachment could not be found.', { subcode: 2018109 }),
};

export const AUTH = {
  missing: () => new GraphRefusal(401, 104, 'An access token is required to request this resource.'),
  invalid: () =>
    new GraphRefusal(401, 190, 'Error validating access token: the session has been invalidated.', { subcode: 460 }),
  permission: () => new GraphRefusal(403, 10, 'Application does not have permission for this action.'),
  version: () => new GraphRefusal(400, 2635, 'You are calling a deprecated version of the API.'),
  unknown: () =>
    new GraphRefusal(404, 100, 'Unsupported request. Object with this ID does not exist.', { subcode: 33 }),
};
