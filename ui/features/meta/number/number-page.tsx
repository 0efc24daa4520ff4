import { useQuery } from '@tanstack/preact-query'
import { useRoute } from 'preact-iso'
import { LinkButton } from '../../../components/button'
import { Section } from '../../../components/page-parts'
import { Loaded, Skeleton } from '../../../components/states'
import { queryClient } from '../../../lib/query'
import { m } from '../../../paraglide/messages.js'
import { canManage, useSession } from '../../accounts/session'
import { SettingsFrame } from '../../accounts/settings-frame'
import { fetchNumberSetup } from '../api'
import { Blocked } from './blocked'
import { ChatLink } from './chat-link'

import { Links } from './links'
import { NameArea } from './name-area'
import { Photo } from './photo'
import { PinChange } from './pin-change'
import { ProfileForm } from './profile-form'
import { UsernameArea } from './username-area'

/** One number as people in WhatsApp meet it: asked of Meta, and changed there. */
export function NumberPage() {
  const { params } = useRoute()
  const id = params.id ?? ''
  const mayChange = canManage(useSession())
  const key = ['connections', 'number', id]
  const setup = useQuery({ queryKey: key, queryFn: () => fetchNumberSetup(id) })
  const again = () => queryClient.invalidateQueries({ queryKey: key })
  return (
    <SettingsFrame current="numbers">
      <Section title={m.number_title()}>
        <p class="md muted">{m.number_lead()}</p>
      </Section>
      <Loaded query={setup} skeleton={<Skeleton shape="rows" count={6} />}>
        {(data) => (
          <fieldset class="stack" disabled={!mayChange}>
            <NameArea numberId={id} name={data.name} hasPin={data.hasPin} onChanged={again} />
            <ProfileForm numberId={id} profile={data.profile} onChanged={again} />
            <Photo numberId={id} hasPhoto={data.profile.hasPhoto} onChanged={again} />
            <UsernameArea numberId={id} username={data.username} onChanged={again} />
            <ChatLink numberId={id} />
            <Links numberId={id} links={data.links} onChanged={again} />
            <Blocked numberId={id} blocked={data.blocked} onChanged={again} />
            <PinChange numberId={id} hasPin={data.hasPin} onChanged={again} />
          </fieldset>
        )}
      </Loaded>
      <div class="row">
        <LinkButton variant="quiet" href="/settings/numbers">
          {m.number_back()}
        </LinkButton>
      </div>
    </SettingsFrame>
  )
}
