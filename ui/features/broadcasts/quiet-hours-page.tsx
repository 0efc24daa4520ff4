import { useSignal } from '@preact/signals'
import { useQuery } from '@tanstack/preact-query'
import * as v from 'valibot'
import { QuietHours } from '../../../worker/contract/schedule'
import { Button } from '../../components/button'
import { Checkbox, Choices } from '../../components/choice'
import { describeFailure } from '../../components/failure'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { queryClient } from '../../lib/query'
import { m } from '../../paraglide/messages.js'
import { canManage, useSession } from '../accounts/session'
import { SettingsFrame } from '../accounts/settings-frame'
import { changeQuietHours, fetchQuietHours } from './api'
import { ClockField, QuietWeek } from './quiet-week'
import './when.css'
import { zoneName } from './zone-name'

const QUIET_HOURS = ['quiet-hours']

/** When broadcasts rest, by the week, on the Sabbath and on holidays. */
export function QuietHoursPage() {
  const rules = useQuery({ queryKey: QUIET_HOURS, queryFn: fetchQuietHours })
  return (
    <SettingsFrame current="quiet">
      <p class="md muted">{m.quiet_lead()}</p>
      <Loaded query={rules} skeleton={<Skeleton shape="text" count={9} />}>
        {(saved) => <QuietForm saved={saved} />}
      </Loaded>
    </SettingsFrame>
  )
}

function QuietForm({ saved }: { saved: QuietHours }) {
  const rules = useSignal(saved)
  const session = useSession()
  const mayChange = canManage(session)
  const isValid = v.is(QuietHours, rules.value)
  const set = (change: Partial<QuietHours>) => {
    rules.value = { ...rules.value, ...change }
  }
  const save = useAction<QuietHours>(async (wish) => {
    const kept = await changeQuietHours(wish)
    queryClient.setQueryData(QUIET_HOURS, kept)
    rules.value = kept
    // What plans say of a send follows from these.
    await queryClient.invalidateQueries({ queryKey: ['broadcasts'] })
    showToast({ text: m.common_saved() })
  })
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (isValid) void save.run(rules.value)
      }}
    >
      {!mayChange && <p class="md muted">{m.quiet_read_only()}</p>}
      <fieldset class="stack" disabled={!mayChange}>
        <div class="panel pad stack close">
          <Checkbox
            label={m.quiet_on()}
            isChecked={rules.value.isOn}
            onChange={(isOn) => set({ isOn })}
          />
          {rules.value.isOn && (
            <ClockChoice
              value={rules.value.clock}
              zone={session.account.timeZone}
              onChange={(clock) => set({ clock })}
            />
          )}
          {rules.value.isOn && (
            <Choices
              legend={m.quiet_applies()}
              name="applies"
              look="segmented"
              value={rules.value.appliesTo}
              onChange={(appliesTo) => set({ appliesTo })}
              choices={[
                { value: 'marketing', label: m.quiet_applies_marketing() },
                { value: 'everything', label: m.quiet_applies_everything() },
              ]}
            />
          )}
        </div>
        {rules.value.isOn && (
          <>
            <QuietWeek hours={rules.value.hours} onChange={(hours) => set({ hours })} />
            <Rests rules={rules.value} onChange={set} />
          </>
        )}
        {!isValid && (
          <p class="t-danger" role="alert">
            {m.quiet_wrong()}
          </p>
        )}
        {save.error.value && (
          <p class="t-danger" role="alert">
            {describeFailure(save.error.value)}
          </p>
        )}
        <div class="row">
          <Button type="submit" variant="primary" isBusy={save.isBusy.value}>
            {m.common_save()}
          </Button>
        </div>
      </fieldset>
    </form>
  )
}

type ClockProps = {
  value: QuietHours['clock']
  zone: string
  onChange: (clock: QuietHours['clock']) => void
}

/** Whose evening it is that counts. */
const ClockChoice = ({ value, zone, onChange }: ClockProps) => (
  <Choices
    legend={m.quiet_clock()}
    name="clock"
    value={value}
    onChange={onChange}
    choices={[
      {
        value: 'workspace',
        label: m.quiet_clock_workspace(),
        hint: m.quiet_zone({ zone: zoneName(zone) }),
      },
      {
        value: 'recipient',
        label: m.quiet_clock_recipient(),
        hint: m.quiet_clock_recipient_hint(),
      },
    ]}
  />
)

type RestsProps = { rules: QuietHours; onChange: (change: Partial<QuietHours>) => void }

const Rests = ({ rules, onChange }: RestsProps) => (
  <Section title={m.quiet_rest()}>
    <div class="panel pad stack close">
      <Checkbox
        label={m.quiet_shabbat()}
        hint={m.quiet_shabbat_hint()}
        isChecked={rules.shabbat}
        onChange={(shabbat) => onChange({ shabbat })}
      />
      <Checkbox
        label={m.quiet_holidays()}
        hint={m.quiet_holidays_hint()}
        isChecked={rules.holidays}
        onChange={(holidays) => onChange({ holidays })}
      />
      {(rules.shabbat || rules.holidays) && (
        <>
          <div class="two-columns">
            <ClockField
              label={m.quiet_rest_from()}
              value={rules.restFrom}
              onChange={(restFrom) => onChange({ restFrom })}
            />
            <ClockField
              label={m.quiet_rest_until()}
              value={rules.restUntil}
              onChange={(restUntil) => onChange({ restUntil })}
            />
          </div>
          <p class="sm muted">{m.quiet_rest_hint()}</p>
          {rules.clock === 'recipient' && <p class="sm strong">{m.quiet_rest_israel()}</p>}
        </>
      )}
    </div>
  </Section>
)
