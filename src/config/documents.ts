/** `.env.example` and the README's table, made from the schema, so that they cannot disagree with it. */
import { SETTINGS } from './settings.ts';

/** Each setting with its default in words, for `.env.example` and for the README's table. */
export function describeSettings(): { name: string; group: string; about: string; preset: string; secret: boolean }[] {
  return SETTINGS.map(({ name, type, about, group, secret }) => {
    const { data } = type.safeParse(undefined);
    // An empty map is written as nothing.
    const preset = data === undefined || typeof data === 'object' ? '' : String(data);
    return { name, group, about, secret, preset };
  });
}

/** The text of `.env.example`. */
export function envExample(): string {
  const lines = [
    '# Copy to .env and change what you need: everything has a default and nothing is required.',
    '# The environment wins over this file. Secrets can also be read from a file: NAME_FILE=/path.',
  ];
  let group = '';
  for (const { name, group: of, about, preset, secret } of describeSettings()) {
    if (of !== group) lines.push('', `# ${of}`);
    group = of;
    lines.push(`# ${about}${secret ? ' (secret)' : ''}`, `#${name}=${preset}`);
  }
  return `${lines.join('\n')}\n`;
}
