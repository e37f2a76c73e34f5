/** Drawings: the wordmark, the flag, icons (20 px, stroke 1.6) and the state glyphs (14 px, shape before colour). */
import { type ComponentChild, h } from 'preact';

const LINE = {
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': '1.6',
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const;

const ICON_PATHS = {
  plus: 'M10 4v12M4 10h12',
  find: 'M9 3.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM13.2 13.2 17 17',
  menu: 'M3 6h14M3 10h14M3 14h9',
  copy: 'M7 7h9v9H7zM13 7V4H4v9h3',
  check: 'M4.5 10.5l3.7 3.7 7.3-8',
  down: 'M5.5 8l4.5 4.5L14.5 8',
  arrowUp: 'M10 16V4.5M5 9.2l5-4.9 5 4.9',
  arrowDown: 'M10 4v11.5M5 10.8l5 4.9 5-4.9',
  close: 'M5 5l10 10M15 5 5 15',
  picture: 'M3 4.5h14v11H3zM3 13l4-4 3.5 3.5L13 10l4 4M12.5 7.5h.01',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
} as const;

export type IconName = keyof typeof ICON_PATHS;

/** Decoration: the control it stands in carries the name. */
export function icon(name: IconName): ComponentChild {
  return h(
    'svg',
    { class: `ic ic-${name}`, viewBox: '0 0 20 20', 'aria-hidden': 'true', ...LINE },
    h('path', { d: ICON_PATHS[name] }),
  );
}

export function stopSquare(): ComponentChild {
  return h(
    'svg',
    { class: 'ic', viewBox: '0 0 20 20', 'aria-hidden': 'true' },
    h('rect', { x: '5', y: '5', width: '10', height: '10', rx: '1.5', fill: 'currentColor' }),
  );
}

/** on, proven · connected, unproven · at work or waiting · off, not reached · needs the person · failed */
export type Standing = 'on' | 'half' | 'busy' | 'off' | 'you' | 'bad';

const RING = { cx: '7', cy: '7', r: '4.5', fill: 'none', stroke: 'currentColor', 'stroke-width': '1.8' } as const;

/** Always stands beside a word. */
export function standingGlyph(standing: Standing): ComponentChild {
  return h(
    'svg',
    { class: `st st-${standing}`, viewBox: '0 0 14 14', 'aria-hidden': 'true' },
    ...standingShapes(standing),
  );
}

function standingShapes(standing: Standing): ComponentChild[] {
  switch (standing) {
    case 'on':
      return [h('circle', { cx: '7', cy: '7', r: '4.5', fill: 'currentColor' })];
    case 'half':
      return [h('circle', RING), h('path', { d: 'M7 2.5a4.5 4.5 0 0 1 0 9z', fill: 'currentColor' })];
    case 'busy':
      return [h('circle', { ...RING, 'stroke-dasharray': '3.2 2.2' })];
    case 'off':
      return [h('circle', RING)];
    case 'you':
      return [h('path', { d: 'M7 1.8 12.6 11.8H1.4z', ...LINE, 'stroke-width': '1.8' })];
    case 'bad':
      return [
        h('path', {
          d: 'M2.5 2.5h9v9h-9zM4.8 4.8l4.4 4.4M9.2 4.8 4.8 9.2',
          fill: 'none',
          stroke: 'currentColor',
          'stroke-width': '1.6',
        }),
      ];
    default:
      standing satisfies never;
      return [];
  }
}

/** Dashes say: nobody checked this. */
export function uncheckedGlyph(): ComponentChild {
  return h(
    'svg',
    { class: 'certainty', viewBox: '0 0 20 12', 'aria-hidden': 'true' },
    h('path', { d: 'M1 6h3M6.3 6h3M11.6 6h3M17 6h2', ...LINE, 'stroke-width': '1.8', 'stroke-linecap': 'butt' }),
  );
}

/** Signal flag K on its pole is the p. */
export function wordmark(): ComponentChild {
  return h(
    'svg',
    { class: 'wordmark', viewBox: '0 0 92 34', role: 'img', 'aria-label': 'Parley', focusable: 'false' },
    h('path', { class: 'flag-a', d: 'M6 8.2h7.8v14.6H6z' }),
    h('path', { class: 'flag-b', d: 'M13.8 8.2h.8a7.3 7.3 0 0 1 0 14.6h-.8z' }),
    h(
      'g',
      { ...LINE, 'stroke-width': '2.7' },
      h('path', { d: 'M5 7v24' }),
      h('circle', { cx: '33', cy: '16.4', r: '6.3' }),
      h('path', {
        d:
          'M39.3 9.4v14M46 9.4v14M46 15.6c.5-3.9 2.9-6.2 6.6-6.1M58 3v20.4M64.4 16.2h12.4a6.3 6.3 0 1 0-1.9 4.6' +
          'M80.6 9.6l5 12.2M90.4 9.6l-6.3 15.7c-.9 2.3-2 3.6-4.3 3.7',
      }),
    ),
  );
}

export function flag(): ComponentChild {
  return h(
    'svg',
    { class: 'mark', viewBox: '0 0 22 30', 'aria-hidden': 'true', focusable: 'false' },
    h('path', { class: 'flag-a', d: 'M5 4.6h7.2v13H5z' }),
    h('path', { class: 'flag-b', d: 'M12.2 4.6h1.5a6.5 6.5 0 0 1 0 13h-1.5z' }),
    h('path', {
      d: 'M4 3.4v24.2',
      stroke: 'currentColor',
      'stroke-width': '2.6',
      'stroke-linecap': 'round',
      fill: 'none',
    }),
  );
}

/** The drawings of the prompts on an empty page. */
export type PromptDrawing = 'text' | 'photo' | 'command';

export function promptDrawing(drawing: PromptDrawing): ComponentChild {
  const pen = { ...LINE, 'stroke-linecap': 'butt' } as const;
  const marks: Record<PromptDrawing, ComponentChild[]> = {
    text: [
      h('path', { d: 'M10 5h17l7 7v27H10zM27 5v7h7', ...pen }),
      h('path', { d: 'M15 18h14M15 23h14M15 33h9', ...pen, 'stroke-width': '1.5' }),
      h('path', { class: 'blue-line', d: 'M15 28h12' }),
    ],
    photo: [
      h('rect', { x: '6', y: '8', width: '32', height: '28', rx: '3', ...pen }),
      h('path', { d: 'M6 22h32M12 22v-8h7v8M25 36v-8h7v8', ...pen, 'stroke-width': '1.5' }),
      h('path', { class: 'blue-line', d: 'M25 21v-8h7v8' }),
    ],
    command: [
      h('rect', { x: '6', y: '11', width: '32', height: '22', rx: '5', ...pen }),
      h('path', { class: 'blue-line', d: 'M13 28l5-12' }),
      h('path', { d: 'M22 25h10', ...pen, 'stroke-width': '2' }),
    ],
  };
  return h('svg', { class: 'pi', viewBox: '0 0 44 44', 'aria-hidden': 'true' }, ...marks[drawing]);
}
