/** How sizes, times and troubles of the network are said to a person. */

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** "0 bytes", "98.4 MB", "1.1 GB": decimal units, as disks are sold. */
export function sizeInWords(bytes: number): string {
  let unit = 0;
  let value = Math.max(0, bytes);
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return unit === 0 ? `${Math.round(value)} bytes` : `${value.toFixed(1)} ${UNITS[unit]}`;
}

/** "40 s", "3 min", "2 h". */
export function spanInWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** Error codes of Node's sockets and TLS after which another try in a moment is in vain: nobody is there at all. */
const NOBODY_THERE: Record<string, string> = {
  ENOTFOUND: 'its name is not known here: there is no network, or the name is blocked',
  EAI_AGAIN: 'its name could not be looked up: there is no network',
  ECONNREFUSED: 'it refuses connections',
  ENETUNREACH: 'there is no way to it: no network',
  EHOSTUNREACH: 'there is no way to it',
};

const INTERRUPTED: Record<string, string> = {
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  ETIMEDOUT: 'it did not answer in time',
};

const CERTIFICATE = /CERT|SIGNATURE|ISSUER|ALTNAME|SELF_SIGNED/;

export type NetworkTrouble = { kind: 'unreachable' | 'passing' | 'final'; why: string };

/** Sorts an error of `node:http(s)`, `node:tls` or `node:dns` by what it means for a person. */
export function networkTrouble(error: unknown): NetworkTrouble {
  const causes = error instanceof AggregateError ? error.errors : [error];
  const code = causes.map(codeOf).find((found) => found !== '') ?? '';
  if (NOBODY_THERE[code] !== undefined) return { kind: 'unreachable', why: NOBODY_THERE[code] };
  if (INTERRUPTED[code] !== undefined) return { kind: 'passing', why: INTERRUPTED[code] };
  if (CERTIFICATE.test(code))
    return {
      kind: 'final',
      why: `its certificate is not trusted here (${code}); where a proxy opens encrypted traffic, name its certificate in NODE_EXTRA_CA_CERTS`,
    };
  return {
    kind: 'passing',
    why: `the connection failed (${code || (error instanceof Error ? error.message : 'unknown reason')})`,
  };
}

/** The `code` of a system error, or ''. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
