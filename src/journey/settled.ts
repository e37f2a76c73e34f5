/**
 * Sends whose receipt came before their result was recorded: by our key, the id the platform gave them. Durable,
 * because a platform says it once. Few at a time: each is taken out when its part is looked at again.
 */
import type { Address, Json } from '../../adapters/contract.ts';
import type { Ask } from '../conversation/record.ts';

export interface Settled {
  put(address: Address, partKey: string, partId: string): Promise<void>;
  /** The id, or null where nothing was heard; what is taken is known no longer. */
  take(address: Address, partKey: string): Promise<string | null>;
}

const NAME = 'delivery.settled';
/** A receipt whose send was recorded in the same moment is never taken; the oldest go. */
const MOST = 200;

export function createSettled(ask: Ask): Settled {
  let last: Promise<unknown> = Promise.resolve();
  /** One change at a time: each reads what the one before wrote. */
  const change = <Result>(address: Address, work: (known: [string, string][]) => [[string, string][], Result]) => {
    const account = JSON.stringify([address.channel, address.account]);
    const next = last.then(async () => {
      const known = (await ask('recall', { account, name: NAME })) as [string, string][] | null;
      const [value, result] = work(known ?? []);
      if (value !== known) await ask('keep', { account, name: NAME, value: value as Json });
      return result;
    });
    last = next.catch(() => {});
    return next;
  };
  return {
    put: (address, key, id) =>
      change(address, (known) => [[...known, [key, id] as [string, string]].slice(-MOST), undefined]),
    take: (address, partKey) =>
      change(address, (known) => {
        const found = known.find(([key]) => key === partKey);
        return [found ? known.filter((one) => one !== found) : known, found?.[1] ?? null];
      }),
  };
}
