/** What the tests read of a webhook body; the rest is held against Meta's examples. */
export type Status = {
  id: string
  status: string
  timestamp: string
  recipient_id?: string
  recipient_user_id?: string
  biz_opaque_callback_data?: string
  pricing?: Record<string, unknown>
  errors?: { code: number }[]
}

export type Inbound = {
  id: string
  from?: string
  from_user_id: string
  type: string
  text?: { body: string }
  button?: { payload: string; text: string }
  context?: { id: string }
}

type Contact = { wa_id?: string; user_id: string; profile: { name: string; username?: string } }

export type Change = {
  field: string
  value: {
    metadata?: { phone_number_id: string }
    contacts?: Contact[]
    statuses?: Status[]
    messages?: Inbound[]
  } & Record<string, unknown>
}

export type Webhook = { object: string; entry: { id: string; time?: number; changes: Change[] }[] }

/** A body cut down to one change of a kind, as Meta's examples are. */
export function singleChanges({ object, entry }: Webhook): Webhook[] {
  return entry.flatMap(({ changes, ...head }) =>
    changes.flatMap(split).map((change) => ({ object, entry: [{ ...head, changes: [change] }] })),
  )
}

function split(change: Change): Change[] {
  const { statuses, contacts } = change.value
  if (!statuses) return [change]
  const reached = statuses.filter(({ status }) => status !== 'failed')
  return statuses.map((status) => {
    const contact = contacts?.[reached.indexOf(status)]
    const { contacts: _all, ...value } = change.value
    return {
      ...change,
      value: { ...value, ...(contact && { contacts: [contact] }), statuses: [status] },
    }
  })
}
