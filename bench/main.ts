/** `npm run bench -- bus|runtime|whatsapp|record`: measurements, each with a table and one RESULT line. */
import { measureBus } from './bus.ts';
import { measureRuntime } from './runtime.ts';

const USAGE = `Usage: npm run bench -- COMMAND
  bus                  messages through the whole journey with an instant model, every one on disk before it is acknowledged
  runtime [MODEL …]    reading and writing side by side with llama.cpp on the same weights (default: small standard)
  whatsapp             from WhatsApp's page to admission and from a final to the page, in a real browser
  record [MODEL …]     records fixtures/parity/*.json anew, which the tests compare with`;

const [command, ...rest] = process.argv.slice(2);
switch (command) {
  case 'bus':
    await measureBus();
    break;
  case 'runtime':
    await measureRuntime(rest.length > 0 ? rest : ['small', 'standard']);
    break;
  case 'whatsapp':
    await (await import('./whatsapp.ts')).measureWhatsApp();
    break;
  case 'record':
    await (await import('./runtime-record.ts')).recordAll(rest.length > 0 ? rest : ['small', 'standard']);
    break;
  default:
    process.stderr.write(`${USAGE}\n`);
    process.exitCode = 2;
}
