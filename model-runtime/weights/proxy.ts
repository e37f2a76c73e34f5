/**
 * Ways out through a proxy, as HTTPS_PROXY, HTTP_PROXY and NO_PROXY describe them. Node's own support came only with
 * 22.21 and 24.5, and an older Node ignores it in silence; so the few lines are here.
 */
import http from 'node:http';
import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { SourceTrouble } from './trouble.ts';

export interface ProxySettings {
  /** Address of the proxy for https addresses, e.g. `http://user:password@proxy.example:3128`. */
  https?: string | undefined;
  http?: string | undefined;
  /** Hosts, separated by commas, that are reached directly: names (with all below them), `host:port`, or `*`. */
  except?: string | undefined;
}

/** The proxy that leads to `target`, if any. @throws SourceTrouble when the setting is not an address. */
export function proxyFor(target: URL, proxy: ProxySettings = {}): URL | undefined {
  const setting = target.protocol === 'https:' ? proxy.https : proxy.http;
  if (!setting || excepted(target, proxy.except ?? '')) return undefined;
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(setting) ? setting : `http://${setting}`;
  const name = target.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  if (!URL.canParse(text))
    throw new SourceTrouble('final', `${name} is not an address; it looks like http://host:port`);
  const address = new URL(text);
  if (address.protocol !== 'http:' && address.protocol !== 'https:')
    throw new SourceTrouble(
      'final',
      `${name} names a ${address.protocol.slice(0, -1)} proxy; only http and https proxies work here`,
    );
  return address;
}

function excepted(target: URL, list: string): boolean {
  const host = bare(target.hostname);
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((item) => {
      if (item === '*') return true;
      // A colon is a port unless the item is an IPv6 address, which is full of them.
      const [, name = item, only] = isIP(item) === 6 ? [] : (/^(.*?)(?::(\d+))?$/.exec(item) ?? []);
      if (only !== undefined && only !== port) return false;
      const suffix = bare(name).replace(/^\*?\./, '');
      return suffix !== '' && (host === suffix || (isIP(host) === 0 && host.endsWith(`.${suffix}`)));
    });
}

const bare = (host: string): string => host.replace(/^\[|\]$/g, '');

/** Where the proxy listens. Its user and password are not part of this: Node would send them to the target. */
export const addressOf = (proxy: URL): { host: string; port: number } => ({
  host: bare(proxy.hostname),
  port: Number(proxy.port || (proxy.protocol === 'https:' ? 443 : 80)),
});

/** What a request through this proxy has to carry for the proxy itself. */
export function proxyHeaders(proxy: URL): Record<string, string> {
  if (proxy.username === '' && proxy.password === '') return {};
  const pair = `${plain(proxy.username)}:${plain(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** A password with a percent sign that encodes nothing is taken as it stands. */
function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * A TLS connection to `target` through a tunnel of the proxy (RFC 9110, CONNECT).
 * @throws SourceTrouble when the proxy refuses; errors of the connection itself come as Node made them.
 */
export function tunnel(
  target: URL,
  proxy: URL,
  options: { signal: AbortSignal; connectMs: number },
): Promise<TLSSocket> {
  const host = bare(target.hostname);
  const authority = `${target.hostname}:${target.port || 443}`;
  return new Promise((resolve, reject) => {
    const request = (proxy.protocol === 'https:' ? https : http).request({
      ...addressOf(proxy),
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...proxyHeaders(proxy) },
      agent: false,
    });
    let secure: TLSSocket | undefined;
    const settle = () => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', onAbort);
    };
    const fail = (error: unknown) => {
      settle();
      reject(error);
      secure?.destroy();
      request.destroy();
    };
    const onAbort = () => fail(options.signal.reason);
    options.signal.addEventListener('abort', onAbort, { once: true });
    // One span for the proxy, its connection and the handshake through it.
    const late = new SourceTrouble('passing', `nothing came through the proxy ${proxy.host} in time`);
    const timer = setTimeout(fail, options.connectMs, late);

    request.on('error', fail);
    request.once('connect', (response, socket: Socket) => {
      if (response.statusCode !== 200) {
        const login = response.statusCode === 407 ? '; it wants a sign-in, as in http://user:password@host:port' : '';
        socket.destroy();
        fail(new SourceTrouble('final', `the proxy ${proxy.host} refused to connect (${response.statusCode})${login}`));
        return;
      }
      secure = connectTls({ socket, host, ...(isIP(host) ? {} : { servername: host }) });
      secure.on('error', fail);
      secure.once('secureConnect', () => {
        settle();
        if (secure) resolve(secure);
      });
    });
    request.end();
  });
}
