import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configuredChannels, configuredChecks } from '../src/channels.ts';
import { loadConfig } from '../src/config.ts';

const config = (env: Record<string, string>) => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-channels-'));
  return loadConfig(folder, { HOME: folder, ...env }).config;
};
const configured = (env: Record<string, string>) => configuredChannels(config(env));
const META = { PARLEY_META_APP_SECRET: 'app-secret', PARLEY_META_VERIFY_TOKEN: 'verify-token' };
const WHATSAPP = { ...META, PARLEY_WHATSAPP_CLOUD_NUMBER_ID: '1', PARLEY_WHATSAPP_CLOUD_TOKEN: 't' };

describe('the channels of the settings', () => {
  it('are none without any', async () => {
    expect(await configured({})).toEqual({ channels: [], warnings: [] });
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

  it('have each their checks, and those that are not named have none', async () => {
    expect(await configuredChecks(config({}))).toEqual([]);
    const checks = await configuredChecks(
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
    ]);
    expect(await checks[0]!.run()).toMatchObject({ ok: false });
  });
});
