/**
 * Figures as a person reads them. Number and unit are joined by a no-break space; digits, separators and dates are
 * those of the language of the interface. The clock has 24 hours, as in all that Parley says.
 */

const NBSP = '\u00A0';
const MINUTE_S = 60;
const HOUR_S = 3600;

export interface Figures {
  /** 0.673 → "67 %" */
  share(share: number): string;
  /** Both in the unit of the total: 1.31e9, 1.96e9 → "1.31 of 1.96 GB"; `of` is the word between. */
  bytesOf(done: number, total: number, of: string): string;
  /** 11.4e6 → "11.4 MB" */
  bytes(bytes: number): string;
  /** 154 → "2 min 34 s" */
  seconds(seconds: number): string;
  /** 0.42 → "0.4 ms", 612 → "612 ms", 1200 → "1.2 s", 0 → "0" */
  ms(ms: number): string;
  /** 14.23 → "14", 8.26 → "8.3" */
  rate(perSecond: number): string;
  count(count: number): string;
  /** "14:25" */
  time(at: number): string;
  /** "Fri" */
  weekday(at: number): string;
  /** "12 Nov" */
  day(at: number): string;
  /** "Friday, 21 November 2025" */
  fullDate(at: number): string;
  /** "November 2025", without the year in the year of `now` */
  month(at: number, now: number): string;
}

/** `locale`: BCP 47 tag. */
export function figuresIn(locale: string): Figures {
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  const fixed = (digits: number) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const [whole, tenths, hundredths] = [fixed(0), fixed(1), fixed(2)];
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const time = dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const weekday = dates({ weekday: 'short' });
  const day = dates({ day: 'numeric', month: 'short' });
  const fullDate = dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const month = dates({ month: 'long' });
  const monthAndYear = dates({ month: 'long', year: 'numeric' });

  const inUnit = (bytes: number, { size, digits }: ByteUnit) =>
    [whole, tenths, hundredths][digits]!.format(bytes / size);
  const withUnit = (figure: string, unit: string) => `${figure}${NBSP}${unit}`;

  return {
    share: (share) => percent.format(Math.floor(share * 100) / 100).replace(/\s?%/, `${NBSP}%`),
    bytesOf(done, total, of) {
      const unit = unitOf(total);
      return `${inUnit(done, unit)} ${of} ${withUnit(inUnit(total, unit), unit.name)}`;
    },
    bytes(bytes) {
      const unit = unitOf(bytes);
      return withUnit(inUnit(bytes, unit), unit.name);
    },
    seconds(seconds) {
      const rounded = Math.round(seconds);
      const parts =
        rounded < MINUTE_S
          ? [[rounded, 's']]
          : rounded < HOUR_S
            ? [
                [Math.floor(rounded / MINUTE_S), 'min'],
                [rounded % MINUTE_S, 's'],
              ]
            : [
                [Math.floor(rounded / HOUR_S), 'h'],
                [Math.floor((rounded % HOUR_S) / MINUTE_S), 'min'],
              ];
      return parts.map(([count, unit]) => withUnit(whole.format(Number(count)), String(unit))).join(' ');
    },
    ms(ms) {
      if (ms < 0.05) return whole.format(0);
      if (ms < 10) return withUnit(tenths.format(ms), 'ms');
      return ms < 1000 ? withUnit(whole.format(ms), 'ms') : withUnit(tenths.format(ms / 1000), 's');
    },
    rate: (perSecond) => (perSecond < 10 ? tenths : whole).format(perSecond),
    count: (count) => whole.format(count),
    time: (at) => time.format(at),
    weekday: (at) => weekday.format(at),
    day: (at) => day.format(at),
    fullDate: (at) => fullDate.format(at),
    month: (at, now) => (new Date(at).getFullYear() === new Date(now).getFullYear() ? month : monthAndYear).format(at),
  };
}

interface ByteUnit {
  name: string;
  size: number;
  digits: 0 | 1 | 2;
}

const BYTE_UNITS: ByteUnit[] = [
  { name: 'GB', size: 1e9, digits: 2 },
  { name: 'MB', size: 1e6, digits: 1 },
  { name: 'kB', size: 1e3, digits: 0 },
  { name: 'B', size: 1, digits: 0 },
];

function unitOf(bytes: number): ByteUnit {
  return BYTE_UNITS.find(({ size }) => bytes >= size) ?? BYTE_UNITS.at(-1)!;
}
