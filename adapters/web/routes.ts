/** What the page's routes have in common. */
import type { ServerResponse } from 'node:http';
import type { RouteHandler } from '../contract.ts';
import type { ApiError } from './protocol.ts';

/** Makes a route below `/api/chats/:chat`; the handler is given the chat's name, checked. */
export type ChatRoute = (
  method: 'get' | 'post' | 'patch' | 'delete',
  path: string,
  handle: (chat: string, ...rest: Parameters<RouteHandler>) => void | Promise<void>,
) => void;

export function say(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

export const failure = (message: string, action?: string): ApiError => ({
  error: { message, ...(action ? { action } : {}) },
});
