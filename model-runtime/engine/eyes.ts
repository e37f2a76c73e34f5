/**
 * A model that sees: pictures are cut into tiles, each tile becomes features, and the features stand in the prompt like tokens.
 * One tile a step, so that whoever writes meanwhile is held up by a tile at most, and stop is heard between two.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type GenerateRequest, type Picture, RuntimeError } from '../contract.ts';
import { GRAPH_FILE } from '../import/imported.ts';
import type { Tokenizer } from '../text/tokenizer.ts';
import type { ImportedTower } from '../vision/import-tower.ts';
import type { Pixels } from '../vision/resample.ts';
import { featuresOfTile } from '../vision/siglip.ts';
import { IMAGE_TOKEN, type SmolvlmSizes, smolvlmPlaces, smolvlmSizes, smolvlmTiles } from '../vision/smolvlm-image.ts';
import { createSession, type Session, Tensor } from './onnx.ts';
import type { Pictures } from './pictures.ts';
import type { PicturePlaces } from './prompt.ts';
import type { Listener, Scheduler } from './scheduler.ts';
import { noUsage } from './wire.ts';

/** How often a tile's edge fits into the picture's longer one: 1 gives one tile, 2 up to five. Never more by itself. */
const CLOSENESS: Record<GenerateRequest['mode'], 1 | 2> = { instant: 1, thinking: 2, contemplating: 2 };

export interface EyesOptions {
  tower: Tower;
  tokenizer: Tokenizer;
  pictures: Pictures;
  /** After every tile: the process is alive and at work. */
  onTile: () => void;
}

/** A tower, loaded. */
export interface Tower {
  readonly edge: number;
  /** Features of one tile. */
  readonly tokens: number;
  see(tile: Pixels): Promise<Float32Array>;
  close(): Promise<void>;
}

export async function loadTower(folder: string, { shape }: ImportedTower, threads: number): Promise<Tower> {
  const session: Session = await createSession(join(folder, GRAPH_FILE), { threads });
  const edge = shape.tile;
  return {
    edge,
    tokens: featuresOfTile(shape),
    async see({ data }) {
      const tile = new Tensor('uint8', Uint8Array.from(data), [1, edge, edge, 3]);
      const { features } = await session.run({ tile });
      if (features?.data instanceof Float32Array) return features.data;
      throw new TypeError('The tower gave no features.');
    },
    close: () => session.release(),
  };
}

/** Prepares pictures before their request is scheduled, and tells prompts what stands for them. */
export class Eyes implements PicturePlaces {
  readonly token: number;
  readonly #tower: Tower;
  readonly #tokenizer: Tokenizer;
  readonly #pictures: Pictures;
  readonly #onTile: () => void;
  /** What stands for the picture in a file, as it was last looked at. */
  readonly #places = new Map<string, readonly number[]>();
  readonly #preparing = new Map<number, { aborted: boolean }>();

  /** @throws RuntimeError `unusable` when the model has no token for pictures */
  constructor({ tower, tokenizer, pictures, onTile }: EyesOptions) {
    this.#onTile = onTile;
    const token = tokenizer.special.get(IMAGE_TOKEN);
    if (token === undefined) {
      throw new RuntimeError('unusable', `The model that sees has no token ${IMAGE_TOKEN}. Choose another one.`);
    }
    this.token = token;
    this.#tower = tower;
    this.#tokenizer = tokenizer;
    this.#pictures = pictures;
  }

  idsOf(file: string): readonly number[] {
    const ids = this.#places.get(file);
    if (ids) return ids;
    throw new RuntimeError('unusable', 'The picture was not looked at.');
  }

  /** Looks at the request's pictures, then hands it on. What goes wrong is told to the listener. */
  async submit(
    scheduler: Pick<Scheduler, 'submit'>,
    id: number,
    request: GenerateRequest,
    listener: Listener,
  ): Promise<void> {
    const state = { aborted: false };
    this.#preparing.set(id, state);
    try {
      listener.tell({ kind: 'phase', phase: 'reading' }, noUsage());
      for (const { content } of request.messages)
        for (const part of content) if (part.kind === 'image' && !state.aborted) await this.#look(part, request, state);
      if (state.aborted) listener.done(noUsage());
      else scheduler.submit(id, request, listener);
    } catch (error) {
      listener.failed(
        error instanceof RuntimeError
          ? error
          : new RuntimeError('unusable', 'The picture cannot be read any more.', { cause: error }),
      );
    } finally {
      this.#preparing.delete(id);
    }
  }

  abort(id: number): void {
    const state = this.#preparing.get(id);
    if (state) state.aborted = true;
  }

  /** Erases what is kept of the pictures that requests with this key brought. */
  forget(cacheKey: string): void {
    this.#pictures.forget((key) => key.startsWith(`${cacheKey} `));
  }

  async #look(
    { file, width, height }: Picture,
    { mode, cacheKey }: GenerateRequest,
    state: { aborted: boolean },
  ): Promise<void> {
    const closeness = CLOSENESS[mode];
    const bytes = await readFile(file);
    const content = createHash('sha256').update(bytes).digest('base64url');
    const { edge, tokens } = this.#tower;
    const sizes = { longestEdge: edge * closeness, tile: edge };
    const { grid } = smolvlmSizes(width, height, sizes);
    // Decoded and cut with the first that is looked at: a further question about what was seen needs none.
    let tiles: readonly Pixels[] | undefined;
    const ids: number[] = [];
    for (let index = 0; index <= grid.rows * grid.columns; index++) {
      // A conversation's own: what one has seen is no business of another (law 3).
      const key = `${cacheKey} ${content} ${closeness} ${index}`;
      let seen = this.#pictures.idsOf(key);
      if (!seen) {
        tiles ??= await tilesOf(bytes, sizes);
        seen = this.#pictures.add(key, await this.#tower.see(tiles[index]!));
      }
      ids.push(...seen);
      this.#onTile();
      await setImmediate();
      if (state.aborted) return;
    }
    this.#places.delete(file);
    this.#places.set(file, this.#spliced(smolvlmPlaces(grid, tokens), ids));
    if (this.#places.size > REMEMBERED) this.#places.delete(this.#places.keys().next().value!);
  }

  /** The words for a picture as ids, with its features where its own token stands. */
  #spliced(words: string, features: readonly number[]): number[] {
    let taken = 0;
    return words.split(/(<[^<>]+>)/).flatMap((piece) => {
      if (piece === IMAGE_TOKEN) return [features[taken++]!];
      const special = this.#tokenizer.special.get(piece);
      return special === undefined ? [...this.#tokenizer.encode(piece)] : [special];
    });
  }
}

const REMEMBERED = 256;

/** Models that see nothing do without what decodes pictures. */
async function tilesOf(bytes: Buffer, sizes: SmolvlmSizes): Promise<Pixels[]> {
  const { decode } = await import('../vision/pixels.ts');
  return smolvlmTiles(await decode(bytes), sizes).tiles;
}
