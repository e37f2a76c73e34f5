import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, isLoopback, loadConfig } from '../src/config.ts';

const emptyFolder = () => mkdtempSync(join(tmpdir(), 'parley-config-'));
const load = (env: Record<string, string>, dotEnv = '') => {
  const folder = emptyFolder();
  if (dotEnv) writeFileSync(join(folder, '.env'), dotEnv);
  return loadConfig(folder, { HOME: folder, ...env });
};
const problem = (env: Record<string, string>): string => {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the settings were taken');
};

describe('settings', () => {
  it('need nothing set', () => {
    const { config, warnings } = load({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 4747,
      keepDays: 30,
      runtime: 'embedded',
      counts: { set: 0 },
    });
    expect(warnings).toEqual([]);
  });

  it('come from .env, and the environment wins', () => {
    const { config } = load({ PARLEY_PORT: '5001' }, 'PARLEY_PORT=5000\nPARLEY_KEEP_DAYS=7\n');
    expect(config.port).toBe(5001);
    expect(config.keepDays).toBe(7);
  });

  it('take an empty value as not set', () => {
    expect(load({ PARLEY_PORT: '' }).config.port).toBe(4747);
  });

  it('read a secret from a file, without the line end', () => {
    const file = join(emptyFolder(), 'token');
    writeFileSync(file, 'a-token-of-some-length\n');
    const { config, warnings } = load({ PARLEY_OPERATOR_TOKEN_FILE: file });
    expect(config.operatorToken).toBe('a-token-of-some-length');
    expect(config.secrets).toContain('a-token-of-some-length');
    expect(warnings).toEqual([]);
  });

  it('take the model that looks at photos by a word, an id, or its two files', () => {
    const eyes = (text: string) => load({ PARLEY_EYES: text }).config.eyes;
    expect([load({}).config.eyes, eyes('off')]).toEqual(['auto', 'off']);
    expect(eyes('smolvlm2-500m')).toEqual({ kind: 'model', id: 'smolvlm2-500m' });
    expect(eyes('/a/eyes.gguf , /a/mmproj.gguf')).toEqual({
      kind: 'files',
      file: '/a/eyes.gguf',
      projectorFile: '/a/mmproj.gguf',
    });
    for (const wrong of ['a.gguf,', ', b.gguf', 'a,b,c'])
      expect(problem({ PARLEY_EYES: wrong })).toContain('PARLEY_EYES: name a GGUF file and its projector');
  });

  it('refuse a secret given twice', () => {
    expect(problem({ PARLEY_REMOTE_KEY: 'k', PARLEY_REMOTE_KEY_FILE: '/nowhere' })).toContain(
      'PARLEY_REMOTE_KEY and PARLEY_REMOTE_KEY_FILE are both set',
    );
  });

  it('name every problem at once, and end with the code for bad settings', () => {
    const error = (() => {
      try {
        load({ PARLEY_PORT: '99999', PARLEY_KEEP_DAYS: 'soon', PARLEY_OPEN: 'maybe' });
      } catch (caught) {
        return caught as ConfigError;
      }
      throw new Error('taken');
    })();
    expect(error.exitCode).toBe(78);
    for (const name of ['PARLEY_PORT', 'PARLEY_KEEP_DAYS', 'PARLEY_OPEN']) expect(error.message).toContain(name);
  });

  it('warn of a name that is none, with the nearest one that is', () => {
    expect(load({ PARLEY_PROT: '1' }).warnings).toEqual(['PARLEY_PROT is not a setting. Did you mean PARLEY_PORT?']);
  });

  it('do not let other machines in without a token', () => {
    expect(problem({ PARLEY_HOST: '0.0.0.0' })).toContain('PARLEY_OPERATOR_TOKEN');
    expect(load({ PARLEY_HOST: '0.0.0.0', PARLEY_OPERATOR_TOKEN: 'sixteen-characters' }).config.host).toBe('0.0.0.0');
  });

  it('say who may talk, by channel, and name a rule that is none', () => {
    const { config } = load({
      PARLEY_ACCESS: 'telegram=open, messenger = owner only',
      PARLEY_ALLOW: 'telegram:1, telegram:2',
    });
    expect(config.access).toEqual({ telegram: 'open', messenger: 'owner only' });
    expect(config.allow).toEqual(['telegram:1', 'telegram:2']);
    expect(load({}).config).toMatchObject({ access: {}, allow: [], questions: 20, turnsPerMinute: 6 });
    expect(problem({ PARLEY_ACCESS: 'telegram=everybody' })).toContain('"telegram=everybody" is no rule');
  });

  it('want an address for a remote model', () => {
    expect(problem({ PARLEY_RUNTIME: 'remote' })).toContain('PARLEY_REMOTE_URL');
  });

  it('switch Telegram on with a token, which is kept secret and has to look like one', () => {
    expect(load({}).config.telegram).toBeUndefined();
    const token = '123456:a-token-of-telegram';
    const { config } = load({ PARLEY_TELEGRAM_TOKEN: token });
    expect(config.telegram).toMatchObject({ token, open: false, webhook: undefined, pace: 1 });
    expect(config.secrets).toContain(token);
    expect(problem({ PARLEY_TELEGRAM_TOKEN: 'parleybot' })).toContain('@BotFather');
  });

  it('never throw anything but a readable list, whatever the environment holds', () => {
    const names = fc.constantFrom(
      'PARLEY_PORT',
      'PARLEY_HOST',
      'PARLEY_MODEL',
      'PARLEY_REMOTE_URL',
      'PARLEY_X',
      'PARLEY_ACCESS',
      'PARLEY_QUESTIONS',
      'PARLEY_KEEP_DAYS',
    );
    fc.assert(
      fc.property(fc.dictionary(names, fc.string()), (env) => {
        try {
          load(env);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
        }
      }),
    );
  });
});

