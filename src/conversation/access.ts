/** Who may talk to an account. Pure. */
import type { Access } from '../../adapters/contract.ts';
import type { Verdict } from './consent.ts';

/** What the owner made of a person; most have no role. */
export type Role = 'owner' | 'allowed' | 'blocked';

/** `listed`: named in the settings. A block wins over everything but being the owner. */
export function verdict(access: Access, role: Role | null, listed: boolean): Verdict {
  if (role === 'owner') return 'yes';
  if (role === 'blocked') return 'blocked';
  switch (access) {
    case 'open':
      return 'yes';
    case 'pairing':
    case 'allowlist':
      return role === 'allowed' || listed ? 'yes' : 'no';
    case 'owner only':
      return 'no';
    default:
      return access satisfies never;
  }
}
