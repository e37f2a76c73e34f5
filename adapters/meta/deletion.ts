/**
 * Meta's own pages let people ask that an app deletes what it has of them, and withdraw its rights. Both arrive signed; the
 * answer to the first names a page that tells what became of it.
 * https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
 */
import { createHash } from 'node:crypto';
import { againInMs } from '../again.ts';
import type { Address, HookRequest, HookResponse, Host, Json } from '../contract.ts';
import type { Graph } from './graph.ts';
import { fields, identifier, list } from './json.ts';
import { readSignedRequest } from './signature.ts';

/** Erases all that is kept of a chat; resolves when nothing of it is left. */
export type Forget = (address: Address) => Promise<void>;

export interface DeletionOptions {
  id: string;
  account: string;
  appSecret: string;
  publicUrl?: string | undefined;
  graph: Graph;
  host: Host;
  /** Null: the service is told that the person wants nothing from us any more, and nothing beyond that. */
  forget: Forget | null;
}

const FORM_BYTES = 16_384;

/** Adds the routes `/hooks/<channel>/deletion` and `/hooks/<channel>/deauthorize`. */
export function createDeletion({ id, account, appSecret, publicUrl, graph, host, forget }: DeletionOptions): void {
  host.hook(`/hooks/${id}/deletion`, { maxBytes: FORM_BYTES }, async (request) => {
    if (request.method === 'GET') return status(request.query.get('code') ?? '');
    const asked = signedRequest(request);
    if (!asked) return say(403, { error: 'The request is not signed by this app.' });
    const code = codeOf(asked.userId, asked.issuedAt);
    const chats = await withdraw(asked.userId, code);
    if (chats === null) return say(503, { error: 'Not now; please send it again.' });
    if (forget) for (const chat of chats) await forget(addressOf(chat));
    await host.state.set(`deletion ${code}`, { at: Date.now(), erased: forget !== null });
    host.log.info({ channel: id, chats: chats.length }, 'a person had their data deleted by way of Meta');
    return say(200, { url: `${publicUrl ?? ''}/hooks/${id}/deletion?code=${code}`, confirmation_code: code });
  });

  host.hook(`/hooks/${id}/deauthorize`, { maxBytes: FORM_BYTES }, async (request) => {
    const asked = signedRequest(request);
    if (!asked) return say(403, { error: 'The request is not signed by this app.' });
    const chats = await withdraw(asked.userId, codeOf(asked.userId, asked.issuedAt));
    return chats === null ? say(503, { error: 'Not now; please send it again.' }) : say(200, { success: true });
  });

  /** The person's chats here; null when the service could not take notice. */
  async function withdraw(userId: string, code: string): Promise<string[] | null> {
    const chats = [userId, ...(await pageScoped(userId))];
    const results = await host.admit(
      chats.map((chat) => ({
        kind: 'membership' as const,
        address: addressOf(chat),
        eventId: `withdrawn ${code} ${chat}`,
        at: Date.now(),
        member: { id: chat },
        change: 'blocked' as const,
      })),
    );
    return results.some((result) => againInMs(result) !== undefined) ? null : chats;
  }

  /**
   * The callback names people by their id in the app; in chats they have one of the page's.
   * https://developers.facebook.com/docs/messenger-platform/identity/id-matching
   */
  async function pageScoped(userId: string): Promise<string[]> {
    const found = await graph.get(`${encodeURIComponent(userId)}/ids_for_pages`, { page: account });
    if (found.status !== 'ok') return [];
    return list(found.body.data).flatMap((row) => identifier(fields(row)?.id) ?? []);
  }

  async function status(code: string): Promise<HookResponse> {
    const known = /^[0-9a-f]{20}$/.test(code) ? fields(await host.state.get(`deletion ${code}`)) : undefined;
    if (!known) return say(404, { error: 'There is no deletion with this code.' });
    return say(200, {
      status: known.erased === true ? 'deleted' : 'withdrawn',
      at: new Date(Number(known.at)).toISOString(),
    });
  }

  function signedRequest({ method, body }: HookRequest): { userId: string; issuedAt: number } | null {
    const signed = method === 'POST' ? new URLSearchParams(body.toString('utf8')).get('signed_request') : null;
    return signed === null ? null : readSignedRequest(signed, appSecret);
  }

  function addressOf(chat: string): Address {
    return { channel: id, account, chat };
  }
}

/** The same request asked again has the same code. */
const codeOf = (userId: string, issuedAt: number): string =>
  createHash('sha256')
    .update(JSON.stringify([userId, issuedAt]))
    .digest('hex')
    .slice(0, 20);

const say = (status: number, body: Json): HookResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});
