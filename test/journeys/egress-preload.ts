/** Preloaded into the service: writes down every host, with its port, that anything in it asks for, by name or by address. */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';

const file = new URL(import.meta.url).searchParams.get('hosts')!;
const note = (host: unknown) => appendFileSync(file, `${String(host)}\n`);

interface Where {
  host?: string;
  port?: number | string;
  path?: string | null;
}

/** What `connect` was asked for, in one of the forms it takes. */
function whereOf(args: unknown[]): Where {
  const [first, second] = (Array.isArray(args[0]) ? args[0] : args) as [Where | number | string, unknown];
  if (typeof first === 'object') return first;
  if (typeof first === 'string' && Number.isNaN(Number(first))) return { path: first };
  return { port: first, ...(typeof second === 'string' ? { host: second } : {}) };
}

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  const { path, host = 'localhost', port } = whereOf(args);
  note(typeof path === 'string' ? 'a pipe' : `${host}:${port}`);
  return Reflect.apply(connect, this, args) as net.Socket;
} as typeof connect;

const { lookup } = dns;
dns.lookup = ((host: string, ...rest: unknown[]) => {
  // An address is not asked for by name.
  if (net.isIP(host) === 0) note(host);
  return Reflect.apply(lookup, dns, [host, ...rest]);
}) as typeof lookup;

const { send } = dgram.Socket.prototype;
dgram.Socket.prototype.send = function (this: dgram.Socket, ...args: unknown[]) {
  note('a datagram');
  return Reflect.apply(send, this, args);
} as typeof send;
