import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ADMIN_ONLY_MS,
  after,
  type Consent,
  type Deed,
  decide,
  LEFT,
  NO_CONSENT,
  rowsFor,
  type Saying,
  SILENT_MS,
  standing,
  YES_WITHIN_MS,
} from '../../src/conversation/consent.ts';

const deed = (over: Partial<Deed>): Deed => ({
  what: 'message',
  notice: 1,
  group: false,
  mode: 'person',
  owner: false,
  admin: true,
  access: 'yes',
  ...over,
});

/** A chat with a ledger of its own, at a time of its own. */
function chat(start: Consent = NO_CONSENT) {
  let consent = start;
  let lastAt = 0;
  let now = 0;
  return {
    get now() {
      return now;
    },
    get consent() {
      return consent;
    },
    wait: (ms: number) => {
      now += ms;
    },
    heard: () => {
      lastAt = now;
    },
    standing: (notice = 1) => standing(consent, notice, lastAt, now),
    act(act: Parameters<typeof after>[1]['act'], notice = 1) {
      consent = rowsFor(consent, lastAt, { act, notice, at: now }).reduce(after, consent);
      lastAt = now;
    },
    does(over: Partial<Deed>): Saying | null {
      const one = deed(over);
      const saying = decide(consent, lastAt, one, now);
      if (saying !== null) this.act(saying, one.notice);
      return saying;
    },
  };
}

describe('a private chat', () => {
  it('hears the notice once, however often somebody writes, and again at /start', () => {
    const one = chat();
    expect([one.does({}), one.does({}), one.does({})]).toEqual(['notice for a message', null, null]);
    expect([one.does({ what: 'start' }), one.does({ what: 'start' })]).toEqual(['notice', 'notice']);
  });

  it('is on after a yes under the notice it was shown, and only then', () => {
    const one = chat();
    expect(one.does({ what: 'yes', version: 1 })).toBeNull();
    one.does({ what: 'start' });
    expect(one.does({ what: 'yes', version: 2 })).toBeNull();
    expect(one.does({ what: 'yes', version: 1 })).toBe('on');
    expect(one.standing()).toBe('on');
    expect(one.does({ what: 'yes', version: 1 })).toBeNull();
  });

  it('is silent after a no, until somebody changes their mind', () => {
    const one = chat();
    one.does({ what: 'start' });
    expect([one.does({ what: 'no', version: 1 }), one.does({}), one.does({})]).toEqual(['declined', null, null]);
    expect(one.does({ what: 'yes', version: 1 })).toBe('on');
  });

  it('is asked again before its next turn when the notice changes, and is off without a yes in 14 days', () => {
    const one = chat();
    one.does({ what: 'start' });
    one.does({ what: 'yes', version: 1 });
    expect(one.standing(2)).toBe('outdated');
    expect([one.does({ notice: 2 }), one.does({ notice: 2 })]).toEqual(['notice for a message', null]);
    one.wait(YES_WITHIN_MS + 1);
    expect(one.standing(2)).toBe('lapsed');
    expect(one.does({ notice: 2 })).toBeNull();
    expect(one.does({ what: 'yes', version: 1, notice: 2 })).toBeNull();
    expect(one.does({ what: 'yes', version: 2, notice: 2 })).toBe('on');
  });

  it('is off after 90 days of silence', () => {
    const one = chat();
    one.does({ what: 'start' });
    one.does({ what: 'yes', version: 1 });
    one.wait(SILENT_MS - 1);
    expect(one.standing()).toBe('on');
    one.wait(2);
    expect([one.standing(), one.does({})]).toEqual(['lapsed', null]);
  });

  it('that was forgotten is silent until /start', () => {
    const one = chat(LEFT);
    expect([one.does({}), one.does({ what: 'start' })]).toEqual([null, 'notice']);
  });

  it('of somebody who may not talk says so once; of somebody blocked never', () => {
    const one = chat();
    expect([one.does({ access: 'no' }), one.does({ access: 'no', what: 'start' })]).toEqual(['private', null]);
    const other = chat();
    expect([other.does({ access: 'blocked' }), other.does({ access: 'blocked', what: 'start' })]).toEqual([null, null]);
  });
});

describe('a group', () => {
  const group = { group: true } as const;
  it('is switched on by an admin; others hear once a day that they cannot', () => {
    const one = chat();
    const member = { ...group, what: 'start', admin: false } as const;
    expect([one.does({ ...group, what: 'added' }), one.does({ ...group, what: 'added' })]).toEqual([
      'here but off',
      null,
    ]);
    expect([one.does(member), one.does(member)]).toEqual(['admin only', null]);
    one.wait(ADMIN_ONLY_MS);
    expect(one.does(member)).toBe('admin only');
    expect(one.does({ ...group })).toBeNull();
    expect(one.does({ ...group, what: 'start' })).toBe('on');
  });
});

