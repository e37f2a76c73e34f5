/** Where the person writes. Stop and send stand side by side: a new message may be sent at any time. */
import { type ComponentChild, h, type RefObject, type TargetedEvent } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { type Command, completions } from '../record/commands.ts';
import { words } from '../words/words.ts';
import { useActions } from './actions.ts';
import { Completion, optionId } from './completion.ts';
import { icon, stopSquare } from './glyphs.ts';
import { AttachedPhotos } from './photos.ts';

/** More than this the service does not take. */
const MOST_CHARACTERS = 200_000;
/** So much of a message the model is given; the answer to a longer one says so too. */
const READ_CHARACTERS = 24_000;

interface ComposerProps {
  field: RefObject<HTMLTextAreaElement | null>;
  picker: RefObject<HTMLInputElement | null>;
  draft: string;
  photos: readonly Blob[];
  /** An answer runs that can be stopped. */
  stoppable: boolean;
  connected: boolean;
  /** What to bear in mind about this model. */
  caveat: string | undefined;
}

export function Composer({ field, picker, draft, photos, stoppable, connected, caveat }: ComposerProps) {
  const { write, attach, send, stop } = useActions();
  const tooLong = draft.length > MOST_CHARACTERS;
  const long = draft.length > READ_CHARACTERS;
  const sendable = (draft.trim() !== '' || photos.length > 0) && !tooLong;
  const completion = useCompletion(draft, write);

  useLayoutEffect(() => {
    const text = field.current!;
    // Writing the same value again would disturb an input method at work.
    if (text.value !== draft) text.value = draft;
    const grow = () => {
      text.style.setProperty('height', 'auto');
      text.style.setProperty('height', `${text.scrollHeight}px`);
    };
    grow();
    addEventListener('resize', grow);
    return () => removeEventListener('resize', grow);
  }, [draft]);

  function submit(event: Event) {
    event.preventDefault();
    if (sendable) send();
  }
  function stopNow(event: TargetedEvent<HTMLButtonElement>) {
    // The button goes away with the answer; the focus must not be lost with it.
    if (document.activeElement === event.currentTarget) field.current?.focus();
    stop();
  }
  function key(event: KeyboardEvent) {
    if (composing(event) || completion.key(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) submit(event);
  }

  /** True when there were pictures among them. */
  function bring(files: FileList | null | undefined): boolean {
    const pictures = [...(files ?? [])].filter(({ type }) => type.startsWith('image/'));
    if (pictures.length > 0) void attach(pictures);
    return pictures.length > 0;
  }
  function picked(event: TargetedEvent<HTMLInputElement>) {
    bring(event.currentTarget.files);
    // The same photo may be picked again.
    event.currentTarget.value = '';
    field.current?.focus();
  }

  return [
    h(
      'form',
      {
        class: 'composer',
        'aria-label': words.messageToParley,
        onSubmit: submit,
        onDragOver: (event: DragEvent) => {
          if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
        },
        onDrop: (event: DragEvent) => {
          if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
          bring(event.dataTransfer?.files);
        },
      },
      photos.length > 0 && h(AttachedPhotos, { photos }),
      completion.open && h(Completion, { ...completion, onTake: completion.take }),
      h('label', { class: 'vh', for: 'message' }, words.messageToParley),
      h('textarea', {
        id: 'message',
        ref: field,
        rows: 1,
        dir: 'auto',
        placeholder: connected ? words.ask : words.writeOn,
        enterkeyhint: 'send',
        autocomplete: 'off',
        'aria-describedby': long ? 'length' : undefined,
        'aria-invalid': tooLong || undefined,
        'aria-autocomplete': 'list',
        'aria-controls': completion.open ? 'commands' : undefined,
        'aria-activedescendant': completion.open ? optionId(completion.chosen) : undefined,
        onInput: (event: TargetedEvent<HTMLTextAreaElement>) => write(event.currentTarget.value),
        onKeyDown: key,
        onPaste: (event: ClipboardEvent) => {
          if (bring(event.clipboardData?.files)) event.preventDefault();
        },
        onBlur: completion.close,
      }),
      h(
        'div',
        { class: 'composer-bar' },
        h('input', { ref: picker, type: 'file', accept: 'image/*', multiple: true, hidden: true, onChange: picked }),
        h(
          'button',
          { type: 'button', class: 'iconb', 'aria-label': words.attachPhoto, onClick: () => picker.current?.click() },
          icon('picture'),
        ),
        h(
          'p',
          { class: tooLong ? 'length too-long num' : 'length num' },
          long &&
            (tooLong
              ? h('span', { key: 'most', id: 'length', role: 'alert' }, words.tooLong(MOST_CHARACTERS))
              : h('span', { key: 'read', id: 'length', role: 'status' }, words.readsTheFirst(READ_CHARACTERS))),
          // The count changes with every letter and is not for reading aloud each time.
          tooLong && h('span', { 'aria-hidden': 'true' }, ' ', words.thisHas(draft.length)),
        ),
        stoppable &&
          h(
            'button',
            { type: 'button', class: 'stopb', onPointerDown: keepFocus, onClick: stopNow },
            stopSquare(),
            h('span', { class: 'label' }, words.stop),
          ),
        h(
          'button',
          {
            type: 'submit',
            class: 'send',
            'aria-label': words.send,
            'aria-disabled': !sendable,
            onPointerDown: keepFocus,
          },
          icon('arrowUp'),
        ),
      ),
    ),
    h('div', { class: 'hint' }, h('span', { class: 'keys' }, words.enterSends), caveatLine(caveat)),
  ];
}

/** A pressed button leaves the person where they were: writing, with the keyboard of a phone still up. */
function keepFocus(event: Event): void {
  event.preventDefault();
}

/** What is true of every small model needs no room on a phone; what is said of this one does. */
function caveatLine(caveat: string | undefined): ComponentChild {
  return h('span', { class: caveat ? undefined : 'always' }, caveat ?? words.caveat);
}

/** While an input method is at work, Enter takes its suggestion; some browsers say so only by the code 229. */
function composing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** The list of commands on `/`: arrows choose, Enter or Tab takes, Esc closes. */
function useCompletion(draft: string, write: (draft: string) => void) {
  const [closedAt, setClosedAt] = useState('');
  const [index, setIndex] = useState(0);
  const options = completions(draft);
  const open = options.length > 0 && draft !== closedAt;
  const chosen = options[index % Math.max(options.length, 1)] ?? 'help';
  const close = () => setClosedAt(draft);
  const take = (command: Command) => {
    write(`/${command}`);
    setClosedAt(`/${command}`);
    setIndex(0);
  };

  /** True when the key was for the list. */
  function key(event: KeyboardEvent): boolean {
    if (!open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setIndex((index + step + options.length) % options.length);
    else if (event.key === 'Escape') close();
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && draft !== `/${chosen}`) take(chosen);
    else return false;
    event.preventDefault();
    return true;
  }
  return { open, options, chosen, key, take, close };
}
