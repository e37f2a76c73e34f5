/** The stand-in's page as one file: its modules without their types, one after the other, in one function. */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import type { PageSettings } from './protocol.ts';

/** Each before whoever imports it. */
const MODULES = ['emitter', 'ids', 'collections', 'modules', 'login', 'control'];

export function pageFile(settings: PageSettings): string {
  const scripts = MODULES.map((name) => {
    const source = readFileSync(new URL(`page/${name}.ts`, import.meta.url), 'utf8');
    return stripTypeScriptTypes(source)
      .replace(/^\s*import[^;]*;$/gm, '')
      .replace(/^export /gm, '');
  });
  const script = `(() => {\n'use strict';\nconst SETTINGS = ${JSON.stringify(settings)};\n${scripts.join('\n')}\n})();`;
  return `<!doctype html><meta charset="utf-8"><title>WhatsApp stand-in</title><body><script>${script}</script></body>`;
}
