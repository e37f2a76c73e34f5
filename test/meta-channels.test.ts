import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../src/config.ts';
import { LANGUAGES } from '../src/conversation/languages.ts';
import { metaChannels, metaChecks } from '../src/meta-channels.ts';
import { createScriptedHost } from './contract/channel.ts';
import { startGraph } from './doubles/graph/graph.ts';

const config = (env: Record<string, string>) => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-channels-'));
  return loadConfig(folder, { HOME: folder, ...env }).config;
};
const configured = (env: Record<string, string>) => metaChannels(config(env));
const META = { PARLEY_META_APP_SECRET: 'app-secret', PARLEY_META_VERIFY_TOKEN: 'verify-token' };
const WHATSAPP = { ...META, PARLEY_WHATSAPP_CLOUD_NUMBER_ID: '1', PARLEY_WHATSAPP_CLOUD_TOKEN: 't' };

describe('the channels of Meta that the settings name', () => {
  it('are none without any', async () => {
    expect(await configured({})).toMatchObject({ channels: [], warnings: [] });
  });

  it('are those that are named, each under its account', async () => {
    const { channels, warnings } = await configured({
      ...WHATSAPP,
      PARLEY_WHATSAPP_CLOUD_POLICY_ACKNOWLEDGED: 'yes',
      PARLEY_MESSENGER_PAGE_ID: '2',
      PARLEY_MESSENGER_TOKEN: 't',
      PARLEY_INSTAGRAM_ACCOUNT_ID: '3,4',
      PARLEY_INSTAGRAM_TOKEN: 't',
    });
    expect(channels.map(({ id, account }) => `${id} ${account}`)).toEqual([
      'whatsapp-cloud 1',
      'messenger 2',
      'instagram 3',
    ]);
    expect(warnings).toEqual([]);
  });

  it('leave WhatsApp Cloud out until its terms are acknowledged, and say why', async () => {
    const { channels, warnings } = await configured(WHATSAPP);
    expect(channels).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('PARLEY_WHATSAPP_CLOUD_POLICY_ACKNOWLEDGED=yes')]);
  });

  it("start WhatsApp Cloud with the operator's own answers, which are then all it says", async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'parley-book-')), 'answers.md');
    writeFileSync(file, 'A person will write back.\n\n## When are you open?\nAt seven.\n');
    const { channels, warnings, book } = await configured({ ...WHATSAPP, PARLEY_WHATSAPP_CLOUD_BOOK: file });
    expect(channels.map(({ id }) => id)).toEqual(['whatsapp-cloud']);
    expect(warnings).toEqual([]);
    expect(book({ channel: 'whatsapp-cloud', account: '1', chat: 'x' })?.otherwise).toBe('A person will write back.');
    expect(book({ channel: 'messenger', account: '2', chat: 'x' })).toBe(undefined);
    const checks = await metaChecks(config({ ...WHATSAPP, PARLEY_WHATSAPP_CLOUD_BOOK: file }));
    expect(await checks[0]!.run()).toMatchObject({ state: 'fine' });
  });

  it.each([
    ['is not there', undefined],
    ['says nothing for questions it does not know', '## Open?\nAt seven.\n'],
    ['has no answers', 'A person will write back.'],
    ['has a question without an answer', 'A person.\n\n## Open?\n\n## Closed?\nNo.\n'],
  ])('do not start with a file of answers that %s', async (_what, text) => {
    const file = join(mkdtempSync(join(tmpdir(), 'parley-book-')), 'answers.md');
    if (text !== undefined) writeFileSync(file, text);
    await expect(configured({ ...WHATSAPP, PARLEY_WHATSAPP_CLOUD_BOOK: file })).rejects.toThrow(ConfigError);
  });

  it('have each their checks, and those that are not named have none', async () => {
    expect(await metaChecks(config({}))).toEqual([]);
    const checks = await metaChecks(
      config({ ...WHATSAPP, PARLEY_INSTAGRAM_ACCOUNT_ID: '3,4', PARLEY_INSTAGRAM_TOKEN: 't' }),
    );
    expect(checks.map(({ name }) => name)).toEqual([
      'whatsapp-cloud: terms',
      'whatsapp-cloud: token',
      'whatsapp-cloud: webhook reachable',
      'whatsapp-cloud: webhook set up',
      'instagram: token',
      'instagram: webhook reachable',
      'instagram: webhook set up',
      'instagram: account subscribed',
    ]);
    expect(await checks[0]!.run()).toMatchObject({ state: 'bad' });
  });
});

describe('what people see of a page before they write', () => {
  it('is in every language that is spoken here, and the platform takes it', async () => {
    const graph = await startGraph([{ product: 'messenger', id: '2', token: 't' }]);
    try {
      const { channels } = await configured({
        ...META,
        PARLEY_META_GRAPH: graph.base,
        PARLEY_MESSENGER_PAGE_ID: '2',
        PARLEY_MESSENGER_TOKEN: 't',
      });
      await channels[0]!.start(createScriptedHost());
      await expect.poll(() => graph.profiles.get('2')).toBeDefined();
      const { persistent_menu: menus } = graph.profiles.get('2') as {
        persistent_menu: { call_to_actions: unknown[] }[];
      };
      expect(new Set(menus.map((menu) => JSON.stringify(menu.call_to_actions))).size).toBe(LANGUAGES.length);
      // Each in full: nothing was cut to fit.
      expect(JSON.stringify(graph.profiles.get('2'))).not.toContain('…');
      await channels[0]!.stop();
    } finally {
      await graph.close();
    }
  });
});
