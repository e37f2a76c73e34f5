/** The one progress element: ticks, filled from the start edge, with a caption at either end. */
import { type ComponentChild, h } from 'preact';

interface RulerProps {
  label: string;
  /** 0 to 1; undefined where nothing is measured: then the ruler stays empty. */
  share: number | undefined;
  /** The progress in words. */
  valueText: string;
  start: ComponentChild;
  end?: ComponentChild;
}

export function Ruler({ label, share, valueText, start, end }: RulerProps) {
  const percent = share === undefined ? undefined : Math.floor(Math.min(Math.max(share, 0), 1) * 100);
  return h(
    'div',
    { class: 'ruler' },
    h(
      'div',
      {
        class: 'track',
        role: 'progressbar',
        'aria-label': label,
        'aria-valuemin': 0,
        'aria-valuemax': 100,
        'aria-valuenow': percent,
        'aria-valuetext': valueText,
      },
      percent !== undefined && h('i', { style: { width: `${percent}%` } }),
    ),
    h('div', { class: 'caps num' }, h('span', null, start), end !== undefined && h('span', null, end)),
  );
}
