/** Photos: attached and about to be sent, in a message of the person, and gone. */
import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { words } from '../words/words.ts';
import { useActions } from './actions.ts';
import { icon } from './glyphs.ts';

/** A photo of this browser's, or where the service has it; null: it is gone. */
export type Photo = Blob | string | null;

/** In a message, in the order they were attached. */
export function photoList(photos: readonly Photo[]): ComponentChild {
  return h(
    'span',
    { class: 'photos' },
    photos.map((photo, index) => h(OnePhoto, { key: index, photo, name: words.photoOf(index + 1, photos.length) })),
  );
}

/** Above the text in the composer, each with its way out. */
export function AttachedPhotos({ photos }: { photos: readonly Blob[] }) {
  const { detach } = useActions();
  return h(
    'ul',
    { class: 'tray', 'aria-label': words.attachedPhotos },
    photos.map((photo, index) =>
      h(
        'li',
        { key: index },
        h(OnePhoto, { photo, name: words.photoOf(index + 1, photos.length) }),
        h(
          'button',
          { type: 'button', class: 'iconb', 'aria-label': words.removePhoto(index + 1), onClick: () => detach(photo) },
          icon('close'),
        ),
      ),
    ),
  );
}

function OnePhoto({ photo, name }: { photo: Photo; name: string }) {
  const [failed, setFailed] = useState(false);
  const own = useOwnAddress(photo);
  const src = typeof photo === 'string' ? photo : own;
  if (photo === null || failed) return h('span', { class: 'photo gone' }, words.photo);
  return src && h('img', { class: 'photo', src, alt: name, onError: () => setFailed(true) });
}

/** An address for a photo of this browser's own, for as long as it is shown. */
function useOwnAddress(photo: Photo): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!(photo instanceof Blob)) return;
    const made = URL.createObjectURL(photo);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [photo]);
  return address;
}
