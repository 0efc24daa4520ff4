import { NumberProfile, type NumberSetup, VERTICALS } from '../../../../worker/contract/numbers'
import { SelectField, TextArea, TextField } from '../../../components/field'
import { FormErrors, SubmitButton } from '../../../components/form-parts'
import { LeaveGuard } from '../../../components/leave-guard'
import { Section } from '../../../components/page-parts'
import { showToast } from '../../../components/toast'
import { useForm } from '../../../lib/form'
import { m } from '../../../paraglide/messages.js'
import { changeNumberProfile } from '../api'
import { verticalName } from './verticals'

type Props = {
  numberId: string
  profile: NumberSetup['profile']
  onChanged: () => Promise<void>
}

export function ProfileForm({ numberId, profile, onChanged }: Props) {
  const form = useForm({
    schema: NumberProfile,
    toInput: ({ website, website2, ...values }) => ({
      ...values,
      websites: [website, website2].map((one) => one?.trim() ?? '').filter(Boolean),
    }),
    submit: async (change) => {
      await changeNumberProfile(numberId, change)
      await onChanged()
      showToast({ text: m.number_saved() })
    },
  })
  const [first = '', second = ''] = profile.websites
  return (
    <Section title={m.number_profile()} level={3}>
      <form {...form.props} class="panel pad stack close">
        <LeaveGuard form={form} />
        <FormErrors form={form} />
        <TextField
          {...form.field('about')}
          label={m.number_about()}
          hint={m.number_about_hint()}
          maxLength={139}
          defaultValue={profile.about}
        />
        <TextArea
          {...form.field('description')}
          label={m.number_description()}
          maxLength={512}
          defaultValue={profile.description}
        />
        <TextField
          {...form.field('address')}
          label={m.number_address()}
          maxLength={256}
          defaultValue={profile.address}
        />
        <div class="two-columns">
          <TextField
            {...form.field('email')}
            label={m.number_email()}
            type="email"
            dir="ltr"
            defaultValue={profile.email}
          />
          <SelectField
            {...form.field('vertical')}
            label={m.number_vertical()}
            options={VERTICALS.map((value) => ({ value, text: verticalName(value) }))}
            defaultValue={profile.vertical}
          />
        </div>
        <div class="two-columns">
          <TextField
            {...form.field('website')}
            label={m.number_website()}
            hint={m.number_website_hint()}
            error={form.field('websites').error}
            type="url"
            dir="ltr"
            defaultValue={first}
          />
          <TextField
            {...form.field('website2')}
            label={m.number_website_2()}
            type="url"
            dir="ltr"
            defaultValue={second}
          />
        </div>
        <div class="row">
          <SubmitButton form={form}>{m.common_save()}</SubmitButton>
        </div>
      </form>
    </Section>
  )
}
