/**
 * WhatsApp, played: serves a page that the unmodified library takes for WhatsApp Web, and has phones whose owners scan
 * codes, write and are written to. What it shows of a device survives that device's browser.
 */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pageFile } from './page-file.ts';
import { Phone } from './phone.ts';
import type { FromPage, ToPage } from './protocol.ts';

/** `_serialized` as until July 2026; `$1` as since; anything for the next time. */
export type IdStyle = '_serialized' | '$1' | (string & {});

export interface StandInOptions {
  ids?: IdStyle;
}

/** The browser blocks a page of the internet from asking this machine, unless it is told otherwise. */
export const BROWSER_FLAGS = '--disable-features=LocalNetworkAccessChecks';

export class StandInWhatsApp {
  ids: IdStyle;
  /** Ids whose text stands in no field as it is. */
  scrambled = false;
  readonly #server: Server;
  readonly #pages = new Map<string, ServerResponse>();
  readonly #phones = new Map<string, Phone>();

  constructor({ ids = '$1' }: StandInOptions = {}) {
    this.ids = ids;
    this.#server = createServer((request, response) => {
      response.setHeader('access-control-allow-origin', '*');
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in');
      if (pathname.startsWith('/wa/')) return void response.end(this.#page(pathname));
      if (pathname === '/page') return this.#open(String(searchParams.get('device')), response);
      if (pathname !== '/told') return void response.writeHead(404).end();
      let body = '';
      request.on('data', (data) => {
        body += String(data);
      });
      request.on('end', () => {
        const { device, news } = JSON.parse(body) as { device: string; news: FromPage };
        this.#phones.get(device)?.told(news);
        if (news.told === 'asks for a code') this.askedForCode = { device, phone: news.phone };
        response.end();
      });
    });
  }

  /** Who asked last to be linked by a code. */
  askedForCode: { device: string; phone: string } | undefined;

  async start(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
  }

  async close(): Promise<void> {
    for (const page of this.#pages.values()) page.end();
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** For PARLEY_WHATSAPP_WEB_PAGES. */
  get pages(): string {
    return `${this.url}/wa/{version}.html`;
  }

  phone(number: string, more: { lid?: string; name?: string } = {}): Phone {
    return new Phone(number, more, {
      link: (phone, device) => this.#phones.set(device, phone),
      unlink: (device) => this.#phones.delete(device),
      order: (device, order) => this.#order(device, order),
      isOpen: (device) => this.#pages.has(device),
    });
  }

  /** Shows another code on every page that is not linked. */
  nextCode(number: number): void {
    for (const device of this.#pages.keys())
      if (!this.#phones.has(device)) this.#order(device, { do: 'ref', ref: `REF-${device}-${number}` });
  }

  /** The devices whose page is open. */
  devices(): string[] {
    return [...this.#pages.keys()];
  }

  #page(pathname: string): string {
    const version = /\/wa\/(.+)\.html$/.exec(pathname)?.[1] ?? '0';
    return pageFile({ field: this.ids, scrambled: this.scrambled, version, server: this.url });
  }

  #open(device: string, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': here\n\n');
    this.#pages.set(device, response);
    response.on('close', () => {
      if (this.#pages.get(device) === response) this.#pages.delete(device);
    });
    this.#phones.get(device)?.cameBack();
  }

  #order(device: string, order: ToPage): void {
    this.#pages.get(device)?.write(`data: ${JSON.stringify(order)}\n\n`);
  }
}
