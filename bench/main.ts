/** `npm run bench -- bus|meta|photo|runtime|telegram|whatsapp|record`: measurements, each with a table and one RESULT line. */
import { measureBus } from './bus.ts';
import { measureRuntime } from './runtime.ts';

const USAGE = `Usage: npm run bench -- COMMAND
  bus                  messages through the whole journey with an instant model, every one on disk before it is acknowledged
  meta [SECONDS]       webhooks of Meta's, on disk before they are acknowledged: at 200 a second, and as fast as they go (default: 15)
  photo                from a photo's bytes to the answer, skill by skill, and to what a model that sees says of it (a tiny one
                       with random weights where no other is here); memory; what another chat notices
  runtime [MODEL …]    reading and writing side by side with llama.cpp on the same weights (default: small standard)
  telegram [SECONDS]   messages through Telegram's stand-in side by side with Vercel's Chat SDK: at 200 a second, as many as
                       go through, and killed about every 2 s; each for SECONDS (default 30)
  whatsapp             from WhatsApp's page to admission and from a final to the page, in a real browser
  record [MODEL …]     records fixtures/parity/*.json anew, which the tests compare with`;

const [command, ...rest] = process.argv.slice(2);
switch (command) {
  case 'bus':
    await measureBus();
    break;
  case 'meta':
    await (await import('./meta.ts')).measureMeta(Number(rest[0] ?? 15));
    break;
  case 'photo':
    await (await import('./photo.ts')).measurePhoto();
    break;
  case 'runtime':
    await measureRuntime(rest.length > 0 ? rest : ['small', 'standard']);
    break;
  case 'telegram':
    await (await import('./telegram.ts')).measureTelegram(Number(rest[0] ?? 30));
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
