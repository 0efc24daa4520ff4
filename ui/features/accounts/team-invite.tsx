import { useSignal } from '@preact/signals'
import * as v from 'valibot'
import type { CodeSent } from '../../../worker/contract/auth'
import { type InvitationLink, NewInvitation, ROLES_BY_CODE } from '../../../worker/contract/team'
import { Button } from '../../components/button'
import { CopyButton } from '../../components/copy'
import { Dialog } from '../../components/dialog'
import { SelectField, TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { Address } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { useForm } from '../../lib/form'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { CodeEntry } from './code-entry'
import { roleName, roleRights, rolesToGive } from './roles'
import { useSession } from './session'
import { askForTeamCode, invite, refreshTeam } from './team-api'

type Wish = v.InferOutput<typeof InviteForm>
const InviteForm = v.omit(NewInvitation, ['code'])

/** Mails a link. Owners and admins are invited with a code, like a change of role. */
export function InviteSection() {
  const { user, account } = useSession()
  const role = useSignal('marketer')
  const invited = useSignal(0)
  const made = useSignal<{ email: string; link: InvitationLink } | null>(null)
  const asked = useSignal<{ wish: Wish; sent: CodeSent } | null>(null)
  const send = async (wish: NewInvitation, key?: string) => {
    made.value = { email: wish.email, link: await invite(wish, key) }
    // Only the person: a form that is reset would show its first role, which is the owner's.
    invited.value += 1
    await refreshTeam()
  }
  const form = useForm({
    schema: InviteForm,
    submit: async (wish, key) => {
      if (!ROLES_BY_CODE.includes(wish.role)) return send(wish, key)
      asked.value = { wish, sent: await askForTeamCode() }
    },
  })
  const chosen = rolesToGive(account.role).find((one) => one === role.value)
  return (
    <Section title={m.team_invite()}>
      <form {...form.props} class="panel pad stack close">
        <FormErrors form={form} />
        <div key={invited.value} class="two-columns">
          <TextField {...form.field('name')} label={m.team_invite_name()} autocomplete="off" />
          <TextField
            {...form.field('email')}
            label={m.team_invite_email()}
            type="email"
            dir="ltr"
            inputMode="email"
            autocomplete="off"
          />
        </div>
        <SelectField
          {...form.field('role')}
          label={m.team_role()}
          hint={chosen && roleRights(chosen)}
          value={role.value}
          options={rolesToGive(account.role).map((value) => ({ value, text: roleName(value) }))}
          onChange={(value) => {
            role.value = value
          }}
        />
        <p class="sm muted">{m.team_invite_hint()}</p>
        <div class="row">
          <SubmitButton form={form}>{m.team_invite_send()}</SubmitButton>
        </div>
        {made.value && (
          <ShownOnce
            {...made.value}
            onClose={() => {
              made.value = null
            }}
          />
        )}
      </form>
      <Dialog
        title={m.team_invite_code_title()}
        isOpen={asked.value !== null}
        onClose={() => {
          asked.value = null
        }}
      >
        {asked.value && (
          <>
            <p class="md muted">{m.team_invite_code_text()}</p>
            <CodeEntry
              email={user.email}
              sent={asked.value.sent}
              onAgain={askForTeamCode}
              onCode={async (code) => {
                const wish = asked.value?.wish
                if (wish) await send({ ...wish, code })
                asked.value = null
              }}
            />
          </>
        )}
      </Dialog>
    </Section>
  )
}

type ShownProps = { email: string; link: InvitationLink; onClose: () => void }

/** The link exists nowhere else any more: who wants to hand it over copies it now. */
export const ShownOnce = ({ email, link, onClose }: ShownProps) => (
  <div class="stack close" role="status">
    <p>
      {rich(link.isMailed ? m.team_link_mailed : m.team_link_not_mailed, {
        email: <Address value={email} />,
      })}
    </p>
    <p class="sm muted">{m.team_link_once()}</p>
    <div class="row">
      <span class="breaks">
        <CopyButton text={link.link} />
      </span>
      <Button variant="quiet" size="slim" onClick={onClose}>
        {m.team_link_close()}
      </Button>
    </div>
  </div>
)
