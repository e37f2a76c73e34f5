/**
 * Buttons under a skill's reply, and the steps they stand for. A step names its photos, so it works whatever was said
 * in between; it is offered only where it will work (product.md R43).
 */
import type { Button } from '../../../adapters/contract.ts';
import { say } from '../../conversation/notices.ts';
import { NUTRIENTS, type Nutrient } from '../printed/nutrients.ts';
import { label } from './wording.ts';

export type Step =
  /** Numbered boxes on the photo. */
  | { kind: 'shown'; photo: string }
  /** The whole ranking. */
  | { kind: 'all'; photo: string; what: Nutrient; way: 'most' | 'least' }
  /** One pack's or label's value; `place` counts the packs as they were read, from 0. */
  | { kind: 'one'; photo: string; place: number; what: Nutrient }
  | { kind: 'bars'; photos: string[] }
  | { kind: 'prices'; photos: string[] }
  | { kind: 'file'; photo: string };

const FORM = /^skill:([a-z]+):([^:]+)(?::(\d+))?(?::(most|least):(\d+))?$/;

/** At most 64 bytes where a photo's id has at most 16 characters. */
export function choiceOf(step: Step): string {
  switch (step.kind) {
    case 'shown':
    case 'file':
      return `skill:${step.kind}:${step.photo}`;
    case 'all':
      return `skill:all:${step.photo}:${step.way}:${NUTRIENTS.indexOf(step.what)}`;
    case 'one':
      return `skill:one:${step.photo}:${step.place}:most:${NUTRIENTS.indexOf(step.what)}`;
    case 'bars':
    case 'prices':
      return `skill:${step.kind}:${step.photos.join(',')}`;
    default:
      return step satisfies never;
  }
}

/** The step a pressed button stands for, or null: it is none of a skill's. */
export function stepOf(choice: string): Step | null {
  const [, kind, photo = '', place, way, index] = FORM.exec(choice) ?? [];
  const what = NUTRIENTS[Number(index ?? 0)];
  if (what === undefined) return null;
  switch (kind) {
    case 'shown':
    case 'file':
      return { kind, photo };
    case 'all':
      return { kind, photo, what, way: way === 'least' ? 'least' : 'most' };
    case 'one':
      return { kind, photo, place: Number(place ?? 0), what };
    case 'bars':
    case 'prices':
      return { kind, photos: photo.split(',') };
    default:
      return null;
  }
}

/** A button in the language's words. `all` says how many. */
export function offer(step: Exclude<Step, { kind: 'one' }>, language: string, count = 0): Button {
  return { label: label(say(`skill.button.${step.kind}`, { count }, language)), value: choiceOf(step) };
}
