import type { ComponentChildren } from 'preact'
import type { ThreadEntry } from '../../../worker/contract/inbox'
import { Name, Time } from '../../components/isolate'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'

type Act = NonNullable<ThreadEntry['act']>

/** What happened with the conversation, as a line between the messages. */
export function ActLine({ entry }: { entry: ThreadEntry }) {
  const { act, at } = entry
  if (!act) return null
  return (
    <p class="act-line">
      {sentence(act, entry.author)} · <Time at={at} style="clock" />
    </p>
  )
}

function sentence(act: Act, author: ThreadEntry['author']): ComponentChildren {
  const who = <Name value={author?.name ?? m.inbox_somebody()} />
  const to = <Name value={act.to?.name ?? m.inbox_somebody()} />
  switch (act.what) {
    case 'assigned':
      return rich(m.inbox_act_assigned, { who, to })
    case 'unassigned':
      return rich(m.inbox_act_unassigned, { who })
    case 'closed':
      return rich(m.inbox_act_closed, { who })
    case 'reopened':
      return rich(m.inbox_act_reopened, { who })
    case 'snoozed':
      return rich(m.inbox_act_snoozed, {
        who,
        time: act.until ? <Time at={act.until} style="full" /> : '',
      })
    case 'woken':
      return m.inbox_act_woken()
    case 'labelled':
      return rich(m.inbox_act_labelled, { who, label: <Name value={act.label ?? ''} /> })
    case 'unlabelled':
      return rich(m.inbox_act_unlabelled, { who, label: <Name value={act.label ?? ''} /> })
  }
}
