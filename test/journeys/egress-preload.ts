/** Preloaded into the service: writes down every host that anything in it asks for, by name or by address. */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';

const file = new URL(import.meta.url).searchParams.get('hosts')!;
const note = (host: unknown) => appendFileSync(file, `${String(host)}\n`);

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  const [first] = (Array.isArray(args[0]) ? args[0] : args) as [
    { host?: string; path?: string } | number | string,
    unknown,
  ];
  if (typeof first === 'object') note(first.path === undefined ? (first.host ?? 'localhost') : 'a pipe');
  else note(typeof first === 'number' ? ((Array.isArray(args[0]) ? args[0] : args)[1] ?? 'localhost') : 'a pipe');
  return Reflect.apply(connect, this, args) as net.Socket;
} as typeof connect;

const { lookup } = dns;
dns.lookup = ((host: string, ...rest: unknown[]) => {
  note(host);
  return Reflect.apply(lookup, dns, [host, ...rest]);
}) as typeof lookup;

const { send } = dgram.Socket.prototype;
dgram.Socket.prototype.send = function (this: dgram.Socket, ...args: unknown[]) {
  note('a datagram');
  return Reflect.apply(send, this, args);
} as typeof send;
