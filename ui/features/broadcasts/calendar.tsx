import { ChevronLeft, ChevronRight } from 'lucide-preact'
import type { CalendarView } from '../../../worker/contract/calendar'
import { LinkButton } from '../../components/button'
import { Icon } from '../../components/icon'
import { Name } from '../../components/isolate'
import { Loaded, Skeleton } from '../../components/states'
import { dayIn } from '../../lib/day'
import { formatClock } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { addressOf } from './broadcasts-table'
import './calendar.css'
import {
  dayName,
  dayOfMonth,
  firstWeekday,
  monthName,
  weekdayName,
  weekOrder,
} from './calendar-days'
import { listPlace, useCalendar } from './model'
import { ZoneMoment } from './moment'
import { quietReason } from './quiet-words'
import { stateName } from './state'
import { monthAfter, weeksOf } from './weeks'
import { zoneName } from './zone-name'

type Day = CalendarView['days'][number]
type Item = CalendarView['broadcasts'][number]

/** A month of broadcasts; on a phone the days that have something, one below the other. */
export function Calendar() {
  const { timeZone } = useSession().account
  const thisMonth = dayIn(timeZone, Date.now()).slice(0, 7)
  const month = listPlace.value.value.month || thisMonth
  const sheet = useCalendar(month)
  return (
    <div class="stack close">
      <div class="row calendar-head">
        <MonthLink month={monthAfter(month, -1)} label={m.calendar_previous()} icon={ChevronLeft} />
        <h2 aria-live="polite">{monthName(month)}</h2>
        <MonthLink month={monthAfter(month, 1)} label={m.calendar_next()} icon={ChevronRight} />
        <LinkButton href={listPlace.href({ month: '' })}>{m.calendar_today()}</LinkButton>
      </div>
      <Loaded query={sheet} skeleton={<Skeleton shape="rows" />}>
        {(data) => (
          <>
            <Sheet sheet={data} month={month} />
            <Agenda sheet={data} month={month} />
            <p class="sm muted">
              {m.calendar_zone({ zone: zoneName(data.zone) })}
              {data.isCut && ` ${m.calendar_cut()}`}
            </p>
          </>
        )}
      </Loaded>
    </div>
  )
}

type MonthLinkProps = { month: string; label: string; icon: typeof ChevronLeft }

const MonthLink = ({ month, label, icon }: MonthLinkProps) => (
  <a class="btn quiet icon" href={listPlace.href({ month })} aria-label={label}>
    <Icon of={icon} isDirectional />
  </a>
)

type Props = { sheet: CalendarView; month: string }

const Sheet = ({ sheet, month }: Props) => (
  <table class="calendar not-phone">
    <caption class="vh">{m.calendar_caption({ month: monthName(month) })}</caption>
    <thead>
      <tr>
        {weekOrder().map((weekday) => (
          <th key={weekday} scope="col">
            <abbr title={weekdayName(weekday, 'long')}>{weekdayName(weekday, 'short')}</abbr>
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {weeksOf(sheet.days, month, firstWeekday()).map((week) => (
        <tr key={week[0]?.day}>
          {week.map((day) => (
            <td
              key={day.day}
              class={classOf(day, month)}
              aria-current={day.day === sheet.today ? 'date' : undefined}
            >
              <span class="calendar-day">
                <span class="num">{dayOfMonth(day.day)}</span>
                <DayNote day={day} />
              </span>
              <Items items={itemsOn(sheet, day.day)} zone={sheet.zone} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

const classOf = (day: Day, month: string) =>
  [day.isQuiet ? 'is-quiet' : '', day.day.startsWith(month) ? '' : 'is-other']
    .filter(Boolean)
    .join(' ')

const itemsOn = ({ broadcasts }: CalendarView, day: string) =>
  broadcasts.filter((one) => one.day === day)

function DayNote({ day }: { day: Day }) {
  if (day.holiday) return <span class="xs muted">{quietReason(day.holiday)}</span>
  return day.isQuiet ? <span class="xs muted">{m.calendar_quiet()}</span> : null
}

const Items = ({ items, zone }: { items: Item[]; zone: string }) => (
  <ul class="calendar-items">
    {items.map((item) => (
      <li key={item.id}>
        <a class={`plain state-${item.state}`} href={addressOf(item)}>
          <bdi dir="ltr" class="num">
            {formatClock(item.at, zone)}
          </bdi>{' '}
          <Name value={item.name} />
          {item.lastAt !== null && (
            <small class="calendar-last">
              {rich(m.calendar_last, { when: <ZoneMoment at={item.lastAt} zone={zone} /> })}
            </small>
          )}
          <span class="vh"> · {stateName(item.state)}</span>
        </a>
      </li>
    ))}
  </ul>
)

function Agenda({ sheet, month }: Props) {
  const days = sheet.days.filter(
    ({ day, holiday }) =>
      day.startsWith(month) && (holiday || itemsOn(sheet, day).length > 0 || day === sheet.today),
  )
  return (
    <div class="only-phone">
      <div class="panel agenda">
        {days.length === 0 && <p class="md muted">{m.calendar_none()}</p>}
        {days.map((day) => (
          <section key={day.day}>
            <h3>
              {dayName(day.day)} <DayNote day={day} />
            </h3>
            <Items items={itemsOn(sheet, day.day)} zone={sheet.zone} />
          </section>
        ))}
      </div>
    </div>
  )
}
