/** What Parley said: blocks, buttons, and the foot line with copy, the ending and the journey. */
import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import type { ParleyEntry } from '../record/conversation.ts';
import { figures, words } from '../words/words.ts';
import { useActions } from './actions.ts';
import { blocks } from './blocks.ts';
import { CopyButton } from './copy-button.ts';
import { standingGlyph, uncheckedGlyph } from './glyphs.ts';
import { unlessUnchanged } from './unchanged.ts';
import { Waterfall } from './waterfall.ts';

interface AnswerProps {
  entry: ParleyEntry;
  /** Only the newest entry's buttons can be pressed. */
  newest: boolean;
}

export const Answer = unlessUnchanged(({ entry, newest }: AnswerProps) => {
  const content = [h('span', { class: 'vh' }, words.parleySaid), ...blocks(entry.blocks)];
  const files = entry.files && h(Files, { key: 'files', files: entry.files });
  const buttons = entry.buttons && h(Buttons, { key: 'buttons', buttons: entry.buttons, newest });
  return h(
    'div',
    { class: 'ans', lang: entry.language },
    entry.kind === 'answer'
      ? [content, entry.fromModel && h(Evidence, null), files, buttons, h(Foot, { entry })]
      : entry.trouble
        ? h('div', { class: 'notice bad' }, standingGlyph('bad'), h('div', null, content, buttons))
        : h('div', { class: 'notice info' }, content, files, buttons),
  );
});

/** What a model wrote comes from its memory, and nothing has checked it. */
function Evidence() {
  return h(
    'div',
    { class: 'evidence', role: 'group', 'aria-label': words.evidence },
    h(
      'p',
      { class: 'unchecked' },
      uncheckedGlyph(),
      h('span', null, h('b', null, words.unchecked), ' ', words.fromMemory),
    ),
  );
}

function Files({ files }: { files: NonNullable<ParleyEntry['files']> }) {
  const pictures = files.flatMap(({ id, picture }) => (picture ? [{ id, ...picture }] : []));
  const others = files.filter(({ picture }) => !picture);
  return [
    pictures.map(({ id, alt }) =>
      h(
        'a',
        { key: id, class: 'picture', href: `/api/files/${id}`, target: '_blank', rel: 'noopener' },
        h('img', { src: `/api/files/${id}`, alt }),
      ),
    ),
    others.length > 0 && h('div', { key: 'others', class: 'acts' }, others.map(download)),
  ];
}

const download = ({ id, name, bytes }: NonNullable<ParleyEntry['files']>[number]) =>
  h('a', { key: id, class: 'btn', href: `/api/files/${id}`, download: name }, name, h('i', null, figures.bytes(bytes)));

interface ButtonsProps {
  buttons: NonNullable<ParleyEntry['buttons']>;
  newest: boolean;
}

/** The numbers before the words are what can be typed instead, or pressed with Alt. */
function Buttons({ buttons, newest }: ButtonsProps) {
  const { choose } = useActions();
  const [pressed, setPressed] = useState<string>();
  async function press(value: string) {
    setPressed(value);
    if (!(await choose(value))) setPressed(undefined);
  }
  return h(
    'div',
    { class: 'acts', 'data-newest': newest || undefined },
    buttons.map(({ label, value }, index) =>
      h(
        'button',
        {
          key: value,
          type: 'button',
          class: 'btn',
          'aria-pressed': pressed === value,
          disabled: !newest || pressed !== undefined,
          onClick: () => press(value),
        },
        h('i', null, figures.count(index + 1)),
        label,
      ),
    ),
  );
}

function Foot({ entry }: { entry: ParleyEntry }) {
  const [open, setOpen] = useState(false);
  const strip = entry.strip && words.strip(entry.strip);
  return h(
    'div',
    { class: 'foot' },
    h(
      'div',
      { class: 'foot-line' },
      h(CopyButton, { class: 'iconb', text: entry.source, name: words.copyAnswer }),
      h(
        'div',
        { class: 'foot-words' },
        entry.ended && h('span', { class: 'ended' }, words.ended[entry.ended]),
        strip && stripButton(strip, open, () => setOpen(!open)),
      ),
    ),
    open && h(Waterfall, { entry: entry.id }),
  );
}

function stripButton(strip: string, open: boolean, onClick: () => void): ComponentChild {
  return h(
    'button',
    { type: 'button', class: 'strip-line num', 'aria-expanded': open, onClick },
    h('span', { class: 'vh' }, `${words.journey}: `),
    strip,
  );
}