describe('loopback', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost', 'LOCALHOST'])('%s is', (host) =>
    expect(isLoopback(host)).toBe(true),
  );
  it.each(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.evil.example', 'localhost.example'])('%s is not', (host) =>
    expect(isLoopback(host)).toBe(false),
  );

  describe("of Meta's channels", () => {
    const app = { PARLEY_META_APP_SECRET: 'app-secret', PARLEY_META_VERIFY_TOKEN: 'verify-token' };

    it('are nothing when nothing is set', () => {
      expect(load({}).config).toMatchObject({ meta: undefined, whatsappCloud: undefined, messenger: undefined });
      expect(load(app).config.meta).toBe(undefined);
    });

    it('name what is missing, all at once', () => {
      const message = problem({ PARLEY_MESSENGER_PAGE_ID: '1', PARLEY_INSTAGRAM_TOKEN: 'x' });
      for (const words of [
        'PARLEY_MESSENGER_PAGE_ID and PARLEY_MESSENGER_TOKEN go together',
        'PARLEY_INSTAGRAM_ACCOUNT_ID and PARLEY_INSTAGRAM_TOKEN go together',
        'PARLEY_MESSENGER_PAGE_ID is set, so PARLEY_META_APP_SECRET has to be set as well',
        'PARLEY_MESSENGER_PAGE_ID is set, so PARLEY_META_VERIFY_TOKEN has to be set as well',
      ])
        expect(message).toContain(words);
    });

    it('keep their secrets out of the log', () => {
      const { config } = load({ ...app, PARLEY_MESSENGER_PAGE_ID: '1', PARLEY_MESSENGER_TOKEN: 'page-token' });
      expect(config.secrets).toEqual(expect.arrayContaining(['app-secret', 'verify-token', 'page-token']));
    });

    it('reach Instagram by its own login, or by the page that is named', () => {
      const own = { ...app, PARLEY_INSTAGRAM_ACCOUNT_ID: '178, 179', PARLEY_INSTAGRAM_TOKEN: 'x' };
      expect(load(own).config.instagram).toMatchObject({
        graph: 'https://graph.instagram.com',
        accountIds: ['178', '179'],
        appSecret: 'app-secret',
      });
      expect(
        load({ ...own, PARLEY_INSTAGRAM_PAGE_ID: '5', PARLEY_INSTAGRAM_APP_SECRET: 'other' }).config.instagram,
      ).toMatchObject({ graph: 'https://graph.facebook.com', pageId: '5', appSecret: 'other' });
    });

    it('want ids, not names or numbers with a plus', () => {
      expect(
        problem({ ...app, PARLEY_WHATSAPP_CLOUD_NUMBER_ID: '+49 170', PARLEY_WHATSAPP_CLOUD_TOKEN: 'x' }),
      ).toContain('PARLEY_WHATSAPP_CLOUD_NUMBER_ID: has to be a number');
    });
  });
});