describe('a number of the owner’s own', () => {
  const personal = { mode: 'owner and person' } as const;
  it('is silent before the owner’s word, and on after the other person’s', () => {
    const one = chat();
    expect([
      one.does(personal),
      one.does({ ...personal, what: 'start' }),
      one.does({ ...personal, what: 'yes' }),
    ]).toEqual([null, null, null]);
    expect(one.does({ ...personal, what: 'start', owner: true })).toBe('owner on');
    expect(one.standing()).toBe('new');
    expect(one.does({ ...personal, what: 'yes', owner: true })).toBeNull();
    expect(one.does({ ...personal, what: 'yes' })).toBe('on');
  });
});

/** What the property below does not take from `decide`: the rules in other words. */
function rules(mode: Deed['mode']) {
  const said: { saying: Saying; notice: number; at: number; by: Deed }[] = [];
  return {
    check(saying: Saying, by: Deed, at: number) {
      const before = said.filter((one) => one.saying === saying);
      const shown = said.some((one) => one.notice === by.notice && /^notice|^owner on/.test(one.saying));
      expect(by.access).not.toBe('blocked');
      switch (saying) {
        case 'notice for a message':
          expect(before.some((one) => one.notice === by.notice)).toBe(false);
          break;
        case 'notice':
          expect(['start', 'yes', 'more', 'no']).toContain(by.what);
          break;
        case 'more':
        case 'declined':
          expect(mode === 'page' || said.length > 0).toBe(true);
          break;
        case 'on':
          expect(by.access).toBe('yes');
          if (mode !== 'page' && !by.group) expect(shown).toBe(true);
          if (by.group) expect(by.admin).toBe(true);
          if (mode === 'owner and person' && !by.group) expect(by.owner).toBe(false);
          break;
        case 'admin only':
          expect(before.every((one) => at - one.at >= ADMIN_ONLY_MS)).toBe(true);
          expect(by.admin).toBe(false);
          break;
        case 'owner on':
          expect(by.owner).toBe(true);
          break;
        case 'here but off':
        case 'private':
          expect(before).toEqual([]);
          break;
        default:
          saying satisfies never;
      }
      if (mode === 'owner and person')
        expect(by.owner || said.some((one) => one.saying === 'owner on' || one.saying === 'on')).toBe(true);
      said.push({ saying, notice: by.notice, at, by });
    },
  };
}

describe('in any order of events (10,000 histories)', () => {
  it('nothing is said before consent but the closed list, each as often as it may, and nothing is on without its yes', () => {
    const anything = fc.record({
      what: fc.constantFrom<Deed['what']>('start', 'message', 'message', 'yes', 'no', 'more', 'added'),
      version: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      owner: fc.boolean(),
      admin: fc.boolean(),
      access: fc.constantFrom<Deed['access']>('yes', 'yes', 'yes', 'no', 'blocked'),
      waitMs: fc.constantFrom(0, 0, 0, 3_600_000, 30 * 3_600_000, YES_WITHIN_MS + 1, SILENT_MS + 1),
      change: fc.constantFrom('no', 'no', 'no', 'facts', 'off', 'forgot'),
    });
    fc.assert(
      fc.property(
        fc.constantFrom<Deed['mode']>('person', 'person', 'owner and person', 'page'),
        fc.boolean(),
        fc.array(anything, { maxLength: 25 }),
        (mode, several, events) => {
          const group = several && mode !== 'page';
          let one = chat();
          let watch = rules(mode);
          let notice = 1;
          for (const { waitMs, change, version, ...rest } of events) {
            one.wait(waitMs);
            if (change === 'facts') notice += 1;
            if (change === 'off' || change === 'forgot') {
              one.act(change, notice);
              if (change === 'forgot') {
                one = chat(LEFT);
                watch = rules(mode);
              }
              expect(one.standing(notice)).toBe('off');
            }
            const stood = one.standing(notice);
            const by = deed({
              ...rest,
              notice,
              group,
              mode,
              ...(version === undefined ? {} : { version }),
              ...(mode === 'page' ? { access: 'yes' as const } : {}),
            });
            const before = one.consent;
            const saying = one.does(by);
            if (saying === null) {
              expect(one.consent).toBe(before);
              expect(one.standing(notice)).toBe(stood);
            } else watch.check(saying, by, one.now);
            if (one.standing(notice) === 'on' && stood !== 'on') expect(saying).toBe('on');
          }
        },
      ),
      { numRuns: 10_000 },
    );
  });
});
