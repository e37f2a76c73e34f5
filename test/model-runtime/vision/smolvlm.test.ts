import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OnnxGraph } from '../../../model-runtime/engine/graph.ts';
import { planDecoder } from '../../../model-runtime/import/decoder.ts';
import { GRAPH_FILE, type Vocabulary, WEIGHTS_FILE } from '../../../model-runtime/import/imported.ts';
import { readTokenizerJson } from '../../../model-runtime/import/tokenizer-json.ts';
import { writeDurably } from '../../../model-runtime/import/write-durably.ts';
import { Tokenizer } from '../../../model-runtime/text/tokenizer.ts';
import { featuresOfTile, planSiglip } from '../../../model-runtime/vision/siglip.ts';
import { readSmolvlmConfig, type Smolvlm, smolvlmText, smolvlmTower } from '../../../model-runtime/vision/smolvlm.ts';
import { smolvlmPlaces, smolvlmSizes, smolvlmTiles } from '../../../model-runtime/vision/smolvlm-image.ts';
import {
  cosine,
  farthest,
  fixture,
  json,
  loadTower,
  passingFolder,
  pixels,
  reference,
  Safetensors,
  Tensor,
} from './tiny.ts';

interface Row {
  w: number;
  h: number;
  longest_edge: number;
  rows: number;
  cols: number;
  tiles: number;
}
const SIZES = (json('sizes.json') as { smolvlm: Row[] }).smolvlm;

describe('a picture for SmolVLM', () => {
  test.each(SIZES)('of $w × $h at $longest_edge is $rows × $cols tiles', ({ w, h, longest_edge, rows, cols }) => {
    expect(smolvlmSizes(w, h, { longestEdge: longest_edge, tile: 512 }).grid).toEqual({ rows, columns: cols });
  });

  test('is one tile, and words for one, where the longer edge is a tile', () => {
    expect(smolvlmSizes(640, 400, { longestEdge: 512, tile: 512 }).grid).toEqual({ rows: 0, columns: 0 });
    expect(smolvlmPlaces({ rows: 0, columns: 0 }, 2)).toBe(
      '<fake_token_around_image><global-img><image><image><fake_token_around_image>',
    );
  });
});

describe.each(['tiny-smolvlm-128', 'tiny-smolvlm-512'])('%s', (name) => {
  const model = readSmolvlmConfig(json(name, 'config.json'));
  const { tower } = model;
  const preparation = json(name, 'preprocessor_config.json') as { size: { longest_edge: number } };
  const wanted = json(name, 'ref.json') as { prompt: string; tiles: number[]; tiles_u8_sha256: string };
  const tiles = async () =>
    smolvlmTiles(await pixels(fixture('photo.png')), { longestEdge: preparation.size.longest_edge, tile: tower.tile });

  test('is shown the same tiles, to the bit, at the same places in the same words', async () => {
    const made = await tiles();
    expect(made.tiles).toHaveLength(wanted.tiles[0]!);
    const hash = createHash('sha256');
    for (const { data } of made.tiles) hash.update(data);
    expect(hash.digest('hex')).toBe(wanted.tiles_u8_sha256);
    expect(wanted.prompt).toContain(`User:${smolvlmPlaces(made.grid, featuresOfTile(tower))}what`);
  });

  test('gives the features that the reference gives, and in 8 bits their direction', async () => {
    const { feats } = reference(name);
    const made = await tiles();
    for (const accuracy of ['f32', 4] as const) {
      const session = await loadTower(name, (file) => planSiglip(tower, smolvlmTower(file.tensors, model), accuracy));
      const features: number[] = [];
      for (const { data } of made.tiles) {
        const tile = new Tensor('uint8', Uint8Array.from(data), [1, tower.tile, tower.tile, 3]);
        features.push(...((await session.run({ tile })).features!.data as Float32Array));
      }
      await session.release();
      if (accuracy === 'f32') expect(farthest(features, feats!)).toBeLessThan(5e-5);
      else expect(cosine(features, feats!)).toBeGreaterThan(0.999);
    }
  });
});

describe.each(['tiny-smolvlm-128', 'tiny-smolvlm-512'])('%s, asked about a picture', (name) => {
  const model = readSmolvlmConfig(json(name, 'config.json'));
  const { tower } = model;
  const template = readFileSync(fixture(name, 'chat_template.jinja'), 'utf8');
  const vocabulary = readTokenizerJson(json(name, 'tokenizer.json'), '<end_of_utterance>', template);
  const { prompt } = json(name, 'ref.json') as { prompt: string };

  test('reads the same ids, says the same logits, and answers word for word as the reference', async () => {
    const { input_ids, feats, logits_last, greedy } = reference(name);
    expect(idsOf(prompt, vocabulary)).toEqual(input_ids);

    const graph = await loadText(name, model);
    const features = graph.pictures.add('photo', Float32Array.from(feats!));
    expect(features).toHaveLength(feats!.length / tower.features);
    let taken = 0;
    const ids = input_ids!.map((id) => (id === model.imageToken ? features[taken++]! : id));
    const past = graph.newKeysValues();
    let logits: Float32Array = new Float32Array(0);
    // In pieces, as the scheduler reads a prompt.
    for (let at = 0; at < ids.length; at += 64) logits = await graph.read(past, ids.slice(at, at + 64));
    expect(farthest(logits, logits_last!)).toBeLessThan(5e-5);

    const answer: number[] = [];
    while (answer.length < greedy!.length) {
      answer.push(logits.indexOf(Math.max(...logits)));
      logits = await graph.read(past, [answer.at(-1)!]);
    }
    expect(answer).toEqual(greedy);
    await graph.close();
  });
});

/** As the tokenizer reads a prompt whose control tokens are meant. */
function idsOf(prompt: string, vocabulary: Vocabulary): number[] {
  const tokenizer = new Tokenizer(vocabulary);
  const names = [...tokenizer.special.keys()].map((name) => name.replace(/[|]/g, '\\|'));
  return prompt
    .split(new RegExp(`(${names.join('|')})`))
    .flatMap((piece) => tokenizer.special.get(piece) ?? [...tokenizer.encode(piece)]);
}

async function loadText(name: string, { text }: Smolvlm): Promise<OnnxGraph> {
  const folder = passingFolder();
  return Safetensors.with(fixture(name, 'model.safetensors'), async (file) => {
    const tensors = smolvlmText(file.tensors, text);
    const { graph, weights, positions } = planDecoder(text, tensors, 'f32', { pictures: true });
    await writeDurably(join(folder, WEIGHTS_FILE), (write) => weights.fill(file, write, {}));
    await writeDurably(join(folder, GRAPH_FILE), (write) => write(0, graph.encode()));
    const { layers, heads, kvHeads, headDim, hidden, vocab } = text;
    const numbers = { layers, heads, kvHeads, groups: heads / kvHeads, headDim, hidden, vocab, positions };
    return OnnxGraph.load(folder, { ...numbers, pictures: true }, { threads: 2 });
  });
}
