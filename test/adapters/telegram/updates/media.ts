/** Media, places, contacts and what else a message holds beside text. */
import type { Message } from '@grammyjs/types';
import { attachment, type Case, file, parts, privately, said, size, words } from './people.ts';

export const MEDIA: Case[] = [
  {
    says: 'a part of an album says which album',
    update: said({ media_group_id: 'G', photo: [size('P', 90, 1000)] }),
    becomes: [{ kind: 'message', album: 'G' }],
  },
  {
    says: 'of a photo the largest we may fetch is taken',
    update: said({ photo: [size('S', 90, 900), size('M', 800, 80_000), size('X', 9000, 21 * 1024 * 1024)] }),
    becomes: parts({
      kind: 'image',
      attachment: { recipe: { file: 'M', unique: 'Mu' }, mime: 'image/jpeg', bytes: 80_000 },
    }),
  },
  {
    says: 'a video, a round one and an animation are videos, and an animation is one thing',
    update: said({
      animation: { ...file, width: 1, height: 1, duration: 1, mime_type: 'video/mp4', file_name: 'a.mp4' },
      document: { ...file, mime_type: 'video/mp4', file_name: 'a.mp4' },
    }),
    becomes: parts({ kind: 'video', attachment: { ...attachment, mime: 'video/mp4', name: 'a.mp4' } }),
  },
  {
    says: 'a round video is a video',
    update: said({ video_note: { ...file, length: 1, duration: 1 } }),
    becomes: parts({ kind: 'video', attachment: { ...attachment, mime: 'video/mp4' } }),
  },
  {
    says: 'music and a voice message are audio',
    update: said({ voice: { ...file, duration: 3, mime_type: 'audio/ogg' } }),
    becomes: parts({ kind: 'audio', attachment: { ...attachment, mime: 'audio/ogg' } }),
  },
  {
    says: 'an audio file keeps its name',
    update: said({ audio: { ...file, duration: 3, mime_type: 'audio/mpeg', file_name: 'song.mp3' } }),
    becomes: parts({ kind: 'audio', attachment: { ...attachment, mime: 'audio/mpeg', name: 'song.mp3' } }),
  },
  {
    says: 'a document keeps its name and type',
    update: said({ document: { ...file, mime_type: 'application/pdf', file_name: 'a.pdf' }, caption: 'read it' }),
    becomes: parts({
      kind: 'document',
      attachment: { ...attachment, mime: 'application/pdf', name: 'a.pdf' },
      caption: 'read it',
    }),
  },
  {
    says: 'a picture sent as a file is a picture',
    update: said({ document: { ...file, mime_type: 'image/png', file_name: 'label.png' } }),
    becomes: parts({ kind: 'image', attachment: { ...attachment, mime: 'image/png', name: 'label.png' } }),
  },
  {
    says: 'a live photo is its photo',
    update: said({ live_photo: { ...file, width: 1, height: 1, duration: 1, photo: [size('L', 90, 1000)] } }),
    becomes: parts({
      kind: 'image',
      attachment: { recipe: { file: 'L', unique: 'Lu' }, mime: 'image/jpeg', bytes: 1000 },
    }),
  },
  {
    says: 'a sticker comes with its emoji',
    update: said({
      sticker: { ...file, type: 'regular', width: 1, height: 1, is_animated: false, is_video: false, emoji: '🎉' },
    }),
    becomes: parts({ kind: 'sticker', attachment: { ...attachment, mime: 'image/webp' }, caption: '🎉' }),
  },
  {
    says: 'a moving sticker is its still picture',
    update: said({
      sticker: {
        ...{ ...file, type: 'regular', width: 1, height: 1, is_animated: true, is_video: false, emoji: '🎉' },
        thumbnail: size('T', 90, 500),
      },
    }),
    becomes: parts({
      kind: 'sticker',
      attachment: { recipe: { file: 'T', unique: 'Tu' }, mime: 'image/webp', bytes: 500 },
      caption: '🎉',
    }),
  },
  {
    says: 'a moving sticker without a still picture is named',
    update: said({ sticker: { ...file, type: 'regular', width: 1, height: 1, is_animated: false, is_video: true } }),
    becomes: parts({ kind: 'unsupported', what: 'sticker' }),
  },
  {
    says: 'a place',
    update: said({ location: { latitude: 1.5, longitude: 2.5 } }),
    becomes: parts({ kind: 'location', latitude: 1.5, longitude: 2.5 }),
  },
  {
    says: 'a named place, once',
    update: said({
      location: { latitude: 1.5, longitude: 2.5 },
      venue: { location: { latitude: 1.5, longitude: 2.5 }, title: 'Café', address: 'Rua 1' },
    }),
    becomes: parts({ kind: 'location', latitude: 1.5, longitude: 2.5, label: 'Café, Rua 1' }),
  },
  {
    says: 'a contact',
    update: said({ contact: { phone_number: '+351', first_name: 'Bo', last_name: 'B' } }),
    becomes: parts({ kind: 'contact', name: 'Bo B', phones: ['+351'] }),
  },
  {
    says: 'a poll in words',
    update: said({ poll: { question: 'Tea?', options: [{ text: 'yes' }, { text: 'no' }] } } as Partial<Message>),
    becomes: words('Poll: Tea?\n- yes\n- no'),
  },
  {
    says: 'a checklist in words',
    update: said({
      checklist: {
        title: 'Trip',
        tasks: [
          { id: 1, text: 'tent', completion_date: 5 },
          { id: 2, text: 'food' },
        ],
      },
    }),
    becomes: words('Checklist: Trip\n- [x] tent\n- [ ] food'),
  },
  { says: 'a die', update: said({ dice: { emoji: '🎲', value: 4 } }), becomes: words('🎲 4') },
  {
    says: 'a game is named, since it cannot be read',
    update: said({ game: { title: 't', description: 'd', text: '', text_entities: [], photo: [] } } as object),
    becomes: parts({ kind: 'unsupported', what: 'game' }),
  },
  {
    says: 'a story, paid media and a giveaway are named',
    update: said({ story: { chat: privately, id: 1 } }),
    becomes: parts({ kind: 'unsupported', what: 'story' }),
  },
  {
    says: 'paid media keeps its caption',
    update: said({ paid_media: { star_count: 1, paid_media: [] }, caption: 'look' }),
    becomes: parts({ kind: 'unsupported', what: 'paid_media' }, { kind: 'text', text: 'look' }),
  },
  {
    says: 'something of next year is named',
    update: said({ hologram: { file_id: 'x' } } as Partial<Message>),
    becomes: parts({ kind: 'unsupported', what: 'hologram' }),
  },
];
