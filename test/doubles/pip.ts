/**
 * A stand-in for `python3 -m pip` that says what a real pip says in some situation. Called as
 * `node pip.ts <situation> -m pip …`; the messages are in the words of pip and its urllib3, hosts replaced.
 */
const [situation = '', , , command] = process.argv.slice(2);
const VERSIONS: Record<string, string> = { 'an old pip': 'pip 9.0.1 from /usr/lib/python3/dist-packages (python 3.6)' };
const REFUSED =
  "WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f>: Failed to establish a new connection: [Errno -2] Name or service not known')': /simple/x/\nERROR: Could not find a version that satisfies the requirement x==1 (from versions: none)\nERROR: No matching distribution found for x==1";
const WORDS: Record<string, string> = {
  'no network': REFUSED,
  'no such package':
    'ERROR: Could not find a version that satisfies the requirement x==1 (from versions: none)\nERROR: No matching distribution found for x==1',
  'a broken proxy':
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication Required'))': /simple/x/\nERROR: No matching distribution found for x==1",
  'a certificate of a proxy':
    "Could not fetch URL https://index.example/simple/x/: There was a problem confirming the ssl certificate: HTTPSConnectionPool(host='index.example', port=443): Max retries exceeded (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed'))) - skipping\nERROR: No matching distribution found for x==1",
  'an option it does not know': 'Usage: pip download [options]\n\nno such option: --progress-bar',
  'a login in its words': 'ERROR: HTTP error 500 while getting https://ana:secret@index.example/x.whl',
  'a full disk': 'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device',
  'its surroundings': `ERROR: proxy ${process.env.HTTPS_PROXY} ${process.env.https_proxy}, except ${process.env.no_proxy}, files in ${process.env.TMPDIR === process.cwd() ? 'its own folder' : process.env.TMPDIR}`,
  nothing: '',
};

if (situation === 'no pip') {
  console.error('/usr/bin/python3: No module named pip');
  process.exit(1);
}
if (situation === 'noise') {
  console.error('Traceback (most recent call last):');
  process.exit(1);
}
if (command === '--version') {
  console.log(VERSIONS[situation] ?? 'pip 23.2.1 from /usr/lib/python3/site-packages/pip (python 3.11)');
  process.exit(0);
}
if (situation === 'hangs') setInterval(() => undefined, 1_000);
else {
  console.error(WORDS[situation]);
  process.exit(1);
}
