import { Plus, Trash2 } from 'lucide-preact'
import { useRef } from 'preact/hooks'
import * as v from 'valibot'
import { ASSIGN_MODES, type AssignMode, SavedReplyInput } from '../../../worker/contract/inbox'
import { Button, IconButton } from '../../components/button'
import { SelectField, TextArea, TextField } from '../../components/field'
import { Name } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { ApiError } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { canManage, useSession } from '../accounts/session'
import { createSaved, deleteSaved, saveSettings } from './api'
import './inbox.css'
import { refreshInbox, useInboxSettings, useSavedReplies } from './model'
import { mayAnswer } from './rights'
import { Storage } from './storage'

/** How conversations find somebody, and replies that are written once. */
export function InboxSettingsPage() {
  return (
    <Page title={m.inbox_settings()} crumbs={[{ label: m.inbox_title(), href: '/inbox' }]}>
      <div class="stack narrow-col">
        <Assigning />
        <SavedReplies />
        <Storage />
      </div>
    </Page>
  )
}

const MODES: Record<AssignMode, () => string> = {
  by_hand: m.inbox_assign_by_hand,
  round_robin: m.inbox_assign_round_robin,
  answerer: m.inbox_assign_answerer,
}

function Assigning() {
  const settings = useInboxSettings()
  const isAllowed = canManage(useSession())
  const save = async (assign: AssignMode) => {
    try {
      await saveSettings({ assign })
      await refreshInbox('settings')
      showToast({ text: m.common_saved() })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      showToast({ text: error.message, tone: 'danger' })
    }
  }
  return (
    <Section title={m.inbox_assigning()}>
      <Loaded query={settings} skeleton={<Skeleton shape="text" />}>
        {({ assign }) =>
          isAllowed ? (
            <SelectField
              label={m.inbox_assigning_label()}
              value={assign}
              options={ASSIGN_MODES.map((mode) => ({ value: mode, text: MODES[mode]() }))}
              onChange={(value) => {
                const mode = ASSIGN_MODES.find((one) => one === value)
                if (mode) void save(mode)
              }}
            />
          ) : (
            <p>{MODES[assign]()}</p>
          )
        }
      </Loaded>
    </Section>
  )
}

function SavedReplies() {
  const saved = useSavedReplies()
  const isAllowed = mayAnswer(useSession())
  const remove = async (id: string) => {
    await deleteSaved(id)
    await refreshInbox('saved')
  }
  return (
    <Section title={m.inbox_saved_replies()}>
      <p class="sm muted">{m.inbox_saved_hint()}</p>
      <Loaded query={saved} skeleton={<Skeleton shape="rows" count={3} />}>
        {({ items }) =>
          items.length > 0 && (
            <ul class="panel saved-list">
              {items.map(({ id, shortcut, text }) => (
                <li key={id}>
                  <b>
                    /<Name value={shortcut} />
                  </b>
                  <span dir="auto">{text}</span>
                  {isAllowed && (
                    <IconButton
                      icon={Trash2}
                      variant="quiet"
                      size="slim"
                      label={m.inbox_saved_remove({ shortcut })}
                      onClick={() => void remove(id)}
                    />
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {isAllowed && <NewSaved />}
    </Section>
  )
}

function NewSaved() {
  const form = useRef<HTMLFormElement>(null)
  const save = useAction(async (input: SavedReplyInput) => {
    await createSaved(input)
    form.current?.reset()
    await refreshInbox('saved')
  })
  return (
    <form
      ref={form}
      class="panel pad stack close"
      onSubmit={(event) => {
        event.preventDefault()
        const data = Object.fromEntries(new FormData(event.currentTarget))
        const input = v.safeParse(SavedReplyInput, data)
        if (input.success) void save.run(input.output)
      }}
    >
      <TextField
        name="shortcut"
        label={m.inbox_saved_shortcut()}
        hint={m.inbox_saved_shortcut_hint()}
        maxLength={30}
      />
      <TextArea name="text" label={m.inbox_saved_text()} rows={3} maxLength={4096} />
      {save.error.value && (
        <p class="sm danger-text" role="alert">
          {save.error.value.message}
        </p>
      )}
      <div class="row">
        <Button type="submit" icon={Plus} isBusy={save.isBusy.value}>
          {m.inbox_saved_add()}
        </Button>
      </div>
    </form>
  )
}
