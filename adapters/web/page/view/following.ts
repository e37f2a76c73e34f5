/** Keeps the end of the log in sight while it is, and leaves alone what is being read. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** So near to the end it counts as in sight: about a line and a half. */
const NEAR_PX = 40;

/**
 * Keeps the end in sight while it is, and tells when something new stands below it.
 * `content`: what, when it changes, is new text. `own`: the person's newest message, to which the log always goes.
 * `shown`: grows when earlier turns are drawn above; what is being read then stays where it is.
 */
export function useFollowing(
  log: RefObject<HTMLDivElement | null>,
  content: readonly unknown[],
  own: string | undefined,
  shown: number,
): [newBelow: boolean, scrollToEnd: () => void] {
  const [newBelow, setNewBelow] = useState(false);
  const following = useRef(true);
  const fromEnd = useRef(0);

  function toEnd() {
    following.current = true;
    setNewBelow(false);
    // A greeting or a notice alone is read from its beginning.
    const frame = log.current;
    if (frame?.querySelector('.turn')) frame.scrollTop = frame.scrollHeight;
  }

  useLayoutEffect(() => {
    const frame = log.current!;
    const distance = () => frame.scrollHeight - frame.scrollTop - frame.clientHeight;
    const scrolled = () => {
      fromEnd.current = distance();
      following.current = fromEnd.current < NEAR_PX;
      if (following.current) setNewBelow(false);
    };
    const resized = new ResizeObserver(() => following.current && toEnd());
    // A picture takes its room only once it is there.
    const loaded = () => following.current && toEnd();
    frame.addEventListener('scroll', scrolled, { passive: true });
    frame.addEventListener('load', loaded, { capture: true });
    resized.observe(frame);
    return () => {
      frame.removeEventListener('scroll', scrolled);
      frame.removeEventListener('load', loaded, { capture: true });
      resized.disconnect();
    };
  }, []);

  useLayoutEffect(() => {
    const frame = log.current!;
    if (!following.current) frame.scrollTop = frame.scrollHeight - frame.clientHeight - fromEnd.current;
  }, [shown]);

  useLayoutEffect(() => {
    if (following.current) toEnd();
    else setNewBelow(true);
  }, content);

  useLayoutEffect(() => {
    if (own !== undefined) toEnd();
  }, [own]);

  return [newBelow, toEnd];
}
