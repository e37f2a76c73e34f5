/**
 * What can keep Parley from starting, each with a sentence that names the remedy. The codes are Node's and npm's own.
 */

/** A start that cannot go on for a reason the person can do something about. The message is shown as it is. */
export class Trouble extends Error {
  /** @param {string} what What happened, one sentence. @param {string} remedy What to do about it. */
  constructor(what, remedy) {
    super(`${what} ${remedy}`);
    this.name = 'Trouble';
  }
}

/**
 * @typedef {object} Attempt What was being done when it failed.
 * @property {string} doing Ends the sentence "Parley could not …".
 * @property {string} folder Where it was to be written.
 * @property {number} megabytes Room that it takes.
 *
 * @typedef {object} Failure
 * @property {string} [code] What npm or Node calls it.
 * @property {string} [path] The file or folder it names.
 * @property {string} [detail] The first line of its own report.
 * @property {string | undefined} [proxy] The proxy that was in force.
 */

/**
 * @type {readonly {codes: readonly string[], say: (attempt: Attempt, failure: Failure) => readonly [what: string, remedy: string]}[]}
 */
const KNOWN = [
  {
    codes: ['ENOSPC', 'EDQUOT'],
    say: ({ folder, megabytes }) => [
      `the disk is full.`,
      `Free about ${megabytes} MB where ${folder} is, then run the command again.`,
    ],
  },
  {
    codes: ['EACCES', 'EPERM', 'EROFS'],
    say: ({ folder }, { path }) => [
      `${path ?? folder} cannot be written.`,
      'Put Parley into a folder that belongs to you, or make that path yours, then run the command again (without sudo).',
    ],
  },
  {
    codes: [
      'ENOTFOUND',
      'EAI_AGAIN',
      'ENETUNREACH',
      'ENETDOWN',
      'EHOSTUNREACH',
      'ECONNREFUSED',
      'ECONNRESET',
      'EPIPE',
      'ETIMEDOUT',
      'ESOCKETTIMEDOUT',
      'EIDLETIMEOUT',
      'ERR_SOCKET_TIMEOUT',
      'ERR_SOCKET_CLOSED',
      'FETCH_ERROR',
    ],
    say: (_, { code, proxy }) =>
      proxy
        ? [
            `the proxy ${proxy} or what lies behind it did not answer (${code}).`,
            'Check the address in HTTPS_PROXY, then run the command again; what has arrived is kept.',
          ]
        : [
            `the network did not answer (${code}).`,
            'Connect this machine (behind a proxy: set HTTPS_PROXY=http://host:port), then run the command again; what has arrived is kept.',
          ],
  },
  {
    codes: ['E407'],
    say: () => [
      'the proxy asks who you are.',
      'Set HTTPS_PROXY=http://name:password@host:port, then run the command again.',
    ],
  },
  {
    codes: [
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'CERT_HAS_EXPIRED',
      'CERT_NOT_YET_VALID',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    say: (_, { code }) => [
      `the network answers with a certificate that this machine does not trust (${code}), as company proxies do.`,
      "Set NODE_EXTRA_CA_CERTS to the proxy's certificate (a PEM file), check this machine's clock, then run the command again.",
    ],
  },
  {
    codes: ['EINTEGRITY', 'Z_DATA_ERROR', 'Z_BUF_ERROR', 'TAR_BAD_ARCHIVE'],
    say: () => [
      'a package arrived damaged or changed on its way.',
      'Run `npm cache clean --force` and then the command again; if it stays so, something between here and the package registry changes downloads.',
    ],
  },
  {
    codes: ['E401', 'E403', 'ENEEDAUTH'],
    say: (_, { code }) => [
      `the package registry refused (${code}).`,
      'Look at `npm config get registry` and at the sign-in for it in your .npmrc, then run the command again.',
    ],
  },
  {
    codes: ['E404', 'ETARGET'],
    say: (_, { detail }) => [
      `the package registry does not have what is needed${detail ? ` (${detail})` : ''}.`,
      'Look at `npm config get registry`: a mirror may be behind. Then run the command again.',
    ],
  },
  {
    codes: ['EUSAGE'],
    say: () => [
      'package.json and package-lock.json do not fit together.',
      'Take both from the same version (`git checkout package.json package-lock.json`), or run `npm install` if you changed the first yourself.',
    ],
  },
  {
    codes: ['ENOENT'],
    say: (_, { path, detail }) => [
      `${path ?? detail} is missing.`,
      'Get Parley whole again (`git checkout .`, or a fresh clone), then run the command again.',
    ],
  },
  {
    codes: ['ENOTCACHED'],
    say: () => [
      'npm is set to work offline and does not have everything.',
      'Run `npm config delete offline` with a network, then the command again.',
    ],
  },
];

/**
 * The failure in a sentence with its remedy.
 *
 * @param {Attempt} attempt
 * @param {Failure} failure
 * @returns {Trouble}
 */
export function explain(attempt, failure) {
  const known = KNOWN.find(({ codes }) => codes.includes(failure.code ?? ''));
  const [what, remedy] = known?.say(attempt, failure) ?? [
    `${failure.detail ?? 'npm ended without saying why'}${failure.code ? ` (${failure.code})` : ''}.`,
    'Run the command again; if it stays so, `npm ci` in the same folder shows the whole report.',
  ];
  return new Trouble(`Parley could not ${attempt.doing}: ${what}`, remedy);
}

/**
 * What a failed step throws on: the operating system's errors explained, all others as they are.
 *
 * @param {Attempt} attempt
 * @param {unknown} error
 * @returns {unknown}
 */
export function explained(attempt, error) {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  const { code, path, message } = /** @type {NodeJS.ErrnoException} */ (error);
  return explain(attempt, { detail: message, ...(code && { code }), ...(path && { path }) });
}
