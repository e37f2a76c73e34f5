import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../adapters/telegram/decode.ts';
import { BOT } from './updates/people.ts';
import { CASES } from './updates.ts';

const NOW = 1_790_000_100_000;

describe('an update of Telegram', () => {
  it.each(CASES)('$says', ({ update, becomes }) => {
    const decoded = decode(update, BOT, NOW);
    if (typeof becomes === 'string') expect(decoded).toMatchObject({ events: [], ignored: becomes });
    else {
      expect(decoded.ignored).toBeUndefined();
      expect(decoded.events).toHaveLength(becomes.length);
      expect(decoded.events).toMatchObject(becomes);
    }
  });

  it('is known by its own number, again and again', () => {
    const [{ update }] = CASES as [(typeof CASES)[number]];
    expect(decode(update, BOT, NOW)).toEqual(decode(structuredClone(update), BOT, NOW));
    expect(decode({ ...update, update_id: 2 }, BOT, NOW).events[0]!.eventId).toBe('2');
  });

  it('with a button says which, so that it can be answered whatever becomes of it', () => {
    expect(decode({ update_id: 1, callback_query: { id: 'q' } }, BOT, NOW)).toMatchObject({ callback: 'q' });
    for (const { update } of CASES)
      expect(decode(update, BOT, NOW).callback).toBe('callback_query' in update ? 'q' : undefined);
  });

  it('whose formatting is broken keeps its words', () => {
    const [{ update }] = CASES as [(typeof CASES)[number]];
    const broken = { ...update, message: { ...update.message, text: 'hello', entities: [{ type: 1 }, null] } };
    expect(decode(broken, BOT, NOW).events).toMatchObject([{ parts: [{ kind: 'text', text: 'hello' }] }]);
  });

  it('with a field nobody knows before its message is that message', () => {
    const [{ update }] = CASES as [(typeof CASES)[number]];
    const { update_id, ...kinds } = update;
    const odd = decode({ update_id, shard: 3, ...kinds }, BOT, NOW);
    expect(odd).toEqual(decode(update, BOT, NOW));
  });

  it.each(['via_bot', 'checklist', 'media_group_id', 'photo', 'is_topic_message', 'edit_date', 'poll', 'voice'])(
    'whose %s is malformed keeps its words',
    (field) => {
      const [{ update }] = CASES as [(typeof CASES)[number]];
      const odd = { ...update, message: { ...update.message, text: 'hello', [field]: ['odd', 1] } };
      expect(decode(odd, BOT, NOW).events).toMatchObject([{ parts: [{ kind: 'text', text: 'hello' }] }]);
    },
  );

  it('with 300 entities and a gigantic text is read in no time that matters', () => {
    const text = 'word '.repeat(20_000);
    const entities = Array.from({ length: 300 }, (_, index) => ({ type: 'bold', offset: index * 5, length: 4 }));
    const [{ update }] = CASES as [(typeof CASES)[number]];
    const { events } = decode({ ...update, message: { ...update.message, text, entities } }, BOT, NOW);
    expect(JSON.stringify(events)).toContain('**word** **word**');
  });

  it('may be anything at all, and never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (raw) => void decode(raw, BOT, NOW)),
      { numRuns: 300 },
    );
  });

  it('that is damaged anywhere becomes events or a reason, and never throws', () => {
    const damaged = fc
      .tuple(fc.constantFrom(...CASES.map(({ update }) => update)), fc.nat(), fc.anything())
      .map(([update, where, what]) => {
        const copy = structuredClone(update) as object;
        const places = placesIn(copy);
        const [holder, name] = places[where % places.length]!;
        holder[name] = what;
        return copy;
      });
    fc.assert(
      fc.property(damaged, (raw) => {
        const { events, ignored } = decode(raw, BOT, NOW);
        expect(events.length > 0 || typeof ignored === 'string').toBe(true);
        for (const { eventId, address } of events) {
          expect(eventId).not.toBe('');
          expect(address).toMatchObject({ channel: 'telegram', account: BOT.id });
        }
      }),
      { numRuns: 1000 },
    );
  });
});

/** Every field in it, at any depth. */
function placesIn(value: object): [Record<string, unknown>, string][] {
  return Object.entries(value).flatMap(([name, inner]) => [
    [value as Record<string, unknown>, name] as [Record<string, unknown>, string],
    ...(typeof inner === 'object' && inner !== null ? placesIn(inner as object) : []),
  ]);
}
