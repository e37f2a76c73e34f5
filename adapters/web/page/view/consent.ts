/** The notice: what answers, where, what is kept, how to leave. Nothing can be sent before Start. */
import { h } from 'preact';
import { useState } from 'preact/hooks';
import type { NoticeView } from '../../protocol.ts';
import { noticeText } from '../record/notice-text.ts';
import { useActions } from './actions.ts';
import { flag, icon } from './glyphs.ts';
import { inline } from './inline.ts';

export function Consent({ notice }: { notice: NoticeView }) {
  const { choose } = useActions();
  const [sending, setSending] = useState(false);
  const [more, setMore] = useState(false);
  async function answer(value: string) {
    setSending(true);
    await choose(value);
    setSending(false);
  }
  const { labels, silent, receipt } = notice;
  const button = (look: string, label: string, value: string) =>
    h('button', { type: 'button', class: `btn ${look}`, disabled: sending, onClick: () => answer(value) }, label);
  const readMore = h(
    'button',
    { type: 'button', class: 'btn quiet', 'aria-expanded': more, onClick: () => setMore(!more) },
    more ? labels.less : labels.more,
  );

  return h(
    'div',
    // The page around it may run the other way.
    { class: 'hello consent', lang: notice.language, dir: 'auto' },
    flag(),
    receipt !== undefined &&
      h(
        'div',
        { class: 'notice info receipt', lang: receipt.language, dir: 'auto' },
        receipt.text.split('\n\n').map((text, index) => h('p', { key: index }, inline(noticeText(text)))),
      ),
    notice.declined
      ? [h('h2', { class: 'display' }, silent.title), h('p', null, silent.why)]
      : [
          h('h2', { class: 'display' }, notice.title),
          h('p', null, inline(noticeText(notice.lead))),
          h(
            'ul',
            null,
            notice.lines.map((line, index) =>
              h('li', { key: index }, icon('check'), h('span', null, inline(noticeText(line)))),
            ),
          ),
        ],
    more &&
      h(
        'div',
        { class: 'more-text' },
        notice.more.map((text, index) => h('p', { key: index }, inline(noticeText(text)))),
      ),
    h(
      'div',
      { class: 'acts' },
      button('go', labels.start, notice.accept),
      !notice.declined && button('', labels.no, notice.decline),
      readMore,
    ),
    h('p', { class: 'meta' }, notice.footer),
  );
}
