import { describe, expect, it } from 'vitest';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import { ANA, event } from './ana.ts';
import { journeys } from './journeys.ts';
import { answerNext, asked, on, privateChat, somebody } from './people.ts';
import { signPhoto } from './sign.ts';

const journeyOf = journeys(() => ({ consent: false }));

describe('a chat that goes on under another address', () => {
  it('takes along its consent, its words, what waits in it and who was let in', async () => {
    const channel = createNotebookChannel({ access: 'pairing' });
    const journey = await journeyOf({ channel });
    await journey.ask('mint', { account: '["notebook","a"]', code: 'OWNERS-CODE', role: 'owner' });
    const ana = somebody(journey, { id: 'ana' });
    await ana.says('/start OWNERS-CODE');
    await ana.presses('Switch on');
    await ana.hears('I’m on.');
    await ana.says('my name is Ana');
    await answerNext(journey, 'hello Ana');
    await ana.hears('hello Ana');
    await ana.says('waiting question');
    const lost = await journey.runtime.taken();
    const to = privateChat('ana-two');
    expect(await journey.admit([event({ kind: 'moved', to })])).toEqual([{ status: 'admitted', id: 0 }]);
    lost.end();
    const again = await journey.runtime.taken();
    expect(asked(again)).toBe('waiting question');
    expect(JSON.stringify(again.request)).toContain('my name is Ana');
    again.write('found it');
    again.end();
    await expect.poll(() => channel.replies('ana-two')).toEqual(['found it']);
    const moved = somebody(journey, { id: 'ana-two' }, to);
    await moved.says('/allow');
    await moved.hears('Whoever opens this link first');
    expect(await ana.says('hello')).toMatchObject({ status: 'refused' });
    expect(await journey.entries(ANA)).toEqual([]);
  });

  it('takes along its photos and what they were asked, and forgets them there', async () => {
    const journey = await journeyOf();
    const ana = await on(journey, 'ana');
    const { conversation, to } = { conversation: journey.name(ANA), to: privateChat('ana-two') };
    journey.channel.pictures.set('photo', await signPhoto());
    await ana.says('', { parts: [{ kind: 'image', attachment: { recipe: 'photo' } }] });
    await ana.hears(/./);
    await journey.ask('setFocus', { conversation, focus: { photos: ['one'] } });
    await journey.admit([event({ kind: 'moved', to })]);
    const there = journey.name(to);
    const [{ state } = {}] = await journey.ask('pictures', { conversation: there });
    if (state?.name !== 'kept') throw new Error('The photo is kept for a day.');
    expect(await journey.ask('focus', { conversation: there })).toEqual({ photos: ['one'] });
    expect(await journey.ask('pictures', { conversation })).toEqual([]);
    const moved = somebody(journey, { id: 'ana-two' }, to);
    await moved.chooses('forget:all');
    await moved.hears(/^Erased at/);
    await expect(journey.files.read(state.file)).rejects.toThrow('is gone');
  });
});
