import { SelectField } from '../../components/field'
import { formatDuration } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import type { Writing } from './composer'

const CHOICES = [12, 24, 48, 72, 168]
const HOUR_SECONDS = 3600

/** Whom another broadcast wrote to a moment ago can be spared this one. */
export function RestHours({ writing: { view, draft } }: { writing: Writing }) {
  const chosen = view.restHours
  // One that was set by a program is offered as it is.
  const hours = chosen === null || CHOICES.includes(chosen) ? CHOICES : [...CHOICES, chosen]
  return (
    <SelectField
      label={m.composer_rest()}
      hint={m.composer_rest_hint()}
      value={String(chosen ?? '')}
      options={[
        { value: '', text: m.composer_rest_none() },
        ...hours.map((one) => ({
          value: String(one),
          text: m.composer_rest_hours({ duration: formatDuration(one * HOUR_SECONDS) }),
        })),
      ]}
      onChange={(value) => draft.change({ restHours: value ? Number(value) : null })}
    />
  )
}
