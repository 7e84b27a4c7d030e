import type { FactCollector, Facts } from './collector.ts';

const format = '%Y|%m|%d|%H|%M|%S|%A|%w|%W|%s|%N|%Z|%z';

/**
 * The target's clock and time zone.
 * @param now one line in the format above (`%N` is empty or no number where date has no fractions)
 * @param zones the zone's names in January and July of this year, with their offsets: `CET+0100 CEST+0200`
 */
export function parseDateTime(now: string, zones: string): Facts {
  const [
    year = '',
    month = '',
    day = '',
    hour = '',
    minute = '',
    second = '',
    weekday = '',
    weekdayNumber = '',
    weekNumber = '',
    epoch = '',
    nanoseconds = '',
    zone = '',
    offset = '',
  ] = now.split('|');
  const microseconds = /^\d{9}$/.test(nanoseconds) ? nanoseconds.slice(0, 6) : '000000';
  const utc = new Date(Number(epoch) * 1000).toISOString().slice(0, 19);
  return {
    date_time: {
      year,
      month,
      day,
      hour,
      minute,
      second,
      weekday,
      weekday_number: weekdayNumber,
      weeknumber: weekNumber,
      epoch,
      epoch_int: epoch,
      date: `${year}-${month}-${day}`,
      time: `${hour}:${minute}:${second}`,
      iso8601: `${utc}Z`,
      iso8601_micro: `${utc}.${microseconds}Z`,
      iso8601_basic: `${year}${month}${day}T${hour}${minute}${second}${microseconds}`,
      iso8601_basic_short: `${year}${month}${day}T${hour}${minute}${second}`,
      tz: zone,
      tz_dst: summerZone(zones) ?? zone,
      tz_offset: offset,
    },
  };
}

/** The name of the zone whose clock is ahead: in the south that is January's. */
function summerZone(zones: string): string | undefined {
  const [january, july] = zones
    .trim()
    .split(' ')
    .map((text) => /^(.*?)([+-]\d{4})$/.exec(text));
  if (january === null || january === undefined || july === null || july === undefined) return undefined;
  return Number(july[2]) < Number(january[2]) ? january[1] : july[1];
}

export const dateTime: FactCollector = {
  name: 'date_time',
  minimal: true,
  subsets: [],
  requires: [],
  files: [],
  script: `now=$(LC_ALL=C date '+${format}')
printf '%s\\n' "$now"
case $now in
  *'|UTC|'*) ;;
  *)
    year=\${now%%|*}
    start=$(( (year - 1970) * 31557600 + 864000 ))
    printf '%s %s\\n' "$(date -d "@$start" +%Z%z 2>/dev/null)" "$(date -d "@$((start + 15778800))" +%Z%z 2>/dev/null)"
    ;;
esac`,
  parse: (probe) => {
    const [now = '', zones = ''] = (probe.output.get('date_time') ?? '').split('\n');
    return parseDateTime(now, zones);
  },
};
