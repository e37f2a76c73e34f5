/** `/export`: everything that is kept, in one file; a member of a group gets their own part, in their own chat. */
import type { Runtime } from '../../model-runtime/contract.ts';
import { writeExport } from '../conversation/export.ts';
import { filesFolder, filesOfMember } from '../conversation/files-folder.ts';
import { NOTHING_KEPT } from '../conversation/kept.tables.ts';
import { type Notice, say } from '../conversation/notices.ts';
import type { Ask } from '../conversation/record.ts';
import type { Files } from '../media/files.ts';
import { privateChat, toldThere } from './privately.ts';
import { type CommandContext, type CommandReply, only } from './reply-context.ts';

export interface ExportOptions {
  ask: Ask;
  secret: Buffer;
  notice: () => Notice;
  runtime: Runtime;
  files: Files;
  version: string;
}

export type ExportReply = (context: CommandContext) => Promise<CommandReply>;

export function createExportReply(options: ExportOptions): ExportReply {
  const { ask, runtime, files, version } = options;

  return async (context) => {
    const { chat, conversation, address, channel, group, page, by, language } = context;
    const most = page ? Number.POSITIVE_INFINITY : channel.capabilities.media.outBytes;
    if (most <= 0) return only(say('export.cannot', {}, language));
    const private_ = group ? await privateChat(options, context) : address;
    if ('markdown' in private_) return private_;
    const at = Date.now();
    let counts = NOTHING_KEPT;
    const folder = await filesFolder(ask, chat, conversation);
    const name = `parley-${new Date(at).toISOString().slice(0, 10)}.zip`;
    const file = await files.keep(
      folder,
      { kind: 'document', name, mime: 'application/zip' },
      async (out) => {
        const of = { chat, ...(group ? { person: by.person } : {}), address, model: model(), version, at };
        counts = await writeExport(ask, files, of, out);
      },
      // Among the group's files, so that it goes with the group's record, and with the member's part of it.
      group ? await filesOfMember(ask, chat, by.person) : '',
    );
    if (file.bytes > most) {
      await files.remove(file.id);
      return only(say('export.too-big', {}, language));
    }
    const reply: CommandReply = {
      markdown: say(group ? 'export.own' : 'export.done', { ...counts }, language),
      files: [file],
    };
    return group ? toldThere(reply, private_, language) : reply;
  };

  function model(): { id: string; sha256: string | null } | null {
    const { status } = runtime;
    return status.state === 'ready' ? { id: status.card.id, sha256: status.card.sha256 ?? null } : null;
  }
}
