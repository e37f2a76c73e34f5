/** A way to a port that can be cut: everything that passes through is a TCP connection of this process. */

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export interface Cuttable {
  url: string;
  /** Destroys every open connection, on both sides; new ones pass. */
  cut(): void;
  close(): Promise<void>;
}

export async function cuttable(to: string): Promise<Cuttable> {
  const { hostname, port } = new URL(to);
  const sockets = new Set<Socket>();
  const server = createServer((here) => {
    const there = connect(Number(port), hostname);
    for (const [socket, other] of [
      [here, there],
      [there, here],
    ] as const) {
      sockets.add(socket);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      // What is destroyed on purpose complains on both sides.
      socket.on('error', () => {});
      socket.pipe(other);
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        cut();
      }),
  };
}
