import { ProfileChange } from '../../../worker/contract/account'
import { SEND_KEYS } from '../../../worker/contract/auth'
import { Checkbox, Choices } from '../../components/choice'
import { TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { LeaveGuard } from '../../components/leave-guard'
import { Section } from '../../components/page-parts'
import { showToast } from '../../components/toast'
import { useForm } from '../../lib/form'
import { LANGUAGE_NAMES, type Locale, locale } from '../../lib/i18n'
import { singleKeysAreOn, switchSingleKeys } from '../../lib/keyboard'
import { formatPhone } from '../../lib/phone'
import { switchTheme, type Theme, theme } from '../../lib/theme'
import { m } from '../../paraglide/messages.js'
import { chooseLanguage } from '../../shell/language'
import { EmailChangeSection } from './email-change'
import { chooseSendKey, nameOfKey } from './send-key'
import { refreshSession, useSession } from './session'
import { changeProfile } from './session-api'
import { SessionsSection } from './sessions-section'
import { SettingsFrame } from './settings-frame'

export const ProfilePage = () => (
  <SettingsFrame current="profile">
    <PersonSection />
    <EmailChangeSection />
    <LookSection />
    <KeysSection />
    <SessionsSection />
  </SettingsFrame>
)

function PersonSection() {
  const { user } = useSession()
  const phone = user.phone ? formatPhone(user.phone) : ''
  const form = useForm({
    schema: ProfileChange,
    // A phone that was not touched is not sent: it is stored in another form than it is shown.
    toInput: (typed) => ({
      name: typed.name,
      ...(typed.phone === phone ? {} : { phone: typed.phone }),
    }),
    submit: async (change) => {
      await changeProfile(change)
      await refreshSession()
      showToast({ text: m.common_saved() })
    },
  })
  return (
    <Section title={m.settings_profile_you()}>
      <form {...form.props} class="panel pad stack close">
        <LeaveGuard form={form} />
        <FormErrors form={form} />
        <div class="two-columns">
          <TextField
            {...form.field('name')}
            label={m.auth_name()}
            defaultValue={user.name}
            autocomplete="name"
          />
          <TextField
            {...form.field('phone')}
            label={m.auth_phone()}
            defaultValue={phone}
            type="tel"
            dir="ltr"
            autocomplete="tel"
          />
        </div>
        <div class="row">
          <SubmitButton form={form}>{m.common_save()}</SubmitButton>
        </div>
      </form>
    </Section>
  )
}

/** These count at once: they can be seen, and undone by the same press. */
function LookSection() {
  const languages: Locale[] = ['he', 'en']
  const themes: { value: Theme; label: string }[] = [
    { value: 'auto', label: m.settings_theme_auto() },
    { value: 'light', label: m.settings_theme_light() },
    { value: 'dark', label: m.settings_theme_dark() },
  ]
  return (
    <Section title={m.settings_look()}>
      <div class="panel pad row look">
        <Choices
          legend={m.settings_language()}
          name="language"
          look="segmented"
          value={locale.value}
          onChange={chooseLanguage}
          choices={languages.map((value) => ({
            value,
            label: <bdi lang={value}>{LANGUAGE_NAMES[value]}</bdi>,
          }))}
        />
        <Choices
          legend={m.settings_theme()}
          name="theme"
          look="segmented"
          value={theme.value}
          onChange={switchTheme}
          choices={themes}
        />
      </div>
    </Section>
  )
}

/** Single keys can be in the way of speech input. */
function KeysSection() {
  const { sendKey } = useSession().user
  return (
    <Section title={m.settings_keys()}>
      <div class="panel pad stack close">
        <Checkbox
          label={m.shortcut_single_keys()}
          hint={m.shortcut_single_keys_hint()}
          isChecked={singleKeysAreOn.value}
          onChange={switchSingleKeys}
        />
        <Choices
          legend={m.settings_send_key()}
          name="send-key"
          look="segmented"
          value={sendKey}
          onChange={(next) => void chooseSendKey(next)}
          choices={SEND_KEYS.map((value) => ({ value, label: nameOfKey(value) }))}
        />
      </div>
    </Section>
  )
}
