/** The settings of Meta's three channels: what goes together, and what the channels are handed. */
import { resolve } from 'node:path';
import type { Values } from './settings.ts';

export interface MetaConfig {
  /** How Meta reaches us and proves itself; undefined unless one of its three channels is configured. */
  meta:
    | { appSecret: string; verifyToken: string; appId: string | undefined; publicUrl: string | undefined }
    | undefined;
  whatsappCloud:
    | { graph: string; numberId: string; token: string; policyAcknowledged: boolean; book: string | undefined }
    | undefined;
  messenger: { graph: string; pageId: string; token: string } | undefined;
  instagram:
    | {
        graph: string;
        accountIds: [string, ...string[]];
        token: string;
        pageId: string | undefined;
        /** The app's, or its Instagram secret where that is another. */
        appSecret: string;
      }
    | undefined;
}

/** The parts of each of Meta's channels that only make sense together. */
const META_CHANNELS = [
  ['PARLEY_WHATSAPP_CLOUD_NUMBER_ID', 'PARLEY_WHATSAPP_CLOUD_TOKEN'],
  ['PARLEY_MESSENGER_PAGE_ID', 'PARLEY_MESSENGER_TOKEN'],
  ['PARLEY_INSTAGRAM_ACCOUNT_ID', 'PARLEY_INSTAGRAM_TOKEN'],
] as const;

/** What is set without what it needs, in words. */
export function metaProblems(values: Values): string[] {
  const problems: string[] = [];
  for (const [account, token] of META_CHANNELS) {
    if ((values[account] === undefined) !== (values[token] === undefined))
      problems.push(`${account} and ${token} go together; set both, or neither.`);
    if (values[account] === undefined) continue;
    for (const needed of ['PARLEY_META_APP_SECRET', 'PARLEY_META_VERIFY_TOKEN'] as const)
      if (values[needed] === undefined) problems.push(`${account} is set, so ${needed} has to be set as well.`);
  }
  return [...new Set(problems)];
}

/** @param folder what relative file names start from. */
export function metaChannels(values: Values, folder: string): MetaConfig {
  const [graph, numberId, pageId] = [
    values.PARLEY_META_GRAPH,
    values.PARLEY_WHATSAPP_CLOUD_NUMBER_ID,
    values.PARLEY_MESSENGER_PAGE_ID,
  ];
  const [first, ...rest] = values.PARLEY_INSTAGRAM_ACCOUNT_ID?.split(/\s*,\s*/) ?? [];
  const linked = values.PARLEY_INSTAGRAM_PAGE_ID;
  const configured = numberId !== undefined || pageId !== undefined || first !== undefined;
  return {
    meta: configured
      ? {
          appSecret: values.PARLEY_META_APP_SECRET ?? '',
          verifyToken: values.PARLEY_META_VERIFY_TOKEN ?? '',
          appId: values.PARLEY_META_APP_ID,
          publicUrl: values.PARLEY_PUBLIC_URL,
        }
      : undefined,
    whatsappCloud:
      numberId === undefined
        ? undefined
        : {
            graph,
            numberId,
            token: values.PARLEY_WHATSAPP_CLOUD_TOKEN ?? '',
            policyAcknowledged: values.PARLEY_WHATSAPP_CLOUD_POLICY_ACKNOWLEDGED === 'yes',
            book: values.PARLEY_WHATSAPP_CLOUD_BOOK && resolve(folder, values.PARLEY_WHATSAPP_CLOUD_BOOK),
          },
    messenger: pageId === undefined ? undefined : { graph, pageId, token: values.PARLEY_MESSENGER_TOKEN ?? '' },
    instagram:
      first === undefined
        ? undefined
        : {
            graph: linked === undefined ? values.PARLEY_INSTAGRAM_GRAPH : graph,
            accountIds: [first, ...rest],
            token: values.PARLEY_INSTAGRAM_TOKEN ?? '',
            pageId: linked,
            appSecret: values.PARLEY_INSTAGRAM_APP_SECRET ?? values.PARLEY_META_APP_SECRET ?? '',
          },
  };
}
