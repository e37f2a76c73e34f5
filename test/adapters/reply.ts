/** A reply of the service, with a key of its own. */
import type { Reply } from '../../adapters/contract.ts';

let keys = 0;
export const reply = (markdown: string, over: Partial<Reply> = {}): Reply => ({
  key: `key-${keys++}`,
  kind: 'answer',
  markdown,
  ...over,
});
