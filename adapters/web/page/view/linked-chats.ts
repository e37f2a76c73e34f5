/** The chats of a linked number, each with its switch. */
import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { LinkedChat } from '../../protocol.ts';
import { figures, words } from '../words/words.ts';
import { useActions } from './actions.ts';

export function LinkedChats({ account }: { account: string }) {
  const { linkedChats, switchOn } = useActions();
  const [chats, setChats] = useState<readonly LinkedChat[] | null>(null);
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    let gone = false;
    void linkedChats(account).then((outcome) => {
      if (!gone && outcome.kind === 'done') setChats(outcome.value.chats);
    });
    return () => {
      gone = true;
    };
  }, [account]);

  async function on(chat: string) {
    if (await switchOn(account, chat)) setAsked(new Set(asked).add(chat));
  }
  if (!chats) return null;
  return h(
    'div',
    null,
    h('h2', null, words.chatsOfPhone),
    h('p', { class: 'sublead' }, chats.length === 0 ? words.noChatsOfPhone : words.chatsOfPhoneLead),
    h(
      'ul',
      { class: 'linked' },
      chats.map(({ chat, title, group, at }) =>
        h(
          'li',
          { key: chat },
          h('span', { class: 'chat-title', dir: 'auto' }, title),
          h('span', { class: 'meta' }, [group && words.group, at > 0 && figures.day(at)].filter(Boolean).join(' · ')),
          h(
            'button',
            {
              type: 'button',
              class: 'btn',
              disabled: asked.has(chat),
              'aria-label': `${words.switchOn}: ${title}`,
              onClick: () => on(chat),
            },
            asked.has(chat) ? words.asked : words.switchOn,
          ),
        ),
      ),
    ),
  );
}
