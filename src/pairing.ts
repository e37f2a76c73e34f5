/** A new bot is private: whoever opens the link that the terminal shows is its owner. */
import { toString as drawQr } from 'qrcode';
import type { Access, Channel } from '../adapters/contract.ts';
import { newCode } from './assistant/people-replies.ts';
import { accountName } from './conversation/names.ts';
import type { Ask } from './conversation/record.ts';
import type { Terminal } from './terminal.ts';

const CODE = 12;

/** Mints the code that makes an owner and shows how to use it; nothing where the account has one, or needs none. */
export async function offerPairing(
  { ask, terminal }: { ask: Ask; terminal: Terminal },
  channel: Channel,
  policy: Access,
): Promise<void> {
  const account = accountName({ channel: channel.id, account: channel.account });
  if (policy !== 'pairing' || (await ask('hasOwner', { account }))) return;
  const code = newCode(CODE);
  await ask('mint', { account, code, role: 'owner' });
  const link = channel.invitation?.(code) ?? null;
  if (link === null) {
    terminal.line('•', channel.id, `nobody owns this bot yet: who sends it /start ${code} first does`);
    return;
  }
  terminal.line('•', channel.id, 'nobody owns this bot yet: who opens this link first does');
  terminal.alone(link);
  terminal.alone(await drawQr(link, { type: 'terminal', small: true }));
}
